package register

import (
	"slices"
	"strings"

	"huiyin/domain/calendar"
	"huiyin/domain/suggestion"
)

// System is which part of the state or society a unit belongs to; yearly tables
// count by it (handbook 5.4).
type System string

// Systems lists every system of units.
func Systems() []System {
	return []System{"government", "court", "procuratorate", "supervisory", "party", "congress", "mass_organisation",
		"central_unit", "municipal", "other"}
}

// Names is what a unit is called at a time: its full name and short ones.
type Names struct {
	Name  string
	Short []string
}

func (n Names) all() []string { return append([]string{n.Name}, n.Short...) }

// UnitFacts is what an office states of a unit from its beginning. Committee is
// the special committee in whose field it lies (对口). Basis names the source.
type UnitFacts struct {
	From      calendar.Date
	Name      string
	Short     []string
	System    System
	Level     string
	Fields    string
	Committee Link
	Basis     string
}

// UnitRegistered enters a unit.
type UnitRegistered struct {
	ID    string
	Facts UnitFacts
}

// UnitRenamed gives a unit other names. It stays the same unit.
type UnitRenamed struct {
	ID    string
	From  calendar.Date
	Name  string
	Short []string
	Basis string
}

// UnitCommitteeChanged puts a unit into the field of another special committee,
// or of none.
type UnitCommitteeChanged struct {
	ID        string
	From      calendar.Date
	Committee Link
	Basis     string
}

// Unit is an entry of the register of handling units.
type Unit struct {
	ID        string
	Life      Span
	Names     Timeline[Names]
	Committee Timeline[string]
	System    System
	Level     string
	Fields    string
	Basis     string
	// Manner and Into say how the unit ended and who carries on, if it ended.
	Manner Manner
	Into   []string
}

// Ref implements Entry.
func (u Unit) Ref() Ref { return Ref{Units, u.ID} }

// Name implements Entry.
func (u Unit) Name(on calendar.Date) string { return u.Names.On(u.Life.last(on)).Name }

// Called implements Entry.
func (u Unit) Called() []Called {
	var out []Called
	u.Names.spans(u.Life, func(n Names, s Span) {
		for _, name := range n.all() {
			out = append(out, Called{name, s})
		}
	})
	return out
}

// Lines implements Entry.
func (u Unit) Lines(on calendar.Date) []Line {
	day := u.Life.last(on)
	lines := []Line{{Field: "name", Value: u.Name(day)}, {Field: "short", Value: listed(u.Names.On(day).Short)},
		{Field: "system", Value: string(u.System), Code: "system"}, {Field: "level", Value: u.Level},
		{Field: "committee", Value: u.Committee.On(day), Link: Committees}, {Field: "fields", Value: u.Fields},
		{Field: "from", Value: u.Life.From.String()}, {Field: "until", Value: u.Life.Until.String()},
		{Field: "manner", Value: string(u.Manner), Code: "manner"}}
	for _, id := range u.Into {
		lines = append(lines, Line{Field: "into", Value: id, Link: Units})
	}
	return append(lines, Line{Field: "basis", Value: u.Basis})
}

func (u Unit) in(_ *Directory, on calendar.Date) bool { return u.Life.Has(on) }

// begin sets what is stated of a unit from its beginning.
func (u *Unit) begin(f UnitFacts) {
	u.Life.From = f.From
	u.System, u.Level, u.Fields, u.Basis = f.System, f.Level, f.Fields, f.Basis
}

// check holds a unit as it would be against itself and the other units: no name
// means two units on one day.
func (u Unit) check(d *Directory) *suggestion.Refusal {
	if r := first(need("name", u.Names.On(u.Life.From).Name), among(u.System, Systems())); r != nil {
		return r
	}
	if u.Names.changes(u.Life.From) || u.Committee.changes(u.Life.From) || u.Life.empty() {
		return refuse("changed_earlier", "name", u.Name(u.Life.From), "from", u.Life.From.String())
	}
	return first(receives(d, u), d.clash(u))
}

// committeeOf refuses a special committee that is not there.
func committeeOf(d *Directory, l Link) *suggestion.Refusal {
	if l.ID == "" {
		return nil
	}
	return linked(d, Committees, l)
}

// ListMark separates the values of a list in one text; it stands in no name.
const ListMark = "\u3001"

func listed(values []string) string { return strings.Join(values, ListMark) }

// own is the names with a list that nobody else holds; an empty list is none.
func (n Names) own() Names {
	n.Short = slices.Clone(n.Short)
	if len(n.Short) == 0 {
		n.Short = nil
	}
	return n
}
