package calendar_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"huiyin/domain/calendar"
)

// anyDay draws days around the loaded years, unloaded ones included.
func anyDay() *rapid.Generator[calendar.Date] {
	return rapid.Custom(func(t *rapid.T) calendar.Date {
		return day("2009-01-01").AddDays(rapid.IntRange(0, 22*365).Draw(t, "day"))
	})
}

func anyPeriod() *rapid.Generator[calendar.Period] {
	return rapid.Custom(func(t *rapid.T) calendar.Period {
		unit := rapid.SampledFrom([]calendar.Unit{calendar.Months, calendar.WorkingDays, calendar.CalendarDays, calendar.FixedDate}).Draw(t, "unit")
		if unit == calendar.FixedDate {
			d := anyDay().Draw(t, "on")
			_, month, n := d.Civil()
			return calendar.EachYearOn(month, n)
		}
		return calendar.Period{N: rapid.IntRange(1, 60).Draw(t, "n"), Unit: unit}
	})
}

func TestDueProperties(t *testing.T) {
	c := calendar.StateCouncil()
	rapid.Check(t, func(t *rapid.T) {
		start, p := anyDay().Draw(t, "start"), anyPeriod().Draw(t, "period")
		got := c.Due(start, p)
		switch {
		case !c.IsWorkingDay(got.Due):
			t.Fatalf("%v is no working day", got.Due)
		case got.Due.Before(got.Nominal) || got.Nominal.Before(start):
			t.Fatalf("out of order: %+v", got)
		case p.Unit != calendar.FixedDate && !got.Nominal.After(start):
			t.Fatalf("the first day was counted: %+v", got)
		case got.Due.Sub(got.Nominal) != len(got.Rolled):
			t.Fatalf("the roll does not explain the due date: %+v", got)
		case got.Provisional != (len(got.MissingYears) > 0):
			t.Fatalf("provisional without a reason: %+v", got)
		}
		for _, off := range append(got.Rolled, got.Skipped...) {
			if c.IsWorkingDay(off.Date) {
				t.Fatalf("%v was passed over but is a working day", off.Date)
			}
		}
		from := got.Nominal
		if p.Unit == calendar.WorkingDays {
			from = start.AddDays(1)
			if n := c.WorkingDaysBetween(start, got.Due); n != p.N {
				t.Fatalf("%d working days, want %d", n, p.N)
			}
			if got.Due.Sub(start) != p.N+len(got.Skipped) {
				t.Fatalf("skipped days do not add up: %+v", got)
			}
		}
		if missing := c.MissingYears(from, got.Due); len(missing) != len(got.MissingYears) {
			t.Fatalf("missing %v, the span lacks %v", got.MissingYears, missing)
		}
	})
}

func TestDueIsMonotone(t *testing.T) {
	c := calendar.StateCouncil()
	rapid.Check(t, func(t *rapid.T) {
		start, p := anyDay().Draw(t, "start"), anyPeriod().Draw(t, "period")
		due := c.Due(start, p).Due
		if later := c.Due(start.AddDays(1), p).Due; later.Before(due) {
			t.Fatalf("a day later starts, %v is due before %v", later, due)
		}
		if p.Unit == calendar.FixedDate {
			return
		}
		p.N++
		if longer := c.Due(start, p).Due; longer.Before(due) {
			t.Fatalf("a longer period ends earlier: %v before %v", longer, due)
		}
	})
}

func TestWorkingDaysBetweenCounts(t *testing.T) {
	c := calendar.StateCouncil()
	rapid.Check(t, func(t *rapid.T) {
		a := anyDay().Draw(t, "a")
		b := a.AddDays(rapid.IntRange(0, 800).Draw(t, "span"))
		count := 0
		for d := a.AddDays(1); !d.After(b); d = d.AddDays(1) {
			if c.IsWorkingDay(d) {
				count++
			}
		}
		if got := c.WorkingDaysBetween(a, b); got != count {
			t.Fatalf("%d, counted %d", got, count)
		}
		if back := c.WorkingDaysBetween(b, a); back != -count {
			t.Fatalf("backwards %d, want %d", back, -count)
		}
	})
}

func TestDateProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 3652058).Draw(t, "n")
		d := day("0001-01-01").AddDays(n)
		oracle := time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, n)
		if d.String() != oracle.Format(time.DateOnly) || d.Weekday() != oracle.Weekday() {
			t.Fatalf("%v %v, want %v", d, d.Weekday(), oracle)
		}
		back, err := calendar.ParseDate(d.String())
		if err != nil || back != d {
			t.Fatalf("round trip: %v %v", back, err)
		}
		m := rapid.IntRange(-50, 50).Draw(t, "m")
		moved := d.AddMonths(m)
		if moved.String() == "0001-01-01" || moved.String() == "9999-12-31" {
			return // stopped at the edge
		}
		_, _, want := d.Civil()
		_, _, got := moved.Civil()
		if _, _, next := moved.AddDays(1).Civil(); got != want && (next != 1 || got > want) {
			t.Fatalf("%v %+d months is %v", d, m, moved)
		}
	})
}

func TestDayBounds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := anyDay().Draw(t, "day")
		last := calendar.EndOf(d).Add(-time.Nanosecond)
		if calendar.DateOf(calendar.StartOf(d)) != d || calendar.DateOf(last) != d {
			t.Fatalf("%v runs from %v to %v", d, calendar.StartOf(d), last)
		}
		if next := calendar.DateOf(calendar.EndOf(d)); next != d.AddDays(1) {
			t.Fatalf("24:00 of %v belongs to %v", d, next)
		}
		zone := time.FixedZone("anywhere", rapid.IntRange(-12, 14).Draw(t, "offset")*3600)
		if calendar.DateOf(last.In(zone)) != d {
			t.Fatal("the zone of the instant matters")
		}
	})
}

func TestPeriodRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := anyPeriod().Draw(t, "period")
		var back calendar.Period
		if err := back.UnmarshalText([]byte(p.String())); err != nil || back != p {
			t.Fatalf("%v came back as %v: %v", p, back, err)
		}
	})
}
