package storetest

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"maps"
	"strings"
	"time"

	"huiyin/eventstore"
)

var orderClauses = []clause{
	{"the versions of a stream are dense and in the order of appending", versionsDense},
	{"positions strictly increase over all streams", positionsIncrease},
	{"both read paths give the same record of an event", samePaths},
	{"each event carries the hash of its predecessor, the first none", chainHolds},
	{"the hash is that of the canonical bytes, which parse back", hashHolds},
	{"bytes, unicode, empty data and metadata come back as given", roundTrip},
	{"recorded time does not run backwards in a stream when the clock does", recordedMonotone},
	{"times come back in UTC to the microsecond", timesNormal},
}

func versionsDense(e *env) {
	e.append("s", eventstore.NoStream, e.events(3)...)
	done := e.append("s", eventstore.Exact(3), e.events(2)...)
	e.equal("first version", done.First, eventstore.Version(4))
	e.equal("last version", done.Last, eventstore.Version(5))
	for i, r := range e.stream("s", 0) {
		e.equal("version", r.Version, eventstore.Version(i+1))
		e.equal("data", string(r.Data), fmt.Sprint("event ", []int{0, 1, 2, 0, 1}[i]))
	}
	e.equal("events after 3", len(e.stream("s", 3)), 2)
}

func positionsIncrease(e *env) {
	e.seed(30)
	last := eventstore.Position(0)
	for _, r := range e.all(0) {
		if r.Position <= last {
			e.Fatalf("position %d follows %d", r.Position, last)
		}
		last = r.Position
	}
	e.equal("head", e.head(), last)
}

func samePaths(e *env) {
	done := e.append("s", eventstore.NoStream, e.events(3)...)
	e.seed(6)
	byAll := map[eventstore.Position]eventstore.Recorded{}
	for _, r := range e.all(0) {
		byAll[r.Position] = r
	}
	for i, r := range e.stream("s", 0) {
		e.equal("position told by Append", done.Positions[i], r.Position)
		other := byAll[r.Position]
		e.equal("canonical bytes are the same", bytes.Equal(r.Canonical, other.Canonical), true)
		e.equal("hash", other.Hash, r.Hash)
		e.equal("stream", other.Stream, r.Stream)
	}
}

func chainHolds(e *env) {
	e.append("s", eventstore.NoStream, e.events(4)...)
	e.append("s", eventstore.Exact(4), e.events(1)...)
	var chain eventstore.Chain
	stream := e.stream("s", 0)
	for i := range stream {
		e.check(chain.Check(&stream[i]))
	}
	e.equal("first prev", stream[0].Prev, [32]byte{})
}

func hashHolds(e *env) {
	e.append("s", eventstore.NoStream, e.events(3)...)
	for _, r := range e.stream("s", 0) {
		e.equal("hash", r.Hash, sha256.Sum256(r.Canonical))
		e.equal("re-encoding", bytes.Equal(eventstore.AppendCanonical(nil, &r), r.Canonical), true)
		parsed, err := eventstore.ParseCanonical(r.Canonical)
		e.check(err)
		e.equal("id", parsed.ID, r.ID)
	}
}

func roundTrip(e *env) {
	given := []eventstore.Event{e.event(""), e.event("件件有回音 \x00\xff\n\n\"\\"), e.event(strings.Repeat("x", 100_000))}
	given[0].Data, given[0].Meta = nil, nil
	given[1].Meta = map[string]string{"note": "多\n行 \"quoted\" \\ \x01\u2028😀", "empty": "", "k.a-b_9": "="}
	e.append("a/b:c@d+e%20~f_g-h.i", eventstore.NoStream, given...)
	for i, r := range e.stream("a/b:c@d+e%20~f_g-h.i", 0) {
		e.equal("data", string(r.Data), string(given[i].Data))
		e.equal("metadata", maps.Equal(r.Meta, given[i].Meta), true)
		e.equal("same content", r.SameContent(&given[i]), true)
	}
}

func recordedMonotone(e *env) {
	start := time.Date(2026, 3, 5, 9, 0, 0, 0, time.UTC)
	for i, back := range []time.Duration{0, -time.Hour, time.Hour, -24 * time.Hour, 0} {
		e.clock.set(start.Add(back))
		e.append("s", eventstore.Exact(eventstore.Version(2*i)), e.events(2)...)
	}
	var last time.Time
	for _, r := range e.stream("s", 0) {
		if r.Recorded.Before(last) {
			e.Fatalf("version %d was recorded at %v, after one of %v", r.Version, r.Recorded, last)
		}
		last = r.Recorded
	}
	e.equal("the clock's furthest hour counted", last.Before(start.Add(time.Hour)), false)
}

func timesNormal(e *env) {
	ev := e.event("x")
	zone := time.FixedZone("CST", 8*3600)
	ev.Occurred = time.Date(2026, 3, 5, 8, 0, 0, 123_456_789, zone)
	done := e.append("s", eventstore.NoStream, ev)
	got := e.stream("s", 0)[0]
	e.equal("occurred", got.Occurred, time.Date(2026, 3, 5, 0, 0, 0, 123_456_000, time.UTC))
	e.equal("recorded", got.Recorded, done.Recorded)
	e.equal("recorded in microseconds", got.Recorded.Truncate(time.Microsecond), got.Recorded)
}
