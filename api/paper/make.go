package paper

import (
	"slices"
	"strconv"

	"huiyin/domain/calendar"
	"huiyin/domain/suggestion"
	"huiyin/domain/veil"
)

// Kind is which paper it is. The codes are stable; people see the catalogue's
// words.
type Kind string

// The papers of one case, and the printed list.
const (
	Assignment  Kind = "assignment"  // 交办通知
	Reply       Kind = "reply"       // 答复函
	Feedback    Kind = "feedback"    // 征询意见表
	Opinion     Kind = "opinion"     // 会办意见
	Supervision Kind = "supervision" // 督办通知
	Brief       Kind = "brief"       // 一页简报
	Listed      Kind = "list"        // a printed list; see List
)

// Kinds lists the papers that Make makes.
func Kinds() []Kind { return []Kind{Assignment, Reply, Feedback, Opinion, Supervision, Brief} }

// Wanted says which paper, and what of the case it is about. Fields that a kind
// does not need are ignored.
type Wanted struct {
	Kind Kind
	// Line is whose reply a letter or form is about; empty is the only line.
	Line suggestion.LineID
	// Version of the reply; 0 is the draft being written, else the newest.
	Version int
	// To is one deputy; zero is every recipient, each with a copy (DOC-05).
	To suggestion.Person
	// Assignment is whose opinion is printed; empty is Unit's, or the only
	// co-unit's.
	Assignment suggestion.AssignmentID
	// Task is what a supervision notice is about; empty is the newest open task,
	// or none.
	Task suggestion.TaskID
	// Unit is whom a supervision notice goes to, or whose opinion is printed.
	Unit string
	// On is the day a notice is dated; unset leaves it to be filled in.
	On calendar.Date
	// Codes are the forms' one-time codes by the recipient's ID, or by name where
	// there is no ID. A form without one has a blank for it.
	Codes map[string]FormCode
	// Contact and Phone are the handling unit's; no event holds them.
	Contact string
	Phone   string
}

// FormCode is the one-time code of a form (THR-02), and the address behind its
// QR code. The address must name nobody.
type FormCode struct {
	Code string
	Link string
}

// Unfit is why a paper cannot be made. Words are in the catalogue under
// "web.paper.unfit.<code>".
type Unfit struct {
	Code  string
	Facts map[string]string
}

// Error implements error.
func (u *Unfit) Error() string { return "paper: " + u.Code }

func unfit(code string, facts ...string) *Unfit {
	u := &Unfit{code, map[string]string{}}
	for i := 0; i+1 < len(facts); i += 2 {
		u.Facts[facts[i]] = facts[i+1]
	}
	return u
}

// toUnits are the papers that go to handling units. Names that are withheld stand in
// none of them, whoever prints them (THR-44).
var toUnits = []Kind{Assignment, Opinion, Supervision}

func (c Case) veiled() Case {
	v := veil.Of(c.State)
	events := make([]suggestion.Event, len(c.Events))
	for i, e := range c.Events {
		events[i] = v.Event(e)
	}
	c.State, c.Events = v.Case(c.State), events
	return c
}

// Make makes a paper of a case, or as many as it has recipients. The error is an
// *Unfit.
func Make(c Case, w Wanted) ([]Document, error) {
	if slices.Contains(toUnits, w.Kind) {
		c = c.veiled()
	}
	switch w.Kind {
	case Assignment:
		return c.assignment()
	case Reply:
		return c.replies(w)
	case Feedback:
		return c.forms(w)
	case Opinion:
		return c.opinion(w)
	case Supervision:
		return c.supervision(w)
	case Brief:
		return []Document{c.brief()}, nil
	}
	return nil, unfit("unknown_kind", "kind", string(w.Kind))
}

// Offered lists which papers the case has something for, one for each line,
// co-unit or task, so that a page can link to them.
func Offered(c Case) (all []Wanted) {
	if _, err := c.assignment(); err == nil {
		all = append(all, Wanted{Kind: Assignment})
	}
	for _, l := range c.State.Lines {
		if l.Replied() || l.Draft != nil {
			all = append(all, Wanted{Kind: Reply, Line: l.ID})
		}
		if l.Replied() {
			all = append(all, Wanted{Kind: Feedback, Line: l.ID})
		}
	}
	for _, a := range c.State.Assignments {
		if a.Part == suggestion.Co && a.Opinion != "" {
			all = append(all, Wanted{Kind: Opinion, Assignment: a.Assignment})
		}
	}
	for _, t := range c.State.Oversight.Tasks {
		all = append(all, Wanted{Kind: Supervision, Task: t.ID})
	}
	return append(all, Wanted{Kind: Brief})
}

// document begins a paper of the case.
func (c Case) document(k Kind, f Form) Document {
	name := say("file_name", "kind", word("kind."+string(k)), "number", c.label())
	return Document{Kind: k, Name: name, Form: f}
}

func (d *Document) add(s Style, text string) {
	if text != "" {
		d.Blocks = append(d.Blocks, Block{Style: s, Text: text})
	}
}

// text adds every line of a text as a paragraph, and ruled lines where there is
// none.
func (d *Document) text(text string, blankLines int) {
	lines := paragraphs(text)
	for range blankLines {
		if len(paragraphs(text)) == 0 {
			lines = append(lines, rule(lineWidth))
		}
	}
	for _, line := range lines {
		d.add(Body, line)
	}
}

// lineWidth is the characters of a paragraph's first line: 28 less two of indent.
const lineWidth = 26

func (d *Document) table(rows ...[]Cell) {
	d.Blocks = append(d.Blocks, Block{Style: Table, Rows: rows})
}

// field is a row of names and what they hold, two for each fact.
func field(pairs ...string) (row []Cell) {
	for i := 0; i+1 < len(pairs); i += 2 {
		row = append(row, Cell{Text: pairs[i], Head: true}, Cell{Text: or(pairs[i+1], usual)})
	}
	return row
}

// across is a row of one name and what it holds over the other columns.
func across(name, text string, columns int) []Cell {
	return []Cell{{Text: name, Head: true}, {Text: text, Wide: columns - 1}}
}

func heads(names ...string) (row []Cell) {
	for _, n := range names {
		row = append(row, Cell{Text: word("col." + n), Head: true, Col: true})
	}
	return row
}

func cells(texts ...string) (row []Cell) {
	for _, t := range texts {
		row = append(row, Cell{Text: t})
	}
	return row
}

func decimal[T ~int | ~uint64](n T) string { return strconv.FormatUint(uint64(n), 10) }
