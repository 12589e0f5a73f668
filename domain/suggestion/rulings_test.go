package suggestion

import (
	"testing"

	"huiyin/domain/lifecycle"
)

func TestAnObjectionIsRejected(t *testing.T) {
	w := assigned(t, "hunan-2024")
	w.no("no_objection", desk, RuleOnObjection{Assignment: "a1", Reason: "r"})
	w.do(lead, ObjectToUnit{Assignment: "a1", Reason: "not theirs"})
	w.no("objection_pending", lead, ObjectToUnit{Assignment: "a1", Reason: "once more"})
	for _, a := range []Actor{boss, gov, lead, chairs} {
		w.no("wrong_role", a, RuleOnObjection{Assignment: "a1", Reason: "r"})
	}
	w.no("missing", desk, RuleOnObjection{Assignment: "a1"})
	w.do(office, SignIn{"a1"}) // the unit goes on meanwhile
	w.want(w.do(desk, RuleOnObjection{Assignment: "a1", Reason: "it is theirs"}), "ObjectionRuled")
	if a, _ := w.s.Assignment("a1"); a.Objection != (Objection{Reason: "not theirs", Ruling: "it is theirs"}) || a.State != lifecycle.SignedIn {
		t.Errorf("%+v", a)
	}
	w.do(lead, ObjectToUnit{Assignment: "a1", Reason: "new facts"})
}

func TestAnObjectionIsUpheld(t *testing.T) {
	w := assigned(t, "hunan-2024")
	w.do(office, SignIn{"a1"})
	w.do(lead, ObjectToUnit{Assignment: "a1", Reason: "not theirs"})
	w.no("missing", desk, RuleOnObjection{Assignment: "a1", Uphold: true, Reason: "right"})
	w.no("unit_twice", desk, RuleOnObjection{Assignment: "a1", Uphold: true, Reason: "right", NewUnit: "u1"})
	w.at("2026-03-04")
	w.want(w.do(desk, RuleOnObjection{Assignment: "a1", Uphold: true, Reason: "right", NewUnit: "u2"}), "ObjectionRuled LineClosed Reassigned")
	a, _ := w.s.Assignment("a1")
	if a.State != lifecycle.Discharged || a.Heir != "a2" || !a.Objection.Upheld {
		t.Errorf("%+v", a)
	}
	w.due(lifecycle.DueReply, Subject{Line: "l2"}, "2026-06-04")
	w.do(office2, SignIn{"a2"})
	w.isMute(office, handler, boss)

	w = assigned(t, "hunan-2024") // after the reply the unit's part is done
	w.do(lead, ObjectToUnit{Assignment: "a1", Reason: "not theirs"})
	w.heard()
	w.reply("A")
	w.no("already_replied", desk, RuleOnObjection{Assignment: "a1", Uphold: true, Reason: "right", NewUnit: "u2"})
	w.do(desk, RuleOnObjection{Assignment: "a1", Reason: "answered"})

	w = following(t) // the head's unit is the head's matter
	w.do(lead, ObjectToUnit{Assignment: "a1", Reason: "not theirs"})
	w.no("merged_member", desk, RuleOnObjection{Assignment: "a1", Uphold: true, Reason: "right", NewUnit: "u3"})
}

func TestACoUnitIsReplacedToo(t *testing.T) {
	w := registered(t, "hunan-2024")
	w.at("2026-02-25")
	w.do(desk, Assign{LeadAndCo, []UnitPart{{"u1", Lead, ""}, {"u2", Co, ""}}})
	w.do(lead, ObjectToUnit{Assignment: "a2", Reason: "no money there"})
	w.want(w.do(desk, RuleOnObjection{Assignment: "a2", Uphold: true, Reason: "right", NewUnit: "u3"}), "ObjectionRuled Reassigned")
	w.due(lifecycle.DueCoOpinion, Subject{Assignment: "a3"}, "2026-03-25")
}

func TestAContestOfTheClass(t *testing.T) {
	w := replied(t, "A")
	w.no("no_contest", desk, RuleOnContest{Line: "l1", Reason: "r"})
	w.do(lead, ContestTheClass{"l1", "not solved"})
	w.no("contest_pending", lead, ContestTheClass{"l1", "once more"})
	for _, a := range []Actor{boss, gov, lead} {
		w.no("wrong_role", a, RuleOnContest{"l1", true, "C", "r"})
	}
	w.no("missing", desk, RuleOnContest{Line: "l1", Uphold: true, Class: "C"})
	w.no("unknown_class", desk, RuleOnContest{"l1", true, "Q", "r"})
	w.no("class_unchanged", desk, RuleOnContest{"l1", true, "A", "r"})
	l, _ := w.s.Line("l1")
	if c, open := l.OpenContest(); !open || c.Version != 1 || c.Reason != "not solved" {
		t.Errorf("%+v", c)
	}
	w.want(w.do(desk, RuleOnContest{"l1", true, "C", "the bridge is down"}), "ContestRuled ClassCorrected")
	l, _ = w.s.Line("l1")
	if v := l.Latest(); v.Class != "C" || v.Claimed != "A" || l.Contests[0] != (Contest{1, "not solved", false, true, "the bridge is down"}) {
		t.Errorf("%+v %+v", v, l.Contests)
	}
	w.do(lead, ContestTheClass{"l1", "worse"})
	w.want(w.do(desk, RuleOnContest{Line: "l1", Reason: "as it is"}), "ContestRuled")
	if l, _ = w.s.Line("l1"); len(l.Contests) != 2 || l.Contests[1].Upheld || l.Latest().Class != "C" {
		t.Errorf("%+v", l.Contests)
	}
}

// A ruling reaches the version that was contested, and a class that was
// corrected meanwhile may stand.
func TestARulingAfterARedo(t *testing.T) {
	w := replied(t, "A")
	w.do(lead, ContestTheClass{"l1", "not solved"})
	w.do(desk, CorrectTheClass{"l1", "C", "seen"})
	w.rate(Dissat, Dissat, "r")
	w.do(desk, OrderTheRedo{"l1", "r"})
	w.heard()
	w.reply("A")
	w.want(w.do(desk, RuleOnContest{"l1", true, "C", "right"}), "ContestRuled")
	l, _ := w.s.Line("l1")
	if first, _ := l.Version(1); first.Class != "C" || l.Latest().Class != "A" {
		t.Errorf("%+v", l.Versions)
	}
}

// The archive is final: nobody files a case over the deputy's open word.
func TestNothingOpenGoesToTheArchive(t *testing.T) {
	w := replied(t, "A")
	w.rate(Satisfied, Satisfied, "")
	w.do(lead, ContestTheClass{"l1", "not solved"})
	w.no("contest_pending", desk, ArchiveIt{})
	w.do(desk, RuleOnContest{Line: "l1", Reason: "it is"})
	w.do(desk, ArchiveIt{})

	w = assigned(t, "hunan-2024")
	w.do(lead, ObjectToUnit{Assignment: "a1", Reason: "r"})
	w.heard()
	w.reply("A")
	w.deliver()
	w.rate(Satisfied, Satisfied, "")
	w.no("objection_pending", desk, ArchiveIt{})
	w.do(desk, RuleOnObjection{Assignment: "a1", Reason: "answered"})
	w.do(desk, ArchiveIt{})
}

func TestALateRatingIsPossibleUntilTheYearCloses(t *testing.T) {
	w := replied(t, "A")
	for range 3 {
		due := w.after(lifecycle.DueFeedback, l1)
		w.do(clock, Lapse{due.Kind, l1, due.Due})
	}
	w.is(lifecycle.Closed)
	w.no("late_rating_possible", desk, ArchiveIt{})
	w.ends = day("2027-02-10") // the year closes with the next session
	w.at("2027-02-10")
	w.no("late_rating_possible", desk, ArchiveIt{})
	if _, err := Decide(w.s, w.request(lead, Rate{Line: "l1", Version: 1, Process: Satisfied, Result: Satisfied})); err != nil {
		t.Error(err)
	}
	w.at("2027-02-11")
	w.no("session_year_over", lead, Rate{Line: "l1", Version: 1, Process: Satisfied, Result: Satisfied})
	w.do(desk, ArchiveIt{})
}
