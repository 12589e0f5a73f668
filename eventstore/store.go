package eventstore

import (
	"context"
	"iter"
	"time"
)

// Store is an append-only log of events. It is safe for concurrent use.
//
// Every sequence a Store returns may be abandoned at any moment and ranged
// over again (it then reads afresh). An error is always its last element.
type Store interface {
	// Append adds events to a stream that is at the expected version.
	//
	// Either all events are in the log, in the order given, or none is. When
	// Append returns without error they survive a power cut, so the caller may
	// promise them to somebody else. The input is not changed or kept.
	//
	// If the stream is elsewhere the answer is a *ConflictError with the actual
	// version, so that the caller can read the difference and decide again.
	// The exception is a retry: if exactly these events, with the same content,
	// already follow the expected version, Append succeeds and reports their
	// original versions and positions. Some but not all, in another place or
	// with other content, is a *DuplicateIDError: ids are not reused.
	//
	// A *FullError leaves nothing in the log, and the same append may be tried
	// again. ErrFenced leaves the outcome open until the log is opened anew.
	//
	// A context that ends while the append waits in the queue removes it and
	// leaves nothing. Once it is being committed the caller may get the
	// context's error although the events are written; repeating the append
	// answers that question, because a retry is the same act.
	Append(ctx context.Context, stream StreamID, expect Expected, events ...Event) (Appended, error)

	// ReadStream yields the stream's events after the given version, ascending,
	// up to its end when ranging begins.
	//
	// A stream without any event yields ErrStreamNotFound; nothing after a
	// version that exists, or beyond the end, is an empty sequence. "Unknown"
	// and "up to date" are different answers. Each event was checked against
	// its hash and, with its predecessor, as a link of the stream's chain.
	ReadStream(ctx context.Context, stream StreamID, after Version) iter.Seq2[Recorded, error]

	// ReadAll yields the events of all streams after the given position, in
	// position order, up to the log's end when ranging begins.
	//
	// The sequence is finite whatever the writers do, and it is a stable prefix:
	// an event below the last one yielded will not appear later. So the position
	// of the last event is a checkpoint, and the next call continues there.
	// A position beyond the log's end yields ErrPositionAhead.
	ReadAll(ctx context.Context, after Position) iter.Seq2[Recorded, error]

	// Subscribe yields what ReadAll would and then what is appended later, in
	// batches, until the context ends, the store closes or a read fails.
	//
	// Every event comes exactly once and in order, over any restart from a
	// Batch.Position. Nothing is buffered on behalf of a subscriber: one that is
	// slow reads later from the file and holds up no writer. The first time the
	// end is reached a batch says CaughtUp, even if it is empty.
	//
	// Damage is told after everything before it was yielded. If it names its
	// position and its stream, a subscription after that position reads on, and
	// it is for the subscriber to keep that stream apart.
	Subscribe(ctx context.Context, after Position, opts SubscribeOptions) iter.Seq2[Batch, error]

	// Head is the position of the last event, zero in an empty log. Everything
	// acknowledged before the call is at or below it.
	Head(ctx context.Context) (Position, error)

	// Close ends appends, reads and subscriptions: what has not been answered
	// then fails with ErrClosed. An append being committed is finished and
	// answered first. Closing twice is harmless.
	Close() error
}

// SubscribeOptions tune a subscription; the zero value is useful.
type SubscribeOptions struct {
	// Max bounds the events of one batch; zero means DefaultBatch.
	Max int
	// Keep selects events by content; nil keeps all. It must be a pure function.
	// Events not kept still move Batch.Position on, so a restart does not read
	// them again.
	Keep func(*Recorded) bool
	// Poll is how often a store looks for new events if the writer is another
	// process and cannot wake it; zero means DefaultPoll.
	Poll time.Duration
}

// Defaults of SubscribeOptions.
const (
	DefaultBatch = 500
	DefaultPoll  = 100 * time.Millisecond
)

// Batch is one step of a subscription.
type Batch struct {
	// Events are in position order; a batch may be empty.
	Events []Recorded
	// Position has been reached: a subscription restarted from it misses
	// nothing and repeats nothing.
	Position Position
	// CaughtUp is set if this was the end of the log when it was read.
	CaughtUp bool
}
