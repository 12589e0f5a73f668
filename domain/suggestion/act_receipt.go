package suggestion

import (
	"slices"

	"huiyin/domain/calendar"
	"huiyin/domain/lifecycle"
	"huiyin/domain/ruleset"
)

// SendOnPaper says that the unit is outside the platform and gets its assignment
// on paper. It is said on the day of the assignment: later the platform's own
// delivery has started the clocks.
type SendOnPaper struct{ Assignment AssignmentID }

func (c SendOnPaper) decide(d *decision) error {
	a, m, err := d.onUnit(c.Assignment, lifecycle.SendOnPaper)
	if err != nil {
		return err
	}
	if d.on != a.T0 {
		return refuse("paper_too_late", "unit", a.Unit, "t0", a.T0.String())
	}
	d.sentOnPaper(a, m)
	return nil
}

func (d *decision) sentOnPaper(a Assignment, m Move) {
	var stops []lifecycle.Deadline
	var due []Deadline
	for _, l := range a.limits() {
		rule, _ := d.req.Rules.Rule(l.key)
		if _, running := d.s.Running(l.kind, l.about); !running || rule.From != ruleset.Received {
			continue
		}
		stops = append(stops, l.kind)
		if l.kind == lifecycle.DueReply { // whenever it arrives, the law's last day stands
			due = d.dueFrom(l.kind, ruleset.ReplyCap, l.about, starts{assigned: a.T0})
		}
	}
	d.emit(SentOnPaper{Assignment: a.Assignment, Move: m, On: d.on, Stops: stops, Deadlines: due})
}

// RecordReceipt records when the paper reached the unit. What counts from the
// receipt starts on that day. Receipt is the receipt's number or who signed it.
type RecordReceipt struct {
	Assignment AssignmentID
	Receipt    string
}

func (c RecordReceipt) decide(d *decision) error { return d.receive(c.Assignment, d.on, c.Receipt) }

func (d *decision) receive(id AssignmentID, on calendar.Date, receipt string) error {
	a, m, err := d.onUnit(id, lifecycle.RecordReceipt)
	if err != nil {
		return err
	}
	if on.Before(a.T0) {
		return refuse("receipt_before_assignment", "unit", a.Unit, "date", on.String(), "t0", a.T0.String())
	}
	waiting := slices.DeleteFunc(slices.Clone(a.Waiting), func(k lifecycle.Deadline) bool { return d.met(a, k) })
	var due []Deadline
	if len(waiting) > 0 {
		due = d.clocksOf(a.UnitTerm, starts{a.T0, on}, waiting)
	}
	d.emit(AssignmentReceived{Assignment: id, Move: m, On: on, Receipt: receipt, Deadlines: due})
	return nil
}

// met reports whether the unit did before the receipt what a clock would wait
// for: a paper may lie on a desk while the deputy is called.
func (d *decision) met(a Assignment, k lifecycle.Deadline) bool {
	l, ok := d.s.Line(a.Line)
	return ok && (l.Replied() || k == lifecycle.DueFirstContact && len(l.Contacts) > 0)
}

// FollowOnPaper and FollowReceipt carry the way of a head's paper over to a
// merged member, so that both have the same dates. A member that joins later
// counts from the day of assignment.
type (
	FollowOnPaper struct{ Unit string }
	// FollowReceipt has the day on which the head's paper arrived.
	FollowReceipt struct {
		Unit    string
		On      calendar.Date
		Receipt string
	}
)

func (c FollowOnPaper) decide(d *decision) error {
	if err := d.byRole("follow_on_paper", lifecycle.Reactor); err != nil {
		return err
	}
	mine, ok := d.s.ActiveOn(d.s.BodyOf(c.Unit))
	if !ok || d.s.Head == "" {
		return nil
	}
	a, m, err := d.onUnit(mine.Assignment, lifecycle.SendOnPaper)
	if err == nil {
		d.sentOnPaper(a, m)
	}
	return err
}

func (c FollowReceipt) decide(d *decision) error {
	if err := d.byRole("follow_receipt", lifecycle.Reactor); err != nil {
		return err
	}
	if a, ok := d.s.ActiveOn(d.s.BodyOf(c.Unit)); ok && d.s.Head != "" {
		return d.receive(a.Assignment, c.On, c.Receipt)
	}
	return nil
}
