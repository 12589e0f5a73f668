package views

import (
	"context"
	"errors"
	"slices"
	"strings"

	"zombiezen.com/go/sqlite"

	"huiyin/eventstore"
	"huiyin/projections/follower"
)

// Page asks for a part of a list: at most Limit rows, from where the part before
// it ended. The zero After is the beginning.
type Page struct {
	After Cursor
	Limit int
}

// Cursor is where a list was left: the sort keys of its last row, whole numbers
// and texts. Rows that come or go before or after it move nothing: who reads on
// from it misses no row and sees none twice, unless the row itself has moved.
type Cursor []any

// Listed is a part of a list, all of one state of the read file.
type Listed[T any] struct {
	Rows []T
	// Next is where the following part begins; nil at the end of the list.
	Next Cursor
	// Total is how many rows pass, on all parts together.
	Total int
	// Position is how far the rows are.
	Position eventstore.Position
}

// ErrCursor says that a cursor is not one of the list.
var ErrCursor = errors.New("views: cursor of another list")

// order is the sort keys of a list, each ascending; the last ones tell any two
// rows apart.
type order []string

func numbered(first ...string) order { return append(first, "length(number)", "number", "case_id") }

func (o order) sql() string { return strings.Join(o, ", ") }

var (
	stepOrder         = append(numbered("due = ''", "due"), "seq", "role")
	deadlineOrder     = append(numbered("due"), "seq")
	dissatisfiedOrder = append(numbered("NOT open", "since = ''", "since"), "line")
	promiseOrder      = append(numbered("due = ''", "due"), "commitment")
)

// CasesPage is Cases part by part; the filter's own limit and offset do not count.
func (v Reader) CasesPage(ctx context.Context, f CaseFilter, p Page) (Listed[CaseRow], error) {
	o, ok := orders[f.Sort]
	if !ok {
		return Listed[CaseRow]{}, ErrCursor
	}
	return listed(ctx, v, v.cases(), f.where(), o, scanCase, p)
}

// StepsPage is Steps part by part; the filter's own limit and offset do not count.
func (v Reader) StepsPage(ctx context.Context, f StepFilter, p Page) (Listed[StepRow], error) {
	return listed(ctx, v, v.steps(), f.where(), stepOrder, scanStep, p)
}

// DeadlinesPage is Deadlines part by part.
func (v Reader) DeadlinesPage(ctx context.Context, f DeadlineFilter, p Page) (Listed[DeadlineRow], error) {
	return listed(ctx, v, v.deadlines(), f.where(), deadlineOrder, scanDeadline, p)
}

// DissatisfiedPage is Dissatisfied part by part.
func (v Reader) DissatisfiedPage(ctx context.Context, openOnly bool, p Page) (Listed[DissatisfiedRow], error) {
	return listed(ctx, v, v.dissatisfied(), openIf(openOnly), dissatisfiedOrder, scanDissatisfied, p)
}

// PromisesPage is Promises part by part.
func (v Reader) PromisesPage(ctx context.Context, f PromiseFilter, p Page) (Listed[PromiseRow], error) {
	return listed(ctx, v, v.promises(), f.where(), promiseOrder, scanPromise, p)
}

// listed reads one row more than it gives, to know whether there are more.
func listed[T any](ctx context.Context, v Reader, t table, w where, o order, scan func(*cursor) T, p Page) (out Listed[T], err error) {
	if p.Limit < 1 || len(p.After) > 0 && len(p.After) != len(o) {
		return out, ErrCursor
	}
	err = v.File.Read(ctx, func(r *follower.Reader) error {
		if out.Position, err = r.Checkpoint(); err != nil {
			return err
		}
		if out.Total, err = t.count(r, w); err != nil {
			return err
		}
		from := where{slices.Clone(w.terms), slices.Clone(w.args)}
		if len(p.After) > 0 {
			from.add("("+o.sql()+") > ("+strings.TrimSuffix(strings.Repeat("?, ", len(o)), ", ")+")", p.After...)
		}
		more, last := false, Cursor(nil)
		err := r.Query("SELECT *, "+o.sql()+" FROM ("+t.sql+")"+from.sql()+" ORDER BY "+o.sql()+" LIMIT ?", concat(t.args, from.args, []any{p.Limit + 1}),
			func(s *sqlite.Stmt) error {
				if more = len(out.Rows) == p.Limit; more {
					return nil
				}
				c := cursor{s: s}
				out.Rows, last = append(out.Rows, scan(&c)), keysOf(s, len(o))
				return c.err
			})
		if more {
			out.Next = last
		}
		return err
	})
	return out, err
}

// keysOf are the last n columns of a row.
func keysOf(s *sqlite.Stmt, n int) Cursor {
	keys := make(Cursor, n)
	for i := range keys {
		at := s.ColumnCount() - n + i
		if s.ColumnType(at) == sqlite.TypeInteger {
			keys[i] = s.ColumnInt64(at)
		} else {
			keys[i] = s.ColumnText(at)
		}
	}
	return keys
}
