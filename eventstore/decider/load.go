package decider

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"time"

	"huiyin/eventstore"
)

// folded is a stream up to a version. It is never changed: folding more gives a
// new one.
type folded[S any] struct {
	state   S
	version eventstore.Version
	// position of the event at version; seen is a head at which the stream was
	// known to end here.
	position, seen eventstore.Position
	acts           []act
}

// act is what one command caused.
type act struct {
	command     eventstore.ID
	digest      string
	first, last eventstore.Version
	position    eventstore.Position
	recorded    time.Time
}

// Load gives the stream's state and version, with everything in it that was
// acknowledged before the call, whoever appended it. For a stream without
// events it is the initial state, version 0 and ErrStreamNotFound.
func (d *Decider[S, C, E]) Load(ctx context.Context, stream eventstore.StreamID) (S, eventstore.Version, error) {
	f, ok := d.cache.get(stream)
	if ok {
		head, err := d.log.Head(ctx)
		if err != nil {
			return d.model.Initial(), 0, err
		}
		if head == f.seen {
			return f.state, f.version, nil
		}
	}
	done, err := d.turn(ctx, stream)
	if err != nil {
		return d.model.Initial(), 0, err
	}
	defer done()
	if f, err = d.current(ctx, stream); err == nil && f.version == 0 {
		err = eventstore.ErrStreamNotFound
	}
	return f.state, f.version, err
}

// LoadAt gives the state the stream had at a version. A version the stream has
// not reached is an error, since there is no such state yet.
func (d *Decider[S, C, E]) LoadAt(ctx context.Context, stream eventstore.StreamID, version eventstore.Version) (S, error) {
	var events []E
	for fact, err := range d.History(ctx, stream, 0) {
		if err != nil {
			return d.model.Initial(), err
		}
		if fact.Version > version {
			break
		}
		events = append(events, fact.Event)
	}
	if eventstore.Version(len(events)) < version {
		return d.model.Initial(), &eventstore.InvalidError{
			What: "version", Why: fmt.Sprintf("%d is beyond the %d of %s", version, len(events), stream)}
	}
	return d.model.Evolve(d.model.Initial(), events), nil
}

// Fact is a domain event with the record it was read from.
type Fact[E any] struct {
	eventstore.Recorded
	Event E
}

// History yields the stream's events after a version, decoded.
func (d *Decider[S, C, E]) History(ctx context.Context, stream eventstore.StreamID, after eventstore.Version) iter.Seq2[Fact[E], error] {
	return func(yield func(Fact[E], error) bool) {
		for r, err := range d.log.ReadStream(ctx, stream, after) {
			fact := Fact[E]{Recorded: r}
			if err == nil {
				fact.Event, err = d.decode(&r)
			}
			if !yield(fact, err) || err != nil {
				return
			}
		}
	}
}

func (d *Decider[S, C, E]) decode(r *eventstore.Recorded) (E, error) {
	event, err := d.model.Codec.Decode(r.Type, r.Schema, r.Data)
	if err != nil {
		err = fmt.Errorf("decider: decode %s schema %d at version %d of %s, position %d: %w",
			r.Type, r.Schema, r.Version, r.Stream, r.Position, err)
	}
	return event, err
}

// known is the stream as cached, or as read if it is not. The caller has the
// stream's turn.
func (d *Decider[S, C, E]) known(ctx context.Context, stream eventstore.StreamID) (folded[S], error) {
	if f, ok := d.cache.get(stream); ok {
		return f, nil
	}
	return d.refresh(ctx, stream, folded[S]{state: d.model.Initial()})
}

// current is the stream as it is now. The caller has the stream's turn.
func (d *Decider[S, C, E]) current(ctx context.Context, stream eventstore.StreamID) (folded[S], error) {
	f, ok := d.cache.get(stream)
	if !ok {
		f = folded[S]{state: d.model.Initial()}
	}
	return d.refresh(ctx, stream, f)
}

// refresh reads and folds what came after f. The head is taken first, so that
// what is appended during the read is looked for again next time.
func (d *Decider[S, C, E]) refresh(ctx context.Context, stream eventstore.StreamID, f folded[S]) (folded[S], error) {
	head, err := d.log.Head(ctx)
	if err != nil || f.version > 0 && head == f.seen {
		return f, err
	}
	var events []E
	for r, err := range d.log.ReadStream(ctx, stream, f.version) {
		if errors.Is(err, eventstore.ErrStreamNotFound) {
			return f, nil
		}
		var event E
		if err == nil {
			event, err = d.decode(&r)
		}
		if err != nil {
			return f, err
		}
		events = append(events, event)
		f.note(&r)
	}
	if len(events) > 0 {
		f.state = d.model.Evolve(f.state, events)
	}
	f.seen = head
	d.cache.put(stream, f)
	return f, nil
}

// note takes a record into account: where the stream is and who caused it.
func (f *folded[S]) note(r *eventstore.Recorded) {
	f.version, f.position = r.Version, r.Position
	id, err := eventstore.ParseID(r.Meta[MetaCommand])
	if err != nil {
		// Not written by a Decider; no command can repeat it.
		return
	}
	if n := len(f.acts); n > 0 && f.acts[n-1].command == id && f.acts[n-1].last == r.Version-1 {
		f.acts[n-1].last, f.acts[n-1].position = r.Version, r.Position
		return
	}
	f.acts = append(f.acts, act{command: id, digest: r.Meta[MetaDigest],
		first: r.Version, last: r.Version, position: r.Position, recorded: r.Recorded})
}

func (f *folded[S]) find(command eventstore.ID) (act, bool) {
	for i := len(f.acts) - 1; i >= 0; i-- {
		if f.acts[i].command == command {
			return f.acts[i], true
		}
	}
	return act{}, false
}
