package office

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"huiyin/eventstore/vault"
)

const (
	vaultName   = "vault.db"
	secretsName = "secrets.json"
)

// ErrTogether says that secrets would lie where the log's backup lies.
var ErrTogether = errors.New("office: secrets belong into a folder of their own")

// Secrets says what a backup of the secrets holds. It is written last.
type Secrets struct {
	Format int       `json:"format"`
	Taken  time.Time `json:"taken"`
	Digest string    `json:"digest"`
}

// BackupSecrets copies the vault of a data folder into a new folder of its own,
// while it is used, and holds that the copy opens with the key. The key is not in
// it. Keep it apart from the backups of the log, and not longer than 30 days, or
// what was deleted is not (handbook PII-04).
func (o *Office) BackupSecrets(ctx context.Context, keyFile, dir, besides string) (s Secrets, err error) {
	if inside(dir, besides) || inside(besides, dir) || inside(dir, o.opts.Dir) {
		return s, ErrTogether
	}
	if _, err := os.Stat(filepath.Join(o.opts.Dir, vaultName)); err != nil {
		return s, err // opening would found one
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return s, err
	}
	v, err := vault.Open(vault.Options{Path: filepath.Join(o.opts.Dir, vaultName), KeyFile: keyFile})
	if err != nil {
		return s, err
	}
	to := filepath.Join(dir, vaultName)
	if err := errors.Join(v.Backup(ctx, to), v.Close()); err != nil {
		return s, err
	}
	if err := opens(to, keyFile); err != nil {
		return s, err
	}
	s = Secrets{Format: 1, Taken: o.Now().UTC()}
	if s.Digest, err = fileDigest(to); err != nil {
		return s, err
	}
	text, err := json.MarshalIndent(s, "", "  ")
	if err != nil {
		return s, err
	}
	return s, writeSynced(filepath.Join(dir, secretsName), append(text, '\n'))
}

// VerifySecrets holds that a backup of secrets is whole, and with a key that the key
// opens it.
func VerifySecrets(dir, keyFile string) (s Secrets, err error) {
	text, err := os.ReadFile(filepath.Join(dir, secretsName))
	if err == nil {
		err = json.Unmarshal(text, &s)
	}
	if err != nil || s.Format != 1 {
		return s, fmt.Errorf("%w: %s cannot be read: %w", ErrBackup, secretsName, err)
	}
	digest, err := fileDigest(filepath.Join(dir, vaultName))
	if err != nil || digest != s.Digest {
		return s, fmt.Errorf("%w: %s is not the file that was written: %w", ErrBackup, vaultName, err)
	}
	if keyFile == "" {
		return s, nil
	}
	copied, err := os.MkdirTemp("", "huiyin-secrets-") // to look is not to touch
	if err != nil {
		return s, err
	}
	defer os.RemoveAll(copied)
	to := filepath.Join(copied, vaultName)
	if err := copyFile(filepath.Join(dir, vaultName), to); err != nil {
		return s, err
	}
	return s, errors.Join(os.Chmod(to, 0o600), opens(to, keyFile))
}

// RestoreSecrets copies a verified backup of secrets into a data folder that has
// none yet.
func RestoreSecrets(backup, keyFile, dir string) error {
	if _, err := VerifySecrets(backup, keyFile); err != nil {
		return err
	}
	to := filepath.Join(dir, vaultName)
	if err := copyFile(filepath.Join(backup, vaultName), to); err != nil {
		return err
	}
	return os.Chmod(to, 0o600)
}

// opens holds that a vault opens with the key.
func opens(path, keyFile string) error {
	v, err := vault.Open(vault.Options{Path: path, KeyFile: keyFile})
	if err != nil {
		return err
	}
	return v.Close()
}

// inside reports whether a path lies in a folder or is it; false for no folder.
func inside(path, folder string) bool {
	if folder == "" {
		return false
	}
	p, err := filepath.Abs(path)
	f, failed := filepath.Abs(folder)
	if err != nil || failed != nil {
		return true
	}
	rel, err := filepath.Rel(f, p)
	return err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator))
}
