package views

import (
	"context"
	"strings"

	"huiyin/domain/acts"
	"huiyin/domain/calendar"
	"huiyin/domain/lifecycle"
	"huiyin/domain/suggestion"
	"huiyin/projections/follower"
)

// steps is what the cases wait for, one row for each role that may do it.
var steps = follower.View{
	Name: "steps", Version: 1, Keys: 3,
	Columns: []string{"case_id TEXT NOT NULL", "seq INTEGER NOT NULL", "role TEXT NOT NULL", "who TEXT NOT NULL", "verb TEXT NOT NULL",
		"subject TEXT NOT NULL", "due TEXT NOT NULL", "number TEXT NOT NULL", "title TEXT NOT NULL", "lead TEXT NOT NULL",
		"units TEXT NOT NULL", "is_key INTEGER NOT NULL"},
	Indexes: []string{"role, who, due"},
	Rows: func(k *follower.Case) [][]any {
		s := discreet(k.State)
		var rows [][]any
		for i, st := range acts.Next(k.State) { // whose step it is has to be known
			for _, r := range st.Roles {
				rows = append(rows, []any{string(s.ID), i, string(r), st.Unit + st.Person, st.Verb, Subject(st.About), st.Due.String(),
					s.Number, s.Title, s.Lead.Name, units(s, false), s.Key})
			}
		}
		return rows
	},
}

// StepRow is one thing that a case waits for.
type StepRow struct {
	Case    suggestion.CaseID
	Seq     int
	Role    lifecycle.Role
	Who     string // the unit's name or the deputy's id; empty for an office
	Verb    string
	Subject string
	Due     calendar.Date
	Number  string
	Title   string
	Lead    string
	Units   []string
	Key     bool
	Light   Light
}

func scanStep(c *cursor) StepRow {
	return StepRow{Case: suggestion.CaseID(c.text()), Seq: c.int(), Role: lifecycle.Role(c.text()), Who: c.text(), Verb: c.text(), Subject: c.text(),
		Due: c.date(), Number: c.text(), Title: c.text(), Lead: c.text(), Units: c.names(), Key: c.flag(), Light: Light(c.text())}
}

// StepFilter selects steps: those of any of the roles, and of any of the names
// if names are given. A step of a role without a name is nobody's in particular.
type StepFilter struct {
	Roles   []lifecycle.Role
	Who     []string
	Verb    string
	Verbs   []string // any of them, if given
	Light   Light
	Overdue bool
	Soon    bool // due or overdue within the warning days
	Limit   int
	Offset  int
}

func (f StepFilter) where() where {
	var w where
	w.set(len(f.Roles) > 0, in("role", f.Roles))
	if len(f.Who) > 0 {
		marks := strings.TrimSuffix(strings.Repeat("?, ", len(f.Who)), ", ")
		args := make([]any, len(f.Who))
		for i, who := range f.Who {
			args[i] = who
		}
		w.add("who IN ("+marks+")", args...)
	}
	w.text("verb", f.Verb)
	w.set(len(f.Verbs) > 0, in("verb", f.Verbs))
	w.text("light", string(f.Light))
	w.set(f.Overdue, overdue)
	w.set(f.Soon, "(light = '"+string(Soon)+"' OR "+overdue+")")
	return w
}

func (v Reader) steps() table {
	light, args := v.Scheme.light("0", "0", "due")
	sql := "SELECT *, " + light + " AS light FROM steps"
	if v.Scope.AsUnit { // what others have to do would tell how a reply was rated
		sql += " WHERE " + in("role", []lifecycle.Role{lifecycle.UnitCoordinator, lifecycle.UnitHandler, lifecycle.UnitHead})
	}
	return v.Scope.cut(table{sql, args})
}

// Steps lists what cases wait for, the earliest due first and the undated last,
// and tells how many there are without the limit.
func (v Reader) Steps(ctx context.Context, f StepFilter) (rows []StepRow, total int, err error) {
	limit := f.Limit
	if limit == 0 {
		limit = -1
	}
	err = v.File.Read(ctx, func(r *follower.Reader) error {
		t, w := v.steps(), f.where()
		if total, err = t.count(r, w); err != nil {
			return err
		}
		rows, err = list(r, t, w, stepOrder.sql(), scanStep, " LIMIT ? OFFSET ?", limit, f.Offset)
		return err
	})
	return rows, total, err
}
