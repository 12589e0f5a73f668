package suggestion

import (
	"slices"

	"huiyin/domain/calendar"
	"huiyin/domain/lifecycle"
	"huiyin/domain/ruleset"
)

// Shift is a running deadline beside what another law makes of it. New is the
// zero Deadline where that law knows no such limit.
type Shift struct {
	Old, New Deadline
}

// Moved reports whether the day differs.
func (s Shift) Moved() bool { return s.Old.Due != s.New.Due }

// Shifts lists the running deadlines that the rules and the calendar would date
// or settle otherwise: another day, or provisional no more. Under the case's own
// rules and calendar there are none. What ended before today, lapsed or not, is
// history and not listed; nor is a day that a reply set for itself.
func Shifts(s *Suggestion, rules ruleset.Set, cal calendar.Calendar, today calendar.Date) []Shift {
	var out []Shift
	for _, c := range s.Clocks {
		if !c.Running || c.Due.Before(today) {
			continue
		}
		due, ruled := law{rules, cal}.again(s, c)
		if !ruled {
			continue
		}
		shift := Shift{Old: c.Deadline}
		if len(due) > 0 {
			shift.New = due[0]
		}
		if shift.Moved() || shift.Old.Provisional != shift.New.Provisional {
			out = append(out, shift)
		}
	}
	return out
}

// CorrectDeadline dates a running deadline anew after a notice on the calendar
// came. It is the clock's act: it changes nothing where the day stands.
type CorrectDeadline struct {
	Kind    lifecycle.Deadline
	Subject Subject
	Reason  string
}

func (c CorrectDeadline) decide(d *decision) error {
	if err := d.byRole("correct_deadline", lifecycle.Clock); err != nil {
		return err
	}
	if err := need("reason", c.Reason); err != nil {
		return err
	}
	shifts := Shifts(d.s, d.req.Rules, d.req.Calendar, d.today)
	i := slices.IndexFunc(shifts, func(s Shift) bool { return s.Old.Kind == c.Kind && s.Old.Subject == c.Subject })
	if i < 0 || unset(shifts[i].New.Due) {
		return nil
	}
	d.emit(DeadlineCorrected{Old: shifts[i].Old, New: shifts[i].New, Reason: c.Reason})
	return nil
}
