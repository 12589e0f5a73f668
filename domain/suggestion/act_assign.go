package suggestion

import (
	"fmt"
	"slices"

	"huiyin/domain/calendar"
	"huiyin/domain/lifecycle"
	"huiyin/domain/ruleset"
)

// UnitPart is a unit chosen for an assignment.
type UnitPart struct {
	Unit  string
	Part  Part
	Scope string
}

// Assign hands a registered case to its units; today is T0.
type Assign struct {
	Mode  Mode
	Units []UnitPart
}

func (c Assign) decide(d *decision) error {
	m, err := d.onCase(lifecycle.Assign)
	if err != nil {
		return err
	}
	if r := c.check(); r != nil {
		return r
	}
	terms := d.terms(c.Units)
	var due []Deadline
	for _, u := range terms {
		due = append(due, d.unitDue(u, d.on)...)
	}
	d.emit(Assigned{Move: m, Mode: c.Mode, T0: d.on, Units: terms, Deadlines: due})
	return nil
}

// check holds the four modes: who must be there, and who needs a scope.
func (c Assign) check() *Refusal {
	count := map[Part]int{}
	for i, u := range c.Units {
		if u.Unit == "" {
			return refuse("missing", "field", "unit")
		}
		if slices.ContainsFunc(c.Units[:i], func(v UnitPart) bool { return v.Unit == u.Unit }) {
			return refuse("unit_twice", "unit", u.Unit)
		}
		count[u.Part]++
	}
	lead, co, sep := count[Lead], count[Co], count[Separated]
	fits := map[Mode]bool{
		Single:       lead == 1 && co+sep == 0,
		LeadAndCo:    lead == 1 && co > 0 && sep == 0,
		Separate:     sep >= 2 && lead+co == 0,
		SeveralLeads: lead >= 2 && sep == 0,
	}
	if !fits[c.Mode] || lead+co+sep != len(c.Units) {
		return refuse("mode_mismatch", "mode", string(c.Mode), "lead", fmt.Sprint(lead), "co", fmt.Sprint(co), "separate", fmt.Sprint(sep))
	}
	for _, u := range c.Units {
		if u.Scope == "" && (c.Mode == SeveralLeads && u.Part == Lead || c.Mode == Separate) {
			return refuse("scope_missing", "unit", u.Unit)
		}
	}
	return nil
}

func (d *decision) terms(units []UnitPart) []UnitTerm {
	var out []UnitTerm
	lines := len(d.s.Lines)
	for i, u := range units {
		t := UnitTerm{Assignment: AssignmentID(fmt.Sprintf("a%d", len(d.s.Assignments)+i+1)), Unit: u.Unit, Part: u.Part, Scope: u.Scope}
		if u.Part != Co {
			lines++
			t.Line = LineID(fmt.Sprintf("l%d", lines))
		}
		out = append(out, t)
	}
	return out
}

// unitDue are the clocks a unit's assignment starts; the platform delivers it on
// the day of assignment.
func (d *decision) unitDue(u UnitTerm, t0 calendar.Date) []Deadline {
	return d.clocksOf(u, starts{t0, t0}, nil)
}

// Follow assigns a merged member with its head: the head's replying units, the
// head's T0, and only the reply clock, because the head does the handling.
type Follow struct {
	Mode  Mode
	T0    calendar.Date
	Units []UnitPart
}

func (c Follow) decide(d *decision) error {
	m, err := d.onCase(lifecycle.FollowHead)
	if err != nil {
		return err
	}
	replying := slices.DeleteFunc(slices.Clone(c.Units), func(u UnitPart) bool { return u.Part == Co })
	if len(replying) == 0 {
		return refuse("missing", "field", "unit")
	}
	if unset(c.T0) {
		return refuse("missing", "field", "t0") // a clock without a start would lapse at once
	}
	terms := d.terms(replying)
	var due []Deadline
	for _, u := range terms {
		due = append(due, d.due(lifecycle.DueReply, ruleset.Reply, Subject{Line: u.Line}, c.T0)...)
	}
	d.emit(Assigned{Move: m, Mode: c.Mode, T0: c.T0, Units: terms, Following: d.s.Head, Deadlines: due})
	return nil
}

// SignIn is a unit's acknowledgement.
type SignIn struct{ Assignment AssignmentID }

func (c SignIn) decide(d *decision) error {
	_, m, err := d.onUnit(c.Assignment, lifecycle.SignIn)
	if err != nil {
		return err
	}
	d.emit(SignedIn{Assignment: c.Assignment, Move: m, On: d.on})
	return nil
}

// ObjectToUnit is the deputy's objection to a handling unit.
type ObjectToUnit struct {
	Assignment AssignmentID
	Reason     string
}

func (c ObjectToUnit) decide(d *decision) error {
	_, m, err := d.onUnit(c.Assignment, lifecycle.ObjectToUnit)
	if err != nil {
		return err
	}
	if err := need("reason", c.Reason); err != nil {
		return err
	}
	d.emit(UnitObjected{Assignment: c.Assignment, Move: m, Reason: c.Reason})
	return nil
}
