package storetest

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"huiyin/eventstore"
)

var readClauses = []clause{
	{"an empty store and an unknown stream are different answers", emptyStore},
	{"nothing after a version is empty, whether at the end or beyond it", nothingAfter},
	{"a read of everything resumes exclusively after any position", resumeAll},
	{"a position beyond the end is refused, not waited for", positionAhead},
	{"a read is finite while writers go on", readFinite},
	{"what was read is a stable prefix under racing appends", stablePrefix},
	{"reading ends with the context's error", readCancelled},
	{"a sequence may be abandoned and ranged over again", readAbandoned},
	{"long streams and long logs come back whole", longReads},
}

func emptyStore(e *env) {
	e.equal("head", e.head(), eventstore.Position(0))
	e.equal("events", len(e.all(0)), 0)
	e.unknown("s")
	e.seed(1)
	e.unknown("s")
}

func nothingAfter(e *env) {
	e.append("s", eventstore.NoStream, e.events(2)...)
	e.equal("events after the end", len(e.stream("s", 2)), 0)
	e.equal("events beyond the end", len(e.stream("s", 9)), 0)
	e.equal("events after 1", len(e.stream("s", 1)), 1)
}

func resumeAll(e *env) {
	e.seed(20)
	all := e.all(0)
	for i, r := range all {
		rest := e.all(r.Position)
		e.equal("rest", len(rest), len(all)-i-1)
		if len(rest) > 0 {
			e.equal("next", rest[0].Position, all[i+1].Position)
		}
	}
}

func positionAhead(e *env) {
	e.seed(2)
	for _, err := range e.store.ReadAll(e.ctx, e.head()+1) {
		e.equal("ReadAll refuses", errors.Is(err, eventstore.ErrPositionAhead), true)
	}
	for _, err := range e.store.Subscribe(e.ctx, e.head()+1, eventstore.SubscribeOptions{}) {
		e.equal("Subscribe refuses", errors.Is(err, eventstore.ErrPositionAhead), true)
	}
}

// readFinite appends one event for each event read: an unfixed end would never
// be reached.
func readFinite(e *env) {
	e.seed(9)
	head, n := e.head(), 0
	for r, err := range e.store.ReadAll(e.ctx, 0) {
		e.check(err)
		e.append(eventstore.StreamID(fmt.Sprint("more-", n)), eventstore.NoStream, e.event("more"))
		if r.Position > head {
			e.Fatalf("position %d was appended after the read began at %d", r.Position, head)
		}
		n++
	}
	e.equal("events", n, 9)
}

func stablePrefix(e *env) {
	const writers, each = 4, 40
	stop := e.race(writers, each)
	seen := map[eventstore.Position]eventstore.ID{}
	var last eventstore.Position
	for running := true; running; {
		select {
		case <-stop:
			running = false
		default:
		}
		for r, err := range e.store.ReadAll(e.ctx, last) {
			e.check(err)
			seen[r.Position], last = r.ID, r.Position
		}
	}
	final := e.all(0)
	e.equal("events", len(final), writers*each)
	for _, r := range final {
		e.equal(fmt.Sprint("event at ", r.Position, " as read while racing"), seen[r.Position], r.ID)
	}
}

// race starts writers on streams of their own; the channel closes when all are done.
func (e *env) race(writers, each int) <-chan struct{} {
	var wg sync.WaitGroup
	for w := range writers {
		wg.Go(func() {
			stream := eventstore.StreamID(fmt.Sprint("race-", w))
			for v := range each {
				if _, err := e.store.Append(e.ctx, stream, eventstore.Exact(eventstore.Version(v)), e.event("x")); err != nil {
					e.Errorf("racing writer: %v", err)
				}
			}
		})
	}
	done := make(chan struct{})
	go func() { wg.Wait(); close(done) }()
	return done
}

func readCancelled(e *env) {
	e.seed(3)
	ctx, cancel := context.WithCancel(e.ctx)
	cancel()
	for _, err := range e.store.ReadAll(ctx, 0) {
		e.equal("ReadAll", errors.Is(err, context.Canceled), true)
	}
	for _, err := range e.store.ReadStream(ctx, "seed-0", 0) {
		e.equal("ReadStream", errors.Is(err, context.Canceled), true)
	}
	_, err := e.store.Head(ctx)
	e.equal("Head", errors.Is(err, context.Canceled), true)
}

func readAbandoned(e *env) {
	e.seed(6)
	all := e.store.ReadAll(e.ctx, 0)
	for range 20 {
		for _, err := range all {
			e.check(err)
			break
		}
		for _, err := range e.store.ReadStream(e.ctx, "seed-0", 0) {
			e.check(err)
			break
		}
	}
	n := 0
	for _, err := range all {
		e.check(err)
		n++
	}
	e.equal("events", n, 6)
}

func longReads(e *env) {
	const total = 2500
	for v := eventstore.Version(0); v < total; v += 100 {
		e.append("long", eventstore.Exact(v), e.events(100)...)
	}
	e.equal("events of the stream", len(e.stream("long", 0)), total)
	e.equal("events after 999", len(e.stream("long", 999)), total-999)
	e.equal("events of the log", len(e.all(0)), total)
}
