package sqlite

import (
	"context"
	"sync/atomic"
	"time"

	"huiyin/eventstore"
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
	if s.writer.writeNow(r) {
		a := <-r.answer
		return a.appended, a.err
	}
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
