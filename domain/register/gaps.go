package register

import (
	"maps"
	"slices"

	"huiyin/domain/suggestion"
)

// Gap is a number of a session's series that is on no case (缺号), or, of numbers
// never reserved, a whole run of Count of them from Number to Last.
type Gap struct {
	Number string
	Last   string
	Count  int
	// Off is set for the series of suggestions made between meetings.
	Off bool
	Why Why
	// Case is the one for which the number was reserved; Reason is why it was
	// voided.
	Case   suggestion.CaseID
	Reason string
}

// Why is what is known of a gap.
type Why string

// The kinds of gap: reserved for a case that is not registered under the number
// (returned, withdrawn, moved elsewhere, or a crash came between), taken out of
// use with a reason, or never reserved.
const (
	Unused     Why = "unused"
	Voided     Why = "voided"
	Unreserved Why = "unreserved"
)

// Ledger is what the log knows of one session's numbers.
type Ledger struct {
	// Reserved and Used name the case for which a number was reserved and the
	// one registered under it.
	Reserved, Used map[string]suggestion.CaseID
	// Voided gives the reason why a number was taken out of use.
	Voided map[string]string
}

// numbers lists everything that is known, sorted as text.
func (l Ledger) numbers() []string {
	var all []string
	all = slices.AppendSeq(all, maps.Keys(l.Used))
	all = slices.AppendSeq(all, maps.Keys(l.Reserved))
	all = slices.AppendSeq(all, maps.Keys(l.Voided))
	slices.Sort(all)
	return slices.Compact(all)
}

// Next is the first number after all that are known of a series. A gap is never
// filled: numbers are not given again (handbook R4-10).
func (l Ledger) Next(s Series) string {
	last := 0
	for _, number := range l.numbers() {
		n, _ := s.Read(number)
		last = max(last, n)
	}
	return s.Number(last + 1)
}

// Gaps lists, for each series, every number between the first and the last known
// that is on no case, and apart the numbers that are of no series: a number is
// an opaque text, and only the series' own can be reasoned about (handbook
// R4-10, R4-11).
func (l Ledger) Gaps(s Session) (gaps []Gap, outside []string) {
	in, off, hasOff := s.Series()
	gaps = l.gaps(in, false)
	if hasOff {
		gaps = append(gaps, l.gaps(off, true)...)
	}
	for _, n := range l.numbers() {
		_, isIn := in.Read(n)
		_, isOff := off.Read(n)
		if !isIn && !(hasOff && isOff) {
			outside = append(outside, n)
		}
	}
	return gaps, outside
}

func (l Ledger) gaps(s Series, isOff bool) (gaps []Gap) {
	var known []int
	for _, number := range l.numbers() {
		if n, ok := s.Read(number); ok {
			known = append(known, n)
		}
	}
	slices.Sort(known)
	for i, n := range known {
		if i > 0 && n > known[i-1]+1 {
			gaps = append(gaps, Gap{Number: s.Number(known[i-1] + 1), Last: s.Number(n - 1), Count: n - known[i-1] - 1, Off: isOff, Why: Unreserved})
		}
		if g, is := l.gap(s.Number(n)); is {
			g.Off = isOff
			gaps = append(gaps, g)
		}
	}
	return gaps
}

// gap says of a known number why it is on no case, and whether it is on none.
func (l Ledger) gap(number string) (Gap, bool) {
	g := Gap{Number: number, Last: number, Count: 1, Case: l.Reserved[number], Why: Unused}
	if reason, voided := l.Voided[number]; voided {
		g.Why, g.Reason = Voided, reason
	}
	_, used := l.Used[number]
	return g, !used
}
