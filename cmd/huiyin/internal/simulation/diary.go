package simulation

import (
	"slices"
	"time"

	"huiyin/domain/calendar"
)

// diary is the year's timetable (handbook 9.6, Hunan's pattern) and its working
// days, listed once because everybody asks for them.
type diary struct {
	year     int
	session  []calendar.Date
	merging  calendar.Date
	meeting  calendar.Date // the assignment meeting; T0 of nearly all
	key      calendar.Date
	workdays []calendar.Date
}

const sessionDays = 5

func newDiary(year int) diary {
	cal := calendar.StateCouncil()
	d := diary{year: year}
	monday := day(year, time.January, 27)
	for monday.Weekday() != time.Monday {
		monday = monday.AddDays(-1)
	}
	for i := range sessionDays {
		d.session = append(d.session, monday.AddDays(i))
	}
	d.meeting = cal.NextWorkingDay(day(year, time.February, 26))
	d.merging = cal.NextWorkingDay(d.meeting.AddDays(-2))
	d.key = cal.NextWorkingDay(day(year, time.April, 15))
	for on := day(year, time.January, 1); on.Year() <= year+1; on = on.AddDays(1) {
		if cal.IsWorkingDay(on) {
			d.workdays = append(d.workdays, on)
		}
	}
	return d
}

// working is the n-th working day after the day; 0 is the day itself or the
// next working day.
func (d diary) working(from calendar.Date, n int) calendar.Date {
	i, found := slices.BinarySearchFunc(d.workdays, from, calendar.Date.Compare)
	if !found && n > 0 {
		i-- // the day before counts as day 0
	}
	return d.workdays[min(max(i+n, 0), len(d.workdays)-1)]
}

func day(year int, month time.Month, n int) calendar.Date {
	d, _ := calendar.NewDate(year, month, n)
	return d
}

// monthEnd is the last day of the month, so many months after the day's own.
func monthEnd(d calendar.Date, months int) calendar.Date {
	y, m, _ := d.Civil()
	return day(y, m, 1).AddMonths(months + 1).AddDays(-1)
}

// at is a time of day in China, in minutes after midnight.
func at(d calendar.Date, minutes int) time.Time {
	return calendar.StartOf(d).Add(time.Duration(minutes) * time.Minute)
}
