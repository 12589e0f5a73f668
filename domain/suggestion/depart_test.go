package suggestion

import (
	"slices"
	"testing"

	"huiyin/domain/lifecycle"
)

func died(id string) RecordTheDeparture { return RecordTheDeparture{who(id), Died} }

func TestWhoOnlyLeftOfficeStillRates(t *testing.T) {
	w := replied(t, "A")
	w.no("wrong_role", boss, RecordTheDeparture{who("d1"), "resigned"})
	w.no("unknown_code", desk, RecordTheDeparture{who("d1"), "bored"})
	w.no("not_deputy_of_case", desk, RecordTheDeparture{who("d9"), "resigned"})
	w.want(w.do(desk, RecordTheDeparture{who("d1"), "term_ended"}), "DeputyLeft")
	w.want(w.do(desk, RecordTheDeparture{who("d1"), "term_ended"}), "")
	w.no("lead_can_act", desk, PassTheLead{who("d2"), "r"})
	w.rate(Satisfied, Satisfied, "")
	w.is(lifecycle.Closed)
}

// issued is a reply on its way to a lead deputy and one co-signer.
func issued(t *testing.T) *world {
	w := assigned(t, "hunan-2024")
	w.heard()
	w.at("2026-04-01")
	w.reply("A")
	return w
}

func TestADeliveryDoesNotWaitForTheDead(t *testing.T) {
	w := issued(t)
	w.do(desk, DeliverReply{Line: "l1", To: who("d1")})
	w.line("l1", lifecycle.Issued)
	w.want(w.do(desk, died("d2")), "DeputyLeft DeliveryCompleted PhaseChanged")
	w.line("l1", lifecycle.Delivered)
	if _, ok := w.s.Running(lifecycle.DueFeedback, l1); !ok {
		t.Error("the feedback period has not begun")
	}
	w.no("deputy_gone", desk, DeliverReply{Line: "l1", To: who("d2")})
	w.rate(Satisfied, Satisfied, "")

	w = issued(t)
	w.do(desk, died("d2"))
	w.line("l1", lifecycle.Issued)
	w.do(desk, DeliverReply{Line: "l1", To: who("d1")})
	w.line("l1", lifecycle.Delivered)
}

func TestACoSignerSpeaksForADeadLeadDeputy(t *testing.T) {
	w := replied(t, "A")
	due, _ := w.s.Running(lifecycle.DueFeedback, l1)
	w.do(desk, died("d1"))
	w.line("l1", lifecycle.Delivered)
	w.at("2026-04-10")
	w.no("wrong_role", gov, PassTheLead{who("d2"), "r"})
	w.no("missing", desk, PassTheLead{who("d2"), ""})
	w.no("not_among_cosigners", desk, PassTheLead{who("d3"), "r"})
	w.no("not_among_cosigners", desk, PassTheLead{who("b1"), "r"}) // never staff of the unit
	w.want(w.do(desk, PassTheLead{who("d2"), "he died"}), "LeadPassed")
	w.no("lead_can_act", desk, PassTheLead{who("d2"), "r"})
	if c, ok := w.s.Running(lifecycle.DueFeedback, l1); !ok || !c.Due.After(due.Due) {
		t.Errorf("due %s, before %s", c.Due, due.Due)
	}
	if !w.s.Lead.Same(who("d2")) || len(w.s.Deputies()) != 2 || !slices.Equal(w.s.Changes.FormerLeads, []Person{who("d1")}) {
		t.Errorf("lead %v, signers %v", w.s.Lead, w.s.CoSigners)
	}
	l, _ := w.s.Line("l1")
	rate := Rate{Line: "l1", Version: l.Latest().Number, Process: Satisfied, Result: Satisfied}
	w.no("not_lead_deputy", lead, rate)
	w.do(as(lifecycle.LeadDeputy, "d2", ""), rate)
	w.is(lifecycle.Closed)
}

func TestACoSignerOfTheUnitIsNotNamed(t *testing.T) {
	w := replied(t, "A")
	w.do(second, DeclareTheTie{who("d2"), "u1", "own word"})
	if len(w.s.OpenFlags()) > 0 {
		t.Error("a flag for a co-signer, who does not rate")
	}
	w.do(desk, died("d1"))
	w.no("tied_to_unit", desk, PassTheLead{who("d2"), "r"})
}

// With nobody left the rating is never given, and never counted as satisfied.
func TestNobodyIsLeft(t *testing.T) {
	w := replied(t, "A")
	w.do(desk, died("d2"))
	w.want(w.do(desk, RecordTheDeparture{who("d1"), Incapable}), "DeputyLeft FeedbackImpossible Closed")
	w.line("l1", lifecycle.NotReturned)
	if c, ok := w.s.Running(lifecycle.DueFeedback, l1); ok {
		t.Errorf("%+v still runs", c)
	}

	w = assigned(t, "hunan-2024") // they die before the reply: it goes out all the same
	w.heard()
	w.do(desk, died("d1"))
	w.do(desk, died("d2"))
	w.do(handler, DraftReply{Line: "l1", Class: "A", Text: "We did."})
	w.do(gov, ExamineReply{Line: "l1", Pass: true})
	w.want(w.do(boss, IssueReply{Line: "l1", DocumentNo: "1"}), "ReplyIssued PhaseChanged DeliveryCompleted PhaseChanged FeedbackImpossible Closed")

	w = replied(t, "A") // after a redo silence settles nothing
	w.rate(Satisfied, Dissat, "no")
	w.do(desk, OrderTheRedo{"l1", "r"})
	w.heard()
	w.reply("A")
	w.deliver()
	w.do(desk, died("d1"))
	w.do(desk, died("d2"))
	w.line("l1", lifecycle.SilentAfterRedo)
	w.is(lifecycle.AwaitingFeedback)
}

func TestAnInvitedDeputyDiesBeforeAnswering(t *testing.T) {
	w := begin(t, "hunan-2024")
	w.do(lead, draftCase)
	w.do(lead, Invite{who("d2")})
	w.no("cosigner_unanswered", lead, Submit{})
	w.do(desk, died("d2"))
	w.do(lead, Submit{})
	w.do(lead, Withdraw{Reason: "r"}) // and is not asked for a consent
}

func TestADelegationChangesItsHead(t *testing.T) {
	w := begin(t, "hunan-2024")
	c := draftCase
	c.Delegation = "east"
	w.do(as(lifecycle.Delegation, "d1", ""), c)
	change := ChangeTheHead{who("d1"), who("d7"), "elected"}
	w.no("wrong_role", lead, change)
	w.no("missing", desk, ChangeTheHead{who("d1"), who("d7"), ""})
	w.no("missing", desk, ChangeTheHead{who("d1"), Person{}, "r"})
	w.no("not_delegation_head", desk, ChangeTheHead{who("d5"), who("d7"), "r"})
	w.want(w.do(desk, change), "DelegationHeadChanged")
	w.want(w.do(desk, change), "")
	if !w.s.Lead.Same(who("d7")) || len(w.s.CoSigners) > 0 {
		t.Errorf("%v %v", w.s.Lead, w.s.CoSigners)
	}
}

func TestADeputyOfTheUnit(t *testing.T) {
	w := replied(t, "A")
	tie := DeclareTheTie{who("d1"), "u1", "register"}
	w.no("wrong_role", boss, tie)
	w.no("tie_of_another", second, tie)
	w.no("no_part_of_unit", desk, DeclareTheTie{who("d1"), "u7", "register"})
	w.no("not_deputy_of_case", desk, DeclareTheTie{who("d9"), "u1", "register"})
	w.no("missing", desk, DeclareTheTie{who("d1"), "u1", ""})
	w.want(w.do(reactor, tie), "DeputyTied RedFlagRaised")
	w.want(w.do(desk, tie), "")
	w.rate(Satisfied, Satisfied, "") // the deputy rates all the same
	w.want(w.do(reactor, RaiseTheFlag{"l1", FlagTied, "u1"}), "")
}
