package decider_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"huiyin/eventstore"
	"huiyin/eventstore/decider"
	"huiyin/eventstore/sqlite"
)

// The aggregate of these tests is a list of notes of at most ten words.
type (
	notes struct{ Words []string }
	add   struct{ Words []string }
	added struct {
		Word string
		On   time.Time
	}
)

var errFull = errors.New("notes: full")

func (a added) OccurredAt() time.Time { return a.On }

func day(n int) time.Time { return time.Date(2026, 3, n, 0, 0, 0, 0, time.UTC) }

func decide(s notes, c add) (events []added, err error) {
	for _, w := range c.Words {
		if len(s.Words)+len(events) == 10 {
			return nil, errFull
		}
		if !slices.Contains(s.Words, w) {
			events = append(events, added{Word: w, On: day(1 + len(s.Words) + len(events))})
		}
	}
	return events, nil
}

func evolve(s notes, events []added) notes {
	s.Words = slices.Clone(s.Words)
	for _, e := range events {
		s.Words = append(s.Words, e.Word)
	}
	return s
}

type codec struct{}

func (codec) Encode(e added) (string, int, []byte, error) {
	return "note.added", 1, []byte(e.Word + "@" + strconv.FormatInt(e.On.Unix(), 10)), nil
}

func (codec) Decode(typ string, schema int, data []byte) (added, error) {
	word, on, _ := strings.Cut(string(data), "@")
	unix, err := strconv.ParseInt(on, 10, 64)
	if typ != "note.added" || schema != 1 || err != nil {
		return added{}, fmt.Errorf("unknown event %s %d", typ, schema)
	}
	return added{Word: word, On: time.Unix(unix, 0).UTC()}, nil
}

type deciderOf = decider.Decider[notes, add, added]

func model() decider.Model[notes, add, added] {
	return decider.Model[notes, add, added]{
		Initial: func() notes { return notes{} }, Decide: decide, Evolve: evolve, Codec: codec{},
	}
}

func newDecider(log decider.Log, o decider.Options) *deciderOf { return decider.New(log, model(), o) }

func open(t testing.TB) *sqlite.Store {
	t.Helper()
	s, err := sqlite.Open(context.Background(), sqlite.Options{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func command(n int, words ...string) decider.Command[add] {
	return decider.Command[add]{
		ID:      eventstore.DeriveID(eventstore.ID{1, 0x90, 0, 0, 0, 1}, "command", strconv.Itoa(n)),
		Payload: add{Words: words}, Digest: decider.Digest(append([]string{"tester"}, words...)...),
		Meta: map[string]string{"actor": "tester"}, Occurred: day(1),
	}
}

func handle(t testing.TB, d *deciderOf, cmd decider.Command[add]) decider.Result[added] {
	t.Helper()
	result, err := d.Handle(t.Context(), "notes", cmd)
	if err != nil {
		t.Fatal(err)
	}
	return result
}

func wantWords(t testing.TB, d *deciderOf, want ...string) {
	t.Helper()
	state, version, err := d.Load(t.Context(), "notes")
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(state.Words, want) || int(version) != len(want) {
		t.Fatalf("version %d holds %v, want %v", version, state.Words, want)
	}
}

// eachCache runs a test with and without the cache: it must not matter.
func eachCache(t *testing.T, test func(t *testing.T, o decider.Options)) {
	for name, size := range map[string]int{"cached": 0, "cache of one": 1, "not cached": -1} {
		t.Run(name, func(t *testing.T) { test(t, decider.Options{CacheSize: size}) })
	}
}

func TestHandleRecordsWhatWasDecided(t *testing.T) {
	eachCache(t, func(t *testing.T, o decider.Options) {
		store := open(t)
		d := newDecider(store, o)
		result := handle(t, d, command(1, "a", "b"))
		head, _ := store.Head(t.Context())
		if result.First != 1 || result.Last != 2 || result.Position != head || result.Replayed || len(result.Events) != 2 {
			t.Fatalf("got %+v", result)
		}
		wantWords(t, d, "a", "b")
		for r, err := range store.ReadStream(t.Context(), "notes", 1) {
			cmd := command(1, "a", "b")
			if err != nil || r.ID != eventstore.EventID(cmd.ID, "notes", 1) || !r.Occurred.Equal(day(2)) ||
				r.Meta["actor"] != "tester" || r.Meta[decider.MetaCommand] != cmd.ID.String() || len(cmd.Meta) != 1 {
				t.Fatalf("got %+v, %v", r.Event, err)
			}
		}
	})
}

func TestSameCommandAgainIsTheSameAct(t *testing.T) {
	eachCache(t, func(t *testing.T, o decider.Options) {
		store := open(t)
		d := newDecider(store, o)
		first := handle(t, d, command(1, "a", "b"))
		handle(t, d, command(2, "c"))
		want := first
		want.Replayed = true
		for _, again := range []*deciderOf{d, newDecider(store, o)} {
			if diff := cmp.Diff(want, handle(t, again, command(1, "a", "b"))); diff != "" {
				t.Fatal(diff)
			}
			wantWords(t, again, "a", "b", "c")
		}
	})
}

func TestReusedCommandIDIsRefusedWithTheFacts(t *testing.T) {
	eachCache(t, func(t *testing.T, o decider.Options) {
		d := newDecider(open(t), o)
		handle(t, d, command(1, "a", "b"))
		_, err := d.Handle(t.Context(), "notes", command(1, "other"))
		var facts *decider.ReusedError
		if !errors.Is(err, decider.ErrCommandReused) || !errors.As(err, &facts) {
			t.Fatalf("got %v, want ErrCommandReused", err)
		}
		if want := (decider.ReusedError{Command: command(1).ID, Stream: "notes", First: 1, Last: 2}); *facts != want {
			t.Fatalf("got %+v, want %+v", *facts, want)
		}
		wantWords(t, d, "a", "b")
	})
}

func TestRefusalIsReturnedAsItIsAndChangesNothing(t *testing.T) {
	eachCache(t, func(t *testing.T, o decider.Options) {
		store := open(t)
		d := newDecider(store, o)
		handle(t, d, command(1, "a"))
		head, _ := store.Head(t.Context())
		if _, err := d.Handle(t.Context(), "notes", command(2, strings.Split("bcdefghijkl", "")...)); err != errFull {
			t.Fatalf("got %v, want the model's own error", err)
		}
		if now, _ := store.Head(t.Context()); now != head {
			t.Fatal("a refusal left something")
		}
	})
}

func TestNothingDecidedIsNoEvent(t *testing.T) {
	d := newDecider(open(t), decider.Options{})
	handle(t, d, command(1, "a"))
	if got := handle(t, d, command(2, "a")); got.First != 0 || got.Last != 1 || got.Position == 0 || len(got.Events) != 0 {
		t.Fatalf("got %+v", got)
	}
}

// intruder lets somebody else append just before the decider does, and counts
// the events the decider reads.
type intruder struct {
	*sqlite.Store
	before func()
	read   int
}

func (i *intruder) Append(ctx context.Context, stream eventstore.StreamID, expect eventstore.Expected, events ...eventstore.Event) (eventstore.Appended, error) {
	if i.before != nil {
		i.before()
	}
	return i.Store.Append(ctx, stream, expect, events...)
}

func (i *intruder) ReadStream(ctx context.Context, stream eventstore.StreamID, after eventstore.Version) iter.Seq2[eventstore.Recorded, error] {
	return func(yield func(eventstore.Recorded, error) bool) {
		for r, err := range i.Store.ReadStream(ctx, stream, after) {
			if err == nil {
				i.read++
			}
			if !yield(r, err) {
				return
			}
		}
	}
}

func TestConflictFoldsTheDeltaAndDecidesAgain(t *testing.T) {
	log := &intruder{Store: open(t)}
	d, other := newDecider(log, decider.Options{}), newDecider(log.Store, decider.Options{})
	handle(t, d, command(1, "a", "b", "c"))
	log.before = func() { log.before = nil; handle(t, other, command(2, "x", "d")) }
	result := handle(t, d, command(3, "d", "e"))
	if len(result.Events) != 1 || result.Events[0].Word != "e" || result.Last != 6 {
		t.Fatalf("decided %+v: not on the new state", result)
	}
	if log.read != 2 {
		t.Fatalf("%d events were read, want the two of the delta", log.read)
	}
	wantWords(t, d, "a", "b", "c", "x", "d", "e")
}

func TestConflictMayTurnIntoARefusalOrAReplay(t *testing.T) {
	log := &intruder{Store: open(t)}
	d, other := newDecider(log, decider.Options{}), newDecider(log.Store, decider.Options{})
	handle(t, d, command(1, "a"))
	log.before = func() { log.before = nil; handle(t, other, command(2, strings.Split("bcdefghij", "")...)) }
	if _, err := d.Handle(t.Context(), "notes", command(3, "z")); err != errFull {
		t.Fatalf("got %v, want the refusal of the new state", err)
	}
	handle(t, d, command(4)) // Decides nothing.
	log = &intruder{Store: open(t)}
	d, other = newDecider(log, decider.Options{}), newDecider(log.Store, decider.Options{})
	log.before = func() { log.before = nil; handle(t, other, command(1, "a")) }
	if got := handle(t, d, command(1, "a")); !got.Replayed || got.Last != 1 {
		t.Fatalf("got %+v, want the other's act", got)
	}
	log.before = func() { log.before = nil; handle(t, other, command(2, "b")) }
	if _, err := d.Handle(t.Context(), "notes", command(2, "c")); !errors.Is(err, decider.ErrCommandReused) {
		t.Fatalf("got %v, want ErrCommandReused", err)
	}
}

func TestContendedAfterThreeRetries(t *testing.T) {
	log := &intruder{Store: open(t)}
	d, other := newDecider(log, decider.Options{}), newDecider(log.Store, decider.Options{})
	n := 0
	log.before = func() { n++; handle(t, other, command(n, fmt.Sprint("w", n))) }
	_, err := d.Handle(t.Context(), "notes", command(100, "late"))
	var facts *decider.ContendedError
	if !errors.Is(err, decider.ErrContended) || !errors.As(err, &facts) {
		t.Fatalf("got %v, want ErrContended", err)
	}
	if want := (decider.ContendedError{Stream: "notes", Attempts: 4, Version: 4}); *facts != want {
		t.Fatalf("got %+v, want %+v", *facts, want)
	}
	log.before = nil
	handle(t, d, command(100, "late"))
}

func TestLoadSeesWhatOthersAppended(t *testing.T) {
	eachCache(t, func(t *testing.T, o decider.Options) {
		store := open(t)
		d, other := newDecider(store, o), newDecider(store, o)
		handle(t, d, command(1, "a"))
		wantWords(t, d, "a")
		handle(t, other, command(2, "b"))
		wantWords(t, d, "a", "b")
		wantWords(t, other, "a", "b")
	})
}

func TestRefusalIsMadeOnTheLastState(t *testing.T) {
	store := open(t)
	limit := decider.Model[notes, add, added]{Initial: model().Initial, Evolve: evolve, Codec: codec{},
		Decide: func(s notes, c add) ([]added, error) {
			if len(s.Words) < 2 {
				return nil, errors.New("notes: too early")
			}
			return decide(s, c)
		}}
	d, other := decider.New(store, limit, decider.Options{}), newDecider(store, decider.Options{})
	handle(t, other, command(1, "a"))
	if _, err := d.Handle(t.Context(), "notes", command(2, "z")); err == nil {
		t.Fatal("accepted too early")
	}
	handle(t, other, command(3, "b"))
	handle(t, d, command(2, "z"))
	wantWords(t, d, "a", "b", "z")
}

func TestLoadAtAndHistoryReplayThePast(t *testing.T) {
	d := newDecider(open(t), decider.Options{})
	handle(t, d, command(1, "a", "b"))
	handle(t, d, command(2, "c"))
	for n, want := range []string{"", "a", "a b", "a b c"} {
		state, err := d.LoadAt(t.Context(), "notes", eventstore.Version(n))
		if err != nil || strings.Join(state.Words, " ") != want {
			t.Fatalf("at %d: %v, %v", n, state.Words, err)
		}
	}
	if _, err := d.LoadAt(t.Context(), "notes", 4); !errors.Is(err, eventstore.ErrInvalid) {
		t.Fatalf("a version not reached: %v", err)
	}
	if _, version, err := d.Load(t.Context(), "none"); version != 0 || !errors.Is(err, eventstore.ErrStreamNotFound) {
		t.Fatalf("an unknown stream: %d, %v", version, err)
	}
	for fact, err := range d.History(t.Context(), "notes", 2) {
		if err != nil || fact.Event.Word != "c" || fact.Version != 3 {
			t.Fatalf("got %+v, %v", fact, err)
		}
	}
}

func TestBadCommandsAreRefused(t *testing.T) {
	d := newDecider(open(t), decider.Options{})
	for _, edit := range []func(*decider.Command[add]){
		func(c *decider.Command[add]) { c.ID = eventstore.ID{} },
		func(c *decider.Command[add]) { c.Meta = map[string]string{decider.MetaCommand: "x"} },
		func(c *decider.Command[add]) { c.Meta = map[string]string{decider.MetaDigest: "x"} },
	} {
		cmd := command(1, "a")
		edit(&cmd)
		if _, err := d.Handle(t.Context(), "notes", cmd); !errors.Is(err, eventstore.ErrInvalid) {
			t.Errorf("got %v", err)
		}
	}
}

func TestWaitingForATurnEndsWithTheContext(t *testing.T) {
	log := &intruder{Store: open(t)}
	d := newDecider(log, decider.Options{})
	inside, release := make(chan struct{}), make(chan struct{})
	log.before = func() { close(inside); <-release }
	var wg sync.WaitGroup
	wg.Go(func() { handle(t, d, command(1, "a")) })
	<-inside
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := d.Handle(ctx, "notes", command(2, "b")); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	close(release)
	wg.Wait()
}

func TestConcurrentHandlersOfOneProcessQueueUp(t *testing.T) {
	d := newDecider(open(t), decider.Options{})
	var wg sync.WaitGroup
	for n := range 10 {
		wg.Go(func() {
			if _, err := d.Handle(t.Context(), "notes", command(n, fmt.Sprint("w", n))); err != nil {
				t.Error(err)
			}
			if _, _, err := d.Load(t.Context(), "notes"); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if state, version, err := d.Load(t.Context(), "notes"); err != nil || version != 10 || len(state.Words) != 10 {
		t.Fatalf("%v %d %v", state, version, err)
	}
}

// TestCacheChangesNoAnswer sends the same commands, with repeats, reused ids and
// an outsider's appends among them, to logs with different caches.
func TestCacheChangesNoAnswer(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		type step struct {
			stream, command, outside int
			words                    []string
		}
		steps := rapid.SliceOfN(rapid.Custom(func(rt *rapid.T) step {
			return step{
				stream: rapid.IntRange(0, 2).Draw(rt, "stream"), command: rapid.IntRange(0, 12).Draw(rt, "command"),
				outside: rapid.IntRange(0, 4).Draw(rt, "outside"),
				words:   rapid.SliceOfN(rapid.SampledFrom([]string{"a", "b", "c", "d", "e"}), 0, 3).Draw(rt, "words"),
			}
		}), 1, 25).Draw(rt, "steps")
		var want []string
		for _, size := range []int{-1, 1, 100} {
			store, err := sqlite.Open(context.Background(), sqlite.Options{Dir: t.TempDir(), BulkLoad: true,
				Clock: func() time.Time { return day(20) }})
			if err != nil {
				rt.Fatal(err)
			}
			d, outsider := newDecider(store, decider.Options{CacheSize: size}), newDecider(store, decider.Options{CacheSize: -1})
			var got []string
			for _, s := range steps {
				handler, stream := d, eventstore.StreamID(fmt.Sprint("notes-", s.stream))
				if s.outside == 0 {
					handler = outsider
				}
				result, err := handler.Handle(context.Background(), stream, command(s.command, s.words...))
				state, version, loadErr := d.Load(context.Background(), stream)
				got = append(got, fmt.Sprint(result, err, state, version, loadErr))
			}
			if err := store.Close(); err != nil {
				rt.Fatal(err)
			}
			if want == nil {
				want = got
			}
			if diff := cmp.Diff(want, got); diff != "" {
				rt.Fatalf("cache of %d answers otherwise:\n%s", size, diff)
			}
		}
	})
}

func TestACommandGivenForAnotherVersionIsStale(t *testing.T) {
	log := open(t)
	d, other := newDecider(log, decider.Options{}), newDecider(log, decider.Options{})
	handle(t, d, command(1, "a"))
	seen := command(2, "b")
	seen.Seen = 1
	handle(t, other, command(3, "c"))
	var stale *decider.StaleError
	if _, err := d.Handle(t.Context(), "notes", seen); !errors.As(err, &stale) || stale.Version != 2 || !errors.Is(err, decider.ErrStale) {
		t.Fatalf("got %v", err)
	}
	wantWords(t, d, "a", "c")
	seen.Seen = 2
	handle(t, d, seen)
	if again := handle(t, d, seen); !again.Replayed { // a retry is the same act, however old what it saw
		t.Fatalf("got %+v", again)
	}
}
