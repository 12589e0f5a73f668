package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"huiyin/cmd/huiyin/internal/office"
	"huiyin/domain/suggestion"
	"huiyin/projections/parked"
)

// viewsRetry takes up what is parked, all or one case: the views beside whoever
// owns the folder, the reactors only as its owner, because they act.
func (a *app) viewsRetry() *cobra.Command {
	c := &cobra.Command{Use: "retry [CASE]"}
	c.Args = func(c *cobra.Command, args []string) error {
		if len(args) > 1 {
			return usage("cli.parked.one_case", "got", fmt.Sprint(len(args)))
		}
		return nil
	}
	c.RunE = func(c *cobra.Command, args []string) error {
		name := ""
		if len(args) > 0 {
			name = args[0]
		}
		return a.retry(c.Context(), name)
	}
	return a.needData(c)
}

func (a *app) retry(ctx context.Context, name string) error {
	d, err := a.read(ctx)
	if err != nil {
		return err
	}
	acting, err := a.reactorsParked()
	if err != nil {
		return errors.Join(err, d.Close())
	}
	sick := named(append(slices.Clone(d.before), acting...), name)
	if len(sick) == 0 {
		return errors.Join(a.noneParked(name), d.Close())
	}
	ids := cases(sick)
	if _, _, err = d.follower(nil).Retry(ctx, ids...); err == nil && len(named(acting, name)) > 0 {
		err = a.retryReactors(ctx, d, ids)
		d = nil
	}
	if d != nil {
		err = errors.Join(err, d.Close())
	}
	if err != nil {
		return err
	}
	return a.showRetried(ctx, sick, name)
}

// retryReactors gives the folder back and takes it as its owner.
func (a *app) retryReactors(ctx context.Context, d *desk, ids []suggestion.CaseID) error {
	if err := d.Close(); err != nil {
		return err
	}
	d, err := a.open(ctx, office.Options{})
	if err != nil {
		return err
	}
	runner, marks, err := a.runner(d)
	if err == nil {
		_, _, err = runner.Retry(ctx, ids...)
		err = errors.Join(err, marks.Close())
	}
	return errors.Join(err, d.Close())
}

func (a *app) noneParked(name string) error {
	if name != "" {
		return notFound{say("cli.parked.not_parked", "name", name)}
	}
	a.note("cli.parked.none")
	if a.json {
		return a.printJSON(map[string]any{"healed": 0, "parked": []parkedRow{}})
	}
	return nil
}

// showRetried tells what is parked still, which fails the retry.
func (a *app) showRetried(ctx context.Context, before []parked.Stream, name string) error {
	d, err := a.read(ctx)
	if err != nil {
		return err
	}
	defer d.Close()
	all, err := a.allParked(ctx, d)
	if err != nil {
		return err
	}
	left := named(all, name)
	healed := fmt.Sprint(len(before) - len(left))
	rows, t := parkedTable(left)
	switch {
	case a.json:
		err = a.printJSON(map[string]any{"healed": len(before) - len(left), "parked": rows})
	case len(left) > 0:
		err = a.show(rows, t)
	}
	if err != nil || len(left) > 0 {
		return errors.Join(err, failedCheck{say("cli.parked.left", "healed", healed, "n", fmt.Sprint(len(left)), "corrupt", corruptWords(left))})
	}
	a.note("cli.parked.healed", "n", healed)
	return nil
}

// named are those of a case by its ID or number; all for no name.
func named(all []parked.Stream, name string) []parked.Stream {
	return slices.DeleteFunc(slices.Clone(all), func(p parked.Stream) bool { return name != "" && string(p.Case) != name && p.Number != name })
}

func cases(all []parked.Stream) []suggestion.CaseID {
	var ids []suggestion.CaseID
	for _, p := range all {
		if !slices.Contains(ids, p.Case) {
			ids = append(ids, p.Case)
		}
	}
	return ids
}
