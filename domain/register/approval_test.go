package register_test

import (
	"testing"

	"huiyin/domain/lifecycle"
	"huiyin/domain/register"
	"huiyin/domain/suggestion"
)

// A role that is proposed gives nothing until somebody else approves it; it is then
// no proposal any more (handbook THR-22).
func TestFourEyes(t *testing.T) {
	b := office(t)
	b.must(t, auditor, security, proposed("keeper"))
	day := on("2026-01-05")
	if held := b.RolesOn("helq", day); len(held) > 0 {
		t.Fatal("held before it is approved:", held)
	}
	if a, _ := b.Account("helq"); len(a.Proposed) != 1 || a.Proposed[0].By != "keeper" || !a.Proposed[0].Waits(asked) || a.Proposed[0].Waits(asked.Add(register.ApprovalTime)) {
		t.Fatalf("%+v", a.Proposed)
	}
	b.must(t, approved("audit", 23))
	if a, _ := b.Account("helq"); len(a.Roles(day)) != 1 || a.Grants[0].Unit != "u1" || len(a.Proposed) > 0 {
		t.Fatalf("%+v", a)
	}
}

// Proposed again it waits anew; dropped it is gone, and the one who gets a role does
// not approve it, in whichever account.
func TestAProposalIsRenewedAndDropped(t *testing.T) {
	b := office(t)
	b.must(t, auditor, security, proposed("keeper"))
	again := proposed("keeper")
	again.At = asked.Add(register.ApprovalTime)
	b.must(t, again, register.ProposalDropped(proposed("audit")))
	if a, _ := b.Account("helq"); len(a.Proposed) > 0 || len(a.Grants) > 0 {
		t.Fatalf("%+v", a)
	}
	b.must(t, register.AccountOpened{ID: "second", From: on("2026-01-05"), Person: suggestion.Person{ID: "q8", Name: "审计员"}})
	own := register.RoleProposed{ID: "second", From: on("2026-01-05"), Role: lifecycle.Auditor, By: "keeper", At: asked}
	b.must(t, own)
	own.By = "audit"
	if _, err := b.state(register.RoleApproved(own)); err == nil {
		t.Fatal("approved for oneself")
	}
}

// The first who can approve needs no approval, the next one and every other role do.
func TestTheFirstApproverNeedsNone(t *testing.T) {
	b := office(t)
	b.must(t, security)
	day := on("2026-01-05")
	if register.NeedsApproval(b.Directory, "keeper", lifecycle.Auditor, day) || !register.NeedsApproval(b.Directory, "keeper", lifecycle.GovOffice, day) {
		t.Fatal("the first")
	}
	b.must(t, auditor)
	if !register.NeedsApproval(b.Directory, "keeper", register.SystemAdmin, day) {
		t.Fatal("the next")
	}
}
