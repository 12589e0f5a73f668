package sqlite

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"sync"

	zs "zombiezen.com/go/sqlite"

	"huiyin/eventstore"
)

const (
	maxReaders = 4
	// Readers share the page cache of the system; a large one each would only add up.
	// A page in the cache takes over twice its size: the next power of two above page and head.
	readerCacheKiB = 2 << 10
)

// reader is one connection with its statements, used by one goroutine at a time.
type reader struct {
	conn                               *zs.Conn
	head, all, stream, hasNamed, filed *zs.Stmt
}

func openReader(path string, readOnly bool) (*reader, error) {
	if !readOnly {
		return newReader(path, zs.OpenReadWrite, false)
	}
	r, err := newReader(path, zs.OpenReadOnly, true)
	if err == nil || !atRest(path, err) {
		return r, err
	}
	frozen := url.URL{Scheme: "file", Path: path, RawQuery: "immutable=1"}
	return newReader(frozen.String(), zs.OpenReadOnly|zs.OpenURI, true)
}

func newReader(path string, flags zs.OpenFlags, readOnly bool) (*reader, error) {
	conn, err := connect(path, flags)
	if err != nil {
		return nil, err
	}
	r := &reader{conn: conn}
	if err := r.prepare(readOnly); err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	return r, nil
}

// atRest reports whether a file could not be opened only because SQLite may not
// make the files beside it that coordinate with a writer. If there is none of
// them, there is no writer, and the file is whole as it lies there: an archive,
// or a folder of another account.
func atRest(path string, err error) bool {
	switch zs.ErrCode(err).ToPrimary() {
	case zs.ResultCantOpen, zs.ResultReadOnly:
		_, statErr := os.Stat(path + "-wal")
		return errors.Is(statErr, fs.ErrNotExist)
	}
	return false
}

func (r *reader) prepare(readOnly bool) error {
	pragmas := fmt.Sprintf("PRAGMA query_only=ON; PRAGMA cache_size=-%d;", readerCacheKiB)
	if err := script(r.conn, pragmas); err != nil {
		return err
	}
	// Beside a writer of this process the file has been looked at already, and
	// during a bulk load it could not pass.
	if readOnly {
		if err := checkFile(r.conn); err != nil {
			return err
		}
	}
	return errors.Join(prepareAll(r.conn, []prepared{
		{&r.head, "SELECT max(position) FROM events"},
		{&r.all, "SELECT position, id, hash, record FROM events WHERE position > ?1 AND position <= ?2 ORDER BY position LIMIT ?3"},
		{&r.stream, `SELECT position, id, hash, record FROM events
			WHERE stream = (SELECT no FROM streams WHERE name = ?1) AND version >= ?2 AND version <= ?3 ORDER BY version LIMIT ?4`},
		{&r.hasNamed, `SELECT e.version FROM streams s JOIN events e ON e.stream = s.no
			WHERE s.name = ?1 ORDER BY e.version DESC LIMIT 1`},
		{&r.filed, "SELECT s.name FROM events e JOIN streams s ON s.no = e.stream WHERE e.position = ?1"},
	}))
}

func checkFile(conn *zs.Conn) error {
	if err := checkLibrary(conn); err != nil {
		return err
	}
	fresh, err := checkFormat(conn)
	if fresh {
		return &eventstore.CorruptError{Why: "the file holds no log"}
	}
	if err != nil {
		return err
	}
	return checkSchema(conn, false)
}

// pool lends at most maxReaders connections. A reader is borrowed for one page
// and never while a consumer works on what it got.
type pool struct {
	path     string
	readOnly bool
	slots    chan *reader
	mu       sync.Mutex
	closed   bool
}

func newPool(path string, readOnly bool) *pool {
	p := &pool{path: path, readOnly: readOnly, slots: make(chan *reader, maxReaders)}
	for range maxReaders {
		p.slots <- nil
	}
	return p
}

// use runs f with a connection, opening it if this slot has none yet.
func (s *Store) use(ctx context.Context, f func(*reader) error) error {
	if err := s.usable(ctx); err != nil {
		return err
	}
	var r *reader
	select {
	case r = <-s.readers.slots:
	case <-ctx.Done():
		return ctx.Err()
	case <-s.done:
		return eventstore.ErrClosed
	}
	defer func() { s.readers.slots <- r }()
	if r == nil {
		opened, err := openReader(s.readers.path, s.readers.readOnly)
		if err != nil {
			return s.classify(err, 0)
		}
		r = opened
	}
	return f(r)
}

// close waits for every borrowed connection.
func (p *pool) close() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed {
		return nil
	}
	p.closed = true
	var errs []error
	for range maxReaders {
		if r := <-p.slots; r != nil {
			errs = append(errs, r.conn.Close())
		}
	}
	return errors.Join(errs...)
}
