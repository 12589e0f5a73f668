package cli

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"huiyin/cmd/huiyin/internal/importing"
	"huiyin/cmd/huiyin/internal/office"
	"huiyin/domain/zh"
)

func (a *app) importing() *cobra.Command {
	return group("import", a.importCheck(), a.importApply())
}

// importCheck says what an import would do. It writes nothing, and needs no
// data folder to exist yet.
func (a *app) importCheck() *cobra.Command {
	return a.needData(leaf("check FILE", func(c *cobra.Command, args []string) error {
		file, err := openFile(args[0])
		if err != nil {
			return err
		}
		if a.data == "" {
			return usage("cli.no_data")
		}
		o := office.Options{ReadOnly: true, Dir: a.data}
		if _, err := os.Stat(filepath.Join(a.data, "events.db")); err != nil {
			scratch, err := os.MkdirTemp("", "huiyin-check-")
			if err != nil {
				return err
			}
			defer os.RemoveAll(scratch)
			o = office.Options{Dir: scratch}
		}
		of, err := office.Open(c.Context(), o)
		if err != nil {
			return err
		}
		defer of.Close()
		results, err := importing.Check(c.Context(), of, bytes.NewReader(file))
		if err != nil {
			return err
		}
		a.note("cli.import.dry")
		return a.showImport(results)
	}))
}

func (a *app) importApply() *cobra.Command {
	return a.needData(leaf("apply FILE", func(c *cobra.Command, args []string) error {
		file, err := openFile(args[0])
		if err != nil {
			return err
		}
		d, err := a.open(c.Context(), office.Options{})
		if err != nil {
			return err
		}
		defer d.Close()
		results, err := a.apply(c.Context(), d.Office, file)
		if err != nil {
			return err
		}
		if err := d.refresh(c.Context(), a.figures); err != nil {
			return err
		}
		return a.showImport(results)
	}))
}

func openFile(name string) ([]byte, error) {
	file, err := os.ReadFile(name)
	if err != nil {
		return nil, notFound{say("cli.import.no_file", "file", name, "detail", err.Error())}
	}
	return file, nil
}

// apply imports and shows how far it is.
func (a *app) apply(ctx context.Context, of *office.Office, file []byte) ([]importing.Result, error) {
	total, done := bytes.Count(bytes.TrimSpace(file), []byte{'\n'})+1, 0
	progress := a.progress("cli.demo.stage.import")
	return importing.Apply(ctx, of, bytes.NewReader(file), func(importing.Result) {
		done++
		progress(done, max(total, done))
	})
}

// importRow is one row's outcome as data.
type importRow struct {
	Line     int      `json:"line"`
	Source   string   `json:"source"`
	Case     string   `json:"case,omitempty"`
	Outcome  string   `json:"outcome"`
	Title    string   `json:"title"`
	Problems []string `json:"problems,omitempty"`
}

// showImport prints every row and fails when one was refused.
func (a *app) showImport(results []importing.Result) error {
	rows, t := []importRow{}, newTable(heads("line", "outcome", "source", "title", "problem")...)
	for _, r := range results {
		row := importRow{Line: r.Line, Source: r.SourceID, Case: string(r.Case), Outcome: string(r.Outcome), Title: r.Title}
		for _, p := range r.Problems {
			row.Problems = append(row.Problems, p.Text(r.Line))
		}
		rows = append(rows, row)
		t.add(fmt.Sprint(r.Line), zh.Label("cli.outcome", string(r.Outcome)), r.SourceID, cut(r.Title, 44), strings.Join(row.Problems, " "))
	}
	if err := a.show(rows, t); err != nil {
		return err
	}
	n := tally(results)
	a.note("cli.import.done", "rows", fmt.Sprint(len(results)), "new", n(importing.New), "added", n(importing.Added),
		"corrected", n(importing.Corrected), "unchanged", n(importing.Unchanged), "refused", n(importing.Refused))
	if n(importing.Refused) != "0" {
		return failedCheck{say("cli.import.failed", "refused", n(importing.Refused))}
	}
	return nil
}

func tally(results []importing.Result) func(importing.Outcome) string {
	count := map[importing.Outcome]int{}
	for _, r := range results {
		count[r.Outcome]++
	}
	return func(o importing.Outcome) string { return fmt.Sprint(count[o]) }
}

// published is the bundled file of real cases.
func published() ([]byte, error) { return io.ReadAll(importing.Published()) }
