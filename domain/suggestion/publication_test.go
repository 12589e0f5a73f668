package suggestion

import (
	"testing"

	"huiyin/domain/lifecycle"
)

var checker = who("secrecy")

// shown wants what the public reads of the case: the content's text, and the
// texts of the replies.
func (w *world) shown(content string, replies ...string) PublicCase {
	w.t.Helper()
	p, ok := w.s.InPublic()
	if ok != (content != "" || len(replies) > 0) || p.Text != content || len(p.Replies) != len(replies) {
		w.t.Fatalf("in public (%t): %+v, want %q and %q", ok, p, content, replies)
	}
	for i, r := range p.Replies {
		if r.Text != replies[i] {
			w.t.Fatalf("in public: %q, want %q", r.Text, replies[i])
		}
	}
	return p
}

func (w *world) examined(l Level) {
	w.t.Helper()
	c := ExamineForPublication{Line: "l1", Level: l, Checker: checker}
	if l != Public {
		c.Ground, c.Reason = "privacy", "r"
	}
	if l == Partly {
		c.Text = "We did (…)."
	}
	w.do(handler, c)
}

func TestAReplyIsPublishedAfterItsExamination(t *testing.T) {
	w := replied(t, "A")
	w.due(lifecycle.DuePublish, l1, "2026-04-30")
	w.due(lifecycle.DuePublish, Subject{}, "2026-04-30")
	w.shown("")
	w.no("not_examined", gov, DecideReply{Line: "l1", Level: Public})
	w.no("wrong_role", desk, ExamineForPublication{Line: "l1", Level: Public, Checker: checker})
	w.no("other_unit", handler2, ExamineForPublication{Line: "l1", Level: Public, Checker: checker})
	w.no("missing", handler, ExamineForPublication{Line: "l1", Level: Public})
	w.no("checker_is_examiner", handler, ExamineForPublication{Line: "l1", Level: Public, Checker: handler.Person})
	w.no("missing", handler, ExamineForPublication{Line: "l1", Level: Partly, Text: "x", Checker: checker})
	w.no("no_such_level", handler, ExamineForPublication{Line: "l1", Level: TitleOnly, Checker: checker})
	w.examined(Public)
	w.no("wrong_role", boss, DecideReply{Line: "l1", Level: Public})
	w.no("not_in_full", gov, DecideReply{Line: "l1", Level: Public, Text: "We did all."})
	w.want(w.do(gov, DecideReply{Line: "l1", Level: Public}), "ReplyPublicationDecided")
	p := w.shown("", "We did.")
	if p.Deputy != "" || p.Title != "" || p.Level != Private || p.Number != "0001" || p.Replies[0].Class != "A" || p.Replies[0].Unit != "u1" {
		t.Errorf("%+v", p)
	}
	if _, runs := w.s.Running(lifecycle.DuePublish, l1); runs {
		t.Error("the clock runs on")
	}
	w.due(lifecycle.DuePublish, Subject{}, "2026-04-30")
}

func TestInPartTheRedactedTextIsRead(t *testing.T) {
	w := replied(t, "A")
	w.examined(Private)
	partly := DecideReply{Line: "l1", Level: Partly, Ground: "privacy", Reason: "r", Text: "We did (…)."}
	w.no("wider_than_examined", gov, DecideReply{Line: "l1", Level: Public})
	for _, c := range []struct {
		code string
		with func(*DecideReply)
	}{
		{"missing", func(c *DecideReply) { c.Ground = "" }}, {"missing", func(c *DecideReply) { c.Reason = "" }},
		{"missing", func(c *DecideReply) { c.Text = "" }}, {"no_such_ground", func(c *DecideReply) { c.Ground = "x" }},
		{"nothing_redacted", func(c *DecideReply) { c.Text = "We did." }},
		{"personal_number", func(c *DecideReply) { c.Text = "Call 138-0013 8000." }},
		{"personal_number", func(c *DecideReply) { c.Text = "Call +86 13800138000" }},
		{"personal_number", func(c *DecideReply) { c.Text = "Card 43010219900101001X." }},
		{"personal_number", func(c *DecideReply) { c.Text = "电话１３８００１３８０００" }},
		{"name_in_text", func(c *DecideReply) { c.Text = "Dear name of d2" }},
	} {
		wrong := partly
		c.with(&wrong)
		w.no(c.code, gov, wrong)
	}
	w.do(gov, partly)
	w.shown("", "We did (…).")
	for _, office := range []string{"0731-84123456", "on 2026-04-01", "13,500,000,000", "No. 20260000000000000"} {
		again := partly
		again.Text = office
		w.do(gov, again)
	}
	w.do(gov, DecideReply{Line: "l1", Level: Private, Ground: "privacy", Reason: "r"})
	w.shown("")
}

func TestTheWishBindsTheContent(t *testing.T) {
	w := replied(t, "A")
	w.no("not_lead_deputy", as(lifecycle.LeadDeputy, "d9", ""), StateWish{Level: Public})
	w.no("missing", lead, StateWish{Named: true})
	w.no("no_such_level", lead, StateWish{Level: Partly})
	w.do(lead, StateWish{Level: TitleOnly, Named: true})
	w.no("wish_unchanged", lead, StateWish{Level: TitleOnly, Named: true})
	w.no("wrong_role", gov, DecideContent{Level: Public})
	w.no("against_wish", desk, DecideContent{Level: Public})
	w.no("against_wish", desk, DecideContent{Level: Partly, Text: "Mend.", Ground: "privacy", Reason: "r"})
	w.do(desk, DecideContent{Level: Partly, Ground: "deputy_wish", Reason: "r", Named: true})
	if p := w.shown0(); p.Title != "On roads" || p.Deputy != "name of d1" || p.Level != Partly {
		t.Errorf("%+v", p)
	}
	w.no("correction_needs_reason", desk, DecideContent{Level: Public})
	w.do(lead, StateWish{Level: Public, Named: true})
	w.do(desk, DecideContent{Level: Public, Named: true, Reason: "the deputy agrees now"})
	w.shown("Mend the roads.")
	w.do(lead, StateWish{Level: Private})
	w.shown("")
	if !w.s.Unheard() {
		t.Error("nobody is told to decide again")
	}
	w.no("against_wish", desk, DecideContent{Level: Public, Reason: "r"})
	w.do(desk, DecideContent{Level: Private, Ground: "deputy_wish", Reason: "r"})
	if w.s.Unheard() {
		t.Error("it is decided")
	}
}

// shown0 is what the public reads where that is a title alone.
func (w *world) shown0() PublicCase {
	w.t.Helper()
	p, ok := w.s.InPublic()
	if !ok || p.Text != "" || len(p.Replies) > 0 {
		w.t.Fatalf("in public (%t): %+v", ok, p)
	}
	return p
}

func TestANameIsToldByDecisionOnly(t *testing.T) {
	w := replied(t, "A")
	w.examined(Public)
	named := DecideReply{Line: "l1", Level: Partly, Text: "To name of d1: we did.", Ground: "other", Reason: "r"}
	w.no("name_in_text", gov, named)
	w.do(desk, DecideContent{Level: Public})
	w.no("name_in_text", gov, named)
	w.do(desk, DecideContent{Level: Public, Named: true, Reason: "r"})
	w.do(gov, named)
	if p := w.shown("Mend the roads.", named.Text); p.Deputy != "name of d1" {
		t.Errorf("%+v", p)
	}
	w.no("name_in_public_reply", desk, DecideContent{Level: Public, Reason: "r"})
	w.do(lead, StateWish{Level: Public}) // at once, whatever was decided
	w.shown("")
	w.do(gov, TakeReplyDown{"l1", "deputy_wish", "r"})
	w.do(desk, DecideContent{Level: Public, Reason: "r"})
	if p := w.shown("Mend the roads."); p.Deputy != "" {
		t.Errorf("%+v", p)
	}
}

// Names that are withheld are told nowhere, from that moment on.
func TestWithheldNamesAreNotPublic(t *testing.T) {
	w := replied(t, "A")
	w.examined(Public)
	w.do(desk, DecideContent{Level: Public, Named: true})
	w.do(gov, DecideReply{Line: "l1", Level: Partly, Text: "To name of d2: we did.", Ground: "other", Reason: "r"})
	w.do(second, WithholdNames{"r"})
	if p := w.shown("Mend the roads."); p.Deputy != "" {
		t.Errorf("%+v", p)
	}
	if !w.s.Unheard() {
		t.Error("nobody is told to decide again")
	}
	w.no("names_kept_back", desk, DecideContent{Level: Public, Named: true, Reason: "r"})
	w.no("name_in_text", gov, DecideReply{Line: "l1", Level: Partly, Text: "To name of d2: we did.", Ground: "other", Reason: "r"})
}

func TestTakenDownAndShownAgain(t *testing.T) {
	w := replied(t, "A")
	w.no("not_published", desk, TakeContentDown{"privacy", "r"})
	w.no("not_published", gov, TakeReplyDown{"l1", "privacy", "r"})
	w.examined(Public)
	w.do(gov, DecideReply{Line: "l1", Level: Public})
	w.do(desk, DecideContent{Level: Public})
	w.no("missing", desk, TakeContentDown{"privacy", ""})
	w.no("missing", gov, TakeReplyDown{"l1", "", "r"})
	w.do(desk, TakeContentDown{"privacy", "r"})
	w.shown("", "We did.")
	w.do(gov, TakeReplyDown{"l1", "privacy", "r"})
	w.shown("")
	w.no("not_published", desk, TakeContentDown{"privacy", "r"})
	w.no("correction_needs_reason", gov, DecideReply{Line: "l1", Level: Public})
	w.do(gov, DecideReply{Line: "l1", Level: Public, Reason: "checked again"})
	w.shown("", "We did.")
}

// A further reply has a decision of its own; until then the one before stays.
func TestEveryVersionIsDecided(t *testing.T) {
	w := replied(t, "A")
	w.examined(Public)
	w.do(gov, DecideReply{Line: "l1", Level: Public})
	w.rate(Dissat, Dissat, "no")
	w.do(desk, OrderTheRedo{"l1", "r"})
	w.heard()
	w.do(handler, DraftReply{Line: "l1", Class: "C", Text: "We cannot."})
	w.do(gov, ExamineReply{Line: "l1", Pass: true})
	w.do(boss, IssueReply{Line: "l1"})
	w.deliver()
	if _, runs := w.s.Running(lifecycle.DuePublish, l1); !runs {
		t.Error("no clock for the second reply")
	}
	w.shown("", "We did.")
	w.no("not_examined", gov, DecideReply{Line: "l1", Level: Public})
	w.examined(Public)
	w.do(gov, DecideReply{Line: "l1", Level: Public})
	if p := w.shown("", "We cannot."); p.Replies[0].Class != "C" {
		t.Errorf("%+v", p)
	}
}

func TestAWishWithTheSubmission(t *testing.T) {
	w := begin(t, "hunan-2024")
	w.do(lead, draftCase)
	w.no("missing", lead, Submit{Named: true})
	w.want(w.do(lead, Submit{Level: Public, Named: true}), "Submitted PublicationWished")
	if w.s.Wish.Level != Public || !w.s.Wish.Named {
		t.Errorf("%+v", w.s.Wish)
	}
	w.do(lead, StateWish{Level: Internal, Named: true})
	if w.s.Wish.Named {
		t.Error("named in what is not public")
	}
}

func TestAWithdrawnCaseIsNotPublic(t *testing.T) {
	w := registered(t, "hunan-2024")
	w.do(desk, DecideContent{Level: Public})
	w.shown("Mend the roads.")
	w.do(second, ConsentToWithdrawal{})
	w.do(lead, Withdraw{Reason: "r"})
	w.shown("")
}
