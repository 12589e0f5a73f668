package simulation

import (
	"slices"

	"huiyin/domain/lifecycle"
	"huiyin/domain/suggestion"
)

// deliver hands the newest version to everybody who is to have it.
func (l *life) deliver(id suggestion.LineID) error {
	line, ok := l.s.Line(id)
	if !ok || l.over() || line.State != lifecycle.Issued && line.State != lifecycle.UpgradeIssued {
		return nil
	}
	done, who := line.Latest().Delivered, l.staff(line.Unit, lifecycle.UnitCoordinator)
	for _, p := range l.s.Recipients() {
		if slices.ContainsFunc(done, p.Same) {
			continue
		}
		channel := []string{"platform", "letter", "in_person"}[weighed(l.rng, 80, 14, 6)]
		if err := l.do(who, suggestion.DeliverReply{Line: id, To: p, Channel: channel}); err != nil {
			return err
		}
	}
	return nil
}

// delivered: the examination of what may be public, the rating, and rarely a
// correction of the class.
func (l *life) delivered(id suggestion.LineID) {
	if !l.rolled(40) {
		l.soon(6, 19, func() error { return l.examinePublication(id) })
	}
	if l.rolled(12) {
		l.soon(1, 10, func() error { return l.correctClass(id) })
	}
	if l.rolled(10) {
		l.soon(0, 3, func() error { return l.rateAsUnit(id) })
	}
	switch weighed(l.rng, 860, 55, 85) {
	case 0:
		l.soon(1, 13, func() error { return l.rate(id) })
	case 1:
		l.soon(16, 24, func() error { return l.rate(id) }) // after a reminder
	}
}

// published are the states in which a reply can be looked at as a whole.
func published(s lifecycle.State) bool {
	switch s {
	case lifecycle.Delivered, lifecycle.Satisfied, lifecycle.Basically, lifecycle.Dissatisfied, lifecycle.NotReturned,
		lifecycle.Redo, lifecycle.Escalated, lifecycle.Concluded:
		return true
	}
	return false
}

func (l *life) correctClass(id suggestion.LineID) error {
	line, ok := l.s.Line(id)
	if !ok || l.over() || !published(line.State) || line.Latest().Class != "A" {
		return nil
	}
	return l.do(l.desk(lifecycle.DeputyAffairsCommittee), suggestion.CorrectTheClass{Line: id, Class: "B", Reason: say(l.rng, "class wrong")})
}
