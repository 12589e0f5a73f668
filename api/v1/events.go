package v1

import (
	"bufio"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"time"

	"huiyin/api/access"
	"huiyin/api/desk"
	"huiyin/domain/suggestion"
	"huiyin/domain/wire"
	"huiyin/eventstore"
	"huiyin/projections/telling"
)

// farFuture is after all that was ever recorded.
var farFuture = time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC)

// Event is one event of a case as the log holds it.
type Event struct {
	Position uint64          `json:"position"`
	Case     string          `json:"case"`
	Version  int64           `json:"version"`
	ID       string          `json:"id"`
	Type     string          `json:"type"`
	Schema   int             `json:"schema"`
	Occurred time.Time       `json:"occurred"`
	Recorded time.Time       `json:"recorded"`
	Who      string          `json:"who,omitempty"`
	Display  string          `json:"display,omitempty"`
	Data     json.RawMessage `json:"data"`
	Hash     string          `json:"hash"`
}

func eventOf(r eventstore.Recorded) Event {
	id, _ := wire.CaseOf(string(r.Stream))
	return Event{Position: uint64(r.Position), Case: string(id), Version: int64(r.Version), ID: r.ID.String(), Type: r.Type, Schema: r.Schema,
		Occurred: local(r.Occurred), Recorded: local(r.Recorded), Who: telling.Who(r.Meta), Data: r.Data, Hash: hex.EncodeToString(r.Hash[:])}
}

// sight is what somebody may know of the log, case by case, as the cases are now.
type sight struct {
	c     *call
	cases map[suggestion.CaseID]*suggestion.Suggestion // nil for one that is not seen
}

func (c *call) sight() *sight {
	return &sight{c, map[suggestion.CaseID]*suggestion.Suggestion{}}
}

// knows reports whether the caller may know of an event of the log.
func (v *sight) knows(r *eventstore.Recorded) (bool, error) {
	id, ok := wire.CaseOf(string(r.Stream))
	if !ok {
		return false, nil
	}
	s, looked := v.cases[id]
	if !looked {
		now, _, err := v.c.a.o.Desk.Current(v.c.ctx(), id)
		if err != nil {
			return false, err
		}
		if v.c.who.Sees(now) {
			s = now
		}
		v.cases[id] = s
	}
	return s != nil && allowed(v.c.who, s, r), nil
}

// veiled is an event that is known, as the caller may know it.
func (v *sight) veiled(r eventstore.Recorded) (eventstore.Recorded, error) {
	id, _ := wire.CaseOf(string(r.Stream))
	return desk.VeiledRecord(v.c.who.Veil(v.cases[id]), r)
}

// allowed asks whether an event of a case that is seen may be known.
func allowed(who access.Principal, s *suggestion.Suggestion, r *eventstore.Recorded) bool {
	if !who.OfUnit() {
		return true
	}
	e, err := wire.Decode(r.Type, r.Schema, r.Data)
	return err == nil && who.Knows(s, e)
}

// events gives the events after a position that the caller may know, one JSON
// object a line, to the end of the log or to the limit. The last line's position
// is where to go on. Who takes the whole log along is recorded (handbook LOG-12).
func (a *API) events(c *call) error {
	from, _ := c.count("from")
	limit, bounded := c.count("limit")
	if c.route.exports(c) {
		if err := c.exported(from); err != nil {
			return err
		}
	}
	c.w.Header().Set("Content-Type", "application/x-ndjson")
	out := bufio.NewWriterSize(c.w, 32<<10)
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	seen, written := c.sight(), uint64(0)
	control := http.NewResponseController(c.w)
	defer control.SetWriteDeadline(time.Time{}) // the connection may be used again
	for r, err := range a.o.Desk.Log.ReadAll(c.ctx(), eventstore.Position(from)) {
		if errors.Is(err, eventstore.ErrPositionAhead) {
			break // nothing came after it
		}
		var known bool
		if err == nil {
			known, err = seen.knows(&r)
		}
		if err != nil {
			return c.broken(err, out, written)
		}
		if !known {
			continue
		}
		if written%1000 == 0 {
			_ = control.SetWriteDeadline(time.Now().Add(writeTime)) // a writer without deadlines has none to miss
		}
		if r, err = seen.veiled(r); err != nil {
			return c.broken(err, out, written)
		}
		if err := enc.Encode(eventOf(r)); err != nil {
			return c.gone(err)
		}
		if written++; bounded && limit > 0 && written == limit {
			break
		}
	}
	return c.gone(out.Flush())
}

// broken ends an answer that cannot be finished: with a problem if nothing was
// sent, else so that the reader sees that it was cut.
func (c *call) broken(err error, out *bufio.Writer, written uint64) error {
	if written == 0 || c.ctx().Err() != nil {
		return err
	}
	c.a.o.Logger.Error("events", "request", c.id, "error", err)
	_ = out.Flush() // who hung up has no answer
	panic(http.ErrAbortHandler)
}

// exported records that the whole log is taken along, from where to where. What
// cannot be recorded is not handed out (handbook IMP-08, LOG-13).
func (c *call) exported(from uint64) error {
	head, err := c.a.o.Desk.Log.Head(c.ctx())
	if err != nil {
		return err
	}
	return c.witness(wire.SecurityRecorded{Act: wire.Exported, Details: []wire.SecurityDetail{{Name: "list", Value: c.route.Name},
		{Name: "format", Value: "ndjson"}, {Name: "filter", Value: fmt.Sprintf("%d-%d", from, head)}}})
}
