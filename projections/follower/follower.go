// Package follower folds the log into a read file.
//
// It reads the log in batches, folds each touched case once a batch, and writes
// what the views make of it together with the position reached in one SQLite
// transaction. So the rows are always those of exactly the checkpoint, whatever
// the batch size and wherever the process stopped; the digest of a view is the
// proof, and a test walks every restart point.
//
// A row depends on one case's events up to the checkpoint and on nothing else:
// no clock, no order among cases. That is why views need no code for updates.
//
// And that is why one case can be set aside. When an event cannot be decoded,
// folding or a view panics on it, or the file refuses a row, the case is parked
// (see package parked): its rows stay those of its last good version, or absent,
// whatever the batch size; later events of it are counted as waiting; the
// checkpoint and all other cases go on. Following, whenever it begins, first
// takes the parked cases up again from their streams' beginnings and in order,
// so a program that can read the event catches up by being started, and Retry
// does the same at any time. What may pass is tried five times first, more and
// more slowly; if the log answers otherwise, the case is parked then.
//
// An error of the log itself stops the follower: closed, out of reach, or damaged
// in a way that cannot be laid to one stream. Damage in one case's stream parks
// that case with the cause Corrupt. Nobody reads its later events as if nothing
// had happened, the rows say so to whoever lists parked cases, and the damaged
// event itself can be skipped by no retry: only a whole stream is unparked.
package follower

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"time"

	"zombiezen.com/go/sqlite"

	"huiyin/domain/suggestion"
	"huiyin/eventstore"
	"huiyin/projections/parked"
)

// Log is the part of a store a follower reads.
type Log interface {
	ReadStream(ctx context.Context, stream eventstore.StreamID, after eventstore.Version) iter.Seq2[eventstore.Recorded, error]
	Subscribe(ctx context.Context, after eventstore.Position, o eventstore.SubscribeOptions) iter.Seq2[eventstore.Batch, error]
	Head(ctx context.Context) (eventstore.Position, error)
}

// Case is a folded case as of a batch.
type Case struct {
	State    *suggestion.Suggestion
	Version  eventstore.Version
	Position eventstore.Position
	// Begun is the position of its first event: a number of the case's own.
	Begun eventstore.Position
	// First and Last are the recorded times of its first and newest event.
	First, Last time.Time
	id          suggestion.CaseID // also of a case without a good event
	unwritten   bool              // its first event lies above the checkpoint and no write was tried, so it has no rows
}

// View turns a case into rows of one table.
type View struct {
	// Name is the table's name; Version changes when its columns or their
	// meaning do, which rebuilds the file.
	Name    string
	Version int
	// Columns are SQL column definitions. The first is the case's ID; the first
	// Keys of them are the primary key.
	Columns []string
	Keys    int
	// Indexes are column lists to index.
	Indexes []string
	// Also is SQL run once the view's table is made: tables and triggers that
	// follow its rows, in the rows' transactions. Functions are what it may call;
	// they must be pure, and Version says what they mean.
	Also      string
	Functions map[string]*sqlite.FunctionImpl
	// Rows returns the case's rows, one value per column.
	Rows func(*Case) [][]any
}

// DefaultCache is how many folded cases are kept unless Options say else: more
// than a year's, in about 30 MiB.
const DefaultCache = 2000

// Options tune a follower; the zero value is useful.
type Options struct {
	// Batch is about how many events one transaction takes while the follower is
	// behind; at the head each batch is applied as it comes. Zero means the
	// store's default.
	Batch int
	// Cache bounds the folded cases kept in memory between batches; zero means
	// DefaultCache, and less than zero none.
	Cache int
	// Applied is told after each batch how many events it had.
	Applied func(events int, at eventstore.Position)
	// Parked is told of each case that is parked or stays so after a retry.
	Parked func(parked.Stream)
	// Model says how events become a state; the zero Model is the domain's own.
	Model Model
	// Now dates a parking; nil means the machine's clock. Rows have no clock.
	Now func() time.Time
	// Sleep waits between tries; nil means a timer.
	Sleep func(context.Context, time.Duration) error
}

// Follower owns one read file.
type Follower struct {
	log   Log
	file  *File
	cases *cases
	opts  Options
}

// New makes a follower of the log into the file.
func New(log Log, file *File, o Options) *Follower {
	if o.Cache == 0 {
		o.Cache = DefaultCache
	}
	if o.Applied == nil {
		o.Applied = func(int, eventstore.Position) {}
	}
	if o.Parked == nil {
		o.Parked = func(parked.Stream) {}
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Sleep == nil {
		o.Sleep = sleep
	}
	o.Model = o.Model.complete()
	return &Follower{log: log, file: file, cases: newCases(log, o.Model, max(o.Cache, 0)), opts: o}
}

// CatchUp applies what is in the log now and returns. Parked cases are tried
// again first; that some stay parked is no error.
func (f *Follower) CatchUp(ctx context.Context) error {
	head, err := f.log.Head(ctx)
	if err != nil {
		return err
	}
	if err := f.retrySome(ctx); err != nil {
		return err
	}
	if f.file.Checkpoint() >= head {
		return nil
	}
	return f.follow(ctx, func(b eventstore.Batch) bool { return b.Position >= head || b.CaughtUp })
}

// Follow applies events until the context ends. It begins like CatchUp.
func (f *Follower) Follow(ctx context.Context) error {
	if err := f.retrySome(ctx); err != nil {
		return err
	}
	return f.follow(ctx, func(eventstore.Batch) bool { return false })
}

// follow subscribes until done, and again from the new checkpoint whenever
// another process moved it.
func (f *Follower) follow(ctx context.Context, done func(eventstore.Batch) bool) error {
	for {
		err := f.subscribe(ctx, done)
		if errors.Is(err, errMoved) {
			continue
		}
		if err != nil {
			return fmt.Errorf("follower: after position %d: %w", f.file.Checkpoint(), err)
		}
		return nil
	}
}

func (f *Follower) subscribe(ctx context.Context, done func(eventstore.Batch) bool) error {
	var gathered []eventstore.Recorded
	var reached eventstore.Position
	for b, err := range readAhead(ctx, f.log, f.file.Checkpoint(), eventstore.SubscribeOptions{Max: f.opts.Batch}) {
		if err != nil && len(gathered) > 0 { // what came before it is not lost
			if err := f.apply(ctx, eventstore.Batch{Events: gathered, Position: reached}); err != nil {
				return err
			}
		}
		if err != nil {
			return f.passDamage(ctx, err)
		}
		reached = b.Position
		// A store's batch may be smaller than asked for. Far behind the head it
		// pays to gather: a case that moved often is then written once.
		end := done(b)
		gathered = append(gathered, b.Events...)
		if len(gathered) < f.opts.Batch && !b.CaughtUp && !end {
			continue
		}
		b.Events = gathered
		if err := f.apply(ctx, b); err != nil {
			return err
		}
		f.opts.Applied(len(b.Events), b.Position)
		clear(gathered)
		gathered = gathered[:0]
		if end {
			return nil
		}
	}
	return ctx.Err()
}

// apply folds the batch and writes its cases once each. Cases in trouble are
// folded again by themselves, as far as they go, and the batch is written with
// what became of them.
func (f *Follower) apply(ctx context.Context, b eventstore.Batch) error {
	s := step{reached: b.Position}
	bad, err := f.cases.fold(ctx, b.Events, &s, f.file.parked())
	for pass := 0; err == nil && pass < maxTries; pass++ {
		if err = f.setAside(ctx, &s, bad, pass > 0); err != nil {
			return err
		}
		if bad, err = f.write(ctx, s); err != nil || len(bad) == 0 {
			return f.told(s, err)
		}
	}
	if err == nil {
		err = fmt.Errorf("case %s is well and unwell by turns: %w", bad[0].id, bad[0].err)
	}
	return err
}

// told tells of the cases parked by a step that was written.
func (f *Follower) told(s step, err error) error {
	if err != nil {
		return err
	}
	for _, p := range s.parked {
		f.opts.Parked(p)
	}
	return nil
}
