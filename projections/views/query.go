package views

import (
	"fmt"
	"strings"

	"zombiezen.com/go/sqlite"

	"huiyin/domain/calendar"
	"huiyin/domain/lifecycle"
	"huiyin/projections/follower"
)

// Absent, as a filter's text, asks for the rows in which the column is empty: a
// case without class, without grade, without light. The empty text asks for all.
const Absent = "-"

// where collects conditions and their arguments. Values never become SQL text.
type where struct {
	terms []string
	args  []any
}

func (w *where) add(term string, args ...any) {
	w.terms, w.args = append(w.terms, term), append(w.args, args...)
}

func (w *where) text(column, value string) {
	switch value {
	case "":
	case Absent:
		w.add(column + " = ''")
	default:
		w.add(column+" = ?", value)
	}
}

// among asks for a name in columns that hold several.
func (w *where) among(value string, columns ...string) {
	switch value {
	case "":
		return
	case Absent:
		for _, c := range columns {
			w.add(c + " = ''")
		}
		return
	}
	var any []string
	for _, c := range columns {
		any = append(any, fmt.Sprintf("instr('%s' || %s || '%s', ?) > 0", ListMark, c, ListMark))
		w.args = append(w.args, ListMark+value+ListMark)
	}
	w.terms = append(w.terms, "("+strings.Join(any, " OR ")+")")
}

// contains asks for a text anywhere in one of the columns.
func (w *where) contains(value string, columns ...string) {
	if value == "" {
		return
	}
	var any []string
	for _, c := range columns {
		any = append(any, c+` LIKE ? ESCAPE '\'`)
		w.args = append(w.args, "%"+likeEscaper.Replace(value)+"%")
	}
	w.terms = append(w.terms, "("+strings.Join(any, " OR ")+")")
}

var likeEscaper = strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`)

func (w *where) flag(column string, value *bool) {
	if value != nil {
		w.add(column+" = ?", *value)
	}
}

func (w *where) set(on bool, term string, args ...any) {
	if on {
		w.add(term, args...)
	}
}

// days asks for set dates from the first day on and before the second.
func (w *where) days(column string, from, before calendar.Date) {
	w.set(!from.IsZero(), column+" >= ?", from.String())
	w.set(!before.IsZero(), column+" <> '' AND "+column+" < ?", before.String())
}

func (w *where) sql() string {
	if len(w.terms) == 0 {
		return ""
	}
	return " WHERE " + strings.Join(w.terms, " AND ")
}

// overdue is the condition for both lights past the due day.
const overdue = "light IN ('" + string(Overdue) + "', '" + string(Severe) + "')"

// light is Scheme.Of as SQL: grey where the first condition holds, none where the
// second does. Without a scheme only grey is told.
func (s Scheme) light(grey, none, due string) (string, []any) {
	if s.Today.IsZero() {
		return fmt.Sprintf("CASE WHEN %s THEN '%s' ELSE '' END", grey, Grey), nil
	}
	return fmt.Sprintf("CASE WHEN %s THEN '%s' WHEN %s OR %s = '' THEN '' WHEN %s < ? THEN '%s' WHEN %s < ? THEN '%s' WHEN %s <= ? THEN '%s' ELSE '%s' END",
		grey, Grey, none, due, due, Severe, due, Overdue, due, Soon, Normal), []any{s.SevereTo.String(), s.Today.String(), s.SoonUntil.String()}
}

// table is something to select from, with its own arguments.
type table struct {
	sql  string
	args []any
}

// count is how many rows of the table pass.
func (t table) count(r *follower.Reader, w where) (n int, err error) {
	err = r.Query("SELECT count(*) FROM ("+t.sql+")"+w.sql(), concat(t.args, w.args), func(s *sqlite.Stmt) error {
		n = s.ColumnInt(0)
		return nil
	})
	return n, err
}

// groups counts the table's rows by a column.
func groups[K ~string](r *follower.Reader, t table, column string) (map[K]int, error) {
	out := map[K]int{}
	err := r.Query("SELECT "+column+", count(*) FROM ("+t.sql+") GROUP BY 1", t.args, func(s *sqlite.Stmt) error {
		out[K(s.ColumnText(0))] = s.ColumnInt(1)
		return nil
	})
	return out, err
}

// list reads the table's rows that pass, in order; tail is SQL after the order.
func list[T any](r *follower.Reader, t table, w where, order string, scan func(*cursor) T, tail string, args ...any) ([]T, error) {
	var out []T
	query := "SELECT * FROM (" + t.sql + ")" + w.sql() + " ORDER BY " + order + tail
	err := r.Query(query, concat(t.args, w.args, args), func(s *sqlite.Stmt) error {
		c := cursor{s: s}
		out = append(out, scan(&c))
		return c.err
	})
	return out, err
}

func concat(lists ...[]any) []any {
	var out []any
	for _, l := range lists {
		out = append(out, l...)
	}
	return out
}

// cursor reads a row's columns from left to right.
type cursor struct {
	s   *sqlite.Stmt
	i   int
	err error
}

func (c *cursor) skip(n int) *cursor { c.i += n; return c }

func (c *cursor) text() string { c.i++; return c.s.ColumnText(c.i - 1) }
func (c *cursor) int() int     { c.i++; return c.s.ColumnInt(c.i - 1) }
func (c *cursor) flag() bool   { return c.int() != 0 }

func (c *cursor) date() (d calendar.Date) {
	if err := d.UnmarshalText([]byte(c.text())); err != nil && c.err == nil {
		c.err = err
	}
	return d
}

func (c *cursor) names() []string {
	if text := c.text(); text != "" {
		return strings.Split(text, ListMark)
	}
	return nil
}

// finished are the states after which nothing is due any more.
func finished() []lifecycle.State {
	return []lifecycle.State{lifecycle.Closed, lifecycle.Archived, lifecycle.Withdrawn, lifecycle.Transferred}
}

// in is SQL for a column being one of the names, which are the program's own.
func in[T ~string](column string, names []T) string {
	quoted := make([]string, len(names))
	for i, n := range names {
		quoted[i] = "'" + string(n) + "'"
	}
	return column + " IN (" + strings.Join(quoted, ", ") + ")"
}
