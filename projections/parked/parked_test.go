package parked_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"huiyin/domain/wire"
	"huiyin/eventstore"
	"huiyin/projections/parked"
)

func TestTheTable(t *testing.T) {
	conn, err := sqlite.OpenConn(":memory:")
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	list := func(consumer string) []parked.Stream {
		t.Helper()
		all, err := parked.List(conn, consumer)
		must(err)
		return all
	}
	must(sqlitex.ExecuteScript(conn, parked.Schema, nil))
	since := time.Date(2026, 5, 28, 2, 30, 0, 0, time.UTC)
	s := parked.At("views", "suggestion-a", 2, &eventstore.Recorded{Version: 3, Position: 9, Event: eventstore.Event{Type: "e"}}, parked.Panicked, errors.New("bad"))
	s.Number, s.Since, s.Waiting = "7", since, 4
	other := s
	other.Consumer, other.Position = "clock", 1
	must(parked.Put(conn, s))
	must(parked.Put(conn, other))
	if got := list("views"); len(got) != 1 || got[0] != s || s.Case != "a" {
		t.Errorf("%+v, want %+v", got, s)
	}
	must(parked.Wait(conn, "views", s.Name))
	again := s
	again.Version, again.Since, again.Tries, again.Waiting = 5, since.Add(time.Hour), 5, 3
	must(parked.Put(conn, again))
	if got := list("views")[0]; got.Version != 5 || got.Tries != 6 || got.Waiting != 3 || !got.Since.Equal(since) {
		t.Errorf("put again: %+v", got)
	}
	must(parked.Pass(conn, "views", s.Name, 5))
	if got := list("views")[0]; got.Version != 6 || got.Waiting != 2 || got.Position != 0 || got.Type != "" {
		t.Errorf("passed: %+v", got)
	}
	if all := list(""); len(all) != 2 || all[0].Consumer != "clock" { // tried least
		t.Errorf("all: %+v", all)
	}
	must(parked.Remove(conn, "views", s.Name))
	if len(list("views")) != 0 || len(list("clock")) != 1 {
		t.Error("removed another one's")
	}
}

func TestCauses(t *testing.T) {
	_, unread := wire.Decode("no.such", 1, nil)
	panics := func() (err error) {
		defer parked.Recover(&err)
		panic("at the disco")
	}()
	for _, c := range []struct {
		err   error
		cause parked.Cause
		stops bool
	}{
		{unread, parked.Undecodable, false},
		{panics, parked.Panicked, false},
		{&eventstore.CorruptError{}, parked.Corrupt, false},
		{&parked.Error{Cause: parked.Rejected, Err: errors.New("row")}, parked.Rejected, false},
		{eventstore.ErrUnavailable, "", false},
		{eventstore.ErrConflict, "", false},
		{eventstore.ErrClosed, "", true},
		{eventstore.ErrFenced, "", true},
		{context.Canceled, "", true},
		{errors.New("x"), "", false},
		{nil, "", false},
	} {
		wrapped := c.err
		if wrapped != nil {
			wrapped = fmt.Errorf("doing: %w", wrapped)
		}
		cause, own := parked.CauseOf(wrapped)
		if cause != c.cause || own != (c.cause != "") || parked.Stops(wrapped) != c.stops {
			t.Errorf("%v: cause %q, own %v, stops %v", c.err, cause, own, parked.Stops(wrapped))
		}
		if own && !slices.Contains(parked.Causes(), cause) {
			t.Errorf("%s is not listed", cause)
		}
	}
	if text := panics.Error(); !strings.Contains(text, "TestCauses") || !strings.Contains(text, "disco") {
		t.Errorf("a panic is told as %q", text)
	}
}

func TestDamageHasAPlaceOrNone(t *testing.T) {
	for _, c := range []struct {
		err error
		ok  bool
	}{
		{&eventstore.CorruptError{Position: 4, Stream: "s"}, true},
		{&eventstore.CorruptError{Position: 4}, false},
		{&eventstore.CorruptError{Stream: "s"}, false},
		{eventstore.ErrClosed, false},
	} {
		if _, ok := parked.Damage(fmt.Errorf("reading: %w", c.err)); ok != c.ok {
			t.Errorf("%v: %v", c.err, ok)
		}
	}
	s := parked.At("views", "suggestion-a", 2, &eventstore.Recorded{}, parked.Corrupt, &eventstore.CorruptError{Position: 4})
	if s.Version != 3 || s.Position != 4 || !strings.Contains(s.String(), "position 4") {
		t.Errorf("%s", s)
	}
}
