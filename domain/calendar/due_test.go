package calendar_test

import (
	"slices"
	"testing"

	"huiyin/domain/calendar"
)

// TestDueVectors holds every vector of CAL-04.
func TestDueVectors(t *testing.T) {
	cases := []struct{ start, period, nominal, due string }{
		{"2025-11-30", "3m", "2026-02-28", "2026-02-28"},
		{"2025-11-30", "6m", "2026-05-30", "2026-06-01"},
		{"2026-02-05", "3m", "2026-05-05", "2026-05-06"},
		{"2026-03-31", "3m", "2026-06-30", "2026-06-30"},
		{"2026-06-20", "3m", "2026-09-20", "2026-09-20"},
		{"2026-06-20", "6m", "2026-12-20", "2026-12-21"},
		{"2026-06-25", "3m", "2026-09-25", "2026-09-28"},
		{"2026-07-01", "3m", "2026-10-01", "2026-10-08"},
		{"2026-02-10", "10wd", "2026-03-02", "2026-03-02"},
		// Beyond CAL-04: calendar days, fixed days and the notice that changed in 2020.
		{"2026-02-10", "10d", "2026-02-20", "2026-02-24"},
		{"2026-03-01", "08-31", "2026-08-31", "2026-08-31"},
		{"2025-08-31", "08-31", "2025-08-31", "2025-09-01"},
		{"2025-09-01", "08-31", "2026-08-31", "2026-08-31"},
		{"2025-03-01", "02-29", "2026-02-28", "2026-02-28"},
		{"2020-01-20", "1wd", "2020-01-21", "2020-01-21"},
		{"2018-12-28", "1wd", "2018-12-29", "2018-12-29"},
	}
	for _, c := range cases {
		t.Run(c.start+"+"+c.period, func(t *testing.T) {
			got := calendar.StateCouncil().Due(day(c.start), period(c.period))
			if got.Nominal != day(c.nominal) || got.Due != day(c.due) {
				t.Errorf("nominal %v due %v, want %v and %v", got.Nominal, got.Due, c.nominal, c.due)
			}
			if got.Provisional || got.MissingYears != nil {
				t.Errorf("provisional for want of %v", got.MissingYears)
			}
		})
	}
}

func TestDueExplainsItself(t *testing.T) {
	c := calendar.StateCouncil()
	got := c.Due(day("2026-06-25"), calendar.InMonths(3))
	want := []calendar.DayOff{
		{Date: day("2026-09-25"), Holiday: "中秋节"},
		{Date: day("2026-09-26"), Holiday: "中秋节"},
		{Date: day("2026-09-27"), Holiday: "中秋节"},
	}
	if !slices.Equal(got.Rolled, want) || got.Skipped != nil {
		t.Errorf("rolled %v skipped %v", got.Rolled, got.Skipped)
	}
	if got.Start != day("2026-06-25") || got.Period != calendar.InMonths(3) || got.CalendarVersion != c.Version() {
		t.Errorf("the computation does not carry what it was made from: %+v", got)
	}
	skipped := c.Due(day("2026-02-10"), calendar.InWorkingDays(10)).Skipped
	// Nine days of Spring Festival and one plain Sunday; both make-up Saturdays count.
	if len(skipped) != 10 || skipped[9] != (calendar.DayOff{Date: day("2026-03-01")}) {
		t.Errorf("skipped %v", skipped)
	}
}

func TestDueWithoutNoticeIsProvisional(t *testing.T) {
	c := calendar.StateCouncil()
	cases := []struct {
		start, period, due string
		missing            []int
	}{
		{"2026-11-30", "3m", "2027-03-01", []int{2027}},
		{"2026-12-20", "10wd", "2027-01-01", []int{2027}},
		{"2026-12-21", "10d", "2026-12-31", []int{2027}}, // the 2027 notice may still take this day
		{"2026-12-14", "10d", "2026-12-24", nil},
		{"2026-11-30", "13m", "2027-12-30", []int{2027}},
		{"2030-03-01", "1m", "2030-04-01", []int{2030}},
		{"2011-12-30", "2wd", "2012-01-05", []int{2011}},
		{"2026-06-30", "400wd", "2028-01-17", []int{2027, 2028}},
	}
	for _, v := range cases {
		got := c.Due(day(v.start), period(v.period))
		if !slices.Equal(got.MissingYears, v.missing) || got.Provisional != (v.missing != nil) {
			t.Errorf("%s+%s: provisional %v, missing %v, want %v", v.start, v.period, got.Provisional, got.MissingYears, v.missing)
		}
		if got.Due != day(v.due) {
			t.Errorf("%s+%s: due %v, want %v", v.start, v.period, got.Due, v.due)
		}
	}
}

// TestLaterNotice is CAL-08: a notice that arrives later moves a due date, the
// difference names the day, and the version tells the two calendars apart.
func TestLaterNotice(t *testing.T) {
	before := calendar.StateCouncil()
	after := parse(t, string(before.CSV())+"2027-03-01,off,补假,2027\n")
	if before.Version() == after.Version() {
		t.Error("a changed calendar kept its version")
	}
	first := before.Due(day("2026-11-30"), calendar.InMonths(3))
	second := after.Due(day("2026-11-30"), calendar.InMonths(3))
	if !first.Provisional || second.Provisional || second.Due != day("2027-03-02") {
		t.Errorf("before %+v\nafter %+v", first, second)
	}
	want := []calendar.Change{{Date: day("2027-03-01"), Was: true, Is: false}}
	if got := calendar.Diff(before, after); !slices.Equal(got, want) {
		t.Errorf("diff %v", got)
	}
	if got := calendar.Diff(after, calendar.Calendar{}); len(got) == 0 || calendar.Diff(after, after) != nil {
		t.Errorf("diff against nothing %v", got)
	}
}

func TestDueOfNothing(t *testing.T) {
	c := calendar.StateCouncil()
	bad := []calendar.Period{{}, {N: 3}, {N: -1, Unit: calendar.Months}, {N: calendar.MaxN + 1, Unit: calendar.WorkingDays},
		{N: 1, Unit: calendar.FixedDate}, {N: 1, Unit: 9}, calendar.EachYearOn(2, 30)}
	for _, p := range bad {
		if got := c.Due(day("2026-01-05"), p); !got.Due.IsZero() || !got.Nominal.IsZero() || got.Provisional {
			t.Errorf("%#v gives %+v", p, got)
		}
	}
	if got := c.Due(calendar.Date{}, calendar.InMonths(3)); !got.Due.IsZero() {
		t.Errorf("an unset start gives %+v", got)
	}
	last := day("9999-12-31")
	for _, p := range []string{"3m", "5wd", "9d", "01-01"} {
		if got := c.Due(last, period(p)); got.Due != last {
			t.Errorf("%s from the last day: %v", p, got.Due)
		}
	}
}

func day(s string) calendar.Date { return calendar.MustDate(s) }

func period(s string) calendar.Period {
	p, err := calendar.ParsePeriod(s)
	if err != nil {
		panic(err)
	}
	return p
}

func parse(t *testing.T, csv string) calendar.Calendar {
	t.Helper()
	c, err := calendar.Parse([]byte(csv))
	if err != nil {
		t.Fatal(err)
	}
	return c
}
