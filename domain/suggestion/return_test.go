package suggestion

import (
	"testing"

	"huiyin/domain/lifecycle"
)

func TestReturnApprovedAndHandedOn(t *testing.T) {
	w := assigned(t, "hunan-2024")
	w.do(office, SignIn{"a1"})
	w.no("other_unit", office2, RequestReturn{Assignment: "a1", Reason: "r"})
	w.no("wrong_role", handler, RequestReturn{Assignment: "a1", Reason: "r"})
	w.no("missing", office, RequestReturn{Assignment: "a1"})
	w.no("no_such_assignment", office, RequestReturn{Assignment: "a9", Reason: "r"})
	w.do(office, RequestReturn{Assignment: "a1", Reason: "not ours", ProposedUnit: "u2"})
	w.no("return_pending", handler, RecordContact{Line: "l1", Way: "visit", With: []Person{who("d1")}, Content: "x"})
	w.no("not_signed_in", handler, DraftReply{Line: "l1", Class: "A", Text: "x"})
	w.no("wrong_role", office, ApproveReturn{Assignment: "a1", Reason: "r", NewUnit: "u2"})
	w.no("unit_twice", desk, ApproveReturn{Assignment: "a1", Reason: "r", NewUnit: "u1"})
	w.at("2026-03-04")
	w.want(w.do(desk, ApproveReturn{Assignment: "a1", Reason: "right", NewUnit: "u2"}), "ReturnApproved LineClosed Reassigned")
	w.line("l1", lifecycle.LineEnded)
	w.line("l2", lifecycle.Contact)
	a, _ := w.s.Assignment("a2")
	if w.s.T0 != day("2026-02-25") || a.T0 != day("2026-03-04") || a.Unit != "u2" {
		t.Errorf("case T0 %s, unit %+v", w.s.T0, a)
	}
	w.due(lifecycle.DueReply, Subject{Line: "l2"}, "2026-06-04")
	w.due(lifecycle.DueReturn, Subject{Assignment: "a2"}, "2026-03-16") // 14 March is a Saturday
	if _, runs := w.s.Running(lifecycle.DueReply, l1); runs {
		t.Error("the old unit's clock runs")
	}
	w.do(office2, SignIn{"a2"})
	w.isMute(office, handler, boss)
}

// isMute wants every act of the old unit's people to be refused.
func (w *world) isMute(people ...Actor) {
	w.t.Helper()
	for _, a := range people {
		for _, c := range []Command{SignIn{"a1"}, SignIn{"a2"}, RequestReturn{"a1", "r", ""}, GiveOpinion{"a1", "x", "A"},
			RecordContact{Line: "l1", Way: "visit", With: []Person{who("d1")}, Content: "x"}, RequestExtension{Line: "l1", Reason: "r"},
			RecordContact{Line: "l2", Way: "visit", With: []Person{who("d1")}, Content: "x"}, RequestExtension{Line: "l2", Reason: "r"},
			DraftReply{Line: "l1", Class: "A", Text: "x"}, DraftReply{Line: "l2", Class: "A", Text: "x"},
			IssueReply{Line: "l1"}, IssueReply{Line: "l2"}, DeliverReply{Line: "l1", To: who("d1")}, RequestOpinion{"a2", "x"}} {
			if _, err := Decide(w.s, w.request(a, c)); err == nil {
				w.t.Errorf("the old unit's %s did %T", a.Role, c)
			}
		}
	}
}

func TestAUnitDeliversOnlyItsOwnReply(t *testing.T) {
	w := assigned(t, "hunan-2024")
	w.heard()
	w.reply("A")
	w.no("other_unit", office2, DeliverReply{Line: "l1", To: who("d1")})
	w.do(office, DeliverReply{Line: "l1", To: who("d1")})
	w.do(desk, DeliverReply{Line: "l1", To: who("d2")})
}

func TestReturnRefusedObligesTheUnit(t *testing.T) {
	w := assigned(t, "hunan-2024")
	w.do(office, RequestReturn{Assignment: "a1", Reason: "r"})
	w.no("returns_left", desk, RefuseReturn{Assignment: "a1", Reason: "r", Final: true})
	w.no("missing", desk, RefuseReturn{Assignment: "a1"})
	w.do(desk, RefuseReturn{Assignment: "a1", Reason: "yours"})
	w.no("not_signed_in", handler, DraftReply{Line: "l1", Class: "A", Text: "x"})
	// Within the window the unit may ask once more, and then the ruling is final.
	w.do(office, RequestReturn{Assignment: "a1", Reason: "new facts"})
	w.do(desk, RefuseReturn{Assignment: "a1", Reason: "yours", Final: true})
	w.no("wrong_state", office, RequestReturn{Assignment: "a1", Reason: "r"})
	w.do(office, SignIn{"a1"})
	w.no("wrong_state", office, RequestReturn{Assignment: "a1", Reason: "r"})
	w.is(lifecycle.Handling)
}

func TestReturnWindow(t *testing.T) {
	w := assigned(t, "hunan-2024")
	w.at("2026-03-09") // ten days end on a Saturday and roll to Monday
	w.do(office, RequestReturn{Assignment: "a1", Reason: "r"})
	w.do(desk, RefuseReturn{Assignment: "a1", Reason: "yours"})
	w.at("2026-03-10")
	w.no("return_window_over", office, RequestReturn{Assignment: "a1", Reason: "r"})
	w = assigned(t, "hunan-2024")
	due := w.after(lifecycle.DueReturn, Subject{Assignment: "a1"})
	w.want(w.do(clock, Lapse{due.Kind, due.Subject, due.Due}), "DeadlineLapsed")
	w.no("return_window_over", office, RequestReturn{Assignment: "a1", Reason: "r"})
}

func TestPingPongEndsInAFinalRuling(t *testing.T) {
	w := assigned(t, "hunan-2024")
	w.do(office, RequestReturn{Assignment: "a1", Reason: "r"})
	w.do(desk, ApproveReturn{Assignment: "a1", Reason: "r", NewUnit: "u2"})
	w.do(office2, RequestReturn{Assignment: "a2", Reason: "r", ProposedUnit: "u1"})
	w.do(desk, ApproveReturn{Assignment: "a2", Reason: "r", NewUnit: "u1"})
	w.no("returns_used_up", office, RequestReturn{Assignment: "a3", Reason: "r"})
	w.no("wrong_state", handler, RequestExtension{Line: "l1", Reason: "r"}) // its own old line stays shut
	if w.s.T0 != day("2026-02-25") || w.s.Returns != 2 {
		t.Errorf("T0 %s, %d returns", w.s.T0, w.s.Returns)
	}
}

// A returned part that nobody took over keeps the case open, and is handed on once.
func TestAnOrphanedPartKeepsTheCaseOpen(t *testing.T) {
	w := registered(t, "hunan-2024")
	w.do(desk, Assign{Separate, []UnitPart{{"u1", Separated, "roads"}, {"u2", Separated, "rails"}}})
	w.do(office2, RequestReturn{Assignment: "a2", Reason: "r"})
	w.no("wrong_state", desk, Reassign{From: "a2", Unit: "u3"})
	w.do(desk, ApproveReturn{Assignment: "a2", Reason: "r"})
	w.heard()
	w.reply("A")
	w.deliver()
	w.rate(Satisfied, Satisfied, "")
	w.is(lifecycle.Handling) // u2's part is still owed
	w.no("unit_twice", desk, Reassign{From: "a2", Unit: "u1"})
	w.no("wrong_role", boss, Reassign{From: "a2", Unit: "u3"})
	w.do(desk, Reassign{From: "a2", Unit: "u3"})
	w.no("reassigned_before", desk, Reassign{From: "a2", Unit: "u4"})
	w.is(lifecycle.Handling)
	if len(w.s.Lines) != 3 {
		t.Errorf("%d lines", len(w.s.Lines))
	}
}

func TestLateRulingRecordsTheLapse(t *testing.T) {
	w := assigned(t, "hunan-2024")
	w.do(office, RequestReturn{Assignment: "a1", Reason: "r"})
	w.after(lifecycle.DueReturnDecision, Subject{Assignment: "a1"})
	w.want(w.do(desk, RefuseReturn{Assignment: "a1", Reason: "r"}), "DeadlineLapsed ReturnRefused")
	if !w.s.Clocks[len(w.s.Clocks)-1].Lapsed {
		t.Error("the lapse is forgotten")
	}
}

func TestTheDeputyObjects(t *testing.T) {
	w := assigned(t, "hunan-2024")
	w.no("not_lead_deputy", as(lifecycle.LeadDeputy, "d9", ""), ObjectToUnit{Assignment: "a1", Reason: "r"})
	w.no("missing", lead, ObjectToUnit{Assignment: "a1"})
	w.want(w.do(lead, ObjectToUnit{Assignment: "a1", Reason: "r"}), "UnitObjected")
}
