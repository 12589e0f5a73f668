package pinyin

import (
	_ "embed"
	"fmt"
	"strings"
	"sync"
	"unicode/utf8"
)

//go:embed readings.txt
var source string

// book is readings.txt as it is looked up.
type book struct {
	surnames, words map[string][]reading
	chars           map[rune]string
	longest         int // entry, in runes
}

// data is read at the first use. A mistake in it is one in this program's own
// files, which a test finds.
var data = sync.OnceValue(func() *book {
	b, err := parse(source)
	if err != nil {
		panic(err)
	}
	return b
})

func parse(text string) (*book, error) {
	b := &book{surnames: map[string][]reading{}, words: map[string][]reading{}, chars: map[rune]string{}}
	for i, line := range strings.Split(text, "\n") {
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		if err := b.add(strings.Fields(line)); err != nil {
			return nil, fmt.Errorf("pinyin: line %d: %w: %q", i+1, err, line)
		}
	}
	return b, nil
}

// add enters a line: kind, text, one syllable a character, and a reason.
func (b *book) add(fields []string) error {
	if len(fields) < 4 {
		return fmt.Errorf("not kind, text, reading and reason")
	}
	name, n := fields[1], utf8.RuneCountInString(fields[1])
	if len(fields) != n+3 {
		return fmt.Errorf("not one syllable a character and one reason")
	}
	b.longest = max(b.longest, n)
	switch book := map[string]map[string][]reading{"surname": b.surnames, "word": b.words}[fields[0]]; {
	case fields[0] == "char" && n == 1:
		r, _ := utf8.DecodeRuneInString(name)
		b.chars[r] = fields[2]
	case book == nil:
		return fmt.Errorf("no such kind")
	case book[name] != nil:
		return fmt.Errorf("given twice")
	default:
		ways := []reading{{}}
		for _, s := range fields[2 : 2+n] {
			ways = each(ways, syllables(s))
		}
		book[name] = ways
	}
	return nil
}

// syllables are the readings of one character, apart by slashes.
func syllables(s string) (out []reading) {
	for _, way := range strings.Split(s, "/") {
		out = append(out, reading{way})
	}
	return out
}
