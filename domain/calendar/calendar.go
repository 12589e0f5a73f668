package calendar

import "slices"

// Calendar knows the days off and the make-up working days of the years whose
// State Council notice was loaded. It is immutable and cheap to copy. The zero
// Calendar knows no year: it judges by weekends and everything is provisional.
type Calendar struct {
	t *table
}

// kind is what a notice says about one day.
type kind uint8

const (
	silent kind = iota // no notice names the day, so the weekday decides
	off
	work
)

// table is the compiled form. Days are looked up by their distance from base,
// so a lookup is one bounds check and one load.
type table struct {
	base    int32
	kinds   []kind
	shift   []int32 // working days gained or lost against plain weekdays, up to and including the day
	names   map[int32]string
	years   []int // sorted; a year is here only by its own notice
	content []byte
	digest  string
}

// noticeReach is the first day in December that the notice for the following
// year may speak of. New Year's break takes at most the last days of December
// and the weekend before them; the earliest seen from 2012 to 2026 is the 29th.
const noticeReach = 25

// IsWorkingDay reports whether people work on the day: what a notice says about
// it, else whether it is Monday to Friday. It allocates nothing. An unset date
// is no working day.
func (c Calendar) IsWorkingDay(d Date) bool {
	switch c.kind(d) {
	case off:
		return false
	case work:
		return true
	}
	return !d.IsZero() && !isWeekend(d)
}

// HolidayName returns the holiday a notice names for a day off, and the empty
// text for plain weekends and working days.
func (c Calendar) HolidayName(d Date) string {
	if c.kind(d) != off {
		return ""
	}
	return c.t.names[d.n]
}

// IsMakeUp reports whether the day is one that a notice turned into a working
// day to make up for a longer holiday.
func (c Calendar) IsMakeUp(d Date) bool { return c.kind(d) == work }

// Known reports whether the calendar has the last word on the day: a notice
// names it, or its year is loaded and, in the last week of December, the
// following year is loaded too, because that notice may still change it.
func (c Calendar) Known(d Date) bool {
	return c.kind(d) != silent || c.missing(d) == 0
}

// Loaded reports whether the year's own notice is in the calendar.
func (c Calendar) Loaded(year int) bool {
	if c.t == nil {
		return false
	}
	_, found := slices.BinarySearch(c.t.years, year)
	return found
}

// LoadedYears returns the years whose own notice is in the calendar, ascending.
func (c Calendar) LoadedYears() []int {
	if c.t == nil {
		return nil
	}
	return slices.Clone(c.t.years)
}

// MissingYears returns, ascending, the years whose notice would be needed to
// have the last word on every day from first to last, both included.
func (c Calendar) MissingYears(first, last Date) []int {
	var years []int
	for d := first; !d.IsZero() && !d.After(last); d = d.AddDays(1) {
		years = c.note(years, d)
		if d.n == maxOrdinal {
			break
		}
	}
	return years
}

// note adds to years, which is ascending, the notice missing for the day.
func (c Calendar) note(years []int, d Date) []int {
	if c.kind(d) != silent {
		return years
	}
	year := c.missing(d)
	if year == 0 || slices.Contains(years, year) {
		return years
	}
	return append(years, year)
}

// missing returns the year whose notice is needed for a day that no notice
// names, or 0. An unset date needs none.
func (c Calendar) missing(d Date) int {
	year, month, day := d.Civil()
	switch {
	case d.IsZero():
		return 0
	case !c.Loaded(year):
		return year
	case month == 12 && day >= noticeReach && !c.Loaded(year+1):
		return year + 1
	}
	return 0
}

// kind returns what the notices say about the day.
func (c Calendar) kind(d Date) kind {
	if c.t == nil {
		return silent
	}
	// A day before base wraps to a huge index, so one comparison covers both ends.
	if i := uint32(d.n - c.t.base); i < uint32(len(c.t.kinds)) {
		return c.t.kinds[i]
	}
	return silent
}

func isWeekend(d Date) bool {
	// Sunday is 0 and Saturday 6.
	return d.n%7 == 0 || d.n%7 == 6
}
