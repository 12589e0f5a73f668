package calendar_test

import (
	"testing"

	"pgregory.net/rapid"

	"huiyin/domain/calendar"
)

// notice parses rows of a notice.
func notice(t testing.TB, rows string) calendar.Calendar {
	t.Helper()
	c, err := calendar.Parse([]byte("date,kind,name,notice_year\n" + rows))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// The notices below are invented, for tests only.
func TestANoticeJoinsTheCalendar(t *testing.T) {
	before := calendar.StateCouncil()
	after := before.With(notice(t, "2027-01-01,off,测试元旦,2027\n2027-01-03,work,测试元旦,2027\n2026-12-31,off,测试元旦,2027\n"))
	if !after.Loaded(2027) || !after.Loaded(2026) || !after.IsMakeUp(day("2027-01-03")) || after.HolidayName(day("2026-12-31")) != "测试元旦" {
		t.Error("the new year is not as its notice says")
	}
	for d := day("2012-01-01"); d.Before(day("2026-12-31")); d = d.AddDays(1) {
		if before.IsWorkingDay(d) != after.IsWorkingDay(d) {
			t.Fatalf("%v changed", d)
		}
	}
	if again := after.With(before); !again.Loaded(2027) || !again.Equal(after) {
		t.Error("years that the other does not speak of are lost")
	}
	if before.With(calendar.Calendar{}) != before || !(calendar.Calendar{}).With(before).Equal(before) {
		t.Error("the empty calendar is no neutral element")
	}
}

// A notice of a year that is there replaces the whole year, as in 2020, when the
// holiday was prolonged while it ran.
func TestANoticeReplacesItsYear(t *testing.T) {
	after := calendar.StateCouncil().With(notice(t, "2026-05-25,off,测试调休,2026\n"))
	if after.IsWorkingDay(day("2026-05-25")) || after.IsMakeUp(day("2026-02-14")) || !after.Loaded(2025) {
		t.Error("2026 is not as its last notice says")
	}
}

func TestWithIsStable(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		year := rapid.IntRange(2012, 2030).Draw(t, "year")
		d, _ := calendar.NewDate(year, 6, rapid.IntRange(1, 30).Draw(t, "day"))
		n, err := calendar.Parse([]byte("date,kind,name,notice_year\n" + d.String() + ",off,x," + d.String()[:4] + "\n"))
		if err != nil {
			t.Fatal(err)
		}
		once := calendar.StateCouncil().With(n)
		if !once.With(n).Equal(once) || once.IsWorkingDay(d) {
			t.Fatal("the same notice again changes something")
		}
		if back, err := calendar.Parse(once.CSV()); err != nil || !back.Equal(once) {
			t.Fatal("the content does not come back:", err)
		}
	})
}
