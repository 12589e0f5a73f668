package follower

import (
	"context"
	"iter"

	"huiyin/eventstore"
)

// upTo is a log as it was when it ended at a position.
type upTo struct {
	Log
	end eventstore.Position
}

func (u upTo) Head(ctx context.Context) (eventstore.Position, error) {
	head, err := u.Log.Head(ctx)
	return min(head, u.end), err
}

func (u upTo) ReadStream(ctx context.Context, stream eventstore.StreamID, after eventstore.Version) iter.Seq2[eventstore.Recorded, error] {
	return func(yield func(eventstore.Recorded, error) bool) {
		for r, err := range u.Log.ReadStream(ctx, stream, after) {
			if err == nil && r.Position > u.end || !yield(r, err) {
				return
			}
		}
	}
}

// Subscribe says CaughtUp at the position and goes no further.
func (u upTo) Subscribe(ctx context.Context, after eventstore.Position, o eventstore.SubscribeOptions) iter.Seq2[eventstore.Batch, error] {
	return func(yield func(eventstore.Batch, error) bool) {
		for b, err := range u.Log.Subscribe(ctx, after, o) {
			last := b.Position >= u.end
			for n := len(b.Events); n > 0 && b.Events[n-1].Position > u.end; n-- {
				b.Events = b.Events[:n-1]
			}
			b.Position, b.CaughtUp = min(b.Position, u.end), b.CaughtUp || last
			if !yield(b, err) || last {
				return
			}
		}
	}
}
