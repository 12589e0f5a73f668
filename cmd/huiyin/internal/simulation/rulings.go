package simulation

import (
	"huiyin/domain/lifecycle"
	"huiyin/domain/suggestion"
)

// ruleOnObjection: the committee mostly finds the unit the right one.
func (l *life) ruleOnObjection(id suggestion.AssignmentID) error {
	a, ok := l.s.Assignment(id)
	if !ok || l.over() || !a.Active() || !a.Objection.Open {
		return nil
	}
	c := suggestion.RuleOnObjection{Assignment: id, Reason: say(l.rng, "objection rejected")}
	if line, ok := l.s.Line(a.Line); l.rolled(250) && ok && !line.Replied() && l.s.Head == "" {
		c.Uphold, c.NewUnit, c.Reason = true, l.replacement(), say(l.rng, "objection upheld")
	}
	return l.do(l.desk(lifecycle.DeputyAffairsCommittee), c)
}

// ruleOnContest: half of the contested classes are corrected.
func (l *life) ruleOnContest(id suggestion.LineID) error {
	line, ok := l.s.Line(id)
	if !ok || l.over() {
		return nil
	}
	contest, open := line.OpenContest()
	if !open {
		return nil
	}
	c := suggestion.RuleOnContest{Line: id, Reason: say(l.rng, "contest rejected")}
	if v, _ := line.Version(contest.Version); l.rolled(500) && v.Claimed != "C" {
		c.Uphold, c.Class, c.Reason = true, "C", say(l.rng, "contest upheld")
	}
	return l.do(l.desk(lifecycle.DeputyAffairsCommittee), c)
}

// transferred: the other body confirms, and later answers.
func (l *life) transferred(e suggestion.Transferred) {
	l.soon(2, 6, func() error {
		l.w.receipts++
		return l.do(l.reviewers(), suggestion.ReceiveTransfer{By: e.To, Reference: say(l.rng, "transfer receipt", l.w.receipts)})
	})
	l.soon(12, 40, func() error {
		return l.do(l.reviewers(), suggestion.AnswerTransfer{Answer: say(l.rng, "transfer answer")})
	})
}
