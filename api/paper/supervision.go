package paper

import (
	"slices"
	"strings"

	"huiyin/domain/suggestion"
	"huiyin/domain/zh"
)

// supervision is the notice that asks a unit for something by a day (督办通知),
// with the six elements of R5-23: content, unit, responsible person, time limit,
// progress, result.
func (c Case) supervision(w Wanted) ([]Document, error) {
	t, err := c.taskOf(w)
	if err != nil {
		return nil, err
	}
	s := c.State
	d := c.document(Supervision, Letter)
	d.add(Issuer, or(c.House.Name, usual*2))
	d.Blocks = append(d.Blocks, Block{Style: Number, Text: c.documentNo("")})
	d.add(Title, say("supervision_title", "matter", c.title()))
	d.add(To, say("to_units", "names", t.Unit))
	d.add(Body, say("supervision_opening", "matter", c.matter(), "title", s.Title, "date", date(s.T0))+stop)
	d.add(Body, say("supervision_wish", "due", date(t.Due), "house", c.House.Name)+stop)
	d.table(
		across(word("col.content"), or(t.Content, usual*3), 4),
		field(word("col.layer"), label("layer", t.Layer), word("col.way"), t.Way),
		field(word("col.charged"), t.Unit, word("col.responsible"), t.Responsible.Name),
		field(word("col.due"), known(t.Due), word("col.key"), keyWord(s.Key)),
		across(word("col.owed"), or(c.owedBy(t.Unit), usual), 4),
		across(word("col.progress"), or(t.Progress, usual*3), 4),
		across(word("col.result"), or(t.Result, usual*3), 4),
	)
	d.signature(c.House.Name, w.On)
	d.add(Note, say("contact", "name", c.House.Contact, "phone", c.House.Phone))
	return []Document{d}, nil
}

// taskOf finds the task of a notice: the one named, else the newest open one,
// else none, to be written in for a unit.
func (c Case) taskOf(w Wanted) (suggestion.Task, error) {
	tasks := c.State.Oversight.Tasks
	if w.Task != "" {
		if t, ok := c.State.Task(w.Task); ok {
			return *t, nil
		}
		var ids []string
		for _, t := range tasks {
			ids = append(ids, string(t.ID))
		}
		return suggestion.Task{}, unfit("no_such_task", "task", string(w.Task), "tasks", join(ids))
	}
	for _, t := range slices.Backward(tasks) {
		if t.Open() && (w.Unit == "" || t.Unit == w.Unit) {
			return t, nil
		}
	}
	units := c.units(suggestion.Lead, suggestion.Separated, suggestion.Co)
	switch {
	case w.Unit == "" && len(units) == 1:
		return suggestion.Task{Unit: units[0]}, nil
	case w.Unit == "" && len(units) > 1:
		return suggestion.Task{}, unfit("which_unit", "units", join(units))
	case !slices.Contains(units, w.Unit):
		return suggestion.Task{}, unfit("unit_not_on_case", "unit", w.Unit)
	}
	return suggestion.Task{Unit: w.Unit}, nil
}

// owedBy lists what a unit still owes and by when: its running deadlines and open
// promises.
func (c Case) owedBy(unit string) string {
	var lines []string
	for _, x := range c.State.Clocks {
		if x.Running && x.Kind.Duty() && c.ofUnit(x.Subject) == unit {
			lines = append(lines, label("deadline", x.Kind)+zh.Date(x.Due))
		}
	}
	for _, p := range c.State.Commitments {
		if p.Open() && p.Unit == unit {
			lines = append(lines, say("owed_promise", "text", cut(p.Text, 40), "due", date(p.Due)))
		}
	}
	return strings.Join(lines, "\n")
}

// ofUnit is the unit whose part a deadline is about, if it is a unit's.
func (c Case) ofUnit(about suggestion.Subject) string {
	if a, ok := c.State.Assignment(about.Assignment); ok {
		return c.State.BodyOf(a.Unit)
	}
	if l, ok := c.State.Line(about.Line); ok && about.Commitment == "" {
		return c.unit(*l)
	}
	return ""
}

func keyWord(key bool) string {
	if key {
		return word("is_key")
	}
	return word("not_key")
}
