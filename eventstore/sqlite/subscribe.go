package sqlite

import (
	"context"
	"iter"
	"time"

	"huiyin/eventstore"
)

// Subscribe implements eventstore.Store.
func (s *Store) Subscribe(ctx context.Context, after eventstore.Position, o eventstore.SubscribeOptions) iter.Seq2[eventstore.Batch, error] {
	if o.Max <= 0 {
		o.Max = eventstore.DefaultBatch
	}
	if o.Poll <= 0 {
		o.Poll = eventstore.DefaultPoll
	}
	return func(yield func(eventstore.Batch, error) bool) {
		sub := subscription{store: s, options: o, at: after, told: after, links: newLinks(after)}
		for {
			batch, wake, err := sub.next(ctx)
			if err != nil {
				yield(eventstore.Batch{}, err)
				return
			}
			if sub.tells(batch) && !yield(batch, nil) {
				return
			}
			if batch.CaughtUp {
				// An error here is met again, and told, by the next read.
				sub.sleep(ctx, wake)
			}
		}
	}
}

// subscription is where one subscriber is in the log.
type subscription struct {
	store   *Store
	options eventstore.SubscribeOptions
	at      eventstore.Position
	told    eventstore.Position
	greeted bool
	links   *links
}

// next reads one batch. The wake channel was taken before the log was looked
// at, so an append between the look and the sleep ends the sleep.
func (u *subscription) next(ctx context.Context) (b eventstore.Batch, wake <-chan struct{}, err error) {
	wake = u.store.wake.wait()
	head, err := u.store.frontier(ctx, u.at)
	if err != nil {
		return b, wake, err
	}
	if u.at < head {
		if b.Events, err = u.store.page(ctx, u.at, head, u.options.Max); err != nil && len(b.Events) == 0 {
			return b, wake, err
		}
	}
	if b.Events, err = u.accept(b.Events); err != nil {
		return b, wake, err
	}
	b.Position, b.CaughtUp = u.at, u.at >= head
	return b, wake, nil
}

// accept moves on over the events read and returns those to be kept. Damage
// found behind a good event is met again, and told, by the next read.
func (u *subscription) accept(events []eventstore.Recorded) ([]eventstore.Recorded, error) {
	kept := events[:0]
	for i := range events {
		if err := u.links.check(&events[i]); err != nil {
			if i > 0 {
				break
			}
			return nil, u.store.noteDamage(err)
		}
		u.at = events[i].Position
		if u.options.Keep == nil || u.options.Keep(&events[i]) {
			kept = append(kept, events[i])
		}
	}
	return kept, nil
}

// tells reports whether a batch has news: events, progress, or the first sight
// of the log's end.
func (u *subscription) tells(b eventstore.Batch) bool {
	news := len(b.Events) > 0 || b.Position != u.told || b.CaughtUp && !u.greeted
	u.told = b.Position
	u.greeted = u.greeted || b.CaughtUp
	return news
}

func (u *subscription) sleep(ctx context.Context, wake <-chan struct{}) {
	var poll <-chan time.Time
	if u.store.writer == nil {
		timer := time.NewTimer(u.options.Poll)
		defer timer.Stop()
		poll = timer.C
	}
	select {
	case <-wake:
	case <-poll:
	case <-ctx.Done():
	case <-u.store.done:
	}
}
