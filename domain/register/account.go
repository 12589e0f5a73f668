package register

import (
	"slices"

	"huiyin/domain/calendar"
	"huiyin/domain/lifecycle"
	"huiyin/domain/suggestion"
)

// Roles that no act on a case asks for, beside those of package lifecycle.
const (
	CongressLeader   lifecycle.Role = "congress_leader"
	GovernmentLeader lifecycle.Role = "government_leader"
	SystemAdmin      lifecycle.Role = "system_admin"
	SecurityAdmin    lifecycle.Role = "security_admin"
)

// Roles lists the roles an account can have: every one that is a person's.
func Roles() []lifecycle.Role {
	system := []lifecycle.Role{lifecycle.Clock, lifecycle.Reactor, lifecycle.Importer}
	people := slices.DeleteFunc(lifecycle.Roles(), func(r lifecycle.Role) bool { return slices.Contains(system, r) })
	return append(people, CongressLeader, GovernmentLeader, SystemAdmin, SecurityAdmin)
}

// apart are the three administrators (三员): who is one of them is nothing else,
// in no account of the same person (handbook THR-21).
var apart = []lifecycle.Role{lifecycle.Auditor, SystemAdmin, SecurityAdmin}

// AccountOpened enters an account. Its ID is the login; it holds no secret and
// no way to reach the person.
type AccountOpened struct {
	ID     string
	From   calendar.Date
	Person suggestion.Person
}

// RoleGranted gives an account a role from a day on and, if Until is set, before
// a day. A unit's role is for one unit, a special committee's for one committee,
// a delegation's for one delegation; all others have no such bound.
type RoleGranted struct {
	ID         string
	From       calendar.Date
	Until      calendar.Date
	Role       lifecycle.Role
	Unit       Link
	Committee  Link
	Delegation Link
}

// RoleEnded takes a role back from a day on, whatever was granted for later days.
type RoleEnded struct {
	ID         string
	From       calendar.Date
	Role       lifecycle.Role
	Unit       Link
	Committee  Link
	Delegation Link
	Reason     string
}

// AccountSuspended stops all roles of an account from a day on.
type AccountSuspended struct {
	ID     string
	From   calendar.Date
	Reason string
}

// AccountResumed lets a suspended account act again.
type AccountResumed struct {
	ID     string
	From   calendar.Date
	Reason string
}

// Grant is a role for a time and, by its kind, for one entry of a register.
type Grant struct {
	Role       lifecycle.Role
	Unit       string
	Committee  string
	Delegation string
	Span       Span
}

// Key names the grant among those of its account.
func (g Grant) Key() string { return string(g.Role) + ":" + g.Unit + g.Committee + g.Delegation }

// same reports whether two grants differ in their days only.
func (g Grant) same(o Grant) bool { o.Span = g.Span; return g == o }

// Account is an entry of the register of accounts.
type Account struct {
	ID        string
	From      calendar.Date
	Person    suggestion.Person
	Grants    []Grant
	Suspended Timeline[bool]
	Proposed  []Proposal // roles that wait for their approval
}

// Ref implements Entry.
func (a Account) Ref() Ref { return Ref{Accounts, a.ID} }

// Name implements Entry.
func (a Account) Name(calendar.Date) string { return a.Person.Name }

// Called implements Entry.
func (a Account) Called() []Called { return []Called{{a.Person.Name, Span{From: a.From}}} }

// Roles are what the account may act as on the day: none while it is suspended.
func (a Account) Roles(on calendar.Date) (held []Grant) {
	if a.Suspended.On(on) {
		return nil
	}
	for _, g := range a.Grants {
		if g.Span.Has(on) {
			held = append(held, g)
		}
	}
	return held
}

// Lines implements Entry.
func (a Account) Lines(on calendar.Date) []Line {
	stopped := ""
	if a.Suspended.On(on) {
		stopped = "yes"
	}
	lines := []Line{{Field: "person.name", Value: a.Person.Name}, {Field: "person.id", Value: a.Person.ID},
		{Field: "from", Value: a.From.String()}, {Field: "suspended", Value: stopped, Code: "answer"}}
	for _, g := range a.Roles(on) {
		lines = append(lines, Line{Field: "role", Value: string(g.Role), Code: "role"})
		for _, l := range []Line{{"unit", g.Unit, "", Units}, {"committee", g.Committee, "", Committees}, {"delegation", g.Delegation, "", Delegations}} {
			if l.Value != "" {
				lines = append(lines, l)
			}
		}
	}
	return lines
}

func (a Account) in(_ *Directory, on calendar.Date) bool { return !on.Before(a.From) }
