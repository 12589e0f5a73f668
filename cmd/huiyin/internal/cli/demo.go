package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"huiyin/cmd/huiyin/internal/importing"
	"huiyin/cmd/huiyin/internal/office"
	"huiyin/cmd/huiyin/internal/simulation"
	"huiyin/domain/calendar"
	"huiyin/domain/lifecycle"
	"huiyin/domain/suggestion"
	"huiyin/domain/zh"
	"huiyin/projections/telling"
	"huiyin/projections/views"
)

// demo is the main job on real input: published cases and one simulated
// session year go through the log into the views, and then the questions of a
// supervision office are asked.
func (a *app) demo() *cobra.Command {
	cases, once := 0, false
	var web serving
	c := a.needData(leaf("demo", func(c *cobra.Command, _ []string) error {
		start, kept := time.Now(), a.data != ""
		if !kept {
			dir, err := os.MkdirTemp("", "huiyin-demo-")
			if err != nil {
				return err
			}
			defer os.RemoveAll(dir)
			a.data = filepath.Join(dir, "data")
		}
		d, err := a.fill(c.Context(), cases)
		if err != nil {
			return err
		}
		a.note("cli.demo.store", "dir", a.data)
		if !kept {
			a.note("cli.demo.temp")
		}
		if err := errors.Join(a.tour(c.Context(), d), d.Close()); err != nil {
			return err
		}
		a.note("cli.demo.done", "took", took(start))
		if once {
			return nil
		}
		if web.key == "" {
			web.key = demoKey(a.data)
		}
		return a.runServer(c.Context(), web, a.demoAccounts(c.Context()))
	}))
	web.flags(c)
	c.Flags().BoolVar(&once, "once", false, text("flag.once"))
	c.Flags().IntVar(&cases, "cases", simCases, text("flag.cases"))
	return c
}

// fill loads a new folder: the simulated year, then the published cases and the
// registers, then the views. The clock stands at the end of the simulated time, so that the
// same seed gives the same bytes whenever it is run.
func (a *app) fill(ctx context.Context, cases int) (*desk, error) {
	until, err := calendar.ParseDate(simUntil)
	if err != nil {
		return nil, err
	}
	sum, err := a.runSimulation(ctx, a.data, simulation.Options{Cases: cases, Seed: simSeed, Year: simYear, Until: until})
	if err != nil {
		return nil, err
	}
	now := untilOf(until)
	results, err := a.importPublished(ctx, office.Options{Dir: a.data, Clock: fixed(now), Hooks: a.figures.hooks()})
	if err != nil {
		return nil, err
	}
	if err := a.enrolDemo(ctx, office.Options{Dir: a.data, Clock: fixed(now), Hooks: a.figures.hooks()}); err != nil {
		return nil, err
	}
	n := importing.Tally(results)
	a.note("cli.demo.sim", "year", fmt.Sprint(simYear), "cases", fmt.Sprint(sum.Cases), "commands", fmt.Sprint(sum.Commands),
		"refused", fmt.Sprint(sum.Refused), "events", fmt.Sprint(sum.Events))
	a.note("cli.demo.real", "rows", fmt.Sprint(len(results)), "new", fmt.Sprint(n.New), "added", fmt.Sprint(n.Added), "refused", fmt.Sprint(n.Refused))
	start := time.Now()
	d, err := a.open(ctx, office.Options{ReadOnly: true, Clock: fixed(now)})
	if err == nil {
		a.note("cli.demo.folded", "took", took(start))
	}
	return d, err
}

// importPublished imports the bundled real cases and gives the folder back.
func (a *app) importPublished(ctx context.Context, o office.Options) (results []importing.Result, err error) {
	data, err := io.ReadAll(importing.Published())
	if err != nil {
		return nil, err
	}
	file, err := importing.Open(ctx, "cases.jsonl", data, importing.Options{})
	if err != nil {
		return nil, err
	}
	of, err := office.Open(ctx, o)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, of.Close()) }()
	return a.apply(ctx, of, file)
}

// answers are what an office asks every morning.
type answers struct {
	AsOf         string
	States       []stateCount
	Urgent       []views.CaseRow
	Dissatisfied []views.DissatisfiedRow
	Promises     []views.PromiseRow
	Number       string
	Title        string
	History      []step
}

// stateCount is how many cases are in a state, and how many by light.
type stateCount struct {
	State  lifecycle.State
	Total  int
	Lights map[views.Light]int
}

const mostShown = 8

// ask collects the answers from the views, and one life from the log.
func ask(ctx context.Context, d *desk) (ans answers, err error) {
	ans.AsOf = d.scheme.Today.String()
	if ans.States, err = states(ctx, d); err != nil {
		return ans, err
	}
	if ans.Urgent, _, err = d.views().Cases(ctx, views.CaseFilter{Limit: mostShown}); err != nil {
		return ans, err
	}
	bad, err := d.views().Dissatisfied(ctx, true)
	if err != nil {
		return ans, err
	}
	late, err := d.views().Promises(ctx, views.PromiseFilter{Overdue: true})
	if err != nil {
		return ans, err
	}
	soon, err := d.views().Promises(ctx, views.DueSoon(d.scheme))
	if err != nil {
		return ans, err
	}
	ans.Dissatisfied = limited(bad, mostShown)
	ans.Promises = slices.Concat(limited(late, mostShown/2), limited(soon, mostShown/2))
	return ans, ans.oneLife(ctx, d)
}

// tour shows the answers.
func (a *app) tour(ctx context.Context, d *desk) error {
	ans, err := ask(ctx, d)
	if err != nil {
		return err
	}
	if a.json {
		return a.printJSON(ans)
	}
	for _, part := range []struct {
		title, command string
		show           func() error
	}{
		{"cli.demo.title.states", "case list", func() error { return a.showStates(d, ans.States) }},
		{"cli.demo.title.urgent", "case list", func() error { return a.showCases(d, ans.Urgent) }},
		{"cli.demo.title.dissatisfied", "case dissatisfied", func() error { return a.showDissatisfied(d, ans.Dissatisfied) }},
		{"cli.demo.title.promises", "case promises", func() error { return a.showPromises(ans.Promises) }},
	} {
		if err := a.section(part.title, "huiyin "+part.command); err != nil {
			return err
		}
		if err := part.show(); err != nil {
			return err
		}
	}
	fmt.Fprintf(a.out, "\n%s\n", say("cli.demo.title.history", "case", telling.Title(ans.Number, ans.Title, false)))
	for _, e := range ans.History {
		fmt.Fprintln(a.out, say("cli.demo.line", "date", e.Recorded, "who", e.Who, "what", e.What))
	}
	return nil
}

func (a *app) section(title, command string) error {
	_, err := fmt.Fprintf(a.out, "\n%s\n", say("cli.demo.section", "title", say(title), "command", command))
	return err
}

// shownLights are the lights in the order of a table.
func shownLights() []views.Light {
	return []views.Light{views.Normal, views.Soon, views.Overdue, views.Severe, views.Grey}
}

// states counts each state with its lights, in the order of a case's life.
func states(ctx context.Context, d *desk) (out []stateCount, err error) {
	for _, s := range lifecycle.Of(lifecycle.Suggestion).States() {
		n := stateCount{State: s, Lights: map[views.Light]int{}}
		if _, n.Total, err = d.views().Cases(ctx, views.CaseFilter{State: s, Limit: 1}); err != nil {
			return nil, err
		}
		for _, l := range shownLights() {
			if _, n.Lights[l], err = d.views().Cases(ctx, views.CaseFilter{State: s, Light: l, Limit: 1}); err != nil {
				return nil, err
			}
		}
		if n.Total > 0 {
			out = append(out, n)
		}
	}
	return out, nil
}

func (a *app) showStates(d *desk, counts []stateCount) error {
	fmt.Fprintln(a.out, say("cli.demo.as_of", "date", zh.Date(d.scheme.Today)))
	t := newTable(heads("state", "count")...)
	for _, l := range shownLights() {
		t.heads = append(t.heads, lightWord(l))
	}
	for _, n := range counts {
		row := []string{zh.Label("state.suggestion", string(n.State)), fmt.Sprint(n.Total)}
		for _, l := range shownLights() {
			row = append(row, fmt.Sprint(n.Lights[l]))
		}
		t.add(row...)
	}
	return a.show(counts, t)
}

// oneLife finds a case that had everything (dissatisfied, handled again,
// satisfied, with a promise) and tells its whole history.
func (ans *answers) oneLife(ctx context.Context, d *desk) error {
	rows, _, err := d.views().Cases(ctx, views.CaseFilter{})
	if err != nil {
		return err
	}
	best := slices.MaxFunc(rows, func(x, y views.CaseRow) int { return eventful(x) - eventful(y) })
	facts, err := d.History(ctx, best.ID)
	if err != nil {
		return err
	}
	ans.Number, ans.Title = best.Number, best.Title
	s := suggestion.New()
	for _, f := range facts {
		s = suggestion.Fold(s, f.Event)
		ans.History = append(ans.History, d.stepOf(f, s))
	}
	return nil
}

// eventful ranks a case for showing: redone and then satisfied first, then the
// one with most promises, then the shorter story.
func eventful(r views.CaseRow) int {
	score := 0
	if r.Round > 0 && (r.Grade == string(lifecycle.Satisfied) || r.Grade == string(lifecycle.Basically)) {
		score += 10_000
	}
	if r.Class == "B" {
		score += 1_000
	}
	return score - int(r.Version)
}
