package calendar

// DayOff is a day that did not count, and why.
type DayOff struct {
	// Date is the day.
	Date Date
	// Holiday is the holiday's name in the notice; empty for a plain weekend.
	Holiday string
}

// Computation is a due date together with everything needed to explain it.
type Computation struct {
	// Start is the day of the event that starts the clock; it is not counted.
	Start Date
	// Period is the limit that was applied.
	Period Period
	// Nominal is where counting alone ends, before rolling over days off.
	Nominal Date
	// Due is the last day in time: a working day, never before Nominal. It is
	// unset when Start is unset or Period is not valid.
	Due Date
	// Provisional is true when a day that mattered is not covered by a notice.
	Provisional bool
	// MissingYears lists, ascending, the years whose notice would settle it.
	MissingYears []int
	// Rolled lists the days off between Nominal and Due, Nominal included.
	Rolled []DayOff
	// Skipped lists the days off passed over while counting working days.
	Skipped []DayOff
	// CalendarVersion is the Version of the calendar that was used.
	CalendarVersion string
}

// Due computes the last day on which an act is in time. The day of the event is
// not counted. Months end on the corresponding day, or on the last day of the
// month when there is none; working days are counted by the calendar; a fixed
// date is the first such day not before start. A result on a day off rolls
// forward to the next working day, and a make-up working day stops the roll.
//
// A day without a holiday notice counts by its weekday alone and makes the
// result provisional.
func (c Calendar) Due(start Date, p Period) Computation {
	result := Computation{Start: start, Period: p, CalendarVersion: c.Version()}
	if start.IsZero() || !p.Valid() {
		return result
	}
	switch p.Unit {
	case Months:
		result.Nominal = start.AddMonths(p.N)
	case CalendarDays:
		result.Nominal = start.AddDays(p.N)
	case FixedDate:
		result.Nominal = p.On.onOrAfter(start)
	case WorkingDays:
		c.count(&result)
	}
	c.roll(&result)
	result.Provisional = len(result.MissingYears) > 0
	return result
}

// count walks forward over N working days and records what it passed.
func (c Calendar) count(result *Computation) {
	day := result.Start
	for left := result.Period.N; left > 0 && day.n < maxOrdinal; {
		day = day.AddDays(1)
		result.MissingYears = c.note(result.MissingYears, day)
		if c.IsWorkingDay(day) {
			left--
			continue
		}
		result.Skipped = append(result.Skipped, c.dayOff(day))
	}
	result.Nominal = day
}

// roll moves from the nominal day to the first working day.
func (c Calendar) roll(result *Computation) {
	day := result.Nominal
	result.MissingYears = c.note(result.MissingYears, day)
	for !c.IsWorkingDay(day) && day.n < maxOrdinal {
		result.Rolled = append(result.Rolled, c.dayOff(day))
		day = day.AddDays(1)
		result.MissingYears = c.note(result.MissingYears, day)
	}
	result.Due = day
}

func (c Calendar) dayOff(d Date) DayOff { return DayOff{Date: d, Holiday: c.HolidayName(d)} }
