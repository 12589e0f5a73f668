package suggestion

import (
	"slices"
	"testing"

	"huiyin/domain/lifecycle"
)

func TestGuardsAndRowsKnowEachOther(t *testing.T) {
	var used []lifecycle.Guard
	standing := lifecycle.Table{Machine: lifecycle.Case, Rows: lifecycle.StandingRows()}
	for _, table := range append(lifecycle.Tables(), standing) {
		for _, r := range table.Rows {
			for _, g := range r.Guards {
				used = append(used, g)
				if guards[g] == nil {
					t.Errorf("%s %s: guard %q has no meaning", table.Machine, r.Trigger, g)
				}
			}
		}
	}
	for g := range guards {
		if !slices.Contains(used, g) {
			t.Errorf("guard %q stands on no row", g)
		}
	}
}

// Decide never touches what it is given: every list a case holds is cut to its
// length, so a write behind it would be a fault of clone.
func TestCloneSharesNothingThatEvolves(t *testing.T) {
	w := tracked(t)
	before := Fold(New(), w.log...)
	again := w.s.clone()
	l := &again.Lines[0]
	l.Contacts[0].State, l.Versions[0].Class, l.Versions[0].Delivered[0], l.Ratings[0].Reason = "x", "x", who("x"), "x"
	again.Assignments[0].Unit, again.Commitments[0].Unit, again.Clocks[0].Period, again.CoSigners[0].Name = "x", "x", "x", "x"
	if err := same(before, w.s); err != nil {
		t.Error(err)
	}
}
