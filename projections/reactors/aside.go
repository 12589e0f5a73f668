package reactors

import (
	"context"
	"errors"
	"time"

	"zombiezen.com/go/sqlite"

	"huiyin/domain/wire"
	"huiyin/eventstore"
	"huiyin/projections/parked"
)

// takeUp hands out the events of parked streams, from the one that failed on and
// in order, up to the checkpoint.
func (f *feed) takeUp(ctx context.Context) error {
	all, err := f.Checkpoints.Parked(f.topic)
	if err != nil {
		return err
	}
	for _, p := range all {
		f.aside[p.Name] = true
	}
	for _, p := range all {
		if f.Retry != nil && !f.Retry(p) {
			continue
		}
		if err := f.takeUpOne(ctx, p); err != nil {
			return err
		}
	}
	return nil
}

// takeUpOne tries each event once: who waits here for one stream holds up all
// others.
func (f *feed) takeUpOne(ctx context.Context, p parked.Stream) error {
	var still *parked.Stream
	good := p.Version - 1
	for r, err := range f.Log.ReadStream(ctx, p.Name, good) {
		if err != nil {
			return f.stays(p, good, err)
		}
		if r.Position > f.at {
			break
		}
		if f.Keep != nil && !f.Keep(&r) {
			continue
		}
		if still != nil {
			still.Waiting++
			continue
		}
		cause, why, err := f.hand(ctx, &r, 1)
		if err != nil {
			return err
		}
		if cause != "" {
			again := parked.At(f.topic, r.Stream, good, &r, cause, why)
			still = &again
			continue
		}
		good = r.Version
		if err := f.change(f.at, func(c *sqlite.Conn) error { return parked.Pass(c, f.topic, p.Name, good) }); err != nil {
			return err
		}
	}
	if still != nil {
		return f.park(*still, f.at)
	}
	delete(f.aside, p.Name)
	return f.change(f.at, func(c *sqlite.Conn) error { return parked.Remove(c, f.topic, p.Name) })
}

// stays keeps a stream parked of which the log does not give all events.
func (f *feed) stays(p parked.Stream, good eventstore.Version, err error) error {
	if parked.Stops(err) {
		return err
	}
	cause, own := parked.CauseOf(err)
	if !own {
		cause = parked.Unreadable
	}
	again := parked.At(f.topic, p.Name, good, &eventstore.Recorded{}, cause, err)
	again.Waiting = p.Waiting
	return f.park(again, f.at)
}

// park parks the stream and moves the checkpoint to where the next event of any
// other is read from.
func (f *feed) park(p parked.Stream, at eventstore.Position) error {
	now := time.Now
	if f.Now != nil {
		now = f.Now
	}
	p.Since = now()
	f.aside[p.Name] = true
	if f.Parked != nil {
		f.Parked(p)
	}
	return f.change(at, func(c *sqlite.Conn) error { return parked.Put(c, p) })
}

// wait counts an event of a parked stream.
func (f *feed) wait(stream eventstore.StreamID, at eventstore.Position) error {
	return f.change(at, func(c *sqlite.Conn) error { return parked.Wait(c, f.topic, stream) })
}

func (f *feed) change(at eventstore.Position, what func(*sqlite.Conn) error) error {
	f.at, f.saved = at, at
	return f.Checkpoints.move(f.topic, at, what)
}

// passDamage parks the case whose stream the log reports as damaged, so that the
// next subscription begins behind the damage. It is not passed if it cannot be
// laid to one case, or that case's stream does not confirm it.
func (f *feed) passDamage(ctx context.Context, err error) (passed bool, parkErr error) {
	damage, ok := parked.Damage(err)
	if !ok {
		return false, nil
	}
	if _, isCase := wire.CaseOf(string(damage.Stream)); !isCase {
		return false, nil
	}
	if f.aside[damage.Stream] {
		return true, f.wait(damage.Stream, damage.Position)
	}
	good := eventstore.Version(0)
	for r, readErr := range f.Log.ReadStream(ctx, damage.Stream, 0) {
		if errors.Is(readErr, eventstore.ErrCorrupt) {
			p := parked.At(f.topic, damage.Stream, good, &eventstore.Recorded{}, parked.Corrupt, err)
			return true, f.park(p, damage.Position)
		}
		good = r.Version
	}
	return false, nil
}
