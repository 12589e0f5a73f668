package importing

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"sync"

	"huiyin/domain/suggestion"
)

//go:embed vocabulary.txt
var vocabularyText string

// vocabulary is section → folded word → name.
type vocabulary map[string]map[string]string

// words is read at the first use; a mistake in it is a mistake in this program,
// which a test finds.
var words = sync.OnceValue(func() vocabulary {
	v, err := parseVocabulary(vocabularyText)
	if err != nil {
		panic(err)
	}
	return v
})

func parseVocabulary(text string) (vocabulary, error) {
	v := vocabulary{}
	for i, line := range strings.Split(text, "\n") {
		if line = strings.TrimSpace(line); line == "" || line[0] == '#' {
			continue
		}
		key, list, ok := strings.Cut(line, " = ")
		section, name, named := strings.Cut(key, " ")
		if !ok || !named {
			return nil, fmt.Errorf("vocabulary line %d: %q", i+1, line)
		}
		if v[section] == nil {
			v[section] = map[string]string{}
		}
		for _, word := range strings.Split(list, " | ") {
			if _, twice := v[section][fold(word)]; twice {
				return nil, fmt.Errorf("vocabulary line %d: %q stands twice", i+1, word)
			}
			v[section][fold(word)] = name
		}
	}
	return v, nil
}

// name is what the word means in the section.
func (v vocabulary) name(section, word string) (string, bool) {
	n, ok := v[section][fold(word)]
	return n, ok
}

// of lists the words of a name, longest first, so that none hides a longer one.
func (v vocabulary) of(section, name string) []string {
	var out []string
	for word, n := range v[section] {
		if n == name {
			out = append(out, word)
		}
	}
	slices.SortFunc(out, func(a, b string) int {
		if len(a) != len(b) {
			return len(b) - len(a)
		}
		return strings.Compare(a, b)
	})
	return out
}

// one is the only word of a name.
func (v vocabulary) one(section, name string) string { return v.of(section, name)[0] }

// grade reads a rating; known is true for words that are listed but are no
// grade of the scale.
func (v vocabulary) grade(word string) (g suggestion.Grade, known bool) {
	name, ok := v.name("grade", word)
	if !ok || name == "none" {
		return "", ok
	}
	return suggestion.Grade(name), true
}

// fold makes harmless variants of a text equal: full-width letters, digits and
// signs become half-width, and all spaces go.
func fold(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 0xFF01 && r <= 0xFF5E:
			return r - 0xFEE0
		case r == 0x3000, r == 0xA0, r == 0xFEFF, r == 0x200B, r == ' ', r == '\t', r == '\r', r == '\n':
			return -1
		}
		return r
	}, s)
}

// plain is the word of a grade that says nothing more than the grade: the
// shortest one.
func (v vocabulary) plain(g suggestion.Grade) string {
	all := v.of("grade", string(g))
	return all[len(all)-1]
}
