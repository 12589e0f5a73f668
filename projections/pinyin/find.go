package pinyin

import (
	"slices"
	"strings"
	"unicode"
)

// Words are the letters under which a name is found: from each of its characters
// on, the initials and the whole syllables, by every reading. What a reader types
// is found if one of them begins with it. Letters and digits of the name stand
// for themselves.
func Words(name string, k Kind) []string {
	var out []string
	for _, w := range spelt(name, k) {
		out = append(out, w.initials.text, w.full.text)
	}
	slices.Sort(out)
	return slices.DeleteFunc(slices.Compact(out), func(w string) bool { return w == "" })
}

// Find tells where in the name, in runes, the typed letters are: initials or
// whole syllables with the last one possibly cut short, case and width aside.
// What it finds, Words has, and the other way round.
func Find(name, typed string, k Kind) (from, to int, ok bool) {
	typed = strings.Map(fold, typed)
	if typed == "" {
		return 0, 0, false
	}
	for _, s := range spelt(name, k) {
		for _, l := range []letters{s.initials, s.full} {
			if strings.HasPrefix(l.text, typed) {
				return s.from, s.from + l.reach(len(typed)), true
			}
		}
	}
	return 0, 0, false
}

// Initials are the first letters of a name as it is usually read.
func Initials(name string, k Kind) string {
	if all := spelt(name, k); len(all) > 0 {
		return all[0].initials.text
	}
	return ""
}

// letters spell a name; ends are where each of its characters ends in them.
type letters struct {
	text string
	ends []int
}

func (l *letters) add(s string) {
	l.text += s
	l.ends = append(l.ends, len(l.text))
}

// reach is how many characters of the name the first so many letters cover.
func (l letters) reach(n int) int {
	i, _ := slices.BinarySearch(l.ends, n)
	return i + 1
}

// spelling is a name in letters from one of its characters on.
type spelling struct {
	from           int
	initials, full letters
}

// spelt lists the spellings, those from the beginning first.
func spelt(name string, k Kind) []spelling {
	runes := []rune(name)
	var out []spelling
	ways := readings(runes, k)
	for from := range runes {
		for _, way := range ways {
			s := spell(runes, way, from, "v")
			out = append(out, s)
			if strings.Contains(s.full.text, "v") {
				out = append(out, spell(runes, way, from, "yu"))
			}
		}
	}
	return out
}

// spell is a reading in letters; v is how to write the sound that keyboards write
// v and passports yu. Marks have no letters.
func spell(runes []rune, way reading, from int, v string) spelling {
	s := spelling{from: from}
	for i := from; i < len(runes); i++ {
		text := plain(way[i])
		switch {
		case text != "":
			s.initials.add(text[:1])
		case unicode.IsLetter(runes[i]) || unicode.IsDigit(runes[i]):
			text = string(fold(runes[i]))
			s.initials.add(text)
		default:
			s.initials.add("")
		}
		s.full.add(strings.ReplaceAll(text, "v", v))
	}
	return s
}
