package office

import (
	"context"
	"errors"
	"strconv"
	"strings"

	"huiyin/domain/lifecycle"
	"huiyin/domain/suggestion"
	"huiyin/domain/wire"
	"huiyin/eventstore"
)

// FindSaga is the newest saga of an intent, or nil if it was never begun.
func (o *Office) FindSaga(ctx context.Context, kind string, key ...string) (*Saga, error) {
	var last *Saga
	for n := 1; ; n++ {
		s, err := o.LoadSaga(ctx, wire.SagaID(kind, n, key...))
		if errors.Is(err, eventstore.ErrStreamNotFound) {
			return last, nil
		}
		if err != nil {
			return nil, err
		}
		last = s
	}
}

// roundOf reads how often the intent was begun from the saga's name.
func roundOf(id string) int {
	n, _ := strconv.Atoi(id[strings.LastIndexByte(id, '-')+1:])
	return n
}

// LoadSaga reads a saga by its name; eventstore.ErrStreamNotFound for an unknown
// one.
func (o *Office) LoadSaga(ctx context.Context, id string) (*Saga, error) {
	s := &Saga{}
	for r, err := range o.Log.ReadStream(ctx, eventstore.StreamID(wire.SagaStream(id)), 0) {
		if err != nil {
			return nil, err
		}
		e, err := wire.DecodeRegister(r.Type, r.Schema, r.Data)
		if err != nil {
			return nil, err
		}
		s.version = r.Version
		switch e := e.(type) {
		case wire.SagaBegun:
			s.SagaBegun, s.first, s.By = e, r.ID, actorOf(r.Meta)
			for _, row := range e.Rows {
				s.Rows = append(s.Rows, RowOutcome{SagaRow: row})
			}
		case wire.SagaStepped:
			s.step(e)
		case wire.SagaEnded:
			s.Ended = true
		}
	}
	return s, nil
}

func (s *Saga) step(e wire.SagaStepped) {
	if e.Row < 1 || e.Row > len(s.Rows) {
		return
	}
	row := &s.Rows[e.Row-1]
	row.Outcome = e.Outcome
	if e.Outcome == RowRefused {
		row.Refusal = &suggestion.Refusal{Code: e.Code, Facts: map[string]string{}}
		for _, f := range e.Facts {
			row.Refusal.Facts[f.Name] = f.Value
		}
	}
}

// Sagas lists every saga in the order in which they were begun.
func (o *Office) Sagas(ctx context.Context) ([]*Saga, error) {
	var ids []string
	for r, err := range o.Log.ReadAll(ctx, 0) {
		if err != nil {
			return nil, err
		}
		if id, ok := strings.CutPrefix(string(r.Stream), wire.SagaStream("")); ok && r.Version == 1 {
			ids = append(ids, id)
		}
	}
	var out []*Saga
	for _, id := range ids {
		s, err := o.LoadSaga(ctx, id)
		if err != nil {
			return nil, err
		}
		out = append(out, s)
	}
	return out, nil
}

// ResumeSaga goes on with a saga that was cut off, as the person who began it.
func (o *Office) ResumeSaga(ctx context.Context, id string, progress Progress) (*Saga, error) {
	s, err := o.LoadSaga(ctx, id)
	if err != nil {
		return nil, err
	}
	s.Resumed, s.Idle = true, s.Ended
	if s.Idle {
		return s, nil
	}
	return s, o.work(ctx, s, progress)
}

// begin writes the intent down.
func (o *Office) begin(ctx context.Context, in Intent, n int) (*Saga, error) {
	id, err := o.NewCommandID()
	if err != nil {
		return nil, err
	}
	e := wire.SagaBegun{Saga: wire.SagaID(in.Kind, n, in.Key...), Kind: in.Kind, On: in.On, Params: in.Params, Rows: in.Rows}
	if e.On.IsZero() {
		e.On = o.Today()
	}
	s := &Saga{SagaBegun: e, By: in.By, first: id}
	for _, row := range in.Rows {
		s.Rows = append(s.Rows, RowOutcome{SagaRow: row})
	}
	return s, o.appendAs(ctx, s, id, e)
}

// appendSaga adds an event whose id follows from the intent and its place.
func (o *Office) appendSaga(ctx context.Context, s *Saga, e wire.RegisterEvent) error {
	return o.appendAs(ctx, s, eventstore.DeriveID(s.first, "saga-event", strconv.FormatInt(int64(s.version), 10)), e)
}

func (o *Office) appendAs(ctx context.Context, s *Saga, id eventstore.ID, e wire.RegisterEvent) error {
	done, err := o.register(ctx, wire.SagaStream(s.Saga), s.version, id, s.By, e)
	if err == nil {
		s.version = done.Last
	}
	return err
}

// register appends one event to a register's stream.
func (o *Office) register(ctx context.Context, stream string, at eventstore.Version, id eventstore.ID, by suggestion.Actor, e wire.RegisterEvent) (eventstore.Appended, error) {
	typ, schema, data, err := wire.EncodeRegister(e)
	if err != nil {
		return eventstore.Appended{}, err
	}
	return o.Log.Append(ctx, eventstore.StreamID(stream), eventstore.Exact(at), eventstore.Event{ID: id, Type: typ, Schema: schema,
		Occurred: o.Now(), Data: data, Meta: metaOf(by)})
}

// registered reads a register's stream; an empty one is no error.
func (o *Office) registered(ctx context.Context, stream string, see func(wire.RegisterEvent)) (eventstore.Version, error) {
	var version eventstore.Version
	for r, err := range o.Log.ReadStream(ctx, eventstore.StreamID(stream), 0) {
		if errors.Is(err, eventstore.ErrStreamNotFound) {
			return 0, nil
		}
		if err != nil {
			return 0, err
		}
		e, err := wire.DecodeRegister(r.Type, r.Schema, r.Data)
		if err != nil {
			return 0, err
		}
		version = r.Version
		see(e)
	}
	return version, nil
}

// actorOf reads who acted back from an event's metadata.
func actorOf(meta map[string]string) suggestion.Actor {
	return suggestion.Actor{Person: suggestion.Person{ID: meta["actor"], Name: meta["name"]}, Role: lifecycle.Role(meta["role"]), Unit: meta["unit"]}
}
