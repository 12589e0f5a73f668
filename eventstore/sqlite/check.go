package sqlite

import (
	"context"

	"huiyin/eventstore"
)

// Check reads every event, as ReadAll does, and then has SQLite compare its
// indexes with the rows, which takes a few seconds for a million events. Damage
// is a *eventstore.CorruptError.
//
// A copy of a log should pass Check before it is trusted.
func (s *Store) Check(ctx context.Context) error {
	for _, err := range s.ReadAll(ctx, 0) {
		if err != nil {
			return err
		}
	}
	return s.CheckIndexes(ctx)
}

// CheckIndexes is the second part of Check, for who has read every event
// already. Reading alone can not see everything: a bit that flips in the index
// over streams may hide the last events of a stream from ReadStream, though not
// from ReadAll.
func (s *Store) CheckIndexes(ctx context.Context) error {
	return s.use(ctx, func(r *reader) error {
		defer r.conn.SetInterrupt(r.conn.SetInterrupt(ctx.Done()))
		verdict, err := readText(r.conn, "PRAGMA integrity_check(1)")
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err == nil && verdict != "ok" {
			err = &eventstore.CorruptError{Why: verdict}
		}
		return s.noteDamage(s.classify(err, 0))
	})
}
