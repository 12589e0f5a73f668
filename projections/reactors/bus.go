package reactors

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"strconv"
	"sync"
	"time"

	"github.com/ThreeDotsLabs/watermill/message"

	"huiyin/eventstore"
	"huiyin/projections/parked"
)

// Metadata keys of a message.
const (
	MetaType     = "type"
	MetaStream   = "stream"
	MetaVersion  = "version"
	MetaPosition = "position"
)

// Log is the part of a store the reactors read.
type Log interface {
	ReadStream(ctx context.Context, stream eventstore.StreamID, after eventstore.Version) iter.Seq2[eventstore.Recorded, error]
	Subscribe(ctx context.Context, after eventstore.Position, o eventstore.SubscribeOptions) iter.Seq2[eventstore.Batch, error]
	Head(ctx context.Context) (eventstore.Position, error)
}

// Backoff says how long to wait before an event is handed out again: First, then
// twice as long each time, never more than Max. There is no jitter: one handler
// has one event out at a time, so there is no herd to spread.
type Backoff struct{ First, Max time.Duration }

// DefaultBackoff is used where a Backoff is zero.
var DefaultBackoff = Backoff{First: 50 * time.Millisecond, Max: 30 * time.Second}

// After is the wait after the n-th failure in a row, from 1.
func (b Backoff) After(n int) time.Duration {
	d := b.First
	for ; n > 1 && d < b.Max; n-- {
		d *= 2
	}
	return min(d, b.Max)
}

// Subscriber hands the log to one Watermill handler, an event a message, in
// order. The next message comes only after the last was acknowledged; one that
// was not acknowledged comes again, or its stream is parked. Topics are handler
// names.
//
// The event itself rides in the message's context (see RecordedFrom): nothing is
// serialised inside a process, and the payload is empty.
type Subscriber struct {
	Log         Log
	Checkpoints *Checkpoints
	// Keep selects the events worth a message; nil keeps all. The others only
	// move the checkpoint on.
	Keep    func(*eventstore.Recorded) bool
	Backoff Backoff
	// Tries is how often one event is handed out before its stream is parked;
	// zero means DefaultTries.
	Tries int
	// Sleep waits; nil means a timer. A test can do without waiting.
	Sleep func(context.Context, time.Duration) error
	// Until ends the subscription once the position it gives is reached, or when
	// the log itself has failed Tries times; nil never does either. It is asked
	// after every event, so it may move on.
	Until func() eventstore.Position
	// Retry selects the parked streams that are taken up again when a
	// subscription begins; nil selects all.
	Retry func(parked.Stream) bool
	// Parked is told of each stream that is parked or stays so; nil ignores it.
	Parked func(parked.Stream)
	// Now dates a parking; nil means the machine's clock.
	Now func() time.Time
	// Failed is told why a subscription ended before its time; nil ignores it.
	Failed func(error)

	mu     sync.Mutex
	closed bool
	stop   []context.CancelFunc
	active sync.WaitGroup
}

var _ message.Subscriber = (*Subscriber)(nil)

// stopGrace is how long a stopping subscription waits for the handler's answer.
const stopGrace = 2 * time.Second

// errClosed answers who subscribes to a closed subscriber.
var errClosed = errors.New("reactors: subscriber is closed")

// Subscribe implements message.Subscriber.
func (s *Subscriber) Subscribe(ctx context.Context, topic string) (<-chan *message.Message, error) {
	at, err := s.Checkpoints.Load(topic)
	if err != nil {
		return nil, fmt.Errorf("reactors: checkpoint of %s: %w", topic, err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return nil, errClosed
	}
	ctx, cancel := context.WithCancel(ctx)
	s.stop = append(s.stop, cancel)
	out := make(chan *message.Message)
	f := &feed{Subscriber: s, topic: topic, out: out, at: at, saved: at, aside: map[eventstore.StreamID]bool{}}
	s.active.Go(func() {
		defer cancel()
		defer close(out)
		if err := f.run(ctx); err != nil && ctx.Err() == nil && s.Failed != nil {
			s.Failed(fmt.Errorf("reactors: %s after position %d: %w", topic, f.at, err))
		}
	})
	return out, nil
}

// Close implements message.Subscriber: it ends all subscriptions and waits.
func (s *Subscriber) Close() error {
	s.mu.Lock()
	s.closed = true
	for _, stop := range s.stop {
		stop()
	}
	s.mu.Unlock()
	s.active.Wait()
	return nil
}

// feed is one subscription.
type feed struct {
	*Subscriber
	topic     string
	out       chan<- *message.Message
	at, saved eventstore.Position
	aside     map[eventstore.StreamID]bool // parked streams
}

// run takes up what is parked and then follows the log, on behind damage that
// one stream alone has to bear.
func (f *feed) run(ctx context.Context) error {
	if err := f.takeUp(ctx); err != nil {
		return err
	}
	for !f.reached() {
		err := f.follow(ctx)
		if passed, parkErr := f.passDamage(ctx, err); !passed || parkErr != nil {
			return errors.Join(err, parkErr)
		}
	}
	return nil
}

func (f *feed) follow(ctx context.Context) error {
	for batch, err := range f.Log.Subscribe(ctx, f.at, eventstore.SubscribeOptions{Keep: f.Keep}) {
		if err != nil {
			return err
		}
		for i := range batch.Events {
			if err := f.deliver(ctx, &batch.Events[i]); err != nil {
				return err
			}
		}
		if err := f.advance(batch.Position); err != nil || f.reached() {
			return err
		}
	}
	return ctx.Err()
}

func (f *feed) reached() bool { return f.Until != nil && f.at >= f.Until() }

func (f *feed) advance(at eventstore.Position) error {
	f.at = at
	if at == f.saved {
		return nil
	}
	f.saved = at
	return f.Checkpoints.Save(f.topic, at)
}

// deliver has the event handled, or parks its stream, or lets it wait if that is
// parked already, and moves on.
func (f *feed) deliver(ctx context.Context, r *eventstore.Recorded) error {
	if f.aside[r.Stream] {
		return f.wait(r.Stream, r.Position)
	}
	cause, why, err := f.hand(ctx, r, f.tries())
	if err != nil {
		return err
	}
	if cause != "" {
		return f.park(parked.At(f.topic, r.Stream, r.Version-1, r, cause, why), r.Position)
	}
	return f.advance(r.Position)
}

// hand hands the event out until it is acknowledged, or until its stream is to
// be parked for the cause given.
func (f *feed) hand(ctx context.Context, r *eventstore.Recorded, tries int) (cause parked.Cause, why, err error) {
	for n := 1; ; n++ {
		d, acked, err := f.offer(ctx, r, n)
		if err != nil || acked {
			return "", nil, err
		}
		if ctx.Err() != nil {
			return "", nil, ctx.Err()
		}
		if cause, own := parked.CauseOf(d.err); own {
			return cause, d.err, nil
		}
		if n >= tries {
			down := f.down(ctx, d.err)
			if !down {
				return parked.Failed, d.err, nil
			}
			if f.Until != nil {
				return "", nil, fmt.Errorf("gave up on %s at position %d after %d tries: %w", r.Type, r.Position, n, d.err)
			}
		}
		if err := f.pause(ctx, n); err != nil {
			return "", nil, err
		}
	}
}

// down reports whether an error is the log's own, so that no stream is to blame.
func (f *feed) down(ctx context.Context, err error) bool {
	if parked.OfTheLog(err) {
		return true
	}
	_, headErr := f.Log.Head(ctx)
	return errors.Is(err, eventstore.ErrUnavailable) && headErr != nil
}

func (f *feed) tries() int {
	if f.Tries > 0 {
		return f.Tries
	}
	return DefaultTries
}

// offer hands the event out once. Its context ends with the answer, as Watermill
// promises, or when the subscription ends.
func (f *feed) offer(ctx context.Context, r *eventstore.Recorded, n int) (d *delivery, acked bool, err error) {
	d = &delivery{recorded: r, try: n, err: errNacked}
	inner, cancel := context.WithCancel(context.WithValue(ctx, deliveryKey{}, d))
	defer cancel()
	m := message.NewMessageWithContext(inner, r.ID.String(), nil)
	m.Metadata = message.Metadata{MetaType: r.Type, MetaStream: string(r.Stream),
		MetaVersion: strconv.FormatInt(int64(r.Version), 10), MetaPosition: strconv.FormatUint(uint64(r.Position), 10)}
	select {
	case f.out <- m:
	case <-ctx.Done():
		return d, false, ctx.Err()
	}
	select {
	case <-m.Acked():
		return d, true, nil
	case <-m.Nacked():
		return d, false, ctx.Err()
	case <-ctx.Done():
		return d, answered(m), nil
	}
}

// answered waits a little for a handler whose context has just ended: an
// acknowledgement that is waited for is an event less to handle again.
func answered(m *message.Message) bool {
	timer := time.NewTimer(stopGrace)
	defer timer.Stop()
	select {
	case <-m.Acked():
		return true
	case <-m.Nacked():
	case <-timer.C:
	}
	return false
}

func (f *feed) pause(ctx context.Context, n int) error {
	b := f.Backoff
	if b == (Backoff{}) {
		b = DefaultBackoff
	}
	if f.Sleep != nil {
		return f.Sleep(ctx, b.After(n))
	}
	timer := time.NewTimer(b.After(n))
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// delivery is what rides in a message's context.
type delivery struct {
	recorded *eventstore.Recorded
	try      int
	acts     int
	err      error
}

type deliveryKey struct{}

var errNacked = errors.New("not acknowledged")

// RecordedFrom is the event of a message, from its context. It is shared by all
// tries and must not be changed.
func RecordedFrom(ctx context.Context) (*eventstore.Recorded, bool) {
	d, ok := ctx.Value(deliveryKey{}).(*delivery)
	if !ok {
		return nil, false
	}
	return d.recorded, true
}
