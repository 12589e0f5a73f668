package suggestion

import (
	"slices"

	"huiyin/domain/calendar"
)

// StatedSince is the first day of which a source's statement tells, unset if it
// dates nothing. False means that the event is no such statement.
func StatedSince(e Event) (first calendar.Date, statement bool) {
	_, f, _, statement := statementOf(e)
	first, _ = f.dated()
	return first, statement
}

// AsTrue is the event as far as it had happened by the end of a day, given the
// state it is to be folded into; false if nothing of it had.
//
// Only a source's statement can be true in part. What it dates counts from that
// day on; what has no date of its own counts from the last day the source tells
// of, as before that nobody can say it was so; names, numbers and titles count
// as soon as anything does. All other events happened as a whole, when their
// record says.
func AsTrue(s *Suggestion, e Event, by calendar.Date) (Event, bool) {
	m, f, src, statement := statementOf(e)
	if !statement {
		return e, true
	}
	first, last := f.dated()
	whole := unset(last) || !last.After(by)
	switch known := slices.ContainsFunc(s.Sources, func(o Source) bool { return o.ID == src.ID }); {
	case whole && len(s.Sources) == 0 && m.From == s.State:
		return e, true
	case !whole && first.After(by) && !known:
		return nil, false
	case !whole:
		f = f.by(by)
	}
	// The stage follows from all sources, of which another may be cut.
	m = Move{From: s.State, To: s.stageWith(Import{Source: src, Facts: f})}
	switch e := e.(type) {
	case Imported:
		e.Move, e.Facts = m, f
		return e, true
	case ImportCorrected:
		e.Move, e.Facts = m, f
		return e, true
	}
	return e, true
}

func statementOf(e Event) (m Move, f Facts, src Source, ok bool) {
	switch e := e.(type) {
	case Imported:
		return e.Move, e.Facts, e.Source, true
	case ImportCorrected:
		return e.Move, e.Facts, e.Source, true
	}
	return m, f, src, false
}

// dated are the first and the last day that the source tells of.
func (f Facts) dated() (first, last calendar.Date) {
	for _, d := range []calendar.Date{f.AssignedOn, f.OpinionOn, f.RepliedOn, f.PublishedOn} {
		if unset(d) {
			continue
		}
		if unset(first) || d.Before(first) {
			first = d
		}
		last = later(last, d)
	}
	return first, last
}

// by is what of the facts had happened by a day before the last of them.
func (f Facts) by(day calendar.Date) Facts {
	to := func(on calendar.Date) bool { return !unset(on) && !on.After(day) }
	opinion := f.opinionOnly()
	out := Facts{Congress: f.Congress, Session: f.Session, Year: f.Year, Number: f.Number, Title: f.Title, Deputies: f.Deputies,
		DeputiesTotal: f.DeputiesTotal, Delegation: f.Delegation, Category: f.Category, Province: f.Province, Level: f.Level, RuleSet: f.RuleSet}
	if unset(f.AssignedOn) || to(f.AssignedOn) {
		out.AssignedOn, out.LeadUnit, out.CoUnits = f.AssignedOn, f.LeadUnit, f.CoUnits
	}
	if to(f.OpinionOn) {
		out.OpinionOn, out.OpinionUnit, out.OpinionClass = f.OpinionOn, f.OpinionUnit, f.OpinionClass
	}
	if to(f.RepliedOn) {
		out.RepliedOn, out.Replied, out.Class = f.RepliedOn, f.Replied, f.Class
	}
	if to(f.RepliedOn) || opinion && to(f.OpinionOn) {
		out.ClassRaw, out.DocumentNo = f.ClassRaw, f.DocumentNo
		for _, p := range f.Promises {
			p.Done = false
			out.Promises = append(out.Promises, p)
		}
	}
	if to(f.PublishedOn) {
		out.PublishedOn = f.PublishedOn
	}
	for _, h := range f.Happenings {
		if on, err := calendar.ParseDate(h.On); err == nil && to(on) {
			out.Happenings = append(out.Happenings, h)
		}
	}
	return out
}
