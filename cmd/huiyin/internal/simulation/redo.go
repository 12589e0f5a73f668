package simulation

import (
	"huiyin/domain/lifecycle"
	"huiyin/domain/suggestion"
)

func (l *life) orderRedo(id suggestion.LineID) error {
	line, ok := l.s.Line(id)
	if !ok || l.over() || line.State != lifecycle.Dissatisfied && line.State != lifecycle.Escalated {
		return nil
	}
	return l.do(l.desk(lifecycle.DeputyAffairsCommittee), suggestion.OrderTheRedo{Line: id, Reason: say(l.rng, "redo reason")})
}

// redo: the unit meets the deputy and replies again within its month.
func (l *life) redo(e suggestion.RedoOrdered) {
	l.soon(1, 5, func() error { return l.contact(e.Line) })
	for _, d := range e.Deadlines {
		l.aims[e.Line] = d.Due.AddDays(-between(l.rng, 1, 7))
		if l.rolled(80) {
			l.aims[e.Line] = d.Due.AddDays(between(l.rng, 1, 6))
		}
	}
	delete(l.without, e.Line)
	l.soon(7, 12, func() error { return l.draftReply(e.Line) })
}

func (l *life) escalate(id suggestion.LineID) error {
	line, ok := l.s.Line(id)
	if !ok || l.over() || line.State != lifecycle.SilentAfterRedo && line.State != lifecycle.Dissatisfied {
		return nil
	}
	return l.do(l.desk(lifecycle.DeputyAffairsCommittee), suggestion.OpenEscalation{Line: id, Reason: say(l.rng, "escalate reason")})
}

// escalated: a meeting of three sides, sometimes experts, and a conclusion that
// leaves the rating as it was given; or once more a redo.
func (l *life) escalated(id suggestion.LineID) {
	l.soon(3, 9, func() error { return l.mediate(id, false) })
	if l.rolled(500) {
		l.soon(6, 12, func() error { return l.mediate(id, true) })
	}
	if line, _ := l.s.Line(id); line.Round < 2 && l.rolled(180) {
		l.soon(13, 16, func() error { return l.orderRedo(id) })
		return
	}
	l.soon(13, 22, func() error { return l.conclude(id) })
}

func (l *life) mediate(id suggestion.LineID, assess bool) error {
	line, ok := l.s.Line(id)
	if !ok || l.over() || line.State != lifecycle.Escalated {
		return nil
	}
	if assess {
		return l.do(l.desk(lifecycle.Assessor), suggestion.RecordMediation{Line: id, Assessment: true, Record: say(l.rng, "assessment")})
	}
	return l.do(l.desk(lifecycle.DeputyAffairsCommittee), suggestion.RecordMediation{Line: id, Record: say(l.rng, "mediation")})
}

func (l *life) conclude(id suggestion.LineID) error {
	line, ok := l.s.Line(id)
	if !ok || l.over() || line.State != lifecycle.Escalated {
		return nil
	}
	role := lifecycle.DeputyAffairsCommittee
	if l.rolled(300) {
		role = lifecycle.CouncilOfChairpersons
	}
	return l.do(l.desk(role), suggestion.ConcludeEscalation{Line: id, Outcome: pick(l.rng, words("outcomes")), Reason: say(l.rng, "conclude reason")})
}
