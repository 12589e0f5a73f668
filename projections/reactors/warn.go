package reactors

import (
	"context"
	"fmt"

	"huiyin/domain/calendar"
	"huiyin/domain/lifecycle"
	"huiyin/domain/suggestion"
	"huiyin/eventstore"
	"huiyin/projections/parked"
)

// Warning is a reminder before a due day, so many calendar days ahead.
type Warning struct {
	Due
	Days int
}

// Warnings lists the reminders of a case that stand out on the day: of each duty
// the nearest one whose day has come and that was not given yet.
func Warnings(s *suggestion.Suggestion, today calendar.Date, warnDays []int) []Warning {
	var out []Warning
	for _, c := range s.Clocks {
		if days, due := c.WarningOn(today, warnDays); due {
			out = append(out, Warning{Due{Case: s.ID, Kind: c.Kind, Subject: c.Subject, Day: c.Due}, days})
		}
	}
	return out
}

// WarnOf is the clock's command for a reminder. Its id is fixed by case, kind,
// subject, due day and days ahead, and its time is the beginning of the day on
// which the reminder fell due.
func WarnOf(w Warning) Act {
	return Act{ID: eventstore.DeriveID(at(calendar.StartOf(w.Day.AddDays(-w.Days))), append(w.parts("warn"), fmt.Sprint(w.Days))...),
		Case: w.Case, Role: lifecycle.Clock, Command: suggestion.Warn{Kind: w.Kind, Subject: w.Subject, Due: w.Day, Days: w.Days}}
}

// RunWarnings gives the reminders of the listed cases that stand out on the day
// and tells how many it gave. The warning days are those of each case's rules.
// Like a lapse, a reminder that somebody else gave at the same time counts for
// nothing, and a case that cannot be read keeps no other from its own.
func RunWarnings(ctx context.Context, desk Desk, ids []suggestion.CaseID, today calendar.Date, days func(*suggestion.Suggestion) []int) (int, error) {
	return forEach("warnings", ids, func(id suggestion.CaseID) (int, error) { return warnAll(ctx, desk, id, today, days) })
}

func warnAll(ctx context.Context, desk Desk, id suggestion.CaseID, today calendar.Date, days func(*suggestion.Suggestion) []int) (n int, err error) {
	defer parked.Recover(&err)
	s, err := desk.Load(ctx, id)
	if err != nil {
		return 0, err
	}
	todo := Warnings(s, today, days(s))
	if len(todo) == 0 {
		return 0, nil
	}
	for _, w := range todo {
		if err := desk.Carry(ctx, WarnOf(w)); !isAnswer(err) {
			return 0, fmt.Errorf("%s due %s: %w", w.Kind, w.Day, err)
		}
	}
	if s, err = desk.Load(ctx, id); err != nil {
		return 0, err
	}
	return len(todo) - len(Warnings(s, today, days(s))), nil
}
