package views

import (
	"slices"
	"strings"

	"huiyin/domain/lifecycle"
	"huiyin/domain/suggestion"
	"huiyin/projections/follower"
)

// Reader answers questions on the read models of one file, for one day's lights
// and for one reader. Every question goes through it, so there is no list, count
// or search that knows no scope (handbook ACL-02, ACL-04).
type Reader struct {
	File   *follower.File
	Scheme Scheme
	Scope  Scope
}

// Scope is which cases a reader may see. The zero Scope sees none.
type Scope struct {
	// All sees every case but those in a Withheld stage.
	All      bool
	Withheld []Stage
	// Parties sees the cases in which any of them has part.
	Parties []Party
	// AsUnit reads as a handling unit does: a rating that was not released to the
	// unit is not there, and its case still awaits feedback (handbook THR-04).
	AsUnit bool
}

// Everything is the scope of the program itself and of its operator.
func Everything() Scope { return Scope{All: true} }

// Stage is a time in a case's life in which not everybody may know of it.
type Stage string

// Stages. A draft is its writers' alone; in intake a case is the deputies' and
// the congress's.
const (
	Private Stage = "private"
	Intake  Stage = "intake"
)

// Party is somebody with a part in a case.
type Party struct {
	Part Part
	Who  string // a unit's or a body's name, a person's id
}

// Part is how somebody is a party.
type Part string

// Parts. Signer is a deputy who signed or is invited to; Handler a unit with an
// active part; Supervisor a leader, Body the body that supervises; Group the
// delegation in whose name a case was handed in.
const (
	Signer     Part = "signer"
	Handler    Part = "handler"
	Supervisor Part = "supervisor"
	Body       Part = "body"
	Group      Part = "group"
	stage      Part = "stage"
)

var parties = follower.View{
	Name: "parties", Version: 1, Keys: 3,
	Columns: []string{"case_id TEXT NOT NULL", "part TEXT NOT NULL", "who TEXT NOT NULL"},
	Indexes: []string{"part, who"},
	Rows: func(k *follower.Case) [][]any {
		var rows [][]any
		for _, p := range partiesOf(k.State) {
			rows = append(rows, []any{string(k.State.ID), string(p.Part), p.Who})
		}
		return rows
	},
}

// partiesOf lists each party of a case once.
func partiesOf(s *suggestion.Suggestion) (all []Party) {
	add := func(part Part, who string) {
		if p := (Party{part, who}); who != "" && !slices.Contains(all, p) {
			all = append(all, p)
		}
	}
	for _, p := range s.Deputies() {
		add(Signer, p.ID)
	}
	if s.Kind == suggestion.FromDelegation {
		add(Group, s.Delegation)
	}
	for _, a := range s.Assignments {
		if a.Active() {
			add(Handler, s.BodyOf(a.Unit))
		}
	}
	for _, o := range s.Supervisors {
		add(Supervisor, o.Person.ID)
		add(Body, o.Body)
	}
	add(stage, string(stageOf(s.State)))
	return all
}

// Sees asks the scope of one case.
func (s Scope) Sees(c *suggestion.Suggestion) bool {
	has := partiesOf(c)
	if s.All {
		return !slices.ContainsFunc(s.Withheld, func(at Stage) bool { return slices.Contains(has, Party{stage, string(at)}) })
	}
	return slices.ContainsFunc(s.Parties, func(p Party) bool { return slices.Contains(has, p) })
}

func stageOf(s lifecycle.State) Stage {
	switch s {
	case lifecycle.Draft:
		return Private
	case lifecycle.Submitted, lifecycle.InReview, lifecycle.ToRevise, lifecycle.ReturnedToDeputy:
		return Intake
	}
	return ""
}

// cut leaves of a table of cases, or of parts of cases, what the scope sees.
func (s Scope) cut(t table) table {
	var w where
	switch {
	case s.All:
		for _, at := range s.Withheld {
			w.add("case_id NOT IN (SELECT case_id FROM parties WHERE part = ? AND who = ?)", string(stage), string(at))
		}
	case len(s.Parties) == 0:
		w.add("0")
	default:
		var any []string
		for _, p := range s.Parties {
			any = append(any, "part = ? AND who = ?")
			w.args = append(w.args, string(p.Part), p.Who)
		}
		w.terms = append(w.terms, "case_id IN (SELECT case_id FROM parties WHERE "+strings.Join(any, " OR ")+")")
	}
	if len(w.terms) == 0 {
		return t
	}
	return table{"SELECT * FROM (" + t.sql + ")" + w.sql(), concat(t.args, w.args)}
}

// columns are a view's columns in order, those that a unit may not read replaced.
func (s Scope) columns(v follower.View) string {
	names := columnsOf(v)
	if !s.AsUnit {
		return names
	}
	for _, c := range []string{"state", "grade", "next_kind", "next_due"} {
		names = strings.Replace(names, ", "+c+",", ", unit_"+c+" AS "+c+",", 1)
	}
	return names
}

func (s Scope) column(plain, told string) string {
	if s.AsUnit {
		return told
	}
	return plain
}

func columnsOf(v follower.View) string {
	var names []string
	for _, c := range v.Columns {
		name, _, _ := strings.Cut(c, " ")
		names = append(names, name)
	}
	return strings.Join(names, ", ")
}
