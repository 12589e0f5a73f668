package calendar

// WorkingDaysBetween counts the working days after a up to and including b: what
// is left on day a until b. It is 0 when both are the same day, negative when b
// lies before a, and 0 when either is unset. It takes constant time. Whether the
// count is provisional is told by MissingYears.
func (c Calendar) WorkingDaysBetween(a, b Date) int {
	if a.IsZero() || b.IsZero() {
		return 0
	}
	return c.rank(b) - c.rank(a)
}

// NextWorkingDay returns the first working day on or after d.
func (c Calendar) NextWorkingDay(d Date) Date {
	for !d.IsZero() && !c.IsWorkingDay(d) && d.n < maxOrdinal {
		d = d.AddDays(1)
	}
	return d
}

// rank counts the working days from the first representable day to d.
func (c Calendar) rank(d Date) int {
	weeks, rest := int(d.n)/7, int(d.n)%7
	return weeks*5 + min(rest, 5) + c.shiftAt(d)
}

// shiftAt returns the accumulated effect of all notices up to and including d.
func (c Calendar) shiftAt(d Date) int {
	if c.t == nil || d.n < c.t.base {
		return 0
	}
	i := min(int(d.n-c.t.base), len(c.t.shift)-1)
	return int(c.t.shift[i])
}
