package suggestion

import (
	"slices"
	"strings"
	"time"

	"huiyin/domain/calendar"
	"huiyin/domain/lifecycle"
)

// scan is the digest of no paper in particular.
var scan = strings.Repeat("0a", 32)

func laterCommands() {
	for t, f := range map[lifecycle.Trigger]func(*play, Subject) Command{
		lifecycle.EnterSatisfied:    func(p *play, s Subject) Command { return onForm(p.rate(Satisfied, s)) },
		lifecycle.EnterBasically:    func(p *play, s Subject) Command { return onForm(p.rate(Basically, s)) },
		lifecycle.EnterDissat:       func(p *play, s Subject) Command { return onForm(p.rate(Dissat, s)) },
		lifecycle.RejectObjection:   func(p *play, s Subject) Command { return RuleOnObjection{Assignment: s.Assignment, Reason: p.some()} },
		lifecycle.UpholdContest:     func(p *play, s Subject) Command { return RuleOnContest{s.Line, true, p.class(), p.some()} },
		lifecycle.RejectContest:     func(p *play, s Subject) Command { return RuleOnContest{Line: s.Line, Reason: p.some()} },
		lifecycle.ReceiveTransfer:   func(p *play, _ Subject) Command { return ReceiveTransfer{p.some(), p.some()} },
		lifecycle.AnswerTransfer:    func(p *play, _ Subject) Command { return AnswerTransfer{p.some()} },
		lifecycle.ConsentWithdrawal: func(*play, Subject) Command { return ConsentToWithdrawal{} },
		lifecycle.NameContacts: func(p *play, _ Subject) Command {
			return NameContacts{[]Person{who("d2"), who("d3"), who(one(p.pick, persons[:3]))}[:1+p.pick(3)], p.some()}
		},
		lifecycle.WithholdNames: func(p *play, _ Subject) Command { return WithholdNames{p.some()} },
		lifecycle.DiscloseNames: func(p *play, _ Subject) Command { return DiscloseNames{p.some()} },
		lifecycle.AskProgress:   func(p *play, _ Subject) Command { return AskProgress{one(p.pick, units), p.some()} },
		lifecycle.TellProgress:  func(p *play, _ Subject) Command { return TellProgress{p.some()} },
		lifecycle.UpholdObjection: func(p *play, s Subject) Command {
			return RuleOnObjection{s.Assignment, true, one(p.pick, append(slices.Clone(units), "")), p.some()}
		},
	} {
		commands[t] = f
	}
}

// onForm is the same rating as the committee finds it on a form.
func onForm(c Command) Command {
	r := c.(Rate)
	return RateFromPaper{r.Line, r.Version, r.Process, r.Result, r.Kinds, r.Reason}
}

func (p *play) withdraw(Subject) Command {
	c := Withdraw{Reason: p.some()}
	for _, s := range p.s.CoSigners {
		if p.pick.chance(80) {
			c.Consents, c.Scan = append(c.Consents, s.Person), scan
		}
	}
	if p.pick.chance(5) {
		c.Scan = one(p.pick, []string{"", "blurred"})
	}
	return c
}

// paper dates an act back now and then, mostly with its proof, and gives the
// deputy's form to a rating from paper.
func (p *play) paper(a Actor, c Command) (on calendar.Date, proof *LateEntry) {
	form := fromForm(c)
	if a.Role == lifecycle.Clock || !form && !p.pick.chance(10) {
		return on, nil
	}
	if !form || p.pick.chance(40) {
		on = calendar.DateOf(p.now).AddDays(-p.pick(40))
	}
	if p.pick.chance(10) {
		return on, nil
	}
	seconds := []Actor{special, chairs, special, gov, office2, lead, desk, a}
	return on, &LateEntry{Reason: p.some(), Scan: one(p.pick, []string{scan, scan, scan, scan, "blurred"}), Second: one(p.pick, seconds)}
}

// idle reports whether an act that stands open in most states has nothing to act
// on.
func (p *play) idle(t lifecycle.Trigger, about Subject) bool {
	d := &decision{s: p.s}
	switch t {
	case lifecycle.UpholdObjection, lifecycle.RejectObjection:
		return objectionOpen(d, about) != nil
	case lifecycle.UpholdContest, lifecycle.RejectContest:
		return contestOpen(d, about) != nil
	case lifecycle.NameContacts:
		return ofDelegation(d, about) != nil
	case lifecycle.WithholdNames:
		return namesShown(d, about) != nil
	case lifecycle.DiscloseNames:
		return namesWithheld(d, about) != nil
	case lifecycle.AskProgress:
		return len(p.s.Questions) > 1
	case lifecycle.TellProgress:
		return !slices.ContainsFunc(p.s.Questions, Question.Open)
	}
	return false
}

// fromDelegation begins a case in a delegation's name, mostly up to its handling.
func (p *play) fromDelegation() *play {
	c := draftCase
	c.Delegation = "north"
	if p.pick.chance(80) {
		c.Contacts = []Person{who("d2"), who("d3")}[:1+p.pick(2)]
	}
	head := as(lifecycle.Delegation, "d1", "")
	p.must(head, c)
	p.must(head, Submit{})
	p.must(desk, BeginReview{})
	p.must(desk, Register{Number: "1"})
	if p.pick.chance(80) {
		p.must(desk, Assign{Single, []UnitPart{{"u1", Lead, ""}}})
		p.must(as(lifecycle.UnitCoordinator, "desk-u1", "u1"), SignIn{"a1"})
	}
	return p
}

// warning moves the clock to a warning day of a running clock, or past it.
func (p *play) warning() (Command, bool) {
	days, ok := p.rules.WarnDays()
	if !ok || len(p.s.Clocks) == 0 {
		return nil, false
	}
	c, n := one(p.pick, p.s.Clocks), one(p.pick, days.Value)
	if on := calendar.StartOf(c.Due.AddDays(-n)); on.After(p.now) && on.Sub(p.now) < 60*24*time.Hour {
		p.now = on
	}
	return Warn{c.Kind, c.Subject, c.Due, n}, true
}
