package storetest

import (
	"context"
	"errors"
	"fmt"
	"time"

	"huiyin/eventstore"
)

var subscribeClauses = []clause{
	{"a subscription sees every event once and in order, old ones and new", subscribeAll},
	{"a subscription restarted at any batch border misses and repeats nothing", subscribeRestart},
	{"a subscription to an empty log says that it has caught up", subscribeEmpty},
	{"a slow subscriber holds up no writer", subscribeSlow},
	{"a filter skips no match and still moves the position on", subscribeFilter},
	{"a subscription ends with the context's error", subscribeCancelled},
	{"several subscribers see the same", subscribeMany},
}

// follow subscribes until n events have come.
func (e *env) follow(after eventstore.Position, n int, o eventstore.SubscribeOptions) (out []eventstore.Recorded, borders []eventstore.Position) {
	if n == 0 {
		return nil, nil
	}
	for batch, err := range e.store.Subscribe(e.ctx, after, o) {
		if err != nil {
			e.Errorf("subscription: %v", err)
			return out, borders
		}
		out = append(out, batch.Events...)
		borders = append(borders, batch.Position)
		if len(out) >= n {
			break
		}
	}
	return out, borders
}

func (e *env) sameAs(got, want []eventstore.Recorded) {
	e.Helper()
	e.equal("number of events", len(got), len(want))
	for i := range got {
		e.equal(fmt.Sprint("event ", i), got[i].Position, want[i].Position)
		e.equal(fmt.Sprint("hash ", i), got[i].Hash, want[i].Hash)
	}
}

func subscribeAll(e *env) {
	e.seed(10)
	done := e.race(4, 25)
	got, _ := e.follow(0, 110, eventstore.SubscribeOptions{Max: 7})
	<-done
	e.sameAs(got, e.all(0))
}

func subscribeRestart(e *env) {
	e.seed(23)
	all, borders := e.follow(0, 23, eventstore.SubscribeOptions{Max: 4})
	e.equal("events", len(all), 23)
	for _, border := range borders {
		if e.harness.Reopen != nil {
			e.store = e.harness.Reopen(e, e.store)
		}
		want := e.all(border)
		got, _ := e.follow(border, len(want), eventstore.SubscribeOptions{Max: 5})
		e.sameAs(got, want)
	}
}

func subscribeEmpty(e *env) {
	for batch, err := range e.store.Subscribe(e.ctx, 0, eventstore.SubscribeOptions{}) {
		e.check(err)
		e.equal("caught up", batch.CaughtUp, true)
		e.equal("events", len(batch.Events), 0)
		break
	}
}

func subscribeSlow(e *env) {
	e.seed(3)
	n := 0
	for batch, err := range e.store.Subscribe(e.ctx, 0, eventstore.SubscribeOptions{Max: 1}) {
		e.check(err)
		n += len(batch.Events)
		if n == 1 {
			// The subscriber sits here while all of this is written.
			<-e.race(4, 20)
		}
		if n == 83 {
			break
		}
	}
}

func subscribeFilter(e *env) {
	e.seed(30)
	keep := func(r *eventstore.Recorded) bool { return r.Stream == "seed-1" }
	var got []eventstore.Recorded
	var at eventstore.Position
	for batch, err := range e.store.Subscribe(e.ctx, 0, eventstore.SubscribeOptions{Max: 4, Keep: keep}) {
		e.check(err)
		got, at = append(got, batch.Events...), batch.Position
		if batch.CaughtUp {
			break
		}
	}
	e.equal("position", at, e.head())
	e.sameAs(got, e.stream("seed-1", 0))
}

func subscribeCancelled(e *env) {
	ctx, cancel := context.WithCancel(e.ctx)
	ended := make(chan error, 1)
	go func() {
		for _, err := range e.store.Subscribe(ctx, 0, eventstore.SubscribeOptions{}) {
			if err != nil {
				ended <- err
			}
		}
		close(ended)
	}()
	time.Sleep(5 * time.Millisecond)
	cancel()
	e.equal("context's error", errors.Is(e.soon(ended), context.Canceled), true)
}

func (e *env) soon(ended <-chan error) error {
	e.Helper()
	select {
	case err := <-ended:
		return err
	case <-time.After(10 * time.Second):
		e.Fatal("still blocked after 10 s")
		return nil
	}
}

func subscribeMany(e *env) {
	done := e.race(4, 25)
	results := make(chan []eventstore.Recorded, 6)
	for range cap(results) {
		go func() {
			got, _ := e.follow(0, 100, eventstore.SubscribeOptions{Max: 9})
			results <- got
		}()
	}
	<-done
	all := e.all(0)
	for range cap(results) {
		e.sameAs(<-results, all)
	}
}
