package pages

import (
	"slices"
	"strings"

	"huiyin/api/access"
	"huiyin/domain/lifecycle"
	"huiyin/projections/views"
)

func (s *Site) caseRoutes() []Route {
	return []Route{
		{"GET /cases", access.Cases, s.cases},
		{"GET /cases/{id}", access.Cases, s.casePage},
		{"GET /cases/{id}/acts/{verb}", access.Cases, s.actForm},
		{"POST /cases/{id}/acts/{verb}", access.Cases, s.actDo},
		{"GET /cases/{id}/files/{binding}", access.Cases, s.file},
		{"GET /new", access.Drafting, s.newForm},
		{"POST /new", access.Drafting, s.newDo},
	}
}

// cases is the list of all cases that the visitor may see.
func (s *Site) cases(v *visit) error {
	l := v.list("web.cases")
	q := v.r.URL.Query()
	f := views.CaseFilter{State: lifecycle.State(q.Get("state")), Light: views.Light(q.Get("light")), Unit: q.Get("unit"), Deputy: q.Get("deputy"),
		Class: q.Get("class"), Grade: q.Get("grade"), Text: strings.TrimSpace(q.Get("text")), Overdue: q.Get("overdue") != "",
		Category: q.Get("category"), Limit: l.Size, Offset: l.offset(), Sort: views.Sort(q.Get("sort"))}
	if q.Get("key") != "" {
		yes := true
		f.Key = &yes
	}
	if !slices.Contains(views.Sorts(), f.Sort) {
		f.Sort = views.ByDue
	}
	l.choose("text", f.Text)
	l.choose("state", string(f.State), states()...)
	l.choose("light", string(f.Light), lights()...)
	l.choose("unit", f.Unit)
	l.choose("grade", f.Grade, grades()...)
	l.columns("number", "title", "light", "due", "state", "units", "lead", "class", "grade")
	reader, fresh := v.reader()
	rows, total, err := reader.Cases(v.ctx(), f)
	if err != nil {
		return err
	}
	l.Total, l.Stale = total, !fresh
	for _, c := range rows {
		l.add("/cases/"+string(c.ID), orDash(c.Number), wide(c.Title), lamp(c.Light), text(dateOr(c.NextDue)), text(label("state.suggestion", string(c.State))),
			orDash(strings.Join(c.LeadUnits, views.ListMark)), orDash(c.Lead), orDash(c.Class), text(gradeWord(c.Grade)))
	}
	return v.answer(l)
}

func gradeWord(grade string) string {
	if grade == "" {
		return say("web.none")
	}
	return label("state.line", grade)
}

func states() (all []option) {
	for _, s := range lifecycle.Of(lifecycle.Suggestion).States() {
		if s != lifecycle.None {
			all = append(all, option{string(s), label("state.suggestion", string(s))})
		}
	}
	return all
}

func lights() (all []option) {
	for _, l := range []views.Light{views.Normal, views.Soon, views.Overdue, views.Severe, views.Grey} {
		all = append(all, option{string(l), lightOf(l).Shape + lightOf(l).Word})
	}
	return all
}

func grades() (all []option) {
	for _, g := range []lifecycle.State{lifecycle.Satisfied, lifecycle.Basically, lifecycle.Dissatisfied, lifecycle.NotReturned} {
		all = append(all, option{string(g), label("state.line", string(g))})
	}
	return all
}
