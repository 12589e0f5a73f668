package decider

import (
	"errors"
	"fmt"

	"huiyin/eventstore"
)

// Sentinels; the structs below match them and carry the facts.
var (
	// ErrCommandReused: the command's id was used for another act.
	ErrCommandReused = errors.New("decider: command id was used for another act")
	// ErrContended: others kept changing the stream; the command may be sent
	// again as it is.
	ErrContended = errors.New("decider: stream is contended")
	// ErrStale: the stream has another version than the command was given for.
	ErrStale = errors.New("decider: stream has gone on")
)

// ReusedError says which act the id belongs to.
type ReusedError struct {
	Command eventstore.ID
	Stream  eventstore.StreamID
	// First and Last are the versions of the events the id caused.
	First, Last eventstore.Version
}

// Error implements error.
func (e *ReusedError) Error() string {
	return fmt.Sprintf("decider: command %s already caused versions %d to %d of %s with other content",
		e.Command, e.First, e.Last, e.Stream)
}

// Is matches ErrCommandReused.
func (e *ReusedError) Is(target error) bool { return target == ErrCommandReused }

// ContendedError says how often a command was decided in vain.
type ContendedError struct {
	Stream   eventstore.StreamID
	Attempts int
	// Version is where the stream was last seen.
	Version eventstore.Version
}

// Error implements error.
func (e *ContendedError) Error() string {
	return fmt.Sprintf("decider: %s changed under %d attempts and is at version %d", e.Stream, e.Attempts, e.Version)
}

// Is matches ErrContended.
func (e *ContendedError) Is(target error) bool { return target == ErrContended }

// StaleError says which version the command was given for and which there is.
type StaleError struct {
	Stream  eventstore.StreamID
	Seen    eventstore.Version
	Version eventstore.Version
}

// Error implements error.
func (e *StaleError) Error() string {
	return fmt.Sprintf("%v: %s is at version %d, not %d", ErrStale, e.Stream, e.Version, e.Seen)
}

// Is matches ErrStale.
func (e *StaleError) Is(target error) bool { return target == ErrStale }
