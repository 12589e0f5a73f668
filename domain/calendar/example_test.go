package calendar_test

import (
	"fmt"
	"time"

	"huiyin/domain/calendar"
)

// The corresponding day falls on a Saturday that the notice made a working day,
// so the due date does not roll.
func ExampleCalendar_Due() {
	due := calendar.StateCouncil().Due(calendar.MustDate("2025-11-30"), calendar.InMonths(3))
	fmt.Println(due.Due, due.Due.Weekday(), due.Provisional)
	// Output: 2026-02-28 Saturday false
}

// Ten working days across Spring Festival end a week later than Monday to Friday
// would suggest.
func ExampleCalendar_Due_workingDays() {
	due := calendar.StateCouncil().Due(calendar.MustDate("2026-02-10"), calendar.InWorkingDays(10))
	fmt.Println(due.Due, len(due.Skipped), due.Skipped[0].Holiday)
	// Output: 2026-03-02 10 春节
}

// The notice for 2027 is not out yet, and the result says so.
func ExampleCalendar_Due_provisional() {
	due := calendar.StateCouncil().Due(calendar.MustDate("2026-11-30"), calendar.InMonths(3))
	fmt.Println(due.Due, due.Provisional, due.MissingYears)
	// Output: 2027-03-01 true [2027]
}

func ExampleCalendar_WorkingDaysBetween() {
	today, due := calendar.MustDate("2026-09-24"), calendar.MustDate("2026-09-28")
	fmt.Println(calendar.StateCouncil().WorkingDaysBetween(today, due))
	// Output: 1
}

func ExampleDateOf() {
	evening := time.Date(2026, time.June, 1, 16, 0, 0, 0, time.UTC)
	fmt.Println(calendar.DateOf(evening))
	// Output: 2026-06-02
}

func ExampleEndOf() {
	fmt.Println(calendar.EndOf(calendar.MustDate("2026-06-01")).In(calendar.CST()))
	// Output: 2026-06-02 00:00:00 +0800 CST
}

func ExampleParsePeriod() {
	for _, s := range []string{"3m", "15wd", "10d", "05-31"} {
		p, _ := calendar.ParsePeriod(s)
		fmt.Println(p, p.Unit)
	}
	// Output:
	// 3m months
	// 15wd working days
	// 10d calendar days
	// 05-31 fixed date
}
