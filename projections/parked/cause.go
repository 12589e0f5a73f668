package parked

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"

	"huiyin/domain/wire"
	"huiyin/eventstore"
)

// Error is trouble whose cause is known.
type Error struct {
	Cause Cause
	Err   error
}

// Error implements error.
func (e *Error) Error() string { return e.Err.Error() }

// Unwrap gives the error below.
func (e *Error) Unwrap() error { return e.Err }

// CauseOf tells why a stream cannot be digested now or later by this program.
// False means that the same may succeed next time, or that it is no stream's
// own trouble.
func CauseOf(err error) (Cause, bool) {
	var own *Error
	var unread *wire.Error
	switch {
	case errors.As(err, &own):
		return own.Cause, true
	case errors.As(err, &unread):
		return Undecodable, true
	case errors.Is(err, eventstore.ErrCorrupt):
		return Corrupt, true
	}
	return "", false
}

// Damage tells where the log is damaged, if that is in one stream only.
func Damage(err error) (*eventstore.CorruptError, bool) {
	var d *eventstore.CorruptError
	ok := errors.As(err, &d) && d.Position != 0 && d.Stream != ""
	return d, ok
}

// Stops reports whether an error means that a consumer has to stop, whatever the
// stream: it was told to, or the log as a whole is closed or takes nothing.
func Stops(err error) bool {
	return errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) || OfTheLog(err)
}

// OfTheLog reports whether an error is the log's as a whole.
func OfTheLog(err error) bool {
	for _, e := range []error{eventstore.ErrClosed, eventstore.ErrFenced, eventstore.ErrLocked, eventstore.ErrReadOnly, eventstore.ErrPositionAhead} {
		if errors.Is(err, e) {
			return true
		}
	}
	return false
}

// Recover turns a panic into an error of the cause Panicked that names the
// function. Use it as: defer parked.Recover(&err).
func Recover(err *error) {
	if value := recover(); value != nil {
		*err = &Error{Cause: Panicked, Err: fmt.Errorf("panic in %s: %v", panicking(), value)}
	}
}

// panicking is the function that panicked: the first below the runtime's own.
func panicking() string {
	pcs := make([]uintptr, 16)
	frames := runtime.CallersFrames(pcs[:runtime.Callers(3, pcs)])
	for {
		f, more := frames.Next()
		if !strings.HasPrefix(f.Function, "runtime.") || !more {
			return f.Function
		}
	}
}
