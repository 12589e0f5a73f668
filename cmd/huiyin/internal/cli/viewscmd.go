package cli

import (
	"fmt"

	"github.com/spf13/cobra"
)

func (a *app) views() *cobra.Command {
	metrics := false
	c := a.needData(leaf("status", func(c *cobra.Command, _ []string) error {
		d, err := a.read(c.Context())
		if err != nil {
			return err
		}
		defer d.Close()
		if metrics {
			return a.figures.write(a.out)
		}
		return a.viewsStatus(c, d)
	}))
	c.Flags().BoolVar(&metrics, "metrics", false, text("flag.metrics"))
	return group("views", c)
}

// viewStatus is one view: its rows and their digest.
type viewStatus struct {
	View       string `json:"view"`
	Rows       int    `json:"rows"`
	Digest     string `json:"digest"`
	Checkpoint uint64 `json:"checkpoint"`
}

func (a *app) viewsStatus(c *cobra.Command, d *desk) error {
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
	return a.show(all, t)
}
