package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"huiyin/cmd/huiyin/internal/office"
	"huiyin/domain/calendar"
	"huiyin/eventstore"
	"huiyin/projections/annual"
)

func (a *app) report() *cobra.Command {
	return group("report", a.reportAnnual(), a.reportRestate(), a.reportList(), a.reportShow(), a.reportVerify())
}

// annualCall are the flags of a report that is computed.
type annualCall struct {
	params   annual.Params
	naming   string
	asOf     string
	position uint64
	print    printing
	cases    string
	freeze   bool
}

func (a *app) reportAnnual() *cobra.Command {
	var o annualCall
	c := a.needData(leaf("annual", func(c *cobra.Command, _ []string) error {
		if err := o.check(a); err != nil {
			return err
		}
		if o.freeze {
			return a.freezeReport(c.Context(), o)
		}
		of, err := a.openLog(c.Context(), office.Options{ReadOnly: true})
		if err != nil {
			return err
		}
		defer of.Close()
		cut, err := o.cut(of)
		if err != nil {
			return err
		}
		r, err := a.compute(c.Context(), of, cut, o.params)
		if err != nil {
			return err
		}
		if o.cases != "" {
			return a.showBehind(r.book, r.Report, o.cases)
		}
		return a.printReport(r.Report, o.print, annual.Imprint{By: o.print.by, At: of.Now()})
	}))
	c.Flags().StringVar(&o.params.Scope.Congress, "congress", "", text("flag.congress"))
	c.Flags().StringVar(&o.params.Scope.Session, "session", "", text("flag.session"))
	c.Flags().IntVar(&o.params.Scope.Year, "year", 0, text("flag.report_year"))
	c.Flags().StringVar(&o.cases, "cases", "", text("flag.report_cases"))
	c.Flags().BoolVar(&o.freeze, "freeze", false, text("flag.freeze"))
	c.Flags().Uint64Var(&o.position, "at", 0, text("flag.report_at"))
	o.cutFlags(c)
	o.print.flags(c)
	return c
}

// cutFlags are shared by a first version and a restated one.
func (o *annualCall) cutFlags(c *cobra.Command) {
	c.Flags().StringVar(&o.asOf, "as-of", "", text("flag.report_as_of"))
	c.Flags().IntVar(&o.params.Decimals, "decimals", 2, text("flag.decimals"))
	c.Flags().StringVar(&o.naming, "names", string(annual.Then), text("flag.names"))
	c.Flags().IntVar(&o.params.Seats, "seats", 0, text("flag.seats"))
}

// check refuses a wrong call before anything is read.
func (o *annualCall) check(a *app) error {
	if o.params.Decimals < 0 || o.params.Decimals > annual.MaxDecimals {
		return usage("cli.report.bad_decimals", "value", fmt.Sprint(o.params.Decimals), "max", fmt.Sprint(annual.MaxDecimals))
	}
	if o.params.Seats < 0 {
		return usage("cli.report.bad_seats", "value", fmt.Sprint(o.params.Seats))
	}
	if !slices.Contains([]annual.Naming{annual.Then, annual.Now}, annual.Naming(o.naming)) {
		return usage("cli.bad_choice", "flag", "--names", "value", o.naming, "choices", "then now")
	}
	o.params.Naming = annual.Naming(o.naming)
	if o.freeze && o.position != 0 {
		return usage("cli.report.freeze_by_day")
	}
	return o.print.check(a)
}

// cut is how much of the log the report sees: up to the end of a day, or all
// that is there now.
func (o *annualCall) cut(of *office.Office) (annual.Cut, error) {
	day, err := dateFlag("--as-of", o.asOf)
	if err != nil {
		return annual.Cut{}, err
	}
	cut := annual.Cut{Position: eventstore.Position(o.position), Until: eventstore.Normalize(of.Now()).Add(time.Microsecond)}
	if !day.IsZero() {
		if !day.Before(of.Today()) {
			return cut, refusedCall{say("cli.report.day_open", "day", day.String(), "today", of.Today().String())}
		}
		cut.Until = calendar.EndOf(day)
	}
	return cut, nil
}

// computed is a report with the cases it was made of.
type computed struct {
	*annual.Report
	book *annual.Book
}

// compute folds the log and counts. Without a scope it takes the newest congress
// session of the log and says so.
func (a *app) compute(ctx context.Context, of *office.Office, cut annual.Cut, p annual.Params) (computed, error) {
	book, err := annual.Read(ctx, of.Log, cut, a.progress("cli.report.reading"))
	if err != nil {
		return computed{}, err
	}
	sittings := book.Sittings()
	if p.Scope == (annual.Scope{}) && len(sittings) > 0 {
		p.Scope = annual.Scope{Congress: sittings[0].Congress, Session: sittings[0].Session}
		a.note("cli.report.default_scope", "scope", p.Scope.Congress+p.Scope.Session)
	}
	if len(book.Cases) == 0 {
		return computed{}, notFound{say("cli.report.empty")}
	}
	r := annual.Compute(book, p, book.Registered())
	if f, ok := r.Figure("intake/received"); !ok || f.Count == 0 {
		return computed{}, notFound{say("cli.report.nothing", "scope", r.Scope(), "list", sittingList(sittings))}
	}
	if len(book.Unread) > 0 {
		a.note("cli.report.unread", "count", fmt.Sprint(len(book.Unread)))
	}
	return computed{r, book}, nil
}

// mostSittings is how many congress sessions a message names.
const mostSittings = 8

func sittingList(sittings []annual.Sitting) string {
	var b strings.Builder
	for _, s := range sittings[:min(mostSittings, len(sittings))] {
		b.WriteString("\n  " + say("cli.report.sitting", "congress", s.Congress, "session", s.Session, "year", fmt.Sprint(s.Year), "count", fmt.Sprint(s.Cases)))
	}
	return b.String()
}

// freezeReport computes a report up to the end of a day and publishes it. The
// folder is opened for writing first, so that nobody appends meanwhile.
func (a *app) freezeReport(ctx context.Context, o annualCall) (err error) {
	if o.print.by == "" {
		return usage("cli.report.need_by")
	}
	of, err := a.openLog(ctx, office.Options{})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, of.Close()) }()
	r, day, err := a.computeDay(ctx, of, o)
	if err != nil {
		return err
	}
	return a.publish(ctx, of, r, day, o.print, nil)
}

// computeDay computes up to the end of a whole day, yesterday if none is named.
func (a *app) computeDay(ctx context.Context, of *office.Office, o annualCall) (computed, calendar.Date, error) {
	if o.asOf == "" {
		o.asOf = of.Today().AddDays(-1).String()
	}
	cut, err := o.cut(of)
	if err != nil {
		return computed{}, calendar.Date{}, err
	}
	r, err := a.compute(ctx, of, cut, o.params)
	if err != nil {
		return computed{}, calendar.Date{}, err
	}
	day, _ := r.Day()
	return r, day, nil
}
