package pages

import (
	"strconv"
	"strings"

	"huiyin/api/access"
	"huiyin/domain/lifecycle"
	"huiyin/domain/zh"
	"huiyin/projections/views"
)

func (s *Site) boardRoutes() []Route {
	return []Route{
		{"GET /boards", access.Boards, s.boards},
		{"GET /dissatisfied", access.Boards, s.dissatisfied},
		{"GET /promises", access.Boards, s.promises},
	}
}

// dissatisfied lists the reply lines that a deputy was not satisfied with: who has
// to do what, and how long nobody did.
func (s *Site) dissatisfied(v *visit) error {
	l := v.list("web.dissatisfied")
	open := v.query("all") == ""
	l.columns("number", "title", "unit", "line_state", "round", "waiting", "next_who", "next_act", "reason")
	reader, _ := v.reader()
	rows, err := reader.Dissatisfied(v.ctx(), open)
	if err != nil {
		return err
	}
	l.Total = len(rows)
	for _, r := range window(rows, l) {
		l.add("/cases/"+string(r.Case), orDash(r.Number), wide(r.Title), text(r.Unit), text(label("state.line", string(r.State))), count(r.Round),
			text(say("web.days", "n", strconv.Itoa(s.o.Desk.Today().Sub(r.Since)))), text(label("role", string(r.NextRole))), text(nextWord(string(r.NextAct))), wide(r.Reason))
	}
	return v.answer(l)
}

// promises lists what replies promised, the earliest due first.
func (s *Site) promises(v *visit) error {
	l := v.list("web.promises")
	f := views.PromiseFilter{OpenOnly: v.query("all") == "", Unit: v.query("unit"), Overdue: v.query("overdue") != "",
		Light: views.Light(v.query("light")), State: lifecycle.State(v.query("state"))}
	reader, _ := v.reader()
	if v.query("due") == "soon" {
		soon := views.DueSoon(reader.Scheme)
		f.DueFrom, f.DueBefore = soon.DueFrom, soon.DueBefore
	}
	l.choose("unit", f.Unit)
	l.choose("light", string(f.Light), lights()...)
	l.columns("number", "promise", "light", "due", "promise_state", "unit", "slips", "lead")
	rows, err := reader.Promises(v.ctx(), f)
	if err != nil {
		return err
	}
	l.Total = len(rows)
	for _, r := range window(rows, l) {
		due := dateOr(r.Due)
		if r.Due.IsZero() && r.DueText != "" {
			due = r.DueText
		}
		l.add("/cases/"+string(r.Case), orDash(r.Number), wide(r.Text), lamp(r.Light), text(due), text(label("state.commitment", string(r.State))),
			orDash(r.Unit), count(r.Slips), orDash(r.Lead))
	}
	return v.answer(l)
}

// window is the page of the rows that the list shows.
func window[T any](rows []T, l *list) []T {
	from := min(l.offset(), len(rows))
	return rows[from:min(from+l.Size, len(rows))]
}

// nextWord words what has to be done; rating is one act whatever the grade.
func nextWord(trigger string) string {
	if key := "cli.next." + trigger; zh.Has(key) {
		return zh.Text(key, nil)
	}
	return label("act", strings.TrimSpace(trigger))
}
