package cli

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"huiyin/cmd/huiyin/internal/office"
	"huiyin/domain/calendar"
	"huiyin/domain/suggestion"
	"huiyin/eventstore"
	"huiyin/projections/follower"
	"huiyin/projections/parked"
	"huiyin/projections/telling"
	"huiyin/projections/views"
)

const (
	viewsFile = "views.db"
	// catchUpBatch folds far more events a transaction than the live default:
	// a case that moved often in the batch is written once.
	catchUpBatch = 4_000
)

// desk is an open data folder with views that show everything in the log, or the
// log as of a moment.
type desk struct {
	*office.Office
	file   *follower.File
	scheme views.Scheme
	dir    string
	writes bool
	past   *past
	before []parked.Stream // what was parked before the folder was opened
}

// views answers questions on the views, for the operator, who sees everything.
func (d *desk) views() views.Reader {
	return views.Reader{File: d.file, Scheme: d.scheme, Scope: views.Everything()}
}

// reading resolves the rules of the case; a case without any is read without.
func (d *desk) reading(s *suggestion.Suggestion, scheme views.Scheme) telling.Reading {
	set, ok := d.Pinned(s)
	if !ok {
		set = telling.RuleSet(d.Rules, s.Stated.RuleSet)
	}
	return telling.Reading{Scheme: scheme, Rules: set, Calendar: d.Calendar, Adopted: d.Rules}
}

func dateOf(t time.Time) calendar.Date { return calendar.DateOf(t) }

// needData adds the --data flag.
func (a *app) needData(c *cobra.Command) *cobra.Command {
	c.Flags().StringVar(&a.data, "data", "", text("flag.data"))
	return c
}

// open opens the folder named by --data and brings its views up to date. Reading
// works beside a process that owns the folder: the views' own file settles who
// folds what, so neither sees a row of another checkpoint.
func (a *app) open(ctx context.Context, o office.Options) (*desk, error) {
	of, err := a.openLog(ctx, o)
	if err != nil {
		return nil, err
	}
	d := &desk{Office: of, dir: a.data, writes: !o.ReadOnly, scheme: views.SchemeFor(of.Calendar, of.Today())}
	a.figures.years = func() int { return len(noticeWanted(of.Calendar, of.Today())) }
	if err := d.openViews(ctx, a); err != nil {
		return nil, errors.Join(err, of.Close())
	}
	return d, nil
}

// openLog opens the folder without its views, for what is asked of the log.
func (a *app) openLog(ctx context.Context, o office.Options) (*office.Office, error) {
	if a.data == "" {
		return nil, usage("cli.no_data")
	}
	o.Dir, o.Hooks = a.data, a.figures.hooks()
	if _, err := os.Stat(filepath.Join(a.data, "events.db")); o.ReadOnly && err != nil {
		return nil, notFound{say("cli.no_store", "dir", a.data)}
	}
	of, err := office.Open(ctx, o)
	if err != nil {
		return nil, err
	}
	if !o.ReadOnly {
		if err := guarded(ctx, a.data, of.Log); err != nil {
			return nil, errors.Join(err, of.Close())
		}
	}
	return of, nil
}

// read opens for reading only.
func (a *app) read(ctx context.Context) (*desk, error) {
	return a.open(ctx, office.Options{ReadOnly: true})
}

func (d *desk) openViews(ctx context.Context, a *app) error {
	file, err := follower.OpenFile(a.viewsPath(), views.All())
	if err != nil {
		return err
	}
	d.file = file
	if d.before, err = file.Parked(ctx); err == nil {
		err = d.refresh(ctx, a.figures)
	}
	if err != nil {
		return errors.Join(err, file.Close())
	}
	return nil
}

// refresh folds what the log has and the views do not show yet.
func (d *desk) refresh(ctx context.Context, f *figures) error {
	head, err := d.Log.Head(ctx)
	if err != nil {
		return err
	}
	return d.follower(func(n int, at eventstore.Position) {
		f.applied.Add(float64(n))
		f.lag.Set(float64(head - min(head, at)))
	}).CatchUp(ctx)
}

func (d *desk) follower(applied func(int, eventstore.Position)) *follower.Follower {
	return follower.New(d.Log, d.file, follower.Options{Batch: catchUpBatch, Applied: applied, Now: d.Now})
}

// Close renews the checkpoint if the desk could write, and closes the views and
// the log.
func (d *desk) Close() error {
	var err error
	if d.writes {
		err = renew(context.Background(), d.dir, d.Log)
	}
	return errors.Join(err, d.file.Close(), d.past.remove(), d.Office.Close())
}

// dateFlag reads a date given as a flag; empty means none.
func dateFlag(name, value string) (calendar.Date, error) {
	if value == "" {
		return calendar.Date{}, nil
	}
	d, err := calendar.ParseDate(value)
	if err != nil {
		return d, usage("cli.bad_date", "flag", name, "value", value)
	}
	return d, nil
}

// fixed is a clock that stands still; simulated time is given, not passed.
func fixed(t time.Time) func() time.Time { return func() time.Time { return t } }
