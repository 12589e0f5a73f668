package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	known "huiyin/api/desk"
	"huiyin/cmd/huiyin/internal/office"
)

// files are the files that came with acts.
func (a *app) files() *cobra.Command { return group("files", a.filesCheck()) }

// filesCheck holds every file that the log tells of against its binding.
func (a *app) filesCheck() *cobra.Command {
	return a.needData(leaf("check", func(c *cobra.Command, _ []string) error {
		of, err := office.Open(c.Context(), office.Options{Dir: a.data, ReadOnly: true})
		if err != nil {
			return err
		}
		defer of.Close()
		r, err := a.readFiles(c.Context(), of)
		if err != nil {
			return err
		}
		t := newTable(heads("file_case", "file", "file_fault")...)
		for _, f := range r.Faults {
			word := "cli.files.changed"
			if f.Missing {
				word = "cli.files.missing"
			}
			t.add(f.Case, f.Name, say(word))
		}
		if err := a.show(r, t); err != nil {
			return err
		}
		if err := damaged(r); err != nil {
			return err
		}
		a.note("cli.files.whole", "count", fmt.Sprint(r.Files), "size", known.SizeWord(r.Bytes))
		return nil
	}))
}

// readFiles reads every file through.
func (a *app) readFiles(ctx context.Context, of *office.Office) (office.FileReport, error) {
	progress := a.progress("cli.files.stage")
	return office.CheckFiles(ctx, of.Log, a.data, func(n int64) { progress(int(n), int(n)) })
}

// damaged is the error of files that are not what they were; nil for none.
func damaged(r office.FileReport) error {
	missing := 0
	for _, f := range r.Faults {
		if f.Missing {
			missing++
		}
	}
	if len(r.Faults) == 0 {
		return nil
	}
	return failedCheck{say("cli.files.damaged", "count", fmt.Sprint(len(r.Faults)), "missing", fmt.Sprint(missing))}
}
