package bench

import (
	"context"
	"errors"
	"path/filepath"
	"time"

	"huiyin/domain/suggestion"
	"huiyin/domain/wire"
	"huiyin/eventstore"
	"huiyin/eventstore/sqlite"
	"huiyin/projections/follower"
	"huiyin/projections/views"
)

func suggestionID(id string) suggestion.CaseID { return suggestion.CaseID(id) }

func (m made) open(ctx context.Context) (*sqlite.Store, error) {
	return sqlite.Open(ctx, sqlite.Options{Dir: m.dir})
}

// replay folds every case of the log from its events, a stream at a time.
func (b *run) replay(ctx context.Context) error {
	log, err := b.large.open(ctx)
	if err != nil {
		return err
	}
	defer log.Close()
	start := time.Now()
	for _, c := range b.large.cases {
		if err := fold(ctx, log, c.stream); err != nil {
			return err
		}
	}
	took := time.Since(start)
	b.say(Measure{Name: "replay_all", Value: took.Seconds(), Unit: "s"})
	b.say(Measure{Name: "replay_rate", Value: perSecond(b.large.events, took), Unit: "events/s"})
	return nil
}

func fold(ctx context.Context, log eventstore.Store, stream eventstore.StreamID) error {
	var events []suggestion.Event
	for r, err := range log.ReadStream(ctx, stream, 0) {
		if err != nil {
			return err
		}
		e, err := wire.Decode(r.Type, r.Schema, r.Data)
		if err != nil {
			return err
		}
		events = append(events, e)
	}
	suggestion.Fold(suggestion.New(), events...)
	return nil
}

// viewsBatch is what a rebuild takes in one transaction, as the command line does.
const viewsBatch = 20_000

// rebuild folds the whole log into new views.
func (b *run) rebuild(ctx context.Context) error {
	log, err := b.large.open(ctx)
	if err != nil {
		return err
	}
	defer log.Close()
	start := time.Now()
	file, err := b.views()
	if err != nil {
		return err
	}
	err = follower.New(log, file, follower.Options{Batch: viewsBatch}).CatchUp(ctx)
	took := time.Since(start)
	if err := errors.Join(err, file.Close()); err != nil {
		return err
	}
	b.say(Measure{Name: "rebuild_rate", Value: perSecond(b.large.events, took), Unit: "events/s"})
	return nil
}

func (b *run) views() (*follower.File, error) {
	return follower.OpenFile(filepath.Join(b.large.dir, "views.db"), views.All())
}

// start opens the log and views that show everything, and reads one list.
func (b *run) start(ctx context.Context) error {
	begin := time.Now()
	log, err := b.large.open(ctx)
	if err != nil {
		return err
	}
	defer log.Close()
	file, err := b.views()
	if err != nil {
		return err
	}
	defer file.Close()
	if err := follower.New(log, file, follower.Options{Batch: viewsBatch}).CatchUp(ctx); err != nil {
		return err
	}
	opened := time.Since(begin)
	listed := time.Now()
	if _, _, err := (views.Reader{File: file, Scope: views.Everything()}).Cases(ctx, views.CaseFilter{Limit: 20}); err != nil {
		return err
	}
	b.say(Measure{Name: "start", Value: opened.Seconds() * 1000, Unit: "ms"})
	b.say(Measure{Name: "list", Value: time.Since(listed).Seconds() * 1000, Unit: "ms"})
	return nil
}

// memory is the process's greatest resident size so far, which covers all of
// the above.
func (b *run) memory(context.Context) error {
	peak, err := peakMemory()
	if err != nil {
		return nil // not told by this system
	}
	b.say(Measure{Name: "memory", Value: peak, Unit: "MiB"})
	return nil
}
