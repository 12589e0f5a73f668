package notices

import (
	"slices"
	"time"

	"huiyin/domain/calendar"
	"huiyin/domain/lifecycle"
	"huiyin/domain/register"
	"huiyin/domain/suggestion"
	"huiyin/domain/zh"
	"huiyin/eventstore"
)

// Happening is an event of a case with what its envelope says.
type Happening struct {
	ID       eventstore.ID
	Type     string
	Event    suggestion.Event
	Recorded time.Time
	Position eventstore.Position
}

// day is when it was recorded: who held which role then is told.
func (h Happening) day() calendar.Date { return calendar.DateOf(h.Recorded) }

// Notice is one thing that one account, under one of its grants, is told.
type Notice struct {
	ID       eventstore.ID
	Event    eventstore.ID
	Account  string
	Grant    string // register.Grant.Key
	Role     lifecycle.Role
	Body     string // the unit for which the account acts, if it does
	Person   suggestion.Person
	Case     suggestion.CaseID
	Number   string
	Key      string // of the text in the catalogue, below "notice."
	About    string // a unit that the text names
	Due      calendar.Date
	Duty     bool // the rules ask that the person learns of it, or acts
	At       time.Time
	Position eventstore.Position
}

// Text is the notice in words.
func (n Notice) Text() string { return textOf(n.Key, n.About) }

// textOf is a notice's text; a unit that is not known is called by its part.
func textOf(key, unit string) string {
	if unit == "" {
		unit = zh.Text("message.unit", nil)
	}
	return zh.Text("notice."+key, map[string]string{"unit": unit})
}

// For is what the event gives whom to know. The case is as it was right after the
// event. Nobody is told twice of one event under one grant: the first line of the
// table that reaches the grant counts.
func For(h Happening, s *suggestion.Suggestion, b *Book) (all []Notice) {
	for _, l := range table {
		if l.event != h.Type {
			continue
		}
		for _, t := range l.targets(h.Event, s) {
			for _, r := range b.find(t, h.day()) {
				n := l.notice(h, s, t, r, b)
				if !slices.ContainsFunc(all, func(o Notice) bool { return o.ID == n.ID }) {
					all = append(all, n)
				}
			}
		}
	}
	return all
}

// targets are whom the line means. What concerns a unit is read off the case as the
// unit may know it, and of what it may not know it is not told.
func (l line) targets(e suggestion.Event, s *suggestion.Suggestion) (all []target) {
	ofUnit := func(t target) bool { return t.unit != "" }
	all = slices.DeleteFunc(l.to(e, s), ofUnit)
	if s.Untold(e) {
		return all
	}
	return append(all, slices.DeleteFunc(l.to(e, s.Told()), func(t target) bool { return !ofUnit(t) })...)
}

func (l line) notice(h Happening, s *suggestion.Suggestion, t target, r reached, b *Book) Notice {
	n := Notice{Event: h.ID, Account: r.account.ID, Grant: r.grant.Key(), Role: r.grant.Role, Body: t.unit, Person: r.account.Person,
		Case: s.ID, Number: s.Number, Key: l.key, About: t.about, Due: t.due, Duty: l.duty, At: h.Recorded, Position: h.Position}
	if n.About == "" {
		n.About = t.unit
	}
	n.ID = eventstore.DeriveID(h.ID, "notice", n.Account, n.Grant)
	if daily(h.Event) {
		n.ID = eventstore.DeriveID(eventstore.ID{}, "reminder", string(s.ID), b.days.NextWorkingDay(h.day()).String(), n.Account, n.Grant)
	}
	return n
}

// daily reports whether all events of this kind about one case are one notice a
// working day (handbook UX-14).
func daily(e suggestion.Event) bool {
	switch e.(type) {
	case suggestion.DeadlineWarned, suggestion.DeadlineLapsed, suggestion.FeedbackReminded:
		return true
	}
	return false
}

// reached is an account under a grant that a target means.
type reached struct {
	account register.Account
	grant   register.Grant
}
