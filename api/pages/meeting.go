package pages

import (
	"net/http"
	"strconv"
	"strings"

	"huiyin/api/access"
	"huiyin/api/desk"
	"huiyin/domain/lifecycle"
	"huiyin/domain/suggestion"
	"huiyin/projections/views"
)

func (s *Site) meetingRoutes() []Route {
	return []Route{
		{"GET /meeting", access.Meeting, s.meetingForm},
		{"POST /meeting", access.Meeting, s.meetingDo},
	}
}

// meetingData is the assignment meeting: what may be handed over, and what became
// of it.
type meetingData struct {
	Rows     []meetingRow
	Units    []option
	Modes    []option
	Step     string // choose, check or done
	Command  string
	Problems []string
	List     string // what was pasted
	Total    int
	Most     int
	Ready    int
	Refused  int
	Carried  int
	Stale    bool
}

// meetingRow is one suggestion with its units as typed, and what it meets.
type meetingRow struct {
	desk.RowResult
	Title, Lead string
	Chosen      bool
}

// meetingForm lists what is registered and not yet handed over, with the units that
// the deputies proposed.
func (s *Site) meetingForm(v *visit) error {
	d, err := s.meeting(v)
	if err != nil {
		return err
	}
	reader, fresh := v.reader()
	d.Stale = !fresh
	rows, total, err := reader.Cases(v.ctx(), views.CaseFilter{State: lifecycle.Registered, Imported: new(bool), Sort: views.ByNumber, Limit: desk.MostRows})
	if err != nil {
		return err
	}
	d.Total = total
	for _, r := range rows {
		row := meetingRow{Title: r.Title, Lead: r.Lead, Chosen: true}
		row.Case, row.Number = r.ID, r.Number
		if c, _, err := s.o.Desk.Current(v.ctx(), r.ID); err == nil && len(c.Proposed) > 0 {
			row.RowResult.Lead, row.Co = c.Proposed[0], strings.Join(c.Proposed[1:], views.ListMark)
		}
		d.Rows = append(d.Rows, row)
	}
	return v.show(http.StatusOK, "meeting", d)
}

func (s *Site) meeting(v *visit) (*meetingData, error) {
	id, err := s.o.Desk.NewCommandID()
	if err != nil {
		return nil, err
	}
	d := &meetingData{Step: "choose", Command: id.String(), Units: s.units(v), Most: desk.MostRows}
	for _, m := range []suggestion.Mode{suggestion.Single, suggestion.LeadAndCo, suggestion.Separate, suggestion.SeveralLeads} {
		d.Modes = append(d.Modes, option{string(m), label("mode", string(m))})
	}
	return d, nil
}

// meetingDo previews the meeting, or carries it out; nothing is done before it was
// previewed. A list that was pasted replaces the rows.
func (s *Site) meetingDo(v *visit) error {
	if err := v.r.ParseForm(); err != nil {
		return wrong("web.fail.form")
	}
	form := v.r.PostForm
	d, err := s.meeting(v)
	if err != nil {
		return err
	}
	if form.Get("step") != "edit" { // to edit again is to begin another meeting
		d.Command = form.Get("command")
	}
	var rows []desk.HandOver
	if d.List = form.Get("list"); strings.TrimSpace(d.List) != "" {
		if rows, err = s.pasted(v, d); err != nil {
			return err
		}
	} else {
		rows = chosen(v)
	}
	switch {
	case len(rows) > desk.MostRows:
		d.Problems = append(d.Problems, say("web.meeting.too_many", "n", strconv.Itoa(len(rows)), "most", strconv.Itoa(desk.MostRows)))
	case len(rows) == 0 && len(d.Problems) == 0:
		d.Problems = append(d.Problems, say("web.meeting.none"))
	}
	if len(d.Problems) > 0 {
		d.take(s, v, results(rows))
		return v.show(http.StatusUnprocessableEntity, "meeting", d)
	}
	actor := v.who.Actor(suggestion.New())
	var out []desk.RowResult
	switch form.Get("step") {
	case "edit":
		out = results(rows)
	case "do":
		d.Step = "done"
		out, err = s.o.Desk.Meetings.Run(v.ctx(), d.Command, actor, rows)
	default:
		d.Step = "check"
		out, err = s.o.Desk.Meetings.Preview(v.ctx(), actor, rows)
	}
	if err != nil {
		return err
	}
	d.take(s, v, out)
	return v.show(http.StatusOK, "meeting", d)
}

// take shows the rows with their titles, as far as the visitor may see the cases,
// and counts the outcomes.
func (d *meetingData) take(s *Site, v *visit, rows []desk.RowResult) {
	for _, r := range rows {
		row := meetingRow{RowResult: r, Chosen: true}
		if c, _, err := s.o.Desk.Current(v.ctx(), r.Case); err == nil && v.who.Sees(c) {
			c = v.who.Shown(c)
			row.Title, row.Number, row.Lead = c.Title, c.Number, c.Lead.Name
		}
		switch r.Outcome {
		case desk.Ready:
			d.Ready++
		case desk.Refused:
			d.Refused++
		case desk.Carried, desk.Nothing:
			d.Carried++
		}
		d.Rows = append(d.Rows, row)
	}
	d.Total = len(d.Rows)
}

// pasted reads the list and finds its cases among those that the visitor may see.
func (s *Site) pasted(v *visit, d *meetingData) (rows []desk.HandOver, err error) {
	read, problems := s.o.Desk.Meetings.Read([]byte(d.List))
	d.Problems = problems
	reader := s.o.Desk.Reader(v.who.Scope())
	for _, r := range read {
		found, err := reader.Resolve(v.ctx(), r.Number)
		if err != nil {
			return nil, err
		}
		if len(found) != 1 {
			d.Problems = append(d.Problems, say("web.meeting.unknown", "number", r.Number, "n", strconv.Itoa(len(found))))
			continue
		}
		r.Case, r.Number = found[0].ID, found[0].Number
		rows = append(rows, r)
	}
	return rows, nil
}

// chosen are the rows of the form that are ticked.
func chosen(v *visit) (rows []desk.HandOver) {
	form := v.r.PostForm
	for _, id := range form["case"] {
		at := func(name string) string { return strings.TrimSpace(form.Get(name + "-" + id)) }
		rows = append(rows, desk.HandOver{Case: suggestion.CaseID(id), Number: at("number"), Mode: at("mode"), Lead: at("lead"), Co: at("co"), Separate: at("separate")})
	}
	return rows
}

func results(rows []desk.HandOver) (out []desk.RowResult) {
	for _, r := range rows {
		out = append(out, desk.RowResult{HandOver: r})
	}
	return out
}
