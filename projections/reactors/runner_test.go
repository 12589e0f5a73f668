package reactors_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"huiyin/domain/lifecycle"
	"huiyin/domain/suggestion"
	"huiyin/domain/wire"
	"huiyin/eventstore"
	"huiyin/projections/internal/rehearsal"
	"huiyin/projections/reactors"
)

// paper is a log in memory that ends, of three streams by turns.
type paper []eventstore.Recorded

func newPaper(n int) paper {
	p := make(paper, n)
	for i := range p {
		p[i].ID, p[i].Type, p[i].Position = eventstore.ID{byte(i >> 16), byte(i >> 8), byte(i)}, "e", eventstore.Position(i+1)
		p[i].Stream, p[i].Version = eventstore.StreamID(fmt.Sprint("s-", i%3)), eventstore.Version(i/3+1)
	}
	return p
}

func (p paper) ReadStream(_ context.Context, stream eventstore.StreamID, after eventstore.Version) iter.Seq2[eventstore.Recorded, error] {
	return func(yield func(eventstore.Recorded, error) bool) {
		for _, r := range p {
			if r.Stream == stream && r.Version > after && !yield(r, nil) {
				return
			}
		}
	}
}

func (p paper) Head(context.Context) (eventstore.Position, error) {
	return eventstore.Position(len(p)), nil
}

func (p paper) Subscribe(ctx context.Context, after eventstore.Position, o eventstore.SubscribeOptions) iter.Seq2[eventstore.Batch, error] {
	return func(yield func(eventstore.Batch, error) bool) {
		b := eventstore.Batch{Position: eventstore.Position(len(p)), CaughtUp: true}
		for i := range p[after:] {
			if r := &p[after:][i]; o.Keep == nil || o.Keep(r) {
				b.Events = append(b.Events, *r)
			}
		}
		if !yield(b, nil) {
			return
		}
		<-ctx.Done()
		yield(eventstore.Batch{}, ctx.Err())
	}
}

func TestOrderIsKeptWhateverFails(t *testing.T) {
	var got []eventstore.Position
	var waits []time.Duration
	tries := 0
	h := reactors.Handler{Name: "h", Handle: func(_ context.Context, r *eventstore.Recorded) (int, error) {
		if tries++; r.Position%3 == 0 && tries < 4 {
			return 0, errors.New("not now")
		}
		tries = 0
		got = append(got, r.Position)
		return 0, nil
	}}
	var seen []reactors.Handled
	o := reactors.Options{Backoff: reactors.Backoff{First: time.Second, Max: 3 * time.Second}, Handled: func(h reactors.Handled) { seen = append(seen, h) },
		Sleep: func(_ context.Context, d time.Duration) error { waits = append(waits, d); return nil }}
	if err := reactors.NewRunner(newPaper(9), newMarks(t), o, h).CatchUp(t.Context()); err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(got, []eventstore.Position{1, 2, 3, 4, 5, 6, 7, 8, 9}) {
		t.Errorf("order %v", got)
	}
	if s := time.Second; !slices.Equal(waits, []time.Duration{s, 2 * s, 3 * s, s, 2 * s, 3 * s, s, 2 * s, 3 * s}) {
		t.Errorf("waits %v", waits)
	}
	if len(seen) != 18 || seen[3].Try != 2 || seen[3].Err == nil {
		t.Errorf("%d tries seen: %+v", len(seen), seen)
	}
}

// When the log itself fails nobody is to blame: CatchUp gives up before the event.
func TestCatchUpGivesUpAndStaysBefore(t *testing.T) {
	marks := newMarks(t)
	n := 0
	h := reactors.Handler{Name: "h", Handle: func(_ context.Context, r *eventstore.Recorded) (int, error) {
		if n++; r.Position == 3 {
			return 0, fmt.Errorf("append: %w", eventstore.ErrFenced)
		}
		return 0, nil
	}}
	err := reactors.NewRunner(newPaper(5), marks, reactors.Options{Sleep: hurry, Tries: 4}, h).CatchUp(t.Context())
	if at, _ := marks.Load("h"); !errors.Is(err, eventstore.ErrFenced) || at != 2 || n != 6 {
		t.Errorf("%v, at %d after %d tries", err, at, n)
	}
	if all, err := marks.Parked(""); len(all) != 0 || err != nil {
		t.Errorf("parked %v, %v", all, err)
	}
}

func TestEventsOfNoInterestOnlyMoveTheCheckpoint(t *testing.T) {
	marks := newMarks(t)
	h := reactors.Handler{Name: "h", Keep: func(r *eventstore.Recorded) bool { return r.Position == 4 },
		Handle: func(_ context.Context, r *eventstore.Recorded) (int, error) {
			if r.Position != 4 {
				t.Errorf("position %d came", r.Position)
			}
			return 0, nil
		}}
	run := reactors.NewRunner(newPaper(10), marks, reactors.Options{}, h)
	for range 2 { // the second time there is nothing to do
		if err := run.CatchUp(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if at, _ := marks.Load("h"); at != 10 {
		t.Errorf("at %d", at)
	}
	if err := marks.Save("h", 4); err != nil {
		t.Fatal(err)
	}
	if lag, err := run.Lag(t.Context()); err != nil || lag["h"] != 0 {
		t.Errorf("a checkpoint went back: %v, %v", lag, err)
	}
}

func TestAFailingLogEndsRun(t *testing.T) {
	broken := errors.New("broken")
	err := reactors.NewRunner(brokenLog{broken}, newMarks(t), reactors.Options{}, reactors.Handler{Name: "a"}, reactors.Handler{Name: "b"}).Run(t.Context())
	if !errors.Is(err, broken) {
		t.Error(err)
	}
}

type brokenLog struct{ error }

func (b brokenLog) Head(context.Context) (eventstore.Position, error) { return 0, b.error }

func (b brokenLog) ReadStream(context.Context, eventstore.StreamID, eventstore.Version) iter.Seq2[eventstore.Recorded, error] {
	return func(yield func(eventstore.Recorded, error) bool) { yield(eventstore.Recorded{}, b.error) }
}

func (b brokenLog) Subscribe(context.Context, eventstore.Position, eventstore.SubscribeOptions) iter.Seq2[eventstore.Batch, error] {
	return func(yield func(eventstore.Batch, error) bool) { yield(eventstore.Batch{}, b.error) }
}

func TestRunHandsOverUntilItIsStopped(t *testing.T) {
	d, marks := newDesk(t), newMarks(t)
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	run := reactors.NewRunner(d.Log, marks, reactors.Options{}, reactors.NewMerges(d, nil).Handler())
	ended := make(chan error, 1)
	go func() { ended <- run.Run(ctx) }()
	mergeLife(t, d, func(t *testing.T, d *rehearsal.Desk) {
		for {
			lag, err := run.Lag(ctx)
			if err != nil {
				t.Fatal(err)
			}
			if lag[reactors.MergesName] == 0 {
				return
			}
			time.Sleep(time.Millisecond)
		}
	})
	if d.Case("m1").State != lifecycle.Closed {
		t.Errorf("m1 is %s", d.Case("m1").State)
	}
	cancel()
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

func TestASubscriberSpeaksWatermill(t *testing.T) {
	d := newDesk(t)
	d.Register("h", "1", "Li")
	s := &reactors.Subscriber{Log: d.Log, Checkpoints: newMarks(t)}
	messages, err := s.Subscribe(t.Context(), "topic")
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range d.Records() {
		m := <-messages
		r, ok := reactors.RecordedFrom(m.Context())
		if !ok || r.ID != want.ID || m.UUID != want.ID.String() || len(m.Payload) != 0 || m.Metadata.Get(reactors.MetaType) != want.Type ||
			m.Metadata.Get(reactors.MetaStream) != string(want.Stream) || m.Metadata.Get(reactors.MetaVersion) != fmt.Sprint(want.Version) ||
			m.Metadata.Get(reactors.MetaPosition) != fmt.Sprint(want.Position) {
			t.Fatalf("message %d: %+v", i, m)
		}
		select {
		case <-messages:
			t.Fatal("the next came before the answer")
		case <-time.After(time.Millisecond):
		}
		m.Ack()
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if _, open := <-messages; open {
		t.Error("a message after Close")
	}
	if _, err := s.Subscribe(t.Context(), "topic"); err == nil {
		t.Error("subscribed to what is closed")
	}
	if _, ok := reactors.RecordedFrom(t.Context()); ok {
		t.Error("an event out of nothing")
	}
}

func TestTheClockLapsesOnce(t *testing.T) {
	d := newDesk(t)
	d.Register("c", "1", "Li")
	d.Assign("c", "Water")
	d.Set("2026-07-10")
	var wg sync.WaitGroup
	given := make([]int, 3)
	for i := range given {
		desk := rehearsal.New(t, d.Log, d.Clock)
		wg.Go(func() {
			var err error
			if given[i], err = reactors.RunClock(context.Background(), desk, []suggestion.CaseID{"c"}, d.Today()); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	lapses := 0
	for _, r := range d.Records() {
		if r.Type == "deadline.lapsed" {
			lapses++
		}
	}
	if len(reactors.Dues(d.Case("c"), d.Today())) != 0 || lapses != 3 { // return, first contact, reply
		t.Errorf("%d lapses, given %v", lapses, given)
	}
	want := d.Outline()
	if n, err := reactors.RunClock(t.Context(), d, []suggestion.CaseID{"c"}, d.Today()); n != 0 || err != nil || d.Outline() != want {
		t.Errorf("again: %d, %v", n, err)
	}
}

// stubborn refuses the lapse of one kind.
type stubborn struct {
	*rehearsal.Desk
	kind lifecycle.Deadline
}

func (s stubborn) Carry(ctx context.Context, a reactors.Act) error {
	if a.Command.(suggestion.Lapse).Kind == s.kind {
		return &suggestion.Refusal{Code: "no"}
	}
	return s.Desk.Carry(ctx, a)
}

func TestARefusedLapseHoldsUpNoOther(t *testing.T) {
	d := newDesk(t)
	d.Register("c", "1", "Li")
	d.Assign("c", "Water")
	d.Set("2026-07-10")
	n, err := reactors.RunClock(t.Context(), stubborn{d, lifecycle.DueReturn}, []suggestion.CaseID{"c"}, d.Today())
	if left := reactors.Dues(d.Case("c"), d.Today()); n != 2 || err != nil || len(left) != 1 || left[0].Kind != lifecycle.DueReturn {
		t.Errorf("%d lapses, %v, left %v", n, err, left)
	}
}

// unread cannot read one case, in one way or another.
type unread struct {
	*rehearsal.Desk
	id   suggestion.CaseID
	fail func() error
}

func (u unread) Load(ctx context.Context, id suggestion.CaseID) (*suggestion.Suggestion, error) {
	if id == u.id {
		return nil, u.fail()
	}
	return u.Desk.Load(ctx, id)
}

func TestAnUnreadableCaseStopsNoClock(t *testing.T) {
	for _, fail := range []func() error{
		func() error { _, err := wire.Decode(foretold, 1, nil); return err },
		func() error { panic("at the disco") },
		func() error { return &eventstore.CorruptError{Stream: "suggestion-a"} },
		func() error { return eventstore.ErrClosed },
	} {
		d := newDesk(t)
		d.Register("c", "2", "Li")
		d.Assign("c", "Water")
		d.Set("2026-07-10")
		n, err := reactors.RunClock(t.Context(), unread{d, "a", fail}, []suggestion.CaseID{"a", "c"}, d.Today())
		if stops := errors.Is(err, eventstore.ErrClosed); err == nil || !strings.Contains(err.Error(), "case a") || (n == 3) == stops {
			t.Errorf("%d lapses, %v", n, err)
		}
	}
}

// BenchmarkRouterMessage is the cost of one event as one Watermill message, with
// router, both middlewares and the saved checkpoint, to a handler that does
// nothing; BenchmarkSkippedEvent that of an event the handler is not for.
func BenchmarkRouterMessage(b *testing.B) { benchRunner(b, nil) }

func BenchmarkSkippedEvent(b *testing.B) {
	benchRunner(b, func(*eventstore.Recorded) bool { return false })
}

func benchRunner(b *testing.B, keep func(*eventstore.Recorded) bool) {
	h := reactors.Handler{Name: "h", Keep: keep, Handle: func(context.Context, *eventstore.Recorded) (int, error) { return 0, nil }}
	const events = 2000
	log := newPaper(events)
	b.ReportAllocs()
	for b.Loop() {
		if err := reactors.NewRunner(log, newMarks(b), reactors.Options{}, h).CatchUp(b.Context()); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(events*b.N), "ns/event")
}
