package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"huiyin/cmd/huiyin/internal/office"
	"huiyin/domain/zh"
	"huiyin/eventstore/vault"
)

func (a *app) backup() *cobra.Command {
	return group("backup", a.backupTake(), a.backupVerify(), a.backupDrill())
}

// auditing shows how far a reading through is.
func (a *app) auditing() func(int64) {
	progress := a.progress("cli.ledger.stage")
	return func(n int64) { progress(int(n), int(n)) }
}

func (a *app) backupTake() *cobra.Command {
	secrets, key := "", ""
	c := a.needData(leaf("take FOLDER", func(c *cobra.Command, args []string) error {
		if secrets != "" && key == "" {
			return usage("cli.backup.no_key")
		}
		of, err := office.Open(c.Context(), office.Options{Dir: a.data, ReadOnly: true})
		if err != nil {
			return err
		}
		defer of.Close()
		m, err := of.Backup(c.Context(), args[0], nil)
		if err != nil {
			return err
		}
		if secrets != "" {
			if _, err := of.BackupSecrets(c.Context(), key, secrets, args[0]); err != nil {
				return secretsError(err, secrets, a.data)
			}
			a.note("cli.backup.secrets_taken", "dir", secrets)
		}
		return a.showManifest(m, "cli.backup.taken", args[0])
	}))
	secretsFlags(c, &secrets, &key)
	return c
}

// secretsFlags name the folder of secrets apart, and the key that opens them.
func secretsFlags(c *cobra.Command, secrets, key *string) {
	c.Flags().StringVar(secrets, "secrets", "", text("flag.secrets"))
	c.Flags().StringVar(key, "vault-key", "", text("flag.secrets_key"))
}

// secretsError words why secrets were not copied.
func secretsError(err error, secrets, data string) error {
	switch {
	case errors.Is(err, office.ErrTogether):
		return usage("cli.backup.together", "dir", secrets)
	case errors.Is(err, os.ErrNotExist):
		return notFound{say("cli.backup.no_secrets", "dir", data)}
	case errors.Is(err, vault.ErrNoKey), errors.Is(err, vault.ErrWrongKey), errors.Is(err, vault.ErrKeyInside), errors.Is(err, vault.ErrKeyExposed):
		return refusedCall{say("cli.backup.bad_key", "detail", err.Error())}
	case errors.Is(err, os.ErrExist):
		return refusedCall{say("cli.backup.secrets_there", "dir", secrets)}
	}
	return err
}

func (a *app) backupVerify() *cobra.Command {
	secrets, key := "", ""
	c := leaf("verify FOLDER", func(c *cobra.Command, args []string) error {
		if secrets != "" {
			if _, err := office.VerifySecrets(secrets, key); err != nil {
				return secretsError(err, secrets, secrets)
			}
			a.note("cli.backup.secrets_verified", "dir", secrets)
		}
		m, err := office.VerifyBackup(c.Context(), args[0], nil)
		if err != nil {
			return err
		}
		return a.showManifest(m, "cli.backup.verified", args[0])
	})
	secretsFlags(c, &secrets, &key)
	return c
}

func (a *app) showManifest(m office.Manifest, key, dir string) error {
	t := newTable(heads("taken", "events", "streams", "files", "root")...)
	t.add(stampOf(m.Taken), fmt.Sprint(m.Events), fmt.Sprint(m.Streams), fmt.Sprint(m.Files-m.Missing), m.Root)
	if m.Missing > 0 {
		a.note("cli.backup.files_missing", "count", fmt.Sprint(m.Missing))
	}
	a.note(key, "dir", dir, "events", fmt.Sprint(m.Events))
	return a.show(m, t)
}

// stampOf is an instant for people, in China's time.
func stampOf(t time.Time) string {
	local := t.In(time.FixedZone("", 8*60*60))
	return zh.Date(dateOf(t)) + local.Format(" 15:04:05")
}

// restore puts a backup into a new folder. An older backup than the checkpoint
// kept elsewhere opens for reading only, until the loss was accepted by name.
func (a *app) restore() *cobra.Command {
	secrets, key := "", ""
	c := a.needData(leaf("restore FOLDER", func(c *cobra.Command, args []string) error {
		switch {
		case a.data == "":
			return usage("cli.no_data")
		case secrets != "" && key == "":
			return usage("cli.backup.no_key")
		}
		m, err := office.Restore(c.Context(), args[0], a.data, nil)
		if errors.Is(err, os.ErrExist) {
			return refusedCall{say("cli.backup.not_empty", "dir", a.data)}
		}
		if err != nil {
			return err
		}
		if secrets != "" {
			if err := office.RestoreSecrets(secrets, key, a.data); err != nil {
				return secretsError(err, secrets, secrets)
			}
			a.note("cli.backup.secrets_restored", "dir", a.data)
		}
		return a.showManifest(m, "cli.backup.restored", a.data)
	}))
	secretsFlags(c, &secrets, &key)
	return c
}

// drill is a whole rehearsal: take, verify, restore, fold, compare.
type drill struct {
	Events        int64   `json:"events"`
	LostEvents    uint64  `json:"lost_events"`
	RPOSeconds    float64 `json:"rpo_seconds"`
	RTOSeconds    float64 `json:"rto_seconds"`
	BackupSeconds float64 `json:"backup_seconds"`
	Files         int     `json:"files"`
	Missing       int     `json:"missing"`
	ViewsEqual    bool    `json:"views_equal"`
}

func (a *app) backupDrill() *cobra.Command {
	return a.needData(leaf("drill", func(c *cobra.Command, _ []string) error {
		scratch, err := os.MkdirTemp("", "huiyin-drill-")
		if err != nil {
			return err
		}
		defer os.RemoveAll(scratch)
		d, err := a.read(c.Context())
		if err != nil {
			return err
		}
		defer d.Close()
		result, err := a.drillIn(c.Context(), d, scratch)
		if err != nil {
			return err
		}
		t := newTable(heads("events", "files", "backup_s", "rpo", "lost", "rto", "views_equal")...)
		t.add(fmt.Sprint(result.Events), fmt.Sprint(result.Files-result.Missing), seconds(result.BackupSeconds), seconds(result.RPOSeconds), fmt.Sprint(result.LostEvents),
			seconds(result.RTOSeconds), text("same."+fmt.Sprint(result.ViewsEqual)))
		if err := a.show(result, t); err != nil {
			return err
		}
		if !result.ViewsEqual {
			return failedCheck{say("cli.backup.views_differ")}
		}
		a.note("cli.backup.drill_done")
		return nil
	}))
}

func seconds(s float64) string { return fmt.Sprintf("%.1f", s) }

func (a *app) drillIn(ctx context.Context, d *desk, scratch string) (drill, error) {
	copyDir, newDir := filepath.Join(scratch, "backup"), filepath.Join(scratch, "data")
	began := time.Now()
	m, err := d.Backup(ctx, copyDir, nil)
	if err != nil {
		return drill{}, err
	}
	taken := time.Now()
	head, err := d.Log.Head(ctx)
	if err != nil {
		return drill{}, err
	}
	out := drill{Events: m.Events, LostEvents: uint64(head - m.Position), BackupSeconds: taken.Sub(began).Seconds(), RPOSeconds: taken.Sub(began).Seconds(), Files: m.Files, Missing: m.Missing}
	if _, err := office.Restore(ctx, copyDir, newDir, nil); err != nil {
		return out, err
	}
	b := &app{out: a.out, err: a.err, data: newDir, figures: newFigures()}
	restored, err := b.read(ctx)
	if err != nil {
		return out, err
	}
	out.RTOSeconds = time.Since(taken).Seconds()
	out.ViewsEqual, err = sameViews(ctx, d, restored)
	return out, errors.Join(err, restored.Close())
}

// sameViews compares the read files row by row, if they show the same position.
func sameViews(ctx context.Context, live, restored *desk) (bool, error) {
	if live.file.Checkpoint() != restored.file.Checkpoint() {
		return true, nil // the live one has gone on; its rows are of another moment
	}
	for _, v := range live.file.Views() {
		a, _, err := live.file.Digest(ctx, v.Name)
		if err != nil {
			return false, err
		}
		b, _, err := restored.file.Digest(ctx, v.Name)
		if err != nil || a != b {
			return false, err
		}
	}
	return true, nil
}
