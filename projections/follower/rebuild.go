package follower

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/gofrs/flock"
	"zombiezen.com/go/sqlite/sqlitex"
)

// ErrBusy says that the read file is being rebuilt or checked already.
var ErrBusy = errors.New("follower: the read file is being rebuilt or checked by another process")

// Rebuild folds the whole log, up to its head of this moment, into a new file
// and lets the path lead to it.
//
// The new file grows beside the old one: nothing of it is synced until it is
// whole, and each case is written once a batch. Then it is synced and takes the
// other's place by a rename, so that whatever happens, at whatever point, the
// path leads to the old file or to the new one, and never to half of one. Who has
// the old file open goes on with it, reading and following, and finds the new one
// when he opens the path again. What a rebuild that was cut off left is removed
// by the next.
func Rebuild(ctx context.Context, log Log, path string, views []View, o Options) error {
	return beside(path, func(at string) error {
		if err := fill(ctx, log, at, views, o); err != nil {
			return fmt.Errorf("follower: rebuild %s: %w", path, err)
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		return point(path, at)
	})
}

// beside gives the function a new file beside the path and removes every file
// that the path does not lead to afterwards. One at a time has the right to it.
func beside(path string, do func(at string) error) (err error) {
	lock := flock.New(path + ".lock")
	held, err := lock.TryLock()
	if err != nil {
		return fmt.Errorf("follower: lock %s: %w", path, err)
	}
	if !held {
		return errors.Join(ErrBusy, lock.Close())
	}
	defer func() { err = errors.Join(err, sweep(path), lock.Close()) }()
	if err := sweep(path); err != nil {
		return err
	}
	at, err := newBeside(path)
	if err != nil {
		return err
	}
	return do(at)
}

// fill makes a whole and durable read file of what is in the log.
func fill(ctx context.Context, log Log, at string, views []View, o Options) error {
	f := &File{path: at, views: views, fresh: true}
	err := f.open()
	if err == nil {
		err = New(log, f, o).CatchUp(ctx)
	}
	if err == nil {
		err = f.settle()
	}
	if err := errors.Join(err, f.Close()); err != nil {
		return err
	}
	return syncFile(at)
}

// settle gives a filled file what any other has.
func (f *File) settle() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if err := pragma(f.conn, "PRAGMA cache_size=-4096"); err != nil { // a sort takes as much
		return err
	}
	if err := sqlitex.ExecuteScript(f.conn, f.indexes(), nil); err != nil {
		return err
	}
	return pragma(f.conn, "PRAGMA journal_mode=WAL")
}

func syncFile(path string) error {
	file, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(file.Sync(), file.Close())
}
