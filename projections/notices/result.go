package notices

import (
	"context"
	"time"

	"zombiezen.com/go/sqlite"

	"huiyin/domain/lifecycle"
	"huiyin/domain/suggestion"
	"huiyin/domain/wire"
	"huiyin/eventstore"
)

// Result is what became of a message to one person about one case.
type Result struct {
	ID        eventstore.ID // of the letter
	Case      suggestion.CaseID
	At        time.Time
	Key       string // of the notice
	Message   string
	Channel   string
	Role      lifecycle.Role
	Unit      string
	Person    suggestion.Person
	Tries     int
	Delivered bool
	Receipt   string
	Reason    string
}

// Text is what the message was about, in words.
func (r Result) Text() string { return textOf(r.Key, "") }

// Event is the result as the log holds it, under an id that a repeat has too.
func (r Result) Event(now time.Time) (eventstore.Event, error) {
	var e wire.RegisterEvent = wire.NoticeFailed{Case: r.Case, Notice: r.Key, Message: r.Message, Channel: r.Channel, Role: r.Role, Unit: r.Unit,
		Person: r.Person, Tries: r.Tries, Reason: r.Reason}
	if r.Delivered {
		e = wire.NoticeDelivered{Case: r.Case, Notice: r.Key, Message: r.Message, Channel: r.Channel, Role: r.Role, Unit: r.Unit,
			Person: r.Person, Tries: r.Tries, Receipt: r.Receipt}
	}
	typ, schema, data, err := wire.EncodeRegister(e)
	stream := eventstore.StreamID(wire.NoticeStream(r.Case))
	return eventstore.Event{ID: eventstore.EventID(r.ID, stream, 0), Type: typ, Schema: schema, Occurred: now, Data: data}, err
}

// resulted enters a result from the log.
func (n *Notices) resulted(r *eventstore.Recorded) error {
	e, err := wire.DecodeRegister(r.Type, r.Schema, r.Data)
	if err != nil {
		return err
	}
	var res Result
	switch e := e.(type) {
	case wire.NoticeDelivered:
		res = Result{Case: e.Case, Key: e.Notice, Channel: e.Channel, Role: e.Role, Unit: e.Unit, Person: e.Person, Tries: e.Tries}
	case wire.NoticeFailed:
		res = Result{Case: e.Case, Key: e.Notice, Channel: e.Channel, Role: e.Role, Unit: e.Unit, Person: e.Person, Tries: e.Tries, Reason: e.Reason}
	}
	return n.change("INSERT OR IGNORE INTO results VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", r.ID.String(), string(res.Case), r.Recorded.UnixMilli(), res.Key,
		res.Channel, string(res.Role), res.Unit, res.Person.ID, res.Person.Name, res.Tries, res.Reason)
}

// Results are what became of the messages about a case, the oldest first.
func (n *Notices) Results(ctx context.Context, id suggestion.CaseID) (all []Result, err error) {
	err = n.file.read(ctx, "SELECT at, key, channel, role, unit, person_id, person, tries, reason FROM results WHERE case_id = ? ORDER BY at, id",
		[]any{string(id)}, func(s *sqlite.Stmt) error {
			all = append(all, Result{Case: id, At: time.UnixMilli(s.ColumnInt64(0)), Key: s.ColumnText(1), Channel: s.ColumnText(2), Role: roleOf(s.ColumnText(3)),
				Unit: s.ColumnText(4), Person: suggestion.Person{ID: s.ColumnText(5), Name: s.ColumnText(6)}, Tries: s.ColumnInt(7),
				Delivered: s.ColumnText(8) == "", Reason: s.ColumnText(8)})
			return nil
		})
	return all, err
}

func roleOf(text string) lifecycle.Role { return lifecycle.Role(text) }
