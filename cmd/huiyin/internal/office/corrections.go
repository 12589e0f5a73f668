package office

import (
	"context"
	"errors"

	"huiyin/domain/calendar"
	"huiyin/domain/lifecycle"
	"huiyin/domain/ruleset"
	"huiyin/domain/suggestion"
	"huiyin/eventstore"
	"huiyin/eventstore/decider"
	"huiyin/projections/parked"
)

// Shift is a running deadline of a case that other rules or another calendar
// would date or settle otherwise.
type Shift struct {
	Case   suggestion.CaseID
	Number string
	Title  string
	Unit   string
	suggestion.Shift
}

// UnderRules lists, case by case, what other rules would make of every deadline that
// runs, those that are late included. It writes nothing.
func (o *Office) UnderRules(ctx context.Context, ids []suggestion.CaseID, rules ruleset.Set) ([]Shift, error) {
	return o.shifts(ctx, ids, func(s state) []suggestion.Shift {
		return suggestion.Shifts(s, rules, o.Calendar, calendar.Date{})
	})
}

// UnderCalendar lists, case by case, what a calendar makes of the running deadlines under
// the rules each case is judged by. What ended before today stands. It writes
// nothing.
func (o *Office) UnderCalendar(ctx context.Context, ids []suggestion.CaseID, cal calendar.Calendar) ([]Shift, error) {
	return o.shifts(ctx, ids, func(s state) []suggestion.Shift {
		return suggestion.Shifts(s, o.ruled(s, request{Now: o.Now()}).Rules, cal, o.Today())
	})
}

// shifts tells also of cases that cannot be read, after all others.
func (o *Office) shifts(ctx context.Context, ids []suggestion.CaseID, of func(state) []suggestion.Shift) ([]Shift, error) {
	var out []Shift
	var broken error
	for _, id := range ids {
		s, err := o.Load(ctx, id)
		if _, own := parked.CauseOf(err); own {
			broken = errors.Join(broken, err)
			continue
		}
		if err != nil {
			return nil, err
		}
		for _, shift := range of(s) {
			out = append(out, Shift{Case: id, Number: s.Number, Title: s.Title, Unit: unitOf(s, shift.Old.Subject), Shift: shift})
		}
	}
	return out, broken
}

func unitOf(s state, about suggestion.Subject) string {
	if l, ok := s.Line(about.Line); ok {
		return l.Unit
	}
	if a, ok := s.Assignment(about.Assignment); ok {
		return a.Unit
	}
	return ""
}

// Correct records in the cases what the calendar in force changed about their
// running deadlines: one event a deadline. Each act's id is fixed by the event
// that put the calendar in force, so that what was interrupted can be taken up
// and what was done is done once. It tells how many deadlines it corrected.
func (o *Office) Correct(ctx context.Context, shifts []Shift, reason string) (int, error) {
	n := 0
	for _, s := range shifts {
		about := s.Old.Subject
		id := eventstore.DeriveID(o.rules.notice, "correct_deadline", string(s.Case), string(s.Old.Kind), string(about.Assignment),
			string(about.Line), string(about.Contact), string(about.Commitment), s.Old.Due.String(), s.Old.Start.String())
		done, err := o.Do(ctx, Act{ID: id, Case: s.Case, Actor: suggestion.Actor{Role: lifecycle.Clock, Person: suggestion.Person{ID: string(lifecycle.Clock)}},
			Command: suggestion.CorrectDeadline{Kind: s.Old.Kind, Subject: about, Reason: reason}})
		if err != nil && !errors.Is(err, decider.ErrCommandReused) {
			return n, err
		}
		if err == nil && len(done.Events) > 0 && !done.Replayed {
			n++
		}
	}
	return n, nil
}
