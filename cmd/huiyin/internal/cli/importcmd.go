package cli

import (
	"context"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"huiyin/cmd/huiyin/internal/importing"
	"huiyin/cmd/huiyin/internal/office"
	"huiyin/domain/suggestion"
)

func (a *app) importing() *cobra.Command {
	return group("import", a.importCheck(), a.importApply(), a.importTemplate(), a.importList())
}

// importFlags say what a table does not say itself.
func importFlags(c *cobra.Command, o *importing.Options) {
	c.Flags().StringVar(&o.Congress, "congress", "", text("flag.import_congress"))
	c.Flags().StringVar(&o.Session, "session", "", text("flag.import_session"))
	c.Flags().IntVar(&o.Year, "year", 0, text("flag.import_year"))
	c.Flags().StringVar(&o.Sheet, "sheet", "", text("flag.import_sheet"))
	c.Flags().StringVar(&o.Encoding, "encoding", "", text("flag.import_encoding"))
}

// importCheck says what an import would do. It writes nothing to the data folder,
// and needs none to exist yet.
func (a *app) importCheck() *cobra.Command {
	var o importing.Options
	var errorsTo string
	c := a.needData(leaf("check FILE", func(c *cobra.Command, args []string) error {
		if a.data == "" {
			return usage("cli.no_data")
		}
		if err := a.errorsName(args[0], errorsTo); err != nil {
			return err
		}
		free, err := a.importTurn()
		if err != nil {
			return err
		}
		defer free()
		file, err := openImport(c.Context(), args[0], o)
		if err != nil {
			return err
		}
		results, err := a.rehearse(c.Context(), file)
		if err != nil {
			return err
		}
		if err := a.writeErrors(file, results, errorsTo); err != nil {
			return err
		}
		a.note("cli.import.dry")
		shown := a.showImport(file, results, nil)
		if file.NeedsConfirmation() && len(results) > 0 {
			a.note("cli.import.confirm_code", "code", file.Confirmation(results), "file", args[0], "dir", a.data, "options", given(c))
		}
		return shown
	}))
	importFlags(c, &o)
	c.Flags().StringVar(&errorsTo, "errors", "", text("flag.import_errors"))
	return c
}

// rehearse runs the import in memory, beside whoever owns the folder.
func (a *app) rehearse(ctx context.Context, file *importing.File) ([]importing.Result, error) {
	o := office.Options{ReadOnly: true, Dir: a.data}
	if !a.hasStore() {
		scratch, err := os.MkdirTemp("", "huiyin-check-")
		if err != nil {
			return nil, err
		}
		defer os.RemoveAll(scratch)
		o = office.Options{Dir: scratch}
	}
	of, err := office.Open(ctx, o)
	if err != nil {
		return nil, err
	}
	defer of.Close()
	return importing.Check(ctx, of, file)
}

func (a *app) hasStore() bool {
	_, err := os.Stat(filepath.Join(a.data, "events.db"))
	return err == nil
}

// importApply imports a file and records that it was imported, and by whom.
func (a *app) importApply() *cobra.Command {
	var o importing.Options
	var confirm, by string
	c := a.needData(leaf("apply FILE", func(c *cobra.Command, args []string) error {
		if a.data == "" {
			return usage("cli.no_data")
		}
		free, err := a.importTurn()
		if err != nil {
			return err
		}
		defer free()
		file, err := openImport(c.Context(), args[0], o)
		if err != nil {
			return err
		}
		if confirm == "" && file.NeedsConfirmation() {
			return usage("cli.import.need_confirm", "file", args[0], "dir", a.data)
		}
		d, err := a.open(c.Context(), office.Options{})
		if err != nil {
			return err
		}
		defer d.Close()
		if confirm != "" {
			if err := confirmed(c.Context(), d.Office, file, confirm); err != nil {
				return err
			}
		}
		return a.importInto(c.Context(), d, file, by)
	}))
	importFlags(c, &o)
	c.Flags().StringVar(&confirm, "confirm", "", text("flag.import_confirm"))
	c.Flags().StringVar(&by, "by", "", text("flag.import_by"))
	return c
}

// confirmed refuses an import whose dry run would not be the one that was seen.
// The same command again, after it was carried out, is the same act: it changes
// nothing and is let through to say so.
func confirmed(ctx context.Context, of *office.Office, file *importing.File, code string) error {
	results, err := importing.Check(ctx, of, file)
	if err != nil {
		return err
	}
	if file.Confirmation(results) == code {
		return nil
	}
	if done, err := importing.Done(ctx, of.Log, file, code); err != nil || done && !importing.Tally(results).Changed() {
		return err
	}
	return refusedCall{say("cli.import.changed")}
}

func (a *app) importInto(ctx context.Context, d *desk, file *importing.File, by string) error {
	results, err := a.apply(ctx, d.Office, file)
	if err != nil {
		return err
	}
	earlier, err := importing.Complete(ctx, d.Office, file, results, suggestion.Person{Name: whoever(by)})
	if err != nil {
		return err
	}
	if err := d.refresh(ctx, a.figures); err != nil {
		return err
	}
	return a.showImport(file, results, earlier)
}

// apply imports and shows how far it is.
func (a *app) apply(ctx context.Context, of *office.Office, file *importing.File) ([]importing.Result, error) {
	total, done := file.Total(), 0
	progress := a.progress("cli.demo.stage.import")
	return importing.Apply(ctx, of, file, func(importing.Result) {
		done++
		progress(done, max(total, done))
	})
}
