package ledger

import (
	"context"
	"iter"

	"golang.org/x/mod/sumdb/tlog"

	"huiyin/eventstore"
)

// Log is the part of a store the ledger reads.
type Log interface {
	ReadAll(ctx context.Context, after eventstore.Position) iter.Seq2[eventstore.Recorded, error]
	Head(ctx context.Context) (eventstore.Position, error)
}

// batchLeaves is how many leaves are written and synced at a time.
const batchLeaves = 8192

// CatchUp covers every event that is in the log now.
func (t *Tree) CatchUp(ctx context.Context, log Log) error {
	var leaves []tlog.Hash
	last := t.at
	for r, err := range log.ReadAll(ctx, t.at) {
		if err != nil {
			return err
		}
		leaves, last = append(leaves, Leaf(&r)), r.Position
		if len(leaves) < batchLeaves {
			continue
		}
		if err := t.add(leaves, last); err != nil {
			return err
		}
		leaves = leaves[:0]
	}
	if len(leaves) == 0 {
		return nil
	}
	return t.add(leaves, last)
}

// Leaf is the event's leaf hash: RFC 6962 over its canonical bytes.
func Leaf(r *eventstore.Recorded) tlog.Hash { return tlog.RecordHash(r.Canonical) }

// Checkpoint is the tree's state now, ready to be signed.
func (t *Tree) Checkpoint(origin string) (Checkpoint, error) {
	root, err := tlog.TreeHash(t.leaves, t)
	return Checkpoint{Origin: origin, Size: t.leaves, Root: root, Position: t.at}, err
}

// Origin names a log by its first event, so that a checkpoint of one log is
// never held against another.
func Origin(ctx context.Context, log Log) (string, error) {
	for r, err := range log.ReadAll(ctx, 0) {
		if err != nil {
			return "", err
		}
		return originOf(&r), nil
	}
	return "", ErrEmpty
}
