package register

import (
	"slices"

	"huiyin/domain/calendar"
)

// Delegation finds a delegation by its id.
func (d *Directory) Delegation(id string) (Delegation, bool) {
	return get[Delegation](d, Delegations, id)
}

// DelegationsOf lists the delegations of a congress, with their seats.
func (d *Directory) DelegationsOf(congress string) []Delegation {
	return slices.DeleteFunc(all[Delegation](d.All(Delegations)), func(g Delegation) bool { return g.Facts.Congress != congress })
}

// Deputy finds a deputy by the person's id.
func (d *Directory) Deputy(id string) (Deputy, bool) { return get[Deputy](d, Deputies, id) }

// Serving is a deputy in office on a day, with where the deputy belongs then.
type Serving struct {
	Deputy     Deputy
	Term       Term
	Delegation string
	Employer   string
}

// DeputiesOn lists the deputies in office on the day, of one delegation if its id
// is given, else of all.
func (d *Directory) DeputiesOn(on calendar.Date, delegation string) (serving []Serving) {
	for _, p := range all[Deputy](d.All(Deputies)) {
		t, ok := p.Term(d, on)
		s := Serving{p, t, t.Delegation.On(on), t.Employer.On(on)}
		if ok && (delegation == "" || s.Delegation == delegation) {
			serving = append(serving, s)
		}
	}
	return serving
}

// EmployedBy reports whether a deputy is employed by a unit on the day, under
// whatever name of the unit the register of deputies knows it.
func (d *Directory) EmployedBy(deputy, unit string, on calendar.Date) bool {
	p, ok := d.Deputy(deputy)
	if !ok {
		return false
	}
	t, ok := p.Term(d, on)
	u, known := d.UnitNamed(t.Employer.On(on), on)
	return ok && known && u.ID == unit
}

// InOffice is a leader's time in a post.
type InOffice struct {
	Leader Leader
	Tenure Tenure
}

// LeadersOn lists who holds office in a body on the day, one entry for each post.
func (d *Directory) LeadersOn(body Body, on calendar.Date) (held []InOffice) {
	for _, p := range all[Leader](d.All(Leaders)) {
		for _, t := range p.Tenures {
			if t.Body == body && t.Span.Has(on) {
				held = append(held, InOffice{p, t})
			}
		}
	}
	return held
}

// Account finds an account by its login.
func (d *Directory) Account(login string) (Account, bool) { return get[Account](d, Accounts, login) }

// RolesOn are what an account may act as on the day.
func (d *Directory) RolesOn(login string, on calendar.Date) []Grant {
	a, _ := d.Account(login)
	return a.Roles(on)
}
