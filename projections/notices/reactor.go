package notices

import (
	"context"
	"slices"
	"time"

	"zombiezen.com/go/sqlite"

	"huiyin/domain/suggestion"
	"huiyin/domain/wire"
	"huiyin/eventstore"
	"huiyin/projections/parked"
	"huiyin/projections/reactors"
)

// Handler is the reactor.
func (n *Notices) Handler() reactors.Handler {
	kept := append(Types(), "notice.delivered", "notice.failed")
	slices.Sort(kept)
	return reactors.Handler{Name: HandlerName, Handle: n.handle, Keep: func(r *eventstore.Recorded) bool {
		_, ok := slices.BinarySearch(kept, r.Type)
		return ok
	}}
}

func (n *Notices) handle(ctx context.Context, r *eventstore.Recorded) (acts int, err error) {
	n.handling.Lock()
	defer n.handling.Unlock()
	defer parked.Recover(&err)
	begun := time.Now()
	if id, ok := wire.CaseOf(string(r.Stream)); ok {
		err = n.happened(ctx, id, r)
	} else {
		err = n.resulted(r)
	}
	if err != nil {
		return 0, err
	}
	return 0, n.giveWay(ctx, r.Position, time.Since(begun))
}

// Far behind the log, with a year to read or under a storm of acts, notices take a
// third of their time at most: who waits for a page goes first.
const (
	farBehind = 2000
	restFor   = 2 // times as long as was worked
)

func (n *Notices) giveWay(ctx context.Context, at eventstore.Position, worked time.Duration) error {
	head, err := n.o.Log.Head(ctx)
	if err != nil || head < at+farBehind {
		return err
	}
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(min(restFor*worked, 20*time.Millisecond)):
		return nil
	}
}

// happened enters who is told of an event, and what is to be sent of it.
func (n *Notices) happened(ctx context.Context, id suggestion.CaseID, r *eventstore.Recorded) error {
	book, err := n.books(ctx)
	if err != nil || book.empty() {
		return err
	}
	state, event, err := n.after(ctx, id, r)
	if err != nil {
		return err
	}
	told := For(Happening{ID: r.ID, Type: r.Type, Event: event, Recorded: r.Recorded, Position: r.Position}, state, book)
	if len(told) == 0 {
		return nil
	}
	letters, err := n.letters(ctx, told)
	if err != nil {
		return err
	}
	if err := n.file.write(func(c *sqlite.Conn) error { return enter(c, told, letters) }); err != nil {
		return err
	}
	for _, t := range told {
		n.nudge(Box{t.Account, t.Grant})
	}
	if len(letters) > 0 {
		n.wake()
	}
	return nil
}

func enter(c *sqlite.Conn, told []Notice, letters []letter) error {
	for _, t := range told {
		if err := run(c, `INSERT OR IGNORE INTO inbox SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9,
 1 + coalesce((SELECT max(n) FROM inbox WHERE account = ?2 AND grant_key = ?3), 0)`, t.ID.String(), t.Account, t.Grant, t.At.UnixMilli(),
			string(t.Case), t.Key, t.About, t.Due.String(), t.Duty); err != nil {
			return err
		}
	}
	for _, l := range letters {
		if err := l.put(c); err != nil {
			return err
		}
	}
	return nil
}

// after is the case right after the event, from the one kept if it is of an earlier
// version.
func (n *Notices) after(ctx context.Context, id suggestion.CaseID, r *eventstore.Recorded) (*suggestion.Suggestion, suggestion.Event, error) {
	k, ok := n.cases[id]
	if !ok || k.version >= r.Version {
		k = folded{state: suggestion.New()}
	}
	var last suggestion.Event
	for rec, err := range n.o.Log.ReadStream(ctx, r.Stream, k.version) {
		if err != nil {
			return nil, nil, err
		}
		e, err := wire.Decode(rec.Type, rec.Schema, rec.Data)
		if err != nil {
			return nil, nil, err
		}
		k, last = folded{suggestion.Fold(k.state, e), rec.Version}, e
		if rec.Version >= r.Version {
			break
		}
	}
	n.keep(id, k)
	return k.state, last, nil
}

// keep keeps a case, in place of any other if there are too many: what is asked for
// again is folded again.
func (n *Notices) keep(id suggestion.CaseID, k folded) {
	n.cases[id] = k
	for other := range n.cases {
		if len(n.cases) <= mostFolded {
			break
		}
		delete(n.cases, other)
	}
}

func (n *Notices) books(ctx context.Context) (*Book, error) {
	d, err := n.o.Directory(ctx)
	if err != nil {
		return nil, err
	}
	n.book.Lock()
	defer n.book.Unlock()
	if n.book.of != d {
		n.book.of, n.book.book = d, NewBook(d, n.o.Days())
	}
	return n.book.book, nil
}

func (n *Notices) wake() {
	select {
	case n.work <- struct{}{}:
	default:
	}
}
