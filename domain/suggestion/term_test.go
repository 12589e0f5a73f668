package suggestion

import (
	"testing"

	"huiyin/domain/lifecycle"
)

// Deferring stays in the year of the due day, carrying over leaves it.
func TestTheYearOfAPromise(t *testing.T) {
	w := tracked(t) // due 2026-09-30
	w.no("deferral_beyond_year", desk, MovePromise{c1, day("2027-01-01"), "r", false})
	w.no("carry_over_in_year", desk, MovePromise{c1, day("2026-12-31"), "r", true})
	w.do(desk, MovePromise{c1, day("2026-12-31"), "r", false})
	w.do(desk, MovePromise{c1, day("2027-01-01"), "r", true})
	w.no("deferral_beyond_year", desk, MovePromise{c1, day("2028-01-01"), "r", false})
}

// At the end of a term each promise is kept, carried into the next, or explained
// (invariant 12).
func TestTheEndOfATerm(t *testing.T) {
	w := tracked(t)
	if len(w.s.Unsettled("14")) != 1 || len(w.s.Unsettled("15")) != 0 {
		t.Fatal("an open promise does not count")
	}
	carry := CarryIntoTerm{c1, "15", day("2028-06-30"), "goes on"}
	w.no("wrong_role", boss, carry)
	w.no("missing", desk, CarryIntoTerm{c1, "", day("2028-06-30"), "r"})
	w.no("missing", desk, CarryIntoTerm{c1, "15", day("2028-06-30"), ""})
	w.no("same_term", desk, CarryIntoTerm{c1, "14", day("2028-06-30"), "r"})
	w.no("due_not_later", desk, CarryIntoTerm{c1, "15", day("2026-09-30"), "r"})
	w.want(w.do(desk, carry), "CommitmentCarriedIntoTerm")
	w.due(lifecycle.DueCommitment, Subject{Commitment: c1}, "2028-06-30")
	w.is(lifecycle.Tracking)
	if len(w.s.Unsettled("14")) != 0 || len(w.s.Unsettled("15")) != 1 {
		t.Error("a carried promise belongs to the next term")
	}
	w.no("same_term", desk, CarryIntoTerm{c1, "15", day("2029-06-30"), "r"})
	w.do(handler, ReportOnPromise{c1, "half"}) // and is still the unit's
	if len(w.s.Unsettled("15")) != 1 {
		t.Error("a report forgot the term")
	}
	w.do(desk, ConcludePromise{c1, Explain, "cannot be"})
	if len(w.s.Unsettled("15")) != 0 {
		t.Error("an explained promise still counts")
	}

	w = begin(t, "hunan-2024")
	w.do(importer, Import{"case-1", src("s1", "1"), Facts{Congress: "14", Title: "On roads", LeadUnit: "u1", Class: "B",
		Promises: []StatedPromise{{Text: "p"}}}})
	if len(w.s.Unsettled("14")) != 0 {
		t.Error("of what only a source knows nobody can tell")
	}
}
