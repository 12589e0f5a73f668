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
	for {
		page, full, err := s.streamPage(ctx, stream, after, upTo)
		if err == nil && len(page) == 0 {
			return s.endOfStream(ctx, stream)
		}
		if err == nil && full && upTo == math.MaxInt64 {
			// Fixed once, or a fast writer would make the sequence endless.
			upTo, err = s.tipVersion(ctx, stream)
		}
		// What verified before damage was met is still given out.
		last, goOn, linkErr := s.yieldPage(stream, page, after, yield)
		if linkErr != nil || !goOn {
			return linkErr
		}
		if err != nil || !full || last >= upTo {
			return err
		}
		after = last
	}
}

// yieldPage gives out the events of a page that follow the version after and
// says how far it came, and whether more is wanted.
func (s *Store) yieldPage(stream eventstore.StreamID, page []eventstore.Recorded, after eventstore.Version, yield func(eventstore.Recorded, error) bool) (last eventstore.Version, goOn bool, err error) {
	var chain eventstore.Chain
	if len(page) > 0 && page[0].Version == after {
		chain = eventstore.ChainAfter(after, page[0].Hash)
		page = page[1:]
	}
	for i := range page {
		err := chain.Check(&page[i])
		if err == nil && page[i].Stream != stream {
			err = &eventstore.CorruptError{Position: page[i].Position, Stream: stream, Why: "record belongs to another stream"}
		}
		if err != nil {
			return after, false, s.noteDamage(err)
		}
		if !yield(page[i], nil) {
			return after, false, nil
		}
		after = page[i].Version
	}
	return after, true, nil
}

func (s *Store) streamPage(ctx context.Context, stream eventstore.StreamID, from, upTo eventstore.Version) (page []eventstore.Recorded, full bool, err error) {
	err = s.use(ctx, func(r *reader) (err error) {
		r.stream.BindText(1, string(stream))
		r.stream.BindInt64(2, int64(from))
		r.stream.BindInt64(3, int64(upTo))
		r.stream.BindInt64(4, pageRows)
		page, full, err = s.records(r.stream, 32)
		return s.noteDamage(ofStream(s.classify(err, 0), stream))
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
		return s.classify(err, 0)
	})
	return v, err
}
