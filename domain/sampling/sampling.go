// Package sampling draws by lot in a way that anybody can repeat.
//
// A draw is a function of its seed, of the position in the log it looked at, and
// of the population: each name gets the number
//
//	SHA-256("huiyin draw 1\n" seed "\n" position "\n" name)
//
// and those with the smallest numbers are drawn. So the order in which the
// population was listed means nothing, a name's chance does not depend on the
// others, and an auditor needs no more than sha256sum to check one. Whoever
// chooses the seed before the position is known cannot choose the sample.
package sampling

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Draw picks n names, or all if there are fewer, in the order of their numbers.
// A name that is listed twice counts once.
func Draw(seed string, position uint64, population []string, n int) []string {
	names := distinct(population)
	number := make(map[string][32]byte, len(names))
	for _, name := range names {
		number[name] = Number(seed, position, name)
	}
	slices.SortFunc(names, func(a, b string) int {
		x, y := number[a], number[b]
		return bytes.Compare(x[:], y[:])
	})
	return names[:max(0, min(n, len(names)))]
}

// Number is what a name draws.
func Number(seed string, position uint64, name string) [32]byte {
	return sha256.Sum256([]byte("huiyin draw 1\n" + seed + "\n" + strconv.FormatUint(position, 10) + "\n" + name))
}

// Digest tells two populations apart: SHA-256 over the sorted names, one a line.
func Digest(population []string) string {
	return fmt.Sprintf("sha256:%x", sha256.Sum256([]byte(strings.Join(distinct(population), "\n")+"\n")))
}

// distinct is the sorted list without repetitions.
func distinct(names []string) []string {
	out := slices.Clone(names)
	slices.Sort(out)
	return slices.Compact(out)
}

// Share is a part of a population in thousandths.
type Share int

// ErrShare is wrapped by the error for a text that is no share.
var ErrShare = errors.New("sampling: not a share")

// ParseShare reads "10%" or "2.5%": above nothing, up to everything, with at most
// one decimal.
func ParseShare(text string) (Share, error) {
	bad := fmt.Errorf("%w: %q", ErrShare, text)
	digits, ok := strings.CutSuffix(text, "%")
	whole, tenth, point := strings.Cut(digits, ".")
	if !ok || point && len(tenth) != 1 || len(whole) == 0 || len(whole) > 3 {
		return 0, bad
	}
	n := 0
	for _, c := range whole + tenth {
		if c < '0' || c > '9' {
			return 0, bad
		}
		n = 10*n + int(c-'0')
	}
	if !point {
		n *= 10
	}
	if n < 1 || n > 1000 {
		return 0, bad
	}
	return Share(n), nil
}

// String is the form that ParseShare reads.
func (s Share) String() string {
	if s%10 == 0 {
		return strconv.Itoa(int(s/10)) + "%"
	}
	return fmt.Sprintf("%d.%d%%", s/10, s%10)
}

// Of is how many of a population the share comes to, rounded up: a share of
// somebody is never nobody.
func (s Share) Of(population int) int { return (population*int(s) + 999) / 1000 }
