package suggestion

import (
	"slices"
	"sync"

	"huiyin/domain/calendar"
	"huiyin/domain/lifecycle"
)

// PublicCase is all that the public may know of a suggestion. What is not public
// of it is empty: without its content a case has no title, and without the word
// of the decision no deputy.
type PublicCase struct {
	ID       CaseID
	Number   string
	Congress string
	Session  string
	Year     int
	Units    []string // that reply
	Deputy   string   // or the delegation; empty unless the decision names it
	Level    Level    // of the content, Private if it is not public
	Title    string
	Text     string
	On       calendar.Date // on which the content became public
	Replies  []PublicReply
}

// PublicReply is one reply as published.
type PublicReply struct {
	Line     LineID
	Unit     string
	Document string
	Class    Class
	Issued   calendar.Date
	Level    Level
	Text     string
	On       calendar.Date
}

// Newest is the last day on which something of the case became public.
func (p PublicCase) Newest() calendar.Date {
	on := p.On
	for _, r := range p.Replies {
		on = later(on, r.On)
	}
	return on
}

// InPublic is what the public may read of the case; false if that is nothing.
// It shows only words that a decision put on record, and fails closed: content
// against the deputy's newest wish, a text with a name in it that is not to be told
// any more, and everything of a case that was withdrawn or went elsewhere is
// not there.
//
// Of a reply line the newest decision counts. While a further reply waits for
// its own, the one before stays; if that is then withheld, neither is there.
func (s *Suggestion) InPublic() (PublicCase, bool) {
	if !slices.Contains(publicStates(), s.State) {
		return PublicCase{}, false
	}
	p := PublicCase{ID: s.ID, Number: s.Number, Congress: s.Congress, Session: s.Session, Year: s.Year, Level: Private}
	if s.Content.InForce() && s.Wish.allows(s.Content) && s.clean(s.Content.Title+"\n"+s.Content.Text) {
		p.Level, p.Title, p.Text, p.On = s.Content.Level, s.Content.Title, s.Content.Text, s.Content.On
	}
	if s.nameable() {
		p.Deputy = s.Lead.Name
		if s.Kind == FromDelegation {
			p.Deputy = s.Delegation
		}
	}
	replying := func(unit string) {
		if unit = s.BodyOf(unit); !slices.Contains(p.Units, unit) {
			p.Units = append(p.Units, unit)
		}
	}
	for _, l := range s.Lines {
		if r, ok := s.publicReply(l); ok {
			p.Replies = append(p.Replies, r)
			replying(l.Unit)
		}
	}
	for _, a := range s.Assignments {
		if a.Active() && a.Part != Co {
			replying(a.Unit)
		}
	}
	return p, p.Level != Private || len(p.Replies) > 0
}

// publicStates are those in which anything of a case can be public.
var publicStates = sync.OnceValue(func() []lifecycle.State {
	row, _ := lifecycle.Standing(lifecycle.PublishContent)
	return row.From
})

// clean reports whether no name stands in a text that is not to be told any more.
func (s *Suggestion) clean(text string) bool { return s.nameable() || s.tells(text) == "" }

func (s *Suggestion) publicReply(l Line) (PublicReply, bool) {
	if !l.Answer.InForce() || !s.clean(l.Answer.Text) {
		return PublicReply{}, false
	}
	v, _ := l.Version(l.Answer.Version)
	return PublicReply{Line: l.ID, Unit: l.Unit, Document: v.Document, Class: v.Class, Issued: v.Issued,
		Level: l.Answer.Level, Text: l.Answer.Text, On: l.Answer.On}, true
}
