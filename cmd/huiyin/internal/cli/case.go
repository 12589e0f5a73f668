package cli

import (
	"context"
	"fmt"
	"strconv"

	"github.com/spf13/cobra"

	"huiyin/cmd/huiyin/internal/office"
	"huiyin/domain/suggestion"
	"huiyin/projections/telling"
	"huiyin/projections/views"
)

func (a *app) cases() *cobra.Command {
	return group("case", a.caseList(), a.caseShow(), a.caseHistory(), a.caseReplay(), a.caseDo(), a.dissatisfiedList(), a.promiseList())
}

// find resolves a case by its ID, its number or its source's ID.
func (a *app) find(ctx context.Context, d *desk, name string) (suggestion.CaseID, error) {
	rows, err := d.views().Resolve(ctx, name)
	if err != nil {
		return "", err
	}
	switch len(rows) {
	case 0:
		return a.findParked(ctx, d, name)
	case 1:
		return rows[0].ID, nil
	}
	list := ""
	for _, r := range rows {
		list += fmt.Sprintf("\n  %s  %s%s  %s", r.ID, r.Congress, r.Session, r.Title)
	}
	return "", usage("cli.many_cases", "name", name, "list", list)
}

// withCase opens the folder for reading and gives the named case to a function.
func (a *app) withCase(ctx context.Context, name string, do func(*desk, suggestion.CaseID) error) error {
	d, err := a.read(ctx)
	if err != nil {
		return err
	}
	defer d.Close()
	id, err := a.find(ctx, d, name)
	if err != nil {
		return err
	}
	return do(d, id)
}

func (a *app) caseShow() *cobra.Command {
	return a.needData(leaf("show ID", func(c *cobra.Command, args []string) error {
		return a.withCase(c.Context(), args[0], func(d *desk, id suggestion.CaseID) error {
			return a.withFacts(c.Context(), d, id, func(facts []office.Fact) error {
				s := foldAll(facts)
				if a.json {
					return a.printJSON(s)
				}
				for _, line := range telling.Summary(s, d.reading(s, d.scheme)) {
					fmt.Fprintln(a.out, line)
				}
				return nil
			})
		})
	}))
}

// step is one event of a history as data.
type step struct {
	N        int    `json:"n"`
	Recorded string `json:"recorded"`
	Occurred string `json:"occurred"`
	Who      string `json:"who"`
	What     string `json:"what"`
	Type     string `json:"type"`
	Position uint64 `json:"position"`
	Hash     string `json:"hash"`
	Prev     string `json:"prev"`
	Data     string `json:"data"`
}

func (d *desk) stepOf(f office.Fact, s *suggestion.Suggestion) step {
	return step{N: int(f.Version), Recorded: telling.Day(f.Recorded.Recorded), Occurred: telling.Day(f.Recorded.Occurred), Who: telling.Who(f.Meta),
		What: telling.What(s, f.Type, f.Event, f.Meta["unit"], d.reading(s, d.scheme).Rules), Type: f.Type, Position: uint64(f.Position),
		Hash: fmt.Sprintf("%x", f.Hash), Prev: fmt.Sprintf("%x", f.Prev), Data: string(f.Data)}
}

func (a *app) caseHistory() *cobra.Command {
	raw := false
	c := a.needData(leaf("history ID", func(c *cobra.Command, args []string) error {
		return a.withCase(c.Context(), args[0], func(d *desk, id suggestion.CaseID) error {
			return a.withFacts(c.Context(), d, id, func(facts []office.Fact) error { return a.showHistory(d, facts, raw) })
		})
	}))
	c.Flags().BoolVar(&raw, "raw", false, text("flag.raw"))
	return c
}

func (a *app) showHistory(d *desk, facts []office.Fact, raw bool) error {
	steps, s := []step{}, suggestion.New()
	t := newTable(heads("n", "recorded", "who", "what")...)
	if raw {
		t = newTable(heads("n", "position", "type", "hash", "data")...)
	}
	for _, f := range facts {
		s = suggestion.Fold(s, f.Event)
		e := d.stepOf(f, s)
		steps = append(steps, e)
		if raw {
			t.add(strconv.Itoa(e.N), fmt.Sprint(e.Position), e.Type, e.Hash[:12], e.Data)
		} else {
			t.add(strconv.Itoa(e.N), e.Recorded, e.Who, e.What)
		}
	}
	return a.show(steps, t)
}

func (a *app) caseReplay() *cobra.Command {
	at := 0
	var then thenFlags
	c := a.needData(leaf("replay ID", func(c *cobra.Command, args []string) error {
		if err := then.check(c); err != nil {
			return err
		}
		return a.withCase(c.Context(), args[0], func(d *desk, id suggestion.CaseID) error {
			return a.withFacts(c.Context(), d, id, func(facts []office.Fact) error {
				if c.Flags().Changed("at") && (at < 1 || at > len(facts)) {
					return usage("cli.bad_step", "at", strconv.Itoa(at), "last", strconv.Itoa(len(facts)))
				}
				switch {
				case then.until != nil:
					return a.replayThen(d, facts, args[0], then)
				case at == 0:
					return a.replayAll(d, facts)
				}
				return a.replay(d, facts, at)
			})
		})
	}))
	c.Flags().IntVar(&at, "at", 0, text("flag.at"))
	then.flags(c)
	return c
}

func foldAll(facts []office.Fact) *suggestion.Suggestion {
	events := make([]suggestion.Event, len(facts))
	for i, f := range facts {
		events[i] = f.Event
	}
	return suggestion.Fold(suggestion.New(), events...)
}

// moment is the case after one event, with what the event changed.
type moment struct {
	Step    step     `json:"step"`
	State   []string `json:"state"`
	Added   []string `json:"added"`
	Removed []string `json:"removed"`
}

// momentAt folds the first n events; the state is that of the log, not of the
// views, and lights are judged by the day of the event.
func momentAt(d *desk, facts []office.Fact, n int) moment {
	before := foldAll(facts[:n-1])
	last := facts[n-1]
	after := suggestion.Fold(before, last.Event)
	scheme := views.SchemeFor(d.Calendar, dateOf(last.Recorded.Recorded))
	m := moment{Step: d.stepOf(last, after), State: telling.Summary(after, d.reading(after, scheme))}
	old := telling.Summary(before, d.reading(before, scheme))
	m.Added, m.Removed = missing(m.State, old), missing(old, m.State)
	if n == 1 {
		m.Removed = nil
	}
	return m
}

func (a *app) replay(d *desk, facts []office.Fact, n int) error {
	m := momentAt(d, facts, n)
	if a.json {
		return a.printJSON(m)
	}
	a.printStep(m, len(facts))
	fmt.Fprintf(a.out, "\n%s\n", say("cli.state_then"))
	for _, line := range m.State {
		fmt.Fprintln(a.out, "  "+line)
	}
	return nil
}

// replayAll walks the case step by step and shows what each event changed.
func (a *app) replayAll(d *desk, facts []office.Fact) error {
	var all []moment
	for n := range facts {
		all = append(all, momentAt(d, facts, n+1))
	}
	if a.json {
		return a.printJSON(all)
	}
	for _, m := range all {
		a.printStep(m, len(facts))
	}
	return nil
}

func (a *app) printStep(m moment, total int) {
	fmt.Fprintln(a.out, say("cli.step", "n", strconv.Itoa(m.Step.N), "total", strconv.Itoa(total), "date", m.Step.Recorded, "who", m.Step.Who, "what", m.Step.What))
	for _, line := range m.Removed {
		fmt.Fprintln(a.out, "    - "+line)
	}
	for _, line := range m.Added {
		fmt.Fprintln(a.out, "    + "+line)
	}
}

// missing lists the lines of a that are not in b.
func missing(a, b []string) []string {
	have := make(map[string]bool, len(b))
	for _, line := range b {
		have[line] = true
	}
	out := []string{}
	for _, line := range a {
		if !have[line] {
			out = append(out, line)
		}
	}
	return out
}
