package eventstore

import (
	"errors"
	"fmt"
)

// Sentinels; match them with errors.Is. Where facts belong to the error, a
// struct of the matching name carries them and matches the sentinel.
var (
	// ErrConflict: the stream is not at the expected version (*ConflictError).
	ErrConflict = errors.New("eventstore: stream is not at the expected version")
	// ErrStreamNotFound: no event was ever appended to the stream.
	ErrStreamNotFound = errors.New("eventstore: stream not found")
	// ErrDuplicateID: an id is in the log already, elsewhere or with other
	// content (*DuplicateIDError).
	ErrDuplicateID = errors.New("eventstore: event id already used")
	// ErrTooLarge: a limit of the contract is exceeded (*TooLargeError).
	ErrTooLarge = errors.New("eventstore: too large")
	// ErrInvalid: the input can never be accepted (*InvalidError).
	ErrInvalid = errors.New("eventstore: invalid input")
	// ErrUnavailable: the store cannot be reached now; the same call may
	// succeed later.
	ErrUnavailable = errors.New("eventstore: unavailable")
	// ErrFull: there is no room left where the log lies (*FullError). It is a kind
	// of ErrUnavailable.
	ErrFull = errors.New("eventstore: no room left")
	// ErrCorrupt: what is stored is not what was written (*CorruptError).
	ErrCorrupt = errors.New("eventstore: corrupt")
	// ErrClosed: the store was closed.
	ErrClosed = errors.New("eventstore: closed")
	// ErrFenced: a write or sync failed, so nothing may be assumed about what
	// is on the disk; the store accepts no append until it is opened anew.
	ErrFenced = errors.New("eventstore: fenced after a failed write")
	// ErrLocked: another process owns the data folder (*LockedError).
	ErrLocked = errors.New("eventstore: data folder is owned by another process")
	// ErrReadOnly: the store was opened for reading only.
	ErrReadOnly = errors.New("eventstore: opened read-only")
	// ErrPositionAhead: the position lies beyond the end of this log, so it
	// was taken from another one or from before a restore.
	ErrPositionAhead = errors.New("eventstore: position is beyond the end of the log")
)

// ConflictError says where the stream really is.
type ConflictError struct {
	Stream   StreamID
	Expected Version
	Actual   Version
}

// Error implements error.
func (e *ConflictError) Error() string {
	return fmt.Sprintf("eventstore: stream %s is at version %d, expected %d", e.Stream, e.Actual, e.Expected)
}

// Is matches ErrConflict.
func (e *ConflictError) Is(target error) bool { return target == ErrConflict }

// DuplicateIDError names the id and where the log already has it; Version is
// zero if the id occurs twice in one append.
type DuplicateIDError struct {
	ID      ID
	Stream  StreamID
	Version Version
}

// Error implements error.
func (e *DuplicateIDError) Error() string {
	return fmt.Sprintf("eventstore: event id %s already used in %s at version %d", e.ID, e.Stream, e.Version)
}

// Is matches ErrDuplicateID.
func (e *DuplicateIDError) Is(target error) bool { return target == ErrDuplicateID }

// TooLargeError says which limit is exceeded and by how much.
type TooLargeError struct {
	What string
	Size int
	Max  int
}

// Error implements error.
func (e *TooLargeError) Error() string {
	return fmt.Sprintf("eventstore: %s: %d, at most %d", e.What, e.Size, e.Max)
}

// Is matches ErrTooLarge.
func (e *TooLargeError) Is(target error) bool { return target == ErrTooLarge }

// InvalidError says what cannot be accepted and why.
type InvalidError struct {
	What string
	Why  string
}

// Error implements error.
func (e *InvalidError) Error() string { return fmt.Sprintf("eventstore: %s: %s", e.What, e.Why) }

// Is matches ErrInvalid.
func (e *InvalidError) Is(target error) bool { return target == ErrInvalid }

// FullError says where there is no room left. Nothing of the append is in the
// log, and the same append succeeds once there is room again; reads go on.
type FullError struct {
	Where string
	Cause error
}

// Error implements error.
func (e *FullError) Error() string {
	return fmt.Sprintf("eventstore: no room left in %s: %v", e.Where, e.Cause)
}

// Is matches ErrFull and ErrUnavailable.
func (e *FullError) Is(target error) bool { return target == ErrFull || target == ErrUnavailable }

// Unwrap gives the back end's own word for it.
func (e *FullError) Unwrap() error { return e.Cause }

// CorruptError says where the log contradicts itself. Position is zero if the
// damage has no place in the log. Stream is the one stream that is damaged,
// empty if that cannot be told: a reader may then not assume that any is whole.
type CorruptError struct {
	Position Position
	Stream   StreamID
	Why      string
}

// Error implements error.
func (e *CorruptError) Error() string {
	return fmt.Sprintf("eventstore: corrupt at position %d: %s", e.Position, e.Why)
}

// Is matches ErrCorrupt.
func (e *CorruptError) Is(target error) bool { return target == ErrCorrupt }

// LockedError says which process owns the data folder, as far as it left word.
type LockedError struct {
	Dir  string
	PID  int
	Host string
}

// Error implements error.
func (e *LockedError) Error() string {
	return fmt.Sprintf("eventstore: %s is owned by process %d on %q", e.Dir, e.PID, e.Host)
}

// Is matches ErrLocked.
func (e *LockedError) Is(target error) bool { return target == ErrLocked }
