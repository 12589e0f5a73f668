package sqlite

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gofrs/flock"
	zs "zombiezen.com/go/sqlite"

	"huiyin/eventstore"
)

const fileName = "events.db"

// Options say how a log is opened.
type Options struct {
	// Dir is the data folder. It is created unless ReadOnly is set.
	Dir string
	// Clock gives the recorded time; nil means time.Now.
	Clock eventstore.Clock
	// Hooks may watch the store.
	Hooks eventstore.Hooks
	// BulkLoad fills a new, empty log from input that can be had again. Nothing
	// is durable until Close has returned without error; a log whose load was
	// cut off is refused by Open.
	BulkLoad bool
	// ReadOnly opens beside the process that owns the folder, or without one.
	// Append fails with ErrReadOnly; subscriptions poll. A log at rest in a
	// folder this process may not write to is read as it lies there; a writer
	// that starts later is then not noticed.
	ReadOnly bool
}

// Store is the embedded log. It implements eventstore.Store.
type Store struct {
	dir     string
	hooks   eventstore.Hooks
	options Options
	lock    *flock.Flock
	writer  *writer
	readers *pool
	wake    *broadcast
	done    chan struct{}
	once    sync.Once
	closed  error
	head    atomic.Uint64
}

var _ eventstore.Store = (*Store)(nil)

// Open opens the log in a data folder, making a new one if there is none.
//
// It fails with a *eventstore.LockedError if another process owns the folder
// and with a *eventstore.CorruptError if the file is no log or the last events
// of it do not verify. The context bounds opening only.
func Open(ctx context.Context, o Options) (*Store, error) {
	if o.Clock == nil {
		o.Clock = time.Now
	}
	s := &Store{dir: o.Dir, hooks: o.Hooks.Complete(), options: o, wake: newBroadcast(), done: make(chan struct{})}
	if err := s.open(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("sqlite: open %s: %w", o.Dir, s.classify(err, 0)), s.release())
	}
	if s.writer != nil {
		go s.writer.loop()
	}
	return s, nil
}

func (s *Store) open(ctx context.Context) error {
	if s.options.ReadOnly && s.options.BulkLoad {
		return &eventstore.InvalidError{What: "options", Why: "ReadOnly and BulkLoad exclude each other"}
	}
	path := filepath.Join(s.dir, fileName)
	if !s.options.ReadOnly {
		if err := s.openWriter(path); err != nil {
			return err
		}
	} else if _, err := os.Stat(path); err != nil {
		return err
	}
	s.readers = newPool(path, s.options.ReadOnly)
	return s.verifyEnd(ctx)
}

func (s *Store) openWriter(path string) error {
	if err := makeDir(s.dir); err != nil {
		return err
	}
	lock, err := own(s.dir)
	if err != nil {
		return err
	}
	s.lock = lock
	if err := recoverWAL(path); err != nil {
		return err
	}
	conn, err := connect(path, zs.OpenReadWrite|zs.OpenCreate)
	if err != nil {
		return err
	}
	if err := s.prepareFile(conn); err != nil {
		return errors.Join(err, conn.Close())
	}
	s.writer, err = newWriter(s, conn)
	if err != nil {
		return errors.Join(err, conn.Close())
	}
	return syncDir(s.dir)
}

func (s *Store) prepareFile(conn *zs.Conn) error {
	if err := checkLibrary(conn); err != nil {
		return err
	}
	fresh, err := checkFormat(conn)
	if err != nil {
		return err
	}
	if err := s.setDurability(conn); err != nil {
		return err
	}
	if !fresh {
		return errors.Join(s.refuseLoad(conn), script(conn, guards), checkSchema(conn, true))
	}
	if s.options.BulkLoad {
		return createSchema(conn, formatLoading)
	}
	return createSchema(conn, formatReady)
}

func (s *Store) setDurability(conn *zs.Conn) error {
	if err := setPragma(conn, "journal_mode", "WAL", "wal"); err != nil {
		return err
	}
	sync, want := "FULL", "2"
	if s.options.BulkLoad {
		sync, want = "OFF", "0"
	}
	if err := setPragma(conn, "synchronous", sync, want); err != nil {
		return err
	}
	// The writer folds the WAL itself: see fold.
	return setPragma(conn, "wal_autocheckpoint", "0", "0")
}

// refuseLoad keeps a bulk load away from events that somebody may rely on. An
// empty log is marked as loading first.
func (s *Store) refuseLoad(conn *zs.Conn) error {
	if !s.options.BulkLoad {
		return nil
	}
	n, err := readInt(conn, "SELECT count(*) FROM (SELECT 1 FROM events LIMIT 1)")
	if err != nil {
		return err
	}
	if n != 0 {
		return &eventstore.InvalidError{What: "bulk load", Why: "the log is not empty"}
	}
	return setPragma(conn, "user_version", fmt.Sprint(formatLoading), fmt.Sprint(formatLoading))
}

// makeDir creates the folder and makes its name and those of the folders above
// it durable, since a log in a folder that is gone after a power cut is gone too.
// All of them are synced until there is a log: a process that made one may have
// ended before it got to that.
func makeDir(dir string) error {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return err
	}
	if _, err := os.Stat(filepath.Join(dir, fileName)); err == nil {
		return nil
	}
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return err
	}
	for up := filepath.Dir(dir); ; up = filepath.Dir(up) {
		// Where we may not look we have made nothing.
		if err := syncDir(up); err != nil && !errors.Is(err, fs.ErrPermission) {
			return err
		}
		if up == filepath.Dir(up) {
			return nil
		}
	}
}

// Head implements eventstore.Store.
func (s *Store) Head(ctx context.Context) (eventstore.Position, error) {
	if err := s.usable(ctx); err != nil {
		return 0, err
	}
	if s.writer != nil {
		return eventstore.Position(s.head.Load()), nil
	}
	return s.readHead(ctx)
}

func (s *Store) usable(ctx context.Context) error {
	select {
	case <-s.done:
		return eventstore.ErrClosed
	default:
		return ctx.Err()
	}
}

// Close implements eventstore.Store. After a bulk load it is what makes the log
// durable, and its error must be heeded.
func (s *Store) Close() error {
	s.once.Do(func() {
		close(s.done)
		if s.writer != nil {
			<-s.writer.gone
		}
		s.closed = s.release()
	})
	return s.closed
}

// release gives back whatever was opened, readers first, so that the writer's
// connection is the last and folds the WAL into the file.
func (s *Store) release() error {
	var errs []error
	if s.readers != nil {
		errs = append(errs, s.readers.close())
	}
	if s.writer != nil {
		errs = append(errs, s.writer.close())
	}
	return errors.Join(append(errs, disown(s.lock))...)
}

// broadcast wakes everyone who waits. Whoever takes the channel before looking
// at the log misses nothing that comes after the look.
type broadcast struct {
	mu sync.Mutex
	ch chan struct{}
}

func newBroadcast() *broadcast { return &broadcast{ch: make(chan struct{})} }

func (b *broadcast) wait() <-chan struct{} {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.ch
}

func (b *broadcast) poke() {
	b.mu.Lock()
	defer b.mu.Unlock()
	close(b.ch)
	b.ch = make(chan struct{})
}
