package views

import (
	"huiyin/domain/calendar"
)

// Light is a traffic light. Pages and tables show it as shape, word and colour.
type Light string

// Lights. None is for what has no due date; Grey for what is unknown.
const (
	None    Light = ""
	Normal  Light = "normal"
	Soon    Light = "soon"
	Overdue Light = "overdue"
	Severe  Light = "severe"
	Grey    Light = "unknown"
)

// Thresholds of the default light scheme (handbook UX-11).
const (
	SoonWorkingDays = 10
	SevereDays      = 30
)

// Scheme holds the border days of the lights for one day, so that a light is
// two comparisons and can be asked in SQL.
type Scheme struct {
	Today     calendar.Date
	SoonUntil calendar.Date
	SevereTo  calendar.Date // due dates before this day are severe
}

// SchemeFor computes the borders on a day.
func SchemeFor(cal calendar.Calendar, today calendar.Date) Scheme {
	return Scheme{Today: today, SoonUntil: cal.Due(today, calendar.InWorkingDays(SoonWorkingDays)).Due, SevereTo: today.AddDays(-SevereDays)}
}

// Of is the light of a due date on the scheme's day. A due day itself is not
// overdue: it ends at 24:00 in China.
func (s Scheme) Of(due calendar.Date) Light {
	switch {
	case due.IsZero():
		return None
	case due.Before(s.SevereTo):
		return Severe
	case due.Before(s.Today):
		return Overdue
	case !due.After(s.SoonUntil):
		return Soon
	}
	return Normal
}
