package follower

import (
	"context"
	"iter"

	"huiyin/eventstore"
)

// aheadBatches is how many batches of the store are read before they are asked
// for.
const aheadBatches = 4

// readAhead is the log's subscription, read and verified by a goroutine of its
// own while the consumer works on what came before. The goroutine has ended when
// the sequence has.
func readAhead(ctx context.Context, log Log, after eventstore.Position, o eventstore.SubscribeOptions) iter.Seq2[eventstore.Batch, error] {
	type read struct {
		eventstore.Batch
		err error
	}
	return func(yield func(eventstore.Batch, error) bool) {
		ctx, stop := context.WithCancel(ctx)
		reads := make(chan read, aheadBatches)
		go func() {
			defer close(reads)
			for b, err := range log.Subscribe(ctx, after, o) {
				select {
				case reads <- read{b, err}:
				case <-ctx.Done():
					return
				}
			}
		}()
		defer func() {
			stop()
			for range reads {
			}
		}()
		for r := range reads {
			if ctx.Err() != nil || !yield(r.Batch, r.err) { // what was read ahead is not worked on any more
				return
			}
		}
	}
}
