package v1

import (
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// Limits bound how often somebody may ask. Zero is the default, below zero none.
type Limits struct {
	Token  int // requests a minute with one API token; 600
	Search int // questions by text a minute of one account; 60
	Export int // whole logs an hour of one account; 5
}

func (l Limits) complete() Limits {
	for _, d := range []struct {
		field *int
		usual int
	}{{&l.Token, 600}, {&l.Search, 60}, {&l.Export, 5}} {
		if *d.field == 0 {
			*d.field = d.usual
		}
	}
	return l
}

// limits are the buckets in use. They are of this process: what they hold back is
// load, and a restart may forgive it.
type limits struct {
	Limits
	mu      sync.Mutex
	buckets map[bucket]*rate.Limiter
}

type bucket struct{ kind, who string }

// mostBuckets bounds the memory; full buckets, which hold nobody back, go first.
const mostBuckets = 10_000

func newLimits(l Limits) *limits {
	return &limits{Limits: l.complete(), buckets: map[bucket]*rate.Limiter{}}
}

type taken struct {
	ok   bool
	wait time.Duration
}

// take asks for one of n within a time.
func (l *limits) take(kind, who string, n int, within time.Duration) taken {
	if n < 0 {
		return taken{ok: true}
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	key := bucket{kind, who}
	b := l.buckets[key]
	if b == nil {
		l.tidy()
		b = rate.NewLimiter(rate.Limit(float64(n)/within.Seconds()), n)
		l.buckets[key] = b
	}
	now := time.Now()
	r := b.ReserveN(now, 1)
	if wait := r.DelayFrom(now); wait > 0 {
		r.CancelAt(now)
		return taken{wait: wait}
	}
	return taken{ok: true}
}

func (l *limits) tidy() {
	if len(l.buckets) < mostBuckets {
		return
	}
	for key, b := range l.buckets {
		if b.Tokens() >= float64(b.Burst()) {
			delete(l.buckets, key)
		}
	}
}

// asked counts a request against what bounds it (handbook WEB-05).
func (l *limits) asked(c *call, route Route) error {
	var held taken
	ask := func(kind, who string, n int, within time.Duration) bool {
		held = l.take(kind, who, n, within)
		return held.ok
	}
	switch {
	case c.token.ID != "" && !ask("token", c.token.ID, l.Token, time.Minute):
	case route.searches(c) && !ask("search", c.who.Account, l.Search, time.Minute):
	case route.exports(c) && !ask("export", c.who.Account, l.Export, time.Hour):
	default:
		return nil
	}
	p := problemOf("too_often")
	p.retry = held.wait
	return p
}

// searches reports whether the call asks by text.
func (r Route) searches(c *call) bool {
	return r.Name == "search" || r.Name == "listSimilar" || c.query.Get("text") != ""
}

// exports reports whether the call asks for the whole log at once. Who reads it in
// parts of at most mostRows is a feed.
func (r Route) exports(c *call) bool {
	n, bounded := c.count("limit")
	return r.Name == "listEvents" && (!bounded || n == 0 || n > mostRows)
}
