package simulation

import (
	"slices"

	"huiyin/domain/calendar"
	"huiyin/domain/lifecycle"
	"huiyin/domain/suggestion"
)

// draftReply writes the first or a redo reply.
func (l *life) draftReply(id suggestion.LineID) error {
	line, ok := l.contactable(id)
	if !ok || line.State != lifecycle.Contact && line.State != lifecycle.Redo || l.s.Head != "" && line.Round == 0 {
		return nil
	}
	if a, _ := l.s.OfLine(id); a.State != lifecycle.SignedIn {
		if err := l.signIn(a.Assignment); err != nil {
			return err
		}
	}
	return l.write(*line)
}

// redraft writes again after the draft was sent back.
func (l *life) redraft(id suggestion.LineID) error {
	line, ok := l.contactable(id)
	if !ok || line.State != lifecycle.SentBack {
		return nil
	}
	return l.write(*line)
}

// Shares of the classes: at first, and after a redo.
var (
	classes    = []suggestion.Class{"A", "B", "C"}
	firstShare = []int{45, 38, 17}
	redoShare  = []int{50, 38, 12}
)

func (l *life) write(line suggestion.Line) error {
	share, text := firstShare, ""
	if line.Round > 0 {
		share, text = redoShare, say(l.rng, "redo reply")
	}
	c := suggestion.DraftReply{Line: line.ID, Class: classes[weighed(l.rng, share...)]}
	if line.Draft != nil && line.State == lifecycle.SentBack {
		c.Class = line.Draft.Class // sent back for its words
	}
	c.Text = text + say(l.rng, "reply "+string(c.Class))
	who := l.staff(line.Unit, lifecycle.UnitHandler)
	if c.Class == "B" {
		if err := l.writePromises(&c, who); err != nil {
			return err
		}
	}
	return l.do(who, c)
}

// writePromises: now and then the drafter leaves out the promises or a date.
func (l *life) writePromises(c *suggestion.DraftReply, who suggestion.Actor) error {
	if l.rolled(15) {
		if err := l.mistake("promise_missing", who, calendar.Date{}, *c); err != nil {
			return err
		}
	}
	c.Promises = l.newPromises()
	if !l.rolled(20) {
		return nil
	}
	bad := *c
	bad.Promises = slices.Clone(c.Promises)
	bad.Promises[0].Due = calendar.Date{}
	return l.mistake("promise_without_date", who, calendar.Date{}, bad)
}

// examine passes the draft or, one in twelve, sends it back.
func (l *life) examine(id suggestion.LineID) error {
	line, ok := l.s.Line(id)
	if !ok || l.over() || line.State != lifecycle.Drafted && line.State != lifecycle.UpgradeDrafted {
		return nil
	}
	who := l.assigner(line.Unit)
	if line.State == lifecycle.Drafted && l.rolled(85) {
		return l.do(who, suggestion.ExamineReply{Line: id, Reason: say(l.rng, "send back reason")})
	}
	return l.do(who, suggestion.ExamineReply{Line: id, Pass: true})
}

// signOff waits for the day the unit aims at.
func (l *life) signOff(id suggestion.LineID) {
	l.on(later(l.aims[id], l.w.diary.working(l.w.today(), 0)), func() error { return l.issue(id) })
}

// issue signs the reply. The head of the unit first sees that the deputy was
// heard and the co-units have spoken, and waits while there is time.
func (l *life) issue(id suggestion.LineID) error {
	line, ok := l.s.Line(id)
	if !ok || l.over() {
		return nil
	}
	head := l.staff(line.Unit, lifecycle.UnitHead)
	c := suggestion.IssueReply{Line: id, DocumentNo: l.document()}
	switch line.State {
	case lifecycle.UpgradeExamined:
		return l.do(head, c)
	case lifecycle.Examined:
	default:
		return nil
	}
	wait, reason, err := l.unready(*line)
	if err != nil || wait {
		return err
	}
	c.Without = reason
	if l.rolled(6) { // the drafter cannot sign
		asHead := suggestion.Actor{Person: line.Draft.Drafter, Role: lifecycle.UnitHead, Unit: line.Unit}
		if err := l.mistake("signer_is_drafter", asHead, calendar.Date{}, c); err != nil {
			return err
		}
	}
	if l.without[id] && reason != "" {
		bare := suggestion.IssueReply{Line: id, DocumentNo: c.DocumentNo}
		if err := l.mistake("no_contact", head, calendar.Date{}, bare); err != nil {
			return err
		}
	}
	return l.do(head, c)
}

func (l *life) document() string {
	l.w.papers++
	return say(l.rng, "document", l.w.opts.Year, l.w.papers)
}

// unready says whether to wait, or the reason to reply without.
func (l *life) unready(line suggestion.Line) (wait bool, reason string, err error) {
	again := func() error { return l.issue(line.ID) }
	heard := slices.ContainsFunc(line.Contacts, func(c suggestion.Contact) bool {
		return c.Round == line.Round && (c.State == suggestion.AnsweredYes || c.State == suggestion.OneSided)
	})
	switch {
	case heard:
	case l.without[line.ID]:
		return false, say(l.rng, "without contact"), nil
	case l.openContact(line, ""):
		l.soon(1, 2, again)
		return true, "", nil
	default:
		l.soon(1, 3, again)
		return true, "", l.contact(line.ID)
	}
	missing := slices.ContainsFunc(l.s.Assignments, func(a suggestion.Assignment) bool {
		return a.Part == suggestion.Co && a.Active() && a.State != lifecycle.OpinionGiven
	})
	if !missing {
		return false, "", nil
	}
	if due, ok := l.s.Running(lifecycle.DueReply, suggestion.Subject{Line: line.ID}); ok && due.Due.Sub(l.w.today()) > 3 {
		l.soon(1, 2, again)
		return true, "", nil
	}
	return false, say(l.rng, "without opinion"), nil
}
