package signin

import (
	_ "embed"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode"
	"unicode/utf8"
)

// Policy is a set of rules for passwords. The two contradict each other, because
// their sources do (handbook AUT-03).
type Policy string

const (
	// Dengbao3 is what the third protection grade asks: at least 12 characters of
	// 3 kinds, a new one every 90 days.
	Dengbao3 Policy = "dengbao3"
	// ASVS is what OWASP ASVS 5 asks: at least 15 characters, no kinds, no end.
	ASVS Policy = "asvs"
)

// Policies lists them.
func Policies() []Policy { return []Policy{Dengbao3, ASVS} }

const maxPassword = 128

type rules struct {
	length, kinds int
	age           time.Duration // 0: for ever
}

func (p Policy) rules() rules {
	if p == ASVS {
		return rules{length: 15}
	}
	return rules{length: 12, kinds: 3, age: 90 * 24 * time.Hour}
}

// expired reports whether a password of that day must be changed.
func (p Policy) expired(set, now time.Time) bool {
	age := p.rules().age
	return age > 0 && now.Sub(set) >= age
}

// fits refuses a password that the policy does not take. The words are those of
// the place, the system, the login and its owner.
func (p Policy) fits(password string, words []string) *Error {
	r, n := p.rules(), utf8.RuneCountInString(password)
	switch {
	case n < r.length:
		return &Error{Err: ErrShort, Facts: map[string]string{"n": strconv.Itoa(r.length)}}
	case n > maxPassword:
		return &Error{Err: ErrLong, Facts: map[string]string{"n": strconv.Itoa(maxPassword)}}
	case kinds(password) < r.kinds:
		return &Error{Err: ErrPlain, Facts: map[string]string{"n": strconv.Itoa(r.kinds)}}
	case isCommon(password):
		return refuse(ErrCommon)
	}
	for _, w := range words {
		if names(password, w) {
			return &Error{Err: ErrContext, Facts: map[string]string{"word": w}}
		}
	}
	return nil
}

// kinds counts the kinds of characters: small, capital, digit, all others. Han
// characters have no case and are one kind of their own with the signs.
func kinds(password string) int {
	var seen [4]int
	for _, r := range password {
		switch {
		case unicode.IsLower(r):
			seen[0] = 1
		case unicode.IsUpper(r):
			seen[1] = 1
		case unicode.IsDigit(r):
			seen[2] = 1
		default:
			seen[3] = 1
		}
	}
	return seen[0] + seen[1] + seen[2] + seen[3]
}

// common.txt are the 3,000 passwords most often met, and some of this country's:
// the public list of zxcvbn (MIT licence), the most frequent first.
//
//go:embed common.txt
var commonText string

var commonWords = sync.OnceValue(func() map[string]bool {
	all := map[string]bool{}
	for line := range strings.Lines(commonText) {
		if word := strings.TrimSpace(line); word != "" && !strings.HasPrefix(word, "#") {
			all[word] = true
		}
	}
	return all
})

// isCommon reports whether a password is one of the common ones, several of them
// in a row or with digits and signs around them, or a few characters repeated.
func isCommon(password string) bool {
	small := strings.ToLower(password)
	bare := strings.TrimFunc(small, func(r rune) bool { return !unicode.IsLetter(r) })
	for _, form := range []string{small, plain(small), bare, plain(bare)} {
		if commonWords()[form] {
			return true
		}
	}
	return distinct(small) < 5 || inRow(plain(small)) || inRow(small)
}

// plain undoes the usual exchange of letters for signs.
var plain = strings.NewReplacer("@", "a", "0", "o", "1", "i", "$", "s", "3", "e", "5", "s", "7", "t").Replace

func distinct(text string) int {
	seen := map[rune]bool{}
	for _, r := range text {
		seen[r] = true
	}
	return len(seen)
}

// inRow reports whether the text is made of common passwords alone.
func inRow(text string) bool {
	reach := make([]bool, len(text)+1)
	reach[0] = true
	for to := 1; to <= len(text); to++ {
		for from := max(0, to-16); from <= to-4 && !reach[to]; from++ {
			reach[to] = reach[from] && commonWords()[text[from:to]]
		}
	}
	return reach[len(text)]
}

// names reports whether a password holds a word. A word of up to three Latin
// letters must stand alone in it, or every "bird" would hold "rd"; a single Han
// character says nothing.
func names(password, word string) bool {
	small, word := strings.ToLower(password), strings.ToLower(strings.TrimSpace(word))
	if utf8.RuneCountInString(word) < 2 {
		return false
	}
	if len(word) > 3 {
		return strings.Contains(small, word)
	}
	tokens := strings.FieldsFunc(small, func(r rune) bool { return !unicode.IsLetter(r) })
	return slices.Contains(tokens, word)
}
