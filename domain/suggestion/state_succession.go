package suggestion

import (
	"slices"

	"huiyin/domain/calendar"
)

// Changes are the people and bodies of a case that are no longer who they were.
type Changes struct {
	Successions []Succession
	Departures  []Departure
	Ties        []Tie
	FormerLeads []Person
}

// Succession says which body took a unit's duties on the case over.
type Succession struct {
	Old string
	New string
	On  calendar.Date
}

// Departure is a deputy who left office, and why.
type Departure struct {
	Person Person
	Reason string
}

// Tie is a deputy employed by a unit that handles the deputy's own suggestion.
type Tie struct {
	Person Person
	Unit   string
}

// BodyOf is the body that stands for a unit on this case now: the unit itself or,
// through all successions, the newest one.
func (s *Suggestion) BodyOf(unit string) string {
	for _, c := range s.Changes.Successions {
		if c.Old == unit {
			unit = c.New
		}
	}
	return unit
}

// Gone reports whether the person can no longer act, rate or receive. Who only
// left office can: rights follow the person (R1-34).
func (s *Suggestion) Gone(p Person) bool {
	return slices.ContainsFunc(s.Changes.Departures, func(d Departure) bool {
		return d.Person.Same(p) && (d.Reason == Died || d.Reason == Incapable)
	})
}

// Tied reports whether the deputy is known to be employed by the unit or by the
// body that stands for it now.
func (s *Suggestion) Tied(p Person, unit string) bool {
	return slices.ContainsFunc(s.Changes.Ties, func(t Tie) bool {
		return t.Person.Same(p) && (t.Unit == unit || s.BodyOf(t.Unit) == s.BodyOf(unit))
	})
}

func (c Changes) clone() Changes {
	c.Successions = slices.Clone(c.Successions)
	c.Departures = slices.Clone(c.Departures)
	c.Ties = slices.Clone(c.Ties)
	c.FormerLeads = slices.Clone(c.FormerLeads)
	return c
}
