package vault

import (
	"context"
	"errors"
	"os"
	"path/filepath"
)

// errHeld says that another process read the file for longer than a writer
// waits. The record is written or deleted; its old content leaves the WAL with
// the next write or at Close.
var errHeld = errors.New("vault: another process holds the old content of a record")

// Backup writes a copy of the vault as it is now to a new file, which opens with
// the same key. Keep it apart from the backups of the log and from the key.
func (v *Vault) Backup(ctx context.Context, path string) error {
	return v.use(ctx, func() error {
		f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
		if err != nil {
			return err
		}
		if err := errors.Join(f.Close(), run(v.conn, "VACUUM INTO ?", path)); err != nil {
			return errors.Join(err, os.Remove(path))
		}
		return errors.Join(syncFile(path), syncDir(filepath.Dir(path)))
	})
}

// Rewrap makes a new key file and seals the data key with it. From then on the
// old key opens only older copies of the vault. The new file must not be there.
func (v *Vault) Rewrap(ctx context.Context, keyFile string) error {
	if err := apart(keyFile, v.path); err != nil {
		return err
	}
	return v.use(ctx, func() error {
		key, err := makeKey(keyFile, v.random)
		if err != nil {
			return err
		}
		sealed, err := seal(key, v.key, keyBound, v.random)
		if err != nil {
			return err
		}
		if err := run(v.conn, "UPDATE vault SET key = ?", sealed); err != nil {
			return err
		}
		return v.erase()
	})
}

func syncFile(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
