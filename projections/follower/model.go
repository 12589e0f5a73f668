package follower

import (
	"fmt"

	"huiyin/domain/suggestion"
	"huiyin/domain/wire"
	"huiyin/eventstore"
	"huiyin/projections/parked"
)

// Model says how a case's events become its state. Both functions must be pure;
// Fold leaves its argument as it is. What is nil is the domain's own.
type Model struct {
	Decode func(*eventstore.Recorded) (suggestion.Event, error)
	Fold   func(*suggestion.Suggestion, ...suggestion.Event) *suggestion.Suggestion
}

func (m Model) complete() Model {
	if m.Decode == nil {
		m.Decode = func(r *eventstore.Recorded) (suggestion.Event, error) { return wire.Decode(r.Type, r.Schema, r.Data) }
	}
	if m.Fold == nil {
		m.Fold = suggestion.Fold
	}
	return m
}

// advance folds events that follow the case's version. After an error, or a
// panic that became one, the case is of no use any more.
func (k *Case) advance(m Model, records []*eventstore.Recorded) (err error) {
	defer parked.Recover(&err)
	events := make([]suggestion.Event, 0, len(records))
	for _, r := range records {
		e, err := m.Decode(r)
		if err != nil {
			return &parked.Error{Cause: parked.Undecodable, Err: fmt.Errorf("position %d: %w", r.Position, err)}
		}
		events = append(events, e)
		if k.Version == 0 {
			k.First, k.Begun = r.Recorded, r.Position
		}
		k.Version, k.Position, k.Last = r.Version, r.Position, r.Recorded
	}
	k.State = m.Fold(k.State, events...)
	return nil
}
