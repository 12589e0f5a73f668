package simulation

import (
	"fmt"

	"huiyin/domain/calendar"
	"huiyin/domain/lifecycle"
	"huiyin/domain/suggestion"
)

// promiseKinds are what units promise; each is a section of the texts.
var promiseKinds = []string{"money", "project", "policy", "plan", "construction"}

// newPromises: one to three, each due at the end of a month between this summer
// and the end of next year.
func (l *life) newPromises() []suggestion.Promise {
	var out []suggestion.Promise
	for range 1 + weighed(l.rng, 58, 30, 12) {
		kind := pick(l.rng, promiseKinds)
		n := between(l.rng, 2, 60)
		if kind == "money" {
			n = 50 * between(l.rng, 1, 40)
		}
		due := l.promiseDay()
		y, m, _ := due.Civil()
		out = append(out, suggestion.Promise{Text: say(l.rng, "promise "+kind, n), Due: due,
			DueText: fmt.Sprintf(list("due text")[0], y, int(m))})
	}
	return out
}

// promiseDay counts months from June of the year, and never ends too soon after
// today to be worth a promise.
func (l *life) promiseDay() calendar.Date {
	june := day(l.w.opts.Year, 6, 1)
	months := 0
	switch weighed(l.rng, 34, 22, 26, 18) {
	case 0:
		months = between(l.rng, 0, 3)
	case 1:
		months = between(l.rng, 4, 6)
	case 2:
		months = between(l.rng, 7, 12)
	case 3:
		months = between(l.rng, 13, 18)
	}
	return later(monthEnd(june, months), monthEnd(l.w.today(), 1))
}

// promised plans the promise's life: reports, and how it ends around its day.
func (l *life) promised(e suggestion.Promised) {
	id := e.Commitment
	left := e.Due.Sub(l.w.today())
	for range between(l.rng, 1, 2) {
		l.on(l.w.diary.working(l.w.today().AddDays(between(l.rng, 10, max(12, left-8))), 0), func() error { return l.report(id) })
	}
	before := func(lo, hi int) calendar.Date {
		return l.w.diary.working(later(l.w.today().AddDays(5), e.Due.AddDays(-between(l.rng, lo, hi))), 0)
	}
	after := l.w.diary.working(e.Due, between(l.rng, 8, 25))
	switch weighed(l.rng, 700, 90, 70, 60, 50, 30) {
	case 0:
		l.on(before(2, 40), func() error { return l.claim(id) })
	case 1:
		l.on(before(5, 15), func() error { return l.move(id, false) })
	case 2:
		l.on(before(2, 20), func() error { return l.move(id, true) })
	case 3:
		l.on(after, func() error { return l.claim(id) })
	case 4:
		l.on(after, func() error { return l.give(id, suggestion.Explain, "explained") })
	case 5:
		l.on(after, func() error { return l.give(id, suggestion.DeclareLost, "broken") })
	}
}

// promise is the promise while the unit still works on it.
func (l *life) promise(id suggestion.CommitmentID) (*suggestion.Commitment, bool) {
	p, ok := l.s.Commitment(id)
	if !ok || l.over() {
		return nil, false
	}
	switch p.State {
	case lifecycle.Promised, lifecycle.Progressing, lifecycle.Deferred, lifecycle.CarriedOver:
		return p, true
	}
	return nil, false
}

func (l *life) report(id suggestion.CommitmentID) error {
	p, ok := l.promise(id)
	if !ok {
		return nil
	}
	return l.do(l.staff(p.Unit, lifecycle.UnitHandler), suggestion.ReportOnPromise{Commitment: id, Text: say(l.rng, "progress")})
}

func (l *life) claim(id suggestion.CommitmentID) error {
	p, ok := l.promise(id)
	if !ok {
		return nil
	}
	l.claims[id]++
	return l.do(l.staff(p.Unit, lifecycle.UnitCoordinator), suggestion.ClaimFulfilled{Commitment: id, Evidence: say(l.rng, "claim evidence")})
}

// move puts the day off, by a little or by long. A new day in another year is a
// carry-over, as the rules have it; then the unit claims before the new day.
func (l *life) move(id suggestion.CommitmentID, long bool) error {
	p, ok := l.promise(id)
	if !ok {
		return nil
	}
	lo, hi, text := 1, 3, "deferred"
	if long {
		lo, hi = 6, 10
	}
	c := suggestion.MovePromise{Commitment: id, Due: monthEnd(p.Due, between(l.rng, lo, hi))}
	if c.CarryOver = c.Due.Year() > p.Due.Year(); c.CarryOver {
		text = "carried over"
	}
	c.Reason = say(l.rng, text)
	l.on(l.w.diary.working(c.Due.AddDays(-between(l.rng, 1, 25)), 0), func() error { return l.claim(id) })
	return l.do(l.supervisor(), c)
}

// supervisor is the special committee of the field or the deputies' committee.
func (l *life) supervisor() suggestion.Actor {
	if l.rolled(400) {
		return l.desk(lifecycle.SpecialCommittee)
	}
	return l.desk(lifecycle.DeputyAffairsCommittee)
}

func (l *life) give(id suggestion.CommitmentID, v suggestion.Verdict, text string) error {
	p, ok := l.s.Commitment(id)
	if !ok || l.over() || !p.Open() {
		return nil
	}
	return l.do(l.supervisor(), suggestion.ConcludePromise{Commitment: id, Verdict: v, Reason: say(l.rng, text)})
}

// claimed: the unit may reply again at once; the supervisor looks within two
// weeks and refuses a few claims the first time.
func (l *life) claimed(id suggestion.CommitmentID) {
	p, _ := l.s.Commitment(id)
	if l.rolled(350) {
		l.soon(0, 1, func() error { return l.replyAgain(p.Line) })
	}
	verdict, text := suggestion.Keep, "verified"
	if l.claims[id] == 1 && l.rolled(90) {
		verdict, text = suggestion.RefuseClaim, "claim rejected"
	}
	l.soon(3, 10, func() error {
		if now, ok := l.s.Commitment(id); !ok || now.State != lifecycle.ClaimedDone {
			return nil
		}
		return l.give(id, verdict, text)
	})
}

// replyAgain drafts a further reply with a better class, once every promise of
// the line is kept or said to be.
func (l *life) replyAgain(id suggestion.LineID) error {
	line, ok := l.s.Line(id)
	if !ok || l.s.State != lifecycle.Tracking || line.Latest().Class != "B" {
		return nil
	}
	for _, c := range l.s.Commitments {
		if c.Line == id && c.Open() && c.State != lifecycle.ClaimedDone {
			return nil
		}
	}
	switch line.State {
	case lifecycle.Satisfied, lifecycle.Basically, lifecycle.NotReturned, lifecycle.Concluded:
		delete(l.aims, id)
		return l.do(l.staff(line.Unit, lifecycle.UnitHandler), suggestion.DraftReply{Line: id, Class: "A", Text: say(l.rng, "upgrade reply")})
	}
	return nil
}

func (l *life) ratePromise(id suggestion.CommitmentID) error {
	p, ok := l.s.Commitment(id)
	if !ok || l.over() || p.State != lifecycle.Verified || p.Grade != "" {
		return nil
	}
	c := suggestion.RatePromise{Commitment: id, Grade: []suggestion.Grade{suggestion.Satisfied, suggestion.Basically, suggestion.Dissat}[weighed(l.rng, 92, 7, 1)]}
	if c.Grade == suggestion.Dissat {
		c.Reason = say(l.rng, "kept rating reason")
	}
	return l.do(l.deputy(), c)
}
