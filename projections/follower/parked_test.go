package follower_test

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"iter"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	sqlite3 "zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"huiyin/domain/suggestion"
	"huiyin/domain/wire"
	"huiyin/eventstore"
	"huiyin/eventstore/sqlite"
	"huiyin/projections/follower"
	"huiyin/projections/internal/rehearsal"
	"huiyin/projections/parked"
	"huiyin/projections/views"
)

// foretold is the type of an event that only a later program can read.
const foretold = "suggestion.foretold"

// poisoned is a season's log in which one event of a case has a type that this
// program does not know, and what a program that knows it makes of it.
type poisoned struct {
	log   eventstore.Store
	clean eventstore.Store // the same log without the poison
	cases map[suggestion.CaseID]eventstore.Version
	sick  suggestion.CaseID
	at    *eventstore.Recorded
	real  string // the event's type
}

// poison copies a season of n cases and makes the given version of a case
// unreadable.
func poison(t testing.TB, n int, sick suggestion.CaseID, version eventstore.Version) *poisoned {
	t.Helper()
	d := season(t, n)
	p := &poisoned{clean: d.Log, sick: sick, cases: map[suggestion.CaseID]eventstore.Version{}}
	p.log = replica(t, t.TempDir(), d.Records(), func(r *eventstore.Recorded) {
		id, isCase := wire.CaseOf(string(r.Stream))
		if isCase {
			p.cases[id] = r.Version
		}
		if id == sick && r.Version == version {
			p.real, r.Type = r.Type, foretold
			p.at = r
		}
	})
	if p.at == nil || p.cases[sick] == version {
		t.Fatalf("%s has no event behind version %d", sick, version)
	}
	return p
}

// replica is a new log of the same events, each perhaps changed a little.
func replica(t testing.TB, dir string, records []eventstore.Recorded, change func(*eventstore.Recorded)) eventstore.Store {
	t.Helper()
	clock := rehearsal.NewClock("2026-03-02")
	log, err := sqlite.Open(t.Context(), sqlite.Options{Dir: dir, BulkLoad: true, Clock: clock.Now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = log.Close() })
	rehearsal.Copy(t, log, clock, records, change)
	return log
}

// later is the model of a program that knows the event.
func (p *poisoned) later() follower.Model {
	return follower.Model{Decode: func(r *eventstore.Recorded) (suggestion.Event, error) {
		if r.Type == foretold {
			return wire.Decode(p.real, r.Schema, r.Data)
		}
		return wire.Decode(r.Type, r.Schema, r.Data)
	}}
}

// rows are the digests of each case's rows.
func rows(t testing.TB, f *follower.File) map[suggestion.CaseID]string {
	t.Helper()
	all := map[suggestion.CaseID]string{}
	for _, v := range f.Views() {
		var keys []string
		for _, c := range v.Columns[:v.Keys] {
			name, _, _ := strings.Cut(c, " ")
			keys = append(keys, name)
		}
		err := f.Query(t.Context(), "SELECT * FROM "+v.Name+" ORDER BY "+strings.Join(keys, ", "), nil, func(s *sqlite3.Stmt) error {
			row := v.Name
			for i := range s.ColumnCount() {
				row += "|" + s.ColumnText(i)
			}
			all[suggestion.CaseID(s.ColumnText(0))] += row + "\n"
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for id, text := range all {
		all[id] = fmt.Sprintf("%x", sha256.Sum256([]byte(text)))
	}
	return all
}

// cleanRows are those of the log without the poison, up to a version of one case.
func (p *poisoned) cleanRows(t testing.TB, id suggestion.CaseID, upTo eventstore.Version) map[suggestion.CaseID]string {
	t.Helper()
	f := openFile(t, filepath.Join(t.TempDir(), "clean.db"), views.All())
	defer closeFile(t, f)
	stream := eventstore.StreamID(wire.CaseStream(id))
	catchUp(t, lossy{Log: p.clean, subscribe: func(r *eventstore.Recorded) bool { return r.Stream == stream && r.Version > upTo }}, f, follower.Options{})
	return rows(t, f)
}

// faults is the checker: what is wrong with a file of the poisoned log.
func (p *poisoned) faults(t testing.TB, f *follower.File) (bad []string) {
	t.Helper()
	say := func(format string, args ...any) { bad = append(bad, fmt.Sprintf(format, args...)) }
	all, err := f.Parked(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if head, _ := p.log.Head(t.Context()); f.Checkpoint() != head {
		say("checkpoint %d, head %d", f.Checkpoint(), head)
	}
	good := eventstore.Version(1 << 40)
	for _, s := range all {
		if s.Case != p.sick {
			say("%s is parked: %s", s.Case, s.Reason)
		}
		good = s.Version - 1
		if last := s.Version + eventstore.Version(s.Waiting); last != p.cases[s.Case] {
			say("%s: %d of %d events seen", s.Case, last, p.cases[s.Case])
		}
	}
	got, want := rows(t, f), p.cleanRows(t, p.sick, good)
	for id := range p.cases {
		if got[id] != want[id] {
			say("%s differs", id)
		}
	}
	return bad
}

func (p *poisoned) sound(t testing.TB, what string, f *follower.File) {
	t.Helper()
	for _, fault := range p.faults(t, f) {
		t.Errorf("%s: %s", what, fault)
	}
}

// parkedAt expects the sick case, and no other, to be parked at its event.
func (p *poisoned) parkedAt(t testing.TB, f *follower.File, cause parked.Cause, tries int) parked.Stream {
	t.Helper()
	all, err := f.Parked(t.Context())
	if err != nil || len(all) != 1 {
		t.Fatalf("parked %v, %v", all, err)
	}
	s := all[0]
	if s.Case != p.sick || s.Version != p.at.Version || s.Position != p.at.Position || s.Cause != cause || s.Tries != tries || s.Reason == "" || s.Since.IsZero() {
		t.Errorf("parked %+v; want version %d at %d, %s, %d tries", s, p.at.Version, p.at.Position, cause, tries)
	}
	return s
}

// lossy is a log that leaves events out where it should not.
type lossy struct {
	follower.Log
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
			if err == nil && l.stream != nil && l.stream(&r) {
				continue
			}
			if !yield(r, err) {
				return
			}
		}
	}
}

// hurry does without waiting.
func hurry(ctx context.Context, _ time.Duration) error { return ctx.Err() }

func TestAnUndecodableEventAmongTenThousand(t *testing.T) {
	p := poison(t, 1000, rehearsal.ID(107), 3)
	if head, _ := p.log.Head(t.Context()); head < 9000 {
		t.Fatalf("only %d events", head)
	}
	path := filepath.Join(t.TempDir(), "views.db")
	f := openFile(t, path, views.All())
	var told []parked.Stream
	o := follower.Options{Batch: 700, Cache: 100, Parked: func(s parked.Stream) { told = append(told, s) },
		Sleep: func(context.Context, time.Duration) error { t.Error("waited for what cannot pass"); return nil }}
	catchUp(t, p.log, f, o)
	p.sound(t, "poisoned", f)
	s := p.parkedAt(t, f, parked.Undecodable, 1)
	if s.Type != foretold || s.Waiting != int(p.cases[p.sick]-3) || len(told) != 1 || !strings.Contains(s.Reason, foretold) {
		t.Errorf("%v, told %v", s, told)
	}
	catchUp(t, p.log, f, o)
	if again := p.parkedAt(t, f, parked.Undecodable, 2); !again.Since.Equal(s.Since) || again.Waiting != s.Waiting {
		t.Errorf("parked again as %+v", again)
	}
	closeFile(t, f)
	f = openFile(t, path, views.All()) // a later program
	defer closeFile(t, f)
	o.Model = p.later()
	catchUp(t, p.log, f, o)
	p.sound(t, "fixed", f)
	if all, err := f.Parked(t.Context()); len(all) != 0 || err != nil {
		t.Errorf("still parked: %v, %v", all, err)
	}
	same(t, "fixed", digests(t, f), reference(t, &rehearsal.Desk{Log: p.clean}))
}

// fragile are the views with one that fails on a case from a version on, until
// it is mended.
func (p *poisoned) fragile(fail func(), mended *atomic.Bool) []follower.View {
	all := views.All()
	last := &all[len(all)-1]
	good := last.Rows
	last.Rows = func(k *follower.Case) [][]any {
		if k.State.ID == p.sick && k.Version >= p.at.Version && !mended.Load() {
			fail()
			return [][]any{{struct{}{}}} // no column is of such a type
		}
		return good(k)
	}
	return all
}

func TestAViewThatFailsOnOneCase(t *testing.T) {
	p := poison(t, 120, rehearsal.ID(107), 6)
	for cause, fail := range map[parked.Cause]func(){
		parked.Panicked: func() { panic("at the disco") },
		parked.Rejected: func() {},
	} {
		for _, batch := range []int{1, 9, 5000} {
			var mended atomic.Bool
			f := openFile(t, filepath.Join(t.TempDir(), "views.db"), p.fragile(fail, &mended))
			defer closeFile(t, f)
			fold := follower.New(p.log, f, follower.Options{Batch: batch, Model: p.later(), Sleep: hurry})
			if err := fold.CatchUp(t.Context()); err != nil {
				t.Fatal(err)
			}
			p.sound(t, fmt.Sprint(cause, batch), f)
			p.parkedAt(t, f, cause, 1)
			mended.Store(true)
			if healed, left, err := fold.Retry(t.Context(), "nobody"); healed != 0 || left != 0 || err != nil {
				t.Errorf("retry of nobody: %d, %d, %v", healed, left, err)
			}
			if healed, left, err := fold.Retry(t.Context(), p.sick); healed != 1 || left != 0 || err != nil {
				t.Errorf("retry: %d healed, %d left, %v", healed, left, err)
			}
			p.sound(t, fmt.Sprint(cause, batch, " mended"), f)
		}
	}
}

// A fold that panics names the function and stops nobody, whatever the batch.
func TestAFoldThatPanics(t *testing.T) {
	p := poison(t, 40, rehearsal.ID(17), 1)
	m := p.later()
	m.Fold = func(s *suggestion.Suggestion, events ...suggestion.Event) *suggestion.Suggestion {
		next := suggestion.Fold(s, events...)
		if next.ID == p.sick {
			panic("no such case")
		}
		return next
	}
	f := openFile(t, filepath.Join(t.TempDir(), "views.db"), views.All())
	defer closeFile(t, f)
	catchUp(t, p.log, f, follower.Options{Model: m, Batch: 8})
	p.sound(t, "panic", f)
	if s := p.parkedAt(t, f, parked.Panicked, 1); !strings.Contains(s.Reason, "panic in ") || !strings.Contains(s.Reason, "TestAFoldThatPanics") {
		t.Errorf("reason %q", s.Reason)
	}
}

// Followed batch by batch with a restart after each, from before the poison to
// behind the next events of the case, and with the fix coming at every one of
// these restarts.
func TestRestartAtEveryPointAroundThePoison(t *testing.T) {
	p := poison(t, 7, rehearsal.ID(5), 4)
	all, from, to := rehearsal.Records(t, p.log), p.at.Position-3, p.at.Position
	for _, r := range all {
		if r.Stream == p.at.Stream && r.Version <= 7 {
			to = r.Position + 2
		}
	}
	want := reference(t, &rehearsal.Desk{Log: p.clean})
	for fix := from; fix <= to; fix++ {
		path := filepath.Join(t.TempDir(), "views.db")
		var f *follower.File
		for at, batch := eventstore.Position(0), int(from); at < to; batch = int(fix%3) + 1 {
			f = openFile(t, path, views.All())
			o := follower.Options{Batch: batch}
			if f.Checkpoint() >= fix {
				o.Model = p.later()
			}
			oneStep(t, p.log, f, o)
			at = f.Checkpoint()
			if sick, _ := f.Parked(t.Context()); (len(sick) > 0) != (at >= p.at.Position && o.Model.Decode == nil) {
				t.Errorf("fixed at %d: at %d parked %v", fix, at, sick)
			}
			closeFile(t, f)
		}
		f = openFile(t, path, views.All())
		catchUp(t, p.log, f, follower.Options{})
		p.sound(t, fmt.Sprintf("fixed at %d", fix), f)
		catchUp(t, p.log, f, follower.Options{Model: p.later()})
		same(t, fmt.Sprintf("fixed at %d and the end", fix), digests(t, f), want)
		closeFile(t, f)
	}
}

// oneStep follows for one batch.
func oneStep(t *testing.T, log follower.Log, f *follower.File, o follower.Options) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	o.Applied = func(int, eventstore.Position) { cancel() }
	err := follower.New(log, f, o).CatchUp(ctx)
	if err != nil && !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
}

// Two followers of which only one can read the event share a file; the one that
// can has the last word.
func TestAnOldAndANewProgramOnOneFile(t *testing.T) {
	p := poison(t, 60, rehearsal.ID(25), 3)
	path := filepath.Join(t.TempDir(), "views.db")
	var wg sync.WaitGroup
	for i := range 4 {
		f := openFile(t, path, views.All())
		t.Cleanup(func() { closeFile(t, f) })
		o := follower.Options{Batch: 3 + i}
		if i%2 == 0 {
			o.Model = p.later()
		}
		wg.Go(func() {
			if err := follower.New(p.log, f, o).CatchUp(context.Background()); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	f := openFile(t, path, views.All())
	defer closeFile(t, f)
	p.sound(t, "together", f)
	catchUp(t, p.log, f, follower.Options{Model: p.later()})
	same(t, "at last", digests(t, f), reference(t, &rehearsal.Desk{Log: p.clean}))
}

func TestFollowGoesOnBesideAParkedCase(t *testing.T) {
	p := poison(t, 12, rehearsal.ID(7), 4)
	f := openFile(t, filepath.Join(t.TempDir(), "views.db"), views.All())
	defer closeFile(t, f)
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	at, ended := make(chan eventstore.Position, 1000), make(chan error, 1)
	var fixed atomic.Bool
	later := p.later()
	o := follower.Options{Batch: 5, Applied: func(_ int, p eventstore.Position) { at <- p }}
	o.Model.Decode = func(r *eventstore.Recorded) (suggestion.Event, error) {
		if fixed.Load() {
			return later.Decode(r)
		}
		return wire.Decode(r.Type, r.Schema, r.Data)
	}
	fold := follower.New(p.log, f, o)
	go func() { ended <- fold.Follow(ctx) }()
	until := func(want eventstore.Position) {
		t.Helper()
		for got := range at {
			if got == want {
				return
			}
		}
	}
	head, _ := p.log.Head(ctx)
	until(head)
	p.sound(t, "live", f)
	waiting := p.parkedAt(t, f, parked.Undecodable, 1).Waiting
	begun := time.Now()
	for _, id := range []suggestion.CaseID{p.sick, rehearsal.ID(0), p.sick} {
		until(p.warn(t, id))
	}
	if lag := time.Since(begun); lag > 2*time.Second {
		t.Errorf("three events took %s", lag)
	}
	p.sound(t, "live, with more events", f)
	if got := p.parkedAt(t, f, parked.Undecodable, 1).Waiting; got != waiting+2 {
		t.Errorf("%d waiting, then %d", waiting, got)
	}
	fixed.Store(true)
	if healed, left, err := fold.Retry(ctx); healed != 1 || left != 0 || err != nil { // beside Follow
		t.Errorf("%d healed, %d left, %v", healed, left, err)
	}
	until(p.warn(t, p.sick))
	p.sound(t, "live and healed", f)
	cancel()
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

// warn appends an event to both logs by hand, as the desk cannot load the case.
func (p *poisoned) warn(t *testing.T, id suggestion.CaseID) (at eventstore.Position) {
	t.Helper()
	typ, schema, data, err := wire.Encode(suggestion.RedFlagRaised{Line: "l1", Flag: fmt.Sprint(p.cases[id]), Why: "because"})
	if err != nil {
		t.Fatal(err)
	}
	e := eventstore.Event{ID: eventstore.DeriveID(eventstore.ID{}, string(id), fmt.Sprint(p.cases[id])), Type: typ, Schema: schema, Data: data, Occurred: p.at.Occurred}
	for _, log := range []eventstore.Store{p.clean, p.log} {
		done, err := log.Append(t.Context(), eventstore.StreamID(wire.CaseStream(id)), eventstore.Exact(p.cases[id]), e)
		if err != nil {
			t.Fatal(err)
		}
		at = done.Position()
	}
	p.cases[id]++
	return at
}

// moody is a log that cannot be read at times.
type moody struct {
	follower.Log
	stream eventstore.StreamID
	fails  *int  // how often the stream is out of reach
	down   *bool // the whole log is
}

func (m moody) ReadStream(ctx context.Context, stream eventstore.StreamID, after eventstore.Version) iter.Seq2[eventstore.Recorded, error] {
	if stream == m.stream && *m.fails > 0 {
		*m.fails--
		return func(yield func(eventstore.Recorded, error) bool) {
			yield(eventstore.Recorded{}, fmt.Errorf("%w: bad sector", eventstore.ErrUnavailable))
		}
	}
	return m.Log.ReadStream(ctx, stream, after)
}

func (m moody) Head(ctx context.Context) (eventstore.Position, error) {
	if *m.down {
		return 0, eventstore.ErrUnavailable
	}
	return m.Log.Head(ctx)
}

func TestWhatMayPassIsTriedFiveTimes(t *testing.T) {
	p := poison(t, 12, rehearsal.ID(7), 4)
	for fails, wantWaits := range map[int]int{1: 1, 4: 4, 5: 4, 9: 8} { // the last is parked, and tried again at the next start
		down, left := false, fails
		log := moody{Log: p.log, stream: p.at.Stream, fails: &left, down: &down}
		f := openFile(t, filepath.Join(t.TempDir(), "views.db"), views.All())
		defer closeFile(t, f)
		var waits []time.Duration
		o := follower.Options{Batch: 1, Cache: 1, Model: p.later(), Sleep: func(_ context.Context, d time.Duration) error { waits = append(waits, d); return nil }}
		catchUp(t, log, f, o)
		all, err := f.Parked(t.Context())
		if (len(all) > 0) != (fails >= 5) || err != nil {
			t.Errorf("%d failures: parked %v, %v", fails, all, err)
		}
		if len(all) > 0 && (all[0].Cause != parked.Unreadable || all[0].Tries != 5) {
			t.Errorf("%+v", all[0])
		}
		catchUp(t, log, f, o)
		if len(waits) != wantWaits || waits[0] != 50*time.Millisecond || len(waits) >= 4 && waits[3] != 400*time.Millisecond {
			t.Errorf("%d failures: waited %v", fails, waits)
		}
		same(t, fmt.Sprint(fails, " failures"), digests(t, f), reference(t, &rehearsal.Desk{Log: p.clean}))
	}
}

// If the log as a whole is out of reach, nobody is parked.
func TestALogOutOfReachParksNobody(t *testing.T) {
	p := poison(t, 12, rehearsal.ID(7), 4)
	down, fails := false, 1000
	log := moody{Log: p.log, stream: p.at.Stream, fails: &fails, down: &down}
	f := openFile(t, filepath.Join(t.TempDir(), "views.db"), views.All())
	defer closeFile(t, f)
	o := follower.Options{Batch: 1, Cache: 1, Sleep: func(context.Context, time.Duration) error { down = true; return nil }}
	err := follower.New(log, f, o).CatchUp(t.Context())
	if all, _ := f.Parked(t.Context()); !errors.Is(err, eventstore.ErrUnavailable) || len(all) != 0 {
		t.Errorf("%v, parked %v", err, all)
	}
}

// damage writes into the file past the triggers, as a broken disk would.
func damage(t *testing.T, dir, sql string) {
	t.Helper()
	conn, err := sqlite3.OpenConn(filepath.Join(dir, "events.db"), sqlite3.OpenReadWrite)
	if err != nil {
		t.Fatal(err)
	}
	script := "DROP TRIGGER IF EXISTS events_no_update; DROP TRIGGER IF EXISTS events_no_delete; " + sql
	if err := errors.Join(sqlitex.ExecuteScript(conn, script, nil), conn.Close()); err != nil {
		t.Fatal(err)
	}
}

func TestDamageInOneStreamParksItAsCorrupt(t *testing.T) {
	p := poison(t, 12, rehearsal.ID(7), 4)
	dir := t.TempDir()
	log := replica(t, dir, rehearsal.Records(t, p.clean), func(*eventstore.Recorded) {})
	flip := fmt.Sprintf("UPDATE events SET hash = zeroblob(32) WHERE position = %d;", p.at.Position)
	keep := fmt.Sprintf("CREATE TABLE kept AS SELECT hash FROM events WHERE position = %d;", p.at.Position)
	mend := fmt.Sprintf("UPDATE events SET hash = (SELECT hash FROM kept) WHERE position = %d;", p.at.Position)
	damage(t, dir, keep+flip)
	for _, batch := range []int{1, 500} {
		f := openFile(t, filepath.Join(t.TempDir(), "views.db"), views.All())
		defer closeFile(t, f)
		catchUp(t, log, f, follower.Options{Batch: batch})
		s := p.parkedAt(t, f, parked.Corrupt, 1)
		if s.Waiting != int(p.cases[p.sick]-p.at.Version) {
			t.Errorf("%d waiting", s.Waiting)
		}
		p.sound(t, "damaged", f)
		catchUp(t, log, f, follower.Options{Batch: batch})
		p.parkedAt(t, f, parked.Corrupt, 2)
		damage(t, dir, mend)
		catchUp(t, log, f, follower.Options{})
		same(t, "mended", digests(t, f), reference(t, &rehearsal.Desk{Log: p.clean}))
		damage(t, dir, flip)
	}
	damage(t, dir, mend+fmt.Sprintf("DELETE FROM events WHERE position = %d;", p.at.Position))
	f := openFile(t, filepath.Join(t.TempDir(), "views.db"), views.All())
	defer closeFile(t, f)
	if err := follower.New(log, f, follower.Options{}).CatchUp(t.Context()); !errors.Is(err, eventstore.ErrCorrupt) {
		t.Errorf("an event that is gone: %v", err)
	}
	if f.Checkpoint() != p.at.Position-1 {
		t.Errorf("stopped at %d, the gap is at %d", f.Checkpoint(), p.at.Position)
	}
}

// The checker must see each way in which a follower could leave out the event
// behind the one it parked at.
func TestTheCheckerSeesASkippedEvent(t *testing.T) {
	p := poison(t, 12, rehearsal.ID(7), 4)
	next := func(r *eventstore.Recorded) bool { return r.Stream == p.at.Stream && r.Version == 5 }
	last := func(r *eventstore.Recorded) bool { return r.Stream == p.at.Stream && r.Version == p.cases[p.sick] }
	for name, c := range map[string]struct {
		log follower.Log
		o   []follower.Options
	}{
		"not counted while parked":      {lossy{Log: p.log, subscribe: last}, []follower.Options{{}}},
		"not folded after the fix":      {lossy{Log: p.log, stream: next}, []follower.Options{{}, {Model: p.later()}}},
		"the poison itself not folded":  {lossy{Log: p.log, stream: func(r *eventstore.Recorded) bool { return r.Type == foretold }}, []follower.Options{{}, {}}},
		"the poison itself not noticed": {lossy{Log: p.log, subscribe: func(r *eventstore.Recorded) bool { return r.Type == foretold }}, []follower.Options{{Cache: 100}}},
	} {
		f := openFile(t, filepath.Join(t.TempDir(), "views.db"), views.All())
		defer closeFile(t, f)
		for _, o := range c.o {
			catchUp(t, c.log, f, o)
		}
		if faults := p.faults(t, f); len(faults) == 0 {
			t.Errorf("%s: the checker sees nothing", name)
		}
	}
}
