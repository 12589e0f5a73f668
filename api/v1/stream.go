package v1

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"huiyin/domain/suggestion"
	"huiyin/domain/wire"
	"huiyin/eventstore"
	"huiyin/projections/views"
)

// The stream's times (handbook API-08): how often a sign of life comes, how long a
// write may take, how often it is looked whether the reader may still read, and
// after how long a browser comes back.
const (
	beatTime  = 15 * time.Second
	writeTime = 10 * time.Second
	lookTime  = 2 * time.Second
	retryTime = 3 * time.Second
)

// farBehind is how many positions are caught up; who is further behind is told to
// read anew what it shows.
const farBehind = 10_000

// errOver ends a stream.
var errOver = errors.New("v1: stream is over")

// stream tells what happens from now on, or from the Last-Event-ID on, to the cases
// that the caller may see. Each event comes once and in order over any number of
// connections that begin where the last one ended.
func (a *API) stream(c *call) error {
	control := http.NewResponseController(c.w)
	_ = control.SetReadDeadline(time.Time{}) // a writer without deadlines has none to lift
	defer control.SetWriteDeadline(time.Time{})
	s := &streaming{c: c, control: control}
	if err := s.begin(); err != nil {
		return err
	}
	for {
		l, err := a.feed.join()
		if err == nil {
			err = errors.Join(s.catchUp(), s.listen(l))
			a.feed.leave(l)
		}
		if err != nil {
			if !errors.Is(err, errOver) && c.ctx().Err() == nil && a.done.Err() == nil {
				a.o.Logger.Error("stream", "request", c.id, "error", err)
			}
			return nil
		}
	}
}

// streaming is one stream, and how far in the log it is.
type streaming struct {
	c       *call
	control *http.ResponseController
	at      eventstore.Position
}

// begin finds out where to begin and sends that as the first id, so that a reader
// that is cut off before anything happens misses nothing.
func (s *streaming) begin() error {
	known, err := s.c.lastKnown()
	if err != nil {
		return err
	}
	s.at = known
	resumed := false
	if last := s.c.r.Header.Get("Last-Event-ID"); last != "" {
		n, err := strconv.ParseUint(last, 10, 62)
		if err != nil {
			return s.c.wrongQuery("Last-Event-ID", last, say("web.api.kind.integer"))
		}
		s.at, resumed = min(eventstore.Position(n), known), true
	}
	h := s.c.w.Header()
	h.Set("Content-Type", "text/event-stream")
	h.Set("X-Accel-Buffering", "no")
	s.c.w.WriteHeader(http.StatusOK)
	if err := s.send(fmt.Sprintf("retry: %d\n", retryTime.Milliseconds())); err != nil {
		return nil
	}
	if resumed {
		return nil
	}
	return s.c.gone(s.send(fmt.Sprintf("id: %d\nevent: open\ndata: {}\n\n", s.at)))
}

// send writes within the time that a write may take.
func (s *streaming) send(text string) error {
	_ = s.control.SetWriteDeadline(time.Now().Add(writeTime)) // a writer without deadlines has none to miss
	if _, err := s.c.w.Write([]byte(text)); err != nil {
		return errOver
	}
	if err := s.control.Flush(); err != nil {
		return errOver
	}
	return nil
}

// catchUp sends what came after where the stream is, from the log.
func (s *streaming) catchUp() error {
	desk := s.c.a.o.Desk
	head, err := desk.Log.Head(s.c.ctx())
	if err != nil {
		return err
	}
	if head > s.at+farBehind {
		if s.at, err = s.c.lastKnown(); err != nil {
			return err
		}
		return s.send(fmt.Sprintf("id: %d\nevent: resync\ndata: {}\n\n", s.at))
	}
	seen := s.c.sight()
	for r, err := range desk.Log.ReadAll(s.c.ctx(), s.at) {
		if err != nil {
			return err
		}
		known, err := seen.knows(&r)
		if err != nil {
			return err
		}
		if known {
			id, _ := wire.CaseOf(string(r.Stream))
			n, err := newsOf(r, seen.cases[id])
			if err == nil {
				err = s.tell(n)
			}
			if err != nil {
				return err
			}
		}
		s.at = r.Position
	}
	return nil
}

func (s *streaming) tell(n *news) error {
	return s.send(fmt.Sprintf("id: %d\nevent: change\ndata: %s\n\n", n.record.Position, n.data))
}

// listen sends what the feed tells until it lets go, which is no error, or the
// stream is over.
func (s *streaming) listen(l *listener) error {
	look, beat := time.NewTicker(lookTime), time.NewTicker(beatTime)
	defer look.Stop()
	defer beat.Stop()
	told, unwatch := s.c.a.o.Desk.Notices.Watch(s.c.box())
	defer unwatch()
	for {
		select {
		case <-s.c.ctx().Done():
			return errOver
		case <-s.c.a.done.Done():
			return errOver
		case <-beat.C:
			if err := s.send(": alive\n\n"); err != nil {
				return err
			}
		case <-look.C:
			if !s.c.still() {
				_ = s.send("event: end\ndata: {}\n\n") // who hung up need not be told
				return errOver
			}
		case <-told:
			if err := s.nudge(); err != nil {
				return err
			}
		case n, ok := <-l.news:
			if !ok {
				return nil
			}
			if err := s.pass(n); err != nil {
				return err
			}
		}
	}
}

// nudge says how many notices the caller has not read. It has no id: who missed it
// reads the number anew.
func (s *streaming) nudge() error {
	n, err := s.c.a.o.Desk.Notices.Unread(s.c.ctx(), s.c.box())
	if err != nil {
		return err
	}
	return s.send(fmt.Sprintf("event: notice\ndata: {\"unread\":%d}\n\n", n))
}

// pass sends news that the caller may know and has not had.
func (s *streaming) pass(n *news) error {
	if n.record.Position <= s.at {
		return nil
	}
	s.at = n.record.Position
	if !s.c.who.Sees(n.state) || !allowed(s.c.who, n.state, &n.record) {
		return nil
	}
	return s.tell(n)
}

// lastKnown is the position of the last event that the caller may know. Who sees
// the office as a whole knows the log's end; to all others it would tell how much
// goes on elsewhere (handbook ACL-04).
func (c *call) lastKnown() (eventstore.Position, error) {
	head, err := c.a.o.Desk.Log.Head(c.ctx())
	if err != nil || c.everywhere() {
		return head, err
	}
	c.a.o.Desk.Wait(c.ctx(), head)
	rows, err := c.a.o.Desk.Reader(c.who.Scope()).CasesPage(c.ctx(), views.CaseFilter{Sort: views.ByChanged}, views.Page{Limit: mostRows})
	if err != nil {
		return 0, err
	}
	best := eventstore.Position(0)
	for _, r := range rows.Rows {
		if r.Position <= best {
			break
		}
		last, err := c.lastOf(r)
		if err != nil {
			return 0, err
		}
		best = max(best, last)
	}
	return best, nil
}

// lastOf is the position of the last event of a case that the caller may know.
func (c *call) lastOf(r views.CaseRow) (eventstore.Position, error) {
	if !c.who.OfUnit() {
		return r.Position, nil
	}
	s, _, err := c.a.o.Desk.Current(c.ctx(), suggestion.CaseID(r.ID))
	if err != nil {
		return 0, err
	}
	facts, err := c.facts(s)
	if err != nil || len(facts) == 0 {
		return 0, err
	}
	return facts[len(facts)-1].Position, nil
}
