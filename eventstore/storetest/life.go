package storetest

import (
	"errors"
	"fmt"
	"sync"

	"huiyin/eventstore"
)

var lifeClauses = []clause{
	{"a log opened again holds the same and goes on", reopenSame},
	{"a retry after opening again is still the same act", reopenRetry},
	{"Close unblocks a subscription and every later call", closeUnblocks},
	{"Close answers every append that is under way", closeAnswers},
	{"closing twice is harmless", closeTwice},
}

// reopened reports whether the back end keeps anything at all.
func (e *env) reopened() bool {
	if e.harness.Reopen == nil {
		e.Log("not run: the back end keeps nothing")
		return false
	}
	e.store = e.harness.Reopen(e, e.store)
	return true
}

func reopenSame(e *env) {
	e.seed(12)
	before, head := e.all(0), e.head()
	if !e.reopened() {
		return
	}
	e.equal("head", e.head(), head)
	e.sameAs(e.all(0), before)
	done := e.append("seed-0", eventstore.Exact(4), e.event("next"))
	e.equal("version", done.Last, eventstore.Version(5))
	e.equal("position grows", done.Position() > head, true)
	e.conflict("seed-1", eventstore.Exact(1), 4)
}

func reopenRetry(e *env) {
	events := e.events(3)
	first := e.append("s", eventstore.NoStream, events...)
	if e.reopened() {
		e.replayed(first, e.append("s", eventstore.NoStream, events...))
	}
}

func closeUnblocks(e *env) {
	e.seed(3)
	ended, caughtUp := make(chan error, 1), make(chan struct{})
	go func() {
		for batch, err := range e.store.Subscribe(e.ctx, 0, eventstore.SubscribeOptions{}) {
			if err != nil {
				ended <- err
			} else if batch.CaughtUp {
				close(caughtUp)
			}
		}
	}()
	<-caughtUp
	e.check(e.store.Close())
	e.equal("Subscribe", errors.Is(e.soon(ended), eventstore.ErrClosed), true)
	_, err := e.store.Append(e.ctx, "s", eventstore.NoStream, e.event("x"))
	e.equal("Append", errors.Is(err, eventstore.ErrClosed), true)
	_, err = e.store.Head(e.ctx)
	e.equal("Head", errors.Is(err, eventstore.ErrClosed), true)
	for _, err := range e.store.ReadAll(e.ctx, 0) {
		e.equal("ReadAll", errors.Is(err, eventstore.ErrClosed), true)
	}
	for _, err := range e.store.ReadStream(e.ctx, "seed-0", 0) {
		e.equal("ReadStream", errors.Is(err, eventstore.ErrClosed), true)
	}
}

func closeAnswers(e *env) {
	var wg sync.WaitGroup
	acknowledged := make([]eventstore.Version, 8)
	for w := range acknowledged {
		wg.Go(func() {
			stream := eventstore.StreamID(fmt.Sprint("closing-", w))
			for v := eventstore.Version(0); ; v++ {
				_, err := e.store.Append(e.ctx, stream, eventstore.Exact(v), e.event("x"))
				if err != nil {
					if !errors.Is(err, eventstore.ErrClosed) {
						e.Errorf("append ended with %v", err)
					}
					return
				}
				acknowledged[w] = v + 1
				if v == 5 && w == 0 {
					wg.Go(func() { e.check(e.store.Close()) })
				}
			}
		})
	}
	wg.Wait()
	if !e.reopened() {
		return
	}
	for w, n := range acknowledged {
		if got := len(e.stream(eventstore.StreamID(fmt.Sprint("closing-", w)), 0)); n > 0 && got < int(n) {
			e.Fatalf("stream %d holds %d events, %d were acknowledged", w, got, n)
		}
	}
}

func closeTwice(e *env) {
	e.check(e.store.Close())
	e.check(e.store.Close())
}
