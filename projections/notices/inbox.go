package notices

import (
	"context"
	"math"
	"time"

	"zombiezen.com/go/sqlite"

	"huiyin/domain/calendar"
	"huiyin/domain/suggestion"
)

// StaysNew is after how many days a notice that nobody opened counts as unread no
// longer: a counter that only grows is looked at by nobody (handbook HATE-08). The
// notice stays in the list.
const StaysNew = 30

// Box is whose notices: an account under one of its grants (register.Grant.Key).
type Box struct{ Account, Grant string }

// Row is a notice as a list shows it.
type Row struct {
	ID    string
	At    time.Time
	Case  suggestion.CaseID
	Key   string
	About string
	Due   calendar.Date
	Duty  bool
	Read  bool
	// Place is the row's in its box: later ones are higher. It tells nothing of how
	// much goes on elsewhere.
	Place int64
}

// Text is the notice in words.
func (r Row) Text() string { return textOf(r.Key, r.About) }

// Filter narrows a list of notices; the zero value is none of everything.
type Filter struct {
	Unread        bool
	Offset, Limit int
	// After is the place of the row behind which the part begins; zero begins with
	// the newest.
	After int64
}

// unread is when a notice counts as such: after the last "all read", in the last
// StaysNew days, and not opened. Its arguments are account, grant and the day.
const (
	of     = "account = ?1 AND grant_key = ?2"
	since  = "max(?3, coalesce((SELECT at FROM read_up_to WHERE " + of + "), 0))"
	opened = "EXISTS (SELECT 1 FROM seen WHERE seen.id = inbox.id)"
	unread = of + " AND at > " + since + " AND NOT " + opened
)

func (n *Notices) newest() int64 { return n.o.Now().AddDate(0, 0, -StaysNew).UnixMilli() }

// Unread counts the unread notices.
func (n *Notices) Unread(ctx context.Context, b Box) (total int, err error) {
	err = n.file.read(ctx, "SELECT count(*) FROM inbox WHERE "+unread, []any{b.Account, b.Grant, n.newest()}, func(s *sqlite.Stmt) error {
		total = s.ColumnInt(0)
		return nil
	})
	return total, err
}

// List gives a part of the notices, the newest first, and how many there are.
func (n *Notices) List(ctx context.Context, b Box, f Filter) (rows []Row, total int, err error) {
	args := []any{b.Account, b.Grant, n.newest()}
	which, counted := of, args[:2]
	if f.Unread {
		which, counted = unread, args
	}
	err = n.file.read(ctx, "SELECT count(*) FROM inbox WHERE "+which, counted, func(s *sqlite.Stmt) error {
		total = s.ColumnInt(0)
		return nil
	})
	if err != nil {
		return nil, 0, err
	}
	after := int64(math.MaxInt64)
	if f.After > 0 {
		after = f.After
	}
	err = n.file.read(ctx, "SELECT id, at, case_id, key, about, due, duty, at <= "+since+" OR "+opened+", n FROM inbox WHERE "+which+
		" AND n < ?4 ORDER BY n DESC LIMIT ?5 OFFSET ?6", append(args, after, max(f.Limit, 0), max(f.Offset, 0)), func(s *sqlite.Stmt) error {
		rows = append(rows, rowOf(s))
		return nil
	})
	return rows, total, err
}

func rowOf(s *sqlite.Stmt) Row {
	due, _ := calendar.ParseDate(s.ColumnText(5)) // empty is unset
	return Row{ID: s.ColumnText(0), At: time.UnixMilli(s.ColumnInt64(1)), Case: suggestion.CaseID(s.ColumnText(2)), Key: s.ColumnText(3),
		About: s.ColumnText(4), Due: due, Duty: s.ColumnBool(6), Read: s.ColumnBool(7), Place: s.ColumnInt64(8)}
}

// Read marks notices of the box as read; ids that are not its own change nothing.
func (n *Notices) Read(b Box, ids ...string) error {
	defer n.nudge(b)
	return n.file.write(func(c *sqlite.Conn) error {
		for _, id := range ids {
			if err := run(c, "INSERT OR IGNORE INTO seen SELECT id FROM inbox WHERE id = ? AND account = ? AND grant_key = ?", id, b.Account, b.Grant); err != nil {
				return err
			}
		}
		return nil
	})
}

// ReadCase marks the notices about a case as read: who looks at it knows.
func (n *Notices) ReadCase(ctx context.Context, b Box, id suggestion.CaseID) error {
	var ids []string
	err := n.file.read(ctx, "SELECT id FROM inbox WHERE "+unread+" AND case_id = ?4", []any{b.Account, b.Grant, n.newest(), string(id)},
		func(s *sqlite.Stmt) error { ids = append(ids, s.ColumnText(0)); return nil })
	if err != nil || len(ids) == 0 {
		return err
	}
	return n.Read(b, ids...)
}

// ReadAll marks everything of the box that came until now as read.
func (n *Notices) ReadAll(b Box) error {
	defer n.nudge(b)
	return n.file.write(func(c *sqlite.Conn) error {
		return run(c, `INSERT INTO read_up_to SELECT ?1, ?2, coalesce(max(at), 0) FROM inbox WHERE account = ?1 AND grant_key = ?2
 ON CONFLICT DO UPDATE SET at = max(at, excluded.at)`, b.Account, b.Grant)
	})
}

// Watch gives a channel that is told when the box's notices change, and what ends
// that. It holds one word at most: who is slow is told once.
func (n *Notices) Watch(b Box) (<-chan struct{}, func()) {
	ch := make(chan struct{}, 1)
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.watching[b] == nil {
		n.watching[b] = map[chan struct{}]bool{}
	}
	n.watching[b][ch] = true
	return ch, func() {
		n.mu.Lock()
		defer n.mu.Unlock()
		if delete(n.watching[b], ch); len(n.watching[b]) == 0 {
			delete(n.watching, b)
		}
	}
}

func (n *Notices) nudge(b Box) {
	n.mu.Lock()
	defer n.mu.Unlock()
	for ch := range n.watching[b] {
		select {
		case ch <- struct{}{}:
		default: // has not looked since the last
		}
	}
}
