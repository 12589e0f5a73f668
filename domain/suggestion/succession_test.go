package suggestion

import (
	"reflect"
	"slices"
	"testing"

	"huiyin/domain/lifecycle"
)

var (
	merger   = SucceedUnit{Old: "u1", New: "n", On: day("2026-03-01"), Decision: "reform"}
	handlerN = as(lifecycle.UnitHandler, "hn", "n")
	bossN    = as(lifecycle.UnitHead, "bn", "n")
	officeN  = as(lifecycle.UnitCoordinator, "cn", "n")
)

func (w *world) clocks() []Clock { return slices.Clone(w.s.Clocks) }

func TestAUnitIsSucceeded(t *testing.T) {
	w := registered(t, "hunan-2024")
	w.no("wrong_state", desk, merger)
	w.at("2026-02-25")
	w.do(desk, Assign{Mode: LeadAndCo, Units: []UnitPart{{"u1", Lead, ""}, {"u2", Co, ""}}})
	w.do(office, SignIn{"a1"})
	for code, c := range map[string]SucceedUnit{
		"missing":         {Old: "u1", New: "n", Decision: "d"},
		"succeeds_itself": {Old: "u1", New: "u1", On: day("2026-03-01"), Decision: "d"},
		"no_part_of_unit": {Old: "u7", New: "n", On: day("2026-03-01"), Decision: "d"},
	} {
		w.no(code, desk, c)
	}
	w.no("wrong_role", boss, merger)
	before := w.clocks()
	w.want(w.do(gov, merger), "UnitSucceeded")
	if !reflect.DeepEqual(before, w.s.Clocks) {
		t.Error("a date moved")
	}
	if a := w.s.Assignments[0]; a.Unit != "n" || a.State != lifecycle.SignedIn || w.s.Lines[0].Unit != "n" {
		t.Errorf("%+v, line of %s", a, w.s.Lines[0].Unit)
	}
	w.want(w.do(desk, merger), "") // done before
	w.no("unit_succeeded", desk, SucceedUnit{Old: "u1", New: "m", On: merger.On, Decision: "d"})
	w.no("unit_succeeded", desk, SucceedUnit{Old: "u2", New: "u1", On: merger.On, Decision: "d"})

	contact := RecordContact{Line: "l1", Way: "visit", With: []Person{who("d1")}, Content: "Talked."}
	w.no("other_unit", handler, contact)
	w.do(handlerN, contact)
	w.do(lead, AnswerContact{Line: "l1", Contact: "l1k1", Confirm: true})
	w.no("not_lead_unit", handler, RequestOpinion{"a2", "please"})
	w.do(handlerN, RequestOpinion{"a2", "please"})
	w.do(handler2, GiveOpinion{"a2", "fine", ""})
	w.do(handlerN, DraftReply{Line: "l1", Class: "A", Text: "We did."})
	w.do(gov, ExamineReply{Line: "l1", Pass: true})
	w.no("other_unit", boss, IssueReply{Line: "l1", DocumentNo: "1"})
	w.do(bossN, IssueReply{Line: "l1", DocumentNo: "1"})
}

// A draft, a promise and a task pass; what is finished keeps the old name.
func TestWhatPassesAndWhatStays(t *testing.T) {
	w := assigned(t, "hunan-2024")
	w.heard()
	w.do(special, SetTask{Layer: "special_committee", Content: "Tell.", Unit: "u1", Responsible: who("h1"), Due: day("2026-09-20")})
	w.do(special, SetTask{Layer: "special_committee", Content: "Tell.", Unit: "u1", Responsible: who("h1"), Due: day("2026-09-20")})
	w.do(special, ConcludeTask{"t1", "good"})
	w.do(handler, DraftReply{Line: "l1", Class: "B", Text: "We will.", Promises: []Promise{pledge}})
	drafted := w.s
	w.do(desk, merger)
	if drafted.Lines[0].Draft.Promises[0].Unit != "u1" {
		t.Error("an older state was written on")
	}
	w.do(gov, ExamineReply{Line: "l1", Pass: true})
	w.do(bossN, IssueReply{Line: "l1", DocumentNo: "1"})
	if c, _ := w.s.Commitment(c1); c.Unit != "n" {
		t.Errorf("promised by %s", c.Unit)
	}
	if a, b := w.s.Oversight.Tasks[0], w.s.Oversight.Tasks[1]; a.Unit != "u1" || b.Unit != "n" {
		t.Errorf("%+v %+v", a, b)
	}
	w.no("other_unit", handler, ReportOnTask{"t2", "x"})
	w.do(handlerN, ReportOnTask{"t2", "x"})
	w.deliver()
	w.rate(Satisfied, Satisfied, "")
	w.is(lifecycle.Tracking)

	second := SucceedUnit{Old: "n", New: "m", On: day("2026-06-01"), Decision: "again"}
	w.do(desk, second)
	if w.s.Lines[0].Unit != "n" || w.s.Assignments[0].Unit != "n" || w.s.Commitments[0].Unit != "m" {
		t.Errorf("line of %s, part of %s, promise of %s", w.s.Lines[0].Unit, w.s.Assignments[0].Unit, w.s.Commitments[0].Unit)
	}
	handlerM := as(lifecycle.UnitHandler, "hm", "m")
	w.no("other_unit", handlerN, ReportOnPromise{c1, "x"})
	w.do(handlerM, ReportOnPromise{c1, "half"})
	// The line opens again for a further reply: it is the newest body's now.
	w.no("other_unit", handlerN, DraftReply{Line: "l1", Class: "A", Text: "It stands."})
	w.do(handlerM, DraftReply{Line: "l1", Class: "A", Text: "It stands."})
	if w.s.Lines[0].Unit != "m" || w.s.Assignments[0].Unit != "m" {
		t.Errorf("line of %s, part of %s", w.s.Lines[0].Unit, w.s.Assignments[0].Unit)
	}
	if w.s.BodyOf("u1") != "m" || w.s.Duties("u1") || w.s.Duties("n") || !w.s.Duties("m") {
		t.Error("duties stayed behind")
	}
}

func TestASuccessorThatHasAPart(t *testing.T) {
	parts := func(w *world) (out []string) {
		for _, a := range w.s.Assignments {
			if a.Active() {
				out = append(out, string(a.Part)+" "+a.Unit)
			}
		}
		return out
	}
	begin := func(mode Mode, units ...UnitPart) *world {
		w := registered(t, "hunan-2024")
		w.at("2026-02-25")
		w.do(desk, Assign{Mode: mode, Units: units})
		return w
	}
	into := func(old, heir string) SucceedUnit {
		return SucceedUnit{Old: old, New: heir, On: day("2026-03-01"), Decision: "d"}
	}
	for name, c := range map[string]struct {
		w    *world
		do   SucceedUnit
		want []string
	}{
		"co into lead": {begin(LeadAndCo, UnitPart{"u1", Lead, ""}, UnitPart{"u2", Co, ""}), into("u2", "u1"), []string{"lead u1"}},
		"lead into co": {begin(LeadAndCo, UnitPart{"u1", Lead, ""}, UnitPart{"u2", Co, ""}), into("u1", "u2"), []string{"lead u2"}},
		"co into co": {begin(LeadAndCo, UnitPart{"u1", Lead, ""}, UnitPart{"u2", Co, ""}, UnitPart{"u3", Co, ""}), into("u2", "u3"),
			[]string{"lead u1", "co u3"}},
		"two lines": {begin(Separate, UnitPart{"u1", Separated, "x"}, UnitPart{"u2", Separated, "y"}), into("u1", "u2"),
			[]string{"separate u2", "separate u2"}},
		"both into a third": {begin(LeadAndCo, UnitPart{"u1", Lead, ""}, UnitPart{"u2", Co, ""}), into("u1", "n"), []string{"lead n", "co u2"}},
	} {
		c.w.do(desk, c.do)
		if got := parts(c.w); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
		if name == "both into a third" {
			c.w.want(c.w.do(desk, into("u2", "n")), "UnitSucceeded AssignmentDischarged")
		}
	}
}

// An opinion that is given keeps its name and is not lost; one that is sent back
// is the successor's to mend.
func TestACoUnitWithItsOpinionIsSucceeded(t *testing.T) {
	w := registered(t, "hunan-2024")
	w.at("2026-02-25")
	w.do(desk, Assign{Mode: LeadAndCo, Units: []UnitPart{{"u1", Lead, ""}, {"u2", Co, ""}}})
	w.do(handler2, GiveOpinion{"a2", "fine", ""})
	w.want(w.do(desk, SucceedUnit{Old: "u2", New: "n", On: day("2026-03-01"), Decision: "d"}), "UnitSucceeded")
	if w.s.Assignments[1].Unit != "u2" || w.s.Duties("u2") {
		t.Errorf("%+v", w.s.Assignments[1])
	}
	w.do(handler, RejectOpinion{"a2", "empty"})
	w.no("other_unit", handler2, GiveOpinion{"a2", "more", ""})
	w.do(handlerN, GiveOpinion{"a2", "more", ""})
	w.no("unit_succeeded", desk, ApproveReturn{"a1", "r", "u2"}.orReassign(w))
}

// orReassign asks for a return first, so that the approval can be tried.
func (c ApproveReturn) orReassign(w *world) ApproveReturn {
	w.t.Helper()
	w.do(office, RequestReturn{c.Assignment, "not ours", ""})
	return c
}

func TestAMergedMemberFollowsASuccession(t *testing.T) {
	w := registered(t, "hunan-2024")
	w.at("2026-02-25")
	w.do(desk, Merge{"head", "9", "same"})
	w.do(reactor, Follow{SeveralLeads, day("2026-02-25"), []UnitPart{{"u1", Lead, "x"}, {"u2", Lead, "y"}}})
	w.do(reactor, merger)
	w.do(reactor, SucceedUnit{Old: "u2", New: "n", On: day("2026-03-01"), Decision: "d"})
	relay := func(unit string) RelayTheReply {
		return RelayTheReply{Unit: unit, HeadVersion: 1, Class: "A", DocumentNo: "5", Signer: who("b1")}
	}
	w.do(reactor, relay("u1")) // the head had not heard of it yet
	w.line("l1", lifecycle.Issued)
	w.line("l2", lifecycle.Contact)
	w.do(reactor, relay("n"))
	w.line("l2", lifecycle.Issued)
	w.no("no_such_line", reactor, relay("u9"))
}
