package suggestion

import (
	"testing"

	"huiyin/domain/lifecycle"
)

func transferred(t *testing.T, channel string) *world {
	w := begin(t, "hunan-2024")
	w.do(lead, draftCase)
	w.do(lead, Submit{})
	w.do(desk, BeginReview{})
	w.no("wrong_state", desk, ReceiveTransfer{"x", "7"})
	w.do(desk, TransferIt{Channel: channel, To: "the bureau", Reason: "no suggestion"})
	return w
}

func TestATransferIsFollowed(t *testing.T) {
	w := transferred(t, "petition")
	w.no("wrong_role", handler, ReceiveTransfer{"the bureau", ""})
	w.no("missing", desk, ReceiveTransfer{"", "7"})
	w.want(w.do(desk, ReceiveTransfer{"the bureau", ""}), "TransferReceived")
	w.no("transfer_received", desk, ReceiveTransfer{"the bureau", "8"})
	w.no("missing", desk, AnswerTransfer{})
	w.at("2026-04-01")
	w.dated("2026-01-19", &LateEntry{Reason: "r", Scan: scan, Second: special}, func() { w.no("before_basis", desk, AnswerTransfer{"settled"}) })
	w.want(w.do(desk, AnswerTransfer{"settled"}), "TransferAnswered")
	w.no("transfer_answered", desk, AnswerTransfer{"settled"})
	w.is(lifecycle.Transferred)
	if w.s.Transfer != (Transfer{Channel: "petition", To: "the bureau", Received: day("2026-01-20"), By: "the bureau", Answered: day("2026-04-01"), Answer: "settled"}) {
		t.Errorf("%+v", w.s.Transfer)
	}
}

// A hotline matter is known by its number alone.
func TestTheHotlineGivesItsNumber(t *testing.T) {
	w := transferred(t, "hotline")
	w.no("missing", desk, ReceiveTransfer{"the hotline", ""})
	w.do(desk, ReceiveTransfer{"the hotline", "20260120-7"})
	if w.s.Transfer.Reference != "20260120-7" {
		t.Errorf("%+v", w.s.Transfer)
	}
}

func TestEachCoSignerAgreesToTheWithdrawal(t *testing.T) {
	w := begin(t, "hunan-2024")
	w.do(lead, draftCase)
	for _, a := range []Actor{second, third} {
		w.do(lead, Invite{a.Person})
		w.do(a, AnswerInvitation{Confirm: true})
	}
	w.do(lead, Submit{})
	w.no("wrong_role", lead, ConsentToWithdrawal{})
	w.no("not_cosigner", as(lifecycle.CoSigner, "d9", ""), ConsentToWithdrawal{})
	w.want(w.do(second, ConsentToWithdrawal{}), "WithdrawalConsented")
	w.no("consented_before", second, ConsentToWithdrawal{})
	w.no("cosigner_no_consent", lead, Withdraw{Reason: "solved"})
	w.do(desk, BeginReview{})
	w.do(desk, RequestRevision{"too wide"})
	w.do(lead, Revise{Title: "On one road", Body: "Mend it."})
	w.no("cosigner_no_consent", lead, Withdraw{Reason: "solved", Consents: []Person{who("d3")}, Scan: scan}) // d2's word was for the old text
	w.do(second, ConsentToWithdrawal{})
	events := w.do(lead, Withdraw{Reason: "solved", Consents: []Person{who("d3")}, Scan: scan})
	w.want(events, "WithdrawalConsentsFiled Withdrawn")
	if e := events[1].(Withdrawn); len(e.Consents) != 2 {
		t.Errorf("%+v", e)
	}
	w.no("wrong_state", second, ConsentToWithdrawal{})
	w = replied(t, "A")
	w.no("wrong_state", second, ConsentToWithdrawal{})
}

// The cast of a delegation.
var (
	head    = as(lifecycle.Delegation, "d1", "")
	contact = as(lifecycle.Delegation, "t1", "")
	other   = as(lifecycle.Delegation, "d7", "")
)

func delegationCase() DraftSuggestion {
	c := draftCase
	c.Delegation, c.Head = "north", who("d1")
	return c
}

func TestADelegationsSuggestion(t *testing.T) {
	w := begin(t, "hunan-2024")
	c := delegationCase()
	nameless, twice, lone := c, c, draftCase
	nameless.Delegation, twice.Contacts, lone.Kind = "", []Person{who("t1"), who("t1")}, FromDelegation
	w.no("missing", contact, nameless)
	w.no("contact_twice", contact, twice)
	w.no("not_of_delegation", lead, lone)
	w.want(w.do(contact, c), "Drafted DelegationNamed")
	if w.s.Kind != FromDelegation || w.s.Lead != who("d1") || len(w.s.Contacts) != 1 || w.s.Contacts[0] != who("t1") {
		t.Errorf("%s %v %v", w.s.Kind, w.s.Lead, w.s.Contacts)
	}
	w.no("not_head", contact, Submit{}) // the head signs
	w.no("not_delegation_speaker", lead, Submit{})
	w.no("not_delegation_speaker", lead, Invite{who("d2")}) // it needs no co-signers
	w.no("not_delegation_speaker", other, Submit{})
	w.do(head, Submit{})
	w.do(desk, BeginReview{})
	w.do(desk, RequestRevision{"too wide"})
	w.no("not_head", contact, Revise{Title: "t", Body: "b"})
	w.do(head, Revise{Title: "t", Body: "b"})
	w.do(desk, BeginReview{})
	w.do(desk, Register{Number: "1"})
	w.at("2026-02-25")
	w.do(desk, Assign{Single, []UnitPart{{"u1", Lead, ""}}})
	w.no("not_delegation_speaker", other, ObjectToUnit{"a1", "r"})
	w.do(office, SignIn{"a1"})
	w.no("not_deputy_of_case", handler, RecordContact{Line: "l1", Way: "visit", With: []Person{who("d7")}, Content: "x"})
	w.do(handler, RecordContact{Line: "l1", Way: "visit", With: []Person{who("t1")}, Content: "x"})
	w.no("not_deputy_of_case", other, AnswerContact{"l1", "l1k1", true, ""})
	w.do(contact, AnswerContact{"l1", "l1k1", true, ""})
	w.reply("B", pledge)
	w.no("not_deputy_of_case", desk, DeliverReply{Line: "l1", To: who("d1")}) // the contact person receives it
	w.do(desk, DeliverReply{Line: "l1", To: who("t1")})
	rate := Rate{Line: "l1", Version: 1, Process: Satisfied, Result: Satisfied}
	w.no("not_delegation_speaker", lead, rate)
	w.no("not_delegation_speaker", other, rate)
	w.do(contact, rate)
	w.do(head, ContestTheClass{"l1", "r"})
	w.do(contact, Dispute{"l1", "r"})
	w.do(head, rate)
	w.do(handler, ClaimFulfilled{c1, "photo"})
	w.do(desk, ConcludePromise{c1, Keep, "seen"})
	w.no("not_delegation_speaker", other, RatePromise{c1, Satisfied, ""})
	w.do(contact, RatePromise{c1, Satisfied, ""})
	w.is(lifecycle.Closed)
}

// A delegation's word on anybody else's suggestion is no deputy's word.
func TestADelegationSpeaksForItselfOnly(t *testing.T) {
	w := replied(t, "A")
	w.no("not_lead_deputy", head, Rate{Line: "l1", Version: 1, Process: Satisfied, Result: Satisfied})
	w.no("not_of_delegation", desk, NameContacts{[]Person{who("t1")}, "r"})
}

func TestContactPersonsAreNamedAnew(t *testing.T) {
	w := begin(t, "hunan-2024")
	c := delegationCase()
	c.Contacts = []Person{who("t1"), who("t2")}
	w.do(head, c)
	w.no("not_head", contact, NameContacts{[]Person{who("t1")}, "r"})
	w.no("missing", head, NameContacts{[]Person{who("t1")}, ""})
	w.no("missing", head, NameContacts{nil, "r"})
	w.no("contact_twice", head, NameContacts{[]Person{who("t1"), who("t1")}, "r"})
	w.do(head, Submit{})
	w.do(desk, BeginReview{})
	w.do(desk, Register{Number: "1"})
	w.do(desk, Assign{Single, []UnitPart{{"u1", Lead, ""}}})
	w.do(office, SignIn{"a1"})
	w.do(handler, DraftReply{Line: "l1", Class: "A", Text: "x"})
	w.do(gov, ExamineReply{Line: "l1", Pass: true})
	w.do(boss, IssueReply{Line: "l1", DocumentNo: "1", Without: "r"})
	w.do(desk, DeliverReply{Line: "l1", To: who("t1")})
	w.no("delivered_before", desk, DeliverReply{Line: "l1", To: who("t1")})
	w.want(w.do(desk, NameContacts{[]Person{who("t1")}, "t2 left"}), "DelegationNamed")
	w.do(desk, DeliverReply{Line: "l1", To: who("t1")}) // nobody else is left: the delivery completes
	w.line("l1", lifecycle.Delivered)
	w.no("delivered_before", desk, DeliverReply{Line: "l1", To: who("t1")})
	w.no("wrong_state", head, Withdraw{Reason: "r"})
}

func TestADelegationWithdraws(t *testing.T) {
	w := begin(t, "hunan-2024")
	w.do(contact, delegationCase())
	w.do(head, Submit{})
	w.no("not_delegation_speaker", lead, Withdraw{Reason: "r"})
	w.do(contact, Withdraw{Reason: "r"})
	w.is(lifecycle.Withdrawn)
}
