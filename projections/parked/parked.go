// Package parked is what a consumer of the log does with a stream it cannot
// digest: the stream is parked, by name and reason, and everybody else goes on.
//
// A parked stream is neither skipped nor forgotten. Its events are counted as
// waiting while the consumer's checkpoint moves on; what the consumer made of
// the events before the one that failed stays as it is; and a retry takes the
// stream up again in order, so that in the end no event was left out.
//
// What parks a stream is trouble that is the stream's own: an event that this
// program cannot read, a panic on it, rows the read file will not take, a
// handler that gave up. Trouble that says the log or the consumer as a whole
// cannot go on (see Stops) parks nothing: it would park everybody.
//
// Damage is the hard case. A broken chain must not be hidden, so it is never
// passed over as if nothing were; but one damaged stream must not keep an office
// from all others either. So damage that the log ascribes to one stream parks
// that stream with the cause Corrupt, which everything that shows parked cases
// reports apart and loudly; damage that cannot be ascribed stops the consumer.
package parked

import (
	"errors"
	"fmt"
	"time"

	"huiyin/domain/suggestion"
	"huiyin/domain/wire"
	"huiyin/eventstore"
)

// Cause says what kind of trouble parked a stream.
type Cause string

// Causes.
const (
	Undecodable Cause = "undecodable" // this program cannot read the event
	Panicked    Cause = "panicked"    // folding, handling or showing it panics
	Rejected    Cause = "rejected"    // the read file does not take the rows made of it
	Unreadable  Cause = "unreadable"  // the log gives others' events, but not these
	Failed      Cause = "failed"      // a handler gave up on it
	Corrupt     Cause = "corrupt"     // what is stored is not what was written
)

// Causes lists the causes.
func Causes() []Cause {
	return []Cause{Undecodable, Panicked, Rejected, Unreadable, Failed, Corrupt}
}

// Stream is a stream that one consumer has parked.
type Stream struct {
	// Consumer is who parked it: the views of a read file, or a handler.
	Consumer string
	Name     eventstore.StreamID
	// Case is empty for a stream that is no case's; Number as far as known.
	Case   suggestion.CaseID
	Number string
	// Version, Position and Type are those of the event that failed, as far as
	// the log tells them.
	Version  eventstore.Version
	Position eventstore.Position
	Type     string
	Cause    Cause
	Reason   string
	// Since is when it was parked first; Tries how often it was tried.
	Since time.Time
	Tries int
	// Waiting counts the events behind the one that failed, as far as they are
	// for this consumer.
	Waiting int
}

// At parks a stream at an event. What the event does not tell, because it could
// not be read, is taken from the error and from the version before.
func At(consumer string, stream eventstore.StreamID, before eventstore.Version, r *eventstore.Recorded, cause Cause, err error) Stream {
	s := Stream{Consumer: consumer, Name: stream, Version: r.Version, Position: r.Position, Type: r.Type, Cause: cause, Reason: err.Error(), Tries: 1}
	s.Case, _ = wire.CaseOf(string(stream))
	var damage *eventstore.CorruptError
	if s.Position == 0 && errors.As(err, &damage) {
		s.Position = damage.Position
	}
	if s.Version == 0 {
		s.Version = before + 1
	}
	return s
}

// String names the event that failed.
func (s Stream) String() string {
	return fmt.Sprintf("%s: %s parked at version %d, position %d (%s): %s", s.Consumer, s.Name, s.Version, s.Position, s.Type, s.Reason)
}
