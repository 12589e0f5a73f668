package cli

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"huiyin/domain/calendar"
	"huiyin/domain/lifecycle"
	"huiyin/domain/zh"
	"huiyin/projections/telling"
	"huiyin/projections/views"
)

// listing are the flags all lists share.
type listing struct {
	asOf   string
	asTrue bool
	limit  int
}

func (l *listing) flags(c *cobra.Command) *cobra.Command {
	l.pastFlags(c)
	c.Flags().IntVar(&l.limit, "limit", 20, text("flag.limit"))
	return c
}

// openList opens the folder, as of the moment asked for.
func (a *app) openList(c *cobra.Command, l *listing) (*desk, error) {
	m, err := l.moment()
	if err != nil {
		return nil, err
	}
	if l.limit < 0 {
		return nil, usage("cli.bad_limit", "value", fmt.Sprint(l.limit))
	}
	d, err := a.read(c.Context())
	if err != nil || m == nil {
		return d, err
	}
	if err := d.travel(c.Context(), a, *m); err != nil {
		return nil, errors.Join(err, d.Close())
	}
	return d, nil
}

func (a *app) caseList() *cobra.Command {
	var f views.CaseFilter
	var l listing
	var state, light string
	var real, key bool
	c := a.needData(l.flags(leaf("list", func(c *cobra.Command, _ []string) error {
		f.State, f.Light, f.Limit = lifecycle.State(state), views.Light(light), l.limit
		if err := checkChoices(state, light); err != nil {
			return err
		}
		if real {
			f.Imported = &real
		}
		if key {
			f.Key = &key
		}
		d, err := a.openList(c, &l)
		if err != nil {
			return err
		}
		defer d.Close()
		rows, total, err := d.views().Cases(c.Context(), f)
		if err != nil {
			return err
		}
		if err := a.showCases(d, rows); err != nil {
			return err
		}
		a.noteAsOf(d, total, len(rows))
		return nil
	})))
	c.Flags().StringVar(&state, "state", "", text("flag.state"))
	c.Flags().StringVar(&light, "light", "", text("flag.light"))
	c.Flags().StringVar(&f.Unit, "unit", "", text("flag.unit"))
	c.Flags().StringVar(&f.Deputy, "deputy", "", text("flag.deputy"))
	c.Flags().StringVar(&f.Class, "class", "", text("flag.class"))
	c.Flags().StringVar(&f.Grade, "grade", "", text("flag.grade"))
	c.Flags().StringVar(&f.Text, "text", "", text("flag.text"))
	c.Flags().BoolVar(&key, "key", false, text("flag.key"))
	c.Flags().BoolVar(&real, "real", false, text("flag.real"))
	return c
}

// checkChoices refuses a state or light that does not exist: an empty list would
// look like an answer.
func checkChoices(state, light string) error {
	var states []string
	for _, s := range lifecycle.Of(lifecycle.Suggestion).States() {
		states = append(states, string(s))
	}
	lights := []string{string(views.Normal), string(views.Soon), string(views.Overdue), string(views.Severe), string(views.Grey)}
	if state != "" && !slices.Contains(states, state) {
		return usage("cli.bad_choice", "flag", "--state", "value", state, "choices", strings.Join(states, " "))
	}
	if light != "" && !slices.Contains(lights, light) {
		return usage("cli.bad_choice", "flag", "--light", "value", light, "choices", strings.Join(lights, " "))
	}
	return nil
}

func (a *app) showCases(d *desk, rows []views.CaseRow) error {
	t := newTable(heads("number", "light", "due", "next", "state", "class", "grade", "units", "lead", "title")...)
	for _, r := range rows {
		t.add(orDash(r.Number), lightWord(r.Light), shortDate(r.NextDue), labelOr("deadline", string(r.NextKind)), zh.Label("state.suggestion", string(r.State)),
			orDash(telling.ClassName(telling.RuleSet(d.Rules, r.Rules), r.Class)), labelOr("state.line", r.Grade), cut(strings.Join(r.LeadUnits, views.ListMark), 26), r.Lead, cut(telling.OrUnknown(r.Title), 44))
	}
	if rows == nil {
		rows = []views.CaseRow{}
	}
	return a.show(rows, t)
}

func (a *app) dissatisfiedList() *cobra.Command {
	var l listing
	return a.needData(l.flags(leaf("dissatisfied", func(c *cobra.Command, _ []string) error {
		d, err := a.openList(c, &l)
		if err != nil {
			return err
		}
		defer d.Close()
		rows, err := d.views().Dissatisfied(c.Context(), true)
		if err != nil {
			return err
		}
		total := len(rows)
		if err := a.showDissatisfied(d, limited(rows, l.limit)); err != nil {
			return err
		}
		a.noteAsOf(d, total, len(limited(rows, l.limit)))
		return nil
	})))
}

// showDissatisfied names the next actor and act, and how long the line has
// stood still.
func (a *app) showDissatisfied(d *desk, rows []views.DissatisfiedRow) error {
	t := newTable(heads("number", "unit", "state", "round", "days", "who_next", "act_next", "reason")...)
	for _, r := range rows {
		t.add(orDash(r.Number), cut(r.Unit, 26), zh.Label("state.line", string(r.State)), fmt.Sprint(r.Round), fmt.Sprint(d.scheme.Today.Sub(r.Since)),
			labelOr("role", string(r.NextRole)), nextAct(r.NextAct), cut(r.Reason, 40))
	}
	return a.show(rows, t)
}

// nextAct words what has to be done; rating is one act whatever the grade.
func nextAct(t lifecycle.Trigger) string {
	if key := "next." + string(t); zh.Has("cli." + key) {
		return text(key)
	}
	return labelOr("act", string(t))
}

func (a *app) promiseList() *cobra.Command {
	var l listing
	f := views.PromiseFilter{OpenOnly: true}
	c := a.needData(l.flags(leaf("promises", func(c *cobra.Command, _ []string) error {
		d, err := a.openList(c, &l)
		if err != nil {
			return err
		}
		defer d.Close()
		rows, err := d.views().Promises(c.Context(), f)
		if err != nil {
			return err
		}
		if err := a.showPromises(limited(rows, l.limit)); err != nil {
			return err
		}
		a.noteAsOf(d, len(rows), len(limited(rows, l.limit)))
		return nil
	})))
	c.Flags().BoolVar(&f.Overdue, "overdue", false, text("flag.overdue"))
	c.Flags().StringVar(&f.Unit, "unit", "", text("flag.unit"))
	return c
}

func (a *app) showPromises(rows []views.PromiseRow) error {
	t := newTable(heads("number", "light", "due", "slips", "state", "unit", "promise")...)
	for _, r := range rows {
		t.add(orDash(r.Number), lightWord(r.Light), shortDate(r.Due), fmt.Sprint(r.Slips), zh.Label("state.commitment", string(r.State)), cut(r.Unit, 26), cut(r.Text, 52))
	}
	return a.show(rows, t)
}

// noteAsOf says what a list shows: how many of how many, and as of when.
func (a *app) noteAsOf(d *desk, total, shown int) {
	a.note("cli.total", "total", fmt.Sprint(total), "shown", fmt.Sprint(shown))
	a.noteMoment(d)
	a.noteParked(d)
}

// limited is the first n rows, all for zero, and never null in JSON.
func limited[T any](rows []T, n int) []T {
	if n > 0 && len(rows) > n {
		rows = rows[:n]
	}
	if rows == nil {
		rows = []T{}
	}
	return rows
}

func lightWord(l views.Light) string { return zh.Label("cli.light", string(l)) }

func labelOr(kind, name string) string {
	if name == "" {
		return orDash("")
	}
	return zh.Label(kind, name)
}

func orDash(s string) string {
	if s == "" {
		return views.Absent
	}
	return s
}

func shortDate(d calendar.Date) string { return orDash(d.String()) }
