package search

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
	"golang.org/x/text/width"
)

// run is a stretch of a text in which neighbours are neighbours to a reader: its
// characters as they are compared, and where each stands in the text, in runes.
type run struct {
	text []rune
	at   []int
}

// runs folds a text. Marks and spaces between Han characters are as if they were
// not there; a space beside one is, too. Everything else that is no letter and no
// digit parts, and so does a new line.
func runs(text string) (out []run) {
	var now run
	spaces, marks, lines := false, false, false
	for i, r := range []rune(text) {
		if unicode.In(r, unicode.Mn, unicode.Cf) { // variants of a character, invisible joiners
			continue
		}
		r = fold(r)
		if !unicode.In(r, unicode.L, unicode.N) {
			spaces, lines = spaces || unicode.IsSpace(r), lines || r == '\n'
			marks = marks || !unicode.IsSpace(r)
			continue
		}
		if n := len(now.text); n > 0 && (spaces || marks) && parts(now.text[n-1], r, marks, lines) {
			out, now = append(out, now), run{}
		}
		spaces, marks, lines = false, false, false
		now.text, now.at = append(now.text, r), append(now.at, i)
	}
	if len(now.text) > 0 {
		out = append(out, now)
	}
	return out
}

// parts reports whether what stands between two characters parts them.
func parts(a, b rune, marks, lines bool) bool {
	han := 0
	for _, r := range []rune{a, b} {
		if unicode.Is(unicode.Han, r) {
			han++
		}
	}
	return lines || han == 0 || han == 1 && marks
}

// fold is a character in its usual form, width and case.
func fold(r rune) rune {
	if r < 0x80 {
		return unicode.ToLower(r)
	}
	if f := width.LookupRune(r).Folded(); f != 0 {
		r = f
	}
	if r >= 0xF900 && r <= 0xFAFF || r >= 0x2F800 && r <= 0x2FA1F { // compatibility ideographs
		r, _ = utf8.DecodeRuneInString(norm.NFC.String(string(r)))
	}
	return unicode.ToLower(r)
}

// grams are the index's words for a text: every two neighbours, and the last of
// a run by itself, so that every character begins exactly one word.
func grams(text string) string {
	var b strings.Builder
	for _, r := range runs(text) {
		for i := range r.text {
			b.WriteString(string(r.text[i:min(i+2, len(r.text))]))
			b.WriteByte(' ')
		}
	}
	return b.String()
}

// phrase is the index's question for a stretch of characters, in FTS5's language.
// Folded characters are letters and digits, so nothing has to be escaped.
func phrase(text []rune) string {
	if len(text) == 1 {
		return `"` + string(text) + `"*`
	}
	words := make([]string, len(text)-1)
	for i := range words {
		words[i] = string(text[i : i+2])
	}
	return `"` + strings.Join(words, " ") + `"`
}
