package cli

import (
	"fmt"

	"github.com/spf13/cobra"

	"huiyin/projections/parked"
)

func (a *app) views() *cobra.Command {
	metrics := false
	c := a.needData(leaf("status", func(c *cobra.Command, _ []string) error {
		if metrics {
			return a.metrics(c)
		}
		return a.status(c)
	}))
	c.Flags().BoolVar(&metrics, "metrics", false, text("flag.metrics"))
	return group("views", c, a.overview(), a.viewsRetry(), a.viewsRebuild(), a.viewsCheck())
}

func (a *app) status(c *cobra.Command) error {
	return a.withParked(c, func(d *desk, sick []parked.Stream) error { return a.viewsStatus(c, d, sick) })
}

func (a *app) metrics(c *cobra.Command) error {
	return a.withParked(c, func(_ *desk, sick []parked.Stream) error {
		a.figures.setParked(sick)
		return a.figures.write(a.out)
	})
}

// withParked opens the folder for reading and finds all that is parked.
func (a *app) withParked(c *cobra.Command, do func(*desk, []parked.Stream) error) error {
	d, err := a.read(c.Context())
	if err != nil {
		return err
	}
	defer d.Close()
	all, err := a.allParked(c.Context(), d)
	if err != nil {
		return err
	}
	return do(d, all)
}

// viewStatus is one view: its rows and their digest.
type viewStatus struct {
	View       string `json:"view"`
	Rows       int    `json:"rows"`
	Digest     string `json:"digest"`
	Checkpoint uint64 `json:"checkpoint"`
}

// viewsStatus shows the views and what is parked; that anything is fails it.
func (a *app) viewsStatus(c *cobra.Command, d *desk, sick []parked.Stream) error {
	head, err := d.Log.Head(c.Context())
	if err != nil {
		return err
	}
	all, t := []viewStatus{}, newTable(heads("view", "rows", "digest")...)
	for _, v := range d.file.Views() {
		digest, rows, err := d.file.Digest(c.Context(), v.Name)
		if err != nil {
			return err
		}
		all = append(all, viewStatus{View: v.Name, Rows: rows, Digest: digest, Checkpoint: uint64(d.file.Checkpoint())})
		t.add(text("view."+v.Name), fmt.Sprint(rows), digest)
	}
	a.note("cli.views.status", "head", fmt.Sprint(uint64(head)), "reached", fmt.Sprint(uint64(d.file.Checkpoint())))
	rows, parkedRows := parkedTable(sick)
	if err := a.show(map[string]any{"views": all, "parked": rows}, t); err != nil || len(sick) == 0 {
		return err
	}
	if !a.json {
		fmt.Fprintln(a.out)
		if err := a.show(rows, parkedRows); err != nil {
			return err
		}
	}
	return failedCheck{say("cli.parked.failed", "n", fmt.Sprint(len(sick)), "corrupt", corruptWords(sick))}
}
