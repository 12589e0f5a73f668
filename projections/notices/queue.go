package notices

import (
	"context"
	"slices"
	"time"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"huiyin/domain/calendar"
	"huiyin/domain/suggestion"
	"huiyin/eventstore"
)

// State is what became of a letter.
type State string

// States of a letter. Dropped means that its account wants it no longer.
const (
	Waiting State = "waiting"
	Sent    State = "sent"
	Failed  State = "failed"
	Dropped State = "dropped"
)

// Reasons why a letter failed.
const (
	NoAddress = "no_address" // none is known; the person has to be told otherwise
	Refused   = "refused"    // by the gateway, for good
	GaveUp    = "gave_up"    // after MostTries
)

// Nowhere is the channel of a letter to somebody who has no address.
const Nowhere = "none"

// letter is a notice on its way to one person by one channel. Several that are due
// together go out as one message.
type letter struct {
	id      eventstore.ID
	channel string
	Notice
	ready  time.Time
	state  State
	reason string
}

// letters are what has to be sent of the notices. Who has asked for no channel, or
// has no address, gets none; but that somebody who must learn of something cannot
// be reached is a result, once.
func (n *Notices) letters(ctx context.Context, told []Notice) (all []letter, err error) {
	now := n.o.Now()
	if n.o.Contacts == nil || len(n.o.Channels) == 0 {
		return nil, nil
	}
	for _, t := range told {
		if now.Sub(t.At) > Fresh {
			continue
		}
		s, err := n.o.Contacts.Settings(ctx, t.Account)
		if err != nil {
			return nil, err
		}
		if s.Duties && !t.Duty {
			continue
		}
		all = append(all, n.lettersOf(t, s, now)...)
	}
	return all, nil
}

func (n *Notices) lettersOf(t Notice, s Settings, now time.Time) (all []letter) {
	wanted := false
	for _, channel := range n.o.Channels {
		if !s.Uses(channel) {
			continue
		}
		wanted = true
		if s.Address[channel] != "" {
			all = append(all, letter{id: letterID(t, channel), channel: channel, Notice: t, ready: s.Due(now, n.o.Days()), state: Waiting})
		}
	}
	if wanted && len(all) == 0 && t.Duty && t.Role.OfDeputies() {
		all = append(all, letter{id: letterID(t, Nowhere), channel: Nowhere, Notice: t, ready: now, state: Failed, reason: NoAddress})
	}
	return all
}

// letterID is the same for all grants of an account: a person is told once.
func letterID(t Notice, channel string) eventstore.ID {
	base := t.Event
	if t.ID != eventstore.DeriveID(t.Event, "notice", t.Account, t.Grant) {
		base = t.ID // one a working day, whatever the event
	}
	return eventstore.DeriveID(base, "letter", t.Account, channel)
}

func (l letter) put(c *sqlite.Conn) error {
	return run(c, `INSERT OR IGNORE INTO queue (id, account, channel, notice, case_id, number, due_day, role, unit, person_id, person, made, ready, state, reason)
 VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, l.id.String(), l.Account, l.channel, l.Key, string(l.Case), l.Number, l.Due.String(), string(l.Role),
		l.Body, l.Person.ID, l.Person.Name, l.At.UnixMilli(), l.ready.UnixMilli(), string(l.state), l.reason)
}

// parcel is the letters that go out as one message.
type parcel struct {
	id, account, channel string
	tries                int
	numbers              []string // of the cases that have one, each once
	letters              int
	due                  calendar.Date // the nearest
}

// due lists the parcels that may go out now. Letters that are ready and in none get
// into one by account and channel; its id follows from theirs and is written down
// before anything is sent, so that a try after a kill is the same message.
func (n *Notices) due(ctx context.Context, now time.Time) (all []parcel, err error) {
	if err := n.gather(now); err != nil {
		return nil, err
	}
	err = n.file.read(ctx, `SELECT batch, account, channel, tries, number, due_day FROM queue
 WHERE state = 'waiting' AND batch != '' AND ready <= ? ORDER BY made, id`, []any{now.UnixMilli()}, func(s *sqlite.Stmt) error {
		i := slices.IndexFunc(all, func(p parcel) bool { return p.id == s.ColumnText(0) })
		if i < 0 {
			i, all = len(all), append(all, parcel{id: s.ColumnText(0), account: s.ColumnText(1), channel: s.ColumnText(2), tries: s.ColumnInt(3)})
		}
		all[i].add(s.ColumnText(4), s.ColumnText(5))
		return nil
	})
	return all, err
}

func (p *parcel) add(number, due string) {
	p.letters++
	if number != "" && !slices.Contains(p.numbers, number) {
		p.numbers = append(p.numbers, number)
	}
	if day, err := calendar.ParseDate(due); err == nil {
		p.due = nearer(p.due, day)
	}
}

func (n *Notices) gather(now time.Time) error {
	type to struct{ account, channel string }
	return n.file.write(func(c *sqlite.Conn) error {
		loose := map[to][]string{}
		err := sqlitex.Execute(c, "SELECT account, channel, id FROM queue WHERE state = 'waiting' AND batch = '' AND ready <= ? ORDER BY id",
			&sqlitex.ExecOptions{Args: []any{now.UnixMilli()}, ResultFunc: func(s *sqlite.Stmt) error {
				key := to{s.ColumnText(0), s.ColumnText(1)}
				loose[key] = append(loose[key], s.ColumnText(2))
				return nil
			}})
		if err != nil {
			return err
		}
		for _, ids := range loose {
			batch := eventstore.DeriveID(eventstore.ID{}, append([]string{"parcel"}, ids...)...).String()
			for _, id := range ids {
				if err := run(c, "UPDATE queue SET batch = ? WHERE id = ?", batch, id); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// try counts a try before it is made and sets when the next may be: however often
// the process is killed, there are no more than MostTries.
func (n *Notices) try(p parcel, next time.Time) error {
	return n.change("UPDATE queue SET tries = tries + 1, ready = ? WHERE state = 'waiting' AND batch = ?", next.UnixMilli(), p.id)
}

// postpone puts a parcel off without counting a try.
func (n *Notices) postpone(p parcel, until time.Time) error {
	return n.change("UPDATE queue SET ready = ? WHERE state = 'waiting' AND batch = ?", until.UnixMilli(), p.id)
}

// settle ends a parcel's way.
func (n *Notices) settle(p parcel, s State, receipt, reason string) error {
	return n.change("UPDATE queue SET state = ?, receipt = ?, reason = ?, told = ? WHERE state = 'waiting' AND batch = ?", string(s), receipt, reason, s == Dropped, p.id)
}

func (n *Notices) change(query string, args ...any) error {
	return n.file.write(func(c *sqlite.Conn) error { return run(c, query, args...) })
}

// untold are the letters whose result is not in the log yet.
func (n *Notices) untold(ctx context.Context) (all []Result, err error) {
	err = n.file.read(ctx, `SELECT id, batch, channel, notice, case_id, role, unit, person_id, person, tries, state, receipt, reason FROM queue
 WHERE state IN ('sent', 'failed') AND told = 0 ORDER BY id`, nil, func(s *sqlite.Stmt) error {
		id, err := eventstore.ParseID(s.ColumnText(0))
		all = append(all, Result{ID: id, Message: s.ColumnText(1), Channel: s.ColumnText(2), Key: s.ColumnText(3), Case: suggestion.CaseID(s.ColumnText(4)),
			Role: roleOf(s.ColumnText(5)), Unit: s.ColumnText(6), Person: suggestion.Person{ID: s.ColumnText(7), Name: s.ColumnText(8)},
			Tries: s.ColumnInt(9), Delivered: State(s.ColumnText(10)) == Sent, Receipt: s.ColumnText(11), Reason: s.ColumnText(12)})
		return err
	})
	return all, err
}
