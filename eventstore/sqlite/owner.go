package sqlite

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/gofrs/flock"

	"huiyin/eventstore"
)

const ownerFile = "owner.lock"

// own takes the data folder for this process. The operating system drops the
// lock with the process, so a crash leaves nothing to clean up; the text in the
// file only tells people who holds it.
func own(dir string) (*flock.Flock, error) {
	lock := flock.New(filepath.Join(dir, ownerFile), flock.SetFlag(os.O_CREATE|os.O_RDWR))
	held, err := lock.TryLock()
	if err != nil {
		return nil, fmt.Errorf("sqlite: lock %s: %w", dir, err)
	}
	if !held {
		locked := readOwner(dir)
		return nil, errors.Join(locked, lock.Close())
	}
	host, _ := os.Hostname()
	text := fmt.Sprintf("pid %d\nhost %s\n", os.Getpid(), host)
	if err := os.WriteFile(lock.Path(), []byte(text), 0o640); err != nil {
		return nil, errors.Join(err, lock.Close())
	}
	return lock, nil
}

func readOwner(dir string) *eventstore.LockedError {
	locked := &eventstore.LockedError{Dir: dir}
	text, err := os.ReadFile(filepath.Join(dir, ownerFile))
	if err == nil {
		// An owner that has not written its name yet leaves the fields empty.
		_, _ = fmt.Sscanf(string(text), "pid %d\nhost %s\n", &locked.PID, &locked.Host)
	}
	return locked
}

func disown(lock *flock.Flock) error {
	if lock == nil {
		return nil
	}
	return errors.Join(os.Truncate(lock.Path(), 0), lock.Close())
}

// syncDir makes the names in a folder durable, as a file's own sync does not. A
// test replaces it to see what that is worth.
var syncDir = func(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
