package eventstore

import "fmt"

// Chain checks that records are consecutive links of one stream's chain: next
// version, hash of the predecessor, a recorded time that does not run back.
// The zero Chain starts before the stream's first event.
type Chain struct {
	last Recorded
}

// ChainAfter continues a chain whose last link has this version and hash.
func ChainAfter(v Version, hash [32]byte) Chain {
	return Chain{last: Recorded{Version: v, Hash: hash}}
}

// Check accepts r as the next link or says in a *CorruptError why it is none.
// Together with a verified Hash it proves that no event of the stream before r
// was changed, dropped or added.
func (c *Chain) Check(r *Recorded) error {
	switch {
	case c.last.Stream != "" && r.Stream != c.last.Stream:
		return c.broken(r, "record of stream %s among those of %s", r.Stream, c.last.Stream)
	case r.Version != c.last.Version+1:
		return c.broken(r, "version %d of %s follows version %d", r.Version, r.Stream, c.last.Version)
	case r.Prev != c.last.Hash:
		return c.broken(r, "version %d of %s does not link to its predecessor", r.Version, r.Stream)
	case r.Recorded.Before(c.last.Recorded):
		return c.broken(r, "version %d of %s was recorded before its predecessor", r.Version, r.Stream)
	}
	c.last = Recorded{Stream: r.Stream, Version: r.Version, Hash: r.Hash, Recorded: r.Recorded}
	return nil
}

func (c *Chain) broken(r *Recorded, format string, args ...any) error {
	return &CorruptError{Position: r.Position, Stream: r.Stream, Why: fmt.Sprintf(format, args...)}
}
