package v1

import (
	"net/http"

	"huiyin/domain/calendar"
	"huiyin/domain/lifecycle"
	"huiyin/domain/suggestion"
	"huiyin/eventstore"
	"huiyin/projections/views"
)

// How many rows a part of a list has; more than mostRows are cut to it.
const (
	usualRows = 50
	mostRows  = 500
)

// List is a part of a list.
type List[T any] struct {
	Items []T `json:"items"`
	Total int `json:"total"`
	// NextPageToken is empty at the end of the list.
	NextPageToken string `json:"next_page_token,omitempty"`
	// Position is how far the rows are, for who sees the whole office.
	Position uint64 `json:"position,omitempty"`
	Stale    bool   `json:"stale,omitempty"`
}

// answerList asks for a part of a list and answers with it.
func answerList[R, T any](c *call, read func(views.Reader, views.Page) (views.Listed[R], error), row func(R) T) error {
	page, left, err := c.page()
	if err != nil {
		return err
	}
	reader, fresh := c.reader()
	if left > 0 && !c.a.o.Desk.Wait(c.ctx(), eventstore.Position(left)) {
		fresh = false
	}
	part, err := read(reader, page)
	if err != nil {
		return err
	}
	out := List[T]{Items: make([]T, len(part.Rows)), Total: part.Total, Stale: !fresh}
	for i, r := range part.Rows {
		out.Items[i] = row(r)
	}
	at := uint64(0)
	if c.everywhere() {
		at = uint64(part.Position)
	}
	out.Position = at
	if part.Next != nil {
		out.NextPageToken = c.leave(part.Next, at)
	}
	return c.json(http.StatusOK, out)
}

func (a *API) cases(c *call) error {
	q := c.query
	f := views.CaseFilter{State: lifecycle.State(q.Get("state")), Light: views.Light(q.Get("light")), Unit: q.Get("unit"), Deputy: q.Get("deputy"),
		Class: q.Get("class"), Grade: q.Get("grade"), Text: q.Get("text"), Category: q.Get("category"), Congress: q.Get("congress"),
		Session: q.Get("session"), Overdue: c.flag("overdue"), Sort: views.Sort(q.Get("sort"))}
	if q.Get("sort") == "due" {
		f.Sort = views.ByDue
	}
	if f.Sort == views.ByChanged && c.who.OfUnit() { // it would tell of a rating that is not released
		return c.wrongQuery("sort", "changed", "due number title")
	}
	if q.Has("key") {
		yes := c.flag("key")
		f.Key = &yes
	}
	return answerList(c, func(r views.Reader, p views.Page) (views.Listed[views.CaseRow], error) {
		return r.CasesPage(c.ctx(), f, p)
	}, c.caseRow)
}

// steps lists what waits for the caller.
func (a *API) steps(c *call) error {
	f := c.who.Waits()
	f.Verb, f.Light = c.query.Get("verb"), views.Light(c.query.Get("light"))
	f.Soon, f.Overdue = c.query.Get("when") == "soon", c.query.Get("when") == "overdue"
	return answerList(c, func(r views.Reader, p views.Page) (views.Listed[views.StepRow], error) {
		return r.StepsPage(c.ctx(), f, p)
	}, stepRow)
}

func (a *API) deadlines(c *call) error {
	q := c.query
	f := views.DeadlineFilter{Case: suggestion.CaseID(q.Get("case")), Unit: q.Get("unit"), Kind: lifecycle.Deadline(q.Get("kind")),
		Light: views.Light(q.Get("light")), Running: c.flag("running"), Lapsed: c.flag("lapsed"), Missed: c.flag("missed"), Overdue: c.flag("overdue")}
	var err error
	if f.DueFrom, f.DueBefore, err = c.days(); err != nil {
		return err
	}
	return answerList(c, func(r views.Reader, p views.Page) (views.Listed[views.DeadlineRow], error) {
		return r.DeadlinesPage(c.ctx(), f, p)
	}, deadlineRow)
}

// dissatisfied lists the open ones, unless all are asked for.
func (a *API) dissatisfied(c *call) error {
	open := !c.flag("all")
	return answerList(c, func(r views.Reader, p views.Page) (views.Listed[views.DissatisfiedRow], error) {
		return r.DissatisfiedPage(c.ctx(), open, p)
	}, dissatisfiedRow)
}

// promises lists the open ones, unless all are asked for.
func (a *API) promises(c *call) error {
	q := c.query
	f := views.PromiseFilter{OpenOnly: !c.flag("all"), Unit: q.Get("unit"), State: lifecycle.State(q.Get("state")), Light: views.Light(q.Get("light")),
		Overdue: c.flag("overdue")}
	var err error
	if f.DueFrom, f.DueBefore, err = c.days(); err != nil {
		return err
	}
	return answerList(c, func(r views.Reader, p views.Page) (views.Listed[views.PromiseRow], error) {
		return r.PromisesPage(c.ctx(), f, p)
	}, promiseRow)
}

// days reads the two days between which something is due.
func (c *call) days() (from, before calendar.Date, err error) {
	if from, err = c.day("due_from"); err == nil {
		before, err = c.day("due_before")
	}
	return from, before, err
}

func (c *call) day(name string) (calendar.Date, error) {
	text := c.query.Get(name)
	if text == "" {
		return calendar.Date{}, nil
	}
	d, err := calendar.ParseDate(text)
	if err != nil {
		return d, c.wrongQuery(name, text, say("web.api.kind.date"))
	}
	return d, nil
}

// Overview are the figures over all that the caller may see. Each is the total of
// the list whose filter its name says.
type Overview struct {
	Position         uint64         `json:"position,omitempty"`
	Stale            bool           `json:"stale,omitempty"`
	Cases            int            `json:"cases"`
	Grey             int            `json:"grey"`
	States           map[string]int `json:"states"`
	Lights           map[string]int `json:"lights"`
	Classes          map[string]int `json:"classes"`
	Grades           map[string]int `json:"grades"`
	OpenDissatisfied int            `json:"open_dissatisfied"`
	PromisesOpen     int            `json:"promises_open"`
	PromisesDueSoon  int            `json:"promises_due_soon"`
	PromisesOverdue  int            `json:"promises_overdue"`
	PromisesBroken   int            `json:"promises_broken"`
	PromisesUnknown  int            `json:"promises_unknown"`
	Lapses           int            `json:"lapses"`
}

func (a *API) overview(c *call) error {
	reader, fresh := c.reader()
	f, err := reader.Overview(c.ctx())
	if err != nil {
		return err
	}
	out := Overview{Stale: !fresh, Cases: f.Cases, Grey: f.Grey, States: counts(f.States), Lights: counts(f.Lights), Classes: f.Classes, Grades: f.Grades,
		OpenDissatisfied: f.OpenDissatisfied, PromisesOpen: f.PromisesOpen, PromisesDueSoon: f.PromisesDueSoon, PromisesOverdue: f.PromisesOverdue,
		PromisesBroken: f.PromisesBroken, PromisesUnknown: f.PromisesUnknown, Lapses: f.Lapses}
	if c.everywhere() {
		out.Position = uint64(f.Checkpoint)
	}
	return c.json(http.StatusOK, out)
}

func counts[K ~string](by map[K]int) map[string]int {
	out := make(map[string]int, len(by))
	for k, n := range by {
		out[string(k)] = n
	}
	return out
}
