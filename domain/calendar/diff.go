package calendar

// Change is a day that two calendars judge differently.
type Change struct {
	// Date is the day.
	Date Date
	// Was and Is report whether the day is a working day before and after.
	Was, Is bool
}

// Diff returns, in date order, the days whose working status differs between two
// calendars. A due date can move only if one of these days lies between its
// start and its due date; a provisional one may become final without moving.
func Diff(before, after Calendar) []Change {
	var changes []Change
	for _, d := range named(before, after) {
		was, is := before.IsWorkingDay(d), after.IsWorkingDay(d)
		if was != is {
			changes = append(changes, Change{Date: d, Was: was, Is: is})
		}
	}
	return changes
}

// named returns in order every day that a notice of either calendar names.
func named(a, b Calendar) []Date {
	var days []Date
	first, last := span(a, b)
	for d := first; d.n < last.n; d.n++ {
		if a.kind(d) != silent || b.kind(d) != silent {
			days = append(days, d)
		}
	}
	return days
}

// span returns the first day either calendar names and the day after the last.
func span(calendars ...Calendar) (first, last Date) {
	for _, c := range calendars {
		if c.t == nil {
			continue
		}
		if first.IsZero() || c.t.base < first.n {
			first.n = c.t.base
		}
		last.n = max(last.n, c.t.base+int32(len(c.t.kinds)))
	}
	return first, last
}
