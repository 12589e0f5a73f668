// Package decider is the command side of an event-sourced aggregate: load,
// decide, append, and the two promises that make commands safe to send.
//
// A retry is the same act. Each event says which command caused it, and event
// ids derive from the command's id. A command that already caused events in the
// stream gets the original result, whatever has happened since; another payload
// under the same id is a *ReusedError.
//
// Nothing is decided on a state that has passed. Appends always name the exact
// version decided on. On a conflict only what is new is read and folded, and
// the command is decided again, at most MaxRetries times.
//
// Folded states are cached, keyed by stream with their version. The cache
// changes how fast an answer comes and never which: Load asks the log's head
// whether anything was appended since, and a refusal or an empty decision made
// on a cached state is checked the same way before it is believed.
//
// The package knows no domain type and decides nothing itself; what it does not
// offer is a transaction over several streams.
package decider

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"hash/maphash"
	"io"
	"iter"
	"time"

	"huiyin/eventstore"
)

// MaxRetries is how often a command is decided again after a conflict.
const MaxRetries = 3

// Metadata keys that a Decider sets on every event. Commands must not use them.
const (
	MetaCommand = "command"
	MetaDigest  = "command-digest"
)

// DefaultCacheSize is how many folded states are kept unless Options say else.
const DefaultCacheSize = 2048

const stripes = 256

// Log is the part of eventstore.Store a Decider needs.
type Log interface {
	Append(ctx context.Context, stream eventstore.StreamID, expect eventstore.Expected, events ...eventstore.Event) (eventstore.Appended, error)
	ReadStream(ctx context.Context, stream eventstore.StreamID, after eventstore.Version) iter.Seq2[eventstore.Recorded, error]
	Head(ctx context.Context) (eventstore.Position, error)
}

// Codec turns domain events into payloads and back. What Decode makes of an
// encoded event must mean the same to Evolve as the event itself.
type Codec[E any] interface {
	Encode(event E) (typ string, schema int, data []byte, err error)
	Decode(typ string, schema int, data []byte) (E, error)
}

// Model is an aggregate as pure functions. They must be deterministic and must
// not change their input: states are shared by all who load them.
type Model[S, C, E any] struct {
	// Initial is the state before the first event.
	Initial func() S
	// Decide answers a command with events, or with an error that refuses it.
	Decide func(S, C) ([]E, error)
	// Evolve folds events into a state.
	Evolve func(S, []E) S
	// Codec carries events to the log and back.
	Codec Codec[E]
}

// Occurrer is implemented by events that know when their fact happened. For
// all others it is the command's Occurred.
type Occurrer interface {
	OccurredAt() time.Time
}

// Command is a payload in its envelope.
type Command[C any] struct {
	// ID makes a retry recognisable.
	ID eventstore.ID
	// Payload is what the model decides on.
	Payload C
	// Digest covers everything that makes it this act and not another: who
	// acts and the payload. See Digest.
	Digest [32]byte
	// Meta goes onto every event: actor, role, rule set, and so on.
	Meta map[string]string
	// Occurred is when the fact happened, if the event does not say.
	Occurred time.Time
	// Seen is the version of the stream that whoever sends the command has seen;
	// if it has gone on since, the answer is a *StaleError. Zero means not said.
	Seen eventstore.Version
}

// Result tells what a command caused, now or, if Replayed, the first time.
type Result[E any] struct {
	// First and Last are the versions of the events. A command that caused none
	// has First zero and Last at the version it was decided on.
	First, Last eventstore.Version
	// Position is that of the last event; a view that has reached it shows the
	// result.
	Position eventstore.Position
	// Recorded is the recorded time of the events.
	Recorded time.Time
	// Events are as the log holds them.
	Events []E
	// Replayed is set if the command had been carried out before.
	Replayed bool
}

// Options tune a Decider; the zero value is useful.
type Options struct {
	// CacheSize bounds the number of folded states kept; zero means
	// DefaultCacheSize, below zero means none.
	CacheSize int
}

// Decider carries out commands on the streams of one model. It is safe for
// concurrent use.
type Decider[S, C, E any] struct {
	log   Log
	model Model[S, C, E]
	cache *cache[folded[S]]
	seed  maphash.Seed
	turns [stripes]chan struct{}
}

// New makes a Decider over a log.
func New[S, C, E any](log Log, model Model[S, C, E], o Options) *Decider[S, C, E] {
	if o.CacheSize == 0 {
		o.CacheSize = DefaultCacheSize
	}
	d := &Decider[S, C, E]{log: log, model: model, cache: newCache[folded[S]](o.CacheSize), seed: maphash.MakeSeed()}
	for i := range d.turns {
		d.turns[i] = make(chan struct{}, 1)
	}
	return d
}

// Digest is SHA-256 over the parts, each preceded by its length, for use in
// Command.Digest.
func Digest(parts ...string) (sum [32]byte) {
	h := sha256.New()
	for _, p := range parts {
		var n [8]byte
		binary.BigEndian.PutUint64(n[:], uint64(len(p)))
		h.Write(n[:])
		// A hash does not fail.
		_, _ = io.WriteString(h, p)
	}
	return [32]byte(h.Sum(sum[:0]))
}

// turn queues the callers of one stream inside this process, so that they do
// not provoke conflicts among themselves. Streams may share a queue.
func (d *Decider[S, C, E]) turn(ctx context.Context, stream eventstore.StreamID) (done func(), err error) {
	slot := d.turns[maphash.String(d.seed, string(stream))%stripes]
	select {
	case slot <- struct{}{}:
		return func() { <-slot }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}
