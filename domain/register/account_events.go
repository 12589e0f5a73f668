package register

import (
	"slices"

	"huiyin/domain/calendar"
	"huiyin/domain/lifecycle"
	"huiyin/domain/suggestion"
)

// Ref implements Event.
func (e AccountOpened) Ref() Ref { return Ref{Accounts, e.ID} }

// Ref implements Event.
func (e RoleGranted) Ref() Ref { return Ref{Accounts, e.ID} }

// Ref implements Event.
func (e RoleEnded) Ref() Ref { return Ref{Accounts, e.ID} }

// Ref implements Event.
func (e AccountSuspended) Ref() Ref { return Ref{Accounts, e.ID} }

// Ref implements Event.
func (e AccountResumed) Ref() Ref { return Ref{Accounts, e.ID} }

// Day implements Event.
func (e AccountOpened) Day() calendar.Date { return e.From }

// Day implements Event.
func (e RoleGranted) Day() calendar.Date { return e.From }

// Day implements Event.
func (e RoleEnded) Day() calendar.Date { return e.From }

// Day implements Event.
func (e AccountSuspended) Day() calendar.Date { return e.From }

// Day implements Event.
func (e AccountResumed) Day() calendar.Date { return e.From }

// key is empty: a login is given, not derived.
func (e AccountOpened) key() []string { return nil }

func (e RoleGranted) grant() Grant {
	return Grant{e.Role, e.Unit.ID, e.Committee.ID, e.Delegation.ID, Span{e.From, e.Until}}
}

func (e RoleEnded) grant() Grant {
	return Grant{Role: e.Role, Unit: e.Unit.ID, Committee: e.Committee.ID, Delegation: e.Delegation.ID}
}

func (e AccountOpened) check(d *Directory) *suggestion.Refusal {
	return first(absent(d, e), need("from", e.From.String(), "person.id", e.Person.ID, "person.name", e.Person.Name))
}

func (e RoleGranted) check(d *Directory) *suggestion.Refusal {
	a, r := known[Account](d, e.Ref())
	if r != nil {
		return r
	}
	g := e.grant()
	if r := first(within(Span{From: a.From}, e.From, a.ID), among(e.Role, Roles()), g.scope(d)); r != nil {
		return r
	}
	if g.Span.empty() {
		return refuse("ends_at_once", "name", a.ID, "day", e.Until.String(), "from", e.From.String())
	}
	if i := slices.IndexFunc(a.Grants, func(o Grant) bool { return o.same(g) && o.Span.Meets(g.Span) }); i >= 0 {
		return refuse("granted_before", "role", string(g.Role), "from", a.Grants[i].Span.From.String())
	}
	return separate(d, a, g)
}

// scope holds that a grant names the entry its role is for, and no other.
func (g Grant) scope(d *Directory) *suggestion.Refusal {
	var want Kind
	switch {
	case g.Role.OfUnit():
		want = Units
	case g.Role == lifecycle.SpecialCommittee:
		want = Committees
	case g.Role == lifecycle.Delegation:
		want = Delegations
	}
	for _, s := range []struct {
		kind Kind
		id   string
	}{{Units, g.Unit}, {Committees, g.Committee}, {Delegations, g.Delegation}} {
		if s.kind != want && s.id != "" {
			return refuse("scope_too_much", "role", string(g.Role), "register", string(s.kind))
		}
		if s.kind == want && s.id == "" {
			return refuse("role_needs_scope", "role", string(g.Role), "register", string(s.kind))
		}
		if s.id != "" {
			if r := linked(d, s.kind, Link{ID: s.id}); r != nil {
				return r
			}
		}
	}
	return nil
}

// separate keeps the three administrators apart from every other role that the
// person has on a day of the grant, in whichever account.
func separate(d *Directory, a Account, g Grant) *suggestion.Refusal {
	for _, e := range d.All(Accounts) {
		other := e.(Account)
		if other.ID != a.ID && !other.Person.Same(a.Person) {
			continue
		}
		for _, o := range other.Grants {
			if o.Role != g.Role && o.Span.Meets(g.Span) && (slices.Contains(apart, o.Role) || slices.Contains(apart, g.Role)) {
				return refuse("roles_apart", "role", string(g.Role), "login", other.ID, "held", string(o.Role))
			}
		}
	}
	return nil
}

func (e RoleEnded) check(d *Directory) *suggestion.Refusal {
	a, r := known[Account](d, e.Ref())
	if r != nil {
		return r
	}
	if r := first(within(Span{From: a.From}, e.From, a.ID), need("role", string(e.Role))); r != nil {
		return r
	}
	held := func(g Grant) bool { return g.same(e.grant()) && !g.Span.endedBy(e.From) }
	taken := func(g Grant) bool { return g.same(e.grant()) && g.Span.Until == e.From }
	switch {
	case slices.ContainsFunc(a.Grants, held):
		return nil
	case slices.ContainsFunc(a.Grants, taken):
		return refuse("ended_before", "name", a.ID, "until", e.From.String())
	}
	return refuse("not_granted", "role", string(e.Role), "day", e.From.String())
}

func (e AccountSuspended) check(d *Directory) *suggestion.Refusal { return stops(d, e, e.Reason) }

func (e AccountResumed) check(d *Directory) *suggestion.Refusal { return stops(d, e, e.Reason) }

func stops(d *Directory, e Event, reason string) *suggestion.Refusal {
	a, r := known[Account](d, e.Ref())
	if r != nil {
		return r
	}
	return first(within(Span{From: a.From}, e.Day(), a.ID), need("reason", reason))
}

func (e AccountOpened) evolve(was Entry) Entry {
	return change(was, func(a *Account) {
		a.ID, a.From, a.Person = e.ID, e.From, e.Person
		if len(a.Suspended) == 0 {
			a.Suspended = starting(false)
		}
	})
}

func (e RoleGranted) evolve(was Entry) Entry {
	return change(was, func(a *Account) {
		if !slices.Contains(a.Grants, e.grant()) {
			a.Grants = append(slices.Clone(a.Grants), e.grant())
		}
	})
}

func (e RoleEnded) evolve(was Entry) Entry {
	return change(was, func(a *Account) {
		a.Grants = slices.Clone(a.Grants)
		for i, g := range a.Grants {
			if g.same(e.grant()) && !g.Span.endedBy(e.From) {
				a.Grants[i].Span.Until = g.Span.from(e.From)
			}
		}
	})
}

func (e AccountSuspended) evolve(was Entry) Entry {
	return change(was, func(a *Account) { a.Suspended = a.Suspended.from(e.From, true) })
}

func (e AccountResumed) evolve(was Entry) Entry {
	return change(was, func(a *Account) { a.Suspended = a.Suspended.from(e.From, false) })
}

func (e RoleGranted) link(d *Directory) Event {
	e.Unit, e.Committee, e.Delegation = d.link(Units, e.Unit, e.From), d.link(Committees, e.Committee, e.From), d.link(Delegations, e.Delegation, e.From)
	return e
}

func (e RoleEnded) link(d *Directory) Event {
	e.Unit, e.Committee, e.Delegation = d.link(Units, e.Unit, e.From), d.link(Committees, e.Committee, e.From), d.link(Delegations, e.Delegation, e.From)
	return e
}
