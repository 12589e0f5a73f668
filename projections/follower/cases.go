package follower

import (
	"container/list"
	"context"

	"huiyin/domain/suggestion"
	"huiyin/domain/wire"
	"huiyin/eventstore"
)

// cases keeps the folded cases that were touched last.
type cases struct {
	log   Log
	limit int
	byID  map[suggestion.CaseID]*list.Element
	order *list.List
}

type entry struct {
	id suggestion.CaseID
	*Case
}

func newCases(log Log, limit int) *cases {
	return &cases{log: log, limit: limit, byID: map[suggestion.CaseID]*list.Element{}, order: list.New()}
}

// fold applies the events and returns the touched cases in order of first
// touch. Events of one case are folded together: one copy of the state a batch.
func (c *cases) fold(ctx context.Context, events []eventstore.Recorded) ([]*Case, error) {
	var order []suggestion.CaseID
	pending := map[suggestion.CaseID][]*eventstore.Recorded{}
	for i := range events {
		id, ok := wire.CaseOf(string(events[i].Stream))
		if !ok {
			continue
		}
		if len(pending[id]) == 0 {
			order = append(order, id)
		}
		pending[id] = append(pending[id], &events[i])
	}
	touched := make([]*Case, 0, len(order))
	for _, id := range order {
		k, err := c.get(ctx, id, pending[id][0])
		if err != nil {
			return nil, err
		}
		if err := k.advance(pending[id]); err != nil {
			return nil, err
		}
		touched = append(touched, k)
	}
	c.trim()
	return touched, nil
}

// get returns the case as it was just before the event, reading it from the log
// if it is not kept.
func (c *cases) get(ctx context.Context, id suggestion.CaseID, before *eventstore.Recorded) (*Case, error) {
	if el, ok := c.byID[id]; ok && el.Value.(entry).Version == before.Version-1 {
		c.order.MoveToFront(el)
		return el.Value.(entry).Case, nil
	}
	k := &Case{State: suggestion.New()}
	if before.Version > 1 {
		if err := k.load(ctx, c.log, before); err != nil {
			return nil, err
		}
	}
	if el, ok := c.byID[id]; ok {
		c.order.Remove(el)
	}
	c.byID[id] = c.order.PushFront(entry{id, k})
	return k, nil
}

func (c *cases) trim() {
	for c.order.Len() > c.limit {
		el := c.order.Back()
		delete(c.byID, el.Value.(entry).id)
		c.order.Remove(el)
	}
}

// load folds the stream up to, and without, the event.
func (k *Case) load(ctx context.Context, log Log, before *eventstore.Recorded) error {
	var past []*eventstore.Recorded
	for r, err := range log.ReadStream(ctx, before.Stream, 0) {
		if err != nil {
			return err
		}
		if r.Version >= before.Version {
			break
		}
		past = append(past, &r)
	}
	return k.advance(past)
}

// advance folds events that follow the case's version.
func (k *Case) advance(records []*eventstore.Recorded) error {
	events := make([]suggestion.Event, 0, len(records))
	for _, r := range records {
		_, e, _, err := decode(r)
		if err != nil {
			return err
		}
		events = append(events, e)
		if k.Version == 0 {
			k.First = r.Recorded
		}
		k.Version, k.Position, k.Last = r.Version, r.Position, r.Recorded
	}
	k.State = suggestion.Fold(k.State, events...)
	return nil
}
