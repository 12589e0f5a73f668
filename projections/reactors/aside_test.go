package reactors_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"huiyin/domain/lifecycle"
	"huiyin/domain/suggestion"
	"huiyin/domain/wire"
	"huiyin/eventstore"
	"huiyin/eventstore/sqlite"
	"huiyin/projections/internal/rehearsal"
	"huiyin/projections/parked"
	"huiyin/projections/reactors"
)

// foretold is the type of an event that only a later program can read.
const foretold = "suggestion.foretold"

// diary is a handler that notes what it was given, and the log it reads: a
// season in which one case has an event of an unknown type.
type diary struct {
	log   eventstore.Store
	cases map[eventstore.StreamID]eventstore.Version
	sick  eventstore.StreamID
	at    eventstore.Recorded

	mu    sync.Mutex
	notes map[eventstore.StreamID][]eventstore.Version
	fail  func() error // on the unknown event; nil once it can be read
	tries int
}

func newDiary(t *testing.T, n, sick int, version eventstore.Version) *diary {
	t.Helper()
	d, clock := newDesk(t), rehearsal.NewClock("2026-03-02")
	rehearsal.Season(d, n)
	log, err := sqlite.Open(t.Context(), sqlite.Options{Dir: t.TempDir(), Clock: clock.Now, BulkLoad: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = log.Close() })
	y := &diary{log: log, cases: map[eventstore.StreamID]eventstore.Version{}, sick: eventstore.StreamID(wire.CaseStream(rehearsal.ID(sick)))}
	rehearsal.Copy(t, log, clock, d.Records(), func(r *eventstore.Recorded) {
		y.cases[r.Stream] = r.Version
		if r.Stream == y.sick && r.Version == version {
			y.at = *r
			r.Type = foretold
		}
	})
	y.fail = func() error { _, err := wire.Decode(foretold, 1, nil); return err }
	y.forget()
	return y
}

func (y *diary) forget() { y.notes, y.tries = map[eventstore.StreamID][]eventstore.Version{}, 0 }

func (y *diary) handler() reactors.Handler {
	return reactors.Handler{Name: "diary", Handle: func(_ context.Context, r *eventstore.Recorded) (int, error) {
		y.mu.Lock()
		defer y.mu.Unlock()
		if r.Type == foretold && y.fail != nil {
			y.tries++
			return 0, y.fail()
		}
		y.notes[r.Stream] = append(y.notes[r.Stream], r.Version)
		return 0, nil
	}}
}

// faults is the checker: what is wrong with the diary and with what is parked.
func (y *diary) faults(t *testing.T, marks *reactors.Checkpoints) (bad []string) {
	t.Helper()
	y.mu.Lock()
	defer y.mu.Unlock()
	say := func(format string, args ...any) { bad = append(bad, fmt.Sprintf(format, args...)) }
	head, _ := y.log.Head(t.Context())
	if at, err := marks.Load("diary"); at != head || err != nil {
		say("checkpoint %d, head %d, %v", at, head, err)
	}
	all, err := marks.Parked("diary")
	if err != nil {
		t.Fatal(err)
	}
	upTo := y.cases[y.sick]
	for _, p := range all {
		if p.Name != y.sick {
			say("%s is parked", p.Name)
		}
		if last := p.Version + eventstore.Version(p.Waiting); last != upTo {
			say("%s: %d of %d events seen", p.Name, last, upTo)
		}
		upTo = p.Version - 1
	}
	for stream, last := range y.cases {
		if stream == y.sick {
			last = upTo
		}
		// An event may come twice after a stop, never after a later one.
		notes := slices.Compact(slices.Clone(y.notes[stream]))
		if len(notes) != int(last) || !slices.IsSorted(notes) || last > 0 && notes[0] != 1 {
			say("%s: noted %v of %d", stream, notes, last)
		}
	}
	return bad
}

func (y *diary) sound(t *testing.T, what string, marks *reactors.Checkpoints) {
	t.Helper()
	for _, fault := range y.faults(t, marks) {
		t.Errorf("%s: %s", what, fault)
	}
}

func (y *diary) catchUp(t *testing.T, log reactors.Log, marks *reactors.Checkpoints) {
	t.Helper()
	if err := reactors.NewRunner(log, marks, reactors.Options{Sleep: hurry}, y.handler()).CatchUp(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func TestAHandlerThatFailsOnOneCaseParksIt(t *testing.T) {
	y := newDiary(t, 120, 107, 3)
	for name, c := range map[string]struct {
		fail  func() error
		cause parked.Cause
		tries int
	}{
		"undecodable": {y.fail, parked.Undecodable, 1},
		"panic":       {func() error { panic("at the disco") }, parked.Panicked, 1},
		"error":       {func() error { return errors.New("not now") }, parked.Failed, 5},
		"out of time": {func() error { return context.DeadlineExceeded }, parked.Failed, 5},
		"unavailable": {func() error { return eventstore.ErrUnavailable }, parked.Failed, 5}, // but the log answers
		"contended":   {func() error { return fmt.Errorf("x: %w", eventstore.ErrConflict) }, parked.Failed, 5},
	} {
		marks := newMarks(t)
		y.forget()
		y.fail = c.fail
		y.catchUp(t, y.log, marks)
		y.sound(t, name, marks)
		all, err := marks.Parked("")
		if err != nil || len(all) != 1 || all[0].Cause != c.cause || all[0].Position != y.at.Position || all[0].Version != 3 ||
			all[0].Type != foretold || all[0].Consumer != "diary" || all[0].Case != rehearsal.ID(107) || y.tries != c.tries {
			t.Errorf("%s: parked %+v after %d tries, %v", name, all, y.tries, err)
		}
		run := reactors.NewRunner(y.log, marks, reactors.Options{Sleep: hurry}, y.handler())
		if healed, left, err := run.Retry(t.Context()); healed != 0 || left != 1 || err != nil {
			t.Errorf("%s: %d healed, %d left, %v", name, healed, left, err)
		}
		y.fail = nil
		if healed, left, err := run.Retry(t.Context(), "nobody"); healed != 0 || left != 0 || err != nil {
			t.Errorf("%s: retry of nobody: %d healed, %d left, %v", name, healed, left, err)
		}
		if healed, left, err := run.Retry(t.Context(), rehearsal.ID(107)); healed != 1 || left != 0 || err != nil {
			t.Errorf("%s: fixed: %d healed, %d left, %v", name, healed, left, err)
		}
		y.sound(t, name+", fixed", marks)
	}
}

func TestAnUndecodableEventAmongTenThousand(t *testing.T) {
	y, marks := newDiary(t, 1000, 107, 3), newMarks(t)
	if head, _ := y.log.Head(t.Context()); head < 9000 {
		t.Fatalf("only %d events", head)
	}
	y.catchUp(t, y.log, marks)
	y.sound(t, "poisoned", marks)
	if all, err := marks.Parked(""); len(all) != 1 || err != nil {
		t.Errorf("parked %v, %v", all, err)
	}
	y.fail = nil
	y.catchUp(t, y.log, marks)
	y.sound(t, "fixed", marks)
}

// Stopped after each event around the one that fails, with the fix coming at
// every one of these stops.
func TestAReactorRestartedAroundThePoison(t *testing.T) {
	y := newDiary(t, 7, 5, 4)
	fail := y.fail
	from, to := y.at.Position-2, y.at.Position
	for _, r := range rehearsal.Records(t, y.log) {
		if r.Stream == y.sick && r.Version <= 6 {
			to = r.Position + 1
		}
	}
	for fix := from; fix <= to+1; fix++ {
		path := filepath.Join(t.TempDir(), "reactors.db")
		y.forget()
		y.fail = fail
		for at := eventstore.Position(0); at < to; {
			marks, err := reactors.OpenCheckpoints(path)
			if err != nil {
				t.Fatal(err)
			}
			if at >= fix {
				y.fail = nil
			}
			at = y.step(t, marks, from)
			if err := marks.Close(); err != nil {
				t.Fatal(err)
			}
		}
		marks, err := reactors.OpenCheckpoints(path)
		if err != nil {
			t.Fatal(err)
		}
		y.catchUp(t, y.log, marks)
		y.sound(t, fmt.Sprintf("fixed at %d", fix), marks)
		y.fail = nil
		y.catchUp(t, y.log, marks)
		y.sound(t, fmt.Sprintf("fixed at %d and the end", fix), marks)
		if all, err := marks.Parked(""); len(all) != 0 || err != nil {
			t.Errorf("parked %v, %v", all, err)
		}
		_ = marks.Close()
	}
}

// step lives until one event was handled or parked, the first life until a
// position.
func (y *diary) step(t *testing.T, marks *reactors.Checkpoints, from eventstore.Position) eventstore.Position {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	h := y.handler()
	inner := h.Handle
	h.Handle = func(ctx context.Context, r *eventstore.Recorded) (int, error) {
		n, err := inner(ctx, r)
		if err == nil && r.Position >= from {
			cancel()
		}
		return n, err
	}
	sick, err := marks.Parked("")
	if err != nil {
		t.Fatal(err)
	}
	o := reactors.Options{Sleep: hurry, Parked: func(parked.Stream) {
		if len(sick) == 0 {
			cancel()
		}
	}}
	err = reactors.NewRunner(y.log, marks, o, h).CatchUp(ctx)
	if err != nil && !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	at, err := marks.Load("diary")
	if err != nil {
		t.Fatal(err)
	}
	return at
}

func TestRunGoesOnBesideAParkedCase(t *testing.T) {
	y, marks := newDiary(t, 12, 7, 4), newMarks(t)
	until := func(run *reactors.Runner) {
		t.Helper()
		for begun := time.Now(); ; time.Sleep(time.Millisecond) {
			if lag, err := run.Lag(t.Context()); err != nil || time.Since(begun) > 2*time.Second {
				t.Fatalf("lag %v, %v", lag, err)
			} else if lag["diary"] == 0 {
				return
			}
		}
	}
	live := func(do func(*reactors.Runner)) {
		t.Helper()
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		run := reactors.NewRunner(y.log, marks, reactors.Options{}, y.handler())
		ended := make(chan error, 1)
		go func() { ended <- run.Run(ctx) }()
		do(run)
		cancel()
		if err := <-ended; !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
	}
	live(func(run *reactors.Runner) {
		until(run)
		y.sound(t, "live", marks)
		for range 2 {
			y.append(t, y.sick)
			y.append(t, eventstore.StreamID(wire.CaseStream(rehearsal.ID(0))))
		}
		until(run)
		y.sound(t, "live, with more events", marks)
	})
	y.fail = nil
	live(func(run *reactors.Runner) {
		for begun := time.Now(); time.Since(begun) < 2*time.Second; time.Sleep(time.Millisecond) {
			if all, _ := marks.Parked(""); len(all) == 0 {
				break
			}
		}
		y.append(t, y.sick)
		until(run)
		y.sound(t, "live and fixed", marks)
	})
	if all, err := marks.Parked(""); len(all) != 0 || err != nil {
		t.Errorf("parked %v, %v", all, err)
	}
}

func (y *diary) append(t *testing.T, stream eventstore.StreamID) {
	t.Helper()
	y.mu.Lock()
	defer y.mu.Unlock()
	e := eventstore.Event{ID: eventstore.DeriveID(eventstore.ID{}, string(stream), fmt.Sprint(y.cases[stream])), Type: "e", Schema: 1, Occurred: y.at.Occurred}
	if _, err := y.log.Append(t.Context(), stream, eventstore.Exact(y.cases[stream]), e); err != nil {
		t.Fatal(err)
	}
	y.cases[stream]++
}

// lossy is a log that leaves events out where it should not.
type lossy struct {
	reactors.Log
	subscribe, stream func(*eventstore.Recorded) bool
}

func (l lossy) Subscribe(ctx context.Context, after eventstore.Position, o eventstore.SubscribeOptions) iter.Seq2[eventstore.Batch, error] {
	if l.subscribe != nil {
		o.Keep = func(r *eventstore.Recorded) bool { return !l.subscribe(r) }
	}
	return l.Log.Subscribe(ctx, after, o)
}

func (l lossy) ReadStream(ctx context.Context, stream eventstore.StreamID, after eventstore.Version) iter.Seq2[eventstore.Recorded, error] {
	return func(yield func(eventstore.Recorded, error) bool) {
		for r, err := range l.Log.ReadStream(ctx, stream, after) {
			if (err != nil || l.stream == nil || !l.stream(&r)) && !yield(r, err) {
				return
			}
		}
	}
}

// The checker must see each way in which the event behind the parked one could
// be left out.
func TestTheCheckerSeesASkippedEvent(t *testing.T) {
	y := newDiary(t, 12, 7, 4)
	fail := y.fail
	next := func(r *eventstore.Recorded) bool { return r.Stream == y.sick && r.Version == 5 }
	for name, c := range map[string]struct {
		log reactors.Log
		fix bool
	}{
		"not counted while parked":    {lossy{Log: y.log, subscribe: next}, false},
		"not handled after the fix":   {lossy{Log: y.log, stream: next}, true},
		"the poison itself forgotten": {lossy{Log: y.log, stream: func(r *eventstore.Recorded) bool { return r.Type == foretold }}, true},
	} {
		marks := newMarks(t)
		y.forget()
		y.fail = fail
		y.catchUp(t, c.log, marks)
		if c.fix {
			y.fail = nil
			y.catchUp(t, c.log, marks)
		}
		if faults := y.faults(t, marks); len(faults) == 0 {
			t.Errorf("%s: the checker sees nothing", name)
		}
	}
}

// hurt is a log that reports damage in one stream.
type hurt struct {
	reactors.Log
	at *eventstore.Recorded
}

func (h hurt) error() error {
	return &eventstore.CorruptError{Position: h.at.Position, Stream: h.at.Stream, Why: "bad"}
}

func (h hurt) Subscribe(ctx context.Context, after eventstore.Position, o eventstore.SubscribeOptions) iter.Seq2[eventstore.Batch, error] {
	return func(yield func(eventstore.Batch, error) bool) {
		o.Max = 1
		for b, err := range h.Log.Subscribe(ctx, after, o) {
			if err == nil && b.Position == h.at.Position {
				b, err = eventstore.Batch{}, h.error()
			}
			if !yield(b, err) || err != nil {
				return
			}
		}
	}
}

func (h hurt) ReadStream(ctx context.Context, stream eventstore.StreamID, after eventstore.Version) iter.Seq2[eventstore.Recorded, error] {
	return func(yield func(eventstore.Recorded, error) bool) {
		for r, err := range h.Log.ReadStream(ctx, stream, after) {
			if err == nil && r.Position == h.at.Position {
				r, err = eventstore.Recorded{}, h.error()
			}
			if !yield(r, err) || err != nil {
				return
			}
		}
	}
}

func TestDamageInOneStreamParksItForAReactor(t *testing.T) {
	y, marks := newDiary(t, 12, 7, 4), newMarks(t)
	y.fail = nil
	log := hurt{y.log, &y.at}
	for tries := 1; tries <= 2; tries++ {
		y.catchUp(t, log, marks)
		y.sound(t, "damaged", marks)
		all, err := marks.Parked("diary")
		if err != nil || len(all) != 1 || all[0].Cause != parked.Corrupt || all[0].Position != y.at.Position || all[0].Version != 4 || all[0].Tries != tries {
			t.Errorf("parked %+v, %v", all, err)
		}
	}
	y.catchUp(t, y.log, marks)
	y.sound(t, "mended", marks)
	if all, err := marks.Parked("diary"); len(all) != 0 || err != nil {
		t.Errorf("parked %v, %v", all, err)
	}
}

// blind is a desk that cannot read one case.
type blind struct {
	*rehearsal.Desk
	id suggestion.CaseID
	on *bool
}

func (b blind) Carry(ctx context.Context, a reactors.Act) error {
	if *b.on && a.Case == b.id {
		_, err := wire.Decode(foretold, 1, nil)
		return err
	}
	return b.Desk.Carry(ctx, a)
}

// A member that cannot be read keeps neither its sister nor another head from
// their hand-over, and catches up in order once it can.
func TestABrokenMemberIsHandedOverLater(t *testing.T) {
	live := func(on bool) *rehearsal.Desk {
		d, marks := newDesk(t), newMarks(t)
		run := reactors.NewRunner(d.Log, marks, reactors.Options{Sleep: hurry}, reactors.NewMerges(blind{d, "m1", &on}, nil).Handler())
		react := func() {
			t.Helper()
			if err := run.CatchUp(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		for i, id := range []suggestion.CaseID{"h", "g", "m1", "m2", "n"} {
			d.Register(id, fmt.Sprint(i+1), "Deputy "+string(id))
		}
		merge(d, "m1", "h")
		merge(d, "m2", "h")
		merge(d, "n", "g")
		react()
		for _, id := range []suggestion.CaseID{"h", "g"} {
			d.Assign(id, "Water")
			react()
			d.Reply(id, "l1", "A")
			react()
		}
		if d.Case("n").State != lifecycle.Replied || d.Case("m2").State == lifecycle.Registered {
			t.Errorf("blind %v: n is %s, m2 is %s", on, d.Case("n").State, d.Case("m2").State)
		}
		all, err := run.Parked()
		if err != nil || (len(all) == 1) != on || on && (all[0].Case != "h" || all[0].Type != "suggestion.assigned" || all[0].Waiting != 1) {
			t.Errorf("blind %v: parked %+v, %v", on, all, err)
		}
		if on = false; len(all) > 0 {
			if healed, left, err := run.Retry(t.Context(), "h"); healed != 1 || left != 0 || err != nil {
				t.Errorf("%d healed, %d left, %v", healed, left, err)
			}
		}
		return d
	}
	if sorted(live(true)) != sorted(live(false)) {
		t.Error("the hand-over that came later is another one")
	}
}
