package sqlite

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	zs "zombiezen.com/go/sqlite"

	"huiyin/eventstore"
)

// Backup copies the log as it stands now into a new folder, while appends go on,
// and returns the position of the copy's last event. The copy is one state of
// the log, synced to the disk, and opens like any log; it is worth something
// only after it was read through (see package ledger). The folder must not hold
// a log yet. On an error nothing usable is left in it.
func (s *Store) Backup(ctx context.Context, dir string) (eventstore.Position, error) {
	if err := s.usable(ctx); err != nil {
		return 0, err
	}
	if err := makeDir(dir); err != nil {
		return 0, err
	}
	path := filepath.Join(dir, fileName)
	if _, err := os.Stat(path); !errors.Is(err, os.ErrNotExist) {
		return 0, fmt.Errorf("sqlite: backup: %s is there already", path)
	}
	if err := copyTo(filepath.Join(s.dir, fileName), path); err != nil {
		return 0, errors.Join(fmt.Errorf("sqlite: backup: %w", classifyIn(dir, err, 0)), removeLog(path))
	}
	if err := errors.Join(syncFile(path), syncDir(dir)); err != nil {
		return 0, errors.Join(err, removeLog(path))
	}
	copied, err := Open(ctx, Options{Dir: dir, ReadOnly: true})
	if err != nil {
		return 0, errors.Join(err, removeLog(path))
	}
	head, err := copied.Head(ctx)
	return head, errors.Join(err, copied.Close())
}

// copyTo copies all pages in one read transaction of the source: in several
// steps every append between two of them would begin the copy anew.
func copyTo(from, to string) (err error) {
	source, err := zs.OpenConn(from, zs.OpenReadOnly)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, source.Close()) }()
	source.SetBusyTimeout(busyTimeout)
	target, err := zs.OpenConn(to, zs.OpenReadWrite|zs.OpenCreate)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, target.Close()) }()
	b, err := zs.NewBackup(target, "main", source, "main")
	if err != nil {
		return err
	}
	more, err := b.Step(-1)
	if err == nil && more {
		err = errors.New("the copy is not complete")
	}
	return errors.Join(err, b.Close())
}

func removeLog(path string) error {
	var errs []error
	for _, suffix := range []string{"", "-wal", "-shm", "-journal"} {
		if err := os.Remove(path + suffix); err != nil && !errors.Is(err, os.ErrNotExist) {
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}
