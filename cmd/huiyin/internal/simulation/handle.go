package simulation

import (
	"slices"
	"time"

	"huiyin/domain/calendar"
	"huiyin/domain/lifecycle"
	"huiyin/domain/suggestion"
)

// work starts a unit on its part: it signs in, then handles its reply line or,
// as a co-unit, its opinion.
func (l *life) work(u suggestion.UnitTerm) {
	l.soon(0, weighed(l.rng, 30, 45, 20, 5)+1, func() error { return l.signIn(u.Assignment) })
	if u.Part == suggestion.Co {
		l.workCo(u.Assignment)
		return
	}
	l.workLine(u.Line)
}

func (l *life) workOn(id suggestion.AssignmentID) {
	if a, ok := l.s.Assignment(id); ok {
		l.work(a.UnitTerm)
	}
}

func (l *life) signIn(id suggestion.AssignmentID) error {
	a, ok := l.s.Assignment(id)
	if !ok || l.over() {
		return nil
	}
	switch a.State {
	case lifecycle.UnitAssigned, lifecycle.ReturnRefused, lifecycle.RuledFinal:
		return l.do(l.staff(a.Unit, lifecycle.UnitCoordinator), suggestion.SignIn{Assignment: id})
	}
	return nil
}

// workLine plans contacts and the reply. A few units contact nobody, and a few
// ask for more time before they write.
func (l *life) workLine(id suggestion.LineID) {
	switch {
	case l.rolled(15):
		l.without[id] = true
	case l.rolled(40):
		l.soon(21, 26, func() error { return l.contact(id) })
	default:
		l.soon(2, 13, func() error { return l.contact(id) })
		if l.rolled(450) {
			l.soon(15, 36, func() error { return l.contact(id) })
		}
	}
	if l.rolled(38) {
		l.soon(30, 45, func() error { return l.askExtension(id) })
		return
	}
	l.aim(id)
}

// contactable is the line while its unit may record a contact.
func (l *life) contactable(id suggestion.LineID) (*suggestion.Line, bool) {
	line, ok := l.s.Line(id)
	a, active := l.s.OfLine(id)
	if !ok || !active || l.over() || a.State == lifecycle.ReturnRequested {
		return nil, false
	}
	switch line.State {
	case lifecycle.Contact, lifecycle.Drafted, lifecycle.SentBack, lifecycle.Examined, lifecycle.Redo:
		return line, true
	}
	return nil, false
}

func (l *life) contact(id suggestion.LineID) error {
	line, ok := l.contactable(id)
	if !ok || l.without[id] {
		return nil
	}
	with := []suggestion.Person{l.s.Lead}
	if others := l.s.Deputies()[1:]; len(others) > 0 && l.rolled(350) {
		with = append(with, others[:between(l.rng, 1, min(3, len(others)))]...)
	}
	stage := "before"
	if line.State != lifecycle.Contact {
		stage = "during"
	}
	c := suggestion.RecordContact{Line: id, Stage: stage, Way: suggestion.ContactWays()[weighed(l.rng, 25, 15, 14, 36, 6, 4)],
		With: with, Content: say(l.rng, "contact")}
	who := l.staff(line.Unit, lifecycle.UnitHandler)
	if l.rolled(8) {
		return l.contactLate(who, c)
	}
	return l.do(who, c)
}

// answerContact: most deputies confirm, a few deny, some say nothing and leave
// it to the clock.
func (l *life) answerContact(e suggestion.ContactRecorded) {
	answer := suggestion.AnswerContact{Line: e.Line, Contact: e.Contact}
	switch weighed(l.rng, 840, 35, 125) {
	case 0:
		answer.Confirm = true
	case 1:
		answer.Reason = say(l.rng, "deny reason")
	case 2:
		return
	}
	l.soon(0, 4, func() error {
		line, ok := l.s.Line(e.Line)
		if !ok || l.over() || !l.openContact(*line, e.Contact) {
			return nil
		}
		return l.do(l.deputy(), answer)
	})
}

func (l *life) openContact(line suggestion.Line, id suggestion.ContactID) bool {
	switch line.State {
	case lifecycle.Contact, lifecycle.Drafted, lifecycle.SentBack, lifecycle.Examined, lifecycle.Redo, lifecycle.Issued, lifecycle.Delivered:
	default:
		return false
	}
	return slices.ContainsFunc(line.Contacts, func(c suggestion.Contact) bool {
		return (id == "" || c.ID == id) && c.State == suggestion.ContactOpen
	})
}

// askExtension: whatever the answer, the unit plans its reply after it.
func (l *life) askExtension(id suggestion.LineID) error {
	line, ok := l.s.Line(id)
	if !ok || l.over() || line.State != lifecycle.Contact {
		return nil
	}
	if _, active := l.s.OfLine(id); !active {
		return nil
	}
	return l.do(l.staff(line.Unit, lifecycle.UnitHead), suggestion.RequestExtension{Line: id, Reason: say(l.rng, "extension reason"),
		Explained: list("extension explained")[0]})
}

func (l *life) ruleOnExtension(id suggestion.LineID) error {
	line, ok := l.s.Line(id)
	if !ok || l.over() || line.Extension != suggestion.Asked || line.State != lifecycle.Contact {
		return nil
	}
	grant := l.rolled(720)
	text := map[bool]string{true: "extension granted", false: "extension refused"}[grant]
	return l.do(l.desk(lifecycle.DeputyAffairsCommittee), suggestion.RuleOnExtension{Line: id, Grant: grant, Reason: say(l.rng, text)})
}

// agreeToo: for a government unit the government's office follows the committee
// within the hour.
func (l *life) agreeToo(e suggestion.ExtensionConsented) {
	if !slices.Contains(e.Missing, suggestion.OfGovernmentOffice) {
		return
	}
	office := suggestion.Actor{Person: l.w.cast.desks[lifecycle.GovOffice][0], Role: lifecycle.GovOffice}
	l.at(l.w.now.Add(time.Hour), func() error {
		line, ok := l.s.Line(e.Line)
		if !ok || l.over() || line.Extension != suggestion.Asked || line.State != lifecycle.Contact {
			return nil
		}
		return l.do(office, suggestion.RuleOnExtension{Line: e.Line, Grant: true, Reason: list("extension agreed")[0]})
	})
}

// aim sets the day of the reply: two fifths in the last ten days, a few after
// the due day, the rest spread over the time before. Writing starts a week or
// so earlier.
func (l *life) aim(id suggestion.LineID) {
	clock, ok := l.s.Running(lifecycle.DueReply, suggestion.Subject{Line: id})
	if !ok {
		return
	}
	first := later(clock.Start.AddDays(24), l.w.today().AddDays(10))
	aim := clock.Due.AddDays(-between(l.rng, 10, max(10, clock.Due.Sub(first))))
	switch weighed(l.rng, 25, 420, 555) {
	case 0:
		aim = clock.Due.AddDays(between(l.rng, 1, 16))
	case 1:
		aim = clock.Due.AddDays(-between(l.rng, 0, 9))
	}
	l.aims[id] = aim
	start := l.w.diary.working(aim, -between(l.rng, 4, 9))
	l.on(later(start, l.w.today()), func() error { return l.draftReply(id) })
}

func later(a, b calendar.Date) calendar.Date {
	if b.After(a) {
		return b
	}
	return a
}
