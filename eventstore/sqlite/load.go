package sqlite

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"huiyin/eventstore"
)

// close runs after the goroutine has ended.
func (w *writer) close() error {
	var err error
	if w.store.options.BulkLoad {
		err = w.finishLoad()
	}
	if w.fenced.Load() != nil {
		return errors.Join(err, w.closeUnfolded())
	}
	return errors.Join(err, w.conn.Close())
}

// finishLoad makes a bulk load durable: all pages into the file, the file and
// its name to the disk, and only then the mark that the load is whole.
func (w *writer) finishLoad() error {
	if cause := w.fenced.Load(); cause != nil {
		return fencedError(*cause)
	}
	if busy, err := readInt(w.conn, "PRAGMA wal_checkpoint(TRUNCATE)"); err != nil || busy != 0 {
		return errors.Join(eventstore.ErrUnavailable, err)
	}
	if err := syncFile(filepath.Join(w.store.dir, fileName)); err != nil {
		return err
	}
	if err := setPragma(w.conn, "synchronous", "FULL", "2"); err != nil {
		return err
	}
	if err := setPragma(w.conn, "user_version", fmt.Sprint(formatReady), fmt.Sprint(formatReady)); err != nil {
		return err
	}
	return syncDir(w.store.dir)
}

func syncFile(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
