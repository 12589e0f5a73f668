package cli

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"huiyin/cmd/huiyin/internal/office"
	"huiyin/domain/calendar"
	"huiyin/domain/report"
	"huiyin/domain/wire"
	"huiyin/domain/zh"
	"huiyin/eventstore"
	"huiyin/projections/annual"
)

// publish records the report as a first version or, for an older one, as the
// next, and prints it under its name.
func (a *app) publish(ctx context.Context, of *office.Office, r computed, day calendar.Date, p printing, restate *restatement) error {
	f, err := frozen(r.Report, day, p.by)
	if err != nil {
		return err
	}
	f, err = of.Publish(ctx, func(reg report.Register) (wire.ReportFrozen, error) {
		if restate == nil {
			return reg.Freeze(f, of.Today())
		}
		f.Reason = restate.reason
		return reg.Restate(restate.old.Report, f, of.Today())
	})
	if err != nil {
		return err
	}
	a.note("cli.report.frozen", "name", report.Name(f), "scope", r.Scope(), "until", zh.Date(day), "position", fmt.Sprint(f.Position), "digest", f.Digest)
	if restate != nil {
		return a.showChanges(r.Report, *restate, f)
	}
	return a.printReport(r.Report, p, imprint(f, of))
}

// frozen is a computed report as the register keeps it.
func frozen(r *annual.Report, day calendar.Date, by string) (wire.ReportFrozen, error) {
	digest, err := r.Digest()
	f := wire.ReportFrozen{Congress: r.Params.Scope.Congress, Session: r.Params.Scope.Session, Year: r.Params.Scope.Year,
		Decimals: r.Params.Decimals, Naming: string(r.Params.Naming), Seats: r.Params.Seats, Position: int64(r.Position), Until: day,
		Definitions: r.Definitions, Digest: digest, By: by}
	for _, n := range r.Numbers() {
		f.Figures = append(f.Figures, wire.FrozenFigure(n))
	}
	return f, err
}

// numbers are a frozen report's figures.
func numbers(f wire.ReportFrozen) []annual.Number {
	var out []annual.Number
	for _, n := range f.Figures {
		out = append(out, annual.Number(n))
	}
	return out
}

// again computes a frozen report once more from the log.
func (a *app) again(ctx context.Context, of *office.Office, f wire.ReportFrozen) (computed, error) {
	return a.compute(ctx, of, annual.Cut{Position: eventstore.Position(f.Position), Until: calendar.EndOf(f.Until)},
		annual.Params{Scope: annual.Scope{Congress: f.Congress, Session: f.Session, Year: f.Year}, Decimals: f.Decimals, Naming: annual.Naming(f.Naming), Seats: f.Seats})
}

func imprint(f wire.ReportFrozen, of *office.Office) annual.Imprint {
	return annual.Imprint{By: f.By, On: f.On, At: of.Now(), Frozen: report.Name(f), Reason: f.Reason}
}

// restatement is what a new version replaces in print, and why.
type restatement struct {
	old    wire.ReportFrozen
	reason string
}

func (a *app) reportRestate() *cobra.Command {
	var o annualCall
	reason := ""
	c := a.needData(leaf("restate NAME", func(c *cobra.Command, args []string) (err error) {
		if err := o.check(a); err != nil {
			return err
		}
		if o.print.by == "" {
			return usage("cli.report.need_by")
		}
		of, err := a.openLog(c.Context(), office.Options{})
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, of.Close()) }()
		old, err := a.findReport(c.Context(), of, args[0])
		if err != nil {
			return err
		}
		o.inherit(c, old)
		r, day, err := a.computeDay(c.Context(), of, o)
		if err != nil {
			return err
		}
		return a.publish(c.Context(), of, r, day, o.print, &restatement{old, reason})
	}))
	c.Flags().StringVar(&reason, "reason", "", text("flag.reason"))
	c.Flags().StringVar(&o.print.by, "by", "", text("flag.by"))
	o.cutFlags(c)
	return c
}

// inherit keeps what the call does not change.
func (o *annualCall) inherit(c *cobra.Command, old wire.ReportFrozen) {
	o.params.Scope = annual.Scope{Congress: old.Congress, Session: old.Session, Year: old.Year}
	if !c.Flags().Changed("decimals") {
		o.params.Decimals = old.Decimals
	}
	if !c.Flags().Changed("names") {
		o.params.Naming = annual.Naming(old.Naming)
	}
	if !c.Flags().Changed("seats") {
		o.params.Seats = old.Seats
	}
}

// findReport resolves a report's number, or its number and version.
func (a *app) findReport(ctx context.Context, of *office.Office, name string) (wire.ReportFrozen, error) {
	reg, err := of.Reports(ctx)
	if err != nil {
		return wire.ReportFrozen{}, err
	}
	f, ok := reg.Find(name)
	if !ok {
		return f, notFound{say("cli.report.unknown", "name", name)}
	}
	return f, nil
}

// withReport opens the folder for reading and finds the report.
func (a *app) withReport(ctx context.Context, name string, do func(*office.Office, wire.ReportFrozen) error) error {
	of, err := a.openLog(ctx, office.Options{ReadOnly: true})
	if err != nil {
		return err
	}
	defer of.Close()
	f, err := a.findReport(ctx, of, name)
	if err != nil {
		return err
	}
	return do(of, f)
}

// change is a figure that differs, as data.
type change struct {
	ID     string
	Name   string
	Before string
	After  string
}

// changes words the difference of two lists of figures.
func changes(r *annual.Report, older, newer []annual.Number) []change {
	out := []change{}
	for _, c := range annual.Changes(older, newer) {
		out = append(out, change{c.ID, r.Name(c.ID), number(c.Old, r.Params.Decimals), number(c.New, r.Params.Decimals)})
	}
	return out
}

// number is a figure in short: its count, and of how many.
func number(n *annual.Number, decimals int) string {
	switch {
	case n == nil:
		return orDash("")
	case n.Base == 0:
		return fmt.Sprint(n.Count)
	}
	return say("cli.report.cell", "count", fmt.Sprint(n.Count), "base", fmt.Sprint(n.Base), "percent", annual.Percent(n.Count, n.Base, decimals))
}

// showChanges lists old and new of each figure that a restatement changes.
func (a *app) showChanges(r *annual.Report, re restatement, f wire.ReportFrozen) error {
	list, t := changes(r, numbers(re.old), numbers(f)), newTable(heads("figure", "name", "before", "after")...)
	for _, c := range list {
		t.add(c.ID, c.Name, c.Before, c.After)
	}
	a.note("cli.report.restated", "old", report.Name(re.old), "new", report.Name(f), "count", fmt.Sprint(len(list)))
	return a.show(struct {
		Name    string
		Digest  string
		Changes []change
	}{report.Name(f), f.Digest, list}, t)
}
