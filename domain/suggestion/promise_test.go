package suggestion

import (
	"testing"

	"huiyin/domain/lifecycle"
)

const c1 = CommitmentID("l1v1c1")

// tracked is a B reply the deputy accepted: the promise is open.
func tracked(t *testing.T) *world {
	w := replied(t, "B", pledge)
	w.rate(Satisfied, Basically, "")
	w.is(lifecycle.Tracking)
	return w
}

func TestALifeOfAPromise(t *testing.T) {
	w := tracked(t)
	about := Subject{Commitment: c1}
	w.due(lifecycle.DueCommitment, about, "2026-09-30")
	w.no("no_such_commitment", handler, ReportOnPromise{"c9", "x"})
	w.no("other_unit", handler2, ReportOnPromise{c1, "x"})
	w.no("missing", handler, ReportOnPromise{c1, ""})
	w.do(handler, ReportOnPromise{c1, "half"})
	w.no("wrong_role", boss, MovePromise{c1, day("2026-11-30"), "rain", false})
	w.no("due_not_later", desk, MovePromise{c1, day("2026-09-30"), "rain", false})
	w.do(desk, MovePromise{c1, day("2026-11-30"), "rain", false})
	w.do(special, MovePromise{c1, day("2027-03-31"), "snow", true})
	w.due(lifecycle.DueCommitment, about, "2027-03-31")
	w.no("wrong_state", special, ConcludePromise{c1, Keep, "seen"}) // nothing was claimed
	w.no("missing", handler, ClaimFulfilled{c1, ""})
	w.do(handler, ClaimFulfilled{c1, "photo"})
	for _, v := range []Verdict{Keep, Explain, DeclareLost, RefuseClaim} {
		w.no("wrong_role", boss, ConcludePromise{c1, v, "r"})
		w.no("missing", desk, ConcludePromise{c1, v, ""})
	}
	w.no("unknown_code", desk, ConcludePromise{c1, "whatever", "r"})
	w.do(special, ConcludePromise{c1, RefuseClaim, "no bridge"})
	w.due(lifecycle.DueCommitment, about, "2027-03-31")
	w.do(handler, ClaimFulfilled{c1, "a better photo"})
	w.at("2026-12-01")
	w.want(w.do(special, ConcludePromise{c1, Keep, "stood on it"}), "CommitmentVerified Closed")
	w.no("not_lead_deputy", as(lifecycle.LeadDeputy, "d2", ""), RatePromise{c1, Satisfied, ""})
	w.no("unknown_grade", lead, RatePromise{c1, "superb", ""})
	w.no("missing", lead, RatePromise{c1, Dissat, ""})
	w.do(lead, RatePromise{c1, Dissat, "it wobbles"})
	w.no("already_rated", lead, RatePromise{c1, Satisfied, ""})
	if c, _ := w.s.Commitment(c1); c.Slips != 2 || c.Grade != Dissat {
		t.Errorf("%+v", c)
	}
}

func TestTheOtherEndsOfAPromise(t *testing.T) {
	for verdict, state := range map[Verdict]lifecycle.State{Explain: lifecycle.Explained, DeclareLost: lifecycle.Broken} {
		w := tracked(t)
		w.after(lifecycle.DueCommitment, Subject{Commitment: c1})
		w.do(desk, ConcludePromise{c1, verdict, "r"})
		w.is(lifecycle.Closed)
		c, _ := w.s.Commitment(c1)
		if c.State != state || c.Open() {
			t.Errorf("%s: %+v", verdict, c)
		}
		w.no("wrong_state", handler, ReportOnPromise{c1, "x"})
		if got := kinds(w.log[len(w.log)-3 : len(w.log)-2]); got != "DeadlineLapsed" {
			t.Errorf("the missed day is lost: %s", got)
		}
	}
}

// A day is missed once, however often a claim is rejected afterwards.
func TestAPromiseLapsesOnce(t *testing.T) {
	w := tracked(t)
	due := w.after(lifecycle.DueCommitment, Subject{Commitment: c1})
	lapse := Lapse{due.Kind, due.Subject, due.Due}
	w.want(w.do(clock, lapse), "DeadlineLapsed")
	w.want(w.do(handler, ClaimFulfilled{c1, "photo"}), "FulfilmentClaimed")
	w.do(desk, ConcludePromise{c1, RefuseClaim, "no"})
	w.want(w.do(clock, lapse), "")
	w.want(w.do(handler, ClaimFulfilled{c1, "photo"}), "FulfilmentClaimed")
}

func upgrade(w *world) {
	w.t.Helper()
	w.do(handler, DraftReply{Line: "l1", Class: "A", Text: "It stands."})
	w.is(lifecycle.Tracking)
	w.do(gov, ExamineReply{Line: "l1", Pass: true})
	w.no("signer_is_drafter", as(lifecycle.UnitHead, "h1", "u1"), IssueReply{Line: "l1"})
	w.want(w.do(boss, IssueReply{Line: "l1", DocumentNo: "2"}), "ReplyIssued ClassUpgraded")
	w.deliver()
	w.is(lifecycle.AwaitingFeedback)
}

// B becomes A by a further reply: while the promise is open, or when it is kept.
func TestFurtherReply(t *testing.T) {
	w := tracked(t)
	w.no("other_unit", handler2, DraftReply{Line: "l1", Class: "A", Text: "x"})
	upgrade(w)
	w.no("not_newest_version", lead, Rate{Line: "l1", Version: 1, Process: Satisfied, Result: Satisfied})
	w.rate(Satisfied, Satisfied, "")
	w.is(lifecycle.Tracking)
	w.no("no_promise_class", handler, DraftReply{Line: "l1", Class: "A", Text: "x"})

	w = tracked(t)
	w.do(handler, ClaimFulfilled{c1, "photo"})
	w.do(desk, ConcludePromise{c1, Keep, "seen"})
	w.is(lifecycle.Closed)
	upgrade(w)
	w.rate(Satisfied, Dissat, "not mended after all")
	w.is(lifecycle.AwaitingFeedback)
	w.no("wrong_state", handler, DraftReply{Line: "l1", Class: "A", Text: "x"})
}

func TestAPromiseKeptWhileTheFurtherReplyIsDrafted(t *testing.T) {
	w := tracked(t)
	w.do(handler, DraftReply{Line: "l1", Class: "A", Text: "It stands."})
	w.do(gov, ExamineReply{Line: "l1", Pass: true})
	w.do(gov, ExamineReply{Line: "l1", Reason: "sharper"})
	w.do(handler, DraftReply{Line: "l1", Class: "A", Text: "It stands!"})
	w.do(handler, ClaimFulfilled{c1, "photo"})
	w.do(desk, ConcludePromise{c1, Keep, "seen"})
	w.is(lifecycle.Tracking) // not closed over the open draft
}
