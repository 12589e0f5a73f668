package cli

import (
	"fmt"
	"strings"

	"huiyin/domain/suggestion"
	"huiyin/domain/zh"
	"huiyin/projections/annual"
	"huiyin/projections/telling"
)

// behind is what a figure counts, as data.
type behind struct {
	ID         string
	Name       string
	Definition string
	Count      int
	Of         string
	Base       int
	Percent    string
	Items      []behindItem
}

type behindItem struct {
	Case   suggestion.CaseID
	Number string
	Title  string
	Thing  string
	What   string
}

// showBehind lists what a figure counts, with its definition: a number opens
// its cases.
func (a *app) showBehind(book *annual.Book, r *annual.Report, id string) error {
	f, ok := r.Figure(id)
	if !ok {
		return notFound{say("cli.report.no_figure", "id", id, "list", nearFigures(r, id))}
	}
	b := behind{ID: f.ID, Name: r.Name(f.ID), Count: f.Count, Of: f.Of, Base: f.Base, Percent: f.Percent, Items: []behindItem{}}
	for _, d := range r.Glossary {
		if d.ID == f.Definition {
			b.Definition = d.Text
		}
	}
	states := map[suggestion.CaseID]*suggestion.Suggestion{}
	for _, c := range book.Cases {
		states[c.ID] = c.State
	}
	t := newTable(heads("number", "thing", "state", "units", "title")...)
	for _, i := range f.Items {
		s := states[i.Case]
		if s == nil {
			s = suggestion.New() // a case that cannot be read
		}
		thing := strings.TrimPrefix(strings.TrimPrefix(i.Thing, string(i.Case)), "/")
		what := thingWords(s, thing)
		b.Items = append(b.Items, behindItem{i.Case, s.Number, s.Title, thing, what})
		t.add(orDash(s.Number), orDash(cut(what, 40)), zh.Label("state.suggestion", string(s.State)), cut(unitsOf(s), 26), cut(telling.OrUnknown(s.Title), 44))
	}
	a.note("cli.report.behind", "name", b.Name, "id", b.ID, "count", fmt.Sprint(f.Count), "measure", zh.Label("report.measure", string(f.Measure)), "share", telling.InBrackets(r.Share(f)))
	a.note("cli.report.defined", "text", b.Definition)
	return a.show(b, t)
}

// thingWords tells the counted thing: whose reply or part it is, what was
// promised, who the person is, or which time it was.
func thingWords(s *suggestion.Suggestion, thing string) string {
	id, n, times := strings.Cut(thing, "/")
	if l, ok := s.Line(suggestion.LineID(id)); ok {
		return l.Unit
	}
	if x, ok := s.Assignment(suggestion.AssignmentID(id)); ok {
		return x.Unit
	}
	if c, ok := s.Commitment(suggestion.CommitmentID(id)); ok {
		return c.Text
	}
	for _, p := range s.Deputies() {
		if p.ID == thing && p.ID != "" {
			return p.Name
		}
	}
	if times {
		return zh.Text("fmt.times", map[string]string{"n": n})
	}
	return thing
}

func unitsOf(s *suggestion.Suggestion) string {
	var out []string
	for _, x := range s.Assignments {
		if x.Active() && x.Unit != "" {
			out = append(out, x.Unit)
		}
	}
	return strings.Join(out, zh.Label("fmt", "join"))
}

// nearFigures lists the figures of the table that was meant, or the tables.
func nearFigures(r *annual.Report, id string) string {
	table, _, _ := strings.Cut(id, "/")
	var b strings.Builder
	for _, f := range r.Figures() {
		if strings.HasPrefix(f.ID, table+"/") {
			b.WriteString("\n  " + f.ID + "  " + r.Name(f.ID))
		}
	}
	if b.Len() == 0 {
		for _, t := range r.Tables {
			b.WriteString("\n  " + t.ID + "  " + t.Name)
		}
	}
	return b.String()
}
