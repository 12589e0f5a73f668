package suggestion

import (
	"fmt"

	"huiyin/domain/calendar"
	"huiyin/domain/lifecycle"
	"huiyin/domain/ruleset"
)

// RequestReturn asks to give the case back, saying whose duty it is instead.
type RequestReturn struct {
	Assignment   AssignmentID
	Reason       string
	ProposedUnit string
}

func (c RequestReturn) decide(d *decision) error {
	_, m, err := d.onUnit(c.Assignment, lifecycle.RequestReturn)
	if err != nil {
		return err
	}
	if err := need("reason", c.Reason); err != nil {
		return err
	}
	d.emit(ReturnRequested{Assignment: c.Assignment, Move: m, On: d.on, Reason: c.Reason, ProposedUnit: c.ProposedUnit,
		Deadlines: d.due(lifecycle.DueReturnDecision, ruleset.ReturnDecision, Subject{Assignment: c.Assignment}, d.begins())})
	return nil
}

// ApproveReturn lets the unit go and, with NewUnit, hands its part on.
type ApproveReturn struct {
	Assignment AssignmentID
	Reason     string
	NewUnit    string
}

func (c ApproveReturn) decide(d *decision) error {
	a, m, err := d.onUnit(c.Assignment, lifecycle.ApproveReturn)
	if err != nil {
		return err
	}
	if err := need("reason", c.Reason); err != nil {
		return err
	}
	if r := d.canTake(c.NewUnit); r != nil {
		return r
	}
	d.emit(ReturnApproved{Assignment: c.Assignment, Move: m, Reason: c.Reason})
	if err := d.closeLine(a.Line, c.Reason); err != nil {
		return err
	}
	if c.NewUnit != "" {
		d.handOn(a, c.NewUnit)
	}
	return nil
}

// Reassign hands a returned part to another unit, with its own T0.
type Reassign struct {
	From AssignmentID
	Unit string
}

func (c Reassign) decide(d *decision) error {
	a, _, err := d.onUnit(c.From, lifecycle.ReassignPart)
	if err != nil {
		return err
	}
	if d.s.State == lifecycle.Closed {
		return refuse("wrong_state", "act", string(lifecycle.ReassignPart), "machine", string(lifecycle.Suggestion), "state", string(d.s.State))
	}
	if err := need("unit", c.Unit); err != nil {
		return err
	}
	if r := d.canTake(c.Unit); r != nil {
		return r
	}
	d.handOn(a, c.Unit)
	return nil
}

// canTake refuses a unit that already has an active part, and one whose duties
// here another body took over.
func (d *decision) canTake(unit string) *Refusal {
	if now := d.s.BodyOf(unit); now != unit {
		return refuse("unit_succeeded", "unit", unit, "successor", now)
	}
	if _, ok := d.s.ActiveOn(unit); ok {
		return refuse("unit_twice", "unit", unit)
	}
	return nil
}

func (d *decision) handOn(a Assignment, unit string) {
	term := d.terms([]UnitPart{{Unit: unit, Part: a.Part, Scope: a.Scope}})[0]
	d.emit(Reassigned{From: a.Assignment, Unit: term, T0: d.on, Deadlines: d.unitDue(term, d.on)})
}

// closeLine ends the line of a unit that left without a reply. A line that
// replied has its own end.
func (d *decision) closeLine(id LineID, reason string) error {
	l, ok := d.s.Line(id)
	if !ok {
		return nil // a co-unit has none
	}
	if l.Replied() {
		return refuse("already_replied")
	}
	m, err := d.move(lifecycle.ReplyLine, l.State, lifecycle.EndLine)
	if err != nil {
		return err
	}
	d.emit(LineClosed{Line: id, Move: m, Reason: reason})
	return nil
}

// RefuseReturn obliges the unit to go on. Final allows it no further return.
type RefuseReturn struct {
	Assignment AssignmentID
	Reason     string
	Final      bool
}

func (c RefuseReturn) decide(d *decision) error {
	t := lifecycle.RefuseReturn
	if c.Final {
		t = lifecycle.RuleFinal
	}
	_, m, err := d.onUnit(c.Assignment, t)
	if err != nil {
		return err
	}
	if err := need("reason", c.Reason); err != nil {
		return err
	}
	if c.Final {
		d.emit(ReturnRuledFinal{Assignment: c.Assignment, Move: m, Reason: c.Reason})
	} else {
		d.emit(ReturnRefused{Assignment: c.Assignment, Move: m, Reason: c.Reason})
	}
	return nil
}

// FollowReassignment carries a head's change of unit over to a merged member.
type FollowReassignment struct {
	OldUnit string
	NewUnit string
	T0      calendar.Date
}

func (c FollowReassignment) decide(d *decision) error {
	if err := d.byRole("follow_reassignment", lifecycle.Reactor); err != nil {
		return err
	}
	a, ok := d.s.ActiveOn(d.s.BodyOf(c.OldUnit))
	if !ok || d.s.Head == "" || c.OldUnit == c.NewUnit {
		return nil
	}
	if err := need("unit", c.NewUnit, "t0", c.T0.String()); err != nil {
		return err
	}
	if r := d.canTake(c.NewUnit); r != nil {
		return r
	}
	old := *a
	_, m, err := d.onUnit(old.Assignment, lifecycle.Discharge)
	if err != nil {
		return err
	}
	d.emit(AssignmentDischarged{Assignment: old.Assignment, Move: m, Reason: fmt.Sprintf("%s→%s", c.OldUnit, c.NewUnit)})
	if err := d.closeLine(old.Line, c.NewUnit); err != nil {
		return err
	}
	term := d.terms([]UnitPart{{Unit: c.NewUnit, Part: old.Part, Scope: old.Scope}})[0]
	d.emit(Reassigned{From: old.Assignment, Unit: term, T0: c.T0,
		Deadlines: d.due(lifecycle.DueReply, ruleset.Reply, Subject{Line: term.Line}, c.T0)})
	return nil
}
