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
}

// reserve gives the number of a registration to its case, for ever, before the
// case is registered under it: no transaction spans the two streams, so what is
// left after a crash is a reserved number and never a number used twice. A
// registration that the case refuses anyway burns no number.
func (o *Office) reserve(ctx context.Context, a Act, payload request) error {
	register, ok := a.Command.(suggestion.Register)
	if !ok {
		return nil
	}
	s, err := o.Load(ctx, a.Case)
	if err != nil && !errors.Is(err, eventstore.ErrStreamNotFound) {
		return err
	}
	if _, err := o.decide(s, payload); err != nil {
		return nil // the refusal, or the retry's first result, comes from the case
	}
	o.numbers.Lock()
	defer o.numbers.Unlock()
	stream := eventstore.StreamID(wire.NumbersStream(s.Congress, s.Session))
	for {
		n, err := o.series(ctx, stream)
		if err != nil {
			return err
		}
		if owner, taken := n.taken[register.Number]; taken {
			if owner == a.Case {
				return nil
			}
			return &suggestion.Refusal{Code: "number_taken", Facts: map[string]string{"number": register.Number, "case": string(owner)}}
		}
		err = o.appendNumber(ctx, stream, n.version, a, wire.NumberReserved{Congress: s.Congress, Session: s.Session, Number: register.Number, Case: a.Case})
		if !errors.Is(err, eventstore.ErrConflict) {
			return err
		}
	}
}

// series reads what is new in a number series.
func (o *Office) series(ctx context.Context, stream eventstore.StreamID) (*numbers, error) {
	if o.numbers.byStream == nil {
		o.numbers.byStream = map[eventstore.StreamID]*numbers{}
	}
	n := o.numbers.byStream[stream]
	if n == nil {
		n = &numbers{taken: map[string]suggestion.CaseID{}}
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
		if reserved, ok := e.(wire.NumberReserved); ok {
			n.taken[reserved.Number] = reserved.Case
		}
		n.version = r.Version
	}
	return n, nil
}

func (o *Office) appendNumber(ctx context.Context, stream eventstore.StreamID, at eventstore.Version, a Act, e wire.NumberReserved) error {
	typ, schema, data, err := wire.EncodeRegister(e)
	if err != nil {
		return err
	}
	_, err = o.Log.Append(ctx, stream, eventstore.Exact(at), eventstore.Event{ID: eventstore.EventID(a.ID, stream, 0), Type: typ, Schema: schema,
		Occurred: o.Now(), Data: data, Meta: metaOf(a.Actor)})
	return err
}
