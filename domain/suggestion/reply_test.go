package suggestion

import (
	"bytes"
	"testing"

	"huiyin/domain/calendar"
	"huiyin/domain/lifecycle"
	"huiyin/domain/ruleset"
)

func TestMainLine(t *testing.T) {
	w := replied(t, "A")
	w.is(lifecycle.AwaitingFeedback)
	w.due(lifecycle.DueFeedback, l1, "2026-04-23")
	w.want(w.rate(Satisfied, Basically, ""), "FeedbackGiven Closed")
	w.line("l1", lifecycle.Basically) // the worse of the two parts
	w.do(desk, Release{"l1"})
	w.no("wrong_role", boss, ArchiveIt{})
	w.do(desk, ArchiveIt{})
	w.is(lifecycle.Archived)
	w.no("wrong_state", lead, Dispute{"l1", "r"})
	for _, c := range w.s.Clocks {
		if c.Running {
			t.Errorf("%s runs in the archive", c.Kind)
		}
	}
}

func TestContacts(t *testing.T) {
	w := assigned(t, "hunan-2024")
	c := RecordContact{Line: "l1", Way: "visit", With: []Person{who("d1")}, Content: "Talked."}
	w.no("other_unit", handler2, c)
	w.no("wrong_role", desk, c)
	w.no("unknown_code", handler, RecordContact{Line: "l1", Way: "telepathy", With: c.With, Content: "x"})
	w.no("missing", handler, RecordContact{Line: "l1", Way: "visit", Content: "x"})
	w.no("missing", handler, RecordContact{Line: "l1", Way: "visit", With: c.With})
	w.no("not_deputy_of_case", handler, RecordContact{Line: "l1", Way: "visit", With: []Person{who("d9")}, Content: "x"})
	w.do(office, SignIn{"a1"})
	w.do(handler, c)
	w.do(handler, c)
	w.do(handler, c)
	w.no("wrong_role", boss, AnswerContact{"l1", "l1k1", true, ""})
	w.no("not_deputy_of_case", as(lifecycle.LeadDeputy, "d9", ""), AnswerContact{"l1", "l1k1", true, ""})
	w.no("not_in_contact", second, AnswerContact{"l1", "l1k1", true, ""})
	w.no("no_such_contact", lead, AnswerContact{"l1", "l1k9", true, ""})
	w.no("missing", lead, AnswerContact{"l1", "l1k1", false, ""})
	w.do(lead, AnswerContact{"l1", "l1k1", false, "nobody came"})
	w.no("contact_answered", lead, AnswerContact{"l1", "l1k1", true, ""})

	w.do(handler, DraftReply{Line: "l1", Class: "A", Text: "x"})
	w.do(gov, ExamineReply{Line: "l1", Pass: true})
	w.no("no_contact", boss, IssueReply{Line: "l1"}) // denied and unanswered ones do not count
	k2 := Subject{Line: "l1", Contact: "l1k2"}
	due := w.after(lifecycle.DueContactConfirm, k2)
	w.want(w.do(clock, Lapse{due.Kind, k2, due.Due}), "ContactUnanswered")
	w.want(w.do(boss, IssueReply{Line: "l1"}), "ReplyIssued PhaseChanged") // one-sided satisfies the guard
	w.do(lead, AnswerContact{"l1", "l1k3", true, ""})
	w.deliver()
	w.rate(Satisfied, Satisfied, "")
	w.do(lead, AnswerContact{"l1", "l1k2", false, "still nobody"}) // a one-sided record can be denied later
	l, _ := w.s.Line("l1")
	for i, want := range []ContactState{AnsweredNo, AnsweredNo, AnsweredYes} {
		if l.Contacts[i].State != want {
			t.Errorf("contact %d is %s", i+1, l.Contacts[i].State)
		}
	}
}

// A contact nobody answered may outlive the rating; its clock still ends.
func TestContactClockEndsAfterTheRating(t *testing.T) {
	w := assigned(t, "hunan-2024")
	w.do(office, SignIn{"a1"})
	w.do(handler, RecordContact{Line: "l1", Way: "phone", With: []Person{who("d1")}, Content: "x"})
	w.do(handler, DraftReply{Line: "l1", Class: "A", Text: "x"})
	w.do(gov, ExamineReply{Line: "l1", Pass: true})
	w.do(boss, IssueReply{Line: "l1", Without: "urgent"})
	w.deliver()
	w.rate(Satisfied, Satisfied, "")
	w.is(lifecycle.Closed)
	k := Subject{Line: "l1", Contact: "l1k1"}
	due := w.after(lifecycle.DueContactConfirm, k)
	w.want(w.do(clock, Lapse{due.Kind, k, due.Due}), "ContactUnanswered")
}

func TestCoOpinion(t *testing.T) {
	w := registered(t, "hunan-2024")
	w.at("2026-02-25")
	w.do(desk, Assign{LeadAndCo, []UnitPart{{"u1", Lead, ""}, {"u2", Co, ""}}})
	a2 := Subject{Assignment: "a2"}
	w.heard()
	w.no("not_lead_unit", handler2, RequestOpinion{"a2", "please"})
	w.no("not_co_unit", handler, RequestOpinion{"a1", "please"})
	w.do(handler, RequestOpinion{"a2", "please"})
	w.no("other_unit", handler, GiveOpinion{"a2", "x", "A"})
	w.no("not_co_unit", handler, GiveOpinion{"a1", "x", "A"})
	w.no("missing", handler2, GiveOpinion{"a2", "", "A"})
	w.no("unknown_class", handler2, GiveOpinion{"a2", "x", "Z"})
	w.do(handler, DraftReply{Line: "l1", Class: "A", Text: "x"})
	w.do(gov, ExamineReply{Line: "l1", Pass: true})
	w.no("opinion_outstanding", boss, IssueReply{Line: "l1"})
	w.do(handler2, GiveOpinion{"a2", "nothing", ""})
	w.no("not_lead_unit", handler2, RejectOpinion{"a2", "empty"})
	w.do(handler, RejectOpinion{"a2", "empty"})
	w.due(lifecycle.DueCoOpinion, a2, "2026-03-03") // 28 February is a make-up working day
	w.no("opinion_outstanding", boss, IssueReply{Line: "l1"})
	w.after(lifecycle.DueCoOpinion, a2)
	w.want(w.do(handler2, GiveOpinion{"a2", "we agree", "A"}), "DeadlineLapsed OpinionGiven")
	w.do(boss, IssueReply{Line: "l1"})
	w.no("already_replied", handler, RejectOpinion{"a2", "late"})
}

func TestIssueWithoutOpinionIsRecorded(t *testing.T) {
	w := registered(t, "hunan-2024")
	w.do(desk, Assign{LeadAndCo, []UnitPart{{"u1", Lead, ""}, {"u2", Co, ""}}})
	w.do(office, SignIn{"a1"})
	w.do(handler, DraftReply{Line: "l1", Class: "A", Text: "x"})
	w.do(gov, ExamineReply{Line: "l1", Pass: true})
	w.no("no_contact", boss, IssueReply{Line: "l1"})
	events := w.do(boss, IssueReply{Line: "l1", Without: "flood"})
	if e, ok := events[0].(ReplyIssued); !ok || e.Without != "flood" || e.Signer != boss.Person {
		t.Errorf("%+v", events[0])
	}
}

// A rule set may fix the longer period by a day of the year; the cap still holds.
func TestNoReplyDatePassesTheCap(t *testing.T) {
	doc, _ := ruleset.Document("hunan-2024")
	doc = bytes.Replace(doc, []byte(`"extended_reply": {"period": "6m"`), []byte(`"extended_reply": {"period": "12-31"`), 1)
	set, err := ruleset.Parse(doc)
	if err != nil {
		t.Fatal(err)
	}
	w := begin(t, "hunan-2024")
	w.rules = set
	w.do(lead, draftCase)
	w.do(lead, Submit{})
	w.do(desk, BeginReview{})
	w.do(desk, Register{Number: "1"})
	w.at("2026-02-25")
	w.do(desk, Assign{Single, []UnitPart{{"u1", Lead, ""}}})
	w.do(office, RequestExtension{Line: "l1", Reason: "wide", Explained: "told"})
	w.do(desk, RuleOnExtension{"l1", true, "yes"})
	w.do(gov, RuleOnExtension{"l1", true, "yes"})
	w.due(lifecycle.DueReply, l1, "2026-08-25")
}

func TestDraftsAndExamination(t *testing.T) {
	w := assigned(t, "hunan-2024")
	w.no("not_signed_in", handler, DraftReply{Line: "l1", Class: "A", Text: "x"})
	w.heard()
	w.no("no_such_line", handler, DraftReply{Line: "l9", Class: "A", Text: "x"})
	w.no("missing", handler, DraftReply{Line: "l1", Class: "A"})
	w.no("unknown_class", handler, DraftReply{Line: "l1", Text: "x"})
	w.no("unknown_class", handler, DraftReply{Line: "l1", Class: "D", Text: "x"})
	w.no("promise_missing", handler, DraftReply{Line: "l1", Class: "B", Text: "x"})
	w.no("promise_without_date", handler, DraftReply{Line: "l1", Class: "B", Text: "x", Promises: []Promise{{Text: "soon"}}})
	w.no("promise_in_past", handler, DraftReply{Line: "l1", Class: "B", Text: "x", Promises: []Promise{{Text: "did", Due: day("2026-02-24")}}})
	w.no("missing", handler, DraftReply{Line: "l1", Class: "B", Text: "x", Promises: []Promise{{Due: pledge.Due}}})
	w.do(handler, DraftReply{Line: "l1", Class: "B", Text: "x", Promises: []Promise{{Text: "soon", Due: day("2026-03-20")}}})
	w.no("wrong_state", boss, IssueReply{Line: "l1"})
	w.no("wrong_role", boss, ExamineReply{Line: "l1", Pass: true})
	w.no("missing", gov, ExamineReply{Line: "l1"})
	w.do(gov, ExamineReply{Line: "l1", Reason: "vague"})
	w.line("l1", lifecycle.SentBack)
	w.do(boss, DraftReply{Line: "l1", Class: "B", Text: "y", Promises: []Promise{{Text: "soon", Due: day("2026-03-20")}}})
	drafter := boss
	drafter.Role = lifecycle.GovOffice
	w.no("examiner_is_drafter", drafter, ExamineReply{Line: "l1", Pass: true})
	w.do(gov, ExamineReply{Line: "l1", Pass: true})
	w.no("signer_is_drafter", boss, IssueReply{Line: "l1"})
	w.no("other_unit", boss2, IssueReply{Line: "l1"})
	w.no("wrong_role", office, IssueReply{Line: "l1"})
	other := as(lifecycle.UnitHead, "b9", "u1")
	w.at("2026-03-23")
	w.no("promise_in_past", other, IssueReply{Line: "l1"}) // it lay too long
	w.at("2026-03-19")
	w.want(w.do(other, IssueReply{Line: "l1"}), "ReplyIssued Promised PhaseChanged")
	w.is(lifecycle.Replied)
	w.due(lifecycle.DueCommitment, Subject{Commitment: "l1v1c1"}, "2026-03-20")
}

func TestDelivery(t *testing.T) {
	w := assigned(t, "hunan-2024")
	w.heard()
	w.no("wrong_state", desk, DeliverReply{Line: "l1", To: who("d1")})
	w.reply("A")
	w.no("not_deputy_of_case", desk, DeliverReply{Line: "l1", To: who("d9")})
	w.do(desk, DeliverReply{Line: "l1", To: who("d1")})
	w.no("delivered_before", desk, DeliverReply{Line: "l1", To: who("d1")})
	w.no("wrong_state", lead, Rate{Line: "l1", Version: 1, Process: Satisfied, Result: Satisfied})
	w.is(lifecycle.Replied)
	if _, runs := w.s.Running(lifecycle.DueFeedback, l1); runs {
		t.Error("the feedback clock runs before the last delivery")
	}
	w.do(reactor, DeliverReply{Line: "l1", To: who("d2")})
	w.is(lifecycle.AwaitingFeedback)
}

// Two names without an ID are one deputy; delivery must still complete.
func TestDeliveryWithADoubleName(t *testing.T) {
	w := begin(t, "national")
	f := facts()
	f.Deputies = []Person{{Name: "Li"}, {Name: "Li"}}
	w.do(importer, Import{"case-1", Source{ID: "s", Digest: "1"}, f})
	w.do(office, SignIn{"a1"})
	w.do(handler, DraftReply{Line: "l1", Class: "A", Text: "x"})
	w.do(gov, ExamineReply{Line: "l1", Pass: true})
	w.do(boss, IssueReply{Line: "l1", Without: "r"})
	w.do(desk, DeliverReply{Line: "l1", To: Person{Name: "Li"}})
	w.line("l1", lifecycle.Delivered)
}

func TestClass(t *testing.T) {
	w := replied(t, "A")
	w.no("not_lead_deputy", as(lifecycle.LeadDeputy, "d9", ""), ContestTheClass{"l1", "r"})
	w.no("missing", lead, ContestTheClass{Line: "l1"})
	w.do(lead, ContestTheClass{"l1", "not solved"})
	w.no("wrong_role", boss, CorrectTheClass{"l1", "C", "r"})
	w.no("class_unchanged", desk, CorrectTheClass{"l1", "A", "r"})
	w.no("unknown_class", desk, CorrectTheClass{"l1", "Q", "r"})
	w.do(desk, CorrectTheClass{"l1", "C", "r"})
	l, _ := w.s.Line("l1")
	if v := l.Latest(); v.Class != "C" || v.Claimed != "A" || !l.Contested {
		t.Errorf("%+v", v)
	}
}

func TestALateReplyIsRecordedAsLate(t *testing.T) {
	w := assigned(t, "hunan-2024")
	w.heard()
	w.after(lifecycle.DueReply, l1)
	w.do(handler, DraftReply{Line: "l1", Class: "A", Text: "x"})
	w.do(gov, ExamineReply{Line: "l1", Pass: true})
	w.want(w.do(boss, IssueReply{Line: "l1"}), "DeadlineLapsed ReplyIssued PhaseChanged")
	due := Lapse{lifecycle.DueReply, l1, day("2026-05-25")}
	w.want(w.do(clock, due), "") // whoever is first wins
}

func TestLapse(t *testing.T) {
	w := assigned(t, "hunan-2024")
	due := Lapse{lifecycle.DueReply, l1, day("2026-05-25")}
	w.no("wrong_role", desk, due)
	w.now = calendar.EndOf(day("2026-05-25")).Add(-1)
	w.no("not_due_yet", clock, due)
	w.want(w.do(clock, Lapse{lifecycle.DueReply, l1, day("2026-05-24")}), "") // no such date
	w.now = calendar.EndOf(day("2026-05-25"))
	w.want(w.do(clock, due), "DeadlineLapsed")
	w.want(w.do(clock, due), "")
	w.is(lifecycle.Assigned)
	w.do(office, SignIn{"a1"})
}
