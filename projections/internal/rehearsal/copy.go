package rehearsal

import (
	"context"
	"testing"

	"huiyin/eventstore"
)

// Records are all events of a log.
func Records(t testing.TB, log eventstore.Store) (all []eventstore.Recorded) {
	t.Helper()
	for r, err := range log.ReadAll(context.Background(), 0) {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, r)
	}
	return all
}

// Copy appends the records to another log, each perhaps changed a little, at the
// times at which they were recorded; the clock must be the log's.
func Copy(t testing.TB, log eventstore.Store, clock *Clock, records []eventstore.Recorded, change func(*eventstore.Recorded)) {
	t.Helper()
	for _, r := range records {
		clock.At(r.Recorded)
		change(&r)
		if _, err := log.Append(context.Background(), r.Stream, eventstore.Exact(r.Version-1), r.Event); err != nil {
			t.Fatal(err)
		}
	}
}
