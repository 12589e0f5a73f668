package calendar

import (
	"cmp"
	"time"
)

// Date is a civil day without a zone. It is comparable with ==, sorts with
// Compare, and its zero value means "unset". Every set Date is a real day
// between 0001-01-01 and 9999-12-31.
type Date struct {
	// n counts days with 0001-01-01 as 1, which leaves 0 free for "unset".
	n int32
}

const (
	secondsPerDay = 24 * 60 * 60
	// epochOrdinal is the n of 1970-01-01.
	epochOrdinal = 719163
	// maxOrdinal is the n of 9999-12-31, the last date with a four-digit year.
	maxOrdinal = 3652059
)

// NewDate returns the given day and reports whether it exists: 30 February
// does not, nor does a year outside 1 to 9999.
func NewDate(year int, month time.Month, day int) (Date, bool) {
	if year < 1 || year > 9999 {
		return Date{}, false
	}
	if month < time.January || month > time.December || day < 1 || day > daysIn(year, month) {
		return Date{}, false
	}
	return fromCivil(year, month, day), true
}

// IsZero reports whether the date is unset.
func (d Date) IsZero() bool { return d.n == 0 }

// Civil returns year, month and day, or zeros for an unset date.
func (d Date) Civil() (year int, month time.Month, day int) {
	if d.IsZero() {
		return 0, 0, 0
	}
	return d.utc().Date()
}

// Year returns the year, or 0 for an unset date.
func (d Date) Year() int {
	year, _, _ := d.Civil()
	return year
}

// Weekday returns the day of the week. An unset date answers Sunday.
func (d Date) Weekday() time.Weekday {
	// 0001-01-01 (n = 1) was a Monday in the proleptic Gregorian calendar.
	return time.Weekday(d.n % 7)
}

// Compare orders dates; an unset date sorts before every set one.
func (d Date) Compare(other Date) int { return cmp.Compare(d.n, other.n) }

// Before reports whether d lies before other.
func (d Date) Before(other Date) bool { return d.n < other.n }

// After reports whether d lies after other.
func (d Date) After(other Date) bool { return d.n > other.n }

// Equal is ==, spelled as a method so that comparison libraries find it.
func (d Date) Equal(other Date) bool { return d == other }

// Sub returns the number of days from other to d, negative when d is earlier.
// It is 0 when either date is unset.
func (d Date) Sub(other Date) int {
	if d.IsZero() || other.IsZero() {
		return 0
	}
	return int(d.n - other.n)
}

// AddDays moves the date by n days. An unset date stays unset, and the result
// stops at the first and last representable day instead of overflowing.
func (d Date) AddDays(n int) Date {
	if d.IsZero() {
		return d
	}
	return clamp(int64(d.n) + min(max(int64(n), -maxOrdinal), maxOrdinal))
}

// AddMonths moves the date by n months to the corresponding day, or to the last
// day of the target month when that day does not exist (30 November plus three
// months is 28 or 29 February). An unset date stays unset, and the result stops
// at the first and last representable day.
func (d Date) AddMonths(n int) Date {
	if d.IsZero() {
		return d
	}
	const most = 12 * 10000
	year, month, day := d.Civil()
	months := year*12 + int(month) - 1 + min(max(n, -most), most)
	year, month = months/12, time.Month(months%12+1)
	switch {
	case months < 12:
		return clamp(1)
	case year > 9999:
		return clamp(maxOrdinal)
	}
	return fromCivil(year, month, min(day, daysIn(year, month)))
}

// utc returns midnight UTC of the day, the form the time package reckons with.
func (d Date) utc() time.Time {
	return time.Unix(int64(d.n-epochOrdinal)*secondsPerDay, 0).UTC()
}

// fromCivil trusts its caller that the day exists.
func fromCivil(year int, month time.Month, day int) Date {
	t := time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
	return Date{n: int32(t.Unix()/secondsPerDay + epochOrdinal)}
}

func clamp(ordinal int64) Date {
	return Date{n: int32(min(max(ordinal, 1), maxOrdinal))}
}

func daysIn(year int, month time.Month) int {
	// Day 0 of the next month is the last day of this one.
	return time.Date(year, month+1, 0, 0, 0, 0, 0, time.UTC).Day()
}
