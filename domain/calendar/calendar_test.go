package calendar_test

import (
	"bytes"
	"errors"
	"os"
	"slices"
	"strings"
	"testing"

	"huiyin/domain/calendar"
)

const head = "date,kind,name,notice_year\n"

func TestStateCouncilDays(t *testing.T) {
	c := calendar.StateCouncil()
	cases := []struct {
		date    string
		working bool
		name    string
	}{
		{"2026-02-17", false, "春节"}, {"2026-02-14", true, ""}, {"2026-09-20", true, ""}, {"2026-09-25", false, "中秋节"},
		{"2026-03-07", false, ""}, {"2026-03-09", true, ""}, {"2018-12-31", false, "元旦"}, {"2018-12-29", true, ""},
		{"2022-12-31", false, "元旦"}, {"2027-01-01", true, ""}, {"2011-10-01", false, ""}, {"0001-01-01", true, ""},
	}
	for _, v := range cases {
		d := day(v.date)
		if c.IsWorkingDay(d) != v.working || c.HolidayName(d) != v.name {
			t.Errorf("%s: working %v, name %q", v.date, c.IsWorkingDay(d), c.HolidayName(d))
		}
	}
	if !c.IsMakeUp(day("2026-02-28")) || c.IsMakeUp(day("2026-03-02")) {
		t.Error("make-up days are wrong")
	}
	if years := c.LoadedYears(); len(years) != 15 || years[0] != 2012 || years[14] != 2026 || c.Loaded(2027) {
		t.Errorf("loaded %v", years)
	}
}

// TestDecemberOfTheNextNotice: the row comes from the next year's notice, but
// only its own notice loads a year.
func TestDecemberOfTheNextNotice(t *testing.T) {
	c := parse(t, head+"2018-12-31,off,元旦,2019\n2019-01-01,off,元旦,2019\n")
	if !slices.Equal(c.LoadedYears(), []int{2019}) {
		t.Errorf("loaded %v", c.LoadedYears())
	}
	if !c.Known(day("2018-12-31")) || c.Known(day("2018-12-28")) || !c.Known(day("2019-12-24")) || c.Known(day("2019-12-25")) {
		t.Error("what is known is wrong")
	}
	if got := c.MissingYears(day("2018-12-30"), day("2020-01-02")); !slices.Equal(got, []int{2018, 2020}) {
		t.Errorf("missing %v", got)
	}
}

func TestZeroCalendar(t *testing.T) {
	var c calendar.Calendar
	got := c.Due(day("2026-02-10"), calendar.InWorkingDays(10))
	if got.Due != day("2026-02-24") || !slices.Equal(got.MissingYears, []int{2026}) {
		t.Errorf("weekends alone: %+v", got)
	}
	if c.Version() != "" || c.Digest() != "" || c.CSV() != nil || c.LoadedYears() != nil || c.IsWorkingDay(calendar.Date{}) {
		t.Error("the zero calendar claims content")
	}
	if n := c.WorkingDaysBetween(day("2026-02-10"), day("2026-02-24")); n != 10 {
		t.Errorf("%d working days", n)
	}
	if d := c.NextWorkingDay(day("2026-02-14")); d != day("2026-02-16") {
		t.Errorf("next working day %v", d)
	}
}

func TestVersionIsOfContent(t *testing.T) {
	file, err := os.ReadFile("holidays.csv")
	if err != nil {
		t.Fatal(err)
	}
	c := calendar.StateCouncil()
	if !bytes.Equal(c.CSV(), file) {
		t.Error("the built-in file is not in canonical form")
	}
	lines := strings.Split(strings.TrimSpace(string(file)), "\n")
	slices.Reverse(lines[1:])
	again := parse(t, "\ufeff"+strings.Join(lines, "\r\n")+"\r\n\r\n")
	if !again.Equal(c) || again.Version() != c.Version() || len(c.Version()) != 16 || !strings.HasPrefix(c.Digest(), c.Version()) {
		t.Errorf("version %q, reordered %q", c.Version(), again.Version())
	}
	// Changing the built-in notices is a decision; this line is where it shows.
	if want := "50632d1cff5357f4"; c.Version() != want {
		t.Errorf("built-in version %s, want %s", c.Version(), want)
	}
}

func TestParseNamesTheLine(t *testing.T) {
	good := "2026-01-01,off,元旦,2026\n"
	cases := []struct {
		text string
		line int
	}{
		{"", 1}, {"date,kind\n", 1}, {head, 1},
		{head + good + "2026-01-02,off,元旦\n", 3}, {head + "2026-02-30,off,x,2026\n", 2},
		{head + "2026-01-02,holiday,x,2026\n", 2}, {head + "2026-01-02,off,,2026\n", 2},
		{head + "2026-01-02,off, x,2026\n", 2}, {head + "2026-01-02,off,\"x\",2026\n", 2},
		{head + "2026-01-02,off,a\tb,2026\n", 2}, {head + "2026-01-02,off,\xff,2026\n", 2},
		{head + "2026-01-02,off,x,26\n", 2}, {head + "2026-01-02,off,x,02026\n", 2},
		{head + "1900-01-02,off,x,1900\n", 2}, {head + "2026-01-02,off,x,2027\n", 2},
		{head + "2026-12-02,off,x,2028\n", 2}, {head + "2027-01-02,off,x,2026\n", 2},
		{head + good + "2026-01-02,off,x,2026\n" + good, 4}, {head + good + "\n" + good, 3},
	}
	for _, v := range cases {
		_, err := calendar.Parse([]byte(v.text))
		var bad *calendar.ParseError
		if !errors.As(err, &bad) || bad.Line != v.line || !errors.Is(err, calendar.ErrNotice) || !strings.Contains(err.Error(), bad.Reason) {
			t.Errorf("%q: %v, want line %d", v.text, err, v.line)
		}
	}
}

func TestIsWorkingDayAllocatesNothing(t *testing.T) {
	c, d := calendar.StateCouncil(), day("2026-02-14")
	if n := testing.AllocsPerRun(100, func() { c.IsWorkingDay(d) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(head + "2026-01-01,off,元旦,2026\n"))
	f.Add(calendar.StateCouncil().CSV())
	f.Add([]byte("\ufeff" + head))
	f.Fuzz(func(t *testing.T, file []byte) {
		c, err := calendar.Parse(file)
		if err != nil {
			return
		}
		again, err := calendar.Parse(c.CSV())
		if err != nil || !again.Equal(c) {
			t.Fatalf("canonical form does not parse back: %v", err)
		}
	})
}

func BenchmarkIsWorkingDay(b *testing.B) {
	c, d := calendar.StateCouncil(), day("2026-02-14")
	b.ReportAllocs()
	for b.Loop() {
		c.IsWorkingDay(d)
	}
}

func BenchmarkWorkingDaysBetween(b *testing.B) {
	c, from, to := calendar.StateCouncil(), day("2025-01-02"), day("2026-12-20")
	for b.Loop() {
		c.WorkingDaysBetween(from, to)
	}
}

func BenchmarkDueMonths(b *testing.B) {
	c, d := calendar.StateCouncil(), day("2026-03-31")
	b.ReportAllocs()
	for b.Loop() {
		c.Due(d, calendar.InMonths(3))
	}
}

func BenchmarkDueWorkingDays(b *testing.B) {
	c, d := calendar.StateCouncil(), day("2026-02-10")
	b.ReportAllocs()
	for b.Loop() {
		c.Due(d, calendar.InWorkingDays(30))
	}
}
