package sqlite

import (
	"fmt"
	"time"

	zs "zombiezen.com/go/sqlite"

	"huiyin/eventstore"
)

// maxTips bounds the memory the writer spends on knowing where streams end.
const maxTips = 1 << 16

// tip is the end of a stream: what the next event must continue.
type tip struct {
	no      int64
	version eventstore.Version
	last    eventstore.Recorded
}

// writeStmts are the writer's statements, prepared once.
type writeStmts struct {
	begin, commit, rollback        *zs.Stmt
	savepoint, release, rollbackTo *zs.Stmt
	findTip, findID, addStream     *zs.Stmt
	addEvent, rangeOf              *zs.Stmt
	walLength, fold                *zs.Stmt
}

func (s *writeStmts) prepare(conn *zs.Conn) error {
	return prepareAll(conn, []prepared{
		{&s.begin, "BEGIN IMMEDIATE"},
		{&s.commit, "COMMIT"},
		{&s.rollback, "ROLLBACK"},
		{&s.savepoint, "SAVEPOINT one"},
		{&s.release, "RELEASE one"},
		{&s.rollbackTo, "ROLLBACK TO one"},
		{&s.addStream, "INSERT OR FAIL INTO streams (name, no) VALUES (?1, ?2)"},
		{&s.addEvent, "INSERT OR FAIL INTO events (stream, version, id, hash, record) VALUES (?1, ?2, ?3, ?4, ?5)"},
		{&s.findTip, `SELECT s.no, e.position, e.id, e.hash, e.record FROM streams s JOIN events e ON e.stream = s.no
			WHERE s.name = ?1 ORDER BY e.version DESC LIMIT 1`},
		{&s.findID, "SELECT position, id, hash, record FROM events WHERE id = ?1"},
		{&s.rangeOf, "SELECT position, id, hash, record FROM events WHERE stream = ?1 AND version > ?2 ORDER BY version LIMIT ?3"},
		{&s.walLength, "PRAGMA wal_checkpoint(NOOP)"},
		{&s.fold, "PRAGMA wal_checkpoint(PASSIVE)"},
	})
}

type prepared struct {
	stmt **zs.Stmt
	sql  string
}

func prepareAll(conn *zs.Conn, list []prepared) (err error) {
	for _, p := range list {
		if *p.stmt, err = conn.Prepare(p.sql); err != nil {
			return err
		}
	}
	return nil
}

func run(stmt *zs.Stmt) error {
	if _, err := stmt.Step(); err != nil {
		return err
	}
	return stmt.Reset()
}

// appendOne carries out one append inside the group's transaction. refused is
// the answer to its caller alone; err ends the whole group.
func (w *writer) appendOne(r *request, now time.Time) (done eventstore.Appended, refused, err error) {
	end, err := w.tipOf(r.stream)
	if err != nil {
		return done, nil, err
	}
	if end.version != r.expect.Version() {
		return w.settle(r, end)
	}
	// One INSERT is atomic by itself; only what takes several needs a savepoint.
	if end.no != 0 && len(r.events) == 1 {
		return w.insert(r, end, now)
	}
	if err := run(w.stmts.savepoint); err != nil {
		return done, nil, err
	}
	before := w.next
	done, refused, err = w.insert(r, end, now)
	if err == nil && refused != nil {
		w.next = before
		err = run(w.stmts.rollbackTo)
	}
	if err == nil {
		err = run(w.stmts.release)
	}
	return done, refused, err
}

func (w *writer) insert(r *request, end tip, now time.Time) (done eventstore.Appended, refused, err error) {
	if end.no == 0 {
		end.no = int64(w.next)
		w.stmts.addStream.BindText(1, string(r.stream))
		w.stmts.addStream.BindInt64(2, end.no)
		if err := run(w.stmts.addStream); err != nil {
			return done, nil, err
		}
	}
	at := eventstore.RecordedTime(now, end.last.Recorded)
	if at.After(now) {
		w.store.hooks.ClockBehind(at.Sub(now))
	}
	done = eventstore.Appended{First: end.version + 1, Recorded: at, Positions: make([]eventstore.Position, 0, len(r.events))}
	for i := range r.events {
		rec := eventstore.Seal(r.stream, end.version+1, at, end.last.Hash, r.events[i])
		if refused, err = w.insertEvent(end.no, &rec); refused != nil || err != nil {
			return eventstore.Appended{}, refused, err
		}
		done.Positions = append(done.Positions, w.next)
		w.next++
		end.version, end.last = rec.Version, rec
	}
	done.Last = end.version
	w.remember(r.stream, end)
	return done, nil, nil
}

// insertEvent lets SQLite number the row, which it does without a gap, and holds
// it to the position this writer counts: a number given by us would cost the
// statement a journal of its own (see guards).
func (w *writer) insertEvent(no int64, rec *eventstore.Recorded) (refused, err error) {
	stmt := w.stmts.addEvent
	stmt.BindInt64(1, no)
	stmt.BindInt64(2, int64(rec.Version))
	stmt.BindBytes(3, rec.ID[:])
	stmt.BindBytes(4, rec.Hash[:])
	stmt.BindBytes(5, rec.Canonical)
	if err = run(stmt); keyTaken(err) {
		if held, findErr := w.holder(rec.ID); findErr != nil || held != nil {
			return held, findErr
		}
	}
	if at := w.conn.LastInsertRowID(); err == nil && at != int64(w.next) {
		err = fmt.Errorf("sqlite: an event got position %d instead of %d", at, w.next)
	}
	return nil, err
}

// keyTaken reports whether a row was refused for another that has one of its keys.
// The trigger events_no_replace speaks before the index does.
func keyTaken(err error) bool {
	code := zs.ErrCode(err)
	return code == zs.ResultConstraintTrigger || code == zs.ResultConstraintUnique
}

// settle answers an append that does not meet its expected version: a retry
// succeeds with what was written the first time, anything else is refused.
func (w *writer) settle(r *request, end tip) (done eventstore.Appended, refused, err error) {
	if end.version > r.expect.Version() {
		done, ok, err := w.replay(r, end)
		if ok || err != nil {
			return done, nil, err
		}
	}
	for i := range r.events {
		if held, err := w.holder(r.events[i].ID); held != nil || err != nil {
			return eventstore.Appended{}, held, err
		}
	}
	return eventstore.Appended{}, &eventstore.ConflictError{
		Stream: r.stream, Expected: r.expect.Version(), Actual: end.version}, nil
}

// replay reports where the events already lie, if all of them do.
func (w *writer) replay(r *request, end tip) (done eventstore.Appended, ok bool, err error) {
	stmt := w.stmts.rangeOf
	stmt.BindInt64(1, end.no)
	stmt.BindInt64(2, int64(r.expect.Version()))
	stmt.BindInt64(3, int64(len(r.events)))
	stored, _, err := w.store.records(stmt, len(r.events))
	if err != nil || len(stored) != len(r.events) {
		return done, false, err
	}
	done = eventstore.Appended{First: stored[0].Version, Recorded: stored[0].Recorded, Replayed: true}
	for i := range stored {
		if !stored[i].SameContent(&r.events[i]) {
			return eventstore.Appended{}, false, nil
		}
		done.Last = stored[i].Version
		done.Positions = append(done.Positions, stored[i].Position)
	}
	return done, true, nil
}

// holder is a *DuplicateIDError if the log has the id, or nil.
func (w *writer) holder(id eventstore.ID) (refused, err error) {
	w.stmts.findID.BindBytes(1, id[:])
	found, _, err := w.store.records(w.stmts.findID, 1)
	if err != nil || len(found) == 0 {
		return nil, err
	}
	return &eventstore.DuplicateIDError{ID: id, Stream: found[0].Stream, Version: found[0].Version}, nil
}

// tipOf knows the ends of recent streams without asking the file: nobody else
// writes while this process owns the folder.
func (w *writer) tipOf(stream eventstore.StreamID) (tip, error) {
	if t, ok := w.tips[stream]; ok {
		return t, nil
	}
	stmt := w.stmts.findTip
	stmt.BindText(1, string(stream))
	found, err := stmt.Step()
	if err != nil {
		return tip{}, err
	}
	if !found {
		return tip{}, stmt.Reset()
	}
	t := tip{no: stmt.ColumnInt64(0)}
	t.last, err = record(stmt, 1)
	t.version = t.last.Version
	if resetErr := stmt.Reset(); err == nil {
		err = resetErr
	}
	return t, err
}

func (w *writer) remember(stream eventstore.StreamID, t tip) {
	if len(w.tips) >= maxTips {
		clear(w.tips)
	}
	t.last = eventstore.Recorded{Hash: t.last.Hash, Recorded: t.last.Recorded}
	w.tips[stream] = t
}
