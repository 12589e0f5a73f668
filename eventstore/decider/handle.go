package decider

import (
	"context"
	"encoding/hex"
	"errors"
	"maps"

	"huiyin/eventstore"
)

// Handle carries out a command on a stream and returns what it caused.
//
// A command that was carried out before gets its original result, Replayed;
// with another digest it is a *ReusedError. An error of the model's Decide is
// returned as it is and has changed nothing. If others keep changing the stream
// the answer is a *ContendedError. After any other error, including the
// context's, the outcome is learnt by sending the same command again.
//
// A command that causes no events leaves no trace and is decided anew each time.
func (d *Decider[S, C, E]) Handle(ctx context.Context, stream eventstore.StreamID, cmd Command[C]) (Result[E], error) {
	if err := check(cmd); err != nil {
		return Result[E]{}, err
	}
	done, err := d.turn(ctx, stream)
	if err != nil {
		return Result[E]{}, err
	}
	defer done()
	f, err := d.known(ctx, stream)
	if err != nil {
		return Result[E]{}, err
	}
	return d.attempt(ctx, stream, f, cmd)
}

func check[C any](cmd Command[C]) error {
	if cmd.ID.IsZero() {
		return &eventstore.InvalidError{What: "command id", Why: "is zero"}
	}
	for _, key := range []string{MetaCommand, MetaDigest} {
		if _, used := cmd.Meta[key]; used {
			return &eventstore.InvalidError{What: "command metadata", Why: key + " is reserved"}
		}
	}
	return nil
}

// attempt decides until the stream holds still. A decision that writes is
// checked by the log; one that does not is checked here, by looking whether the
// state it was made on was the last.
func (d *Decider[S, C, E]) attempt(ctx context.Context, stream eventstore.StreamID, f folded[S], cmd Command[C]) (Result[E], error) {
	for range 1 + MaxRetries {
		if a, found := f.find(cmd.ID); found {
			return d.replay(ctx, stream, a, cmd.Digest)
		}
		if err := d.seen(ctx, stream, &f, cmd.Seen); err != nil {
			return Result[E]{}, err
		}
		before := f.version
		events, verdict := d.model.Decide(f.state, cmd.Payload)
		if verdict == nil && len(events) > 0 {
			result, err := d.write(ctx, stream, f, cmd, events)
			if !overtaken(err) {
				return result, err
			}
			verdict = err
		}
		var err error
		if f, err = d.refresh(ctx, stream, f); err != nil {
			return Result[E]{}, err
		}
		if f.version == before && verdict != nil {
			return Result[E]{}, verdict
		}
		if f.version == before {
			return Result[E]{Last: f.version, Position: f.position}, nil
		}
	}
	return Result[E]{}, &ContendedError{Stream: stream, Attempts: 1 + MaxRetries, Version: f.version}
}

// seen holds that the stream is where the command's sender saw it.
func (d *Decider[S, C, E]) seen(ctx context.Context, stream eventstore.StreamID, f *folded[S], seen eventstore.Version) (err error) {
	if seen > f.version {
		if *f, err = d.refresh(ctx, stream, *f); err != nil {
			return err
		}
	}
	if seen != 0 && seen != f.version {
		return &StaleError{Stream: stream, Seen: seen, Version: f.version}
	}
	return nil
}

// overtaken reports whether an append failed, or was recognised as a retry,
// because the stream has gone on. Reading on will tell which.
func overtaken(err error) bool {
	return errors.Is(err, eventstore.ErrConflict) || errors.Is(err, eventstore.ErrDuplicateID) || errors.Is(err, errReplayed)
}

var errReplayed = errors.New("decider: append was a retry")

// replay gives the original result, read from the log again.
func (d *Decider[S, C, E]) replay(ctx context.Context, stream eventstore.StreamID, a act, digest [32]byte) (Result[E], error) {
	if a.digest != hex.EncodeToString(digest[:]) {
		return Result[E]{}, &ReusedError{Command: a.command, Stream: stream, First: a.first, Last: a.last}
	}
	result := Result[E]{First: a.first, Last: a.last, Position: a.position, Recorded: a.recorded, Replayed: true}
	for fact, err := range d.History(ctx, stream, a.first-1) {
		if err != nil {
			return Result[E]{}, err
		}
		result.Events = append(result.Events, fact.Event)
		if fact.Version == a.last {
			break
		}
	}
	return result, nil
}

// write appends the decision and folds what was written into the cache. It
// decodes what it encoded, so a state in the cache and one from the log cannot
// differ.
func (d *Decider[S, C, E]) write(ctx context.Context, stream eventstore.StreamID, f folded[S], cmd Command[C], decided []E) (Result[E], error) {
	records, err := d.encode(stream, cmd, decided)
	if err != nil {
		return Result[E]{}, err
	}
	events := make([]E, len(records))
	for i := range records {
		if events[i], err = d.decode(&eventstore.Recorded{Event: records[i], Stream: stream}); err != nil {
			return Result[E]{}, err
		}
	}
	done, err := d.log.Append(ctx, stream, eventstore.Exact(f.version), records...)
	if err == nil && done.Replayed {
		err = errReplayed
	}
	if err != nil {
		return Result[E]{}, err
	}
	for i := range records {
		f.note(&eventstore.Recorded{Event: records[i], Version: done.First + eventstore.Version(i),
			Position: done.Positions[i], Recorded: done.Recorded})
	}
	f.state, f.seen = d.model.Evolve(f.state, events), done.Position()
	d.cache.put(stream, f)
	return Result[E]{First: done.First, Last: done.Last, Position: done.Position(), Recorded: done.Recorded, Events: events}, nil
}

func (d *Decider[S, C, E]) encode(stream eventstore.StreamID, cmd Command[C], decided []E) ([]eventstore.Event, error) {
	meta := make(map[string]string, len(cmd.Meta)+2)
	maps.Copy(meta, cmd.Meta)
	meta[MetaCommand] = cmd.ID.String()
	meta[MetaDigest] = hex.EncodeToString(cmd.Digest[:])
	records := make([]eventstore.Event, len(decided))
	for i, event := range decided {
		typ, schema, data, err := d.model.Codec.Encode(event)
		if err != nil {
			return nil, err
		}
		records[i] = eventstore.Event{ID: eventstore.EventID(cmd.ID, stream, i), Type: typ, Schema: schema,
			Occurred: cmd.Occurred, Data: data, Meta: meta}
		if at, ok := any(event).(Occurrer); ok {
			records[i].Occurred = at.OccurredAt()
		}
	}
	return records, nil
}
