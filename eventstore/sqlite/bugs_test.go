package sqlite

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	zs "zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"huiyin/eventstore"
)

// bug is a mistake that can be planted in the store. The zero bug is none.
type bug struct {
	// before plants what must be wrong before the store is opened, and gives the
	// way back.
	before func() (undo func())
	plant  func(*Store) eventstore.Store
}

func (b bug) in(s *Store) eventstore.Store {
	if b.plant == nil {
		return s
	}
	return b.plant(s)
}

// bugs are the eight of FLT-03. TestPlantedBugsAreCaught says by what each is
// caught.
var bugs = map[string]bug{
	"no sync":                           {plant: neverSync},
	"acknowledged before the sync":      {plant: syncLater},
	"sync of the wrong file":            {plant: func(s *Store) eventstore.Store { return syncItself(s, fileName) }},
	"failed sync ignored":               {plant: func(s *Store) eventstore.Store { return syncItself(s, fileName+"-wal") }},
	"folder not synced":                 {before: neverSyncFolders},
	"hash not checked":                  {before: trustRows},
	"version checked outside":           {plant: func(s *Store) eventstore.Store { return checkOutside{s} }},
	"idempotency record written behind": {plant: func(s *Store) eventstore.Store { return recordBehind{s} }},
}

// neverSync takes the syncs from SQLite.
func neverSync(s *Store) eventstore.Store {
	if err := sqlitex.ExecuteTransient(s.writer.conn, "PRAGMA synchronous=OFF", nil); err != nil {
		panic(err)
	}
	return s
}

// syncItself syncs a file at each commit in SQLite's place and does not look at
// the error.
func syncItself(s *Store, name string) eventstore.Store {
	neverSync(s)
	commit := s.writer.commit
	s.writer.commit = func() error {
		err := commit()
		_ = syncFile(filepath.Join(s.dir, name))
		return err
	}
	return s
}

type laterSync struct{ *Store }

func syncLater(s *Store) eventstore.Store {
	neverSync(s)
	return laterSync{s}
}

func (s laterSync) Append(ctx context.Context, stream eventstore.StreamID, at eventstore.Expected, events ...eventstore.Event) (eventstore.Appended, error) {
	done, err := s.Store.Append(ctx, stream, at, events...)
	time.AfterFunc(2*time.Millisecond, func() { _ = syncFile(filepath.Join(s.dir, fileName+"-wal")) })
	return done, err
}

func neverSyncFolders() (undo func()) {
	sound := syncDir
	syncDir = func(string) error { return nil }
	return func() { syncDir = sound }
}

// trustRows lets a row be read without a look at its hash.
func trustRows() (undo func()) {
	sound := record
	record = func(stmt *zs.Stmt, col int) (eventstore.Recorded, error) {
		raw := make([]byte, stmt.ColumnLen(col+3))
		stmt.ColumnBytes(col+3, raw)
		rec, err := eventstore.ParseCanonical(raw)
		rec.Position = eventstore.Position(stmt.ColumnInt64(col))
		stmt.ColumnBytes(col+2, rec.Hash[:])
		return rec, err
	}
	return func() { record = sound }
}

// checkOutside reads the version, compares it, and then appends to whatever the
// end has become.
type checkOutside struct{ *Store }

func (s checkOutside) Append(ctx context.Context, stream eventstore.StreamID, at eventstore.Expected, events ...eventstore.Event) (eventstore.Appended, error) {
	if have := lastVersion(s.Store, stream); have != at.Version() {
		return s.Store.Append(ctx, stream, at, events...)
	}
	return appendAnyhow(ctx, s.Store, stream, at, events)
}

func appendAnyhow(ctx context.Context, s *Store, stream eventstore.StreamID, at eventstore.Expected, events []eventstore.Event) (eventstore.Appended, error) {
	for {
		done, err := s.Append(ctx, stream, at, events...)
		var conflict *eventstore.ConflictError
		if !errors.As(err, &conflict) {
			return done, err
		}
		at = eventstore.Exact(conflict.Actual)
	}
}

// recordBehind knows a retry by a record of its own, which it writes after the
// events, and not by the events: those of an act it has no record of it writes,
// under other ids where the first are taken. This store has no such record to
// misplace: an event's id is its record.
type recordBehind struct{ *Store }

func (s recordBehind) Append(ctx context.Context, stream eventstore.StreamID, at eventstore.Expected, events ...eventstore.Event) (eventstore.Appended, error) {
	name := filepath.Join(s.dir, "acts")
	id := events[0].ID.String()
	acts, err := os.ReadFile(name)
	if err == nil && strings.Contains(string(acts), id) {
		return s.Store.Append(ctx, stream, at, events...)
	}
	done, err := s.Store.Append(ctx, stream, at, events...)
	if err == nil && done.Replayed {
		again := slices.Clone(events)
		for i := range again {
			again[i].ID = eventstore.DeriveID(again[i].ID, "again")
		}
		done, err = appendAnyhow(ctx, s.Store, stream, at, again)
	}
	time.Sleep(time.Millisecond)
	f, openErr := os.OpenFile(name, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if openErr != nil {
		return done, openErr
	}
	_, writeErr := f.WriteString(id + "\n")
	return done, errors.Join(err, writeErr, f.Close())
}
