package bench

import (
	"bytes"
	"context"
	"fmt"
	"sync"

	"huiyin/domain/wire"
	"huiyin/eventstore"
	"huiyin/eventstore/sqlite"
)

// life is one stream of the seed year; id is the case's, empty for a stream that
// is none: rules, registers.
type life struct {
	id     string
	stream eventstore.StreamID
	events []eventstore.Event
}

// ended is a stream and the version of its last event.
type ended struct {
	stream  eventstore.StreamID
	version eventstore.Version
}

// lives reads the seed's streams in the order of their first events.
func lives(ctx context.Context, log eventstore.Store, perCase int) ([]life, error) {
	var out []life
	at := map[eventstore.StreamID]int{}
	for r, err := range log.ReadAll(ctx, 0) {
		if err != nil {
			return nil, err
		}
		id, isCase := wire.CaseOf(string(r.Stream))
		i, known := at[r.Stream]
		if !known {
			i, at[r.Stream] = len(out), len(out)
			out = append(out, life{stream: r.Stream})
			if isCase {
				out[i].id = string(id)
			}
		}
		if perCase == 0 || !isCase || len(out[i].events) < perCase {
			out[i].events = append(out[i].events, r.Event)
		}
	}
	return out, nil
}

// makeLog fills a new log with copies of the cases' lives until they have the
// events, and with the other streams as they are.
func makeLog(ctx context.Context, dir string, lives []life, events int) (made, error) {
	log, err := sqlite.Open(ctx, sqlite.Options{Dir: dir, BulkLoad: true})
	if err != nil {
		return made{}, err
	}
	m := made{dir: dir}
	var jobs []func() error
	for copyNo := 0; m.events < events; copyNo++ {
		for _, l := range lives {
			if l.id == "" {
				if copyNo == 0 {
					jobs = append(jobs, func() error { return write(ctx, log, l.stream, l.events) })
				}
				continue
			}
			if m.events >= events {
				break
			}
			id := fmt.Sprintf("%s-%d", l.id, copyNo)
			stream := eventstore.StreamID(wire.CaseStream(suggestionID(id)))
			copied := l.events
			jobs = append(jobs, func() error { return write(ctx, log, stream, renamed(copied, l.id, id)) })
			m.cases = append(m.cases, ended{stream, eventstore.Version(len(copied))})
			m.events += len(copied)
		}
	}
	err = inParallel(32, jobs)
	if closeErr := log.Close(); err == nil {
		err = closeErr
	}
	return m, err
}

// write appends a whole life, as much at a time as one append may hold.
func write(ctx context.Context, log eventstore.Store, stream eventstore.StreamID, events []eventstore.Event) error {
	for at := 0; at < len(events); at += eventstore.MaxAppendEvents {
		part := events[at:min(len(events), at+eventstore.MaxAppendEvents)]
		if _, err := log.Append(ctx, stream, eventstore.Exact(eventstore.Version(at)), part...); err != nil {
			return err
		}
	}
	return nil
}

// renamed gives a case's events another case id, wherever it is named, and ids
// of their own.
func renamed(events []eventstore.Event, from, to string) []eventstore.Event {
	out := make([]eventstore.Event, len(events))
	for i, e := range events {
		e.ID = eventstore.DeriveID(e.ID, to)
		e.Data = bytes.ReplaceAll(e.Data, []byte(`"`+from+`"`), []byte(`"`+to+`"`))
		out[i] = e
	}
	return out
}

// inParallel runs the jobs on so many goroutines and gives the first error.
func inParallel(workers int, jobs []func() error) error {
	var (
		wait sync.WaitGroup
		once sync.Once
		fail error
	)
	for w := range workers {
		wait.Go(func() {
			for i := w; i < len(jobs); i += workers {
				if err := jobs[i](); err != nil {
					once.Do(func() { fail = err })
					return
				}
			}
		})
	}
	wait.Wait()
	return fail
}
