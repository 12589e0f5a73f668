package register

import (
	"huiyin/domain/calendar"
	"huiyin/domain/suggestion"
)

// check holds a session as it would be against itself and the other sessions.
func (s Session) check(d *Directory) *suggestion.Refusal {
	f := s.Facts
	if r := first(need("congress", f.Congress, "session", f.Session, "first", f.First.String(), "last", f.Last.String()), s.formats()); r != nil {
		return r
	}
	if f.Last.Before(f.First) || !s.Closed.IsZero() && s.Closed.Before(f.Last) {
		return refuse("session_days", "name", s.Name(f.First))
	}
	for _, e := range d.All(Sessions) {
		if o := e.(Session); o.ID != s.ID {
			if r := s.beside(o); r != nil {
				return r
			}
		}
	}
	return nil
}

func (s Session) formats() *suggestion.Refusal {
	in, ok := ParseSeries(s.Facts.InFormat)
	if !ok {
		return refuse("bad_format", "format", s.Facts.InFormat)
	}
	if s.Facts.OffFormat == "" {
		return nil
	}
	off, ok := ParseSeries(s.Facts.OffFormat)
	if !ok {
		return refuse("bad_format", "format", s.Facts.OffFormat)
	}
	if !in.apart(off) {
		return refuse("series_not_apart", "in", s.Facts.InFormat, "off", s.Facts.OffFormat)
	}
	return nil
}

// beside refuses a session that is the other one again, or whose year runs into
// the other's, or that is of a congress whose term is over.
func (s Session) beside(o Session) *suggestion.Refusal {
	early, late := s, o
	if o.Facts.First.Before(s.Facts.First) {
		early, late = o, s
	}
	name := o.Name(o.Facts.First)
	switch {
	case s.Facts.Congress == o.Facts.Congress && s.Facts.Session == o.Facts.Session:
		return refuse("entry_exists", "register", string(Sessions), "name", name, "id", o.ID)
	case !early.Facts.Last.Before(late.Facts.First) || !early.Closed.Before(late.Facts.First):
		return refuse("session_overlaps", "name", name, "from", o.Facts.First.String(), "until", o.runsTo().String())
	case early.TermEnds && early.Facts.Congress == late.Facts.Congress:
		return refuse("term_over", "congress", s.Facts.Congress, "on", early.Closed.String())
	}
	return nil
}

// runsTo is the last day of the session that is stated so far.
func (s Session) runsTo() calendar.Date {
	if s.Closed.IsZero() {
		return s.Facts.Last
	}
	return s.Closed
}
