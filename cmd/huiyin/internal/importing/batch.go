package importing

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"time"

	"huiyin/cmd/huiyin/internal/office"
	"huiyin/domain/suggestion"
	"huiyin/domain/wire"
	"huiyin/eventstore"
)

// Batch is one import as the log has it.
type Batch struct {
	At time.Time
	wire.ImportCompleted
}

// Batches are the imports recorded so far, the oldest first.
func Batches(ctx context.Context, log eventstore.Store) ([]Batch, error) {
	all, _, err := batches(ctx, log)
	return all, err
}

func batches(ctx context.Context, log eventstore.Store) (all []Batch, at eventstore.Version, err error) {
	for r, err := range log.ReadStream(ctx, wire.ImportsStream, 0) {
		if errors.Is(err, eventstore.ErrStreamNotFound) {
			return nil, 0, nil
		}
		if err != nil {
			return nil, 0, err
		}
		e, err := wire.DecodeRegister(r.Type, r.Schema, r.Data)
		if err != nil {
			return nil, 0, err
		}
		at = r.Version
		if done, ok := e.(wire.ImportCompleted); ok {
			all = append(all, Batch{r.Recorded, done})
		}
	}
	return all, at, nil
}

// Done reports whether the file was imported under the code of a dry run.
func Done(ctx context.Context, log eventstore.Store, f *File, code string) (bool, error) {
	all, err := Batches(ctx, log)
	return slices.ContainsFunc(all, func(b Batch) bool { return b.Confirmation == code && b.Digest == f.Digest() }), err
}

// Complete records in a stream of its own that the file was imported, by whom
// and with what outcome, once all its rows are. A file that was imported before
// and changed nothing now leaves no new event; the earlier import is returned.
func Complete(ctx context.Context, o *office.Office, f *File, results []Result, by suggestion.Person) (earlier *Batch, err error) {
	for {
		all, at, err := batches(ctx, o.Log)
		if err != nil {
			return nil, err
		}
		n := Tally(results)
		for i := range all {
			if all[i].Digest == f.Digest() && !n.Changed() {
				return &all[i], nil
			}
		}
		e, err := f.completed(n, results, by, o.Now(), len(all))
		if err != nil {
			return nil, err
		}
		if _, err := o.Log.Append(ctx, wire.ImportsStream, eventstore.Exact(at), e); !errors.Is(err, eventstore.ErrConflict) {
			return nil, err
		}
	}
}

// completed is the event of one import.
func (f *File) completed(n Count, results []Result, by suggestion.Person, now time.Time, before int) (eventstore.Event, error) {
	code := f.Confirmation(results)
	typ, schema, data, err := wire.EncodeRegister(wire.ImportCompleted{File: f.Name, Format: string(f.Format), Digest: f.Digest(), Confirmation: code,
		Rows: n.Rows, New: n.New, Added: n.Added, Corrected: n.Corrected, Unchanged: n.Unchanged, Refused: n.Refused, By: by})
	id := eventstore.DeriveID(eventstore.ID{}, "import.completed", f.Digest(), code, by.Name, strconv.Itoa(before))
	return eventstore.Event{ID: eventstore.EventID(id, wire.ImportsStream, 0), Type: typ, Schema: schema, Occurred: now, Data: data,
		Meta: map[string]string{"role": string(importer.Role)}}, err
}
