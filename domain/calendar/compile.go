package calendar

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
)

// compile builds the lookup table from rows in date order without repetition.
func compile(rows []row) *table {
	first, last := rows[0].date, rows[len(rows)-1].date
	t := &table{
		base:  first.n,
		kinds: make([]kind, last.Sub(first)+1),
		shift: make([]int32, last.Sub(first)+1),
		names: make(map[int32]string, len(rows)),
	}
	for _, r := range rows {
		t.kinds[r.date.n-t.base] = r.kind
		t.names[r.date.n] = r.name
		t.years = append(t.years, r.notice)
	}
	slices.Sort(t.years)
	t.years = slices.Compact(t.years)
	t.sumShift()
	t.content = canonical(rows)
	sum := sha256.Sum256(t.content)
	t.digest = hex.EncodeToString(sum[:])
	return t
}

// sumShift accumulates how far the notices move the count of working days away
// from the plain count of weekdays.
func (t *table) sumShift() {
	var total int32
	for i, k := range t.kinds {
		weekend := isWeekend(Date{n: t.base + int32(i)})
		switch {
		case k == off && !weekend:
			total--
		case k == work && weekend:
			total++
		}
		t.shift[i] = total
	}
}

// canonical writes the rows in the one form that is digested.
func canonical(rows []row) []byte {
	var b strings.Builder
	b.WriteString(header + "\n")
	for _, r := range rows {
		kind := "off"
		if r.kind == work {
			kind = "work"
		}
		fmt.Fprintf(&b, "%v,%s,%s,%d\n", r.date, kind, r.name, r.notice)
	}
	return []byte(b.String())
}
