package importing

import (
	"slices"
	"strings"

	"huiyin/domain/suggestion"
)

// mark is what a class text says.
type mark struct {
	class  suggestion.Class
	series bool // a mark with a number after it, which may not be a class
	unseen bool // a sub-mark that no known source uses
}

// readMark reads a class in any published form: a letter with or without a
// digit, in brackets, between the words of the vocabulary, or in words.
func readMark(text string) (mark, bool) {
	s := strings.ToUpper(fold(text))
	if name, ok := words().name("class", s); ok {
		return mark{class: suggestion.Class(name)}, true
	}
	s = cutWord(s, "before", strings.CutPrefix)
	s = strings.TrimLeft(s, ":")
	code, rest := letterDigit(bare(s))
	if code == "" {
		return mark{}, false
	}
	if series := words().one("mark", "series"); strings.HasSuffix(rest, series) && strings.ContainsAny(rest, "0123456789") {
		return mark{series: true}, true
	}
	if rest != "" && !slices.Contains(words().of("mark", "after"), rest) {
		return mark{}, false
	}
	_, seen := words().name("mark", code)
	if _, letter := words().name("mark", code[:1]); !letter {
		return mark{}, false
	}
	return mark{class: suggestion.Class(code[:1]), unseen: !seen}, true
}

func cutWord(s, name string, cut func(string, string) (string, bool)) string {
	for _, w := range words().of("mark", name) {
		if rest, ok := cut(s, w); ok {
			return rest
		}
	}
	return s
}

// bare drops brackets of every kind: (C), [C] and the lenticular ones.
func bare(s string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune("()[]\u3010\u3011\u3014\u3015\u201c\u201d\"", r) {
			return -1
		}
		return r
	}, s)
}

// letterDigit splits the code off: one letter and at most one digit.
func letterDigit(s string) (code, rest string) {
	if s == "" || s[0] < 'A' || s[0] > 'Z' {
		return "", s
	}
	n := 1
	if len(s) > 1 && s[1] >= '0' && s[1] <= '9' {
		n = 2
	}
	return s[:n], s[n:]
}

// class reads the clean field and the raw one together. They may not contradict
// each other; the raw text is always kept.
func (r *reading) class(field string) (suggestion.Class, string) {
	clean, raw := r.text(field), r.text("reply_class_raw")
	fromClean, okClean := readMark(clean)
	fromRaw, okRaw := readMark(raw)
	kept := raw
	if clean != "" && fromClean.class == "" {
		r.warn("class_unread", field, clean)
		if kept = joined(raw, clean); raw == clean {
			kept = raw
		}
	}
	if _, inWords := words().name("class", strings.ToUpper(fold(clean))); inWords && raw == "" {
		kept = clean // another scheme may mean another class by these words
	}
	if raw != "" && !okRaw && fromClean.class == "" {
		r.warn("class_unread", "reply_class_raw", raw)
	}
	if fromRaw.series {
		r.warn("class_series", "reply_class_raw", raw)
	}
	if fromRaw.unseen || okClean && fromClean.unseen {
		r.warn("class_mark_new", "reply_class_raw", joined(raw, clean))
	}
	if fromClean.class != "" && fromRaw.class != "" && fromClean.class != fromRaw.class {
		r.refuse("class_contradiction", field, clean, "raw", raw)
		return "", kept
	}
	if fromClean.class != "" {
		return fromClean.class, kept
	}
	return fromRaw.class, kept
}

// joined puts two texts side by side, or gives the one there is.
func joined(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + semicolon + b
}

const semicolon = "\uff1b"
