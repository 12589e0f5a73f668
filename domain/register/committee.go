package register

import (
	"huiyin/domain/calendar"
	"huiyin/domain/suggestion"
)

// CommitteeFacts is what an office states of a special committee (专门委员会)
// from its beginning. Which units lie in its field stands with the units.
type CommitteeFacts struct {
	From   calendar.Date
	Name   string
	Fields string
	Basis  string
}

// CommitteeFormed enters a special committee.
type CommitteeFormed struct {
	ID    string
	Facts CommitteeFacts
}

// CommitteeRenamed gives a committee another name. It stays the same committee.
type CommitteeRenamed struct {
	ID    string
	From  calendar.Date
	Name  string
	Basis string
}

// CommitteeCorrected states anew what was wrong. The name is that of the stretch
// of time that holds the day On, the first if it is unset.
type CommitteeCorrected struct {
	ID     string
	On     calendar.Date
	Facts  CommitteeFacts
	Reason string
}

// Committee is an entry of the register of special committees.
type Committee struct {
	ID     string
	Life   Span
	Names  Timeline[string]
	Fields string
	Basis  string
}

// Ref implements Event.
func (e CommitteeFormed) Ref() Ref { return Ref{Committees, e.ID} }

// Ref implements Event.
func (e CommitteeRenamed) Ref() Ref { return Ref{Committees, e.ID} }

// Ref implements Event.
func (e CommitteeCorrected) Ref() Ref { return Ref{Committees, e.ID} }

// Ref implements Entry.
func (c Committee) Ref() Ref { return Ref{Committees, c.ID} }

// Day implements Event.
func (e CommitteeFormed) Day() calendar.Date { return e.Facts.From }

// Day implements Event.
func (e CommitteeRenamed) Day() calendar.Date { return e.From }

// Day implements Event.
func (e CommitteeCorrected) Day() calendar.Date { return e.On }

func (e CommitteeFormed) key() []string { return []string{e.Facts.Name, e.Facts.From.String()} }

func (e CommitteeFormed) check(d *Directory) *suggestion.Refusal {
	return first(absent(d, e), e.evolve(nil).(Committee).check(d))
}

func (e CommitteeRenamed) check(d *Directory) *suggestion.Refusal {
	c, r := known[Committee](d, e.Ref())
	if r != nil {
		return r
	}
	return first(within(c.Life, e.From, c.Name(e.From)), need("name", e.Name), e.evolve(c).(Committee).check(d))
}

func (e CommitteeCorrected) check(d *Directory) *suggestion.Refusal {
	c, r := known[Committee](d, e.Ref())
	if r != nil {
		return r
	}
	return first(need("reason", e.Reason, "name", e.Facts.Name), holding(e.On, e.Facts.From, e.Facts.Name), e.evolve(c).(Committee).check(d))
}

// check holds a committee as it would be against itself and the others.
func (c Committee) check(d *Directory) *suggestion.Refusal {
	if r := need("name", c.Names.On(c.Life.From)); r != nil {
		return r
	}
	if c.Names.changes(c.Life.From) {
		return refuse("changed_earlier", "name", c.Name(c.Life.From), "from", c.Life.From.String())
	}
	return d.clash(c)
}

func (e CommitteeFormed) evolve(was Entry) Entry {
	return change(was, func(c *Committee) { c.ID, c.Names = e.ID, starting(e.Facts.Name); c.begin(e.Facts) })
}

func (e CommitteeRenamed) evolve(was Entry) Entry {
	return change(was, func(c *Committee) { c.Names = c.Names.from(e.From, e.Name) })
}

func (e CommitteeCorrected) evolve(was Entry) Entry {
	return change(was, func(c *Committee) { c.Names = c.Names.amend(e.On, e.Facts.Name); c.begin(e.Facts) })
}

func (c *Committee) begin(f CommitteeFacts) {
	c.Life.From, c.Fields, c.Basis = f.From, f.Fields, f.Basis
}

// Name implements Entry.
func (c Committee) Name(on calendar.Date) string { return c.Names.On(on) }

// Called implements Entry.
func (c Committee) Called() (out []Called) {
	c.Names.spans(c.Life, func(name string, s Span) { out = append(out, Called{name, s}) })
	return out
}

// Lines implements Entry.
func (c Committee) Lines(on calendar.Date) []Line {
	return []Line{{Field: "name", Value: c.Name(on)}, {Field: "fields", Value: c.Fields},
		{Field: "from", Value: c.Life.From.String()}, {Field: "basis", Value: c.Basis}}
}

func (c Committee) in(_ *Directory, on calendar.Date) bool { return c.Life.Has(on) }
