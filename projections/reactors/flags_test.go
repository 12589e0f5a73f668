package reactors_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"huiyin/domain/calendar"
	"huiyin/domain/lifecycle"
	"huiyin/domain/suggestion"
	"huiyin/eventstore"
	"huiyin/projections/internal/rehearsal"
	"huiyin/projections/reactors"
)

// flagged are the flags of a case, with why.
func flagged(d *rehearsal.Desk, id suggestion.CaseID) (out []string) {
	for _, f := range d.Case(id).Oversight.Flags {
		out = append(out, strings.TrimSpace(f.Flag+" "+f.Why))
	}
	return out
}

func remark(t *testing.T, d *rehearsal.Desk, marks *reactors.Checkpoints) {
	t.Helper()
	h := reactors.NewFlags(d, d.Log, nil).Handler()
	if err := reactors.NewRunner(d.Log, marks, reactors.Options{Sleep: hurry}, h).CatchUp(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// rated is a case whose deputy rated so many minutes after the delivery.
func rated(d *rehearsal.Desk, id suggestion.CaseID, minutes int) {
	d.Register(id, string(id), "Li")
	d.Assign(id, "Water")
	d.Reply(id, "l1", "A")
	d.Deliver(id, "l1")
	d.At(d.Now().Add(time.Duration(minutes) * time.Minute))
	d.Rate(id, "l1", suggestion.Satisfied)
}

func TestRatingsAreRemarkedOn(t *testing.T) {
	d, marks := newDesk(t), newMarks(t)
	rated(d, "quick", 3)
	rated(d, "slow", 600)
	remark(t, d, marks)
	if got := flagged(d, "quick"); !slices.Equal(got, []string{"hasty_rating 3"}) {
		t.Errorf("quick: %v", got)
	}
	if got := flagged(d, "slow"); got != nil {
		t.Errorf("slow: %v", got)
	}
	d.Do("quick", rehearsal.Committee(), suggestion.ClearTheFlag{Line: "l1", Flag: "hasty_rating", Reason: "read on paper"})
	outline := d.Outline()
	remark(t, d, newMarks(t)) // from the beginning
	if d.Outline() != outline {
		t.Error("the same ratings were remarked on twice")
	}
}

// What happens after the rating neither raises a flag nor takes one away.
func TestAFlagIsAboutTheMomentOfTheRating(t *testing.T) {
	late := func() *rehearsal.Desk {
		d := newDesk(t)
		d.Register("c", "1", "Li")
		d.Assign("c", "Water")
		d.Do("c", rehearsal.Of("Water", lifecycle.UnitCoordinator), suggestion.SignIn{Assignment: "a1"})
		d.Do("c", rehearsal.Of("Water", lifecycle.UnitHandler), suggestion.RecordContact{Line: "l1", Way: "visit", With: []suggestion.Person{rehearsal.Person("Li")}, Content: "met"})
		d.Do("c", rehearsal.Of("Water", lifecycle.UnitHandler), suggestion.DraftReply{Line: "l1", Class: "A", Text: "reply"})
		d.Do("c", rehearsal.Gov(), suggestion.ExamineReply{Line: "l1", Pass: true})
		d.Do("c", rehearsal.Of("Water", lifecycle.UnitHead), suggestion.IssueReply{Line: "l1", DocumentNo: "1", Without: "flood"})
		d.Deliver("c", "l1")
		d.Set("2026-03-09")
		d.Rate("c", "l1", suggestion.Satisfied)
		return d
	}
	d := late()
	remark(t, d, newMarks(t))
	d.Do("c", rehearsal.Deputy("Li"), suggestion.AnswerContact{Line: "l1", Contact: "l1k1", Confirm: true})
	before := d.Outline()
	remark(t, d, newMarks(t))
	if got := flagged(d, "c"); !slices.Equal(got, []string{"no_confirmed_contact"}) || d.Outline() != before {
		t.Errorf("%v", got)
	}
	d = late() // the reactor comes only after the answer
	d.Do("c", rehearsal.Deputy("Li"), suggestion.AnswerContact{Line: "l1", Contact: "l1k1", Confirm: true})
	remark(t, d, newMarks(t))
	if got := flagged(d, "c"); !slices.Equal(got, []string{"no_confirmed_contact"}) {
		t.Errorf("%v", got)
	}
}

func TestACrashAfterEachFlagChangesNothing(t *testing.T) {
	life := func(d *rehearsal.Desk) {
		for n := range 4 {
			rated(d, suggestion.CaseID(fmt.Sprint("c", n)), n)
		}
	}
	plain, d := newDesk(t), newDesk(t)
	life(plain)
	remark(t, plain, newMarks(t))
	life(d)
	h := reactors.NewFlags(&crashy{d, map[eventstore.ID]bool{}}, d.Log, nil).Handler()
	if err := reactors.NewRunner(d.Log, newMarks(t), reactors.Options{Sleep: hurry}, h).CatchUp(t.Context()); err != nil {
		t.Fatal(err)
	}
	if d.Outline() != plain.Outline() {
		t.Error("the logs differ")
	}
}

// A head's succession is its members' too; a co-unit's is none of theirs.
func TestASuccessionIsHandedOver(t *testing.T) {
	d, react := newDesk(t), straight(newMarks(t))
	d.Register("h", "1", "Li")
	d.Register("m", "2", "Wang")
	merge(d, "m", "h")
	d.Do("h", rehearsal.Gov(), suggestion.Assign{Mode: suggestion.LeadAndCo, Units: []suggestion.UnitPart{
		{Unit: "Water", Part: suggestion.Lead}, {Unit: "Schools", Part: suggestion.Co}}})
	react(t, d)
	for _, old := range []string{"Water", "Schools"} {
		d.Do("h", rehearsal.Committee(), suggestion.SucceedUnit{Old: old, New: old + " New", On: calendar.MustDate("2026-03-01"), Decision: "reform"})
	}
	react(t, d)
	if m := d.Case("m"); m.Lines[0].Unit != "Water New" || len(m.Changes.Successions) != 1 {
		t.Errorf("%+v", m)
	}
	d.Do("h", rehearsal.Of("Schools New", lifecycle.UnitHandler), suggestion.GiveOpinion{Assignment: "a2", Text: "fine"})
	d.Reply("h", "l1", "A")
	react(t, d)
	if !d.Case("m").Replied() {
		t.Error("the reply was not handed on")
	}
}
