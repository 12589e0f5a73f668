package desk

import (
	"context"
	"errors"
	"strings"

	"huiyin/domain/register"
	"huiyin/domain/suggestion"
	"huiyin/domain/wire"
	"huiyin/domain/zh"
)

// Administer enters a fact about an account and keeps one record of it, of a
// refusal as well (handbook LOG-12). The record comes first: what cannot be
// recorded is not done (LOG-13). A fact that changes nothing leaves no trace. The
// record's act and details are filled in here.
func (d *Desk) Administer(ctx context.Context, s Statement, r wire.SecurityRecorded) error {
	typ, _, _, err := wire.EncodeEntry(s.Fact)
	if err != nil {
		return err
	}
	r.Act = strings.TrimPrefix(typ, "account.")
	dir, err := d.Directory(ctx)
	if err != nil {
		return err
	}
	own, _ := dir.Get(s.Fact.Ref())
	events, err := register.Decide(own, dir, s.Fact)
	var refused *suggestion.Refusal
	switch {
	case errors.As(err, &refused):
		r.Details = append(r.Details, detailsOf(s.Fact)...)
		r.Refused = "rule"
		if zh.Has("web.signin.why." + refused.Code) {
			r.Refused = refused.Code
		}
		return errors.Join(err, d.Witness(ctx, r))
	case err != nil || len(events) == 0:
		return err
	}
	r.Details = append(r.Details, detailsOf(events[0])...) // as decided, the names of bodies are in it
	if err := d.Witness(ctx, r); err != nil {
		return err
	}
	_, err = d.Enter(ctx, s)
	return err
}

// detailsOf says which role a fact is about, and why.
func detailsOf(fact register.Event) (all []wire.SecurityDetail) {
	add := func(name, value string) {
		if value != "" {
			all = append(all, wire.SecurityDetail{Name: name, Value: value})
		}
	}
	role := func(e register.RoleProposed) {
		add("role", string(e.Role))
		add("body", e.Unit.Name+e.Committee.Name+e.Delegation.Name)
	}
	switch e := fact.(type) {
	case register.RoleGranted:
		role(register.RoleProposed{Role: e.Role, Unit: e.Unit, Committee: e.Committee, Delegation: e.Delegation})
	case register.RoleEnded:
		role(register.RoleProposed{Role: e.Role, Unit: e.Unit, Committee: e.Committee, Delegation: e.Delegation})
		add("why", e.Reason)
	case register.RoleProposed:
		role(e)
	case register.RoleApproved:
		role(register.RoleProposed(e))
	case register.ProposalDropped:
		role(register.RoleProposed(e))
	case register.AccountSuspended:
		add("why", e.Reason)
	case register.AccountResumed:
		add("why", e.Reason)
	}
	return all
}
