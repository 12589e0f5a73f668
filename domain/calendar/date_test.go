package calendar_test

import (
	"encoding/json"
	"errors"
	"math"
	"testing"
	"time"

	"huiyin/domain/calendar"
)

func TestParseDateIsStrict(t *testing.T) {
	for _, s := range []string{"", "2026-2-01", "2026-02-30", "2025-02-29", "0000-01-01", "2026/02/01",
		" 2026-02-01", "2026-02-01 ", "+026-02-01", "2026-00-10", "2026-13-01", "2026-01-00", "２026-01-01"} {
		if d, err := calendar.ParseDate(s); !errors.Is(err, calendar.ErrDate) || !d.IsZero() {
			t.Errorf("%q parsed as %v, error %v", s, d, err)
		}
	}
	if d, err := calendar.ParseDate("2024-02-29"); err != nil || d.String() != "2024-02-29" {
		t.Errorf("leap day: %v %v", d, err)
	}
}

func TestDateJSON(t *testing.T) {
	type form struct {
		From, To calendar.Date
		Within   calendar.Period
	}
	text, err := json.Marshal(form{From: day("2026-02-05"), Within: calendar.InWorkingDays(5)})
	if err != nil || string(text) != `{"From":"2026-02-05","To":"","Within":"5wd"}` {
		t.Fatalf("%s %v", text, err)
	}
	var back form
	if err := json.Unmarshal(text, &back); err != nil || back.From != day("2026-02-05") || !back.To.IsZero() {
		t.Fatalf("%+v %v", back, err)
	}
	if back.Within != calendar.InWorkingDays(5) || json.Unmarshal([]byte(`{"Within":"soon"}`), &back) == nil {
		t.Fatalf("%+v", back)
	}
	if err := json.Unmarshal([]byte(`{"From":"tomorrow"}`), &back); err == nil || back.From != day("2026-02-05") {
		t.Fatalf("%+v %v", back, err)
	}
}

func TestAddMonthsClamps(t *testing.T) {
	cases := []struct {
		from string
		n    int
		want string
	}{
		{"2026-01-31", 1, "2026-02-28"}, {"2024-01-31", 1, "2024-02-29"}, {"2025-11-30", 3, "2026-02-28"},
		{"2026-03-31", -1, "2026-02-28"}, {"2026-01-15", -1, "2025-12-15"}, {"2026-12-31", 12, "2027-12-31"},
		{"0001-01-15", -1, "0001-01-01"}, {"9999-12-01", 1, "9999-12-31"},
		{"2026-01-01", math.MaxInt, "9999-12-31"}, {"2026-01-01", math.MinInt, "0001-01-01"},
	}
	for _, c := range cases {
		if got := day(c.from).AddMonths(c.n); got.String() != c.want {
			t.Errorf("%s %+d months is %v, want %s", c.from, c.n, got, c.want)
		}
	}
}

func TestUnsetDate(t *testing.T) {
	var none calendar.Date
	y, m, d := none.Civil()
	if y != 0 || m != 0 || d != 0 || none.Year() != 0 || none.String() != "" {
		t.Error("an unset date has parts")
	}
	if !none.AddDays(3).IsZero() || !none.AddMonths(3).IsZero() || none.Sub(day("2026-01-01")) != 0 {
		t.Error("an unset date became set")
	}
	if !none.Before(day("0001-01-01")) || none.After(none) || none.Compare(none) != 0 || !none.Equal(none) {
		t.Error("an unset date does not sort first")
	}
	if !calendar.StartOf(none).IsZero() || !calendar.EndOf(none).IsZero() || !calendar.DateOf(time.Time{}).IsZero() {
		t.Error("an unset date has instants")
	}
	if got := day("2026-01-01").AddDays(math.MaxInt); got.String() != "9999-12-31" {
		t.Errorf("overflow: %v", got)
	}
	if got := day("2026-01-01").AddDays(math.MinInt); got.String() != "0001-01-01" {
		t.Errorf("underflow: %v", got)
	}
}

// TestMidnightInChina is CAL-07: the day turns at 16:00 UTC whatever the zone.
func TestMidnightInChina(t *testing.T) {
	before := time.Date(2026, 6, 1, 15, 59, 59, 999999999, time.UTC)
	if got := calendar.DateOf(before); got != day("2026-06-01") {
		t.Errorf("one nanosecond before: %v", got)
	}
	if got := calendar.DateOf(before.Add(1)); got != day("2026-06-02") {
		t.Errorf("at 24:00: %v", got)
	}
	if end := calendar.EndOf(day("2026-06-01")); !end.Equal(before.Add(1)) {
		t.Errorf("the day ends at %v", end)
	}
}

func TestPeriodTextIsStrict(t *testing.T) {
	for _, s := range []string{"", "3", "m", "0m", "03m", "-3m", "+3m", "3M", "3 m", "3w", "3md", "99999m", "5-31",
		"05-32", "02-30", "00-10", "13-01", "05-31-", "2026-05-31", "1wdd", "１m"} {
		if p, err := calendar.ParsePeriod(s); !errors.Is(err, calendar.ErrPeriod) || !p.IsZero() {
			t.Errorf("%q parsed as %#v, error %v", s, p, err)
		}
	}
	want := map[string]calendar.Period{"3m": calendar.InMonths(3), "15wd": calendar.InWorkingDays(15),
		"10d": calendar.InDays(10), "05-31": calendar.EachYearOn(time.May, 31), "02-29": calendar.EachYearOn(time.February, 29)}
	for s, p := range want {
		if got, err := calendar.ParsePeriod(s); err != nil || got != p {
			t.Errorf("%q parsed as %#v, error %v", s, got, err)
		}
	}
}

func TestPeriodCompare(t *testing.T) {
	if order, ok := calendar.InMonths(3).Compare(calendar.InMonths(6)); !ok || order >= 0 {
		t.Error("3m is not before 6m")
	}
	if order, ok := period("06-30").Compare(period("05-31")); !ok || order <= 0 {
		t.Error("30 June is not after 31 May")
	}
	if _, ok := calendar.InMonths(1).Compare(calendar.InWorkingDays(30)); ok {
		t.Error("months and working days were ordered")
	}
}

func FuzzParseDate(f *testing.F) {
	for _, s := range []string{"2026-02-28", "0001-01-01", "9999-12-31", "2026-2-1", ""} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if d, err := calendar.ParseDate(s); err == nil && d.String() != s {
			t.Errorf("%q came back as %q", s, d)
		}
	})
}

func FuzzParsePeriod(f *testing.F) {
	for _, s := range []string{"3m", "15wd", "10d", "05-31", "-", ""} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if p, err := calendar.ParsePeriod(s); err == nil && (p.String() != s || !p.Valid()) {
			t.Errorf("%q came back as %q", s, p)
		}
	})
}
