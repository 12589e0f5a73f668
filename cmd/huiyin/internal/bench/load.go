package bench

import (
	"context"
	"slices"
	"sync"
	"time"
)

// spans are how long each of many things took.
type spans []time.Duration

// percentile is what so many of a hundred did not exceed, in milliseconds.
func (s spans) percentile(p int) float64 {
	sorted := slices.Sorted(slices.Values(s))
	at := (len(sorted)*p + 99) / 100
	return float64(sorted[max(0, at-1)]) / float64(time.Millisecond)
}

const (
	steady   = 500 // commands a second that an office is to bear
	loadTime = 10 * time.Second
)

// commands measures how long a command takes at a steady rate, whoever waits, and
// how many are done when everybody sends the next as soon as the last is
// answered.
func (b *run) commands(ctx context.Context, h *house) error {
	all, err := atRate(steady, loadTime, func() (time.Duration, error) { return h.begin(ctx, true) })
	if err != nil {
		return err
	}
	b.say(Measure{Name: "command_p99", Value: all.percentile(99), Unit: "ms"})
	w := begin()
	done, err := flatOut(b.Writers, loadTime, func() error { _, err := h.begin(ctx, false); return err })
	if err != nil {
		return err
	}
	took, cores := w.end()
	b.say(Measure{Name: "command_rate", Value: perSecond(done, took), Unit: "commands/s", Cores: cores})
	return nil
}

// atRate starts the act so many times a second, however long the earlier ones
// take, and counts each from the moment it was due.
func atRate(perSecond int, within time.Duration, act func() (time.Duration, error)) (all spans, err error) {
	var (
		mu   sync.Mutex
		wait sync.WaitGroup
	)
	start, gap := time.Now(), time.Second/time.Duration(perSecond)
	for i := range int(within / gap) {
		due := start.Add(time.Duration(i) * gap)
		time.Sleep(time.Until(due))
		wait.Go(func() {
			late := time.Since(due)
			took, failed := act()
			mu.Lock()
			defer mu.Unlock()
			if failed != nil {
				err = failed
				return
			}
			all = append(all, late+took)
		})
	}
	wait.Wait()
	return all, err
}

// flatOut has so many callers act without a pause and counts what was done.
func flatOut(callers int, within time.Duration, act func() error) (done int, err error) {
	var (
		mu   sync.Mutex
		wait sync.WaitGroup
	)
	end := time.Now().Add(within)
	for range callers {
		wait.Go(func() {
			n := 0
			var failed error
			for failed == nil && time.Now().Before(end) {
				if failed = act(); failed == nil {
					n++
				}
			}
			mu.Lock()
			defer mu.Unlock()
			done += n
			if failed != nil {
				err = failed
			}
		})
	}
	wait.Wait()
	return done, err
}
