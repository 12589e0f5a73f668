package register

import (
	"huiyin/domain/calendar"
	"huiyin/domain/suggestion"
)

// SessionFacts is what an office states of a session of its congress. First and
// Last are the days it meets. InFormat and OffFormat are the formats of the
// numbers of suggestions made in and between its meetings; an empty OffFormat
// says that there is one series for both.
type SessionFacts struct {
	Congress  string
	Session   string
	First     calendar.Date
	Last      calendar.Date
	InFormat  string
	OffFormat string
}

// SessionOpened enters a session.
type SessionOpened struct {
	ID    string
	Facts SessionFacts
}

// SessionCorrected states anew what was wrong.
type SessionCorrected struct {
	ID     string
	Facts  SessionFacts
	Reason string
}

// SessionClosed fixes On as the last day of the session year (年度), and of the
// congress's term if TermEnds. Reason is needed when another day was fixed
// before.
type SessionClosed struct {
	ID       string
	On       calendar.Date
	TermEnds bool
	Reason   string
}

// Session is an entry of the register of sessions. Its year runs from First to
// Closed, or else until the next session opens.
type Session struct {
	ID       string
	Facts    SessionFacts
	Closed   calendar.Date
	TermEnds bool
}

// Ref implements Event.
func (e SessionOpened) Ref() Ref { return Ref{Sessions, e.ID} }

// Ref implements Event.
func (e SessionCorrected) Ref() Ref { return Ref{Sessions, e.ID} }

// Ref implements Event.
func (e SessionClosed) Ref() Ref { return Ref{Sessions, e.ID} }

// Ref implements Entry.
func (s Session) Ref() Ref { return Ref{Sessions, s.ID} }

// Day implements Event.
func (e SessionOpened) Day() calendar.Date { return e.Facts.First }

// Day implements Event.
func (e SessionCorrected) Day() calendar.Date { return e.Facts.First }

// Day implements Event: the first day after the year.
func (e SessionClosed) Day() calendar.Date { return e.On.AddDays(1) }

func (e SessionOpened) key() []string { return []string{e.Facts.Congress, e.Facts.Session} }

func (e SessionOpened) check(d *Directory) *suggestion.Refusal {
	return first(absent(d, e), Session{ID: e.ID, Facts: e.Facts}.check(d))
}

func (e SessionCorrected) check(d *Directory) *suggestion.Refusal {
	was, r := known[Session](d, e.Ref())
	if r != nil {
		return r
	}
	was.Facts = e.Facts
	return first(need("reason", e.Reason), was.check(d))
}

func (e SessionClosed) check(d *Directory) *suggestion.Refusal {
	was, r := known[Session](d, e.Ref())
	if r != nil {
		return r
	}
	if !was.Closed.IsZero() && e.Reason == "" {
		return refuse("ended_before", "name", was.Name(e.On), "until", was.Closed.String())
	}
	was.Closed, was.TermEnds = e.On, e.TermEnds
	return first(need("on", e.On.String()), was.check(d))
}

func (e SessionOpened) evolve(was Entry) Entry {
	return change(was, func(s *Session) { s.ID, s.Facts = e.ID, e.Facts })
}

func (e SessionCorrected) evolve(was Entry) Entry {
	return change(was, func(s *Session) { s.Facts = e.Facts })
}

func (e SessionClosed) evolve(was Entry) Entry {
	return change(was, func(s *Session) { s.Closed, s.TermEnds = e.On, e.TermEnds })
}

// Series gives the two number series; reports false for one that there is not.
func (s Session) Series() (in, off Series, hasOff bool) {
	in, _ = ParseSeries(s.Facts.InFormat)
	off, hasOff = ParseSeries(s.Facts.OffFormat)
	return in, off, hasOff
}

// Name implements Entry.
func (s Session) Name(calendar.Date) string { return s.Facts.Congress + s.Facts.Session }

// Called implements Entry.
func (s Session) Called() []Called { return []Called{{Name: s.Name(calendar.Date{})}} }

// Lines implements Entry.
func (s Session) Lines(calendar.Date) []Line {
	ends := ""
	if s.TermEnds {
		ends = "yes"
	}
	return []Line{{Field: "congress", Value: s.Facts.Congress}, {Field: "session", Value: s.Facts.Session},
		{Field: "first", Value: s.Facts.First.String()}, {Field: "last", Value: s.Facts.Last.String()},
		{Field: "in_format", Value: s.Facts.InFormat}, {Field: "off_format", Value: s.Facts.OffFormat},
		{Field: "closed", Value: s.Closed.String()}, {Field: "term_ends", Value: ends, Code: "answer"}}
}

func (s Session) in(d *Directory, on calendar.Date) bool {
	now, ok := d.SessionOn(on)
	return ok && now.ID == s.ID
}
