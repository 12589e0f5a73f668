package suggestion

import (
	"huiyin/domain/calendar"
	"huiyin/domain/lifecycle"
)

// Warn is the clock's reminder before a due day: so many calendar days are left,
// which is one of the rule set's warning days. Like Lapse it is derived, so a
// second one finds nothing to do. Of several warning days that passed unnoticed
// only the nearest is given.
type Warn struct {
	Kind    lifecycle.Deadline
	Subject Subject
	Due     calendar.Date
	Days    int
}

func (c Warn) decide(d *decision) error {
	if err := d.byRole("warn", lifecycle.Clock); err != nil {
		return err
	}
	clock, ok := d.s.Running(c.Kind, c.Subject)
	if !ok || clock.Due != c.Due {
		return nil
	}
	days, ok := d.req.Rules.WarnDays()
	if !ok {
		return nil
	}
	if left, due := clock.WarningOn(d.today, days.Value); due && left == c.Days {
		d.emit(DeadlineWarned{Kind: c.Kind, Subject: c.Subject, Due: c.Due, Days: c.Days})
	}
	return nil
}

// WarningOn tells which warning of the clock stands out on the day: the nearest
// one whose day has come, unless it or a nearer one was given. Only duties are
// warned of: a deputy is reminded in another way, and a right may lapse quietly.
// A warning whose day lies not after the start would come with the deadline
// itself, and is none.
func (c Clock) WarningOn(today calendar.Date, warnDays []int) (days int, due bool) {
	if !c.Running || c.Lapsed || !c.Kind.Duty() || today.After(c.Due) {
		return 0, false
	}
	for _, n := range warnDays {
		on := c.Due.AddDays(-n)
		if on.After(c.Start) && !on.After(today) && (!due || n < days) {
			days, due = n, true
		}
	}
	return days, due && (c.Warned == 0 || days < c.Warned)
}
