package follower

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"huiyin/eventstore"
	"huiyin/projections/parked"
)

var (
	// errMoved says that another process moved the checkpoint or parked a case;
	// the follower goes on from where the file is now.
	errMoved = errors.New("follower: the read file was moved on")
	// errTrouble rolls back a step whose cases are not all well.
	errTrouble = errors.New("follower: cases in trouble")
)

// step is one transaction on a read file.
type step struct {
	cases   []*Case // whose rows are replaced
	parked  []parked.Stream
	healed  []eventstore.StreamID
	waiting []*eventstore.Recorded // of parked streams
	reached eventstore.Position
}

// set puts into the step what became of a case that was folded by itself; newest
// is the version of the newest event of it that has come.
func (s *step) set(k *Case, p *parked.Stream, newest eventstore.Version) {
	s.cases = slices.DeleteFunc(s.cases, func(o *Case) bool { return o.id == k.id })
	s.cases = append(s.cases, k)
	s.parked = slices.DeleteFunc(s.parked, func(o parked.Stream) bool { return o.Case == k.id })
	if p != nil {
		p.Waiting = max(0, int(newest-p.Version))
		s.parked = append(s.parked, *p)
	}
}

// newest is the version of the newest event of a case in the step.
func (s *step) newest(k *Case) eventstore.Version {
	for _, p := range s.parked {
		if p.Case == k.id {
			return p.Version + eventstore.Version(p.Waiting)
		}
	}
	return k.Version
}

// write carries the step out, or nothing of it: the cases in trouble are then
// returned.
func (f *Follower) write(ctx context.Context, s step) (bad []trouble, err error) {
	err = f.patiently(ctx, 0, func() (err error) {
		bad, err = f.file.write(s)
		return err
	})
	if errors.Is(err, errTrouble) {
		err = nil
	}
	return bad, err
}

func (f *File) write(s step) (bad []trouble, err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	end, err := f.transaction()
	if err != nil {
		return nil, err
	}
	parkings := f.parkings + int64(len(s.parked)+len(s.healed))
	defer func() {
		end(&err)
		if err == nil {
			err = f.wrote(s, parkings)
		}
	}()
	if at, parkings, err := f.position(f.conn); err != nil {
		return nil, err
	} else if at != f.Checkpoint() || parkings != f.parkings {
		return nil, errors.Join(f.look(), errMoved)
	}
	for _, k := range s.cases {
		err := f.replace(k)
		if _, own := parked.CauseOf(err); own {
			bad = append(bad, trouble{k.id, s.newest(k), err})
		} else if err != nil {
			return nil, err
		}
	}
	if len(bad) > 0 {
		return bad, errTrouble
	}
	if err := f.setAside(s); err != nil {
		return nil, err
	}
	return nil, exec(f.mark, []any{int64(s.reached), parkings})
}

// wrote takes note of a step that was committed.
func (f *File) wrote(s step, parkings int64) error {
	if parkings != f.parkings {
		return f.look()
	}
	if len(s.waiting) > 0 {
		f.aside = maps.Clone(f.aside) // whoever has the old one may be reading it
	}
	for _, r := range s.waiting {
		f.aside[r.Stream] = max(f.aside[r.Stream], r.Version)
	}
	f.reached.Store(uint64(s.reached))
	return nil
}

func (f *File) setAside(s step) error {
	for _, p := range s.parked {
		if err := parked.Put(f.conn, p); err != nil {
			return err
		}
	}
	for _, name := range s.healed {
		if err := parked.Remove(f.conn, Consumer, name); err != nil {
			return err
		}
	}
	for _, r := range s.waiting {
		if err := parked.Wait(f.conn, Consumer, r.Stream); err != nil {
			return err
		}
	}
	return nil
}

// trial reports whether the file would take the case's rows. It changes nothing,
// or, in a fresh file, what the step that follows writes over.
func (f *File) trial(k *Case) (err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	end, err := f.transaction()
	if err != nil {
		return err
	}
	if err = f.replace(k); err == nil {
		err = errTrouble
	}
	end(&err)
	if errors.Is(err, errTrouble) {
		return nil
	}
	return err
}

// transaction begins one and returns its end, which takes everything back when
// there is an error. A fresh file has no journal to take it back with, and needs
// none: nobody reads it, a step that failed is written again over its own rows,
// and after any other error the file is thrown away.
func (f *File) transaction() (end func(*error), err error) {
	whole, err := sqlitex.ImmediateTransaction(f.conn)
	if err != nil || !f.fresh {
		return whole, err
	}
	return func(failed *error) {
		var err error
		whole(&err)
		*failed = errors.Join(*failed, err)
	}, nil
}

// replace puts the case's rows in the place of those it had.
func (f *File) replace(k *Case) error {
	none := k.unwritten
	k.unwritten = false
	for i, v := range f.views {
		rows, err := v.rows(k)
		if err != nil {
			return err
		}
		if !none {
			if err := exec(f.remove[i], []any{string(k.id)}); err != nil {
				return err
			}
		}
		for _, row := range rows {
			if err := exec(f.insert[i], row); err != nil {
				return fmt.Errorf("view %s, case %s: %w", v.Name, k.id, refused(err))
			}
		}
	}
	return nil
}

// rows are the view's rows of a case; one that has not begun has none.
func (v View) rows(k *Case) (rows [][]any, err error) {
	if k.State.ID == "" {
		return nil, nil
	}
	defer parked.Recover(&err)
	return v.Rows(k), nil
}

// refused marks what SQLite will not take from this row, now or later; all other
// errors are the file's.
func refused(err error) error {
	switch sqlite.ErrCode(err).ToPrimary() {
	case sqlite.ResultConstraint, sqlite.ResultMismatch, sqlite.ResultTooBig, sqlite.ResultRange:
		return &parked.Error{Cause: parked.Rejected, Err: err}
	}
	return err
}

func exec(s *sqlite.Stmt, args []any) error {
	for i, a := range args {
		switch a := a.(type) {
		case string:
			s.BindText(i+1, a)
		case int:
			s.BindInt64(i+1, int64(a))
		case int64:
			s.BindInt64(i+1, a)
		case bool:
			s.BindBool(i+1, a)
		default:
			return &parked.Error{Cause: parked.Rejected, Err: fmt.Errorf("column %d: unsupported %T", i, a)}
		}
	}
	_, err := s.Step()
	return joinReset(err, s.Reset())
}

func joinReset(err, reset error) error {
	if err != nil {
		return err
	}
	return reset
}
