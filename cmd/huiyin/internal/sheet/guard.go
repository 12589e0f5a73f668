package sheet

import (
	"strings"
	"unicode/utf8"
)

// signs begin a formula in one program or another: the four signs, the same in
// full width, and the control characters that some programs skip before one.
const signs = "=+-@\uff1d\uff0b\uff0d\uff20\t\r\n\x00"

// Guard puts an apostrophe before a value that a spreadsheet program might take
// for a formula, also where blanks stand before the sign. A value that already
// looks guarded gets one more, so that Unguard(Guard(s)) is s for every s.
func Guard(s string) string {
	if risky(s) {
		return "'" + s
	}
	return s
}

// Unguard takes away the apostrophe that Guard put, and no other.
func Unguard(s string) string {
	if rest, ok := strings.CutPrefix(s, "'"); ok && risky(rest) {
		return rest
	}
	return s
}

// risky looks at the first character, and past apostrophes and blanks at the
// first one that counts.
func risky(s string) bool {
	s = strings.TrimLeft(s, "'")
	first, _ := utf8.DecodeRuneInString(s)
	behind, _ := utf8.DecodeRuneInString(strings.TrimLeft(s, "' \u00a0\u3000\ufeff"))
	return strings.ContainsRune(signs, first) || strings.ContainsRune(signs, behind)
}
