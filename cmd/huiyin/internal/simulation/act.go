package simulation

import (
	"errors"
	"fmt"
	"time"

	"huiyin/cmd/huiyin/internal/office"
	"huiyin/domain/calendar"
	"huiyin/domain/lifecycle"
	"huiyin/domain/suggestion"
	"huiyin/eventstore"
	"huiyin/projections/reactors"
)

// do carries out a person's act. A refusal is an error: the plan looked at the
// case before it acted. Each act takes a second, so that a batch has an order
// in time.
func (l *life) do(who suggestion.Actor, c suggestion.Command) error {
	done, id, err := l.send(who, paper{}, c)
	if err != nil {
		return fmt.Errorf("simulation: case %s on %s: %T: %w", l.id, l.w.today(), c, err)
	}
	return l.took(id, done)
}

// mistake is an act that the domain must refuse with this code.
func (l *life) mistake(code string, who suggestion.Actor, on calendar.Date, c suggestion.Command) error {
	_, _, err := l.send(who, paper{on: on}, c)
	var refusal *suggestion.Refusal
	if !errors.As(err, &refusal) || refusal.Code != code {
		return fmt.Errorf("simulation: case %s on %s: %T should be refused with %s, got: %w", l.id, l.w.today(), c, code, err)
	}
	l.w.sum.Refused++
	l.w.sum.Refusals[code]++
	return nil
}

func (l *life) send(who suggestion.Actor, p paper, c suggestion.Command) (office.Done, eventstore.ID, error) {
	w := l.w
	w.now = w.now.Add(time.Second)
	id, err := eventstore.NewCommandID(w.now, w.ids)
	if err != nil {
		return office.Done{}, id, err
	}
	w.sum.Commands++
	done, err := w.office.Do(w.ctx, office.Act{ID: id, Case: l.id, Actor: who, On: p.on, Late: p.late, Command: c})
	return done, id, err
}

// took follows what an act caused: the state, the clocks, the reactors, and
// last the people who see it.
func (l *life) took(command eventstore.ID, done office.Done) error {
	if len(done.Events) == 0 || done.Replayed {
		return nil
	}
	l.s = suggestion.Fold(l.s, done.Events...)
	l.windClocks()
	for i, e := range done.Events {
		l.w.sum.note(l.s, e)
		cause := eventstore.EventID(command, l.stream, i)
		acts, err := reactors.Handover(cause, l.id, e, l.w.load)
		if err != nil {
			return fmt.Errorf("simulation: case %s: hand-over of %T: %w", l.id, e, err)
		}
		for _, a := range acts {
			if err := l.w.carry(a); err != nil {
				return err
			}
		}
	}
	for _, e := range done.Events {
		l.react(e)
	}
	return nil
}

// load gives the reactors the state this run has folded; it equals the
// office's, which would read the log for it.
func (w *world) load(id suggestion.CaseID) (*suggestion.Suggestion, error) {
	l, ok := w.byID[id]
	if !ok || l.s.State == lifecycle.None {
		return nil, eventstore.ErrStreamNotFound
	}
	return l.s, nil
}

// carry does what a reactor asks, as office.Carry does, and follows it up. The
// clock may be refused: it came too late or was not needed.
func (w *world) carry(a reactors.Act) error {
	l := w.byID[a.Case]
	w.sum.Commands++
	done, err := w.office.Do(w.ctx, office.Act{ID: a.ID, Case: a.Case, Command: a.Command,
		Actor: suggestion.Actor{Role: a.Role, Person: suggestion.Person{ID: string(a.Role)}}})
	var refusal *suggestion.Refusal
	if errors.As(err, &refusal) && a.Role == lifecycle.Clock {
		w.sum.Refused++
		w.sum.Refusals["clock: "+refusal.Code]++
		return nil
	}
	if err != nil {
		return fmt.Errorf("simulation: case %s on %s: %s: %T: %w", a.Case, w.today(), a.Role, a.Command, err)
	}
	return l.took(a.ID, done)
}

// lapseAt is when the clock comes: five past midnight after the due day.
const lapseAt = 5

// windClocks enters the due days of clocks that are new since the last look.
// Clocks are only ever appended.
func (l *life) windClocks() {
	for _, c := range l.s.Clocks[l.wound:] {
		due := reactors.Due{Case: l.id, Kind: c.Kind, Subject: c.Subject, Day: c.Due}
		l.w.queue.push(at(c.Due.AddDays(1), lapseAt), func() error { return l.lapse(due) })
	}
	l.wound = len(l.s.Clocks)
}

func (l *life) lapse(due reactors.Due) error {
	c, ok := l.s.Running(due.Kind, due.Subject)
	if !ok || c.Lapsed || c.Due != due.Day {
		return nil
	}
	return l.w.carry(reactors.LapseOf(due))
}
