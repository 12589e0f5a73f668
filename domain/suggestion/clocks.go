package suggestion

import (
	"slices"

	"huiyin/domain/calendar"
	"huiyin/domain/lifecycle"
	"huiyin/domain/ruleset"
)

// starts are the days a unit's clocks may count from: the assignment (T0) and
// the receipt, which is unset while a paper is on its way.
type starts struct {
	assigned, received calendar.Date
}

// of is the day the rule counts from. A rule that leaves the start to its own
// event is given that day in both fields.
func (s starts) of(r ruleset.Rule) calendar.Date {
	if r.From == ruleset.Received {
		return s.received
	}
	return s.assigned
}

// starts are the days the assignment's clocks count from.
func (a Assignment) starts() starts { return starts{a.T0, a.Received} }

// limit is a clock that an assignment starts: its kind, the rule that sets it,
// and the part of the case it is about.
type limit struct {
	kind  lifecycle.Deadline
	key   ruleset.Key
	about Subject
}

// limits are the clocks the unit's part brings with it.
func (u UnitTerm) limits() []limit {
	unit, line := Subject{Assignment: u.Assignment}, Subject{Line: u.Line}
	if u.Part == Co {
		return []limit{{lifecycle.DueReturn, ruleset.Return, unit}, {lifecycle.DueCoOpinion, ruleset.CoOpinion, unit}}
	}
	return []limit{{lifecycle.DueReturn, ruleset.Return, unit}, {lifecycle.DueFirstContact, ruleset.FirstContact, line},
		{lifecycle.DueReply, ruleset.Reply, line}}
}

// clocksOf are the deadlines of the unit's limits, of all or of the named kinds.
func (d *decision) clocksOf(u UnitTerm, from starts, kinds []lifecycle.Deadline) []Deadline {
	var out []Deadline
	for _, l := range u.limits() {
		if kinds == nil || slices.Contains(kinds, l.kind) {
			out = append(out, d.dueFrom(l.kind, l.key, l.about, from)...)
		}
	}
	return out
}

// due computes the deadline of a kind from the day of its own event.
func (d *decision) due(kind lifecycle.Deadline, key ruleset.Key, about Subject, start calendar.Date) []Deadline {
	return d.dueFrom(kind, key, about, starts{start, start})
}

func (d *decision) dueFrom(kind lifecycle.Deadline, key ruleset.Key, about Subject, from starts) []Deadline {
	return law{d.req.Rules, d.req.Calendar}.due(kind, key, about, from)
}

// law is what dates a deadline: the rules and the calendar.
type law struct {
	rules    ruleset.Set
	calendar calendar.Calendar
}

// due computes the deadline of a kind, or none when the rules give no such limit
// or its start has not come. No reply date passes the cap of the rules, which
// counts from the assignment whatever the reply counts from; days are compared
// after rolling over holidays.
func (w law) due(kind lifecycle.Deadline, key ruleset.Key, about Subject, from starts) []Deadline {
	rule, ok := w.rules.Rule(key)
	start := from.of(rule)
	if !ok || unset(start) {
		return nil
	}
	c := w.calendar.Due(start, rule.Period)
	if limit, ok := w.rules.Rule(ruleset.ReplyCap); ok && kind == lifecycle.DueReply {
		if most := w.calendar.Due(from.of(limit), limit.Period); c.Due.After(most.Due) {
			rule, c = limit, most
		}
	}
	return []Deadline{{Kind: kind, Subject: about, Start: c.Start, Due: c.Due, Period: rule.Period.String(), Basis: rule.Basis,
		RuleSet: w.rules.ID, Calendar: w.calendar.Version(), Assumption: rule.Assumption, Provisional: c.Provisional}}
}

// again dates a clock of the case anew under this law. It reports false for a
// clock that no rule dates: a promise's own day.
func (w law) again(s *Suggestion, c Clock) (due []Deadline, ruled bool) {
	key, from, ruled := w.keyOf(s, c)
	if !ruled {
		return nil, false
	}
	due = w.due(c.Kind, key, c.Subject, from)
	if len(due) == 0 && c.Kind == lifecycle.DueReply { // the paper has not arrived
		due = w.due(c.Kind, ruleset.ReplyCap, c.Subject, from)
	}
	return due, true
}

// ownKeys are the limits that count from their own event and have one key.
var ownKeys = map[lifecycle.Deadline]ruleset.Key{
	lifecycle.DueReview: ruleset.OffSessionAssign, lifecycle.DueReturnDecision: ruleset.ReturnDecision,
	lifecycle.DueContactConfirm: ruleset.ContactConfirm, lifecycle.DueRedo: ruleset.Redo,
	lifecycle.DuePublish: ruleset.Publish, lifecycle.DueCommitmentRating: ruleset.CommitmentRating,
}

// keyOf tells by which rule the clock runs, and from which days.
func (w law) keyOf(s *Suggestion, c Clock) (ruleset.Key, starts, bool) {
	own := starts{c.Start, c.Start}
	if key, ok := ownKeys[c.Kind]; ok {
		return key, own, true
	}
	line, _ := s.Line(c.Subject.Line)
	unit, ok := s.Assignment(c.Subject.Assignment)
	if line != nil {
		unit, ok = s.OfLine(line.ID)
	}
	switch _, reminds := w.rules.Rule(ruleset.Reminder); {
	case c.Kind == lifecycle.DueFeedback && line != nil && line.Reminders > 0 && reminds:
		return ruleset.Reminder, own, true
	case c.Kind == lifecycle.DueFeedback:
		return ruleset.Feedback, own, true
	case !ok:
		return 0, own, false
	case c.Kind == lifecycle.DueCoOpinion && unit.State == lifecycle.OpinionRejected:
		return ruleset.CoOpinionRedo, own, true
	case c.Kind == lifecycle.DueReply && line.Extension == Granted:
		return ruleset.ExtendedReply, unit.starts(), true
	}
	for _, l := range unit.limits() {
		if l.kind == c.Kind {
			return l.key, unit.starts(), true
		}
	}
	return 0, own, false
}

// StartOf tells which event started the clock under the rules it runs by: the
// assignment, the receipt, or the own event of the limit it names. The key is
// none for a day that no rule set.
func StartOf(s *Suggestion, c Clock, rules ruleset.Set) (ruleset.ClockStart, ruleset.Key) {
	key, _, ruled := law{rules: rules}.keyOf(s, c)
	rule, ok := rules.Rule(key)
	if limit, capped := rules.Rule(ruleset.ReplyCap); capped && c.Kind == lifecycle.DueReply && c.Basis == limit.Basis {
		key, rule, ok = ruleset.ReplyCap, limit, true
	}
	if !ruled || !ok {
		return ruleset.OwnEvent, 0
	}
	return rule.From, key
}
