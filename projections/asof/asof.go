// Package asof answers what was known, and what was true, at a moment.
//
// The log has two times. An event's recorded time is when it was written down;
// its occurred time is when the fact happened according to the paper. So there
// are two questions about a past moment:
//
//   - as known: what was recorded up to the moment, which is what anybody who
//     looked then could see. What was written down, or corrected, later is not
//     in it. Of every stream that is a prefix.
//   - as true: what had happened up to the moment, whenever it was written down.
//     A fact recorded later is in it, and a source's statement counts as far as
//     the days it states had come (see suggestion.AsTrue). Events keep the order
//     in which they were recorded, since each was decided on those before it.
//
// A moment is an instant, and what is recorded or happened at that very instant
// is included. A day stands for its last instant in China: the log's times have
// microseconds, and the day ends at 24:00, which is not in it. The deadlines'
// lights are a matter of the day and are judged by whoever shows them.
//
// A single case is asked by History; all cases by Fold, which lets a follower
// read the log as of the moment into a new read file: the views' rows of then.
// Recorded times never run back within a stream, but do between streams, so the
// log is filtered event by event and never cut at a position.
package asof

import (
	"context"
	"errors"
	"iter"
	"time"

	"huiyin/domain/calendar"
	"huiyin/domain/suggestion"
	"huiyin/domain/wire"
	"huiyin/eventstore"
	"huiyin/projections/follower"
)

// Moment is a question about the past.
type Moment struct {
	// Until is the last instant that counts.
	Until time.Time
	// True asks what was true; else it is what was known.
	True bool
}

// EndOf is the last instant of a day in China that the log can tell.
func EndOf(d calendar.Date) time.Time { return calendar.EndOf(d).Add(-time.Microsecond) }

// Day is the moment's day in China, by which lights are judged.
func (m Moment) Day() calendar.Date { return calendar.DateOf(m.Until) }

// counts reports whether the event belongs to the answer. A source's statement
// that dates anything is left to cut.
func (m Moment) counts(r *eventstore.Recorded) bool {
	if !m.True {
		return !r.Recorded.After(m.Until)
	}
	if !r.Occurred.After(m.Until) {
		return true
	}
	if !statements[r.Type] {
		return false
	}
	e, err := wire.Decode(r.Type, r.Schema, r.Data)
	if err != nil {
		return true // for whoever folds it to say so
	}
	first, _ := suggestion.StatedSince(e)
	return !first.IsZero()
}

// statements are the wire names of what a source states.
var statements = func() map[string]bool {
	names := map[string]bool{}
	for _, e := range []suggestion.Event{suggestion.Imported{}, suggestion.ImportCorrected{}} {
		name, _, _, err := wire.Encode(e)
		if err != nil {
			panic(err) // both are in wire's table, and a test runs this
		}
		names[name] = true
	}
	return names
}()

// cut is the event as far as it belongs to the answer.
func (m Moment) cut(s *suggestion.Suggestion, e suggestion.Event) (suggestion.Event, bool) {
	if !m.True {
		return e, true
	}
	return suggestion.AsTrue(s, e, m.Day())
}

// fold is suggestion.Fold for the moment.
func (m Moment) fold(s *suggestion.Suggestion, events ...suggestion.Event) *suggestion.Suggestion {
	for _, e := range events {
		if e, ok := m.cut(s, e); ok {
			s = suggestion.Fold(s, e)
		}
	}
	return s
}

// Log is the log as of the moment. Its head is that of the whole log: events
// that do not count only move a subscription on.
func (m Moment) Log(log follower.Log) follower.Log { return then{log, m} }

type then struct {
	follower.Log
	moment Moment
}

func (t then) ReadStream(ctx context.Context, stream eventstore.StreamID, after eventstore.Version) iter.Seq2[eventstore.Recorded, error] {
	return func(yield func(eventstore.Recorded, error) bool) {
		for r, err := range t.Log.ReadStream(ctx, stream, after) {
			if err == nil && !t.moment.counts(&r) {
				continue
			}
			if !yield(r, err) {
				return
			}
		}
	}
}

func (t then) Subscribe(ctx context.Context, after eventstore.Position, o eventstore.SubscribeOptions) iter.Seq2[eventstore.Batch, error] {
	keep := o.Keep
	o.Keep = func(r *eventstore.Recorded) bool { return t.moment.counts(r) && (keep == nil || keep(r)) }
	return t.Log.Subscribe(ctx, after, o)
}

// Fold makes a new read file of all cases as of the moment, and catches up. The
// file is the caller's, to close and to remove. Options are those of a follower;
// their Model is the moment's.
func (m Moment) Fold(ctx context.Context, log follower.Log, path string, views []follower.View, o follower.Options) (*follower.File, error) {
	file, err := follower.OpenFile(path, views)
	if err != nil {
		return nil, err
	}
	if m.True {
		o.Model.Fold = m.fold
	}
	if err := follower.New(m.Log(log), file, o).CatchUp(ctx); err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return file, nil
}
