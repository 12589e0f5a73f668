package pages

import (
	"net/http"
	"strings"

	"huiyin/api/access"
	"huiyin/domain/acts"
	"huiyin/domain/register"
	"huiyin/projections/views"
)

func (s *Site) homeRoutes() []Route {
	return []Route{
		{"GET /{$}", access.Home, s.home},
		{"GET /todo", access.Home, s.todo},
		{"GET /as", access.Home, s.grants},
		{"POST /as", access.Home, s.actUnder},
	}
}

// counter is a figure that leads to the list it counts (handbook UX-01).
type counter struct {
	Key   string
	Value int
	Href  string
}

type homeData struct {
	Cases    bool // whether the visitor has to do with cases at all
	Counters []counter
	Todo     []stepView
	More     int
	Stale    bool
}

// stepView is one thing to do, in words.
type stepView struct {
	Href, Number, Title, What, Units, Due string
	Light                                 views.Light
	Key                                   bool
}

const firstShown = 10

// home is the workbench: what is to be done, and by when.
func (s *Site) home(v *visit) error {
	switch {
	case !v.who.May(access.Cases):
		return s.adminHome(v)
	case v.who.Role().OfDeputies():
		return s.deputyHome(v)
	}
	d := homeData{Cases: true}
	reader, fresh := v.reader()
	d.Stale = !fresh
	mine := v.who.Waits()
	for _, c := range []struct {
		key, href string
		only      func(*views.StepFilter)
	}{
		{"todo", "/todo", func(*views.StepFilter) {}},
		{"soon", "/todo?when=soon", func(f *views.StepFilter) { f.Soon = true }},
		{"overdue", "/todo?when=overdue", func(f *views.StepFilter) { f.Overdue = true }},
	} {
		f := mine
		c.only(&f)
		f.Limit = firstShown
		rows, total, err := reader.Steps(v.ctx(), f)
		if err != nil {
			return err
		}
		d.Counters = append(d.Counters, counter{c.key, total, c.href})
		if c.key == "todo" {
			d.Todo, d.More = stepViews(rows), total-len(rows)
		}
	}
	if v.supervises() {
		_, total, err := v.supervising().Cases(v.ctx(), views.CaseFilter{Limit: 1})
		if err != nil {
			return err
		}
		d.Counters = append(d.Counters, counter{"supervised", total, "/supervised"})
	}
	_, total, err := reader.Cases(v.ctx(), views.CaseFilter{Limit: 1})
	if err != nil {
		return err
	}
	d.Counters = append(d.Counters, counter{"cases", total, "/cases"})
	unread, err := s.o.Desk.Notices.Unread(v.ctx(), v.box())
	if err != nil {
		return err
	}
	d.Counters = append(d.Counters, counter{"notices", unread, "/notices?show=unread"})
	if v.who.May(access.Publication) {
		_, total, err := reader.Steps(v.ctx(), undecided(v, 1, 0))
		if err != nil {
			return err
		}
		d.Counters = append(d.Counters, counter{"publication", total, "/publication"})
	}
	if v.who.May(access.Approvals) {
		waiting, err := s.waiting(v)
		if err != nil {
			return err
		}
		d.Counters = append(d.Counters, counter{"approvals", len(waiting), "/approvals"})
	}
	return v.show(http.StatusOK, "home", d)
}

// todo lists all that waits for the visitor.
func (s *Site) todo(v *visit) error {
	l := v.list("web.todo")
	f := v.who.Waits()
	f.Limit, f.Offset, f.Verb = l.Size, l.offset(), v.query("verb")
	f.Soon, f.Overdue = v.query("when") == "soon", v.query("when") == "overdue"
	l.choose("when", v.query("when"), option{"soon", say("web.when.soon")}, option{"overdue", say("web.when.overdue")})
	l.choose("verb", f.Verb, verbs()...)
	l.columns("number", "title", "light", "due", "step", "units", "lead")
	reader, fresh := v.reader()
	rows, total, err := reader.Steps(v.ctx(), f)
	if err != nil {
		return err
	}
	l.Total, l.Stale = total, !fresh
	for _, r := range rows {
		l.add("/cases/"+string(r.Case), orDash(r.Number), wide(r.Title), lamp(r.Light), text(dateOr(r.Due)), text(verbWord(r.Verb)),
			orDash(strings.Join(r.Units, views.ListMark)), orDash(r.Lead))
	}
	return v.answer(l)
}

func stepViews(rows []views.StepRow) (all []stepView) {
	for _, r := range rows {
		all = append(all, stepView{Href: "/cases/" + string(r.Case), Number: r.Number, Title: r.Title, What: verbWord(r.Verb),
			Units: strings.Join(r.Units, views.ListMark), Due: dateOr(r.Due), Light: r.Light, Key: r.Key})
	}
	return all
}

func verbs() (all []option) {
	for _, v := range acts.Verbs() {
		all = append(all, option{v.Name, verbWord(v.Name)})
	}
	return all
}

// adminHome is the workbench of who sees no case: what is theirs to look after.
func (s *Site) adminHome(v *visit) error {
	waiting, err := s.waiting(v)
	if err != nil {
		return err
	}
	d := homeData{Counters: []counter{{"approvals", len(waiting), "/approvals"}}}
	if v.who.May(access.Accounts) {
		dir, err := s.o.Desk.Directory(v.ctx())
		if err != nil {
			return err
		}
		d.Counters = append(d.Counters, counter{"accounts", len(dir.On(register.Accounts, s.o.Desk.Today())), "/accounts"})
	}
	if v.who.May(access.System) {
		e, err := s.o.Desk.Engine(v.ctx())
		if err != nil {
			return err
		}
		d.Counters = append(d.Counters, counter{"parked", e.Parked, "/engine"})
	}
	return v.show(http.StatusOK, "home", d)
}
