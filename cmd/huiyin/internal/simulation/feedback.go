package simulation

import (
	"huiyin/domain/calendar"
	"huiyin/domain/lifecycle"
	"huiyin/domain/suggestion"
)

// rateable is the line while the deputy still owes a word on its newest reply.
func (l *life) rateable(id suggestion.LineID) (*suggestion.Line, bool) {
	line, ok := l.s.Line(id)
	if !ok || l.over() {
		return nil, false
	}
	switch line.State {
	case lifecycle.Delivered:
		return line, line.LastRating().Version != line.Latest().Number
	case lifecycle.NotReturned, lifecycle.SilentAfterRedo:
		return line, true
	case lifecycle.Satisfied, lifecycle.Basically:
		return line, line.Disputed
	}
	return nil, false
}

// opinion draws the two parts of a rating. How often it is bad depends on the
// class and on whether the case has been handled twice.
func (l *life) opinion(line suggestion.Line) (process, result suggestion.Grade) {
	bad := map[suggestion.Class]int{"A": 10, "B": 25, "C": 58}[line.Latest().Class]
	if line.Round > 0 {
		bad = 230
	}
	if line.Disputed {
		bad = 500
	}
	grades := []suggestion.Grade{suggestion.Satisfied, suggestion.Basically, suggestion.Dissat}
	switch weighed(l.rng, 944-bad, 56, bad) {
	case 1:
		return grades[weighed(l.rng, 70, 30)], suggestion.Basically
	case 2:
		if l.rolled(120) {
			return suggestion.Dissat, suggestion.Basically
		}
		return grades[weighed(l.rng, 50, 35, 15)], suggestion.Dissat
	}
	return suggestion.Satisfied, suggestion.Satisfied
}

func (l *life) rate(id suggestion.LineID) error {
	line, ok := l.rateable(id)
	if !ok {
		return nil
	}
	c := suggestion.Rate{Line: id, Version: line.Latest().Number, Channel: []string{"platform", "paper", "delegation"}[weighed(l.rng, 82, 12, 6)]}
	c.Process, c.Result = l.opinion(*line)
	if c.Process == suggestion.Dissat || c.Result == suggestion.Dissat {
		c.Kinds, c.Reason = []string{pick(l.rng, words("feedback kinds"))}, say(l.rng, "dissatisfied reason")
	}
	if c.Channel == "paper" {
		return l.rateOnPaper(c, line.Latest().Complete)
	}
	return l.do(l.deputy(), c)
}

// rateAsUnit is a unit's try to fill the form in for the deputy.
func (l *life) rateAsUnit(id suggestion.LineID) error {
	line, ok := l.s.Line(id)
	if !ok || l.over() || line.State != lifecycle.Delivered {
		return nil
	}
	return l.mistake("wrong_role", l.staff(line.Unit, lifecycle.UnitHandler), calendar.Date{}, suggestion.Rate{Line: id,
		Version: line.Latest().Number, Process: suggestion.Satisfied, Result: suggestion.Satisfied, Channel: "platform"})
}

// rated: the rating is released, and a bad one has its consequences.
func (l *life) rated(e suggestion.FeedbackGiven) {
	rating := suggestion.Rating{Process: e.Process, Result: e.Result}
	switch {
	case rating.Worse() != suggestion.Dissat:
	case e.Round == 0:
		l.soon(2, 8, func() error { return l.orderRedo(e.Line) })
	default:
		l.soon(3, 8, func() error { return l.escalate(e.Line) })
	}
	l.soon(5, 12, func() error { return l.release(e.Line) })
	if line, _ := l.s.Line(e.Line); line.Latest().Class == "A" && l.rolled(6) {
		l.soon(0, 1, func() error { return l.contestClass(e.Line) })
	}
	if rating.Worse() == suggestion.Satisfied && l.rolled(4) {
		l.soon(20, 40, func() error { return l.dispute(e.Line) })
	}
}

// silent: after a redo the committee asks on; otherwise a few rate late.
func (l *life) silent(e suggestion.FeedbackNotReturned) {
	switch {
	case e.Round > 0:
		l.soon(5, 10, func() error { return l.escalate(e.Line) })
	case l.rolled(120):
		l.soon(6, 25, func() error { return l.rate(e.Line) })
	}
}

func (l *life) release(id suggestion.LineID) error {
	line, ok := l.s.Line(id)
	if !ok || l.over() || line.Released {
		return nil
	}
	switch line.State {
	case lifecycle.Satisfied, lifecycle.Basically, lifecycle.Dissatisfied:
		return l.do(l.desk(lifecycle.DeputyAffairsCommittee), suggestion.Release{Line: id})
	}
	return nil
}

func (l *life) contestClass(id suggestion.LineID) error {
	line, ok := l.s.Line(id)
	if !ok || l.over() || line.Contested || !line.Replied() {
		return nil
	}
	switch line.State {
	case lifecycle.Satisfied, lifecycle.Basically, lifecycle.Dissatisfied:
		return l.do(l.deputy(), suggestion.ContestTheClass{Line: id, Reason: say(l.rng, "contest reason")})
	}
	return nil
}

// dispute: the deputy finds a rating that somebody else filled in, and rates
// anew. Until then the case cannot close, or is open again.
func (l *life) dispute(id suggestion.LineID) error {
	line, ok := l.s.Line(id)
	if !ok || l.over() || line.State != lifecycle.Satisfied {
		return nil
	}
	return l.do(l.deputy(), suggestion.Dispute{Line: id, Reason: say(l.rng, "dispute reason")})
}

// closed: most are filed after a while; a few come back because the problem did.
func (l *life) closed() {
	switch weighed(l.rng, 355, 5, 640) {
	case 0:
		l.soon(25, 60, l.archive)
	case 1:
		l.soon(15, 40, l.reopen)
	}
}

func (l *life) reopen() error {
	if l.s.State != lifecycle.Closed {
		return nil
	}
	for _, line := range l.s.Lines {
		if line.State != lifecycle.LineEnded {
			return l.do(l.desk(lifecycle.DeputyAffairsCommittee), suggestion.ReopenIt{Line: line.ID, Reason: say(l.rng, "reopen reason")})
		}
	}
	return nil
}

// archive files the case, unless the deputy may still rate it late or waits for
// a ruling.
func (l *life) archive() error {
	who := l.desk(lifecycle.DeputyAffairsCommittee)
	r, err := l.w.office.Judged(l.s, suggestion.Request{Actor: who, Now: l.w.now})
	if err != nil {
		return err
	}
	if suggestion.Check(l.s, r, lifecycle.Suggestion, lifecycle.Archive, suggestion.Subject{}) != nil {
		return nil
	}
	return l.do(who, suggestion.ArchiveIt{})
}
