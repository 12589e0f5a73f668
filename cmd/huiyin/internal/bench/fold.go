package bench

import (
	"context"
	"runtime"
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

// replay folds every case of the log from its events, as many streams at a time
// as there are processors.
func (b *run) replay(ctx context.Context) error {
	log, err := b.large.open(ctx)
	if err != nil {
		return err
	}
	defer log.Close()
	jobs := make([]func() error, len(b.large.cases))
	for i, c := range b.large.cases {
		jobs[i] = func() error { return fold(ctx, log, c.stream) }
	}
	w := begin()
	if err := inParallel(runtime.GOMAXPROCS(0), jobs); err != nil {
		return err
	}
	took, cores := w.end()
	b.say(Measure{Name: "replay_all", Value: took.Seconds(), Unit: "s", Cores: cores})
	b.say(Measure{Name: "replay_rate", Value: perSecond(b.large.events, took), Unit: "events/s", Cores: cores})
	return nil
}

// watch takes the time of work, and of the processors it had meanwhile.
type watch struct {
	start time.Time
	spent time.Duration
}

func begin() watch { return watch{time.Now(), processorTime()} }

func (w watch) end() (took time.Duration, cores float64) {
	took = time.Since(w.start)
	return took, (processorTime() - w.spent).Seconds() / took.Seconds()
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
const viewsBatch = 4_000

// rebuild folds the whole log into new views, which are synced and switched to.
func (b *run) rebuild(ctx context.Context) error {
	log, err := b.large.open(ctx)
	if err != nil {
		return err
	}
	defer log.Close()
	head, err := log.Head(ctx)
	if err != nil {
		return err
	}
	w := begin()
	if err := follower.Rebuild(ctx, log, viewsIn(b.large.dir), views.All(), follower.Options{Batch: viewsBatch}); err != nil {
		return err
	}
	took, cores := w.end()
	b.say(Measure{Name: "rebuild_rate", Value: perSecond(int(head), took), Unit: "events/s", Cores: cores})
	return nil
}
