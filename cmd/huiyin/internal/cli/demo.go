package cli

import (
	"context"
	"fmt"
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
	"huiyin/projections/views"
)

// demo is the main job on real input: published cases and one simulated
// session year go through the log into the views, and then the questions of a
// supervision office are asked.
func (a *app) demo() *cobra.Command {
	cases := 0
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
		defer d.Close()
		a.note("cli.demo.store", "dir", a.data)
		if !kept {
			a.note("cli.demo.temp")
		}
		if err := a.tour(c.Context(), d); err != nil {
			return err
		}
		a.note("cli.demo.done", "took", took(start))
		return nil
	}))
	c.Flags().IntVar(&cases, "cases", simCases, text("flag.cases"))
	return c
}

// fill loads a new folder: the simulated year, then the published cases, then
// the views. The clock stands at the end of the simulated time, so that the
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
	of, err := office.Open(ctx, office.Options{Dir: a.data, Clock: fixed(now), Hooks: a.figures.hooks()})
	if err != nil {
		return nil, err
	}
	file, err := published()
	if err != nil {
		return nil, err
	}
	results, err := a.apply(ctx, of, file)
	if err != nil {
		return nil, err
	}
	if err := of.Close(); err != nil {
		return nil, err
	}
	n := tally(results)
	a.note("cli.demo.sim", "year", fmt.Sprint(simYear), "cases", fmt.Sprint(sum.Cases), "commands", fmt.Sprint(sum.Commands),
		"refused", fmt.Sprint(sum.Refused), "events", fmt.Sprint(sum.Events))
	a.note("cli.demo.real", "rows", fmt.Sprint(len(results)), "new", n(importing.New), "added", n(importing.Added), "refused", n(importing.Refused))
	start := time.Now()
	d, err := a.open(ctx, office.Options{ReadOnly: true, Clock: fixed(now)})
	if err == nil {
		a.note("cli.demo.folded", "took", took(start))
	}
	return d, err
}

// tour asks the questions an office asks every morning.
func (a *app) tour(ctx context.Context, d *desk) error {
	if err := a.section("cli.demo.title.states", "huiyin case list"); err != nil {
		return err
	}
	fmt.Fprintln(a.out, say("cli.demo.as_of", "date", zh.Date(d.scheme.Today)))
	if err := a.states(ctx, d); err != nil {
		return err
	}
	const most = 8
	urgent, _, err := views.Cases(ctx, d.file, views.CaseFilter{Limit: most}, d.scheme)
	if err != nil {
		return err
	}
	bad, err := views.Dissatisfied(ctx, d.file, true)
	if err != nil {
		return err
	}
	late, err := views.Promises(ctx, d.file, views.PromiseFilter{Overdue: true}, d.scheme)
	if err != nil {
		return err
	}
	soon, err := views.Promises(ctx, d.file, views.DueSoon(d.scheme), d.scheme)
	if err != nil {
		return err
	}
	for _, part := range []struct {
		title, command string
		show           func() error
	}{
		{"cli.demo.title.urgent", "case list", func() error { return a.showCases(urgent) }},
		{"cli.demo.title.dissatisfied", "case dissatisfied", func() error { return a.showDissatisfied(d, limited(bad, most)) }},
		{"cli.demo.title.promises", "case promises", func() error { return a.showPromises(append(limited(late, most/2), limited(soon, most/2)...)) }},
	} {
		if err := a.section(part.title, "huiyin "+part.command); err != nil {
			return err
		}
		if err := part.show(); err != nil {
			return err
		}
	}
	return a.oneLife(ctx, d)
}

func (a *app) section(title, command string) error {
	_, err := fmt.Fprintf(a.out, "\n%s\n", say("cli.demo.section", "title", say(title), "command", command))
	return err
}

// states prints each state with its lights, in the order of a case's life.
func (a *app) states(ctx context.Context, d *desk) error {
	lights := []views.Light{views.Normal, views.Soon, views.Overdue, views.Severe, views.Grey}
	head := append(heads("state"), text("col.count"))
	for _, l := range lights {
		head = append(head, lightWord(l))
	}
	t := newTable(head...)
	for _, s := range lifecycle.Of(lifecycle.Suggestion).States() {
		_, total, err := views.Cases(ctx, d.file, views.CaseFilter{State: s, Limit: 1}, d.scheme)
		if err != nil {
			return err
		}
		if total == 0 {
			continue
		}
		row := []string{zh.Label("state.suggestion", string(s)), fmt.Sprint(total)}
		for _, l := range lights {
			_, n, err := views.Cases(ctx, d.file, views.CaseFilter{State: s, Light: l, Limit: 1}, d.scheme)
			if err != nil {
				return err
			}
			row = append(row, fmt.Sprint(n))
		}
		t.add(row...)
	}
	t.write(a.out, "")
	return nil
}

// oneLife prints the whole history of a case that had everything: dissatisfied,
// handled again, satisfied, with a promise.
func (a *app) oneLife(ctx context.Context, d *desk) error {
	rows, _, err := views.Cases(ctx, d.file, views.CaseFilter{}, d.scheme)
	if err != nil {
		return err
	}
	best := slices.MaxFunc(rows, func(x, y views.CaseRow) int { return eventful(x) - eventful(y) })
	facts, err := d.History(ctx, best.ID)
	if err != nil {
		return err
	}
	fmt.Fprintf(a.out, "\n%s\n", say("cli.demo.title.history", "number", best.Number, "title", best.Title))
	s := suggestion.New()
	for _, f := range facts {
		s = suggestion.Fold(s, f.Event)
		e := stepOf(f, unitOf(s, f.Event, f.Meta["unit"]))
		fmt.Fprintln(a.out, say("cli.demo.line", "date", e.Recorded, "who", e.Who, "what", e.What))
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
