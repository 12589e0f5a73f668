package suggestion

import (
	"slices"

	"huiyin/domain/calendar"
	"huiyin/domain/lifecycle"
)

// SucceedUnit passes the duties of a unit to the body that took them over
// (B10): open assignments, reply lines, promises and tasks, with every date
// unchanged. Who of the successor's staff acts may act where the old unit's
// could; what is finished keeps the name of then.
//
// A successor that already has a part keeps it. A co-unit's part that thereby
// meets another part of the same body is discharged, since nobody gives an
// opinion to itself; two reply lines stay two lines of one body, because the
// deputy was promised two answers.
//
// Given again for the same bodies it does nothing.
type SucceedUnit struct {
	Old      string
	New      string
	On       calendar.Date
	Decision string
}

func (c SucceedUnit) decide(d *decision) error {
	if err := d.standing(lifecycle.SucceedUnit); err != nil {
		return err
	}
	if err := need("succeed_unit.old", c.Old, "succeed_unit.new", c.New, "on", c.On.String()); err != nil {
		return err
	}
	switch now := d.s.BodyOf(c.Old); {
	case c.Old == c.New:
		return refuse("succeeds_itself", "name", c.Old)
	case now == d.s.BodyOf(c.New):
		return nil // done before
	case now != c.Old:
		return refuse("unit_succeeded", "unit", c.Old, "successor", now)
	case d.s.BodyOf(c.New) != c.New:
		return refuse("unit_succeeded", "unit", c.New, "successor", d.s.BodyOf(c.New))
	case !d.s.knows(c.Old):
		return refuse("no_part_of_unit", "unit", c.Old)
	}
	e := d.s.passing(c.Old)
	e.New, e.On, e.Decision = c.New, c.On, c.Decision
	d.emit(e)
	return d.meet(c.New)
}

// knows reports whether the unit ever had a part that it did not give back.
func (s *Suggestion) knows(unit string) bool {
	return slices.ContainsFunc(s.Assignments, func(a Assignment) bool { return a.Unit == unit && a.Active() }) ||
		slices.ContainsFunc(s.Commitments, func(c Commitment) bool { return c.Unit == unit })
}

// Duties reports whether the unit still owes anything on the case.
func (s *Suggestion) Duties(unit string) bool {
	e := s.passing(unit)
	return len(e.Assignments)+len(e.Lines)+len(e.Commitments)+len(e.Tasks) > 0
}

// passing lists what a successor takes over: what is not finished.
func (s *Suggestion) passing(unit string) UnitSucceeded {
	e := UnitSucceeded{Old: unit}
	for _, a := range s.Assignments {
		if a.Unit == unit && a.Active() && s.owing(a) {
			e.Assignments = append(e.Assignments, a.Assignment)
		}
	}
	for _, l := range s.Lines {
		if l.Unit == unit && l.open() {
			e.Lines = append(e.Lines, l.ID)
		}
	}
	for _, c := range s.Commitments {
		if c.Unit == unit && c.Open() {
			e.Commitments = append(e.Commitments, c.Promise.Commitment)
		}
	}
	for _, t := range s.Oversight.Tasks {
		if t.Unit == unit && t.Open() {
			e.Tasks = append(e.Tasks, t.ID)
		}
	}
	return e
}

// owing reports whether a part is not finished: a co-unit's without its opinion,
// a line's that is open.
func (s *Suggestion) owing(a Assignment) bool {
	if l, ok := s.Line(a.Line); ok {
		return l.open()
	}
	return a.State != lifecycle.OpinionGiven
}

// open reports whether the line still asks something of its unit or the deputy.
func (l Line) open() bool {
	return l.State != lifecycle.LineEnded && (!l.settled() || l.upgrading())
}

// meet discharges the co-unit's parts of a body that has another part.
func (d *decision) meet(unit string) error {
	var co []Assignment
	others := 0
	for _, a := range d.s.Assignments {
		switch {
		case !a.Active() || d.s.BodyOf(a.Unit) != unit:
		case a.Part == Co && a.State != lifecycle.OpinionGiven:
			co = append(co, a)
		default:
			others++
		}
	}
	if others == 0 && len(co) > 0 {
		co = co[1:] // two co-units became one: one opinion is enough
	}
	for _, a := range co {
		m, err := d.move(lifecycle.Assignment, a.State, lifecycle.Discharge)
		if err != nil {
			return err
		}
		d.emit(AssignmentDischarged{Assignment: a.Assignment, Move: m, Reason: unit})
	}
	return nil
}
