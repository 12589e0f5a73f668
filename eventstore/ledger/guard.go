package ledger

import (
	"context"
	"errors"
	"fmt"

	"golang.org/x/mod/sumdb/tlog"

	"huiyin/eventstore"
)

// What a log can be found to be against a checkpoint.
var (
	// ErrRolledBack says that the log is shorter than a checkpoint of it: it was
	// cut, or an old copy was put back.
	ErrRolledBack = errors.New("ledger: the log is older than its checkpoint")
	// ErrForked says that the log differs from what the checkpoint covers.
	ErrForked = errors.New("ledger: the log is not the one the checkpoint covers")
)

// Guard is the check at start, in time that does not grow with the log: the log
// has the checkpoint's name, reaches as far, and holds the event at its end. The
// root is compared by the tree where it reaches that far. Nil means that writing
// may go on; Audit says more and takes longer.
func Guard(ctx context.Context, log Log, t *Tree, c Checkpoint) error {
	origin, err := Origin(ctx, log)
	if errors.Is(err, ErrEmpty) {
		return fmt.Errorf("%w: it is empty, the checkpoint covers %d events", ErrRolledBack, c.Size)
	}
	if err != nil {
		return err
	}
	if origin != c.Origin {
		return fmt.Errorf("%w: it is %s, the checkpoint is of %s", ErrForked, origin, c.Origin)
	}
	head, err := log.Head(ctx)
	if err != nil {
		return err
	}
	if head < c.Position {
		return fmt.Errorf("%w: it ends at position %d, the checkpoint at %d", ErrRolledBack, head, c.Position)
	}
	if err := t.CatchUp(ctx, log); err != nil {
		if errors.Is(err, eventstore.ErrPositionAhead) {
			return fmt.Errorf("%w: the tree covers position %d", ErrRolledBack, t.Position())
		}
		return err
	}
	return t.covers(c)
}

// covers compares the tree's root at the checkpoint's size.
func (t *Tree) covers(c Checkpoint) error {
	if t.Size() < c.Size {
		return fmt.Errorf("%w: it has %d events, the checkpoint covers %d", ErrRolledBack, t.Size(), c.Size)
	}
	root, err := tlog.TreeHash(c.Size, t)
	if err != nil {
		return err
	}
	if root != c.Root {
		return fmt.Errorf("%w: the root at %d events differs", ErrForked, c.Size)
	}
	return nil
}
