package sqlite

import (
	"context"
	"iter"
	"math"

	"huiyin/eventstore"
)

// ReadStream implements eventstore.Store.
func (s *Store) ReadStream(ctx context.Context, stream eventstore.StreamID, after eventstore.Version) iter.Seq2[eventstore.Recorded, error] {
	return func(yield func(eventstore.Recorded, error) bool) {
		if err := s.readStream(ctx, stream, max(after, 0), yield); err != nil {
			yield(eventstore.Recorded{}, err)
		}
	}
}

// readStream reads page after page. Each page begins with the last event of the
// one before (the first page with the event the caller names), so that every
// link is checked; a page that is not full is the end.
func (s *Store) readStream(ctx context.Context, stream eventstore.StreamID, after eventstore.Version, yield func(eventstore.Recorded, error) bool) error {
	upTo := eventstore.Version(math.MaxInt64)
	for chain := (eventstore.Chain{}); ; {
		page, full, err := s.streamPage(ctx, stream, after, upTo)
		if err != nil {
			return err
		}
		if full && upTo == math.MaxInt64 {
			// Fixed once, or a fast writer would make the sequence endless.
			if upTo, err = s.tipVersion(ctx, stream); err != nil {
				return err
			}
		}
		if len(page) == 0 {
			return s.endOfStream(ctx, stream)
		}
		if page[0].Version == after {
			chain = eventstore.ChainAfter(after, page[0].Hash)
			page = page[1:]
		}
		for i := range page {
			if err := chain.Check(&page[i]); err != nil {
				return s.noteDamage(err)
			}
			if page[i].Stream != stream {
				return s.noteDamage(&eventstore.CorruptError{Position: page[i].Position, Why: "record belongs to another stream"})
			}
			if !yield(page[i], nil) {
				return nil
			}
			after = page[i].Version
		}
		if !full || after >= upTo {
			return nil
		}
	}
}

func (s *Store) streamPage(ctx context.Context, stream eventstore.StreamID, from, upTo eventstore.Version) (page []eventstore.Recorded, full bool, err error) {
	err = s.use(ctx, func(r *reader) (err error) {
		r.stream.BindText(1, string(stream))
		r.stream.BindInt64(2, int64(from))
		r.stream.BindInt64(3, int64(upTo))
		r.stream.BindInt64(4, pageRows)
		page, full, err = records(r.stream, 32)
		return s.noteDamage(classify(err, 0))
	})
	return page, full, err
}

// endOfStream tells an unknown stream from one that has nothing more to read.
func (s *Store) endOfStream(ctx context.Context, stream eventstore.StreamID) error {
	version, err := s.tipVersion(ctx, stream)
	switch {
	case err != nil:
		return err
	case version == 0:
		return eventstore.ErrStreamNotFound
	}
	return nil
}

func (s *Store) tipVersion(ctx context.Context, stream eventstore.StreamID) (v eventstore.Version, err error) {
	err = s.use(ctx, func(r *reader) error {
		r.hasNamed.BindText(1, string(stream))
		n, err := single(r.hasNamed)
		v = eventstore.Version(n)
		return classify(err, 0)
	})
	return v, err
}
