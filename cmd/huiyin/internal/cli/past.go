package cli

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"huiyin/domain/calendar"
	"huiyin/domain/zh"
	"huiyin/eventstore"
	"huiyin/projections/asof"
	"huiyin/projections/follower"
	"huiyin/projections/views"
)

// past is a moment that a desk shows, with the rows of then in a file that is
// gone when the desk is closed.
type past struct {
	asof.Moment
	dir string
}

func (p *past) remove() error {
	if p == nil {
		return nil
	}
	return os.RemoveAll(p.dir)
}

func (l *listing) pastFlags(c *cobra.Command) {
	c.Flags().StringVar(&l.asOf, "as-of", "", text("flag.as_of"))
	c.Flags().BoolVar(&l.asTrue, "as-true", false, text("flag.as_true"))
}

// moment is what --as-of and --as-true ask for; nil for the present.
func (l *listing) moment() (*asof.Moment, error) {
	if l.asOf == "" && l.asTrue {
		return nil, usage("cli.asof.true_of_when")
	}
	return momentFlag(l.asOf, l.asTrue)
}

func momentFlag(value string, isTrue bool) (*asof.Moment, error) {
	if value == "" {
		return nil, nil
	}
	until, err := asof.Parse(value)
	if err != nil {
		return nil, usage("cli.asof.bad", "flag", "--as-of", "value", value)
	}
	return &asof.Moment{Until: until, True: isTrue}, nil
}

// travel shows the rows and judges the lights as of the moment. What has not
// come yet has no rows of its own: they stay those of the present, and only the
// lights are of that day.
func (d *desk) travel(ctx context.Context, a *app, m asof.Moment) error {
	d.scheme = views.SchemeFor(d.Calendar, m.Day())
	if !m.Until.Before(d.Now()) {
		if m.Day().After(d.Today()) {
			a.note("cli.asof.future", "date", zh.Date(m.Day()))
		}
		return nil
	}
	dir, err := os.MkdirTemp("", "huiyin-asof-")
	if err != nil {
		return err
	}
	d.past = &past{m, dir}
	shown, err := d.progressOf(ctx, a)
	if err != nil {
		return err
	}
	then, err := m.Fold(ctx, d.Log, filepath.Join(dir, viewsFile), views.All(), follower.Options{Batch: catchUpBatch, Applied: shown, Now: d.Now})
	if err != nil {
		return err
	}
	now := d.file
	d.file = then
	return now.Close()
}

// progressOf tells how far a fold is, if it takes long.
func (d *desk) progressOf(ctx context.Context, a *app) (func(int, eventstore.Position), error) {
	head, err := d.Log.Head(ctx)
	if err != nil {
		return nil, err
	}
	begun, show := time.Now(), a.progress("cli.asof.folding")
	return func(_ int, at eventstore.Position) {
		if time.Since(begun) > time.Second {
			show(int(at), int(head))
		}
	}, nil
}

// noteMoment says what a list is of, and by which day its lights are.
func (a *app) noteMoment(d *desk) {
	date := zh.Date(d.scheme.Today)
	switch {
	case d.past == nil:
		a.note("cli.as_of", "position", fmt.Sprint(uint64(d.file.Checkpoint())), "date", date)
	case d.past.True:
		a.note("cli.asof.list_true", "time", instant(d.past.Until), "date", date)
	default:
		a.note("cli.asof.list_known", "time", instant(d.past.Until), "date", date)
	}
}

// instant words a moment in China's time: the end of a day, or day and time.
func instant(t time.Time) string {
	on := calendar.DateOf(t)
	if t.Equal(asof.EndOf(on)) {
		return say("cli.asof.day_end", "date", zh.Date(on))
	}
	form := "15:04"
	if t.Second() != 0 || t.Nanosecond() != 0 {
		form = "15:04:05"
	}
	return say("cli.asof.instant", "date", zh.Date(on), "time", t.In(calendar.CST()).Format(form))
}

// overview counts what is there: each figure is the length of a list.
func (a *app) overview() *cobra.Command {
	var l listing
	c := a.needData(leaf("overview", func(c *cobra.Command, _ []string) error {
		d, err := a.openList(c, &l)
		if err != nil {
			return err
		}
		defer d.Close()
		f, err := d.views().Overview(c.Context())
		if err != nil {
			return err
		}
		counts, err := states(c.Context(), d)
		if err != nil {
			return err
		}
		if err := a.showOverview(f, counts); err != nil {
			return err
		}
		a.noteMoment(d)
		a.noteParked(d)
		return nil
	}))
	l.pastFlags(c)
	return c
}

func (a *app) showOverview(f views.Figures, counts []stateCount) error {
	if a.json {
		return a.printJSON(f)
	}
	t := newTable(heads("item", "count")...)
	t.add(text("overview.cases"), fmt.Sprint(f.Cases))
	for _, s := range counts {
		t.add(say("cli.overview.state", "state", zh.Label("state.suggestion", string(s.State))), fmt.Sprint(s.Total))
	}
	for _, l := range shownLights() {
		n := f.Lights[l]
		if l == views.Grey {
			n = f.Grey
		}
		t.add(say("cli.overview.light", "light", lightWord(l)), fmt.Sprint(n))
	}
	for _, figure := range []struct {
		name string
		n    int
	}{
		{text("overview.dissatisfied"), f.OpenDissatisfied}, {text("overview.promises_open"), f.PromisesOpen}, {text("overview.promises_soon"), f.PromisesDueSoon},
		{text("overview.promises_overdue"), f.PromisesOverdue}, {text("overview.promises_broken"), f.PromisesBroken},
		{text("overview.promises_unknown"), f.PromisesUnknown}, {text("overview.lapses"), f.Lapses},
	} {
		t.add(figure.name, fmt.Sprint(figure.n))
	}
	return a.show(f, t)
}
