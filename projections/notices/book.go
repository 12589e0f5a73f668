package notices

import (
	"slices"

	"huiyin/domain/calendar"
	"huiyin/domain/lifecycle"
	"huiyin/domain/register"
	"huiyin/domain/suggestion"
)

// target is whom a line of the table means: whoever holds one of the roles and,
// as far as said, acts for the unit, the committee or the delegation, or is the
// person. About and due go into the notice.
type target struct {
	roles      []lifecycle.Role
	person     suggestion.Person
	unit       string
	committee  string
	delegation string
	about      string
	due        calendar.Date
}

// Book finds the accounts of a directory. It never changes.
type Book struct {
	directory *register.Directory
	days      calendar.Calendar
	people    map[string][]register.Account // by the person's id
	bodies    map[string][]register.Account // by the id of unit, committee or delegation
	offices   map[lifecycle.Role][]register.Account
}

// NewBook reads a directory; the calendar tells working days.
func NewBook(d *register.Directory, days calendar.Calendar) *Book {
	b := &Book{directory: d, days: days, people: map[string][]register.Account{}, bodies: map[string][]register.Account{},
		offices: map[lifecycle.Role][]register.Account{}}
	for _, e := range d.All(register.Accounts) {
		a := e.(register.Account)
		if a.Person.ID != "" {
			b.people[a.Person.ID] = append(b.people[a.Person.ID], a)
		}
		for _, g := range a.Grants {
			if id := g.Unit + g.Committee + g.Delegation; id != "" {
				b.bodies[id] = add(b.bodies[id], a)
			} else {
				b.offices[g.Role] = add(b.offices[g.Role], a)
			}
		}
	}
	return b
}

func add(all []register.Account, a register.Account) []register.Account {
	if slices.ContainsFunc(all, func(o register.Account) bool { return o.ID == a.ID }) {
		return all
	}
	return append(all, a)
}

// empty reports whether there is nobody to be told.
func (b *Book) empty() bool { return len(b.people)+len(b.bodies)+len(b.offices) == 0 }

// find lists the accounts that a target means on the day. A person whose id the
// case does not know is nobody: a name alone may be another's.
func (b *Book) find(t target, on calendar.Date) (all []reached) {
	switch {
	case t.unit != "":
		return b.of(register.Units, t.unit, t, on)
	case t.committee != "":
		return b.of(register.Committees, t.committee, t, on)
	case t.delegation != "":
		return b.of(register.Delegations, t.delegation, t, on)
	case t.person != (suggestion.Person{}):
		return holders(b.people[t.person.ID], on, func(g register.Grant) bool { return slices.Contains(t.roles, g.Role) }, true)
	}
	for _, role := range t.roles {
		all = append(all, holders(b.offices[role], on, func(g register.Grant) bool { return g.Role == role }, false)...)
	}
	return all
}

// of lists who holds one of the roles for a body, under any name it bore.
func (b *Book) of(k register.Kind, name string, t target, on calendar.Date) (all []reached) {
	for _, e := range b.directory.Find(k, name, on) {
		id := e.Ref().ID
		all = append(all, holders(b.bodies[id], on, func(g register.Grant) bool {
			return g.Unit+g.Committee+g.Delegation == id && slices.Contains(t.roles, g.Role)
		}, false)...)
	}
	return all
}

// holders are the accounts with the grants that fit on the day; of a person the
// first grant is enough, who has several parts in one case.
func holders(accounts []register.Account, on calendar.Date, fits func(register.Grant) bool, first bool) (all []reached) {
	for _, a := range accounts {
		for _, g := range a.Roles(on) {
			if !fits(g) {
				continue
			}
			all = append(all, reached{a, g})
			if first {
				break
			}
		}
	}
	return all
}
