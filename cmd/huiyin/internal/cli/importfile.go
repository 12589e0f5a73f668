package cli

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/gofrs/flock"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"huiyin/cmd/huiyin/internal/importing"
	"huiyin/cmd/huiyin/internal/sheet"
	"huiyin/domain/calendar"
)

// importTurn holds the folder's turn to import, one at a time: reading a file
// costs memory, and two imports would each confirm what the other changes.
// Where no folder is yet there is nothing to hold.
func (a *app) importTurn() (free func(), err error) {
	if !a.hasStore() {
		return func() {}, nil
	}
	lock := flock.New(filepath.Join(a.data, "import.lock"))
	held, err := lock.TryLock()
	if err != nil {
		return nil, err
	}
	if !held {
		return nil, unavailable{say("cli.import.busy")}
	}
	return func() { _ = lock.Unlock() }, nil
}

// openImport reads a file. Of one that is too large for a table no more is read
// than shows it.
func openImport(ctx context.Context, name string, o importing.Options) (*importing.File, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, noFile(name, err)
	}
	defer file.Close()
	in := bufio.NewReader(file)
	head, _ := in.Peek(512) // a shorter file has less, and what cannot be read fails below
	var all io.Reader = in
	if !importing.IsLines(name, head) {
		all = io.LimitReader(in, sheet.MaxFile+1)
	}
	data, err := io.ReadAll(all)
	if err != nil {
		return nil, noFile(name, err)
	}
	return importing.Open(ctx, name, data, o)
}

// openFile reads a file of whatever size.
func openFile(name string) ([]byte, error) {
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, noFile(name, err)
	}
	return data, nil
}

func noFile(name string, err error) error {
	return notFound{say("cli.import.no_file", "file", name, "detail", err.Error())}
}

// given are the flags that belong to the code of a check.
func given(c *cobra.Command) string {
	var out string
	c.Flags().Visit(func(f *pflag.Flag) {
		if f.Name != "data" && f.Name != "errors" && f.Name != "json" && f.Name != "plain" {
			out += " --" + f.Name + " " + quoted(f.Value.String())
		}
	})
	return out
}

// quoted puts an argument with blanks in quotes, to be copied as it is.
func quoted(s string) string {
	if strings.ContainsAny(s, " \t") {
		return `"` + s + `"`
	}
	return s
}

// whoever is the named person, else the machine's user.
func whoever(name string) string {
	if name != "" {
		return name
	}
	if u, err := user.Current(); err == nil {
		return u.Username
	}
	return ""
}

// errorsName checks where the copy with the errors shall go, before anything is
// read: never over the file itself.
func (a *app) errorsName(in, out string) error {
	if out == "" {
		return nil
	}
	ext := strings.ToLower(filepath.Ext(out))
	if ext != ".xlsx" && ext != ".csv" {
		return usage("cli.import.errors_type")
	}
	from, err := os.Stat(in)
	if to, toErr := os.Stat(out); err == nil && toErr == nil && os.SameFile(from, to) {
		return usage("cli.import.errors_same", "file", out)
	}
	return nil
}

// writeErrors writes the user's own table with the reasons beside it.
func (a *app) writeErrors(file *importing.File, results []importing.Result, out string) error {
	if out == "" {
		return nil
	}
	if importing.Tally(results).Refused == 0 {
		a.note("cli.import.errors_none", "file", out)
		return nil
	}
	asCSV := strings.EqualFold(filepath.Ext(out), ".csv")
	if asCSV && file.Format == importing.XLSX {
		return usage("cli.import.errors_type")
	}
	var copied bytes.Buffer
	table, err := file.WriteErrors(&copied, results, asCSV)
	if err != nil {
		return err
	}
	if !table {
		return usage("cli.import.errors_lines")
	}
	if err := os.WriteFile(out, copied.Bytes(), 0o600); err != nil {
		return err
	}
	a.note("cli.import.errors_written", "file", out)
	return nil
}

// importTemplate writes the table that offices fill in; never over a file, which
// may be one that was filled in.
func (a *app) importTemplate() *cobra.Command {
	asCSV := false
	c := leaf("template FILE", func(_ *cobra.Command, args []string) (err error) {
		out, err := os.OpenFile(args[0], os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
		if errors.Is(err, os.ErrExist) {
			return usage("cli.import.exists", "file", args[0])
		}
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, out.Close()) }()
		if err := writeTemplate(out, asCSV); err != nil {
			return err
		}
		a.note("cli.import.template_written", "file", args[0])
		if a.json {
			return a.printJSON(struct {
				File string `json:"file"`
			}{args[0]})
		}
		return nil
	})
	c.Flags().BoolVar(&asCSV, "csv", false, text("flag.import_csv"))
	return c
}

func writeTemplate(w io.Writer, asCSV bool) error {
	if asCSV {
		return sheet.WriteCSV(w, importing.Template()[0])
	}
	return sheet.WriteXLSX(w, importing.Template())
}

// importList shows which files were imported, when, by whom and with what
// outcome.
func (a *app) importList() *cobra.Command {
	return a.needData(leaf("list", func(c *cobra.Command, _ []string) error {
		d, err := a.read(c.Context())
		if err != nil {
			return err
		}
		defer d.Close()
		all, err := importing.Batches(c.Context(), d.Log)
		if err != nil {
			return err
		}
		t := newTable(heads("import_when", "import_file", "rows", "import_result", "import_by")...)
		for _, b := range all {
			t.add(calendar.DateOf(b.At).String(), b.File, strconv.Itoa(b.Rows), say("cli.import.outcome", "new", strconv.Itoa(b.New),
				"added", strconv.Itoa(b.Added), "corrected", strconv.Itoa(b.Corrected), "unchanged", strconv.Itoa(b.Unchanged),
				"refused", strconv.Itoa(b.Refused)), b.By.Name)
		}
		if len(all) == 0 {
			all = []importing.Batch{}
			a.note("cli.import.no_imports")
		}
		return a.show(all, t)
	}))
}
