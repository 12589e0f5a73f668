// Package reactors turns events into commands: the hand-over of merged cases
// and the clock that lets due dates lapse.
//
// Both decide purely and act through one small interface. Every command's id
// derives from its cause, so a reactor may be stopped anywhere, started again,
// run twice or run on two nodes: whoever is first wins, and the others find the
// act done.
package reactors

import (
	"context"
	"errors"

	"huiyin/domain/lifecycle"
	"huiyin/domain/suggestion"
	"huiyin/eventstore"
)

// Act is a command a reactor asks for.
type Act struct {
	ID      eventstore.ID
	Case    suggestion.CaseID
	Role    lifecycle.Role
	Command suggestion.Command
}

// Desk carries acts out and knows the cases as they are now.
type Desk interface {
	Carry(ctx context.Context, a Act) error
	Load(ctx context.Context, id suggestion.CaseID) (*suggestion.Suggestion, error)
}

func ignoreUnknown(err error) error {
	if errors.Is(err, eventstore.ErrStreamNotFound) {
		return nil
	}
	return err
}
