package suggestion

import (
	"testing"

	"huiyin/domain/lifecycle"
)

func TestRating(t *testing.T) {
	w := replied(t, "A")
	good := Rate{Line: "l1", Version: 1, Process: Satisfied, Result: Satisfied}
	for _, a := range []Actor{second, boss, office, handler, desk, gov, chairs, clock, importer, as(lifecycle.CoSigner, "d1", "")} {
		w.no("wrong_role", a, good)
	}
	w.no("not_lead_deputy", as(lifecycle.LeadDeputy, "d2", ""), good)
	w.no("unknown_grade", lead, Rate{Line: "l1", Version: 1, Result: Satisfied})
	w.no("unknown_grade", lead, Rate{Line: "l1", Version: 1, Process: Satisfied})
	w.no("unknown_grade", lead, Rate{Line: "l1", Version: 1, Process: "superb", Result: Satisfied})
	w.no("not_newest_version", lead, Rate{Line: "l1", Version: 2, Process: Satisfied, Result: Satisfied})
	w.no("missing", lead, Rate{Line: "l1", Version: 1, Process: Satisfied, Result: Dissat})
	w.no("missing", lead, Rate{Line: "l1", Version: 1, Process: Dissat, Result: Satisfied})
	w.do(lead, good)
	w.no("already_rated", lead, good)
	w.no("already_rated", lead, Rate{Line: "l1", Version: 1, Process: Dissat, Result: Satisfied, Reason: "r"})
}

func TestSilence(t *testing.T) {
	w := replied(t, "A")
	lapse := func() []Event {
		due := w.after(lifecycle.DueFeedback, l1)
		again := Lapse{due.Kind, l1, due.Due}
		events := w.do(clock, again)
		w.want(w.do(clock, again), "")
		return events
	}
	w.want(lapse(), "FeedbackReminded")
	w.want(lapse(), "FeedbackReminded")
	w.is(lifecycle.AwaitingFeedback)
	w.want(lapse(), "FeedbackNotReturned Closed")
	w.line("l1", lifecycle.NotReturned)
	l, _ := w.s.Line("l1")
	if len(l.Ratings) != 0 || l.Reminders != 2 {
		t.Errorf("silence left %+v", l)
	}
	w.at("2027-01-04")
	w.no("session_year_over", lead, Rate{Line: "l1", Version: 1, Process: Satisfied, Result: Satisfied})
	w.at("2026-12-30")
	events := w.do(lead, Rate{Line: "l1", Version: 1, Process: Satisfied, Result: Satisfied})
	if e := events[0].(FeedbackGiven); !e.Late || len(events) != 1 {
		t.Errorf("%+v", events)
	}
	w.is(lifecycle.Closed)
}

// A late "dissatisfied" takes a closed case back: it was closed on silence.
func TestALateDissatisfiedRatingOpensTheCase(t *testing.T) {
	w := replied(t, "A")
	for range 3 {
		due := w.after(lifecycle.DueFeedback, l1)
		w.do(clock, Lapse{due.Kind, l1, due.Due})
	}
	w.is(lifecycle.Closed)
	w.want(w.rate(Dissat, Dissat, "nothing happened"), "FeedbackGiven PhaseChanged")
	w.is(lifecycle.AwaitingFeedback)
	if !unset(w.s.Ended) {
		t.Error("an open case has an end")
	}
	w.do(desk, OrderTheRedo{"l1", "r"})
	w.is(lifecycle.Handling)
}

func TestReminderByHand(t *testing.T) {
	w := replied(t, "A")
	w.due(lifecycle.DueFeedback, l1, "2026-04-23")
	w.no("wrong_role", boss, Remind{"l1"})
	w.do(desk, Remind{"l1"})
	w.due(lifecycle.DueFeedback, l1, "2026-04-30")
	n := assigned(t, "national")
	n.heard()
	n.reply("A")
	n.deliver()
	n.no("no_feedback_clock", desk, Remind{"l1"})
}

func TestRedoEscalationConclusion(t *testing.T) {
	w := replied(t, "A")
	w.rate(Satisfied, Dissat, "not mended")
	w.is(lifecycle.AwaitingFeedback)
	w.no("redo_rounds_left", desk, OpenEscalation{"l1", "r"})
	for _, a := range []Actor{boss, office, handler, gov, lead} {
		w.no("wrong_role", a, OrderTheRedo{"l1", "r"})
	}
	w.at("2026-04-20")
	w.do(desk, OrderTheRedo{"l1", "r"})
	w.due(lifecycle.DueRedo, l1, "2026-05-20")
	w.is(lifecycle.Handling)
	w.do(handler, DraftReply{Line: "l1", Class: "C", Text: "x"})
	w.do(gov, ExamineReply{Line: "l1", Pass: true})
	w.no("no_contact", boss, IssueReply{Line: "l1"}) // the first round's contact is spent
	w.heard()
	w.do(boss, IssueReply{Line: "l1"})
	w.deliver()
	w.no("not_newest_version", lead, Rate{Line: "l1", Version: 1, Process: Satisfied, Result: Satisfied})
	w.rate(Dissat, Dissat, "again nothing")
	w.no("redo_rounds_used_up", desk, OrderTheRedo{"l1", "r"})
	w.no("wrong_state", desk, ConcludeEscalation{"l1", "understood", "r"})
	w.do(desk, OpenEscalation{"l1", "r"})
	w.no("wrong_role", boss, ConcludeEscalation{"l1", "understood", "r"})
	w.no("missing", desk, RecordMediation{Line: "l1"})
	w.do(desk, RecordMediation{Line: "l1", Record: "met"})
	w.do(as(lifecycle.Assessor, "e1", ""), RecordMediation{Line: "l1", Record: "measured", Assessment: true})
	w.no("unknown_code", desk, ConcludeEscalation{"l1", "satisfied", "r"})
	w.want(w.do(desk, ConcludeEscalation{"l1", "next_year", "money"}), "EscalationConcluded Closed")
	l, _ := w.s.Line("l1")
	if l.LastRating().Worse() != Dissat || l.Outcome != "next_year" || l.Round != 1 {
		t.Errorf("%+v", l)
	}
}

func TestSilenceAfterARedoSettlesNothing(t *testing.T) {
	w := replied(t, "A")
	w.rate(Dissat, Dissat, "r")
	w.do(desk, OrderTheRedo{"l1", "r"})
	w.heard()
	w.reply("A")
	w.deliver()
	for range 3 {
		due := w.after(lifecycle.DueFeedback, l1)
		w.do(clock, Lapse{due.Kind, l1, due.Due})
	}
	w.line("l1", lifecycle.SilentAfterRedo)
	w.is(lifecycle.AwaitingFeedback)
	w.do(desk, OpenEscalation{"l1", "r"})
	w.do(chairs, ConcludeEscalation{"l1", "understood", "r"})
	w.is(lifecycle.Closed)
}

// Without a bound on redo rounds the committee chooses.
func TestNoBoundOnRedo(t *testing.T) {
	w := assigned(t, "national")
	w.heard()
	w.reply("A")
	w.deliver()
	w.rate(Dissat, Dissat, "r")
	w.do(desk, OpenEscalation{"l1", "r"})
	w.do(desk, OrderTheRedo{"l1", "once more"})
	w.line("l1", lifecycle.Redo)
}

// "This is not my rating" takes even a closed case back, and the deputy rates anew.
func TestADisputedRatingIsGivenAnew(t *testing.T) {
	w := replied(t, "A")
	w.rate(Satisfied, Satisfied, "")
	w.is(lifecycle.Closed)
	w.no("not_lead_deputy", as(lifecycle.LeadDeputy, "d2", ""), Dispute{"l1", "r"})
	w.no("wrong_role", boss, Dispute{"l1", "r"})
	w.no("missing", lead, Dispute{Line: "l1"})
	w.want(w.do(lead, Dispute{"l1", "not mine"}), "FeedbackDisputed PhaseChanged")
	w.is(lifecycle.AwaitingFeedback)
	events := w.rate(Satisfied, Dissat, "not mended")
	if events[0].(FeedbackGiven).Late {
		t.Error("a rating given anew is not a late one")
	}
	w.line("l1", lifecycle.Dissatisfied)
	w.do(lead, Dispute{"l1", "once more"})
	w.no("wrong_state", lead, Rate{Line: "l1", Version: 1, Process: Satisfied, Result: Satisfied}) // THR-07
	w.do(desk, OrderTheRedo{"l1", "r"})
	if l, _ := w.s.Line("l1"); l.Disputed {
		t.Error("the redo did not end the dispute")
	}
}

func TestReopening(t *testing.T) {
	w := replied(t, "A")
	w.rate(Satisfied, Satisfied, "")
	w.no("not_reopened", desk, OrderTheRedo{"l1", "r"})
	w.no("missing", desk, ReopenIt{Line: "l1"})
	w.no("no_such_line", desk, ReopenIt{Line: "l9", Reason: "r"})
	w.want(w.do(desk, ReopenIt{"l1", "it broke again"}), "Reopened RedoOrdered")
	w.is(lifecycle.Handling)
	w.heard()
	w.reply("A")
	w.deliver()
	w.rate(Satisfied, Satisfied, "")
	w.is(lifecycle.Closed)
	w.no("not_reopened", desk, OrderTheRedo{"l1", "r"}) // the old new facts are spent
}

// Chongqing asks one question; an answer to a second one is no answer.
func TestAScaleOfOnePart(t *testing.T) {
	w := assigned(t, "chongqing-2018")
	w.heard()
	w.reply("A")
	w.deliver()
	w.no("one_part_scale", lead, Rate{Line: "l1", Version: 1, Process: Satisfied, Result: Satisfied})
	w.no("unknown_grade", lead, Rate{Line: "l1", Version: 1})
	w.no("missing", lead, Rate{Line: "l1", Version: 1, Result: Dissat})
	w.rate("", Dissat, "r")
	w.line("l1", lifecycle.Dissatisfied)
}
