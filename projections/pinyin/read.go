package pinyin

import (
	"strings"
	"unicode"

	lib "github.com/mozillazg/go-pinyin"
)

// Kind says by whose rules a name is read.
type Kind uint8

// The kinds of names.
const (
	Unit   Kind = iota // of a unit, a place, or any other text
	Person             // of a person: the surname is read as one
)

// maxReadings bounds how many ways one name is read.
const maxReadings = 8

// reading is a name read aloud: one syllable with its tone a rune ("zeng1"),
// empty where the rune is no Han character or nobody knows.
type reading []string

// readings lists the ways to read a name; the first is the usual one.
func readings(name []rune, k Kind) []reading {
	all := []reading{{}}
	for i := 0; i < len(name); {
		ways, n := at(name, i, k)
		all = each(all, ways)
		i += n
	}
	return all
}

// each goes on with every way from every reading, up to the bound.
func each(all []reading, ways []reading) []reading {
	var out []reading
	for _, w := range ways {
		for _, r := range all {
			if len(out) == maxReadings {
				return out
			}
			out = append(out, append(r[:len(r):len(r)], w...))
		}
	}
	return out
}

// at reads what stands at the rune and tells how many runes that are.
func at(name []rune, i int, k Kind) (ways []reading, n int) {
	known := data()
	book := known.words
	if k == Person {
		book = nil
		if i == 0 {
			book = known.surnames
		}
	}
	for n := min(known.longest, len(name)-i); n > 0; n-- {
		if ways, ok := book[string(name[i:i+n])]; ok {
			return ways, n
		}
	}
	return []reading{{syllable(name[i])}}, 1
}

// syllable is how a character is read alone.
func syllable(r rune) string {
	if s, ok := data().chars[r]; ok {
		return s
	}
	if !unicode.Is(unicode.Han, r) {
		return ""
	}
	if s := lib.SinglePinyin(r, toned); len(s) > 0 {
		return s[0]
	}
	return ""
}

var toned = lib.Args{Style: lib.Tone3, Fallback: func(rune, lib.Args) []string { return nil }}

// plain is a syllable without its tone.
func plain(s string) string { return strings.TrimRight(s, "12345") }
