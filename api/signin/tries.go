package signin

import (
	"context"
	"time"
)

const (
	maxTries = 5
	lockFor  = 10 * time.Minute
	// forget is how long a failure counts.
	forget = 15 * time.Minute
)

// tries counts failures of one kind: of a login from one address, of a login
// from one known device, of a login from all addresses together.
type tries struct {
	Count int
	Last  time.Time
	Until time.Time // not before this
}

// charge counts a try before it is made, so that a hundred at once do not all
// slip through, and refuses it if it comes too soon. The first two are free of
// waiting; then 1, 2 and 4 seconds; after the fifth the login is locked for ten
// minutes, from everywhere but the devices it is known on. Those are counted
// each for itself: whoever locks a login does not lock out its owner (handbook
// AUT-05). Nothing here depends on whether the login exists.
func (s *Service) charge(ctx context.Context, login string, from From, known bool) error {
	keys := chargeKeys(login, from, known)
	for _, key := range keys {
		t, _, err := get[tries](ctx, s.store, kindTries, key.id)
		if err != nil {
			return err
		}
		if e := t.stops(s.now()); e != nil {
			return e // a try that is not made is counted nowhere
		}
	}
	for _, key := range keys {
		err := change(ctx, s.store, kindTries, key.id, func(t *tries, _ bool) error {
			if e := t.stops(s.now()); e != nil {
				return e
			}
			t.add(s.now(), key.waits)
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// stops refuses a try that comes too soon.
func (t *tries) stops(now time.Time) *Error {
	switch {
	case !now.Before(t.Until):
		return nil
	case t.Count >= maxTries:
		return &Error{Err: ErrLocked, Until: t.Until}
	}
	return &Error{Err: ErrSlow, Until: t.Until}
}

// add counts a try.
func (t *tries) add(now time.Time, waits bool) {
	if t.Count >= maxTries || now.Sub(t.Last) > forget {
		t.Count = 0
	}
	t.Count++
	t.Last = now
	switch {
	case t.Count >= maxTries:
		t.Until = now.Add(lockFor)
	case t.Count > 1 && waits:
		t.Until = now.Add(time.Second << (t.Count - 2))
	}
}

// failed tells whether the failure that was just charged locked the login.
func (s *Service) failed(ctx context.Context, login string, from From, known bool) (locked bool, err error) {
	for _, key := range chargeKeys(login, from, known) {
		t, _, err := get[tries](ctx, s.store, kindTries, key.id)
		if err != nil {
			return false, err
		}
		locked = locked || t.Count >= maxTries
	}
	return locked, nil
}

// forgive forgets the failures of who has come in; the sweep throws away what is
// left of them.
func (s *Service) forgive(ctx context.Context, login string, from From, known bool) error {
	for _, key := range chargeKeys(login, from, known) {
		if err := put(ctx, s.store, kindTries, key.id, tries{}); err != nil {
			return err
		}
	}
	return nil
}

type chargeKey struct {
	id    string
	waits bool
}

func chargeKeys(login string, from From, known bool) []chargeKey {
	if known {
		return []chargeKey{{digest(login, "device", from.Device), true}}
	}
	return []chargeKey{{digest(login, "address", from.IP), true}, {digest(login, "everywhere"), false}}
}
