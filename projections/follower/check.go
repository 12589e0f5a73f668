package follower

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"

	"zombiezen.com/go/sqlite"

	"huiyin/eventstore"
)

// Kind says in which way a read file is not what the log says.
type Kind string

// Kinds of differences.
const (
	Changed    Kind = "changed"    // a column has another value
	Missing    Kind = "missing"    // the row is not there
	Surplus    Kind = "surplus"    // the row should not be there
	Unreadable Kind = "unreadable" // the table cannot be read
	Damaged    Kind = "damaged"    // the file is not whole in itself
	Ahead      Kind = "ahead"      // the file shows more than the log has
)

// Difference is one thing that a read file shows and the log does not say, or
// the other way round.
type Difference struct {
	View string
	// Key is the row's primary key, its parts joined by a slash.
	Key  string
	Kind Kind
	// Column is set for a changed value. Else Expected or Actual is the whole row,
	// its values joined by a comma and a space, or what SQLite says.
	Column           string
	Expected, Actual string
}

// Checked is what a check found of one view.
type Checked struct {
	View             string
	Rows             int    // as the log says
	Expected, Actual string // digests; Actual is empty if the table cannot be read
	// Different counts the rows that differ; Differences names at most MaxNamed of
	// what differs in them.
	Different   int
	Differences []Difference
}

// Report is what a check found.
type Report struct {
	// Position is what the read file shows and was compared at.
	Position eventstore.Position
	Views    []Checked
	// File lists what is wrong with the file as a whole.
	File []Difference
}

// Same reports whether the read file says what the log says.
func (r Report) Same() bool {
	for _, v := range r.Views {
		if v.Expected != v.Actual {
			return false
		}
	}
	return len(r.File) == 0
}

// MaxNamed is how many differences of a view a report names.
const MaxNamed = 100

// Check folds the log into a shadow file, up to what the path's read file shows,
// and compares the two digest by digest, and where the digests differ row by
// row. The file is checked as it stands: nothing in it is mended, and others may
// read and follow meanwhile.
func Check(ctx context.Context, log Log, path string, views []View, o Options) (report Report, err error) {
	err = beside(path, func(at string) (err error) {
		live, shadow := &File{views: views}, &File{path: at, views: views, fresh: true}
		defer func() { err = errors.Join(err, shadow.Close(), live.Close()) }()
		if live.path, err = shown(path); err != nil {
			return err
		}
		if err := errors.Join(live.openPool(), shadow.open()); err != nil {
			return err
		}
		report, err = compare(ctx, log, live, shadow, o)
		return err
	})
	if err != nil {
		err = fmt.Errorf("follower: check %s: %w", filepath.Base(path), err)
	}
	return report, err
}

// compare catches the shadow up with the live file, most of the way before the
// live file is held still.
func compare(ctx context.Context, log Log, live, shadow *File, o Options) (report Report, err error) {
	catchUp := func(at eventstore.Position) error { return New(upTo{log, at}, shadow, o).CatchUp(ctx) }
	at := func(have *Reader) error { report.Position, err = have.Checkpoint(); return err }
	if err := live.Read(ctx, at); err != nil {
		return report, err
	}
	if err := catchUp(report.Position); err != nil {
		return report, err
	}
	err = live.Read(ctx, func(have *Reader) error {
		if err := at(have); err != nil {
			return err
		}
		if err := catchUp(report.Position); err != nil {
			return err
		}
		if at := shadow.Checkpoint(); at < report.Position {
			report.File = append(report.File, Difference{Kind: Ahead, Expected: fmt.Sprint(at), Actual: fmt.Sprint(report.Position)})
		}
		report.File = append(report.File, have.damage()...)
		return shadow.Read(ctx, func(want *Reader) error {
			for _, v := range live.views {
				checked, err := v.compare(want, have)
				if err != nil {
					return err
				}
				report.Views = append(report.Views, checked)
			}
			return nil
		})
	})
	return report, err
}

// damage is what SQLite finds wrong with the file, such as an index that does
// not lead to the rows of its table.
func (r *Reader) damage() (out []Difference) {
	err := r.Query("PRAGMA integrity_check(10)", nil, func(s *sqlite.Stmt) error {
		if what := s.ColumnText(0); what != "ok" {
			out = append(out, Difference{Kind: Damaged, Actual: what})
		}
		return nil
	})
	if err != nil {
		out = append(out, Difference{Kind: Damaged, Actual: err.Error()})
	}
	return out
}
