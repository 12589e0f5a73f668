package suggestion

import (
	"slices"

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
	if d.on != a.T0 && d.req.Actor.Role != lifecycle.Reactor { // a merged member follows its head when the news arrives
		return refuse("paper_too_late", "unit", a.Unit, "t0", a.T0.String())
	}
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
	d.emit(SentOnPaper{Assignment: c.Assignment, Move: m, On: d.on, Stops: stops, Deadlines: due})
	return nil
}

// RecordReceipt records when the paper reached the unit. What counts from the
// receipt starts on that day. Receipt is the receipt's number or who signed it.
type RecordReceipt struct {
	Assignment AssignmentID
	Receipt    string
}

func (c RecordReceipt) decide(d *decision) error {
	a, m, err := d.onUnit(c.Assignment, lifecycle.RecordReceipt)
	if err != nil {
		return err
	}
	if d.on.Before(a.T0) {
		return refuse("receipt_before_assignment", "unit", a.Unit, "date", d.on.String(), "t0", a.T0.String())
	}
	waiting := slices.DeleteFunc(slices.Clone(a.Waiting), func(k lifecycle.Deadline) bool { return d.met(a, k) })
	var due []Deadline
	if len(waiting) > 0 {
		due = d.clocksOf(a.UnitTerm, starts{a.T0, d.on}, waiting)
	}
	d.emit(AssignmentReceived{Assignment: c.Assignment, Move: m, On: d.on, Receipt: c.Receipt, Deadlines: due})
	return nil
}

// met reports whether the unit did before the receipt what a clock would wait
// for: a paper may lie on a desk while the deputy is called.
func (d *decision) met(a Assignment, k lifecycle.Deadline) bool {
	l, ok := d.s.Line(a.Line)
	return ok && (l.Replied() || k == lifecycle.DueFirstContact && len(l.Contacts) > 0)
}
