package simulation

import (
	"huiyin/domain/lifecycle"
	"huiyin/domain/suggestion"
)

// askReturn: the unit says that it is not its business. If it cannot any more,
// it goes to work.
func (l *life) askReturn(id suggestion.AssignmentID) error {
	a, ok := l.s.Assignment(id)
	if !ok || l.over() || a.State != lifecycle.UnitAssigned {
		return nil
	}
	clock, open := l.s.Running(lifecycle.DueReturn, suggestion.Subject{Assignment: id})
	if !open || clock.Due.Before(l.w.today()) {
		l.workOn(id)
		return nil
	}
	return l.do(l.staff(a.Unit, lifecycle.UnitHead), suggestion.RequestReturn{Assignment: id, Reason: say(l.rng, "return reason"), ProposedUnit: l.replacement()})
}

func (l *life) replacement() string {
	return l.w.otherUnit(l.rng, func(name string) bool { _, active := l.s.ActiveOn(name); return active })
}

// ruleOnReturn: two thirds are approved; when a part comes back the second
// time, the committee mostly rules finally.
func (l *life) ruleOnReturn(e suggestion.ReturnRequested) {
	lo, hi := 2, 8
	if l.rolled(60) {
		lo, hi = 11, 13
	}
	final := l.s.Returns >= 2 && l.rolled(900)
	approve := l.rolled(640)
	l.soon(lo, hi, func() error {
		a, ok := l.s.Assignment(e.Assignment)
		switch {
		case !ok || l.over() || a.State != lifecycle.ReturnRequested:
			return nil
		case final:
			return l.do(l.desk(lifecycle.DeputyAffairsCommittee), suggestion.RefuseReturn{Assignment: a.Assignment, Reason: say(l.rng, "final reason"), Final: true})
		case !approve:
			return l.do(l.assigner(a.Unit), suggestion.RefuseReturn{Assignment: a.Assignment, Reason: say(l.rng, "refuse reason")})
		}
		return l.approveReturn(*a, e.ProposedUnit)
	})
}

// approveReturn hands the part on at once or, for some, a day or two later.
func (l *life) approveReturn(a suggestion.Assignment, to string) error {
	if _, active := l.s.ActiveOn(to); active {
		to = l.replacement()
	}
	now := to
	if l.rolled(250) {
		now = ""
		l.soon(1, 2, func() error { return l.reassign(a.Assignment, to) })
	}
	return l.do(l.assigner(a.Unit), suggestion.ApproveReturn{Assignment: a.Assignment, Reason: say(l.rng, "approve reason"), NewUnit: now})
}

func (l *life) reassign(from suggestion.AssignmentID, to string) error {
	if _, active := l.s.ActiveOn(to); active || l.over() {
		return nil
	}
	return l.do(l.assigner(to), suggestion.Reassign{From: from, Unit: to})
}

// reassigned: the next unit may want to give it back too.
func (l *life) reassigned(u suggestion.UnitTerm) {
	switch {
	case l.s.Head != "":
		l.soon(0, 5, func() error { return l.signIn(u.Assignment) })
	case l.s.Returns == 1 && l.rolled(80):
		l.soon(1, 5, func() error { return l.askReturn(u.Assignment) })
	default:
		l.work(u)
	}
}
