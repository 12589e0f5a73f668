package reactors

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"sync/atomic"
	"time"

	"github.com/ThreeDotsLabs/watermill"
	"github.com/ThreeDotsLabs/watermill/message"

	"huiyin/domain/suggestion"
	"huiyin/eventstore"
	"huiyin/projections/parked"
)

// Handler reacts to events. Its name is its identity: checkpoint and metrics go
// by it, so it never changes.
type Handler struct {
	Name string
	// Keep selects the events the handler is for; nil means all.
	Keep func(*eventstore.Recorded) bool
	// Handle reacts to one event and tells how many commands it carried out. On
	// an error the event comes again, or its stream is parked.
	Handle func(ctx context.Context, r *eventstore.Recorded) (acts int, err error)
}

// Handled is what the metrics hook is told of each try.
type Handled struct {
	Handler string
	Type    string
	Try     int // from 1
	Acts    int
	Took    time.Duration
	Err     error
}

// Options tune a runner; the zero value is useful.
type Options struct {
	Logger *slog.Logger
	// Handled is called after each try, from the handlers' goroutines.
	Handled func(Handled)
	Backoff Backoff
	// Tries is how often one event is tried before its stream is parked; zero
	// means DefaultTries.
	Tries int
	// Close bounds how long stopping waits for handlers; zero means ten seconds.
	Close time.Duration
	// Sleep waits between tries; nil means a timer.
	Sleep func(context.Context, time.Duration) error
	// Parked is told, from the handlers' goroutines, of each stream that is
	// parked or stays so.
	Parked func(parked.Stream)
	// Now dates a parking; nil means the machine's clock.
	Now func() time.Time
}

// DefaultTries is how often one event is tried.
const DefaultTries = 5

// Runner runs handlers over a log.
type Runner struct {
	log      Log
	marks    *Checkpoints
	opts     Options
	handlers []Handler
}

// NewRunner makes a runner. Handlers are independent: each has its own place in
// the log, and one that is stuck holds up no other.
func NewRunner(log Log, marks *Checkpoints, o Options, handlers ...Handler) *Runner {
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.Handled == nil {
		o.Handled = func(Handled) {}
	}
	if o.Parked == nil {
		o.Parked = func(parked.Stream) {}
	}
	if o.Close == 0 {
		o.Close = 10 * time.Second
	}
	return &Runner{log: log, marks: marks, opts: o, handlers: handlers}
}

// CatchUp takes up what is parked, handles what is in the log now and what the
// handlers' own commands add to it, and returns. That streams are parked is no
// error; CatchUp gives up if the log itself fails again and again.
func (r *Runner) CatchUp(ctx context.Context) error {
	return r.catchUp(ctx, func(parked.Stream) bool { return true })
}

// Retry is CatchUp for the named cases among those parked, or for all if none is
// named. It tells how many were healed and how many stay parked.
func (r *Runner) Retry(ctx context.Context, ids ...suggestion.CaseID) (healed, left int, err error) {
	before, err := r.Parked()
	if err != nil {
		return 0, 0, err
	}
	named := func(p parked.Stream) bool { return len(ids) == 0 || slices.Contains(ids, p.Case) }
	if err := r.catchUp(ctx, named); err != nil {
		return 0, 0, err
	}
	after, err := r.Parked()
	for _, p := range before {
		if !named(p) {
			continue
		}
		if slices.ContainsFunc(after, func(q parked.Stream) bool { return q.Consumer == p.Consumer && q.Name == p.Name }) {
			left++
		} else {
			healed++
		}
	}
	return healed, left, err
}

// Parked lists what the handlers have parked.
func (r *Runner) Parked() (all []parked.Stream, err error) {
	for _, h := range r.handlers {
		some, err := r.marks.Parked(h.Name)
		if err != nil {
			return nil, fmt.Errorf("reactors: parked by %s: %w", h.Name, err)
		}
		all = append(all, some...)
	}
	return all, nil
}

func (r *Runner) catchUp(ctx context.Context, retry func(parked.Stream) bool) error {
	head, err := r.log.Head(ctx)
	if err != nil {
		return err
	}
	p := &pass{Runner: r, bounded: true, retry: retry}
	p.goal.Store(uint64(head))
	todo, err := r.withParked(p.until())
	for err == nil && len(todo) > 0 {
		if err = p.run(ctx, todo); err != nil {
			return err
		}
		p.retry = func(parked.Stream) bool { return false } // each has had its turn
		todo, err = r.behind(p.until())
	}
	return err
}

// withParked are the handlers that have not reached the position or have
// something parked.
func (r *Runner) withParked(goal eventstore.Position) ([]Handler, error) {
	out, err := r.behind(goal)
	if err != nil {
		return nil, err
	}
	all, err := r.Parked()
	for _, h := range r.handlers {
		name := h.Name
		if slices.ContainsFunc(all, func(p parked.Stream) bool { return p.Consumer == name }) &&
			!slices.ContainsFunc(out, func(o Handler) bool { return o.Name == name }) {
			out = append(out, h)
		}
	}
	return out, err
}

// behind are the handlers that have not reached the position.
func (r *Runner) behind(goal eventstore.Position) ([]Handler, error) {
	var out []Handler
	for _, h := range r.handlers {
		at, err := r.marks.Load(h.Name)
		if err != nil {
			return nil, err
		}
		if at < goal {
			out = append(out, h)
		}
	}
	return out, nil
}

// Run takes up what is parked and handles events until the context ends, which
// is its error, or the log fails.
func (r *Runner) Run(ctx context.Context) error {
	return (&pass{Runner: r}).run(ctx, r.handlers)
}

// pass is one life of a router.
type pass struct {
	*Runner
	bounded bool
	retry   func(parked.Stream) bool
	goal    atomic.Uint64
}

func (p *pass) until() eventstore.Position { return eventstore.Position(p.goal.Load()) }

func (p *pass) run(ctx context.Context, handlers []Handler) error {
	ctx, fail := context.WithCancelCause(ctx)
	defer fail(nil)
	router, err := message.NewRouter(message.RouterConfig{CloseTimeout: p.opts.Close}, watermill.NopLogger{})
	if err != nil {
		return err
	}
	for _, h := range handlers {
		s := &Subscriber{Log: p.log, Checkpoints: p.marks, Keep: h.Keep, Backoff: p.opts.Backoff, Tries: p.opts.Tries,
			Sleep: p.opts.Sleep, Failed: func(err error) { fail(err) }, Retry: p.retry, Parked: p.parked, Now: p.opts.Now}
		if p.bounded {
			s.Until = p.until
		}
		// The handler's own middleware, so that it knows whom it watches.
		router.AddConsumerHandler(h.Name, h.Name, s, p.consume(h)).AddMiddleware(p.watch(h))
	}
	// The router ends with its handlers, and they with the context or the goal.
	if err := router.Run(ctx); err != nil {
		return errors.Join(err, router.Close())
	}
	return context.Cause(ctx)
}

// parked says aloud what a handler has parked.
func (p *pass) parked(s parked.Stream) {
	p.opts.Logger.Warn("reactor parked a stream", "handler", s.Consumer, "type", s.Type, "position", uint64(s.Position), "cause", string(s.Cause), "error", s.Reason)
	p.opts.Parked(s)
}

// consume is the handler as Watermill wants it; a panic is one more error. A
// handler that acted moves the goal to the head, so that its own commands' events
// are handled too.
func (p *pass) consume(h Handler) message.NoPublishHandlerFunc {
	return func(m *message.Message) (err error) {
		defer parked.Recover(&err)
		d := m.Context().Value(deliveryKey{}).(*delivery)
		acts, err := h.Handle(m.Context(), d.recorded)
		if d.acts = acts; err != nil || acts == 0 || !p.bounded {
			return err
		}
		head, err := p.log.Head(m.Context())
		for old := p.goal.Load(); err == nil && old < uint64(head) && !p.goal.CompareAndSwap(old, uint64(head)); {
			old = p.goal.Load()
		}
		return err
	}
}

// watch reports each try to the hook and failures to the logger and, for whoever
// gives up, to the delivery.
func (p *pass) watch(h Handler) message.HandlerMiddleware {
	return func(next message.HandlerFunc) message.HandlerFunc {
		return func(m *message.Message) ([]*message.Message, error) {
			d, begun := m.Context().Value(deliveryKey{}).(*delivery), time.Now()
			out, err := next(m)
			p.opts.Handled(Handled{Handler: h.Name, Type: d.recorded.Type, Try: d.try, Acts: d.acts, Took: time.Since(begun), Err: err})
			if err != nil {
				d.err = err
				p.opts.Logger.WarnContext(m.Context(), "reactor failed", "handler", h.Name, "type", d.recorded.Type,
					"position", uint64(d.recorded.Position), "try", d.try, "error", err)
			}
			return out, err
		}
	}
}

// keepTypes selects events by wire name.
func keepTypes(names []string) func(*eventstore.Recorded) bool {
	return func(r *eventstore.Recorded) bool {
		_, ok := slices.BinarySearch(names, r.Type)
		return ok
	}
}

// Lag tells how far each handler is behind the head; positions are opaque, so it
// is a measure and not a count.
func (r *Runner) Lag(ctx context.Context) (map[string]uint64, error) {
	head, err := r.log.Head(ctx)
	if err != nil {
		return nil, err
	}
	out := make(map[string]uint64, len(r.handlers))
	for _, h := range r.handlers {
		at, err := r.marks.Load(h.Name)
		if err != nil {
			return nil, fmt.Errorf("reactors: lag of %s: %w", h.Name, err)
		}
		out[h.Name] = uint64(head - min(head, at))
	}
	return out, nil
}
