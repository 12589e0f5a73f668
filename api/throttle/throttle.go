// Package throttle bounds how often somebody may ask for something (handbook
// WEB-05). What it holds back is load and guessing; it is in memory, and a restart
// forgives it. What must survive one, such as the lock of a login, is package
// signin's.
package throttle

import (
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// Buckets count what everybody has asked for. The zero value is ready; its methods
// may be called from any number of goroutines.
type Buckets struct {
	mu  sync.Mutex
	all map[bucket]*rate.Limiter
}

type bucket struct{ kind, who string }

// most bounds the memory; full buckets, which hold nobody back, go first.
const most = 10_000

// Take asks for one of n within a time, and tells how long to wait if there is none
// left: then nothing is taken. No limit is a number below zero.
func (b *Buckets) Take(kind, who string, n int, within time.Duration) (wait time.Duration, ok bool) {
	if n < 0 {
		return 0, true
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	now := time.Now()
	r := b.limiter(kind, who, n, within).ReserveN(now, 1)
	if wait := r.DelayFrom(now); wait > 0 {
		r.CancelAt(now)
		return wait, false
	}
	return 0, true
}

// Left is Take without taking: for what counts only if it fails.
func (b *Buckets) Left(kind, who string, n int, within time.Duration) (wait time.Duration, ok bool) {
	if n < 0 {
		return 0, true
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	now := time.Now()
	r := b.limiter(kind, who, n, within).ReserveN(now, 1)
	defer r.CancelAt(now)
	wait = r.DelayFrom(now)
	return wait, wait == 0
}

func (b *Buckets) limiter(kind, who string, n int, within time.Duration) *rate.Limiter {
	key := bucket{kind, who}
	l := b.all[key]
	if l == nil {
		b.tidy()
		l = rate.NewLimiter(rate.Limit(float64(n)/within.Seconds()), n)
		b.all[key] = l
	}
	return l
}

func (b *Buckets) tidy() {
	if b.all == nil {
		b.all = map[bucket]*rate.Limiter{}
	}
	if len(b.all) < most {
		return
	}
	for key, l := range b.all {
		if l.Tokens() >= float64(l.Burst()) {
			delete(b.all, key)
		}
	}
}
