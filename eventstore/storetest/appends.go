package storetest

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/google/go-cmp/cmp"

	"huiyin/eventstore"
)

var appendClauses = []clause{
	{"a conflict carries the actual version and changes nothing", conflictFacts},
	{"NoStream on a stream that exists is a conflict", noStreamExists},
	{"Exact(0) is the same as NoStream", exactZero},
	{"an append is all or nothing", allOrNothing},
	{"input beyond a limit is refused as too large, and other bad input as invalid", limits},
	{"the input is not changed", inputKept},
	{"a context that has ended leaves nothing", cancelledBefore},
	{"of 16 concurrent writers on one stream exactly one wins each version", sixteenWriters},
	{"writers on different streams all succeed", manyStreams},
}

func (e *env) conflict(stream eventstore.StreamID, expect eventstore.Expected, actual eventstore.Version) {
	e.Helper()
	_, err := e.store.Append(e.ctx, stream, expect, e.event("late"))
	var facts *eventstore.ConflictError
	if !errors.Is(err, eventstore.ErrConflict) || !errors.As(err, &facts) {
		e.Fatalf("got %v, want a conflict", err)
	}
	want := eventstore.ConflictError{Stream: stream, Expected: expect.Version(), Actual: actual}
	e.equal("conflict", *facts, want)
}

func conflictFacts(e *env) {
	e.append("s", eventstore.NoStream, e.events(3)...)
	head := e.head()
	e.conflict("s", eventstore.Exact(2), 3)
	e.conflict("s", eventstore.Exact(7), 3)
	e.conflict("t", eventstore.Exact(1), 0)
	e.equal("head", e.head(), head)
	e.equal("events", len(e.all(0)), 3)
}

func noStreamExists(e *env) {
	e.append("s", eventstore.NoStream, e.event("first"))
	e.conflict("s", eventstore.NoStream, 1)
}

func exactZero(e *env) {
	e.equal("NoStream", eventstore.Exact(0), eventstore.NoStream)
	e.append("s", eventstore.Exact(0), e.event("first"))
}

func allOrNothing(e *env) {
	first := e.event("first")
	e.append("s", eventstore.NoStream, first)
	head := e.head()
	_, err := e.store.Append(e.ctx, "fresh", eventstore.NoStream, e.event("good"), e.event("good too"), first)
	e.equal("refused", errors.Is(err, eventstore.ErrDuplicateID), true)
	e.equal("head", e.head(), head)
	e.unknown("fresh")
	e.append("fresh", eventstore.NoStream, e.event("good again"))
	e.equal("events", len(e.all(0)), 2)
}

func (e *env) unknown(stream eventstore.StreamID) {
	e.Helper()
	for _, err := range e.store.ReadStream(e.ctx, stream, 0) {
		if !errors.Is(err, eventstore.ErrStreamNotFound) {
			e.Fatalf("got %v, want ErrStreamNotFound", err)
		}
		return
	}
	e.Fatal("an unknown stream reads as an empty one")
}

func limits(e *env) {
	big := func(n int) eventstore.Event { return e.event(strings.Repeat("x", n)) }
	edit := func(f func(*eventstore.Event)) []eventstore.Event {
		ev := e.event("x")
		f(&ev)
		return []eventstore.Event{ev}
	}
	for _, c := range []struct {
		name   string
		stream string
		want   error
		events []eventstore.Event
	}{
		{"101 events", "s", eventstore.ErrTooLarge, e.events(eventstore.MaxAppendEvents + 1)},
		{"512 KiB in one", "s", eventstore.ErrTooLarge, []eventstore.Event{big(eventstore.MaxAppendBytes)}},
		{"512 KiB in two", "s", eventstore.ErrTooLarge, []eventstore.Event{big(300_000), big(300_000)}},
		{"long name", strings.Repeat("s", eventstore.MaxStreamName+1), eventstore.ErrTooLarge, e.events(1)},
		{"no name", "", eventstore.ErrInvalid, e.events(1)},
		{"name with space", "a b", eventstore.ErrInvalid, e.events(1)},
		{"name with line feed", "a\nb", eventstore.ErrInvalid, e.events(1)},
		{"name not ASCII", "建议", eventstore.ErrInvalid, e.events(1)},
		{"system name", "$all", eventstore.ErrInvalid, e.events(1)},
		{"no events", "s", eventstore.ErrInvalid, nil},
		{"no id", "s", eventstore.ErrInvalid, edit(func(v *eventstore.Event) { v.ID = eventstore.ID{} })},
		{"no type", "s", eventstore.ErrInvalid, edit(func(v *eventstore.Event) { v.Type = "" })},
		{"no schema", "s", eventstore.ErrInvalid, edit(func(v *eventstore.Event) { v.Schema = 0 })},
		{"no occurred", "s", eventstore.ErrInvalid, edit(func(v *eventstore.Event) { v.Occurred = time.Time{} })},
		{"meta key", "s", eventstore.ErrInvalid, edit(func(v *eventstore.Event) { v.Meta = map[string]string{"a=b": ""} })},
		{"meta value", "s", eventstore.ErrInvalid, edit(func(v *eventstore.Event) { v.Meta = map[string]string{"a": "\xff"} })},
	} {
		if _, err := e.store.Append(e.ctx, eventstore.StreamID(c.stream), eventstore.NoStream, c.events...); !errors.Is(err, c.want) {
			e.Errorf("%s: got %v, want %v", c.name, err, c.want)
		}
	}
	_, err := e.store.Append(e.ctx, "s", -1, e.event("x"))
	e.equal("negative version is invalid", errors.Is(err, eventstore.ErrInvalid), true)
	e.equal("head", e.head(), eventstore.Position(0))
	e.append("s", eventstore.NoStream, e.events(eventstore.MaxAppendEvents)...)
}

func inputKept(e *env) {
	given := e.events(3)
	given[1].Occurred = given[1].Occurred.Add(999)
	before := e.events(3)
	copy(before, given)
	for i := range before {
		before[i].Data = []byte(string(given[i].Data))
		before[i].Meta = map[string]string{"actor": "tester"}
	}
	e.append("s", eventstore.NoStream, given...)
	if diff := cmp.Diff(before, given); diff != "" {
		e.Fatalf("input changed:\n%s", diff)
	}
	given[0].Data[0], given[0].Meta["actor"] = '!', "somebody else"
	e.equal("stored data", string(e.stream("s", 0)[0].Data), "event 0")
	e.equal("stored metadata", e.stream("s", 0)[0].Meta["actor"], "tester")
}

func cancelledBefore(e *env) {
	ctx, cancel := context.WithCancel(e.ctx)
	cancel()
	_, err := e.store.Append(ctx, "s", eventstore.NoStream, e.event("x"))
	e.equal("context's error", errors.Is(err, context.Canceled), true)
	e.unknown("s")
}

func sixteenWriters(e *env) {
	const writers, each = 16, 12
	wins := make([][]eventstore.Version, writers)
	var wg sync.WaitGroup
	for w := range writers {
		wg.Go(func() {
			at := eventstore.Version(0)
			for len(wins[w]) < each {
				done, err := e.store.Append(e.ctx, "contended", eventstore.Exact(at), e.event(fmt.Sprint("writer ", w)))
				var lost *eventstore.ConflictError
				switch {
				case err == nil:
					at = done.Last
					wins[w] = append(wins[w], at)
				case errors.As(err, &lost) && lost.Actual > at:
					at = lost.Actual
				default:
					e.Errorf("writer %d at %d: %v", w, at, err)
					return
				}
			}
		})
	}
	wg.Wait()
	winner := map[eventstore.Version]string{}
	for w, versions := range wins {
		for _, v := range versions {
			if other, taken := winner[v]; taken {
				e.Fatalf("version %d was won by writer %d and by %s", v, w, other)
			}
			winner[v] = fmt.Sprint("writer ", w)
		}
	}
	stream := e.stream("contended", 0)
	e.equal("events", len(stream), writers*each)
	for _, r := range stream {
		e.equal(fmt.Sprint("author of version ", r.Version), string(r.Data), winner[r.Version])
	}
}

func manyStreams(e *env) {
	var wg sync.WaitGroup
	for w := range 16 {
		wg.Go(func() {
			stream := eventstore.StreamID(fmt.Sprint("own-", w))
			for v := range 20 {
				if _, err := e.store.Append(e.ctx, stream, eventstore.Exact(eventstore.Version(v)), e.event("x")); err != nil {
					e.Errorf("writer %d: %v", w, err)
				}
			}
		})
	}
	wg.Wait()
	for w := range 16 {
		e.equal("events", len(e.stream(eventstore.StreamID(fmt.Sprint("own-", w)), 0)), 20)
	}
}
