package wire

import (
	"errors"
	"fmt"
)

// Sentinels for errors.Is; the errors themselves are *Error with the facts.
var (
	// ErrUnknownType says that no event has this name, or that a Go value is no
	// event of the table.
	ErrUnknownType = errors.New("wire: unknown event type")
	// ErrUnknownSchema says that the type is known, but not in this schema.
	ErrUnknownSchema = errors.New("wire: unknown schema")
	// ErrData says that the bytes are no such event, or that an event has no
	// bytes.
	ErrData = errors.New("wire: malformed event data")
)

// Error carries the facts of a refusal. Kind is one of the sentinels; Type and
// Schema are what was asked for; Newest is the schema this program writes, 0
// when it does not know the type; Cause is what lay below, if anything.
type Error struct {
	Kind   error
	Type   string
	Schema int
	Newest int
	Cause  error
}

// Error names kind, type, schema and cause.
func (e *Error) Error() string {
	s := fmt.Sprintf("%v: %q", e.Kind, e.Type)
	if e.Schema != 0 || e.Newest != 0 {
		s += fmt.Sprintf(" schema %d, newest known %d", e.Schema, e.Newest)
	}
	if e.Cause != nil {
		s += ": " + e.Cause.Error()
	}
	return s
}

// Unwrap gives the sentinel and the cause.
func (e *Error) Unwrap() []error {
	if e.Cause == nil {
		return []error{e.Kind}
	}
	return []error{e.Kind, e.Cause}
}
