package suggestion

import (
	"testing"

	"huiyin/domain/lifecycle"
)

func TestDraftAndCoSigners(t *testing.T) {
	w := begin(t, "hunan-2024")
	w.no("wrong_role", desk, draftCase)
	w.no("missing", lead, DraftSuggestion{Case: "x", Congress: "14"})
	w.at("2023-12-29")
	w.no("rules_not_in_force", lead, draftCase)
	w.at("2026-01-20")
	w.want(w.do(lead, draftCase), "Drafted")
	w.no("wrong_state", lead, draftCase)

	other := as(lifecycle.LeadDeputy, "d9", "")
	w.no("not_lead_deputy", other, Invite{who("d2")})
	w.no("not_lead_deputy", other, Submit{})
	w.do(lead, Invite{who("d2")})
	w.do(lead, Invite{who("d3")})
	w.no("already_signer", lead, Invite{who("d2")})
	w.no("already_signer", lead, Invite{who("d1")})
	w.no("cosigner_unanswered", lead, Submit{})
	w.no("not_invited", as(lifecycle.CoSigner, "d9", ""), AnswerInvitation{Confirm: true})
	w.do(second, AnswerInvitation{Confirm: true})
	w.no("not_invited", second, AnswerInvitation{})
	w.do(third, AnswerInvitation{})
	if len(w.s.Deputies()) != 2 {
		t.Errorf("who declined still counts: %v", w.s.Deputies())
	}
	w.do(lead, Invite{who("d3")}) // asked again, and on the list once
	w.do(third, AnswerInvitation{Confirm: true})
	if len(w.s.CoSigners) != 2 || len(w.s.Deputies()) != 3 {
		t.Errorf("signers: %v", w.s.CoSigners)
	}
	w.do(lead, Submit{})
	w.is(lifecycle.Submitted)
}

func TestSubmitNeedsEvidence(t *testing.T) {
	w := begin(t, "hunan-2024")
	c := draftCase
	c.Evidence = ""
	w.do(lead, c)
	w.no("no_evidence", lead, Submit{})
}

func TestReviewClockOfAnOffSessionSuggestion(t *testing.T) {
	w := begin(t, "hunan-2024")
	c := draftCase
	c.Kind = OffSession
	w.do(lead, c)
	w.at("2026-03-02")
	w.do(lead, Submit{})
	w.due(lifecycle.DueReview, Subject{}, "2026-03-11") // seven working days
	w.do(desk, BeginReview{})
	w.want(w.do(desk, Register{Number: "1"}), "Registered") // a number is no assignment
	w.due(lifecycle.DueReview, Subject{}, "2026-03-11")
	w.at("2026-03-12")
	w.want(w.do(desk, Assign{Single, []UnitPart{{"u1", Lead, ""}}}), "DeadlineLapsed Assigned")
	w.noReview()
}

// Whatever takes the suggestion off the office's desk ends the time to assign it.
func TestTheReviewClockEndsWithTheReview(t *testing.T) {
	for name, end := range map[string]func(*world){
		"asked to revise": func(w *world) { w.do(desk, RequestRevision{"r"}) },
		"returned":        func(w *world) { w.do(desk, ReturnToTheDeputy{"no_content", "r"}) },
		"transferred":     func(w *world) { w.do(desk, TransferIt{"petition", "x", "r"}) },
		"withdrawn":       func(w *world) { w.do(lead, Withdraw{Reason: "r"}) },
		"assigned": func(w *world) {
			w.do(desk, Register{Number: "1"})
			w.do(desk, Assign{Single, []UnitPart{{"u1", Lead, ""}}})
		},
		"following": func(w *world) {
			w.do(desk, Register{Number: "1"})
			w.do(desk, Merge{"head", "9", "same"})
			w.due(lifecycle.DueReview, Subject{}, "2026-03-11")
			w.do(reactor, Follow{Single, day("2026-02-25"), []UnitPart{{"u1", Lead, ""}}})
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := begin(t, "hunan-2024")
			c := draftCase
			c.Kind = OffSession
			w.at("2026-03-02")
			w.do(lead, c)
			w.do(lead, Submit{})
			w.do(desk, BeginReview{})
			end(w)
			w.noReview()
		})
	}
}

// noReview wants the time to assign to be over.
func (w *world) noReview() {
	w.t.Helper()
	if _, runs := w.s.Running(lifecycle.DueReview, Subject{}); runs {
		w.t.Error("the time to assign still runs")
	}
}

func TestReviseAndConfirmAnew(t *testing.T) {
	w := begin(t, "hunan-2024")
	w.do(lead, draftCase)
	w.do(lead, Invite{who("d2")})
	w.do(second, AnswerInvitation{Confirm: true})
	w.do(lead, Submit{})
	w.do(desk, BeginReview{})
	w.no("missing", desk, RequestRevision{})
	w.do(desk, RequestRevision{Reason: "too wide"})
	w.no("not_lead_deputy", as(lifecycle.LeadDeputy, "d9", ""), Revise{Title: "t", Body: "b"})
	w.no("nothing_revised", lead, Revise{Title: draftCase.Title, Body: draftCase.Body})
	w.do(lead, Revise{Title: "On one road", Body: "Mend it.", Reason: "sharper"})
	w.no("cosigner_no_consent", lead, Withdraw{Reason: "tired"}) // d2 signed the first text
	w.do(desk, BeginReview{})
	w.no("cosigner_unanswered", desk, Register{Number: "1"})
	w.do(second, AnswerInvitation{Confirm: true}) // during the review: else the case were stuck
	w.no("missing", desk, Register{})
	w.do(desk, Register{Number: "1"})
	if w.s.Text != 2 || w.s.Title != "On one road" {
		t.Errorf("text %d %q", w.s.Text, w.s.Title)
	}
}

func TestReturnAndTransfer(t *testing.T) {
	w := begin(t, "hunan-2024")
	w.do(lead, draftCase)
	w.do(lead, Submit{})
	w.do(desk, BeginReview{})
	w.no("unknown_code", desk, ReturnToTheDeputy{Code: "whim", Reason: "r"})
	w.do(desk, ReturnToTheDeputy{Code: "no_content", Reason: "r"})
	w.is(lifecycle.ReturnedToDeputy)
	w.do(lead, Revise{Title: "t", Body: "b"})
	w.do(desk, BeginReview{})
	w.no("unknown_code", desk, TransferIt{Channel: "pigeon", To: "x", Reason: "r"})
	w.no("missing", desk, TransferIt{Channel: "petition", Reason: "r"})
	w.do(desk, TransferIt{Channel: "petition", To: "x", Reason: "r"})
	w.is(lifecycle.Transferred)
	w.no("wrong_state", lead, Withdraw{Reason: "r"})
}

func TestBillConverted(t *testing.T) {
	w := begin(t, "hunan-2024")
	presidium := as(lifecycle.Presidium, "p9", "")
	bill := ConvertBill{Case: "case-1", Congress: "14", Session: "4", Year: 2026, Title: "Bill", Lead: who("d1"),
		CoSigners: []Person{who("d2"), who("d2")}, Decision: "no. 3"}
	w.no("already_signer", presidium, bill) // twice on the list could never be delivered to
	bill.CoSigners = []Person{who("d2")}
	w.at("2023-06-01")
	w.no("rules_not_in_force", presidium, bill)
	w.at("2026-01-20")
	w.do(presidium, bill)
	w.is(lifecycle.Submitted)
	if w.s.Kind != FromBill || len(w.s.Deputies()) != 2 {
		t.Errorf("%s %v", w.s.Kind, w.s.Deputies())
	}
}

func TestTheFourModes(t *testing.T) {
	u := func(unit string, p Part, scope string) UnitPart { return UnitPart{Unit: unit, Part: p, Scope: scope} }
	for name, c := range map[string]struct {
		mode  Mode
		units []UnitPart
		code  string
		lines int
	}{
		"single":                     {Single, []UnitPart{u("u1", Lead, "")}, "", 1},
		"single of two":              {Single, []UnitPart{u("u1", Lead, ""), u("u2", Lead, "")}, "mode_mismatch", 0},
		"single with co":             {Single, []UnitPart{u("u1", Lead, ""), u("u2", Co, "")}, "mode_mismatch", 0},
		"single with a stranger":     {Single, []UnitPart{u("u1", Lead, ""), u("u2", "boss", "")}, "mode_mismatch", 0},
		"nobody":                     {Single, nil, "mode_mismatch", 0},
		"lead and co":                {LeadAndCo, []UnitPart{u("u1", Lead, ""), u("u2", Co, ""), u("u3", Co, "")}, "", 1},
		"lead without co":            {LeadAndCo, []UnitPart{u("u1", Lead, "")}, "mode_mismatch", 0},
		"co without lead":            {LeadAndCo, []UnitPart{u("u1", Co, "")}, "mode_mismatch", 0},
		"separate":                   {Separate, []UnitPart{u("u1", Separated, "a"), u("u2", Separated, "b")}, "", 2},
		"separate of one":            {Separate, []UnitPart{u("u1", Separated, "a")}, "mode_mismatch", 0},
		"separate without scope":     {Separate, []UnitPart{u("u1", Separated, "a"), u("u2", Separated, "")}, "scope_missing", 0},
		"several leads":              {SeveralLeads, []UnitPart{u("u1", Lead, "a"), u("u2", Lead, "b"), u("u3", Co, "")}, "", 2},
		"several of one":             {SeveralLeads, []UnitPart{u("u1", Lead, "a")}, "mode_mismatch", 0},
		"several without scope":      {SeveralLeads, []UnitPart{u("u1", Lead, "a"), u("u2", Lead, "")}, "scope_missing", 0},
		"unit twice":                 {LeadAndCo, []UnitPart{u("u1", Lead, ""), u("u1", Co, "")}, "unit_twice", 0},
		"unit without a name":        {Single, []UnitPart{u("", Lead, "")}, "missing", 0},
		"a mode that does not exist": {"both", []UnitPart{u("u1", Lead, "")}, "mode_mismatch", 0},
	} {
		t.Run(name, func(t *testing.T) {
			w := registered(t, "hunan-2024")
			w.no("wrong_role", office, Assign{c.mode, c.units})
			if c.code != "" {
				w.no(c.code, gov, Assign{c.mode, c.units})
				return
			}
			w.do(gov, Assign{c.mode, c.units})
			w.is(lifecycle.Assigned)
			if len(w.s.Lines) != c.lines || len(w.s.Assignments) != len(c.units) {
				t.Errorf("%d lines, %d assignments", len(w.s.Lines), len(w.s.Assignments))
			}
		})
	}
}

// The same acts on the same days give other dates under other rules.
func TestDatesDependOnTheRules(t *testing.T) {
	assignBoth := func(set string) *world {
		w := registered(t, set)
		w.at("2026-03-02")
		w.do(desk, Assign{LeadAndCo, []UnitPart{{"u1", Lead, ""}, {"u2", Co, ""}}})
		return w
	}
	a1, a2 := Subject{Assignment: "a1"}, Subject{Assignment: "a2"}
	w := assignBoth("hunan-2024")
	w.due(lifecycle.DueReply, l1, "2026-06-02")
	w.due(lifecycle.DueReturn, a1, "2026-03-12")
	w.due(lifecycle.DueFirstContact, l1, "2026-03-30")
	w.due(lifecycle.DueCoOpinion, a2, "2026-04-02")
	w = assignBoth("chongqing-2018")
	w.due(lifecycle.DueReply, l1, "2026-06-02")
	w.due(lifecycle.DueReturn, a1, "2026-03-16")
	w.due(lifecycle.DueFirstContact, l1, "2026-03-30")
	w.due(lifecycle.DueCoOpinion, a2, "2026-04-14") // thirty working days, Qingming on 6 April
	w = assignBoth("national")
	if len(w.s.Clocks) != 1 {
		t.Errorf("national: %d clocks, want the reply's alone", len(w.s.Clocks))
	}
	w.due(lifecycle.DueReply, l1, "2026-06-02")
}

func TestRulesAndDatesOfTheRequest(t *testing.T) {
	w := registered(t, "hunan-2024")
	w.rules = rules("chongqing-2018")
	w.no("other_rules", desk, Assign{Single, []UnitPart{{"u1", Lead, ""}}})
	w.rules = rules("hunan-2024")
	w.at("2026-03-02") // a Monday
	w.on = day("2026-03-03")
	w.no("date_in_future", desk, Assign{Single, []UnitPart{{"u1", Lead, ""}}})
	w.on = day("2026-02-26")
	w.no("never_late", desk, Assign{Single, []UnitPart{{"u1", Lead, ""}}})
	w.on = day("2026-02-28") // a make-up working day, the one before
	w.do(desk, Assign{Single, []UnitPart{{"u1", Lead, ""}}})
	if w.s.T0 != day("2026-02-28") {
		t.Errorf("T0 %s", w.s.T0)
	}
}

func TestWithdrawal(t *testing.T) {
	w := assigned(t, "hunan-2024")
	w.no("cosigner_no_consent", lead, Withdraw{Reason: "solved"})
	w.no("not_lead_deputy", as(lifecycle.LeadDeputy, "d9", ""), Withdraw{Reason: "solved", Consents: []Person{who("d2")}})
	w.no("missing", lead, Withdraw{Consents: []Person{who("d2")}, Scan: scan})
	w.no("missing", lead, Withdraw{Reason: "solved", Consents: []Person{who("d2")}})
	w.no("bad_scan", lead, Withdraw{Reason: "solved", Consents: []Person{who("d2")}, Scan: "blurred"})
	w.no("not_cosigner", lead, Withdraw{Reason: "solved", Consents: []Person{who("d2"), who("d9")}, Scan: scan})
	w.no("wrong_role", office, Withdraw{Reason: "solved", Consents: []Person{who("d2")}, Scan: scan})
	w.do(office, SignIn{"a1"})
	w.want(w.do(lead, Withdraw{Reason: "solved", Consents: []Person{who("d2")}, Scan: scan}), "WithdrawalConsentsFiled Withdrawn")
	w.is(lifecycle.Withdrawn)
	for _, c := range w.s.Clocks {
		if c.Running {
			t.Errorf("%s still runs", c.Kind)
		}
	}
	// Nothing more is written on it.
	w.no("wrong_state", handler, RecordContact{Line: "l1", Way: "visit", With: []Person{who("d1")}, Content: "x"})
	w.no("wrong_state", handler, DraftReply{Line: "l1", Class: "A", Text: "x"})
	w.no("wrong_state", office, RequestReturn{Assignment: "a1", Reason: "x"})
	w = replied(t, "A")
	w.no("wrong_state", lead, Withdraw{Reason: "late", Consents: []Person{who("d2")}, Scan: scan})
}

func TestWithdrawalAfterTheDayRecordsTheLapse(t *testing.T) {
	w := assigned(t, "hunan-2024")
	w.after(lifecycle.DueReply, l1)
	w.do(second, ConsentToWithdrawal{})
	w.want(w.do(lead, Withdraw{Reason: "r"}), "DeadlineLapsed DeadlineLapsed Withdrawn")
}
