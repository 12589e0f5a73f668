package doctor

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"golang.org/x/mod/sumdb/note"

	"huiyin/cmd/huiyin/internal/office"
	"huiyin/eventstore/ledger"
	"huiyin/eventstore/vault"
)

// How old what protects the log may get.
const (
	freshBackup     = 26 * time.Hour // taken every night, with two hours to spare
	oldBackup       = 7 * 24 * time.Hour
	freshCheckpoint = 24 * time.Hour
)

// secrets opens the vault with its key and looks who else may read keys.
func secrets(_ context.Context, h House) (all []Finding) {
	if exposed(h.Secret) {
		all = append(all, bad("exposed", "file", h.Secret))
	}
	path := filepath.Join(h.Data, "vault.db")
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return append(all, good("none"))
	}
	if h.VaultKey == "" {
		return append(all, warn("no_key"))
	}
	v, err := vault.Open(vault.Options{Path: path, KeyFile: h.VaultKey})
	switch {
	case errors.Is(err, vault.ErrNoKey):
		return append(all, bad("key_missing", "file", h.VaultKey))
	case errors.Is(err, vault.ErrKeyExposed):
		return append(all, bad("exposed", "file", h.VaultKey))
	case errors.Is(err, vault.ErrKeyInside):
		return append(all, bad("inside", "file", h.VaultKey))
	case errors.Is(err, vault.ErrWrongKey):
		return append(all, bad("wrong_key", "file", h.VaultKey))
	case err != nil:
		return append(all, bad("unreadable", "detail", err.Error()))
	}
	if err := v.Close(); err != nil {
		return append(all, bad("unreadable", "detail", err.Error()))
	}
	return append(all, good("fine"))
}

// exposed reports whether others than owner and group may read a file.
func exposed(file string) bool {
	about, err := os.Stat(file)
	return file != "" && err == nil && about.Mode().Perm()&0o007 != 0
}

// backups looks for the newest verified one, and where it lies.
func backups(_ context.Context, h House) []Finding {
	if h.Backups == "" {
		return only(warn("unknown"))
	}
	last, err := office.LastBackup(h.Backups)
	switch age := h.Now().Sub(last); {
	case err != nil:
		return only(bad("unreadable", "dir", h.Backups, "detail", err.Error()))
	case last.IsZero():
		return only(bad("none", "dir", h.Backups))
	case age > oldBackup:
		return only(bad("old", "taken", stamp(last), "days", days(age)))
	case age > freshBackup:
		return only(warn("late", "taken", stamp(last), "hours", hours(age)))
	case sameDisk(h.Backups, h.Data):
		return only(warn("same_disk", "dir", h.Backups, "taken", stamp(last)))
	default:
		return only(good("fine", "taken", stamp(last)))
	}
}

func days(d time.Duration) string  { return strconv.Itoa(int(d.Hours() / 24)) }
func hours(d time.Duration) string { return strconv.Itoa(int(d.Hours())) }

// sameDisk reports whether two paths lie on one file system.
func sameDisk(a, b string) bool {
	var x, y syscall.Stat_t
	return syscall.Stat(a, &x) == nil && syscall.Stat(b, &y) == nil && x.Dev == y.Dev
}

// checkpoint looks at what proves that the log only grew.
func checkpoint(_ context.Context, h House) []Finding {
	if h.Checkpoint == "" {
		return only(warn("unknown"))
	}
	about, err := os.Stat(h.Checkpoint)
	if err != nil {
		return only(bad("missing", "file", h.Checkpoint))
	}
	if err := signed(h); err != nil {
		return only(bad("wrong", "file", h.Checkpoint, "detail", err.Error()))
	}
	switch age := h.Now().Sub(about.ModTime()); {
	case age > freshCheckpoint:
		return only(warn("old", "saved", stamp(about.ModTime()), "hours", hours(age)))
	case sameDisk(h.Checkpoint, h.Data):
		return only(warn("same_disk", "file", h.Checkpoint))
	}
	return only(good("fine", "saved", stamp(about.ModTime())))
}

// signed holds that the checkpoint bears the signature of the office's key.
func signed(h House) error {
	text, err := os.ReadFile(h.CheckpointPub)
	if err != nil {
		return err
	}
	known, err := note.NewVerifier(strings.TrimSpace(string(text)))
	if err != nil {
		return fmt.Errorf("%s: %w", h.CheckpointPub, err)
	}
	point, err := os.ReadFile(h.Checkpoint)
	if err != nil {
		return err
	}
	_, err = ledger.Verify(point, known)
	return err
}
