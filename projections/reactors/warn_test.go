package reactors_test

import (
	"testing"

	"huiyin/domain/suggestion"
	"huiyin/domain/wire"
	"huiyin/projections/internal/rehearsal"
	"huiyin/projections/reactors"
)

// warned lists the warnings in the log, in days ahead.
func warned(t *testing.T, d *rehearsal.Desk) (days []int) {
	t.Helper()
	for _, r := range d.Records() {
		if r.Type != "deadline.warned" {
			continue
		}
		e, err := wire.Decode(r.Type, r.Schema, r.Data)
		if err != nil {
			t.Fatal(err)
		}
		days = append(days, e.(suggestion.DeadlineWarned).Days)
	}
	return days
}

// Every night the clock warns of what is near, once, and after nights without a
// clock of the nearest day only.
func TestWarningsAreGivenOnce(t *testing.T) {
	d := newDesk(t)
	d.Register("h", "1", "Li")
	d.Assign("h", "Water") // on 2 March; first contact by 30 March
	days := func(*suggestion.Suggestion) []int { return []int{30, 15, 7, 3, 1} }
	for _, night := range []struct {
		day  string
		want int
	}{{"2026-03-14", 0}, {"2026-03-15", 1}, {"2026-03-15", 0}, {"2026-03-16", 0}, {"2026-03-28", 1}, {"2026-03-31", 0}} {
		d.Set(night.day)
		n, err := reactors.RunWarnings(t.Context(), d, []suggestion.CaseID{"h"}, d.Today(), days)
		if err != nil || n != night.want {
			t.Errorf("%s: %d warnings, %v; want %d", night.day, n, err, night.want)
		}
	}
	if got := warned(t, d); len(got) != 2 || got[0] != 15 || got[1] != 3 {
		t.Errorf("warned %v days ahead", got)
	}
}

// Two clocks that read the same state give one warning.
func TestTwoClocksWarnOnce(t *testing.T) {
	d := newDesk(t)
	d.Register("h", "1", "Li")
	d.Assign("h", "Water")
	d.Set("2026-03-23")
	for _, w := range reactors.Warnings(d.Case("h"), d.Today(), []int{7}) {
		for range 2 {
			if err := d.Carry(t.Context(), reactors.WarnOf(w)); err != nil {
				t.Fatal(err)
			}
		}
	}
	if got := warned(t, d); len(got) != 1 {
		t.Errorf("warned %v", got)
	}
}
