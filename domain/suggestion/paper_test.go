package suggestion

import (
	"testing"

	"huiyin/domain/calendar"
	"huiyin/domain/lifecycle"
)

// proof is what makes a late entry of a unit of u1 whole.
func proof() *LateEntry {
	return &LateEntry{Reason: "The post was slow.", Scan: scan, Second: desk}
}

// dated runs one act with the paper's day and its proof.
func (w *world) dated(on string, e *LateEntry, act func()) {
	w.t.Helper()
	w.on, w.late = day(on), e
	act()
	w.on, w.late = calendar.Date{}, nil
}

func TestALateEntryNeedsItsProof(t *testing.T) {
	w := assigned(t, "hunan-2024")
	w.do(office, SignIn{"a1"})
	w.at("2026-03-20")
	visit := RecordContact{Line: "l1", Way: "visit", With: []Person{who("d1")}, Content: "Talked."}
	w.dated("2026-03-02", nil, func() { w.no("late_entry", handler, visit) })
	for code, spoil := range map[string]func(*LateEntry){
		"second_is_first":     func(e *LateEntry) { e.Second = Actor{Person: handler.Person, Role: lifecycle.DeputyAffairsCommittee} },
		"second_of_same_body": func(e *LateEntry) { e.Second = boss },
		"second_of_no_body":   func(e *LateEntry) { e.Second = lead },
		"bad_scan":            func(e *LateEntry) { e.Scan = "A" + scan[1:] },
		"missing":             func(e *LateEntry) { e.Reason = "" },
	} {
		e := proof()
		spoil(e)
		w.dated("2026-03-02", e, func() { w.no(code, handler, visit) })
	}
	for _, e := range []*LateEntry{{Reason: "r", Scan: scan}, {Reason: "r", Second: desk}} {
		w.dated("2026-03-02", e, func() { w.no("missing", handler, visit) })
	}
	w.dated("2026-02-24", proof(), func() { w.no("before_basis", handler, visit) }) // the day before T0
	w.dated("2026-03-21", proof(), func() { w.no("date_in_future", handler, visit) })
	w.dated("2026-03-19", proof(), func() { w.no("not_late", handler, visit) })
	w.dated("2026-03-02", proof(), func() { w.want(w.do(handler, visit), "LateEntered ContactRecorded") })
	l, _ := w.s.Line("l1")
	if k := l.Contacts[0]; !k.EnteredLate || k.On != day("2026-03-02") || len(w.s.LateEntries) != 1 || w.s.LateEntries[0].SecondRole != desk.Role {
		t.Errorf("%+v, %+v", k, w.s.LateEntries)
	}
	w.due(lifecycle.DueContactConfirm, Subject{Line: "l1", Contact: "l1k1"}, "2026-03-27") // from the recorded day
	w.do(handler, visit)
	if l, _ = w.s.Line("l1"); l.Contacts[1].EnteredLate {
		t.Error("the next contact is called late too")
	}
}

// The paper's day makes nothing timely: what was missed stays missed.
func TestALateEntryTakesNoLapseBack(t *testing.T) {
	w := assigned(t, "hunan-2024")
	w.heard()
	w.at("2026-05-20")
	w.do(handler, DraftReply{Line: "l1", Class: "B", Text: "x", Promises: []Promise{{Text: "soon", Due: day("2026-05-22")}}})
	w.do(gov, ExamineReply{Line: "l1", Pass: true})
	w.at("2026-06-10")
	issue := IssueReply{Line: "l1", DocumentNo: "no. 7"}
	w.no("promise_in_past", boss, issue) // by its own day the promise lay ahead
	w.dated("2026-05-21", proof(), func() {
		w.want(w.do(boss, issue), "LateEntered DeadlineLapsed ReplyIssued Promised PhaseChanged")
	})
	l, _ := w.s.Line("l1")
	if v := l.Latest(); !v.EnteredLate || v.Issued != day("2026-05-21") {
		t.Errorf("%+v", v)
	}
	late := false
	for _, c := range w.s.Clocks {
		late = late || c.Kind == lifecycle.DueReply && c.Lapsed
	}
	if !late {
		t.Error("the late reply is timely by its paper")
	}
	w.dated("2026-05-20", proof(), func() { w.no("before_basis", desk, DeliverReply{Line: "l1", To: who("d1")}) })
	other := proof()
	other.Second = gov
	for _, p := range w.s.Recipients() {
		w.dated("2026-05-25", other, func() { w.do(desk, DeliverReply{Line: "l1", To: p}) })
	}
	l, _ = w.s.Line("l1")
	if v := l.Latest(); !v.DeliveredLate || v.Complete != day("2026-05-25") {
		t.Errorf("%+v", v)
	}
	w.due(lifecycle.DueFeedback, l1, "2026-07-02") // fifteen working days from 10 June: the deputy loses none
}

func TestLateOpinionReturnAndClaim(t *testing.T) {
	w := registered(t, "hunan-2024")
	w.at("2026-02-25")
	w.do(desk, Assign{LeadAndCo, []UnitPart{{"u1", Lead, ""}, {"u2", Co, ""}}})
	w.at("2026-03-06")
	w.dated("2026-02-26", proof(), func() { w.do(office, SignIn{"a1"}) })
	w.dated("2026-02-27", proof(), func() { w.do(office, RequestReturn{Assignment: "a1", Reason: "not ours"}) })
	w.due(lifecycle.DueReturnDecision, Subject{Assignment: "a1"}, "2026-03-20") // ten working days from 6 March
	w.do(desk, RefuseReturn{Assignment: "a1", Reason: "yours"})
	w.do(office, SignIn{"a1"})
	w.at("2026-04-10")
	w.dated("2026-03-10", proof(), func() {
		w.want(w.do(handler2, GiveOpinion{"a2", "we agree", "A"}), "LateEntered DeadlineLapsed OpinionGiven")
	})
	if a, _ := w.s.Assignment("a2"); !a.EnteredLate {
		t.Errorf("%+v", a)
	}

	w = tracked(t)
	w.at("2026-11-20")
	w.dated("2026-03-20", proof(), func() { w.no("before_basis", handler, ClaimFulfilled{c1, "photo"}) })
	w.dated("2026-09-20", proof(), func() {
		w.want(w.do(handler, ClaimFulfilled{c1, "photo"}), "LateEntered DeadlineLapsed FulfilmentClaimed")
	})
	if c, _ := w.s.Commitment(c1); !c.EnteredLate {
		t.Errorf("%+v", c)
	}
}

// What a supervising body decides takes effect when it is recorded.
func TestDecisionsAreNeverDatedBack(t *testing.T) {
	w := assigned(t, "hunan-2024")
	w.do(office, RequestReturn{Assignment: "a1", Reason: "r"})
	w.at("2026-03-20")
	e := proof()
	e.Second = gov
	w.dated("2026-03-02", e, func() {
		w.no("never_late", desk, ApproveReturn{Assignment: "a1", Reason: "r"})
		w.no("never_late", desk, RefuseReturn{Assignment: "a1", Reason: "r"})
		w.no("late_entry", reactor, SettleHeadPromises{}) // the system has no paper
	})
	for _, act := range lifecycle.PaperActs() {
		for _, never := range []lifecycle.Trigger{lifecycle.Assign, lifecycle.GrantExtension, lifecycle.OrderRedo, lifecycle.ApproveReturn,
			lifecycle.DeferCommitment, lifecycle.CarryOver, lifecycle.RateSatisfied, lifecycle.CorrectClass, lifecycle.VerifyCommitment} {
			if act == never {
				t.Errorf("%s may be dated back", act)
			}
		}
	}
}

// A deputy's paper is compared by somebody of the congress.
func TestADeputysLateEntry(t *testing.T) {
	w := assigned(t, "hunan-2024")
	w.heard()
	w.at("2026-03-25")
	e := proof()
	e.Second = office
	w.dated("2026-03-10", e, func() {
		w.no("second_not_of_congress", lead, Withdraw{Reason: "solved", Consents: []Person{who("d2")}, Scan: scan})
	})
	w.dated("2026-03-10", proof(), func() {
		w.want(w.do(lead, Withdraw{Reason: "solved", Consents: []Person{who("d2")}, Scan: scan}), "LateEntered WithdrawalConsentsFiled Withdrawn")
	})
	if w.s.Ended != day("2026-03-10") {
		t.Errorf("ended %s", w.s.Ended)
	}
}

// The office had the suggestion in hand from the day on the paper, whenever it
// entered it.
func TestTheReviewCountsFromThePaper(t *testing.T) {
	w := begin(t, "hunan-2024")
	c := draftCase
	c.Kind = OffSession
	w.do(lead, c)
	w.at("2026-03-10")
	w.dated("2026-03-02", proof(), func() { w.want(w.do(lead, Submit{}), "LateEntered Submitted") })
	w.due(lifecycle.DueReview, Subject{}, "2026-03-11")
}

func form() *LateEntry {
	return &LateEntry{Reason: "The deputy has no account.", Scan: scan, Second: special}
}

func TestARatingFromPaper(t *testing.T) {
	w := replied(t, "A")
	paper := RateFromPaper{Line: "l1", Version: 1, Process: Satisfied, Result: Basically}
	w.no("no_paper_form", desk, paper)
	w.late = form()
	for _, a := range []Actor{handler, boss, office, gov, lead, second, chairs, importer, clock} {
		w.no("wrong_role", a, paper)
	}
	w.late.Second = gov
	w.no("second_not_of_congress", desk, paper)
	w.late.Second = as(lifecycle.DeputyAffairsCommittee, "o2", "")
	w.no("second_of_same_body", desk, paper)
	w.late.Second = Actor{Person: desk.Person, Role: lifecycle.SpecialCommittee}
	w.no("second_is_first", desk, paper)
	w.late = form()
	w.no("not_newest_version", desk, RateFromPaper{Line: "l1", Version: 2, Process: Satisfied, Result: Basically})
	w.no("missing", desk, RateFromPaper{Line: "l1", Version: 1, Process: Satisfied, Result: Dissat})
	w.no("unknown_grade", desk, RateFromPaper{Line: "l1", Version: 1, Result: Satisfied})
	w.want(w.do(desk, paper), "FeedbackEntered FeedbackGiven Closed") // signed today: nothing is late
	w.no("already_rated", desk, paper)
	w.late = nil
	w.line("l1", lifecycle.Basically)
	l, _ := w.s.Line("l1")
	if r := l.LastRating(); r.Form != (Form{scan, desk.Person, special.Person}) || r.EnteredLate || l.Form != (Form{}) {
		t.Errorf("%+v", r)
	}
	w.want(w.do(lead, Dispute{"l1", "I wrote something else."}), "FeedbackDisputed PhaseChanged")
	w.rate(Satisfied, Satisfied, "")
	l, _ = w.s.Line("l1")
	if r := l.LastRating(); r.Form != (Form{}) || len(l.Ratings) != 2 {
		t.Errorf("%+v", l.Ratings)
	}
}

// A form that lay for weeks is entered late, and judged by when it came.
func TestALateRatingFromPaper(t *testing.T) {
	w := replied(t, "A")
	for range 3 {
		due := w.after(lifecycle.DueFeedback, l1)
		w.do(clock, Lapse{due.Kind, l1, due.Due})
	}
	w.at("2026-06-01")
	paper := RateFromPaper{Line: "l1", Version: 1, Process: Satisfied, Result: Dissat, Reason: "not mended"}
	w.dated("2026-03-31", form(), func() { w.no("before_basis", desk, paper) })
	w.dated("2026-04-10", form(), func() {
		w.want(w.do(desk, paper), "LateEntered FeedbackEntered FeedbackGiven PhaseChanged")
	})
	l, _ := w.s.Line("l1")
	if r := l.LastRating(); !r.Late || !r.EnteredLate || r.On != day("2026-04-10") {
		t.Errorf("%+v", r)
	}
	w.is(lifecycle.AwaitingFeedback)
}

// What closes a case by a late entry closes it on the recorded day.
func TestALateEntryClosesToday(t *testing.T) {
	w := replied(t, "A")
	w.at("2026-04-20")
	w.dated("2026-04-03", form(), func() { w.do(desk, RateFromPaper{Line: "l1", Version: 1, Process: Satisfied, Result: Satisfied}) })
	w.is(lifecycle.Closed)
	if w.s.Ended != day("2026-04-20") {
		t.Errorf("ended %s", w.s.Ended)
	}
}
