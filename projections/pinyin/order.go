package pinyin

import (
	"fmt"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
	"golang.org/x/text/width"
)

// Key is a text to sort names by: compared as bytes, keys stand in the order of
// the names' pinyin, character by character, by letters, then by tone, then by
// code point. Digits and Latin letters stand before Han characters, whatever
// their case and width; Han characters whose reading nobody knows stand last.
// Different names have different keys.
func Key(name string, k Kind) string {
	var b strings.Builder
	runes := []rune(name)
	for i, s := range readings(runes, k)[0] {
		r := fold(runes[i])
		switch {
		case s != "":
			fmt.Fprintf(&b, "1%s %s%06x ", plain(s), s[len(plain(s)):], r)
		case unicode.Is(unicode.Han, r):
			fmt.Fprintf(&b, "2%06x ", r)
		default:
			fmt.Fprintf(&b, "0%06x ", r)
		}
	}
	return b.String() + "\x00" + name
}

// fold is a rune in its usual width and in lower case.
func fold(r rune) rune {
	if f := width.LookupRune(r).Folded(); f != 0 {
		r = f
	}
	return unicode.ToLower(r)
}

// StrokeKey is a text to sort names by the number of their characters' strokes,
// character by character; what is said of Key holds, and see the package on
// ties.
func StrokeKey(name string) string {
	var b strings.Builder
	for _, r := range name {
		r = fold(r)
		if !unicode.Is(unicode.Han, r) {
			fmt.Fprintf(&b, "0%06x ", r)
			continue
		}
		b.WriteString(strokes(r))
	}
	return b.String() + "\x00" + name
}

// counted orders characters by strokes; a collator keeps a state, hence the lock.
var counted = struct {
	sync.Mutex
	*collate.Collator
	seen map[rune]string
}{Collator: collate.New(language.MustParse("zh-u-co-stroke")), seen: map[rune]string{}}

// strokes is a character's part of a StrokeKey. A character that the collation
// does not know sorts before the character of one stroke; we put it last.
func strokes(r rune) string {
	counted.Lock()
	defer counted.Unlock()
	if key, ok := counted.seen[r]; ok {
		return key
	}
	key := "2"
	if counted.CompareString(string(r), "\u4e00") >= 0 {
		var buf collate.Buffer
		key = fmt.Sprintf("1%x", counted.KeyFromString(&buf, string(r)))
	}
	key += fmt.Sprintf("%06x ", r)
	counted.seen[r] = key
	return key
}
