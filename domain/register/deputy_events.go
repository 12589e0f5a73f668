package register

import (
	"slices"

	"huiyin/domain/calendar"
	"huiyin/domain/suggestion"
)

// Ref implements Event.
func (e DeputyElected) Ref() Ref { return Ref{Deputies, e.ID} }

// Ref implements Event.
func (e DeputyCorrected) Ref() Ref { return Ref{Deputies, e.ID} }

// Ref implements Event.
func (e DeputyDelegationChanged) Ref() Ref { return Ref{Deputies, e.ID} }

// Ref implements Event.
func (e DeputyEmployerChanged) Ref() Ref { return Ref{Deputies, e.ID} }

// Ref implements Event.
func (e DeputyLeft) Ref() Ref { return Ref{Deputies, e.ID} }

// Day implements Event.
func (e DeputyElected) Day() calendar.Date { return e.Facts.From }

// Day implements Event.
func (e DeputyCorrected) Day() calendar.Date { return e.On }

// Day implements Event.
func (e DeputyDelegationChanged) Day() calendar.Date { return e.From }

// Day implements Event.
func (e DeputyEmployerChanged) Day() calendar.Date { return e.From }

// Day implements Event.
func (e DeputyLeft) Day() calendar.Date { return e.From }

// key leaves out the day: who is elected again is the same person.
func (e DeputyElected) key() []string {
	return []string{e.Facts.Congress, e.Facts.Delegation.ID, e.Facts.Name}
}

func (f DeputyFacts) check() *suggestion.Refusal {
	return need("name", f.Name, "congress", f.Congress, "delegation", f.Delegation.ID)
}

// began reports whether a term began just as stated.
func (f DeputyFacts) began(t Term) bool {
	return t.Span.From == f.From && t.Congress == f.Congress && t.ElectingUnit == f.ElectingUnit && t.Basis == f.Basis &&
		t.Delegation.On(f.From) == f.Delegation.ID && t.Employer.On(f.From) == f.Employer
}

func (e DeputyElected) check(d *Directory) *suggestion.Refusal {
	was, _ := d.Get(e.Ref())
	if r := e.Facts.check(); r != nil {
		return r
	}
	if p, ok := was.(Deputy); ok && p.Person != e.Facts.Name {
		return refuse("other_person", "id", e.ID, "name", p.Person, "given", e.Facts.Name)
	}
	return e.evolve(was).(Deputy).check(d)
}

func (e DeputyCorrected) check(d *Directory) *suggestion.Refusal {
	p, r := known[Deputy](d, e.Ref())
	if r != nil {
		return r
	}
	return first(need("reason", e.Reason), holding(e.On, e.Facts.From, p.Person), e.Facts.check(), e.evolve(p).(Deputy).check(d))
}

func (e DeputyDelegationChanged) check(d *Directory) *suggestion.Refusal {
	return first(serving(d, e), need("delegation", e.Delegation.ID), after(d, e))
}

func (e DeputyEmployerChanged) check(d *Directory) *suggestion.Refusal {
	return serving(d, e)
}

func (e DeputyLeft) check(d *Directory) *suggestion.Refusal {
	p, r := known[Deputy](d, e.Ref())
	if r != nil {
		return r
	}
	i := p.at(e.From.AddDays(-1))
	if i < 0 {
		return refuse("not_in_office", "name", p.Person, "day", e.From.String())
	}
	return first(ending(p.Terms[i].Span, e.From, p.Person, e.Reason), among(e.Why, suggestion.DepartureReasons()), after(d, e))
}

// serving refuses a day on which the deputy is in no term.
func serving(d *Directory, e Event) *suggestion.Refusal {
	p, r := known[Deputy](d, e.Ref())
	if r != nil {
		return r
	}
	if e.Day().IsZero() {
		return refuse("field_missing", "entry", "from")
	}
	if _, ok := p.Term(d, e.Day()); !ok {
		return refuse("not_in_office", "name", p.Person, "day", e.Day().String())
	}
	return nil
}

// after holds the deputy as the fact would make it.
func after(d *Directory, e Event) *suggestion.Refusal {
	was, _ := d.Get(e.Ref())
	return e.evolve(was).(Deputy).check(d)
}

func (e DeputyElected) evolve(was Entry) Entry {
	return change(was, func(p *Deputy) {
		p.ID, p.Person = e.ID, e.Facts.Name
		if !slices.ContainsFunc(p.Terms, e.Facts.began) {
			p.Terms = append(slices.Clone(p.Terms), Term{Span: Span{From: e.Facts.From}, Congress: e.Facts.Congress,
				ElectingUnit: e.Facts.ElectingUnit, Delegation: starting(e.Facts.Delegation.ID), Employer: starting(e.Facts.Employer), Basis: e.Facts.Basis})
			p.sort()
		}
	})
}

func (e DeputyCorrected) evolve(was Entry) Entry {
	return change(was, func(p *Deputy) {
		p.Person = e.Facts.Name
		p.inTerm(e.On, func(t *Term) {
			t.Span.From, t.Congress, t.ElectingUnit, t.Basis = e.Facts.From, e.Facts.Congress, e.Facts.ElectingUnit, e.Facts.Basis
			t.Delegation, t.Employer = t.Delegation.amend(e.On, e.Facts.Delegation.ID), t.Employer.amend(e.On, e.Facts.Employer)
		})
	})
}

func (e DeputyDelegationChanged) evolve(was Entry) Entry {
	return change(was, func(p *Deputy) {
		p.inTerm(e.From, func(t *Term) { t.Delegation = t.Delegation.from(e.From, e.Delegation.ID) })
	})
}

func (e DeputyEmployerChanged) evolve(was Entry) Entry {
	return change(was, func(p *Deputy) {
		p.inTerm(e.From, func(t *Term) { t.Employer = t.Employer.from(e.From, e.Employer) })
	})
}

func (e DeputyLeft) evolve(was Entry) Entry {
	return change(was, func(p *Deputy) {
		p.inTerm(e.From.AddDays(-1), func(t *Term) { t.Span.Until, t.Why = e.From, e.Why })
	})
}

func (e DeputyElected) link(d *Directory) Event {
	e.Facts.Delegation = d.link(Delegations, e.Facts.Delegation, e.Facts.From)
	return e
}

func (e DeputyCorrected) link(d *Directory) Event {
	e.Facts.Delegation = d.link(Delegations, e.Facts.Delegation, e.On)
	return e
}

func (e DeputyDelegationChanged) link(d *Directory) Event {
	e.Delegation = d.link(Delegations, e.Delegation, e.From)
	return e
}
