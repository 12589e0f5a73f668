package register

import (
	"huiyin/domain/calendar"
	"huiyin/domain/suggestion"
)

// UnitCorrected states anew what was wrong in a unit's entry. Names and
// committee are those of the stretch of time that holds the day On, the first if
// it is unset; the rest has no stretches.
type UnitCorrected struct {
	ID     string
	On     calendar.Date
	Facts  UnitFacts
	Reason string
}

// Ref implements Event.
func (e UnitRegistered) Ref() Ref { return Ref{Units, e.ID} }

// Ref implements Event.
func (e UnitRenamed) Ref() Ref { return Ref{Units, e.ID} }

// Ref implements Event.
func (e UnitCommitteeChanged) Ref() Ref { return Ref{Units, e.ID} }

// Ref implements Event.
func (e UnitCorrected) Ref() Ref { return Ref{Units, e.ID} }

// Day implements Event.
func (e UnitRegistered) Day() calendar.Date { return e.Facts.From }

// Day implements Event.
func (e UnitRenamed) Day() calendar.Date { return e.From }

// Day implements Event.
func (e UnitCommitteeChanged) Day() calendar.Date { return e.From }

// Day implements Event.
func (e UnitCorrected) Day() calendar.Date { return e.On }

func (e UnitRegistered) key() []string { return []string{e.Facts.Name, e.Facts.From.String()} }

func (e UnitRegistered) check(d *Directory) *suggestion.Refusal {
	return first(absent(d, e), committeeOf(d, e.Facts.Committee), e.evolve(nil).(Unit).check(d))
}

func (e UnitRenamed) check(d *Directory) *suggestion.Refusal {
	u, r := known[Unit](d, e.Ref())
	if r != nil {
		return r
	}
	return first(within(u.Life, e.From, u.Name(e.From)), need("name", e.Name), e.evolve(u).(Unit).check(d))
}

func (e UnitCommitteeChanged) check(d *Directory) *suggestion.Refusal {
	u, r := known[Unit](d, e.Ref())
	if r != nil {
		return r
	}
	return first(within(u.Life, e.From, u.Name(e.From)), committeeOf(d, e.Committee))
}

func (e UnitCorrected) check(d *Directory) *suggestion.Refusal {
	u, r := known[Unit](d, e.Ref())
	if r != nil {
		return r
	}
	return first(need("reason", e.Reason, "name", e.Facts.Name), holding(e.On, e.Facts.From, e.Facts.Name), committeeOf(d, e.Facts.Committee), e.evolve(u).(Unit).check(d))
}

func (e UnitRegistered) evolve(was Entry) Entry {
	return change(was, func(u *Unit) {
		u.ID, u.Names, u.Committee = e.ID, starting(Names{e.Facts.Name, e.Facts.Short}.own()), starting(e.Facts.Committee.ID)
		u.begin(e.Facts)
	})
}

func (e UnitRenamed) evolve(was Entry) Entry {
	return change(was, func(u *Unit) { u.Names = u.Names.from(e.From, Names{e.Name, e.Short}.own()) })
}

func (e UnitCommitteeChanged) evolve(was Entry) Entry {
	return change(was, func(u *Unit) { u.Committee = u.Committee.from(e.From, e.Committee.ID) })
}

func (e UnitCorrected) evolve(was Entry) Entry {
	return change(was, func(u *Unit) {
		u.Names = u.Names.amend(e.On, Names{e.Facts.Name, e.Facts.Short}.own())
		u.Committee = u.Committee.amend(e.On, e.Facts.Committee.ID)
		u.begin(e.Facts)
	})
}

func (e UnitRegistered) link(d *Directory) Event {
	e.Facts.Committee = d.link(Committees, e.Facts.Committee, e.Facts.From)
	return e
}

func (e UnitCommitteeChanged) link(d *Directory) Event {
	e.Committee = d.link(Committees, e.Committee, e.From)
	return e
}

func (e UnitCorrected) link(d *Directory) Event {
	e.Facts.Committee = d.link(Committees, e.Facts.Committee, e.On)
	return e
}
