package eventstore

import (
	"bytes"
	"maps"
	"time"
)

// StreamID names a stream. Legal names are given at MaxStreamName.
type StreamID string

// Version numbers the events of one stream, densely from 1. Zero stands for
// the moment before the first event.
type Version int64

// Position places an event in the whole log. Positions are ordered and opaque:
// gaps are allowed, so a difference of two positions is not a count. Zero is
// before everything.
type Position uint64

// Clock tells the time. It is injected so that tests own it; a store tolerates
// one that steps back.
type Clock func() time.Time

// Event is what a caller appends.
type Event struct {
	// ID is unique in the whole log; it is what makes a retry recognisable.
	ID ID
	// Type is a stable wire name and never the name of a Go type.
	Type string
	// Schema is the version of the type's payload, from 1.
	Schema int
	// Occurred is when the fact happened according to its source. It is kept
	// in UTC to the microsecond and must not be zero.
	Occurred time.Time
	// Data is the payload; nil and empty are the same.
	Data []byte
	// Meta carries flat facts about the act; nil and empty are the same.
	Meta map[string]string
}

// Size is the event's weight against MaxAppendBytes: data, type and metadata.
func (e *Event) Size() int {
	n := len(e.Data) + len(e.Type)
	for k, v := range e.Meta {
		n += len(k) + len(v)
	}
	return n
}

// SameContent reports whether two events would be stored as the same bytes at
// the same place. A store uses it to tell a retry from the reuse of an id.
func (e *Event) SameContent(o *Event) bool {
	return e.ID == o.ID && e.Type == o.Type && e.Schema == o.Schema &&
		Normalize(e.Occurred).Equal(Normalize(o.Occurred)) &&
		bytes.Equal(e.Data, o.Data) && maps.Equal(e.Meta, o.Meta)
}

// Recorded is an event as the log holds it. Readers share nothing with the
// store: the bytes belong to whoever received them.
type Recorded struct {
	Event
	Stream   StreamID
	Version  Version
	Position Position
	// Recorded is when the appending process wrote it, by its own clock; within
	// a stream it never runs backwards.
	Recorded time.Time
	// Prev is the Hash of the stream's previous event, zero for the first.
	Prev [32]byte
	// Hash is SHA-256 over Canonical.
	Hash [32]byte
	// Canonical holds the bytes as written. Data is a part of it.
	Canonical []byte
}

// Expected is the version a stream must have for an append to be accepted.
// There is deliberately no "any": who appends has read what it appends to.
type Expected int64

// NoStream expects that the stream has no event yet. It equals Exact(0).
const NoStream Expected = 0

// Exact expects that v is the version of the stream's last event.
func Exact(v Version) Expected { return Expected(v) }

// Version returns the version expected.
func (e Expected) Version() Version { return Version(e) }

// Appended tells where the events of one append lie. After a retry it tells
// where they have lain since the first time.
type Appended struct {
	// First and Last are the versions of the first and last event.
	First, Last Version
	// Positions holds one position per event, ascending.
	Positions []Position
	// Recorded is the recorded time the events share.
	Recorded time.Time
	// Replayed is set if the events were in the log before this call.
	Replayed bool
}

// Position is that of the last event: a view that has reached it shows the
// whole append. It is zero for the zero Appended.
func (a Appended) Position() Position {
	if len(a.Positions) == 0 {
		return 0
	}
	return a.Positions[len(a.Positions)-1]
}

// Normalize brings a time to the form the log keeps: UTC, microseconds.
func Normalize(t time.Time) time.Time { return t.UTC().Truncate(time.Microsecond) }

// RecordedTime is the recorded time of an event written at now after one
// recorded at last: a clock that stepped back cannot take the stream with it.
func RecordedTime(now, last time.Time) time.Time {
	if now = Normalize(now); now.Before(last) {
		return last
	}
	return now
}
