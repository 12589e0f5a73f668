package eventstore

import "time"

// Hooks let an operator watch a store without the store knowing how. Every
// field may be nil. Hooks run on the store's own goroutines and must not block
// or call back into it.
type Hooks struct {
	// AppendDone: one append was answered.
	AppendDone func(events int, d time.Duration, err error)
	// GroupCommit: several appends became durable with one sync.
	GroupCommit func(requests, events int, d time.Duration)
	// Fenced: the store stopped accepting appends because of err.
	Fenced func(err error)
	// ClockBehind: the clock was this far behind the recorded time of the
	// stream's last event, which the new event was given too. It was stepped
	// back, or had run ahead before.
	ClockBehind func(d time.Duration)
	// Corrupt: a read met damage.
	Corrupt func(err error)
}

// Complete returns the hooks with every nil replaced by a function that does
// nothing, so that a store may call them without asking.
func (h Hooks) Complete() Hooks {
	if h.AppendDone == nil {
		h.AppendDone = func(int, time.Duration, error) {}
	}
	if h.GroupCommit == nil {
		h.GroupCommit = func(int, int, time.Duration) {}
	}
	if h.Fenced == nil {
		h.Fenced = func(error) {}
	}
	if h.ClockBehind == nil {
		h.ClockBehind = func(time.Duration) {}
	}
	if h.Corrupt == nil {
		h.Corrupt = func(error) {}
	}
	return h
}
