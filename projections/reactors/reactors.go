// Package reactors turns events into commands: the hand-over of merged cases, the
// clock that lets due dates lapse, and the remarks on ratings.
//
// All decide purely and act through one small interface. Every command's id
// derives from its cause, so a reactor may be stopped anywhere, started again,
// run twice or run on two nodes: whoever is first wins, and the others find the
// act done.
//
// A Runner gives events to handlers on Watermill's router. Order comes from the
// Subscriber, which hands out an event only after the one before it was
// acknowledged; delivery is at least once, because the checkpoint is saved after
// that.
//
// An event that cannot be handled parks its stream for that handler (see package
// parked): at once if this program cannot read it or panics on it, after some
// tries, more and more slowly, if it fails otherwise. Other streams go on; within
// the stream nothing behind the event is handled before it. Every start of a
// Runner first takes the parked streams up again, in order, from the event that
// failed. An error of the log itself parks nothing: Run waits for the log, and
// CatchUp gives up.
package reactors

import (
	"context"
	"errors"

	"huiyin/domain/lifecycle"
	"huiyin/domain/suggestion"
	"huiyin/eventstore"
	"huiyin/eventstore/decider"
)

// Act is a command a reactor asks for.
type Act struct {
	ID      eventstore.ID
	Case    suggestion.CaseID
	Role    lifecycle.Role
	Command suggestion.Command
}

// Desk carries acts out and knows the cases as they are now. An act carried out
// before, under the same id, is done and no error; a refusal is a
// *suggestion.Refusal.
type Desk interface {
	Carry(ctx context.Context, a Act) error
	Load(ctx context.Context, id suggestion.CaseID) (*suggestion.Suggestion, error)
}

// isAnswer reports whether an act was decided, for or against. An id that was
// used before for the same act on an older state is decided too.
func isAnswer(err error) bool {
	var refusal *suggestion.Refusal
	return err == nil || errors.As(err, &refusal) || errors.Is(err, decider.ErrCommandReused)
}

func ignoreUnknown(err error) error {
	if errors.Is(err, eventstore.ErrStreamNotFound) {
		return nil
	}
	return err
}
