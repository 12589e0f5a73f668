package cli

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"huiyin/cmd/huiyin/internal/office"
	"huiyin/eventstore"
	"huiyin/projections/follower"
	"huiyin/projections/views"
)

// viewsRebuild folds the log into new views beside those in use, which then take
// their place. It works beside whoever owns the folder.
func (a *app) viewsRebuild() *cobra.Command {
	return a.needData(leaf("rebuild", func(c *cobra.Command, _ []string) error {
		if err := a.rebuild(c.Context()); err != nil {
			return err
		}
		return a.status(c)
	}))
}

func (a *app) rebuild(ctx context.Context) (err error) {
	of, err := a.openLog(ctx, office.Options{ReadOnly: true})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, of.Close()) }()
	head, err := of.Log.Head(ctx)
	if err != nil {
		return err
	}
	begun := time.Now()
	o := follower.Options{Batch: catchUpBatch, Applied: shownUpTo(head, a.progress("cli.views.rebuilding")), Now: of.Now}
	if err := follower.Rebuild(ctx, of.Log, a.viewsPath(), views.All(), o); err != nil {
		return busy(err)
	}
	a.note("cli.views.rebuilt", "n", fmt.Sprint(uint64(head)), "rate", fmt.Sprintf("%.0f", float64(head)/time.Since(begun).Seconds()), "took", took(begun))
	return nil
}

func (a *app) viewsPath() string { return filepath.Join(a.data, viewsFile) }

// shownUpTo tells how far a fold is on its way to a position.
func shownUpTo(end eventstore.Position, show func(done, total int)) func(int, eventstore.Position) {
	return func(_ int, at eventstore.Position) { show(int(min(at, end)), int(end)) }
}

func busy(err error) error {
	if errors.Is(err, follower.ErrBusy) {
		return unavailable{say("cli.views.busy")}
	}
	return err
}

// viewsCheck folds the log a second time and compares: what anybody changed in
// the views by hand is named.
func (a *app) viewsCheck() *cobra.Command {
	return a.needData(leaf("check", func(c *cobra.Command, _ []string) error {
		report, err := a.check(c.Context())
		if err != nil {
			return busy(err)
		}
		return a.showCheck(report)
	}))
}

func (a *app) check(ctx context.Context) (report follower.Report, err error) {
	of, err := a.openLog(ctx, office.Options{ReadOnly: true})
	if err != nil {
		return report, err
	}
	defer func() { err = errors.Join(err, of.Close()) }()
	if d := (&desk{Office: of, dir: a.data}); d.openViews(ctx, a) == nil {
		err = d.file.Close() // they show all there is; what cannot be opened, the check names
	}
	head, headErr := of.Log.Head(ctx)
	if err = errors.Join(err, headErr); err != nil {
		return report, err
	}
	o := follower.Options{Batch: catchUpBatch, Applied: shownUpTo(head, a.progress("cli.views.checking")), Now: of.Now}
	return follower.Check(ctx, of.Log, a.viewsPath(), views.All(), o)
}

// viewCheck is one view's part of a check; viewDifference is one thing found.
type (
	viewCheck struct {
		View        string           `json:"view"`
		Rows        int              `json:"rows"`
		Expected    string           `json:"expected_digest"`
		Actual      string           `json:"actual_digest"`
		Different   int              `json:"different_rows"`
		Differences []viewDifference `json:"differences"`
	}
	viewDifference struct {
		View     string `json:"view,omitempty"`
		Key      string `json:"key,omitempty"`
		Kind     string `json:"kind"`
		Column   string `json:"column,omitempty"`
		Expected string `json:"expected"`
		Actual   string `json:"actual"`
	}
)

// showCheck shows what was compared and what differs, which fails the check.
func (a *app) showCheck(r follower.Report) error {
	all, t := []viewCheck{}, newTable(heads("view", "rows", "digest", "result")...)
	found := namedDifferences(r.File)
	for _, v := range r.Views {
		named := namedDifferences(v.Differences)
		all = append(all, viewCheck{v.View, v.Rows, v.Expected, v.Actual, v.Different, named})
		result := text("views.same")
		if v.Expected != v.Actual {
			result = say("cli.views.rows_differ", "n", fmt.Sprint(v.Different))
		}
		t.add(text("view."+v.View), fmt.Sprint(v.Rows), v.Expected, result)
		found = append(found, named...)
	}
	a.note("cli.views.checked", "at", fmt.Sprint(uint64(r.Position)))
	if err := a.show(map[string]any{"position": uint64(r.Position), "same": r.Same(), "views": all, "file": namedDifferences(r.File)}, t); err != nil || r.Same() {
		return err
	}
	if !a.json {
		fmt.Fprintln(a.out)
		if err := a.show(nil, a.differences(found)); err != nil {
			return err
		}
	}
	return failedCheck{say("cli.views.differ", "n", fmt.Sprint(len(found)))}
}

func namedDifferences(all []follower.Difference) []viewDifference {
	out := []viewDifference{}
	for _, d := range all {
		out = append(out, viewDifference{d.View, d.Key, string(d.Kind), d.Column, d.Expected, d.Actual})
	}
	return out
}

// differences are a table; for people long rows are cut, which --plain and
// --json do not.
func (a *app) differences(all []viewDifference) *table {
	t := newTable(heads("view", "key", "column", "difference", "expected", "actual")...)
	for _, d := range all {
		view := d.View
		if view != "" {
			view = text("view." + view)
		}
		if !a.plain {
			d.Expected, d.Actual = cut(d.Expected, widestValue), cut(d.Actual, widestValue)
		}
		t.add(view, d.Key, d.Column, text("views.kind."+d.Kind), d.Expected, d.Actual)
	}
	return t
}

const widestValue = 40
