package sqlite

import (
	"fmt"
	"sync"
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

// writer owns the only connection that writes. Whoever holds turn writes, one
// group at a time: the goroutine, or a caller who finds nobody writing and so
// saves two changes of goroutine, which a lone writer would feel. The fields
// below turn belong to its holder.
type writer struct {
	store  *Store
	queue  chan *request
	gone   chan struct{}
	fenced atomic.Pointer[error]

	turn  sync.Mutex
	conn  *zs.Conn
	stmts writeStmts
	group []*request
	next  eventstore.Position
	tips  map[eventstore.StreamID]tip
	// commit is COMMIT; a test replaces it to see a disk fail.
	commit func() error
	// foldAt is the length of the WAL, in pages, from which on it is folded into
	// the file.
	foldAt int64
}

func newWriter(s *Store, conn *zs.Conn) (*writer, error) {
	w := &writer{
		store: s, conn: conn, tips: map[eventstore.StreamID]tip{},
		queue: make(chan *request, queueLength), gone: make(chan struct{}), foldAt: checkpointPages,
	}
	if err := w.stmts.prepare(conn); err != nil {
		return nil, err
	}
	w.commit = func() error { return run(w.stmts.commit) }
	head, err := readInt(conn, "SELECT max(position) FROM events")
	if err != nil {
		return nil, err
	}
	w.next = eventstore.Position(head) + 1
	s.head.Store(uint64(head))
	return w, nil
}

// loop writes what callers have queued. When it ends it keeps the turn, so that
// nothing is written after gone is closed.
func (w *writer) loop() {
	defer close(w.gone)
	for {
		select {
		case <-w.store.done:
			w.turn.Lock()
			return
		case r := <-w.queue:
			w.turn.Lock()
			w.writeWith(r)
			w.turn.Unlock()
		}
	}
}

// writeNow writes r at once if nobody else is writing.
func (w *writer) writeNow(r *request) bool {
	if !w.turn.TryLock() {
		return false
	}
	defer w.turn.Unlock()
	w.writeWith(r)
	return true
}

func (w *writer) writeWith(r *request) {
	w.group = w.gather(w.group[:0], r)
	w.write(w.group)
	clear(w.group)
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
		w.fail(group, err)
		return
	}
	events, err := w.writeGroup(group)
	if err == nil {
		err = w.commit()
	}
	if err != nil {
		w.fail(group, err)
		return
	}
	w.published(group, events, time.Since(start))
	w.fold()
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

func fencedError(cause error) error { return fmt.Errorf("%w: %w", eventstore.ErrFenced, cause) }

func answerAll(group []*request, err error) {
	for _, r := range group {
		r.answer <- answer{err: err}
	}
}
