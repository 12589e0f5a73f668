package office

import (
	"context"
	"errors"
	"sync"

	"huiyin/domain/suggestion"
	"huiyin/domain/wire"
	"huiyin/eventstore"
)

// series are the number series as far as they were read.
type series struct {
	sync.Mutex
	byStream map[eventstore.StreamID]*numbers
}

type numbers struct {
	version eventstore.Version
	taken   map[string]suggestion.CaseID
	voided  map[string]string // with the reason
}

// reserve gives the number of a registration to its case, for ever, before the
// case is registered under it: no transaction spans the two streams, so what is
// left after a crash is a reserved number and never a number used twice. A
// registration that the case refuses anyway burns no number. The series stay
// locked until release, so that no number is voided between the two.
func (o *Office) reserve(ctx context.Context, a Act, payload request) (release func(), err error) {
	register, ok := a.Command.(suggestion.Register)
	if !ok {
		return func() {}, nil
	}
	s, err := o.Load(ctx, a.Case)
	if err != nil && !errors.Is(err, eventstore.ErrStreamNotFound) {
		return nil, err
	}
	if _, err := o.decide(s, payload); err != nil {
		return func() {}, nil // the refusal, or the retry's first result, comes from the case
	}
	o.numbers.Lock()
	if err := o.take(ctx, a, wire.NumberReserved{Congress: s.Congress, Session: s.Session, Number: register.Number, Case: a.Case}); err != nil {
		o.numbers.Unlock()
		return nil, err
	}
	return o.numbers.Unlock, nil
}

// take reserves a number, unless the case has it already.
func (o *Office) take(ctx context.Context, a Act, e wire.NumberReserved) error {
	stream := eventstore.StreamID(wire.NumbersStream(e.Congress, e.Session))
	for {
		n, err := o.series(ctx, stream)
		if err != nil {
			return err
		}
		if reason, voided := n.voided[e.Number]; voided {
			return refuse("number_voided", "number", e.Number, "reason", reason)
		}
		if owner, taken := n.taken[e.Number]; taken {
			if owner == e.Case {
				return nil
			}
			return refuse("number_taken", "number", e.Number, "case", string(owner))
		}
		if err = o.appendNumber(ctx, stream, n.version, a.ID, a.Actor, e); !errors.Is(err, eventstore.ErrConflict) {
			return err
		}
	}
}

func refuse(code string, facts ...string) *suggestion.Refusal {
	r := &suggestion.Refusal{Code: code, Facts: map[string]string{}}
	for i := 0; i+1 < len(facts); i += 2 {
		r.Facts[facts[i]] = facts[i+1]
	}
	return r
}

// series reads what is new in a number series.
func (o *Office) series(ctx context.Context, stream eventstore.StreamID) (*numbers, error) {
	if o.numbers.byStream == nil {
		o.numbers.byStream = map[eventstore.StreamID]*numbers{}
	}
	n := o.numbers.byStream[stream]
	if n == nil {
		n = &numbers{taken: map[string]suggestion.CaseID{}, voided: map[string]string{}}
		o.numbers.byStream[stream] = n
	}
	for r, err := range o.Log.ReadStream(ctx, stream, n.version) {
		if errors.Is(err, eventstore.ErrStreamNotFound) {
			return n, nil
		}
		if err != nil {
			return nil, err
		}
		e, err := wire.DecodeRegister(r.Type, r.Schema, r.Data)
		if err != nil {
			return nil, err
		}
		switch e := e.(type) {
		case wire.NumberReserved:
			n.taken[e.Number] = e.Case
		case wire.NumberVoided:
			n.voided[e.Number] = e.Reason
		}
		n.version = r.Version
	}
	return n, nil
}

func (o *Office) appendNumber(ctx context.Context, stream eventstore.StreamID, at eventstore.Version, id eventstore.ID, by suggestion.Actor, e wire.RegisterEvent) error {
	typ, schema, data, err := wire.EncodeRegister(e)
	if err != nil {
		return err
	}
	_, err = o.Log.Append(ctx, stream, eventstore.Exact(at), eventstore.Event{ID: eventstore.EventID(id, stream, 0), Type: typ, Schema: schema,
		Occurred: o.Now(), Data: data, Meta: metaOf(by)})
	return err
}
