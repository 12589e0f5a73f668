package office

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strconv"

	"huiyin/domain/calendar"
	"huiyin/domain/suggestion"
	"huiyin/domain/wire"
	"huiyin/eventstore"
)

// Intent is what a saga is to do: one kind of act on many cases. No transaction
// spans cases, so the intent is written down first, then each case has its own
// command under an id derived from it, and each outcome is written down. A saga
// that was cut off anywhere is resumed and causes each act once.
//
// An intent is one event: up to some two thousand rows fit into it. More is
// eventstore.ErrTooLarge, before anything was written.
type Intent struct {
	Kind string
	// Key tells two intents of a kind apart; the same key is the same intent.
	Key    []string
	Params []wire.SagaParam
	// On is the day the intent takes effect; unset means today.
	On   calendar.Date
	By   suggestion.Actor
	Rows []wire.SagaRow
	// Once is for an intent that is never begun again, even for other rows.
	Once bool
}

// Outcomes of a row. Open rows have none yet.
const (
	RowOpen    = ""
	RowDone    = "done"
	RowNothing = "nothing" // the case was so already
	RowRefused = "refused"
)

// RowOutcome is a row of a saga and what became of it.
type RowOutcome struct {
	wire.SagaRow
	Outcome string
	Refusal *suggestion.Refusal
}

// Saga is an intent and how far it is.
type Saga struct {
	wire.SagaBegun
	By    suggestion.Actor
	Rows  []RowOutcome
	Ended bool
	// Resumed is set when it was begun before this call, Idle when this call had
	// nothing to do.
	Resumed bool
	Idle    bool

	first   eventstore.ID // the intent's own id, from which the commands' derive
	version eventstore.Version
}

// Param is a parameter by name.
func (s *Saga) Param(name string) string {
	for _, p := range s.Params {
		if p.Name == name {
			return p.Value
		}
	}
	return ""
}

// Count tells how many rows have the outcome.
func (s *Saga) Count(outcome string) int {
	n := 0
	for _, r := range s.Rows {
		if r.Outcome == outcome {
			n++
		}
	}
	return n
}

// Progress is told after each row how many are done.
type Progress func(done, total int)

// RunSaga carries an intent out: it resumes the one that was cut off, or begins
// it. An intent that ended and has no rows left does nothing and returns the
// last saga, Idle.
//
// A refusal is the outcome of its row and no error. After an error the same call
// goes on where it stopped.
func (o *Office) RunSaga(ctx context.Context, in Intent, progress Progress) (*Saga, error) {
	s, err := o.FindSaga(ctx, in.Kind, in.Key...)
	switch {
	case err != nil:
		return nil, err
	case s != nil && !s.Ended:
		s.Resumed = true
	case s != nil && (in.Once || len(in.Rows) == 0):
		s.Idle = true
		return s, nil
	default:
		n := 1
		if s != nil {
			n = roundOf(s.Saga) + 1
		}
		if s, err = o.begin(ctx, in, n); err != nil {
			return nil, err
		}
	}
	return s, o.work(ctx, s, progress)
}

// work registers the intent's own fact and gives the open rows their commands.
func (o *Office) work(ctx context.Context, s *Saga, progress Progress) error {
	kind, ok := sagaKinds[s.Kind]
	if !ok {
		return &eventstore.InvalidError{What: "saga", Why: "has unknown kind " + strconv.Quote(s.Kind)}
	}
	if kind.register != nil {
		if err := kind.register(ctx, o, s); err != nil {
			return err
		}
	}
	for i := range s.Rows {
		if s.Rows[i].Outcome == RowOpen {
			if err := o.step(ctx, s, kind, i); err != nil {
				return err
			}
		}
		if progress != nil {
			progress(i+1, len(s.Rows))
		}
	}
	if s.Ended {
		return nil
	}
	s.Ended = true
	return o.appendSaga(ctx, s, wire.SagaEnded{Saga: s.Saga, Done: s.Count(RowDone), Nothing: s.Count(RowNothing), Refused: s.Count(RowRefused)})
}

// step gives a row its command and writes the outcome down. Cut off in between,
// the command is a retry the next time.
func (o *Office) step(ctx context.Context, s *Saga, kind sagaKind, i int) error {
	row := &s.Rows[i]
	act := Act{ID: eventstore.DeriveID(s.first, "saga", strconv.Itoa(i), string(row.Case)), Case: row.Case, Actor: s.By}
	if kind.dated {
		act.On = s.On
	}
	var err error
	if act.Command, err = kind.command(s, row.SagaRow); err != nil {
		return err
	}
	done, err := o.Do(ctx, act)
	e := wire.SagaStepped{Saga: s.Saga, Row: i + 1, Case: row.Case, Outcome: RowDone}
	switch {
	case errors.As(err, &row.Refusal):
		e.Outcome, e.Code = RowRefused, row.Refusal.Code
		for _, name := range slices.Sorted(maps.Keys(row.Refusal.Facts)) {
			e.Facts = append(e.Facts, wire.SagaParam{Name: name, Value: row.Refusal.Facts[name]})
		}
	case err != nil:
		return err
	case done.First == 0:
		e.Outcome = RowNothing
	}
	row.Outcome = e.Outcome
	return o.appendSaga(ctx, s, e)
}

// Preview says what a row's command would meet now, without doing it: nil, or
// the refusal.
func (o *Office) Preview(ctx context.Context, in Intent, row wire.SagaRow) (*suggestion.Refusal, error) {
	kind := sagaKinds[in.Kind]
	s := &Saga{SagaBegun: wire.SagaBegun{Saga: wire.SagaID(in.Kind, 1, in.Key...), Kind: in.Kind, On: in.On, Params: in.Params}, By: in.By}
	if s.On.IsZero() {
		s.On = o.Today()
	}
	command, err := kind.command(s, row)
	if err != nil {
		return nil, err
	}
	r := request{Actor: in.By, Now: o.Now(), Command: command}
	if kind.dated {
		r.On = s.On
	}
	state, err := o.Load(ctx, row.Case)
	if err != nil {
		return nil, err
	}
	var refusal *suggestion.Refusal
	if _, err = o.decide(state, r); errors.As(err, &refusal) {
		return refusal, nil
	}
	return nil, err
}
