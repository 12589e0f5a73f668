package calendar

import (
	"cmp"
	"time"
)

// Unit says how a Period is measured.
type Unit uint8

// The units a rule text uses. The zero Unit belongs to the unset Period.
const (
	// Months run to the corresponding day of a later month.
	Months Unit = iota + 1
	// WorkingDays count only the days the calendar calls working days.
	WorkingDays
	// CalendarDays count every day.
	CalendarDays
	// FixedDate is no length at all but a month and day ("by 31 August").
	FixedDate
)

// MaxN is the largest N a valid Period may have; it bounds the work of Due.
const MaxN = 3660

// MonthDay is a day of the year. 29 February means the last day of February in
// every year.
type MonthDay struct {
	Month time.Month
	Day   int
}

// Period is a time limit: either a length (N units) or a fixed day of the year.
// It is comparable, and its zero value means that no limit is set.
type Period struct {
	// N is the length, 1 to MaxN; 0 when Unit is FixedDate.
	N int
	// Unit says what N counts.
	Unit Unit
	// On is the fixed day; zero unless Unit is FixedDate.
	On MonthDay
}

// InMonths returns a limit of n months.
func InMonths(n int) Period { return Period{N: n, Unit: Months} }

// InWorkingDays returns a limit of n working days.
func InWorkingDays(n int) Period { return Period{N: n, Unit: WorkingDays} }

// InDays returns a limit of n calendar days.
func InDays(n int) Period { return Period{N: n, Unit: CalendarDays} }

// EachYearOn returns a limit that falls on the same day every year.
func EachYearOn(month time.Month, day int) Period {
	return Period{Unit: FixedDate, On: MonthDay{Month: month, Day: day}}
}

// IsZero reports whether no limit is set.
func (p Period) IsZero() bool { return p == Period{} }

// Valid reports whether the period is set and well formed. Due answers only for
// valid periods.
func (p Period) Valid() bool {
	switch p.Unit {
	case Months, WorkingDays, CalendarDays:
		return p.N >= 1 && p.N <= MaxN && p.On == MonthDay{}
	case FixedDate:
		return p.N == 0 && p.On.valid()
	}
	return false
}

// Compare orders two valid periods of the same unit. It reports false when they
// cannot be ordered without knowing a start and a calendar.
func (p Period) Compare(q Period) (int, bool) {
	if p.Unit != q.Unit || !p.Valid() || !q.Valid() {
		return 0, false
	}
	return cmp.Or(cmp.Compare(p.N, q.N), cmp.Compare(p.On.Month, q.On.Month),
		cmp.Compare(p.On.Day, q.On.Day)), true
}

func (m MonthDay) valid() bool {
	const leapYear = 2024
	_, ok := NewDate(leapYear, m.Month, m.Day)
	return ok
}

// in returns the day in the given year, which must be within 1 to 9999.
func (m MonthDay) in(year int) Date {
	return fromCivil(year, m.Month, min(m.Day, daysIn(year, m.Month)))
}

// onOrAfter returns the first such day that is not before start.
func (m MonthDay) onOrAfter(start Date) Date {
	if d := m.in(start.Year()); !d.Before(start) {
		return d
	}
	if start.Year() == 9999 {
		return clamp(maxOrdinal)
	}
	return m.in(start.Year() + 1)
}
