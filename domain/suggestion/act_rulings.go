package suggestion

import "huiyin/domain/lifecycle"

// RuleOnObjection answers the deputy's objection to a unit. With Uphold the unit
// is discharged and its part goes to NewUnit, with a T0 of its own.
type RuleOnObjection struct {
	Assignment AssignmentID
	Uphold     bool
	NewUnit    string
	Reason     string
}

func (c RuleOnObjection) decide(d *decision) error {
	t := lifecycle.RejectObjection
	if c.Uphold {
		t = lifecycle.UpholdObjection
	}
	a, m, err := d.onUnit(c.Assignment, t)
	if err != nil {
		return err
	}
	if err := need("reason", c.Reason); err != nil {
		return err
	}
	ruled := ObjectionRuled{Assignment: c.Assignment, Move: m, Upheld: c.Uphold, Reason: c.Reason}
	if !c.Uphold {
		d.emit(ruled)
		return nil
	}
	if err := need("unit", c.NewUnit); err != nil {
		return err
	}
	if r := d.canTake(c.NewUnit); r != nil {
		return r
	}
	d.emit(ruled)
	if err := d.closeLine(a.Line, c.Reason); err != nil {
		return err
	}
	d.handOn(a, c.NewUnit)
	return nil
}

// RuleOnContest answers the deputy's objection to a class. With Uphold the class
// of the contested reply becomes Class; a class that was corrected in the
// meantime may stand.
type RuleOnContest struct {
	Line   LineID
	Uphold bool
	Class  Class
	Reason string
}

func (c RuleOnContest) decide(d *decision) error {
	t := lifecycle.RejectContest
	if c.Uphold {
		t = lifecycle.UpholdContest
	}
	l, m, err := d.onLine(c.Line, t)
	if err != nil {
		return err
	}
	if err := need("reason", c.Reason); err != nil {
		return err
	}
	contest, _ := l.OpenContest()
	v, _ := l.Version(contest.Version)
	if c.Uphold {
		if r := d.knownClass(c.Class); r != nil {
			return r
		}
		if c.Class == v.Class && v.Class == v.Claimed {
			return refuse("class_unchanged", "class", string(c.Class))
		}
	}
	d.emit(ContestRuled{Line: c.Line, Move: m, Version: contest.Version, Upheld: c.Uphold, Reason: c.Reason})
	if c.Uphold && c.Class != v.Class {
		d.emit(ClassCorrected{Line: c.Line, Move: m, Version: v.Number, Old: v.Class, New: c.Class, Reason: c.Reason})
	}
	return nil
}

func noObjectionYet(d *decision, about Subject) *Refusal {
	if a, ok := d.s.Assignment(about.Assignment); ok && a.Objection.Open {
		return refuse("objection_pending", "unit", a.Unit)
	}
	return nil
}

func objectionOpen(d *decision, about Subject) *Refusal {
	if a, ok := d.s.Assignment(about.Assignment); !ok || !a.Objection.Open {
		return refuse("no_objection")
	}
	return nil
}

func noContestYet(d *decision, about Subject) *Refusal {
	if l, ok := d.s.Line(about.Line); ok {
		if _, open := l.OpenContest(); open {
			return refuse("contest_pending", "unit", l.Unit)
		}
	}
	return nil
}

func contestOpen(d *decision, about Subject) *Refusal {
	if l, ok := d.s.Line(about.Line); ok {
		if _, open := l.OpenContest(); open {
			return nil
		}
	}
	return refuse("no_contest")
}

// nothingContested keeps a case out of the archive while the deputy waits for a
// ruling: in the archive there is none.
func nothingContested(d *decision, _ Subject) *Refusal {
	for _, a := range d.s.Assignments {
		if a.Active() && a.Objection.Open {
			return refuse("objection_pending", "unit", a.Unit)
		}
	}
	for _, l := range d.s.Lines {
		if _, open := l.OpenContest(); open {
			return refuse("contest_pending", "unit", l.Unit)
		}
	}
	return nil
}
