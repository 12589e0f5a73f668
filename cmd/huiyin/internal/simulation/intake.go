package simulation

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"huiyin/domain/calendar"
	"huiyin/domain/lifecycle"
	"huiyin/domain/register"
	"huiyin/domain/suggestion"
)

// begin puts the case's first act on the queue.
func (l *life) begin() {
	if l.plan.kind == suggestion.FromBill {
		l.at(l.plan.submitted, l.convertBill)
		return
	}
	l.at(l.plan.drafted, l.draft)
}

// terms of Hunan's congress: the 14th sat first in 2023.
const (
	firstTerm     = 14
	firstTermYear = 2023
)

// Formats of the numbers given in and between the session's meetings.
const (
	inFormat  = "%04d"
	offFormat = "B%03d"
)

// SessionOf states the session of a simulated year as a register holds it.
func SessionOf(year int) register.SessionFacts {
	since, numerals, days := year-firstTermYear, words("numerals"), newDiary(year).session
	return register.SessionFacts{Congress: fmt.Sprintf(list("congress")[0], numerals[firstTerm-1+since/5]),
		Session: fmt.Sprintf(list("session")[0], numerals[since%5]), First: days[0], Last: days[sessionDays-1],
		InFormat: inFormat, OffFormat: offFormat}
}

func (l *life) title() string { return say(l.rng, "title", l.plan.topic.words) }

func (l *life) body() string { return say(l.rng, "body", l.plan.topic.words) }

// draft writes the suggestion and invites the co-signers.
func (l *life) draft() error {
	session, p := l.w.session, l.plan
	err := l.do(l.deputy(), suggestion.DraftSuggestion{Case: l.id, Kind: p.kind, Congress: session.Congress, Session: session.Session,
		Year: l.w.opts.Year, Title: l.title(), Body: l.body(), Evidence: say(l.rng, "evidence"), Delegation: p.lead.delegation,
		Category: p.topic.unit.field, Proposed: []string{p.topic.unit.name}, Contacts: p.contacts})
	if err != nil {
		return err
	}
	for _, c := range p.cosigners {
		if err := l.do(l.deputy(), suggestion.Invite{Person: c.Person}); err != nil {
			return err
		}
		reply := time.Duration(1+l.rng.IntN(int(p.submitted.Sub(p.drafted).Minutes())-120)) * time.Minute
		l.at(l.w.now.Add(reply), func() error { return l.answer(c.Person, !l.rolled(60)) })
	}
	l.at(p.submitted, l.submit)
	if len(p.cosigners) > 0 && l.rolled(10) {
		return l.mistake("cosigner_unanswered", l.deputy(), calendar.Date{}, suggestion.Submit{})
	}
	return nil
}

func (l *life) answer(p suggestion.Person, yes bool) error {
	waits := slices.ContainsFunc(l.s.CoSigners, func(c suggestion.CoSigner) bool { return c.Same(p) && c.Answer == suggestion.Invited })
	if !waits || l.over() {
		return nil
	}
	return l.do(suggestion.Actor{Person: p, Role: lifecycle.CoSigner}, suggestion.AnswerInvitation{Confirm: yes})
}

func (l *life) submit() error {
	if l.s.State != lifecycle.Draft {
		return nil
	}
	return l.do(l.deputy(), l.wish())
}

func (l *life) convertBill() error {
	l.w.bills++
	c := suggestion.ConvertBill{Case: l.id, Congress: l.w.session.Congress, Session: l.w.session.Session, Year: l.w.opts.Year, Title: l.title(), Body: l.body(),
		Lead: l.plan.lead.Person, BillNumber: say(l.rng, "bill", l.w.bills), Decision: say(l.rng, "bill decision")}
	for _, d := range l.plan.cosigners {
		c.CoSigners = append(c.CoSigners, d.Person)
	}
	return l.do(l.desk(lifecycle.Presidium), c)
}

// number is reserved when the suggestion comes in, so one that is not
// registered leaves a gap.
func (l *life) reserve() {
	if l.number != "" {
		return
	}
	if l.plan.kind == suggestion.OffSession {
		l.w.handed[1]++
		l.number = fmt.Sprintf(offFormat, l.w.handed[1])
		return
	}
	l.w.handed[0]++
	l.number = fmt.Sprintf(inFormat, l.w.handed[0])
}

func (l *life) inSession() bool {
	return !l.w.today().After(l.w.diary.session[sessionDays-1])
}

func (l *life) reviewers() suggestion.Actor {
	if l.inSession() {
		return l.desk(lifecycle.SessionMotionsGroup)
	}
	return l.desk(lifecycle.DeputyAffairsCommittee)
}

// submitted: the review begins, in session within hours.
func (l *life) submitted() {
	l.reserve()
	if l.plan.kind == suggestion.OffSession {
		l.soon(0, 1, l.beginReview)
		return
	}
	l.at(l.w.now.Add(time.Duration(between(l.rng, 20, 200))*time.Minute), l.beginReview)
}

func (l *life) beginReview() error {
	if l.s.State != lifecycle.Submitted {
		return nil
	}
	return l.do(l.reviewers(), suggestion.BeginReview{})
}

// reviewed decides the outcome: 11 in 100 are sent another way the first time.
func (l *life) reviewed() {
	outcome := 0
	if l.s.Text == 1 && l.plan.kind != suggestion.FromBill {
		outcome = weighed(l.rng, 890, 40, 32, 38)
	}
	act := []func() error{l.register, l.askRevision, l.giveBack, l.transfer}[outcome]
	switch {
	case l.plan.kind == suggestion.OffSession && l.rolled(50):
		l.soon(8, 11, act) // later than the rules allow
	default:
		l.soon(0, 3, act)
	}
}

func (l *life) register() error {
	if l.s.State != lifecycle.InReview {
		return nil
	}
	return l.do(l.reviewers(), suggestion.Register{Number: l.number, Category: l.plan.topic.unit.field})
}

func (l *life) askRevision() error {
	return l.do(l.reviewers(), suggestion.RequestRevision{Reason: say(l.rng, "revise reason")})
}

func (l *life) giveBack() error {
	return l.do(l.reviewers(), suggestion.ReturnToTheDeputy{Code: pick(l.rng, words("return codes")), Reason: say(l.rng, "return to deputy reason")})
}

func (l *life) transfer() error {
	f := strings.Split(pick(l.rng, list("transfer")), "|")
	return l.do(l.reviewers(), suggestion.TransferIt{Channel: f[0], To: f[1], Reason: f[2]})
}

// revise hands in a better text; whoever signed must confirm it again before
// the review goes on.
func (l *life) revise() error {
	title := say(l.rng, "revised title", l.plan.topic.words)
	return l.do(l.deputy(), suggestion.Revise{Title: title, Body: l.body(), Reason: say(l.rng, "revision note")})
}

func (l *life) revised() {
	for _, c := range l.s.CoSigners {
		if c.Answer == suggestion.Invited {
			l.soon(0, 1, func() error { return l.answer(c.Person, !l.rolled(30)) })
		}
	}
	l.soon(2, 2, l.beginReview)
}
