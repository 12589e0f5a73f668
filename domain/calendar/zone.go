package calendar

import "time"

// cst is fixed: China has kept UTC+8 without summer time since 1991, and a fixed
// zone needs no zone database on the office's machine.
var cst = time.FixedZone("CST", 8*60*60)

// CST returns China Standard Time, UTC+8, for showing instants to people.
func CST() *time.Location { return cst }

// DateOf returns the civil day in China on which the instant falls. The zero
// time and instants outside the years 1 to 9999 give the unset date.
func DateOf(t time.Time) Date {
	if t.IsZero() {
		return Date{}
	}
	d, _ := NewDate(t.In(cst).Date())
	return d
}

// StartOf returns the instant at which the day begins in China (00:00), in UTC.
// An unset date gives the zero time.
func StartOf(d Date) time.Time {
	if d.IsZero() {
		return time.Time{}
	}
	return d.utc().Add(-8 * time.Hour)
}

// EndOf returns the instant at which the day ends in China (24:00), in UTC: the
// first instant that no longer belongs to it. An act at t is within day d, or
// earlier, exactly when t is before EndOf(d). An unset date gives the zero time.
func EndOf(d Date) time.Time {
	if d.IsZero() {
		return time.Time{}
	}
	return StartOf(d).Add(24 * time.Hour)
}
