package ledger

import (
	"context"
	"fmt"
	"slices"

	"golang.org/x/mod/sumdb/tlog"

	"huiyin/eventstore"
)

// Report is what an audit of the whole log found.
type Report struct {
	Events   int64
	Streams  int
	Root     tlog.Hash
	Position eventstore.Position
	Origin   string
	// Checked counts the checkpoints that the log extends.
	Checked int
}

// Audit reads the whole log and trusts nothing beside it: every event against
// its hash, every stream's chain from its first event, and the root at every
// checkpoint given. The first thing that is wrong ends it, as a *CorruptError
// with the position, ErrRolledBack or ErrForked. progress may be nil.
func Audit(ctx context.Context, log Log, checkpoints []Checkpoint, progress func(events int64)) (Report, error) {
	a := audit{chains: map[eventstore.StreamID]*eventstore.Chain{}, open: slices.Clone(checkpoints)}
	slices.SortFunc(a.open, func(x, y Checkpoint) int { return int(x.Size - y.Size) })
	for r, err := range log.ReadAll(ctx, 0) {
		if err != nil {
			return a.report, err
		}
		if err := a.event(&r); err != nil {
			return a.report, err
		}
		if progress != nil && a.report.Events%10_000 == 0 {
			progress(a.report.Events)
		}
	}
	if len(a.open) > 0 {
		return a.report, fmt.Errorf("%w: it has %d events, a checkpoint covers %d", ErrRolledBack, a.report.Events, a.open[0].Size)
	}
	a.report.Streams, a.report.Root = len(a.chains), a.edge.root()
	return a.report, nil
}

type audit struct {
	report Report
	chains map[eventstore.StreamID]*eventstore.Chain
	open   []Checkpoint // not reached yet, the smallest first
	edge   compact
}

func (a *audit) event(r *eventstore.Recorded) error {
	if a.report.Events == 0 {
		a.report.Origin = originOf(r)
	}
	chain := a.chains[r.Stream]
	if chain == nil {
		chain = &eventstore.Chain{}
		a.chains[r.Stream] = chain
	}
	if err := chain.Check(r); err != nil {
		return err
	}
	a.edge.add(Leaf(r))
	a.report.Events++
	a.report.Position = r.Position
	for len(a.open) > 0 && a.open[0].Size == a.report.Events {
		c := a.open[0]
		if a.report.Origin != c.Origin || a.edge.root() != c.Root {
			return fmt.Errorf("%w: the root at %d events differs", ErrForked, c.Size)
		}
		a.open, a.report.Checked = a.open[1:], a.report.Checked+1
	}
	return nil
}

// compact is the right edge of a growing tree: one hash for each complete
// subtree, the largest first. It gives the root at every size without a file.
type compact struct {
	size  int64
	edges []tlog.Hash
}

func (c *compact) add(leaf tlog.Hash) {
	for n := c.size; n&1 == 1; n >>= 1 {
		last := len(c.edges) - 1
		leaf = tlog.NodeHash(c.edges[last], leaf)
		c.edges = c.edges[:last]
	}
	c.edges = append(c.edges, leaf)
	c.size++
}

// root is the hash of the whole tree; zero for none.
func (c *compact) root() tlog.Hash {
	if len(c.edges) == 0 {
		return tlog.Hash{}
	}
	h := c.edges[len(c.edges)-1]
	for _, left := range slices.Backward(c.edges[:len(c.edges)-1]) {
		h = tlog.NodeHash(left, h)
	}
	return h
}
