// Package storetest is the contract of eventstore.Store as code. A back end
// passes Run or is none; each clause of the contract is a sub-test whose name
// states it.
//
// The suite looks only through the interface. Where a clause needs more, such
// as a second opening of the same log, the Harness provides it, and a back end
// that cannot leaves the field nil; the clause is then reported as not run.
package storetest

import (
	"context"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"go.uber.org/goleak"

	"huiyin/eventstore"
)

// Harness makes stores for the suite.
type Harness struct {
	// Open makes a new, empty store whose recorded times come from the clock.
	// It is closed by the suite.
	Open func(t testing.TB, clock eventstore.Clock) eventstore.Store
	// Reopen closes a store made by Open and opens the same log again. Nil for
	// a back end that keeps nothing.
	Reopen func(t testing.TB, s eventstore.Store) eventstore.Store
}

type clause struct {
	name string
	run  func(*env)
}

// Run holds a back end against every clause.
func Run(t *testing.T, h Harness) {
	for _, group := range [][]clause{orderClauses, appendClauses, retryClauses, readClauses, subscribeClauses, lifeClauses} {
		for _, c := range group {
			t.Run(c.name, func(t *testing.T) {
				// Goroutines of other tests of the binary are not ours to judge.
				others := goleak.IgnoreCurrent()
				t.Cleanup(func() { goleak.VerifyNone(t, others) })
				e := &env{TB: t, ctx: t.Context(), clock: newStepClock(), harness: h}
				e.store = h.Open(t, e.clock.now)
				t.Cleanup(func() { e.check(e.store.Close()) })
				c.run(e)
			})
		}
	}
}

// env is what a clause works with.
type env struct {
	testing.TB
	ctx     context.Context
	store   eventstore.Store
	clock   *stepClock
	harness Harness
	ids     atomic.Uint64
}

// stepClock moves one millisecond per look; set moves it anywhere.
type stepClock struct{ micros atomic.Int64 }

func newStepClock() *stepClock {
	c := &stepClock{}
	c.set(time.Date(2026, 3, 5, 9, 0, 0, 0, time.UTC))
	return c
}

func (c *stepClock) set(t time.Time) { c.micros.Store(t.UnixMicro()) }

func (c *stepClock) now() time.Time { return time.UnixMicro(c.micros.Add(1000)) }

func (e *env) check(err error) {
	e.Helper()
	if err != nil {
		e.Fatal(err)
	}
}

func (e *env) event(data string) eventstore.Event {
	n := e.ids.Add(1)
	base := eventstore.ID{0x01, 0x90, 0, 0, byte(n >> 8), byte(n)}
	return eventstore.Event{
		ID: eventstore.DeriveID(base, "event", data), Type: "test.happened", Schema: 1,
		Occurred: time.Date(2026, 3, 4, 0, 0, 0, 0, time.UTC), Data: []byte(data),
		Meta: map[string]string{"actor": "tester"},
	}
}

func (e *env) events(n int) []eventstore.Event {
	out := make([]eventstore.Event, n)
	for i := range out {
		out[i] = e.event(fmt.Sprint("event ", i))
	}
	return out
}

func (e *env) append(stream eventstore.StreamID, expect eventstore.Expected, events ...eventstore.Event) eventstore.Appended {
	e.Helper()
	done, err := e.store.Append(e.ctx, stream, expect, events...)
	e.check(err)
	return done
}

// seed spreads n events over three streams, one append each.
func (e *env) seed(n int) {
	e.Helper()
	for i := range n {
		stream := eventstore.StreamID(fmt.Sprint("seed-", i%3))
		e.append(stream, eventstore.Exact(eventstore.Version(i/3)), e.event(fmt.Sprint("seed ", i)))
	}
}

func (e *env) stream(stream eventstore.StreamID, after eventstore.Version) []eventstore.Recorded {
	e.Helper()
	var out []eventstore.Recorded
	for r, err := range e.store.ReadStream(e.ctx, stream, after) {
		e.check(err)
		out = append(out, r)
	}
	return out
}

func (e *env) all(after eventstore.Position) []eventstore.Recorded {
	e.Helper()
	var out []eventstore.Recorded
	for r, err := range e.store.ReadAll(e.ctx, after) {
		e.check(err)
		out = append(out, r)
	}
	return out
}

func (e *env) head() eventstore.Position {
	e.Helper()
	head, err := e.store.Head(e.ctx)
	e.check(err)
	return head
}

func (e *env) equal(what string, got, want any) {
	e.Helper()
	if got != want {
		e.Fatalf("%s is %v, want %v", what, got, want)
	}
}
