package suggestion

import (
	"errors"
	"fmt"
	"slices"
	"sync"

	"huiyin/domain/calendar"
	"huiyin/domain/lifecycle"
	"huiyin/domain/ruleset"
)

// check holds the invariants of the handbook (domain.md 9.4) over one accepted act.
func (p *play) check(r Request, events []Event, next *Suggestion) error {
	for _, f := range []func(Request, []Event, *Suggestion) error{p.known, p.ownHands, p.rated, p.onPaper, p.onTime, p.timeAlone, p.monotone,
		p.datesStay, p.theGone, p.public} {
		if err := f(r, events, next); err != nil {
			return err
		}
	}
	for _, f := range []func(*Suggestion) error{p.repliesAreWhole, p.capped, p.dated, p.waits, ended, answered, settledState} {
		if err := f(next); err != nil {
			return err
		}
	}
	return nil
}

var tableStates = sync.OnceValue(func() map[lifecycle.Machine]map[lifecycle.State]bool {
	out := map[lifecycle.Machine]map[lifecycle.State]bool{}
	for _, t := range lifecycle.Tables() {
		out[t.Machine] = map[lifecycle.State]bool{}
		for _, s := range t.States() {
			out[t.Machine][s] = true
		}
	}
	return out
})

// known: every state stands in its table.
func (p *play) known(_ Request, _ []Event, s *Suggestion) error {
	in := func(m lifecycle.Machine, x lifecycle.State) error {
		if !tableStates()[m][x] {
			return fmt.Errorf("%s is in no state of its table: %q", m, x)
		}
		return nil
	}
	err := in(lifecycle.Suggestion, s.State)
	for _, a := range s.Assignments {
		err = errors.Join(err, in(lifecycle.Assignment, a.State))
	}
	for _, l := range s.Lines {
		err = errors.Join(err, in(lifecycle.ReplyLine, l.State))
	}
	for _, c := range s.Commitments {
		err = errors.Join(err, in(lifecycle.Commitment, c.State))
	}
	return err
}

// ownHands: a unit never rules on its own return, and one that has no part in
// the case writes nothing on it, save on its own promises.
func (p *play) ownHands(r Request, events []Event, _ *Suggestion) error {
	if !r.Actor.Role.OfUnit() || len(events) == 0 {
		return nil
	}
	for _, e := range events {
		switch e.(type) {
		case ReturnApproved, ReturnRefused, ReturnRuledFinal, Reassigned, FeedbackGiven, FeedbackNotReturned, CommitmentVerified,
			CommitmentExplained, CommitmentBroken, EscalationConcluded, RedoOrdered, ContactConfirmed, ContactDenied, FeedbackEntered,
			ObjectionRuled, ContestRuled, ClassCorrected:
			return fmt.Errorf("a unit produced %s", kind(e))
		}
	}
	if _, active := p.s.ActiveOn(r.Actor.Unit); active {
		return nil
	}
	switch c := r.Command.(type) {
	case ReportOnPromise:
		return p.owns(c.Commitment, r.Actor.Unit)
	case ClaimFulfilled:
		return p.owns(c.Commitment, r.Actor.Unit)
	}
	return fmt.Errorf("unit %q has no part in the case and produced %s", r.Actor.Unit, kinds(events))
}

func (p *play) owns(id CommitmentID, unit string) error {
	if c, ok := p.s.Commitment(id); !ok || c.Unit != unit {
		return fmt.Errorf("unit %q wrote on the promise of %q", unit, c.Unit)
	}
	return nil
}

// rated: only the lead deputy, or the committee with the deputy's form, only the
// newest delivered version, only once unless the rating was disputed, and with a
// reason when dissatisfied.
func (p *play) rated(r Request, events []Event, _ *Suggestion) error {
	for _, e := range events {
		g, ok := e.(FeedbackGiven)
		if !ok {
			continue
		}
		l, _ := p.s.Line(g.Line)
		v := l.Latest()
		twice := slices.ContainsFunc(l.Ratings, func(x Rating) bool { return x.Version == g.Version }) && !l.Disputed
		switch {
		case !p.gives(r, events):
			return errors.New("rated by somebody else")
		case g.Version != v.Number || unset(v.Complete):
			return errors.New("rated a version that is not the newest delivered one")
		case twice:
			return errors.New("rated twice")
		case (g.Process == Dissat || g.Result == Dissat) && g.Reason == "":
			return errors.New("dissatisfied without a reason")
		case g.Result == "" || (g.Process == "") != (len(r.Rules.Rating().Value.Parts) == 1):
			return errors.New("half a rating")
		}
	}
	return nil
}

// onTime: a duty's clock that stopped after its day has its lapse on record.
func (p *play) onTime(r Request, _ []Event, s *Suggestion) error {
	for i, c := range p.s.Clocks {
		n := s.Clocks[i]
		if c.Running && !n.Running && c.Kind.Duty() && !r.Now.Before(calendar.EndOf(c.Due)) && !n.Lapsed {
			return fmt.Errorf("%s of %+v was late and nobody noticed", c.Kind, c.Subject)
		}
		if c.Lapsed && !n.Lapsed {
			return errors.New("a lapse was forgotten")
		}
	}
	for _, c := range s.Clocks {
		if c.Running && unset(c.Due) {
			return fmt.Errorf("a clock without a date: %+v", c)
		}
	}
	return nil
}

// timeAlone: the clock's command changes no rating and settles nothing but by
// recorded silence.
func (p *play) timeAlone(r Request, events []Event, s *Suggestion) error {
	switch r.Command.(type) {
	case Warn:
		if len(events) > 1 || len(events) == 1 && kind(events[0]) != "DeadlineWarned" {
			return fmt.Errorf("a warning produced %s", kinds(events))
		}
		return nil
	case Lapse:
	default:
		return nil
	}
	for _, e := range events {
		switch e.(type) {
		case DeadlineLapsed, ContactUnanswered, FeedbackReminded, FeedbackNotReturned, PhaseChanged, Closed:
		default:
			return fmt.Errorf("time produced %s", kind(e))
		}
	}
	for i, l := range s.Lines {
		old := p.s.Lines[i]
		silent := l.State == lifecycle.NotReturned || l.State == lifecycle.SilentAfterRedo
		if len(l.Ratings) != len(old.Ratings) || l.State != old.State && !silent {
			return fmt.Errorf("time moved a line from %s to %s", old.State, l.State)
		}
	}
	return nil
}

// monotone: rounds, versions and history only grow.
func (p *play) monotone(_ Request, events []Event, s *Suggestion) error {
	if slices.ContainsFunc(events, func(e Event) bool {
		_, corrected := e.(ImportCorrected)
		_, imported := e.(Imported)
		return corrected || imported
	}) {
		return nil // an import restates the case
	}
	for i, old := range p.s.Lines {
		l := s.Lines[i]
		if len(l.Contests) < len(old.Contests) || l.Round < old.Round || len(l.Versions) < len(old.Versions) || len(l.Ratings) < len(old.Ratings) || len(l.Contacts) < len(old.Contacts) {
			return fmt.Errorf("line %s lost history", l.ID)
		}
		for j, v := range l.Versions {
			if v.Number != j+1 {
				return fmt.Errorf("version %d stands at place %d", v.Number, j+1)
			}
		}
	}
	if !unset(p.s.T0) && s.T0 != p.s.T0 {
		return errors.New("the case lost its first T0")
	}
	return nil
}

// repliesAreWhole: no version without class, no promise class without a dated
// promise, no line without a unit. Imported statements may be less.
func (p *play) repliesAreWhole(s *Suggestion) error {
	for _, l := range s.Lines {
		for _, v := range l.Versions {
			if s.Imported && v.Number <= len(s.replies()) {
				continue
			}
			dated := slices.ContainsFunc(s.Commitments, func(c Commitment) bool { return c.Line == l.ID && c.Version == v.Number && !unset(c.Due) })
			if v.Class == "" || v.Claimed == "" || v.Document == "" || p.rules.NeedsCommitment(string(v.Claimed)) && !dated && v.Head == "" {
				return fmt.Errorf("reply %d of %s is not whole: %+v", v.Number, l.ID, v)
			}
		}
	}
	return nil
}

// capped: no reply date passes the unit's T0 and the cap.
func (p *play) capped(s *Suggestion) error {
	limit, _ := p.rules.Period(ruleset.ReplyCap)
	for _, c := range s.Clocks {
		if c.Kind != lifecycle.DueReply {
			continue
		}
		i := slices.IndexFunc(s.Assignments, func(a Assignment) bool { return a.Line == c.Subject.Line })
		if i < 0 || c.Due.After(calendar.StateCouncil().Due(s.Assignments[i].T0, limit).Due) {
			return fmt.Errorf("reply due %s passes the cap", c.Due)
		}
	}
	return nil
}

// dated: the case's own rules and calendar date every running deadline as it
// stands.
func (p *play) dated(s *Suggestion) error {
	if shifts := Shifts(s, p.rules, calendar.StateCouncil(), calendar.Date{}); len(shifts) > 0 {
		return fmt.Errorf("a deadline is not what the rules say: %+v", shifts[0])
	}
	return nil
}

// waits: while a paper is on its way nothing runs that counts from its receipt,
// and a reply that is owed has its latest day.
func (p *play) waits(s *Suggestion) error {
	if slices.Contains(lifecycle.Of(lifecycle.Suggestion).Finals, s.State) {
		return nil
	}
	for _, a := range s.Assignments {
		if a.State != lifecycle.OnPaper {
			continue
		}
		for _, l := range a.limits() {
			rule, _ := p.rules.Rule(l.key)
			c, running := s.Running(l.kind, l.about)
			capped := running && l.kind == lifecycle.DueReply && c.Period == "6m" && c.Start == a.T0
			if rule.From == ruleset.Received && running && !capped {
				return fmt.Errorf("%s runs before the receipt: %+v", l.kind, c)
			}
			line, _ := s.Line(a.Line)
			if l.kind == lifecycle.DueReply && !running && !line.Replied() {
				return errors.New("a paper unit owes a reply without a day")
			}
		}
	}
	return nil
}

// ended: a case that is over has no running clock, and nothing owed.
func ended(s *Suggestion) error {
	over := slices.Contains(lifecycle.Of(lifecycle.Suggestion).Finals, s.State)
	for _, c := range s.Clocks {
		if over && c.Running {
			return fmt.Errorf("%s runs on a case that is %s", c.Kind, s.State)
		}
	}
	if s.State != lifecycle.Closed && s.State != lifecycle.Archived {
		return nil
	}
	if s.OpenPromises() > 0 || s.HeadOpen {
		return errors.New("closed over an open promise")
	}
	for _, l := range s.Lines {
		if l.State != lifecycle.LineEnded && (!l.settled() || l.upgrading()) {
			return fmt.Errorf("closed over line %s in %s", l.ID, l.State)
		}
	}
	return nil
}

// answered: a dissatisfied rating is the last word only after a conclusion, or
// where a source tells of a newer reply and not what became of it.
func answered(s *Suggestion) error {
	for _, l := range s.Lines {
		if l.State != lifecycle.UnknownFeedback && len(l.Ratings) > 0 && l.LastRating().Worse() == Dissat && l.settled() && l.Outcome == "" {
			return fmt.Errorf("line %s is %s over a dissatisfied rating", l.ID, l.State)
		}
	}
	return nil
}

// settledState: the case says what its lines say.
func settledState(s *Suggestion) error {
	if to, ok := s.derived(); ok && to != s.State {
		return fmt.Errorf("the case is %s, its lines say %s", s.State, to)
	}
	return nil
}
