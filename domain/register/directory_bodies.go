package register

import (
	"slices"

	"huiyin/domain/calendar"
)

// Unit finds a unit by its id.
func (d *Directory) Unit(id string) (Unit, bool) { return get[Unit](d, Units, id) }

// UnitNamed finds a unit by any full or short name it ever bore: the one that
// bears it on the day, or else the last that bore it before, or else the first
// that did later.
func (d *Directory) UnitNamed(text string, on calendar.Date) (Unit, bool) {
	var best Unit
	found, since := false, calendar.Date{}
	for _, r := range d.index()[name{Units, text}] {
		u := d.entries[r].(Unit)
		for _, c := range u.Called() {
			if c.Name != text {
				continue
			}
			if c.Span.Has(on) {
				return u, true
			}
			before := !on.Before(c.Span.From)
			switch {
			case !found, before && (since.After(on) || c.Span.From.After(since)), !before && since.After(on) && c.Span.From.Before(since):
				best, found, since = u, true, c.Span.From
			}
		}
	}
	return best, found
}

// UnitsOn lists the units that exist on the day.
func (d *Directory) UnitsOn(on calendar.Date) []Unit { return all[Unit](d.On(Units, on)) }

// Successors lists the units that carry a unit's duties on the day: itself while
// it exists, then those it went into, and those they went into. It is empty for
// a unit abolished without successor or not in the register.
func (d *Directory) Successors(id string, on calendar.Date) []string {
	var out []string
	d.follow(id, map[string]bool{}, func(u Unit) bool {
		if !u.Life.endedBy(on) {
			out = append(out, u.ID)
			return false
		}
		return true
	})
	return out
}

// line lists a unit and everything that follows it, whatever the day.
func (d *Directory) line(id string) (line []string) {
	d.follow(id, map[string]bool{}, func(u Unit) bool {
		line = append(line, u.ID)
		return true
	})
	return line
}

// follow visits a unit and, while the visitor wants more, its successors, each
// once.
func (d *Directory) follow(id string, seen map[string]bool, more func(Unit) bool) {
	u, ok := d.Unit(id)
	if !ok || seen[id] {
		return
	}
	seen[id] = true
	if more(u) {
		for _, next := range u.Into {
			d.follow(next, seen, more)
		}
	}
}

// Committee finds a special committee by its id.
func (d *Directory) Committee(id string) (Committee, bool) {
	return get[Committee](d, Committees, id)
}

// CommitteeOf is the special committee in whose field a unit lies on the day;
// false if the unit is not in the register or lies in none.
func (d *Directory) CommitteeOf(unit string, on calendar.Date) (Committee, bool) {
	u, _ := d.Unit(unit)
	return d.Committee(u.Committee.On(u.Life.last(on)))
}

// UnitsOf lists the units that exist on the day and lie in a committee's field.
func (d *Directory) UnitsOf(committee string, on calendar.Date) []Unit {
	return slices.DeleteFunc(d.UnitsOn(on), func(u Unit) bool { return u.Committee.On(on) != committee })
}

// SessionNamed finds a session by congress and session.
func (d *Directory) SessionNamed(congress, session string) (Session, bool) {
	for _, s := range all[Session](d.All(Sessions)) {
		if s.Facts.Congress == congress && s.Facts.Session == session {
			return s, true
		}
	}
	return Session{}, false
}

// SessionOn is the session to whose year the day belongs; false for a day before
// the first session or after the end of a year that no session follows yet.
func (d *Directory) SessionOn(on calendar.Date) (Session, bool) {
	var last Session
	for _, s := range all[Session](d.All(Sessions)) {
		if !on.Before(s.Facts.First) && !s.Facts.First.Before(last.Facts.First) {
			last = s
		}
	}
	return last, last.ID != "" && (last.Closed.IsZero() || !on.After(last.Closed))
}

// YearEnd is the last day of a session's year: the day fixed, or the day before
// the next session opens; unset while neither is known.
func (d *Directory) YearEnd(session string) calendar.Date {
	s, ok := get[Session](d, Sessions, session)
	if !ok || !s.Closed.IsZero() {
		return s.Closed
	}
	var next calendar.Date
	for _, o := range all[Session](d.All(Sessions)) {
		if o.Facts.First.After(s.Facts.First) && (next.IsZero() || o.Facts.First.Before(next)) {
			next = o.Facts.First
		}
	}
	return next.AddDays(-1)
}

// TermEnd is the last day of a congress's term; unset while it is not fixed.
func (d *Directory) TermEnd(congress string) calendar.Date {
	for _, s := range all[Session](d.All(Sessions)) {
		if s.Facts.Congress == congress && s.TermEnds {
			return s.Closed
		}
	}
	return calendar.Date{}
}

// term cuts a span to a congress's term.
func (d *Directory) term(congress string, s Span) Span {
	if end := d.TermEnd(congress); !end.IsZero() {
		return s.cut(Span{Until: end.AddDays(1)})
	}
	return s
}
