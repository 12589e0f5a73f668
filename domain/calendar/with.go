package calendar

import (
	"slices"
	"strings"
)

// With returns the calendar after a notice: the years it is for are replaced by
// what it says, and a day that both name is as the notice says. Other years
// stay. With a notice of no year it is the same calendar.
func (c Calendar) With(notice Calendar) Calendar {
	if notice.t == nil {
		return c
	}
	rows := slices.DeleteFunc(c.rows(), func(r row) bool {
		return notice.Loaded(r.notice) || notice.kind(r.date) != silent
	})
	rows = append(rows, notice.rows()...)
	slices.SortFunc(rows, func(a, b row) int { return a.date.Compare(b.date) })
	return Calendar{t: compile(rows)}
}

// rows reads the canonical content back.
func (c Calendar) rows() []row {
	if c.t == nil {
		return nil
	}
	var rows []row
	for line := range strings.Lines(string(c.t.content)) {
		if r, reason := parseRow(strings.TrimSuffix(line, "\n")); reason == "" { // the header is no row
			rows = append(rows, r)
		}
	}
	return rows
}
