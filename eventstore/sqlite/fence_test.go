package sqlite

import (
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"huiyin/eventstore"
)

// testEvent has an id and content that follow from its name alone.
func testEvent(name string) eventstore.Event {
	return eventstore.Event{
		ID:   eventstore.DeriveID(eventstore.ID{1, 0x90, 0, 0, 0, 1}, name),
		Type: "test.happened", Schema: 1, Data: []byte(name),
		Occurred: time.Date(2026, 3, 4, 0, 0, 0, 0, time.UTC),
	}
}

func mustAppend(t testing.TB, s *Store, stream eventstore.StreamID, at eventstore.Version, name string) eventstore.Appended {
	t.Helper()
	done, err := s.Append(t.Context(), stream, eventstore.Exact(at), testEvent(name))
	if err != nil {
		t.Fatal(err)
	}
	return done
}

func readAll(t testing.TB, s *Store) (out []eventstore.Recorded) {
	t.Helper()
	for r, err := range s.ReadAll(t.Context(), 0) {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, r)
	}
	return out
}

func closed(t testing.TB, s *Store) {
	t.Helper()
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}

var errDisk = errors.New("disk: input/output error")

// TestFailedSyncStopsAllAcknowledgement lets one commit fail and none after it:
// a store that tried again would acknowledge on top of an unknown state.
func TestFailedSyncStopsAllAcknowledgement(t *testing.T) {
	for name, commits := range map[string]bool{"nothing reached the file": false, "everything reached the file": true} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			var fenced error
			s := open(t, Options{Dir: dir, Hooks: eventstore.Hooks{Fenced: func(err error) { fenced = err }}})
			mustAppend(t, s, "s", 0, "before")
			s.failNextCommit(commits)
			if _, err := s.Append(t.Context(), "s", 1, testEvent("lost?")); !errors.Is(err, eventstore.ErrFenced) || !errors.Is(err, errDisk) {
				t.Fatalf("got %v, want ErrFenced with its cause", err)
			}
			if !errors.Is(fenced, errDisk) {
				t.Fatalf("hook was told %v", fenced)
			}
			noMoreAcks(t, s)
			if got := readAll(t, s); len(got) < 1 || string(got[0].Data) != "before" {
				t.Fatalf("reads after fencing gave %d events", len(got))
			}
			closed(t, s)
			s = open(t, Options{Dir: dir})
			defer closed(t, s)
			done := mustAppend(t, s, "s", 1, "lost?")
			if done.Replayed != commits || done.Last != 2 {
				t.Fatalf("the retry gave %+v", done)
			}
		})
	}
}

// failNextCommit makes the next commit report a failed disk. Only the writer's
// goroutine calls commit, and not before it has got the next request.
func (s *Store) failNextCommit(afterCommitting bool) {
	commit := s.writer.commit
	s.writer.commit = func() error {
		if afterCommitting {
			return errors.Join(commit(), errDisk)
		}
		return errDisk
	}
}

func noMoreAcks(t *testing.T, s *Store) {
	var wg sync.WaitGroup
	for w := range 8 {
		wg.Go(func() {
			stream := eventstore.StreamID(fmt.Sprint("after-", w))
			if _, err := s.Append(t.Context(), stream, eventstore.NoStream, testEvent(string(stream))); !errors.Is(err, eventstore.ErrFenced) {
				t.Errorf("append after fencing: %v", err)
			}
		})
	}
	wg.Wait()
}

// TestFailureInsideTheGroupFencesEveryone breaks a statement, not the commit.
func TestFailureInsideTheGroupFencesEveryone(t *testing.T) {
	s := open(t, Options{Dir: t.TempDir()})
	defer closed(t, s)
	mustAppend(t, s, "s", 0, "first")
	s.writer.next = 1 // The position is taken: the log's own books are wrong.
	if _, err := s.Append(t.Context(), "s", 1, testEvent("second")); !errors.Is(err, eventstore.ErrFenced) {
		t.Fatalf("got %v, want ErrFenced", err)
	}
	if got := readAll(t, s); len(got) != 1 {
		t.Fatalf("%d events, want 1", len(got))
	}
}
