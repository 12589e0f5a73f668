package follower

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"huiyin/domain/suggestion"
	"huiyin/domain/wire"
	"huiyin/eventstore"
	"huiyin/projections/parked"
)

const (
	// maxTries is how often something is tried that may pass.
	maxTries  = 5
	firstWait = 50 * time.Millisecond
	// maxRetried is how many cases may stay parked before a start goes on to the
	// new events; the rest have their turn at the next start, or by Retry.
	maxRetried = 1000
)

// patiently tries an act until it is done, fails for good, or has failed five
// times, those before included. It waits twice as long each time.
func (f *Follower) patiently(ctx context.Context, before int, do func() error) error {
	for n := before; ; n++ {
		if n > 0 {
			if err := f.opts.Sleep(ctx, firstWait<<(n-1)); err != nil {
				return err
			}
		}
		err := do()
		if err == nil || n+1 >= maxTries || errors.Is(err, errMoved) || errors.Is(err, errTrouble) || parked.Stops(err) {
			return err
		}
	}
}

func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// setAside folds the cases in trouble by themselves and puts into the step what
// became of them: rows of the last good version and, unless it is the newest,
// the event they are parked at.
func (f *Follower) setAside(ctx context.Context, s *step, bad []trouble, rows bool) error {
	for _, t := range bad {
		before := 1
		if _, own := parked.CauseOf(t.err); own {
			before = 0 // it is only to be seen how far the case goes
		}
		f.cases.drop(t.id)
		k, p, err := f.refold(ctx, t.id, s.reached, rows, before)
		if err != nil {
			return err
		}
		s.set(k, p, t.newest)
	}
	return nil
}

// refold folds a case from its stream's beginning up to a position, as far as it
// goes, and tells at which event it had to stop, if it had to. With rows set, a
// version counts as good only if the file takes its rows. Before is how often
// it was tried already.
func (f *Follower) refold(ctx context.Context, id suggestion.CaseID, upTo eventstore.Position, rows bool, before int) (k *Case, p *parked.Stream, err error) {
	err = f.patiently(ctx, before, func() (err error) {
		k, p, err = f.walk(ctx, id, upTo, rows)
		return err
	})
	if err == nil || parked.Stops(err) {
		return k, p, err
	}
	// What did not pass is this case's own if the log answers otherwise.
	if _, down := f.log.Head(ctx); down != nil {
		return nil, nil, err
	}
	p = f.park(k, &eventstore.Recorded{}, parked.Unreadable, err)
	p.Tries = maxTries
	return k, p, nil
}

// walk is one try of refold, event by event.
func (f *Follower) walk(ctx context.Context, id suggestion.CaseID, upTo eventstore.Position, rows bool) (*Case, *parked.Stream, error) {
	k := newCase(id)
	for r, err := range f.log.ReadStream(ctx, eventstore.StreamID(wire.CaseStream(id)), 0) {
		if err == nil && r.Position > upTo {
			break
		}
		next := *k
		if err == nil {
			err = next.advance(f.opts.Model, []*eventstore.Recorded{&r})
		}
		if err == nil && rows {
			err = f.file.trial(&next)
		}
		if cause, own := parked.CauseOf(err); own {
			return k, f.park(k, &r, cause, err), nil
		}
		if err != nil {
			return k, nil, err
		}
		k = &next
	}
	return k, nil, nil
}

// park says where a case stopped.
func (f *Follower) park(k *Case, r *eventstore.Recorded, cause parked.Cause, err error) *parked.Stream {
	p := parked.At(Consumer, eventstore.StreamID(wire.CaseStream(k.id)), k.Version, r, cause, err)
	p.Number, p.Since = k.State.Number, f.opts.Now()
	return &p
}

// passDamage parks the case whose stream the log reports as damaged, so that the
// next subscription begins behind the damage. Any other error of the log, and
// damage that the case's stream does not confirm, stays one.
func (f *Follower) passDamage(ctx context.Context, err error) error {
	damage, ok := parked.Damage(err)
	if !ok {
		return err
	}
	id, ok := wire.CaseOf(string(damage.Stream))
	if !ok {
		return err
	}
	f.cases.drop(id)
	k, p, walkErr := f.refold(ctx, id, damage.Position, false, 0)
	if p == nil || walkErr != nil {
		return err
	}
	s := step{reached: damage.Position}
	s.set(k, p, f.file.parked()[damage.Stream]+1) // nobody can read its version
	if _, err := f.write(ctx, s); err != nil {
		return err
	}
	f.opts.Parked(*p)
	return errMoved
}

// Retry takes parked cases up again, all if none is named: each is folded from
// its stream's beginning up to the checkpoint. It tells how many are healed and
// how many stay parked. It may run beside Follow.
func (f *Follower) Retry(ctx context.Context, ids ...suggestion.CaseID) (healed, left int, err error) {
	return f.retry(ctx, func(p parked.Stream, _ int) bool { return len(ids) == 0 || slices.Contains(ids, p.Case) })
}

// retrySome is the retry at a start, which must not take for ever.
func (f *Follower) retrySome(ctx context.Context) error {
	_, _, err := f.retry(ctx, func(_ parked.Stream, left int) bool { return left < maxRetried })
	return err
}

func (f *Follower) retry(ctx context.Context, which func(p parked.Stream, left int) bool) (healed, left int, err error) {
	all, err := f.file.Parked(ctx)
	for _, p := range all {
		if !which(p, left) {
			continue
		}
		still, err := f.retryOne(ctx, p.Case)
		if err != nil {
			return healed, left, fmt.Errorf("follower: retry of %s: %w", p.Name, err)
		}
		if still == nil {
			healed++
			continue
		}
		left++
		f.opts.Parked(*still)
	}
	return healed, left, err
}

// retryOne writes what became of one case, as of the checkpoint of that moment.
func (f *Follower) retryOne(ctx context.Context, id suggestion.CaseID) (*parked.Stream, error) {
	for rows := false; ; {
		s := step{reached: f.file.Checkpoint()}
		k, p, err := f.refold(ctx, id, s.reached, rows, 0)
		if err != nil {
			return nil, err
		}
		s.set(k, p, f.file.parked()[eventstore.StreamID(wire.CaseStream(id))])
		if p == nil {
			s.healed = []eventstore.StreamID{eventstore.StreamID(wire.CaseStream(id))}
		}
		bad, err := f.write(ctx, s)
		switch {
		case errors.Is(err, errMoved):
			continue
		case err != nil:
			return nil, err
		case len(bad) == 0:
			return p, nil
		case rows:
			return nil, bad[0].err
		}
		rows = true
	}
}
