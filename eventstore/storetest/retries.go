package storetest

import (
	"context"
	"errors"
	"slices"
	"sync"

	"huiyin/eventstore"
)

var retryClauses = []clause{
	{"repeating an append gives the original versions and positions", retrySame},
	{"repeating an append after others have followed gives the original too", retryLater},
	{"repeating the head of a longer append succeeds with its part", retryPart},
	{"an append of which only some ids are there is refused whole", retrySome},
	{"an id with other content is refused", retryOther},
	{"an id of another stream is refused", retryElsewhere},
	{"an id twice in one append is refused", retryTwice},
	{"an append whose context ends at any moment is answered by repeating it", retryCancelled},
}

func (e *env) duplicate(stream eventstore.StreamID, expect eventstore.Expected, events ...eventstore.Event) {
	e.Helper()
	head := e.head()
	_, err := e.store.Append(e.ctx, stream, expect, events...)
	if !errors.Is(err, eventstore.ErrDuplicateID) {
		e.Fatalf("got %v, want ErrDuplicateID", err)
	}
	e.equal("head", e.head(), head)
}

func (e *env) replayed(first, again eventstore.Appended) {
	e.Helper()
	e.equal("first time is no replay", first.Replayed, false)
	e.equal("second time is a replay", again.Replayed, true)
	e.equal("first version", again.First, first.First)
	e.equal("last version", again.Last, first.Last)
	e.equal("recorded", again.Recorded, first.Recorded)
	e.equal("same positions", slices.Equal(again.Positions, first.Positions), true)
}

func retrySame(e *env) {
	events := e.events(3)
	first := e.append("s", eventstore.NoStream, events...)
	e.replayed(first, e.append("s", eventstore.NoStream, events...))
	e.equal("events", len(e.all(0)), 3)
}

func retryLater(e *env) {
	e.append("s", eventstore.NoStream, e.event("before"))
	events := e.events(2)
	first := e.append("s", eventstore.Exact(1), events...)
	e.seed(5)
	e.append("s", eventstore.Exact(3), e.event("after"))
	e.replayed(first, e.append("s", eventstore.Exact(1), events...))
	e.equal("events", len(e.stream("s", 0)), 4)
}

func retryPart(e *env) {
	events := e.events(3)
	first := e.append("s", eventstore.NoStream, events...)
	again := e.append("s", eventstore.NoStream, events[:2]...)
	e.equal("replay", again.Replayed, true)
	e.equal("last version", again.Last, eventstore.Version(2))
	e.equal("positions", slices.Equal(again.Positions, first.Positions[:2]), true)
}

func retrySome(e *env) {
	events := e.events(2)
	e.append("s", eventstore.NoStream, events...)
	e.duplicate("s", eventstore.NoStream, events[0], events[1], e.event("new"))
	e.duplicate("s", eventstore.NoStream, e.event("new"), events[1])
	e.duplicate("s", eventstore.Exact(1), events[0], events[1])
	e.duplicate("s", eventstore.Exact(2), e.event("new"), events[1])
}

func retryOther(e *env) {
	ev := e.event("original")
	e.append("s", eventstore.NoStream, ev)
	for _, edit := range []func(*eventstore.Event){
		func(v *eventstore.Event) { v.Data = []byte("other") },
		func(v *eventstore.Event) { v.Type = "test.other" },
		func(v *eventstore.Event) { v.Schema = 2 },
		func(v *eventstore.Event) { v.Occurred = v.Occurred.AddDate(0, 0, 1) },
		func(v *eventstore.Event) { v.Meta = map[string]string{"actor": "other"} },
	} {
		other := ev
		edit(&other)
		e.duplicate("s", eventstore.NoStream, other)
	}
	e.append("s", eventstore.NoStream, ev)
}

func retryElsewhere(e *env) {
	ev := e.event("x")
	e.append("s", eventstore.NoStream, ev)
	e.duplicate("t", eventstore.NoStream, ev)
	e.duplicate("s", eventstore.Exact(1), ev)
	e.unknown("t")
}

func retryTwice(e *env) {
	ev := e.event("x")
	e.duplicate("s", eventstore.NoStream, ev, ev)
}

func retryCancelled(e *env) {
	const writers = 8
	var wg sync.WaitGroup
	for w := range writers {
		wg.Go(func() {
			stream := eventstore.StreamID("cancel-" + string(rune('a'+w)))
			for v := range 15 {
				ev := e.event("x")
				at := eventstore.Exact(eventstore.Version(v))
				ctx, cancel := context.WithCancel(e.ctx)
				go cancel()
				done, err := e.store.Append(ctx, stream, at, ev)
				again, retryErr := e.store.Append(e.ctx, stream, at, ev)
				if retryErr != nil || err == nil && !slices.Equal(done.Positions, again.Positions) {
					e.Errorf("first %v %v, then %v %v", done, err, again, retryErr)
				}
			}
		})
	}
	wg.Wait()
	e.equal("events", len(e.all(0)), writers*15)
}
