package simulation

import (
	"huiyin/domain/lifecycle"
	"huiyin/domain/suggestion"
)

// workCo: the lead unit asks, the co-unit gives its opinion within the month,
// a few too late and a few with nothing in it.
func (l *life) workCo(id suggestion.AssignmentID) {
	if l.rolled(700) {
		l.soon(2, 6, func() error { return l.requestOpinion(id) })
	}
	text := "opinion"
	if l.rolled(40) {
		text = "empty opinion"
	}
	lo, hi := 7, 18
	if l.rolled(45) {
		lo, hi = 23, 30
	}
	l.soon(lo, hi, func() error { return l.giveOpinion(id, text) })
}

// emptyOpinion is the length below which an opinion says nothing.
const emptyOpinion = 6

// leadUnit is the first unit that owes a reply.
func (l *life) leadUnit() (string, bool) {
	for _, a := range l.s.Assignments {
		if a.Active() && a.Part != suggestion.Co && a.State != lifecycle.ReturnRequested {
			return a.Unit, true
		}
	}
	return "", false
}

func (l *life) requestOpinion(id suggestion.AssignmentID) error {
	a, ok := l.s.Assignment(id)
	lead, found := l.leadUnit()
	if !ok || !found || l.over() || a.State != lifecycle.UnitAssigned && a.State != lifecycle.SignedIn {
		return nil
	}
	return l.do(l.staff(lead, lifecycle.UnitCoordinator), suggestion.RequestOpinion{Assignment: id, Text: say(l.rng, "opinion request")})
}

func (l *life) giveOpinion(id suggestion.AssignmentID, text string) error {
	a, ok := l.s.Assignment(id)
	if !ok || l.over() || !a.Active() || a.State == lifecycle.ReturnRequested || a.State == lifecycle.OpinionGiven {
		return nil
	}
	c := suggestion.GiveOpinion{Assignment: id, Text: say(l.rng, text)}
	if l.rolled(500) {
		c.Class = pick(l.rng, []suggestion.Class{"A", "B", "B", "C"})
	}
	return l.do(l.staff(a.Unit, lifecycle.UnitHandler), c)
}

func (l *life) rejectOpinion(id suggestion.AssignmentID) error {
	a, ok := l.s.Assignment(id)
	lead, found := l.leadUnit()
	if !ok || !found || l.over() || a.State != lifecycle.OpinionGiven || l.s.Replied() {
		return nil
	}
	return l.do(l.staff(lead, lifecycle.UnitCoordinator), suggestion.RejectOpinion{Assignment: id, Reason: say(l.rng, "reject opinion")})
}
