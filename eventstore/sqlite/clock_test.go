package sqlite

import (
	"context"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"huiyin/eventstore"
)

// brokenClock is a clock that is set while the log is written.
type brokenClock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *brokenClock) read() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(time.Millisecond)
	return c.now
}

func (c *brokenClock) step(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// clockSteps are those of FLT-06, with a way back from each.
var clockSteps = []time.Duration{
	-time.Second, -time.Hour, -24 * time.Hour, 10 * 365 * 24 * time.Hour, -10 * 365 * 24 * time.Hour, 25 * time.Hour, -time.Microsecond,
}

// TestClockThatIsSet steps the clock between appends of one stream and of
// another that began under it: neither runs back, the operator is told by how
// much the clock is behind, and what sources say is left alone.
func TestClockThatIsSet(t *testing.T) {
	start := time.Date(2026, 3, 5, 9, 0, 0, 0, time.UTC)
	clock := &brokenClock{now: start}
	var behind []time.Duration
	options := Options{Dir: t.TempDir(), Clock: clock.read, Hooks: eventstore.Hooks{
		ClockBehind: func(d time.Duration) { behind = append(behind, d) },
	}}
	s := open(t, options)
	mustAppend(t, s, "old", 0, "old 0")
	for i, step := range clockSteps {
		clock.step(step)
		told := len(behind)
		before := latest(t, s, "old").Recorded
		done := mustAppend(t, s, "old", eventstore.Version(i+1), fmt.Sprint("old ", i+1))
		lag := before.Sub(clock.now)
		if want := max(lag, 0); want > 0 != (len(behind) > told) || want > 0 && behind[told] != want {
			t.Errorf("after %v: told %v, the clock is %v behind", step, behind[told:], lag)
		}
		if done.Recorded.Before(before) || lag <= 0 && !done.Recorded.Equal(eventstore.Normalize(clock.now)) {
			t.Errorf("after %v: recorded %v after %v, the clock says %v", step, done.Recorded, before, clock.now)
		}
		again := mustAppend(t, s, "old", eventstore.Version(i+1), fmt.Sprint("old ", i+1))
		if !again.Replayed || !again.Recorded.Equal(done.Recorded) {
			t.Errorf("after %v: a retry was recorded %v, the first time %v", step, again.Recorded, done.Recorded)
		}
		young := eventstore.StreamID(fmt.Sprint("young-", i))
		if at := mustAppend(t, s, young, 0, string(young)).Recorded; !at.Equal(eventstore.Normalize(clock.now)) {
			t.Errorf("after %v: a new stream begins at %v, the clock says %v", step, at, clock.now)
		}
	}
	// The end of a stream is known after a restart too.
	closed(t, s)
	s = open(t, options)
	defer closed(t, s)
	clock.step(-time.Hour)
	mustAppend(t, s, "old", eventstore.Version(len(clockSteps)+1), "after the restart")
	h := history{events: readAll(t, s)}
	if err := h.check(); err != nil {
		t.Fatal(err)
	}
	for _, r := range h.events {
		if !r.Occurred.Equal(testEvent("").Occurred) {
			t.Fatalf("occurred became %v", r.Occurred)
		}
	}
}

func latest(t *testing.T, s *Store, stream eventstore.StreamID) (last eventstore.Recorded) {
	t.Helper()
	for r, err := range s.ReadStream(t.Context(), stream, 0) {
		if err != nil {
			t.Fatal(err)
		}
		last = r
	}
	return last
}

// TestClockThatIsSetUnderLoad steps the clock while writers fill groups.
func TestClockThatIsSetUnderLoad(t *testing.T) {
	clock := &brokenClock{now: time.Date(2026, 3, 5, 9, 0, 0, 0, time.UTC)}
	var behind int
	s := open(t, Options{Dir: t.TempDir(), Clock: clock.read, Hooks: eventstore.Hooks{ClockBehind: func(time.Duration) { behind++ }}})
	defer closed(t, s)
	ctx, stop := context.WithCancel(t.Context())
	var stepping, writing sync.WaitGroup
	stepping.Go(func() {
		random := rand.New(rand.NewPCG(6, 6))
		for ctx.Err() == nil {
			clock.step(clockSteps[random.IntN(len(clockSteps))])
			time.Sleep(time.Millisecond)
		}
	})
	for w := range 8 {
		writing.Go(func() {
			for n := range 40 {
				stream := eventstore.StreamID(fmt.Sprint("s-", w))
				if _, err := s.Append(ctx, stream, eventstore.Exact(eventstore.Version(n)), testEvent(fmt.Sprint(w, " ", n))); err != nil {
					t.Error(err)
				}
			}
		})
	}
	writing.Wait()
	stop()
	stepping.Wait()
	h := history{events: readAll(t, s)}
	if err := h.check(); err != nil || len(h.events) != 320 {
		t.Fatalf("%d events, %v", len(h.events), err)
	}
	if behind == 0 {
		t.Fatal("the clock was never behind: the test proves nothing")
	}
}
