package simulation

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"huiyin/cmd/huiyin/internal/office"
	"huiyin/domain/calendar"
	"huiyin/domain/register"
	"huiyin/domain/suggestion"
)

// Options choose the year; the zero value is the usual one.
type Options struct {
	// Cases is how many suggestions are made; zero means 1,400.
	Cases int
	// Seed picks the year's story.
	Seed int64
	// Year is the session year, from 2024, where the local rules begin; zero
	// means 2026.
	Year int
	// Until is the last day that is lived; unset means 30 October of the year.
	Until calendar.Date
	// Progress, if set, is told after each virtual day how many have passed.
	Progress func(done, total int)
}

// Bounds of the options.
const (
	DefaultCases = 1400
	DefaultYear  = 2026
	firstYear    = 2024 // where the local rules begin
	lastYear     = 2057 // the twentieth term; the texts count no further
	maxCases     = 9999 // numbers have four digits
)

// ErrOptions is wrapped by the error for options out of bounds.
var ErrOptions = errors.New("simulation: options out of bounds")

// complete fills the defaults and checks the bounds.
func (o Options) complete() (Options, error) {
	if o.Cases == 0 {
		o.Cases = DefaultCases
	}
	if o.Year == 0 {
		o.Year = DefaultYear
	}
	if o.Until.IsZero() {
		o.Until = day(o.Year, time.October, 30)
	}
	if o.Cases < 0 || o.Cases > maxCases || o.Year < firstYear || o.Year > lastYear || o.Until.Year() != o.Year {
		return o, fmt.Errorf("%w: %d cases in %d until %s", ErrOptions, o.Cases, o.Year, o.Until)
	}
	return o, nil
}

// Run lives the year in a new data folder and closes it.
func Run(ctx context.Context, dir string, o Options) (Summary, error) {
	o, err := o.complete()
	if err != nil {
		return Summary{}, err
	}
	w := newWorld(ctx, o)
	w.office, err = office.Open(ctx, office.Options{Dir: dir, Bulk: true, System: w.cast.system,
		Clock: func() time.Time { return w.now }, Random: rand.NewChaCha8(seedOf(o.Seed, "ids", 0))})
	if err != nil {
		return Summary{}, err
	}
	err = w.live()
	if err == nil {
		w.sum.end(w.cases)
	}
	return w.sum, errors.Join(err, w.office.Close())
}

// world is the run: virtual now, what is to come, and the cases as they are.
// The store's writer reads now while this goroutine waits for its answer.
type world struct {
	ctx     context.Context
	office  *office.Office
	opts    Options
	now     time.Time
	queue   queue
	diary   diary
	session register.SessionFacts
	cast    *cast
	ids     *rand.ChaCha8
	rng     *rand.Rand
	cases   []*life
	byID    map[suggestion.CaseID]*life
	sum     Summary
	bills   int
	papers  int
	// receipts counts the transferred matters that other bodies confirmed.
	receipts int
	// handed counts the numbers given out in and between sessions.
	handed [2]int
}

func newWorld(ctx context.Context, o Options) *world {
	w := &world{ctx: ctx, opts: o, diary: newDiary(o.Year), session: SessionOf(o.Year), byID: map[suggestion.CaseID]*life{}, sum: newSummary(),
		ids: rand.NewChaCha8(seedOf(o.Seed, "commands", 0)), rng: randomOf(o.Seed, "world", 0)}
	w.now = at(day(o.Year, time.January, 1), 0)
	w.cast = newCast(randomOf(o.Seed, "cast", 0))
	for i := range o.Cases {
		l := w.newLife(i)
		w.cases = append(w.cases, l)
		w.byID[l.id] = l
	}
	return w
}

// live runs the queue until the last day has ended.
func (w *world) live() error {
	for _, l := range w.cases {
		l.begin()
	}
	w.appointments()
	first, end := calendar.DateOf(w.now), calendar.EndOf(w.opts.Until)
	days, today := w.opts.Until.Sub(first)+1, first
	for {
		next, ok := w.queue.pop()
		if !ok || !next.at.Before(end) {
			break
		}
		if next.at.After(w.now) {
			w.now = next.at
		}
		if d := w.today(); d != today {
			today = d
			w.progress(d.Sub(first), days)
		}
		if err := next.do(); err != nil {
			return err
		}
	}
	w.progress(days, days)
	return nil
}

func (w *world) progress(done, total int) {
	if w.opts.Progress != nil {
		w.opts.Progress(done, total)
	}
}

func (w *world) today() calendar.Date { return calendar.DateOf(w.now) }
