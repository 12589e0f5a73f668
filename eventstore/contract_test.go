package eventstore_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"huiyin/eventstore"
)

func TestDerivedIDsAreStableOrderedAndDistinct(t *testing.T) {
	base := mustID(t, "0190a0c8-1234-7abc-8def-0123456789ab")
	got := eventstore.EventID(base, "suggestion-17", 3)
	if got.String() != goldenEventID {
		t.Errorf("derived id is %s, want %s as ever", got, goldenEventID)
	}
	seen := map[eventstore.ID]string{}
	for _, parts := range [][]string{nil, {""}, {"a"}, {"a", ""}, {"", "a"}, {"ab"}, {"a", "b"}, {"b", "a"}} {
		id := eventstore.DeriveID(base, parts...)
		if other, taken := seen[id]; taken {
			t.Errorf("%q and %s give the same id", parts, other)
		}
		seen[id] = fmt.Sprintf("%q", parts)
		if id.Time() != base.Time() || id[6]>>4 != 8 || id[8]>>6 != 2 {
			t.Errorf("%s has another time, version or variant", id)
		}
	}
}

// goldenEventID must not change: ids in logs that exist were derived this way.
const goldenEventID = "0190a0c8-1234-80cb-ac99-bac7057eb7bb"

func TestCommandIDHoldsItsTime(t *testing.T) {
	at := time.Date(2026, 3, 5, 9, 0, 0, 123_000_000, time.UTC)
	id, err := eventstore.NewCommandID(at, bytes.NewReader(bytes.Repeat([]byte{0xff}, 16)))
	if err != nil {
		t.Fatal(err)
	}
	if !id.Time().Equal(at) || id.String()[13:] != "-7fff-bfff-ffffffffffff" {
		t.Errorf("got %s of %v", id, id.Time())
	}
	if _, err := eventstore.NewCommandID(at, strings.NewReader("short")); err == nil {
		t.Error("an id was made without enough randomness")
	}
}

func TestIDsHaveOneSpelling(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		id := eventstore.ID(rapid.SliceOfN(rapid.Byte(), 16, 16).Draw(t, "id"))
		text, err := json.Marshal(id)
		var back eventstore.ID
		if err != nil || json.Unmarshal(text, &back) != nil || back != id {
			t.Fatalf("%s came back as %s (%v)", id, back, err)
		}
	})
	for _, bad := range []string{"", "0190A0C8-1234-7abc-8def-0123456789ab", "0190a0c812347abc8def0123456789ab",
		"0190a0c8-1234-7abc-8def-0123456789a", "0190a0c8-1234-7abc-8def-0123456789ag", "{0190a0c8-1234-7abc-8def-0123456789}"} {
		if _, err := eventstore.ParseID(bad); !errors.Is(err, eventstore.ErrInvalid) {
			t.Errorf("%q was accepted", bad)
		}
	}
}

func TestStructsMatchTheirSentinels(t *testing.T) {
	for _, c := range []struct{ err, is error }{
		{&eventstore.ConflictError{Stream: "s", Expected: 1, Actual: 2}, eventstore.ErrConflict},
		{&eventstore.DuplicateIDError{}, eventstore.ErrDuplicateID},
		{&eventstore.TooLargeError{}, eventstore.ErrTooLarge},
		{&eventstore.InvalidError{}, eventstore.ErrInvalid},
		{&eventstore.CorruptError{}, eventstore.ErrCorrupt},
		{&eventstore.LockedError{}, eventstore.ErrLocked},
	} {
		if !errors.Is(fmt.Errorf("doing: %w", c.err), c.is) || errors.Is(c.err, eventstore.ErrClosed) {
			t.Errorf("%v does not match %v alone", c.err, c.is)
		}
	}
}

func TestRecordedTimeNeverStepsBack(t *testing.T) {
	last := time.Date(2026, 1, 2, 3, 4, 5, 6000, time.UTC)
	if got := eventstore.RecordedTime(last.Add(-time.Hour), last); got != last {
		t.Errorf("got %v", got)
	}
	if got := eventstore.RecordedTime(last.Add(1999), last); got != last.Add(time.Microsecond) {
		t.Errorf("got %v", got)
	}
}

func TestChainRefusesEveryOtherLink(t *testing.T) {
	at := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	event := eventstore.Event{ID: eventstore.ID{1}, Type: "t", Schema: 1, Occurred: at}
	first := eventstore.Seal("s", 1, at, [32]byte{}, event)
	for name, r := range map[string]eventstore.Recorded{
		"another stream": eventstore.Seal("t", 2, at, first.Hash, event),
		"a gap":          eventstore.Seal("s", 3, at, first.Hash, event),
		"another past":   eventstore.Seal("s", 2, at, [32]byte{1}, event),
		"earlier":        eventstore.Seal("s", 2, at.Add(-time.Microsecond), first.Hash, event),
	} {
		var chain eventstore.Chain
		if err := chain.Check(&first); err != nil {
			t.Fatal(err)
		}
		if err := chain.Check(&r); !errors.Is(err, eventstore.ErrCorrupt) {
			t.Errorf("%s: %v", name, err)
		}
		next := eventstore.Seal("s", 2, at, first.Hash, event)
		if err := chain.Check(&next); err != nil {
			t.Errorf("after refusing %s: %v", name, err)
		}
	}
}

func TestHooksMayBeLeftOut(t *testing.T) {
	called := false
	h := eventstore.Hooks{Fenced: func(error) { called = true }}.Complete()
	h.AppendDone(1, time.Second, nil)
	h.GroupCommit(1, 1, time.Second)
	h.Fenced(nil)
	h.Corrupt(nil)
	if !called {
		t.Error("a hook that was set is gone")
	}
}

func Example_verifyByHand() {
	event := eventstore.Event{
		ID: eventstore.ID{1}, Type: "suggestion.replied", Schema: 1, Data: []byte(`{"class":"A"}`),
		Occurred: time.Date(2026, 1, 2, 0, 0, 0, 0, time.UTC), Meta: map[string]string{"actor": "officer 7"},
	}
	record := eventstore.Seal("suggestion-17", 1, time.Date(2026, 1, 2, 3, 4, 5, 6000, time.UTC), [32]byte{}, event)
	fmt.Printf("%s\n%x", record.Canonical, record.Hash)
	// Output:
	// huiyin-event 1
	// stream suggestion-17
	// version 1
	// id 01000000-0000-0000-0000-000000000000
	// type suggestion.replied
	// schema 1
	// recorded 2026-01-02T03:04:05.000006Z
	// occurred 2026-01-02T00:00:00.000000Z
	// prev -
	// meta actor="officer 7"
	// data 13
	//
	// {"class":"A"}
	// d7e5f857280271faa14d306c1ebbce2b4ab8fe8f6bd82583527aaf9b1099faeb
}
