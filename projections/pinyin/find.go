package pinyin

import (
	"slices"
	"strings"
)

// Words are the letters under which a name is found: from each of its characters
// on, the initials and the whole syllables, by every reading. What a reader types
// is found if one of them begins with it. Letters and digits of the name stand
// for themselves.
func Words(name string, k Kind) []string {
	var out []string
	for _, w := range spelt(name, k) {
		out = append(out, w.initials, w.full)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// Find tells where in the name, in runes, the typed letters are: initials or
// whole syllables with the last one possibly cut short, case and width aside.
func Find(name, typed string, k Kind) (from, to int, ok bool) {
	typed = strings.Map(fold, typed)
	if typed == "" {
		return 0, 0, false
	}
	for _, w := range spelt(name, k) {
		if strings.HasPrefix(w.initials, typed) {
			return w.from, w.from + len([]rune(typed)), true
		}
		if strings.HasPrefix(w.full, typed) {
			return w.from, w.from + w.reach(len(typed)), true
		}
	}
	return 0, 0, false
}

// spelling is a name in letters from one of its characters on.
type spelling struct {
	from           int
	initials, full string
	ends           []int // of the characters, in the full letters
}

// reach is how many characters the first letters cover.
func (s spelling) reach(letters int) int {
	i, _ := slices.BinarySearch(s.ends, letters)
	return i + 1
}

// spelt lists the spellings, those from the beginning first.
func spelt(name string, k Kind) []spelling {
	runes := []rune(name)
	var out []spelling
	ways := readings(runes, k)
	for from := range runes {
		for _, way := range ways {
			out = append(out, spell(runes[from:], way[from:], from)...)
		}
	}
	return out
}

// spell is one reading in letters; where a syllable has the sound that keyboards
// write v and passports yu, in both.
func spell(runes []rune, way reading, from int) []spelling {
	s := spelling{from: from}
	var initials, full strings.Builder
	for i, syllable := range way {
		text := plain(syllable)
		if text == "" {
			text = string(fold(runes[i]))
		}
		first := []rune(text)[:1]
		initials.WriteString(string(first))
		full.WriteString(text)
		s.ends = append(s.ends, full.Len())
	}
	s.initials, s.full = initials.String(), full.String()
	if !strings.Contains(s.full, "v") {
		return []spelling{s}
	}
	return []spelling{s, passport(s)}
}

// passport is the spelling with yu for v.
func passport(s spelling) spelling {
	p := spelling{from: s.from, initials: s.initials, full: strings.ReplaceAll(s.full, "v", "yu")}
	for _, end := range s.ends {
		p.ends = append(p.ends, end+strings.Count(s.full[:end], "v"))
	}
	return p
}
