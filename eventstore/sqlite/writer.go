package sqlite

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync/atomic"
	"time"

	zs "zombiezen.com/go/sqlite"

	"huiyin/eventstore"
)

const (
	maxGroup      = 256
	maxGroupBytes = 1 << 20
	queueLength   = 256
)

// request is one append on its way through the writer. Exactly one side moves
// state away from queued: the writer takes it or the caller abandons it. Until
// it is answered a taken request may use the caller's events.
type request struct {
	stream eventstore.StreamID
	expect eventstore.Expected
	events []eventstore.Event
	state  atomic.Int32
	answer chan answer
	result answer
}

type answer struct {
	appended eventstore.Appended
	err      error
}

const (
	queued int32 = iota
	taken
	abandoned
)

// Append implements eventstore.Store.
func (s *Store) Append(ctx context.Context, stream eventstore.StreamID, expect eventstore.Expected, events ...eventstore.Event) (eventstore.Appended, error) {
	start := time.Now()
	appended, err := s.append(ctx, stream, expect, events)
	s.hooks.AppendDone(len(events), time.Since(start), err)
	return appended, err
}

func (s *Store) append(ctx context.Context, stream eventstore.StreamID, expect eventstore.Expected, events []eventstore.Event) (eventstore.Appended, error) {
	if err := s.usable(ctx); err != nil {
		return eventstore.Appended{}, err
	}
	if s.writer == nil {
		return eventstore.Appended{}, eventstore.ErrReadOnly
	}
	if err := eventstore.ValidateAppend(stream, expect, events); err != nil {
		return eventstore.Appended{}, err
	}
	r := &request{stream: stream, expect: expect, events: events, answer: make(chan answer, 1)}
	select {
	case s.writer.queue <- r:
	case <-ctx.Done():
		return eventstore.Appended{}, ctx.Err()
	case <-s.done:
		return eventstore.Appended{}, eventstore.ErrClosed
	}
	return s.await(ctx, r)
}

func (s *Store) await(ctx context.Context, r *request) (eventstore.Appended, error) {
	var gaveUp error
	select {
	case a := <-r.answer:
		return a.appended, a.err
	case <-ctx.Done():
		gaveUp = ctx.Err()
	case <-s.writer.gone:
		gaveUp = eventstore.ErrClosed
	}
	if r.state.CompareAndSwap(queued, abandoned) {
		return eventstore.Appended{}, gaveUp
	}
	a := <-r.answer
	return a.appended, a.err
}

// writer owns the only connection that writes. All fields but queue, gone and
// fenced belong to its goroutine.
type writer struct {
	store  *Store
	conn   *zs.Conn
	stmts  writeStmts
	queue  chan *request
	gone   chan struct{}
	fenced atomic.Pointer[error]
	next   eventstore.Position
	tips   map[eventstore.StreamID]tip
	// commit is COMMIT; a test replaces it to see a disk fail.
	commit func() error
}

func newWriter(s *Store, conn *zs.Conn) (*writer, error) {
	w := &writer{
		store: s, conn: conn, tips: map[eventstore.StreamID]tip{},
		queue: make(chan *request, queueLength), gone: make(chan struct{}),
	}
	if err := w.stmts.prepare(conn); err != nil {
		return nil, err
	}
	w.commit = func() error { return run(w.stmts.commit) }
	head, err := readInt(conn, "SELECT max(position) FROM events")
	w.next = eventstore.Position(head) + 1
	s.head.Store(uint64(head))
	return w, err
}

func (w *writer) loop() {
	defer close(w.gone)
	group := make([]*request, 0, maxGroup)
	for {
		select {
		case <-w.store.done:
			return
		case r := <-w.queue:
			group = w.gather(group[:0], r)
		}
		w.write(group)
		clear(group)
	}
}

// gather takes what is queued right now and waits for nothing more.
func (w *writer) gather(group []*request, r *request) []*request {
	size := 0
	for {
		if r.state.CompareAndSwap(queued, taken) {
			group = append(group, r)
			for i := range r.events {
				size += r.events[i].Size()
			}
		}
		if len(group) == maxGroup || size >= maxGroupBytes {
			return group
		}
		select {
		case r = <-w.queue:
		default:
			return group
		}
	}
}

// write makes one group durable and answers it. Until the commit has succeeded
// no answer leaves, not even a conflict: it may rest on events of this group.
func (w *writer) write(group []*request) {
	if len(group) == 0 {
		return
	}
	if cause := w.fenced.Load(); cause != nil {
		answerAll(group, fencedError(*cause))
		return
	}
	start := time.Now()
	if err := run(w.stmts.begin); err != nil {
		w.refuse(group, err)
		return
	}
	events, err := w.writeGroup(group)
	if err == nil {
		err = w.commit()
	}
	if err != nil {
		w.fence(err)
		answerAll(group, fencedError(err))
		return
	}
	w.published(group, events, time.Since(start))
}

func (w *writer) writeGroup(group []*request) (events int, err error) {
	now := eventstore.Normalize(w.store.options.Clock())
	for _, r := range group {
		r.result = answer{}
		r.result.appended, r.result.err, err = w.appendOne(r, now)
		if err != nil {
			return events, err
		}
		if r.result.err == nil && !r.result.appended.Replayed {
			events += len(r.events)
		}
	}
	return events, nil
}

func (w *writer) published(group []*request, events int, d time.Duration) {
	w.store.head.Store(uint64(w.next - 1))
	w.store.hooks.GroupCommit(len(group), events, d)
	for _, r := range group {
		r.answer <- r.result
	}
	if events > 0 {
		w.store.wake.poke()
	}
}

// refuse answers a group for which not even a transaction could be opened.
// Being busy passes; any other failure of the file does not.
func (w *writer) refuse(group []*request, err error) {
	if zs.ErrCode(err).ToPrimary() == zs.ResultBusy {
		answerAll(group, classify(err, 0))
		return
	}
	w.fence(err)
	answerAll(group, fencedError(err))
}

// fence ends writing. What the disk holds is unknown after a failed write, and
// a second try that succeeds would prove nothing about the first.
func (w *writer) fence(cause error) {
	w.fenced.Store(&cause)
	if !w.conn.AutocommitEnabled() {
		// The transaction is lost either way; this only frees its lock.
		_ = run(w.stmts.rollback)
	}
	w.store.hooks.Fenced(cause)
}

func fencedError(cause error) error { return fmt.Errorf("%w: %w", eventstore.ErrFenced, cause) }

func answerAll(group []*request, err error) {
	for _, r := range group {
		r.answer <- answer{err: err}
	}
}

// close runs after the goroutine has ended.
func (w *writer) close() error {
	if !w.store.options.BulkLoad {
		return w.conn.Close()
	}
	err := w.finishLoad()
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
