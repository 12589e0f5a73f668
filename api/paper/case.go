package paper

import (
	"slices"
	"strings"
	"time"

	"huiyin/domain/calendar"
	"huiyin/domain/lifecycle"
	"huiyin/domain/register"
	"huiyin/domain/ruleset"
	"huiyin/domain/suggestion"
	"huiyin/domain/zh"
)

// Case is what a document is made from.
type Case struct {
	State *suggestion.Suggestion
	// Events are the case's history in order: the texts of replies and opinions
	// stand nowhere else.
	Events []suggestion.Event
	// Rules are those the case is judged by; the zero Set words no class.
	Rules ruleset.Set
	// Registers say which system a unit belongs to; nil knows nobody.
	Registers *register.Directory
	// Head is the case a merged one is handled with, for the reply that was
	// relayed from it; nil leaves the text to be filled in.
	Head  *Case
	House House
	// Hide says whose name, delegation and telephone this reader must not see
	// (THR-44); nil hides nobody.
	Hide func(suggestion.Person) bool
	// Ratings is set for a reader who may see a rating before its release.
	Ratings bool
	Printed Printed
}

// House is the congress's office as its papers name it: who sends the
// notices, to whom the deputies' forms go back. What is empty is left blank.
type House struct {
	Name     string
	Address  string
	Postcode string
	Contact  string
	Phone    string
	// GovernmentOffice gets a copy of what government units reply.
	GovernmentOffice string
}

// Printed says by whom and when a paper was printed and what the log held then.
// It stands on briefs and lists. Times are shown in China Standard Time.
type Printed struct {
	By string
	At time.Time
	// Position is of the last event read; 0 leaves it out.
	Position uint64
}

// line is the imprint: who printed, when, as of what.
func (p Printed) line() string {
	at := ""
	if day := calendar.DateOf(p.At); !p.At.IsZero() {
		at = zh.Date(day) + time.Time{}.Add(p.At.Sub(calendar.StartOf(day))).Format(" 15:04")
	}
	text := say("printed", "by", p.By, "at", at)
	if p.Position > 0 {
		text += say("printed_position", "position", decimal(p.Position))
	}
	return text
}

// name is a person's name as this reader may see it; empty for nobody.
func (c Case) name(p suggestion.Person) string {
	if p.Name != "" && c.hidden(p) {
		return word("hidden")
	}
	return p.Name
}

func (c Case) hidden(p suggestion.Person) bool { return c.Hide != nil && c.Hide(p) }

func (c Case) names(people []suggestion.Person) string {
	var all []string
	for _, p := range people {
		if n := c.name(p); n != "" {
			all = append(all, n)
		}
	}
	return join(all)
}

// delegation is empty where it would give the lead deputy away.
func (c Case) delegation() string {
	if c.hidden(c.State.Lead) {
		return ""
	}
	return c.State.Delegation
}

// matter is the suggestion as a letter calls it: congress, session and number.
func (c Case) matter() string {
	s := c.State
	if s.Kind == suggestion.OffSession {
		return say("matter_off", "congress", s.Congress, "session", s.Session, "number", s.Number)
	}
	return say("matter", "congress", s.Congress, "session", s.Session, "number", s.Number)
}

// title is the matter in two lines for the title of a letter, broken where a
// reader would pause.
func (c Case) title() string {
	if c.State.Congress == "" {
		return c.matter()
	}
	return strings.Replace(c.matter(), c.State.Congress, c.State.Congress+"\n", 1)
}

// label names the case in a file's name: by its number, else its ID.
func (c Case) label() string {
	if c.State.Number != "" {
		return c.State.Number
	}
	return string(c.State.ID)
}

// unit is the body that stands for the line's unit now.
func (c Case) unit(l suggestion.Line) string { return c.State.BodyOf(l.Unit) }

// units are the active units with a part, in the order of assignment.
func (c Case) units(parts ...suggestion.Part) (names []string) {
	for _, a := range c.State.Assignments {
		if a.Active() && slices.Contains(parts, a.Part) {
			names = append(names, c.State.BodyOf(a.Unit))
		}
	}
	return names
}

// clock is the deadline of a kind and subject: the one that runs, else the last
// that did.
func (c Case) clock(k lifecycle.Deadline, about suggestion.Subject) (found suggestion.Clock) {
	for _, x := range c.State.Clocks {
		if x.Kind == k && x.Subject == about {
			found = x
		}
		if found.Running {
			break
		}
	}
	return found
}

// addressees are whom a reply is for: the delegation where a delegation
// suggested it, else each deputy who can still receive it.
func (c Case) addressees() []suggestion.Person {
	if c.State.Kind == suggestion.FromDelegation && c.State.Delegation != "" {
		return []suggestion.Person{{Name: c.State.Delegation}}
	}
	return c.State.Recipients()
}

// replyText is what the version of a line says; empty where the log holds no
// text, as of an imported reply.
func (c Case) replyText(line suggestion.LineID, version int) (text string) {
	for _, e := range c.Events {
		switch e := e.(type) {
		case suggestion.ReplyDrafted:
			if e.Line == line && e.Version == version {
				text = e.Text
			}
		case suggestion.ReplyRelayed:
			if e.Line == line && e.Version == version && c.Head != nil {
				text = c.Head.relayed(c.State, line, e.HeadVersion)
			}
		}
	}
	return text
}

// relayed is the text of the head's reply by the unit that owes a member's line.
func (c Case) relayed(member *suggestion.Suggestion, line suggestion.LineID, version int) string {
	l, _ := member.Line(line)
	for _, own := range c.State.Lines {
		if l != nil && c.unit(own) == member.BodyOf(l.Unit) {
			return c.replyText(own.ID, version)
		}
	}
	return ""
}
