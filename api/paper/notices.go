package paper

import (
	"slices"
	"strings"

	"huiyin/domain/lifecycle"
	"huiyin/domain/suggestion"
	"huiyin/domain/zh"
)

// assignment is the notice that hands the case to its units, with the text of
// the suggestion behind it.
func (c Case) assignment() ([]Document, error) {
	s := c.State
	units := c.units(suggestion.Lead, suggestion.Separated, suggestion.Co)
	if len(units) == 0 {
		return nil, unfit("not_assigned")
	}
	d := c.document(Assignment, Letter)
	d.add(Issuer, or(c.House.Name, usual*2))
	d.Blocks = append(d.Blocks, Block{Style: Number, Text: c.documentNo("")})
	d.add(Title, say("assignment_title", "matter", c.title()))
	d.add(To, say("to_units", "names", join(units)))
	d.add(Body, say("assignment_opening", "matter", c.matter(), "title", s.Title)+stop)
	d.add(Body, word("assignment_duty")+stop)
	d.table(c.assignmentRows()...)
	d.signature(c.House.Name, s.T0)
	d.add(Note, say("contact", "name", c.House.Contact, "phone", c.House.Phone))
	d.Blocks = append(d.Blocks, Block{Style: Break})
	d.add(Caption, say("enclosed", "number", s.Number))
	d.add(Body, say("enclosed_title", "title", s.Title))
	d.text(s.Body, 8)
	return []Document{d}, nil
}

func (c Case) assignmentRows() [][]Cell {
	s := c.State
	rows := [][]Cell{
		field(word("col.number"), s.Number, word("col.kind"), label("kind", s.Kind)),
		across(word("col.title"), or(s.Title, usual), 4),
		field(word("col.lead"), c.name(s.Lead), word("col.delegation"), c.delegation()),
		across(word("col.cosigners"), or(c.names(c.coSigners()), usual), 4),
		field(word("col.t0"), known(s.T0), word("col.mode"), label("mode", s.Mode)),
	}
	for _, a := range s.Assignments {
		if a.Active() {
			rows = append(rows, across(partWord(a.Part), c.unitAndDue(a), 4))
		}
	}
	if s.Key {
		rows = append(rows, across(word("col.key"), c.keyText(), 4))
	}
	return append(rows, across(word("col.remarks"), rule(usual), 4))
}

func (c Case) coSigners() []suggestion.Person {
	return slices.DeleteFunc(c.State.Deputies(), c.State.Lead.Same)
}

func partWord(p suggestion.Part) string {
	if p == "" {
		return word("unit")
	}
	return say("unit_of_part", "part", label("part", p))
}

// unitAndDue tells of a unit what it owes by when, and why that day.
func (c Case) unitAndDue(a suggestion.Assignment) string {
	due := c.replyDue(a.Line)
	if a.Part == suggestion.Co {
		due = c.clock(lifecycle.DueCoOpinion, suggestion.Subject{Assignment: a.Assignment})
	}
	lines := []string{c.State.BodyOf(a.Unit)}
	if a.Scope != "" {
		lines[0] += say("scope", "text", a.Scope)
	}
	return strings.Join(append(lines, dueText(due)), "\n")
}

// dueText is a deadline with its period and the source of the rule.
func dueText(x suggestion.Clock) string {
	if x.Due.IsZero() {
		return say("due_open", "due", date(x.Due))
	}
	text := label("deadline", x.Kind) + zh.Date(x.Due)
	if x.Period != "" {
		basis, _, _ := strings.Cut(x.Basis, zh.Label("fmt", "clause"))
		text += say("due_why", "period", zh.Period(x.Period), "basis", basis)
	}
	if x.Provisional {
		text += word("provisional")
	}
	return text
}

// keyText is why a key suggestion is followed more closely, and by whom.
func (c Case) keyText() string {
	lines := []string{word("is_key")}
	for _, p := range c.State.Supervisors {
		lines = append(lines, say("supervisor", "layer", label("layer", p.Layer), "who", strings.TrimSpace(p.Body+" "+p.Person.Name)))
	}
	return strings.Join(lines, "\n")
}

// opinion is what a co-unit tells the lead unit; it never goes to the deputy
// (R2-18).
func (c Case) opinion(w Wanted) ([]Document, error) {
	a, err := c.coUnit(w)
	if err != nil {
		return nil, err
	}
	given := c.opinionOf(a.Assignment)
	unit := c.State.BodyOf(a.Unit)
	d := c.document(Opinion, Letter)
	d.add(Issuer, or(unit, usual*2))
	d.Blocks = append(d.Blocks, Block{Style: Number, Text: c.documentNo("")})
	d.add(Title, say("opinion_title", "matter", c.title()))
	d.add(To, say("to_units", "names", join(c.units(suggestion.Lead, suggestion.Separated))))
	d.add(Body, say("opinion_opening", "matter", c.matter(), "title", c.State.Title))
	d.text(given.Text, 8)
	if given.Class != "" {
		d.add(Body, say("opinion_class", "class", classWords(c.Rules, given.Class)))
	}
	d.signature(unit, given.On)
	d.add(Note, say("contact", "name", w.Contact, "phone", w.Phone))
	return []Document{d}, nil
}

// coUnit finds the co-unit's assignment, by its name or the unit's; without one,
// the only one.
func (c Case) coUnit(w Wanted) (suggestion.Assignment, error) {
	var co []suggestion.Assignment
	for _, a := range c.State.Assignments {
		named := w.Assignment == a.Assignment || w.Assignment == "" && a.Active() && (w.Unit == "" || w.Unit == c.State.BodyOf(a.Unit))
		if a.Part == suggestion.Co && named {
			co = append(co, a)
		}
	}
	switch {
	case len(co) == 1:
		return co[0], nil
	case len(co) == 0:
		return suggestion.Assignment{}, unfit("no_co_unit")
	}
	var ids []string
	for _, a := range co {
		ids = append(ids, c.State.BodyOf(a.Unit))
	}
	return suggestion.Assignment{}, unfit("which_co_unit", "units", join(ids))
}

func (c Case) opinionOf(id suggestion.AssignmentID) (given suggestion.OpinionGiven) {
	for _, e := range c.Events {
		if e, ok := e.(suggestion.OpinionGiven); ok && e.Assignment == id {
			given = e
		}
	}
	return given
}
