package sqlite

import "huiyin/eventstore"

// links checks what a read of the whole log passes: no position is left out,
// and each stream's chain holds. It forgets the chains when there are too many;
// one whose start was not seen is taken up at its next event.
type links struct {
	last   eventstore.Position
	chains map[eventstore.StreamID]eventstore.Chain
}

const maxLinks = 4096

func newLinks(after eventstore.Position) *links {
	return &links{last: after, chains: map[eventstore.StreamID]eventstore.Chain{}}
}

func (l *links) check(r *eventstore.Recorded) error {
	// The contract allows gaps, this back end makes none.
	if r.Position != l.last+1 {
		return &eventstore.CorruptError{Position: l.last + 1, Why: "event is missing"}
	}
	chain, known := l.chains[r.Stream]
	if !known {
		chain = eventstore.ChainAfter(r.Version-1, r.Prev)
		if len(l.chains) >= maxLinks {
			clear(l.chains)
		}
	}
	if err := chain.Check(r); err != nil {
		return err
	}
	l.last, l.chains[r.Stream] = r.Position, chain
	return nil
}
