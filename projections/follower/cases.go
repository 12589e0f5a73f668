package follower

import (
	"container/list"
	"context"
	"slices"

	"huiyin/domain/suggestion"
	"huiyin/domain/wire"
	"huiyin/eventstore"
	"huiyin/projections/parked"
)

// cases keeps the folded cases that were touched last.
type cases struct {
	log   Log
	model Model
	limit int
	byID  map[suggestion.CaseID]*list.Element
	order *list.List
}

type entry struct {
	id suggestion.CaseID
	*Case
}

func newCases(log Log, m Model, limit int) *cases {
	return &cases{log: log, model: m, limit: limit, byID: map[suggestion.CaseID]*list.Element{}, order: list.New()}
}

// trouble is a case that a batch could not be applied to.
type trouble struct {
	id     suggestion.CaseID
	newest eventstore.Version // of the batch's events
	err    error
}

// fold applies the events and adds the touched cases to the step, in order of
// their ids, which is that of their rows. Events of one case are folded together:
// one copy of the state a batch. Those of a parked case only wait. Cases in
// trouble are returned.
func (c *cases) fold(ctx context.Context, events []eventstore.Recorded, s *step, isParked map[eventstore.StreamID]eventstore.Version) (bad []trouble, err error) {
	var order []suggestion.CaseID
	pending := map[suggestion.CaseID][]*eventstore.Recorded{}
	for i := range events {
		id, ok := wire.CaseOf(string(events[i].Stream))
		if !ok {
			continue
		}
		if _, waits := isParked[events[i].Stream]; waits {
			s.waiting = append(s.waiting, &events[i])
			continue
		}
		if len(pending[id]) == 0 {
			order = append(order, id)
		}
		pending[id] = append(pending[id], &events[i])
	}
	slices.Sort(order)
	s.cases = make([]*Case, 0, len(order))
	for _, id := range order {
		k, err := c.get(ctx, id, pending[id][0])
		if err == nil {
			err = k.advance(c.model, pending[id])
		}
		switch {
		case err == nil:
			s.cases = append(s.cases, k)
		case parked.Stops(err):
			return nil, err
		default:
			c.drop(id)
			bad = append(bad, trouble{id, pending[id][len(pending[id])-1].Version, err})
		}
	}
	c.trim()
	return bad, nil
}

// get returns the case as it was just before the event, reading it from the log
// if it is not kept.
func (c *cases) get(ctx context.Context, id suggestion.CaseID, before *eventstore.Recorded) (*Case, error) {
	if el, ok := c.byID[id]; ok && el.Value.(entry).Version == before.Version-1 {
		c.order.MoveToFront(el)
		return el.Value.(entry).Case, nil
	}
	k := newCase(id)
	k.unwritten = before.Version == 1
	if !k.unwritten {
		if err := k.load(ctx, c.log, c.model, before); err != nil {
			return nil, err
		}
	}
	c.drop(id)
	c.byID[id] = c.order.PushFront(entry{id, k})
	return k, nil
}

func newCase(id suggestion.CaseID) *Case { return &Case{State: suggestion.New(), id: id} }

// drop forgets the case; it is read from the log when it is needed again.
func (c *cases) drop(id suggestion.CaseID) {
	if el, ok := c.byID[id]; ok {
		c.order.Remove(el)
		delete(c.byID, id)
	}
}

func (c *cases) trim() {
	for c.order.Len() > c.limit {
		el := c.order.Back()
		delete(c.byID, el.Value.(entry).id)
		c.order.Remove(el)
	}
}

// load folds the stream up to, and without, the event.
func (k *Case) load(ctx context.Context, log Log, m Model, before *eventstore.Recorded) error {
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
	return k.advance(m, past)
}
