package suggestion

import (
	"slices"
	"testing"

	"huiyin/domain/lifecycle"
)

func TestADraftIsEditedUntilItIsHandedIn(t *testing.T) {
	w := begin(t, "hunan-2024")
	w.do(lead, draftCase)
	same := EditDraft{Title: draftCase.Title, Body: draftCase.Body, Evidence: draftCase.Evidence, Category: draftCase.Category, Proposed: draftCase.Proposed}
	w.no("nothing_edited", lead, same)
	better := same
	better.Title, better.Evidence, better.Proposed = "On two roads", "walked them", []string{"u2", "u3"}
	w.no("wrong_role", desk, better)
	w.no("not_lead_deputy", as(lifecycle.LeadDeputy, "d9", ""), better)
	w.no("missing", lead, EditDraft{Title: "t"})
	w.no("missing", lead, EditDraft{Body: "b"})
	w.want(w.do(lead, better), "DraftEdited")
	w.is(lifecycle.Draft)
	if s := w.s; s.Title != better.Title || s.Body != draftCase.Body || s.Evidence != "walked them" || !slices.Equal(s.Proposed, better.Proposed) || s.Text != 1 {
		t.Errorf("the draft is %q %q %q %v, text %d", s.Title, s.Body, s.Evidence, s.Proposed, s.Text)
	}
	w.do(lead, Submit{})
	w.no("wrong_state", lead, same)
}

// Who confirmed a text is asked again when it changes, and not when something
// beside it does.
func TestAnEditedTextIsConfirmedAnew(t *testing.T) {
	w := begin(t, "hunan-2024")
	w.do(lead, draftCase)
	w.do(lead, Invite{who("d2")})
	w.do(lead, Invite{who("d3")})
	w.do(third, AnswerInvitation{})
	c := EditDraft{Title: draftCase.Title, Body: draftCase.Body + " Soon."}
	anew := func(want bool) {
		t.Helper()
		if e := w.do(lead, c)[0].(DraftEdited); e.Anew != want {
			t.Errorf("%+v", e)
		}
	}
	anew(false) // nobody had confirmed
	w.do(second, AnswerInvitation{Confirm: true})
	c.Evidence = "visited"
	anew(false)
	c.Title = "On one road"
	anew(true)
	w.no("cosigner_unanswered", lead, Submit{})
	if a := w.s.CoSigners[1].Answer; a != Declined {
		t.Errorf("who declined is %s", a)
	}
	w.do(second, AnswerInvitation{Confirm: true})
	w.do(lead, Submit{})
}

// What a delegation drafts is edited by those who speak for it, and signed by its
// head.
func TestADelegationEditsItsDraft(t *testing.T) {
	w := begin(t, "hunan-2024")
	c := delegationCase()
	w.do(contact, c)
	edit := EditDraft{Title: "On roads of the north", Body: "Mend."}
	w.no("not_delegation_speaker", as(lifecycle.Delegation, "x9", ""), edit)
	w.do(contact, edit)
}
