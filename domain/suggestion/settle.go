package suggestion

import (
	"slices"

	"huiyin/domain/lifecycle"
)

// settle records the derived moves of the suggestion: that of the act, and those
// of what waited for somebody who is gone and now goes on.
func (d *decision) settle() error {
	if err := d.phase(); err != nil {
		return err
	}
	return d.outlive()
}

// phase records the derived move, if there is one.
func (d *decision) phase() error {
	to, ok := d.s.derived()
	if !ok || to == d.s.State {
		return nil
	}
	trigger := because(d.s.State, to)
	m, err := d.move(lifecycle.Suggestion, d.s.State, trigger)
	if err != nil {
		return err
	}
	if to == lifecycle.Closed {
		d.emit(Closed{Move: m, On: d.begins()})
		return nil
	}
	d.emit(PhaseChanged{Move: m, Because: trigger})
	return nil
}

func because(from, to lifecycle.State) lifecycle.Trigger {
	switch to {
	case lifecycle.Handling:
		if from == lifecycle.Assigned {
			return lifecycle.HandlingBegan
		}
		return lifecycle.RedoBegan
	case lifecycle.Replied:
		return lifecycle.AllReplied
	case lifecycle.AwaitingFeedback:
		return lifecycle.AllDelivered
	case lifecycle.Tracking:
		return lifecycle.PromisesOpen
	}
	return lifecycle.Close
}

// derived is the state the lines and promises put the suggestion in. It says
// nothing before assignment, after the end, and while no line is open. A closed
// case is judged like any other: a late or disputed rating takes it back.
func (s *Suggestion) derived() (lifecycle.State, bool) {
	switch s.State {
	case lifecycle.Assigned, lifecycle.Handling, lifecycle.Replied, lifecycle.AwaitingFeedback, lifecycle.Tracking, lifecycle.Closed:
	default:
		return s.State, false
	}
	lines := slices.DeleteFunc(slices.Clone(s.Lines), func(l Line) bool { return l.State == lifecycle.LineEnded })
	if len(lines) == 0 {
		return s.State, false
	}
	return s.stage(lines), true
}

// stage reads the state off the lines that have not ended and the promises.
func (s *Suggestion) stage(lines []Line) lifecycle.State {
	switch {
	case s.orphaned():
		return s.begun()
	case slices.ContainsFunc(lines, Line.working):
		return s.begun()
	case slices.ContainsFunc(lines, func(l Line) bool { return l.State == lifecycle.Issued }):
		return lifecycle.Replied
	case slices.ContainsFunc(lines, func(l Line) bool { return !l.settled() }):
		return lifecycle.AwaitingFeedback
	case slices.ContainsFunc(lines, Line.unsaid):
		return lifecycle.Replied // an imported case whose source does not say enough to close it
	case s.openPromises(true) > 0 || s.HeadOpen || slices.ContainsFunc(lines, Line.upgrading):
		return lifecycle.Tracking // a further reply under way keeps the case open
	case s.OpenPromises() > 0:
		return lifecycle.Replied // only promises of unknown fulfilment are left
	}
	return lifecycle.Closed
}

// orphaned reports whether a unit gave back a part that owes a reply and nobody
// has taken it over yet: the other lines cannot close the case without it.
func (s *Suggestion) orphaned() bool {
	return slices.ContainsFunc(s.Assignments, func(a Assignment) bool {
		return a.State == lifecycle.UnitReturned && a.Line != "" && a.Heir == ""
	})
}

// begun tells assigned from handling: somebody acknowledged or acted.
func (s *Suggestion) begun() lifecycle.State {
	if s.State != lifecycle.Assigned {
		return lifecycle.Handling
	}
	acted := slices.ContainsFunc(s.Assignments, func(a Assignment) bool {
		return a.State == lifecycle.SignedIn || a.State == lifecycle.OpinionGiven
	}) || slices.ContainsFunc(s.Lines, func(l Line) bool { return len(l.Contacts) > 0 || l.Replied() })
	if acted {
		return lifecycle.Handling
	}
	return lifecycle.Assigned
}

// working reports whether the line still owes a reply for the present round.
func (l Line) working() bool {
	switch l.State {
	case lifecycle.Contact, lifecycle.UnknownHandling, lifecycle.Drafted, lifecycle.SentBack, lifecycle.Examined, lifecycle.Redo:
		return true
	}
	return false
}

// upgrading reports whether a further reply is being prepared.
func (l Line) upgrading() bool {
	return l.State == lifecycle.UpgradeDrafted || l.State == lifecycle.UpgradeExamined || l.State == lifecycle.UpgradeIssued
}

// settled reports whether the deputy's word on the line is final. A disputed
// rating is not.
func (l Line) settled() bool {
	switch l.State {
	case lifecycle.Satisfied, lifecycle.Basically, lifecycle.NotReturned, lifecycle.UnknownFeedback, lifecycle.Concluded:
		return !l.Disputed
	}
	return l.upgrading()
}

// unsaid reports whether a source leaves the line's class or feedback unknown.
func (l Line) unsaid() bool {
	return l.State == lifecycle.UnknownFeedback || l.Latest().Class == ""
}
