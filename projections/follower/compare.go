package follower

import (
	"cmp"
	"errors"
	"strings"

	"zombiezen.com/go/sqlite"
)

// compare compares the view as it should be with the view as it is.
func (v View) compare(want, have *Reader) (c Checked, err error) {
	c.View = v.Name
	if c.Expected, c.Rows, err = want.digest(v); err != nil {
		return c, err
	}
	if c.Actual, _, err = have.digest(v); err == nil && c.Actual != c.Expected {
		err = c.walk(v, want, have)
	}
	if err != nil {
		c.Actual = ""
		c.tell(Difference{Kind: Unreadable, Actual: err.Error()})
	}
	return c, nil
}

func (c *Checked) tell(d Difference) {
	if d.View = c.View; len(c.Differences) < MaxNamed {
		c.Differences = append(c.Differences, d)
	}
}

// walk goes through both tables by key and tells what differs.
func (c *Checked) walk(v View, want, have *Reader) error {
	w, err := want.walk(v)
	if err != nil {
		return err
	}
	h, err := have.walk(v)
	if err != nil {
		return errors.Join(err, w.end())
	}
	for err = errors.Join(w.next(), h.next()); err == nil && (w.here || h.here); {
		order := w.compare(h)
		switch {
		case order < 0:
			c.Different++
			c.tell(Difference{Key: w.key(), Kind: Missing, Expected: w.row()})
		case order > 0:
			c.Different++
			c.tell(Difference{Key: h.key(), Kind: Surplus, Actual: h.row()})
		default:
			c.columns(w, h)
		}
		if order <= 0 {
			err = w.next()
		}
		if order >= 0 {
			err = errors.Join(err, h.next())
		}
	}
	return errors.Join(err, w.end(), h.end())
}

// columns compares two rows of one key.
func (c *Checked) columns(w, h *walker) {
	differs := false
	for i := range max(w.stmt.ColumnCount(), h.stmt.ColumnCount()) {
		if a, b := w.text(i), h.text(i); a != b {
			differs = true
			c.tell(Difference{Key: w.key(), Kind: Changed, Column: cmp.Or(w.name(i), h.name(i)), Expected: a, Actual: b})
		}
	}
	if differs {
		c.Different++
	}
}

// walker is at one row of a view, in key order.
type walker struct {
	stmt *sqlite.Stmt
	keys int
	here bool
}

func (r *Reader) walk(v View) (*walker, error) {
	stmt, err := r.conn.Prepare("SELECT * FROM " + v.Name + " ORDER BY " + v.key())
	return &walker{stmt: stmt, keys: v.Keys}, err
}

func (w *walker) next() (err error) {
	w.here, err = w.stmt.Step()
	return err
}

func (w *walker) end() error { return w.stmt.Reset() }

func (w *walker) text(i int) string {
	if i >= w.stmt.ColumnCount() {
		return ""
	}
	return w.stmt.ColumnText(i)
}

func (w *walker) name(i int) string {
	if i >= w.stmt.ColumnCount() {
		return ""
	}
	return w.stmt.ColumnName(i)
}

func (w *walker) key() string { return w.texts(w.keys, "/") }
func (w *walker) row() string { return w.texts(w.stmt.ColumnCount(), ", ") }

func (w *walker) texts(n int, between string) string {
	out := make([]string, n)
	for i := range out {
		out[i] = w.text(i)
	}
	return strings.Join(out, between)
}

// compare is the order of the rows at hand, as SQLite has it: numbers by value
// and before texts, texts by their bytes. What has ended comes last.
func (w *walker) compare(o *walker) int {
	switch {
	case !w.here:
		return 1
	case !o.here:
		return -1
	}
	for i := range w.keys {
		a, b := w.stmt.ColumnType(i), o.stmt.ColumnType(i)
		order := cmp.Compare(a, b)
		switch {
		case order != 0:
		case a == sqlite.TypeInteger:
			order = cmp.Compare(w.stmt.ColumnInt64(i), o.stmt.ColumnInt64(i))
		default:
			order = strings.Compare(w.stmt.ColumnText(i), o.stmt.ColumnText(i))
		}
		if order != 0 {
			return order
		}
	}
	return 0
}
