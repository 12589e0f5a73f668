package register

import (
	"slices"

	"huiyin/domain/calendar"
	"huiyin/domain/suggestion"
)

// Manner is how a unit ended.
type Manner string

// The manners. A merged unit has one successor, a split one two at least, and
// an abolished one none.
const (
	Merged    Manner = "merged"
	Split     Manner = "split"
	Abolished Manner = "abolished"
)

// Manners lists every manner.
func Manners() []Manner { return []Manner{Merged, Split, Abolished} }

// UnitEnded says that from a day on a unit is no more, and who carries on its
// duties. Basis names the document; it is needed when another end was stated
// before.
type UnitEnded struct {
	ID     string
	From   calendar.Date
	Manner Manner
	Into   []Link
	Basis  string
}

// Ref implements Event.
func (e UnitEnded) Ref() Ref { return Ref{Units, e.ID} }

// Day implements Event.
func (e UnitEnded) Day() calendar.Date { return e.From }

func (e UnitEnded) check(d *Directory) *suggestion.Refusal {
	u, r := known[Unit](d, e.Ref())
	if r != nil {
		return r
	}
	next := e.evolve(u).(Unit)
	if r := first(ending(u.Life, e.From, u.Name(e.From), e.Basis), among(e.Manner, Manners()), e.count()); r != nil {
		return r
	}
	for _, l := range e.Into {
		if r := successor(d, next, l.ID); r != nil {
			return r
		}
	}
	return next.check(d)
}

// count holds that a manner has as many successors as it means.
func (e UnitEnded) count() *suggestion.Refusal {
	n := len(e.Into)
	if e.Manner == Merged && n == 1 || e.Manner == Split && n > 1 || e.Manner == Abolished && n == 0 {
		return nil
	}
	return refuse("successor_count", "manner", string(e.Manner), "count", itoa(n))
}

// successor refuses a successor that is not there on the day, or whose own line
// of successors leads back.
func successor(d *Directory, u Unit, id string) *suggestion.Refusal {
	s, r := known[Unit](d, Ref{Units, id})
	if r != nil {
		return r
	}
	day := u.Life.Until
	switch {
	case s.ID == u.ID || slices.Contains(d.line(s.ID), u.ID):
		return refuse("successor_cycle", "name", u.Name(day), "successor", s.Name(day))
	case !s.Life.Has(day):
		return refuse("successor_not_there", "successor", s.Name(day), "day", day.String())
	}
	return nil
}

// receives refuses a life in which the unit is not there on a day on which it
// takes over another's duties.
func receives(d *Directory, u Unit) *suggestion.Refusal {
	for _, e := range d.All(Units) {
		o := e.(Unit)
		if slices.Contains(o.Into, u.ID) && !u.Life.Has(o.Life.Until) {
			return refuse("still_successor", "name", u.Name(o.Life.Until), "other", o.Name(o.Life.Until), "day", o.Life.Until.String())
		}
	}
	return nil
}

func (e UnitEnded) evolve(was Entry) Entry {
	return change(was, func(u *Unit) {
		u.Life.Until, u.Manner, u.Into = e.From, e.Manner, nil
		for _, l := range e.Into {
			u.Into = append(u.Into, l.ID)
		}
	})
}

func (e UnitEnded) link(d *Directory) Event {
	e.Into = slices.Clone(e.Into)
	for i := range e.Into {
		e.Into[i] = d.link(Units, e.Into[i], e.From)
	}
	return e
}
