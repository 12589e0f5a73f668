package wire

import "huiyin/domain/calendar"

// ReportsStream is the stream of published reports.
const ReportsStream = "reports"

// ReportFrozen is a yearly report as it was published: what it covers, what it
// was computed from, and the digest of its document. The document can be
// computed again from the log up to Position and the end of the day Until, under
// the same definitions; Figures say what was published even when definitions
// have changed since. Version counts from 1; a later one restates the earlier
// for a Reason and replaces nothing.
type ReportFrozen struct {
	Report      int
	Version     int
	On          calendar.Date
	Reason      string
	Congress    string
	Session     string
	Year        int
	Decimals    int
	Naming      string
	Seats       int
	Position    int64
	Until       calendar.Date
	Definitions string
	Digest      string
	By          string
	Figures     []FrozenFigure
}

// FrozenFigure is one published figure and its denominator, 0 for a plain count.
type FrozenFigure struct {
	ID    string
	Count int
	Base  int
}

func (ReportFrozen) registerEvent() {}
