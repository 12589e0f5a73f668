package sqlite

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"iter"

	zs "zombiezen.com/go/sqlite"

	"huiyin/eventstore"
)

const (
	// A page ends at either bound, so that reading large events costs no more
	// memory than reading many.
	pageRows  = 1000
	pageBytes = 1 << 20
	// endCheck is how many events Open verifies: those a crash may have touched
	// lie at the end.
	endCheck = 1000
)

// record reads the row at hand: position, id, hash and record from the given
// column on. It returns only what verifies; the id tells a record that was
// copied, hash and all, from another row. A test replaces it to see what that is
// worth.
var record = func(stmt *zs.Stmt, col int) (eventstore.Recorded, error) {
	at := eventstore.Position(stmt.ColumnInt64(col))
	raw := make([]byte, stmt.ColumnLen(col+3))
	stmt.ColumnBytes(col+3, raw)
	rec, err := eventstore.ParseCanonical(raw)
	if damage := (*eventstore.CorruptError)(nil); errors.As(err, &damage) {
		damage.Position = at
		return rec, damage
	}
	rec.Position = at
	if !holds(stmt, col+2, rec.Hash[:]) {
		return rec, &eventstore.CorruptError{Position: at, Why: "record does not have the hash it was written with"}
	}
	if !holds(stmt, col+1, rec.ID[:]) {
		return rec, &eventstore.CorruptError{Position: at, Why: "record is that of another event"}
	}
	return rec, nil
}

// holds reports whether a column has exactly these bytes, at most 32.
func holds(stmt *zs.Stmt, col int, want []byte) bool {
	var got [32]byte
	n := stmt.ColumnBytes(col, got[:])
	return stmt.ColumnLen(col) == len(want) && bytes.Equal(got[:n], want)
}

// records steps through a bound statement, up to the bound of a page, and
// resets it. What verified before an error is returned with it; more is set if
// the statement may have further rows.
func (s *Store) records(stmt *zs.Stmt, sizeHint int) (out []eventstore.Recorded, more bool, err error) {
	out = make([]eventstore.Recorded, 0, sizeHint)
	for size := 0; size < pageBytes && len(out) < pageRows; {
		found, err := stmt.Step()
		if err != nil {
			return out, false, err
		}
		if !found {
			return out, false, stmt.Reset()
		}
		rec, err := record(stmt, 0)
		if err != nil {
			return out, false, errors.Join(err, stmt.Reset())
		}
		out = append(out, rec)
		size += len(rec.Canonical)
	}
	return out, true, stmt.Reset()
}

func (s *Store) readHead(ctx context.Context) (head eventstore.Position, err error) {
	err = s.use(ctx, func(r *reader) error {
		n, err := single(r.head)
		head = eventstore.Position(n)
		return s.classify(err, 0)
	})
	return head, err
}

func single(stmt *zs.Stmt) (n int64, err error) {
	found, err := stmt.Step()
	if err != nil {
		return 0, err
	}
	if found {
		n = stmt.ColumnInt64(0)
	}
	return n, stmt.Reset()
}

// page reads events after one position and up to another, in one short
// transaction. What verified before damage was met is returned with the error.
func (s *Store) page(ctx context.Context, after, upTo eventstore.Position, limit int) (out []eventstore.Recorded, err error) {
	err = s.use(ctx, func(r *reader) (err error) {
		r.all.BindInt64(1, int64(after))
		r.all.BindInt64(2, int64(upTo))
		r.all.BindInt64(3, int64(limit))
		out, _, err = s.records(r.all, min(limit, pageRows, int(upTo-after)))
		return s.noteDamage(r.ascribe(s.classify(err, after), after))
	})
	return out, err
}

// ascribe names the stream under which a damaged record is filed, if the file
// still tells. Damage of the file itself is no single stream's.
func (r *reader) ascribe(err error, after eventstore.Position) error {
	var damage *eventstore.CorruptError
	if !errors.As(err, &damage) || damage.Position <= after {
		return err
	}
	r.filed.BindInt64(1, int64(damage.Position))
	if found, stepErr := r.filed.Step(); stepErr == nil && found {
		damage.Stream = eventstore.StreamID(r.filed.ColumnText(0))
	}
	return errors.Join(err, r.filed.Reset())
}

func ofStream(err error, stream eventstore.StreamID) error {
	var damage *eventstore.CorruptError
	if errors.As(err, &damage) && damage.Position != 0 {
		damage.Stream = stream
	}
	return err
}

func (s *Store) noteDamage(err error) error {
	if errors.Is(err, eventstore.ErrCorrupt) {
		s.hooks.Corrupt(err)
	}
	return err
}

// ReadAll implements eventstore.Store.
func (s *Store) ReadAll(ctx context.Context, after eventstore.Position) iter.Seq2[eventstore.Recorded, error] {
	return func(yield func(eventstore.Recorded, error) bool) {
		head, err := s.frontier(ctx, after)
		links := newLinks(after)
		for err == nil && links.last < head {
			var page []eventstore.Recorded
			page, err = s.page(ctx, links.last, head, pageRows)
			if err == nil && len(page) == 0 {
				err = s.noteDamage(&eventstore.CorruptError{Position: head, Why: "the log ends before its head"})
			}
			for i := range page {
				if linkErr := links.check(&page[i]); linkErr != nil {
					err = s.noteDamage(linkErr)
					break
				}
				if !yield(page[i], nil) {
					return
				}
			}
		}
		if err != nil {
			yield(eventstore.Recorded{}, err)
		}
	}
}

// frontier is the head a read goes up to, if the read starts at or before it.
func (s *Store) frontier(ctx context.Context, after eventstore.Position) (eventstore.Position, error) {
	head, err := s.Head(ctx)
	if err == nil && after > head {
		err = fmt.Errorf("%w: %d, the end is %d", eventstore.ErrPositionAhead, after, head)
	}
	return head, err
}

// verifyEnd reads the last events, which is what a crash can have touched.
func (s *Store) verifyEnd(ctx context.Context) error {
	head, err := s.readHead(ctx)
	if err != nil {
		return err
	}
	s.head.Store(uint64(head))
	for _, err := range s.ReadAll(ctx, head-min(head, endCheck)) {
		if err != nil {
			return err
		}
	}
	return nil
}
