package cli

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"huiyin/cmd/huiyin/internal/office"
	"huiyin/domain/lifecycle"
	"huiyin/domain/sampling"
	"huiyin/domain/suggestion"
	"huiyin/domain/wire"
	"huiyin/domain/zh"
	"huiyin/projections/telling"
	"huiyin/projections/views"
)

// visits are the return visits against ratings that are not freely given.
func (a *app) visits() *cobra.Command {
	return group("visit", a.visitDraw(), a.visitVerify(), a.visitList(), a.visitRates())
}

func (a *app) visitDraw() *cobra.Command {
	var f acting
	var seed, share string
	var year int
	c := f.flags(a.needData(leaf("draw", func(c *cobra.Command, _ []string) error {
		part, err := sampling.ParseShare(share)
		switch {
		case err != nil:
			return usage("cli.visit.share", "value", share)
		case seed == "":
			return usage("cli.visit.seed")
		}
		d, err := a.openFor(c.Context(), f.dryRun)
		if err != nil {
			return err
		}
		defer d.Close()
		if year == 0 {
			year = d.Today().Year()
		}
		in, err := d.PlanDraw(c.Context(), office.Draw{Seed: seed, Share: part, Year: year, By: committee(f.by).Person})
		if err != nil {
			return err
		}
		in.On = d.Today()
		return a.drawOn(c.Context(), d, in, year, f.dryRun)
	})))
	c.Flags().StringVar(&seed, "seed", "", text("flag.draw_seed"))
	c.Flags().StringVar(&share, "share", "10%", text("flag.share"))
	c.Flags().IntVar(&year, "year", 0, text("flag.visit_year"))
	return c
}

// drawOn carries the draw out and says how it was made.
func (a *app) drawOn(ctx context.Context, d *desk, in office.Intent, year int, dryRun bool) error {
	s, err := d.FindSaga(ctx, in.Kind, in.Key...)
	if err != nil {
		return err
	}
	if s == nil && len(in.Rows) == 0 {
		return notFound{say("cli.visit.nobody", "year", fmt.Sprint(year))}
	}
	if s == nil || dryRun {
		s = &office.Saga{SagaBegun: wire.SagaBegun{Params: in.Params}, Rows: make([]office.RowOutcome, len(in.Rows))}
	}
	a.note("cli.visit.drawn", "year", s.Param("year"), "population", s.Param("population"), "share", shareOf(s.Param("per_mille")),
		"sample", fmt.Sprint(len(s.Rows)), "position", s.Param("position"), "seed", s.Param("seed"))
	return a.carry(ctx, d, in, nil, dryRun)
}

func shareOf(perMille string) string {
	var n int
	fmt.Sscan(perMille, &n) // the program's own figure
	return sampling.Share(n).String()
}

// drawRow is a draw and whether it can be repeated, as data.
type drawRow struct {
	Draw       string   `json:"draw"`
	Year       int      `json:"year"`
	Seed       string   `json:"seed"`
	Share      string   `json:"share"`
	Position   int      `json:"position"`
	Population int      `json:"population"`
	Sample     int      `json:"sample"`
	Faults     []string `json:"faults"`
}

func (a *app) visitVerify() *cobra.Command {
	return a.needData(leaf("verify", func(c *cobra.Command, _ []string) error {
		d, err := a.read(c.Context())
		if err != nil {
			return err
		}
		defer d.Close()
		audit, err := d.AuditDraws(c.Context())
		if err != nil {
			return err
		}
		return a.showAudit(audit)
	}))
}

func (a *app) showAudit(audit office.Audit) error {
	rows, t := []drawRow{}, newTable(heads("draw", "year", "seed", "share", "position", "population", "sample", "outcome")...)
	faults := map[string][]string{}
	for _, f := range audit.Faults {
		faults[f.Draw] = append(faults[f.Draw], zh.Label("cli.fault", f.Fault)+telling.InBrackets(string(f.Case)))
	}
	add := func(r drawRow) {
		if r.Faults = faults[r.Draw]; r.Faults == nil {
			r.Faults = []string{}
		}
		outcome := text("fault.ok")
		if len(r.Faults) > 0 {
			outcome = strings.Join(r.Faults, views.ListMark)
		}
		delete(faults, r.Draw)
		rows = append(rows, r)
		t.add(r.Draw, fmt.Sprint(r.Year), r.Seed, r.Share, fmt.Sprint(r.Position), fmt.Sprint(r.Population), fmt.Sprint(r.Sample), outcome)
	}
	for _, v := range audit.Draws {
		add(drawRow{Draw: v.Draw, Year: v.Year, Seed: v.Seed, Share: sampling.Share(v.PerMille).String(), Position: v.Position,
			Population: v.Population, Sample: len(v.Sample)})
	}
	for _, draw := range slices.Sorted(maps.Keys(faults)) { // named by cases and on no record
		add(drawRow{Draw: draw})
	}
	if err := a.show(rows, t); err != nil {
		return err
	}
	if len(audit.Faults) > 0 {
		return failedCheck{say("cli.visit.faults", "draws", fmt.Sprint(len(audit.Draws)), "count", fmt.Sprint(len(audit.Faults)))}
	}
	a.note("cli.visit.verified", "draws", fmt.Sprint(len(audit.Draws)))
	return nil
}

// visitRow is one drawn line, as data.
type visitRow struct {
	Case    string `json:"case"`
	Number  string `json:"number"`
	Line    string `json:"line"`
	Unit    string `json:"unit"`
	Lead    string `json:"lead"`
	Title   string `json:"title"`
	Outcome string `json:"outcome"`
	Process string `json:"process,omitempty"`
	Result  string `json:"result,omitempty"`
}

func (a *app) visitList() *cobra.Command {
	var open bool
	c := a.needData(leaf("list", func(c *cobra.Command, _ []string) error {
		d, err := a.read(c.Context())
		if err != nil {
			return err
		}
		defer d.Close()
		cases, err := drawnCases(c.Context(), d)
		if err != nil {
			return err
		}
		rows, waiting := []visitRow{}, 0
		t := newTable(heads("number", "line_of_case", "unit", "lead", "visit", "title")...)
		for _, s := range cases {
			for _, v := range s.Oversight.Visits {
				if !v.Recorded {
					waiting++
				} else if open {
					continue
				}
				row := visitOf(s, v)
				rows = append(rows, row)
				t.add(orDash(row.Number), row.Line, cut(row.Unit, 26), row.Lead, text("visit."+row.Outcome), cut(row.Title, 44))
			}
		}
		if err := a.show(rows, t); err != nil {
			return err
		}
		a.note("cli.visit.listed", "total", fmt.Sprint(len(rows)), "open", fmt.Sprint(waiting), "act", zh.Label("act", string(lifecycle.RecordVisit)))
		return nil
	}))
	c.Flags().BoolVar(&open, "open", false, text("flag.open_visits"))
	return c
}

func visitOf(s *suggestion.Suggestion, v suggestion.Visit) visitRow {
	row := visitRow{Case: string(s.ID), Number: s.Number, Line: string(v.Line), Lead: s.Lead.Name, Title: s.Title,
		Outcome: telling.VisitOutcome(v), Process: string(v.Process), Result: string(v.Result)}
	if l, ok := s.Line(v.Line); ok {
		row.Unit = l.Unit
	}
	return row
}

// drawnCases are the cases that any draw picked, in the order of the draws.
func drawnCases(ctx context.Context, d *desk) ([]*suggestion.Suggestion, error) {
	ids, err := d.Drawn(ctx)
	if err != nil {
		return nil, err
	}
	out := make([]*suggestion.Suggestion, len(ids))
	for i, id := range ids {
		if out[i], err = d.Load(ctx, id); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// rateRow is a unit's difference rate, as data. Rate is empty while nobody
// answered.
type rateRow struct {
	Unit string `json:"unit"`
	suggestion.Difference
	Rate string `json:"rate"`
}

func (a *app) visitRates() *cobra.Command {
	return a.needData(leaf("rates", func(c *cobra.Command, _ []string) error {
		d, err := a.read(c.Context())
		if err != nil {
			return err
		}
		defer d.Close()
		cases, err := drawnCases(c.Context(), d)
		if err != nil {
			return err
		}
		found := suggestion.Differences{}
		for _, s := range cases {
			found.Add(s)
		}
		rows, t := []rateRow{}, newTable(heads("unit", "drawn", "answered", "unreached", "differing", "rate")...)
		for _, unit := range slices.Sorted(maps.Keys(found)) {
			r := rateRow{Unit: unit, Difference: found[unit]}
			if r.Answered > 0 {
				r.Rate = fmt.Sprintf("%d/%d = %.1f%%", r.Differing, r.Answered, 100*float64(r.Differing)/float64(r.Answered))
			}
			rows = append(rows, r)
			t.add(unit, fmt.Sprint(r.Drawn), fmt.Sprint(r.Answered), fmt.Sprint(r.Unreached), fmt.Sprint(r.Differing), orDash(r.Rate))
		}
		return a.show(rows, t)
	}))
}
