package register

import (
	"slices"
	"time"

	"huiyin/domain/calendar"
	"huiyin/domain/lifecycle"
	"huiyin/domain/suggestion"
)

// ApprovalTime is how long a proposed role waits for its approval (handbook THR-22).
const ApprovalTime = 24 * time.Hour

// RoleProposed asks for a role, which somebody else has to approve: four eyes
// (handbook THR-22). By is the login of who asks, At the moment.
type RoleProposed struct {
	ID         string
	From       calendar.Date
	Role       lifecycle.Role
	Unit       Link
	Committee  Link
	Delegation Link
	By         string
	At         time.Time
}

// RoleApproved grants what was proposed, from its day on. By approves it: one of
// the three administrators, who neither proposed the role nor gets it.
type RoleApproved RoleProposed

// ProposalDropped takes a proposal back or turns it down.
type ProposalDropped RoleProposed

// Proposal is a role that waits for its approval.
type Proposal struct {
	Grant Grant
	By    string
	At    time.Time
}

// Waits reports whether the proposal may still be approved.
func (p Proposal) Waits(now time.Time) bool { return now.Before(p.At.Add(ApprovalTime)) }

// MayApprove reports whether a role may approve what another administrator
// proposes: the three administrators may.
func MayApprove(r lifecycle.Role) bool { return slices.Contains(apart, r) }

// NeedsApproval reports whether a role that by grants on the day has to be approved
// by somebody else. Only where there is nobody who could, the first who will be
// able to is granted by one alone; without that no installation would begin.
func NeedsApproval(d *Directory, by string, role lifecycle.Role, on calendar.Date) bool {
	return !MayApprove(role) || approvable(d, by, on)
}

// approvable reports whether anybody but by may approve on the day.
func approvable(d *Directory, by string, on calendar.Date) bool {
	return slices.ContainsFunc(d.All(Accounts), func(e Entry) bool { return !samePerson(d, e.Ref().ID, by) && approves(e.(Account), on) })
}

func approves(a Account, on calendar.Date) bool {
	return slices.ContainsFunc(a.Roles(on), func(g Grant) bool { return MayApprove(g.Role) })
}

// samePerson reports whether two logins are one person's.
func samePerson(d *Directory, x, y string) bool {
	a, _ := d.Account(x)
	b, _ := d.Account(y)
	return x == y || a.Person.Same(b.Person)
}

// Ref implements Event.
func (e RoleProposed) Ref() Ref { return Ref{Accounts, e.ID} }

// Ref implements Event.
func (e RoleApproved) Ref() Ref { return Ref{Accounts, e.ID} }

// Ref implements Event.
func (e ProposalDropped) Ref() Ref { return Ref{Accounts, e.ID} }

// Day implements Event.
func (e RoleProposed) Day() calendar.Date { return e.From }

// Day implements Event.
func (e RoleApproved) Day() calendar.Date { return e.From }

// Day implements Event.
func (e ProposalDropped) Day() calendar.Date { return e.From }

func (e RoleProposed) granted() RoleGranted {
	return RoleGranted{ID: e.ID, From: e.From, Role: e.Role, Unit: e.Unit, Committee: e.Committee, Delegation: e.Delegation}
}

func (e RoleProposed) check(d *Directory) *suggestion.Refusal {
	if r := first(e.granted().check(d), need("by", e.By)); r != nil {
		return r
	}
	if !approvable(d, e.By, e.From) {
		return refuse("no_approver", "role", string(e.Role))
	}
	return nil
}

func (e RoleApproved) check(d *Directory) *suggestion.Refusal {
	p, r := proposed(d, RoleProposed(e))
	if r != nil {
		return r
	}
	by, r := known[Account](d, Ref{Accounts, e.By})
	switch {
	case r != nil:
		return r
	case !p.Waits(e.At):
		return refuse("approval_late", "role", string(e.Role), "by", p.By)
	case !approves(by, e.From):
		return refuse("not_approver", "login", e.By)
	case samePerson(d, e.By, p.By), samePerson(d, e.By, e.ID):
		return refuse("own_proposal", "login", e.By)
	}
	return RoleProposed(e).granted().check(d)
}

func (e ProposalDropped) check(d *Directory) *suggestion.Refusal {
	_, r := proposed(d, RoleProposed(e))
	return first(r, need("by", e.By))
}

// proposed finds what is approved or dropped.
func proposed(d *Directory, e RoleProposed) (Proposal, *suggestion.Refusal) {
	a, r := known[Account](d, e.Ref())
	if r != nil {
		return Proposal{}, r
	}
	i := slices.IndexFunc(a.Proposed, func(p Proposal) bool { return p.Grant.same(e.granted().grant()) })
	if i < 0 {
		return Proposal{}, refuse("no_proposal", "role", string(e.Role), "login", e.ID)
	}
	return a.Proposed[i], nil
}

// without gives the proposals but those of one grant.
func (a Account) without(g Grant) []Proposal {
	return slices.DeleteFunc(slices.Clone(a.Proposed), func(p Proposal) bool { return p.Grant.same(g) })
}

func (e RoleProposed) evolve(was Entry) Entry {
	return change(was, func(a *Account) {
		g := e.granted().grant()
		a.Proposed = append(a.without(g), Proposal{g, e.By, e.At})
	})
}

func (e RoleApproved) evolve(was Entry) Entry {
	granted := RoleProposed(e).granted()
	return change(granted.evolve(was), func(a *Account) { a.Proposed = a.without(granted.grant()) })
}

func (e ProposalDropped) evolve(was Entry) Entry {
	return change(was, func(a *Account) { a.Proposed = a.without(RoleProposed(e).granted().grant()) })
}

func (e RoleProposed) link(d *Directory) Event { return e.linked(d) }

func (e RoleApproved) link(d *Directory) Event { return RoleApproved(RoleProposed(e).linked(d)) }

func (e ProposalDropped) link(d *Directory) Event { return ProposalDropped(RoleProposed(e).linked(d)) }

func (e RoleProposed) linked(d *Directory) RoleProposed {
	g := e.granted().link(d).(RoleGranted)
	e.Unit, e.Committee, e.Delegation = g.Unit, g.Committee, g.Delegation
	return e
}
