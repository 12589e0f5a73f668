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
package follower

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"time"

	"huiyin/domain/suggestion"
	"huiyin/domain/wire"
	"huiyin/eventstore"
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
	// First and Last are the recorded times of its first and newest event.
	First, Last time.Time
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
	// Rows returns the case's rows, one value per column.
	Rows func(*Case) [][]any
}

// Options tune a follower; the zero value is useful.
type Options struct {
	// Batch is about how many events one transaction takes while the follower is
	// behind; at the head each batch is applied as it comes. Zero means the
	// store's default.
	Batch int
	// Cache bounds the folded cases kept in memory; zero means 20,000.
	Cache int
	// Applied is told after each batch how many events it had.
	Applied func(events int, at eventstore.Position)
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
		o.Cache = 20_000
	}
	if o.Applied == nil {
		o.Applied = func(int, eventstore.Position) {}
	}
	return &Follower{log: log, file: file, cases: newCases(log, o.Cache), opts: o}
}

// CatchUp applies what is in the log now and returns.
func (f *Follower) CatchUp(ctx context.Context) error {
	head, err := f.log.Head(ctx)
	if err != nil {
		return err
	}
	if f.file.Checkpoint() >= head {
		return nil
	}
	return f.follow(ctx, func(b eventstore.Batch) bool { return b.Position >= head || b.CaughtUp })
}

// Follow applies events until the context ends.
func (f *Follower) Follow(ctx context.Context) error {
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
	sub := f.log.Subscribe(ctx, f.file.Checkpoint(), eventstore.SubscribeOptions{Max: f.opts.Batch})
	var gathered []eventstore.Recorded
	for b, err := range sub {
		if err != nil {
			return err
		}
		// A store's batch may be smaller than asked for. Far behind the head it
		// pays to gather: a case that moved often is then written once.
		end := done(b)
		gathered = append(gathered, b.Events...)
		if len(gathered) < f.opts.Batch && !b.CaughtUp && !end {
			continue
		}
		b.Events, gathered = gathered, nil
		if err := f.apply(ctx, b); err != nil {
			return err
		}
		f.opts.Applied(len(b.Events), b.Position)
		if end {
			return nil
		}
	}
	return ctx.Err()
}

// apply folds the batch and writes its cases once each.
func (f *Follower) apply(ctx context.Context, b eventstore.Batch) error {
	touched, err := f.cases.fold(ctx, b.Events)
	if err != nil {
		return err
	}
	return f.file.write(touched, b.Position)
}

// decode reads a case's event; other streams are none of a view's business.
func decode(r *eventstore.Recorded) (suggestion.CaseID, suggestion.Event, bool, error) {
	id, ok := wire.CaseOf(string(r.Stream))
	if !ok {
		return "", nil, false, nil
	}
	e, err := wire.Decode(r.Type, r.Schema, r.Data)
	if err != nil {
		return "", nil, false, fmt.Errorf("position %d: %w", r.Position, err)
	}
	return id, e, true, nil
}
