package bench

import (
	"context"
	"crypto/rand"
	"fmt"
	mathrand "math/rand/v2"
	"os"
	"path/filepath"
	"sync"
	"time"

	"huiyin/eventstore"
	"huiyin/eventstore/sqlite"
)

// active is how many cases are worked on at a time: a session year's.
const active = 1400

// appends measures durable appends to new streams beside the plain file.
func (b *run) appends(ctx context.Context) error {
	for _, writers := range []int{1, b.Writers} {
		m, err := rate(ctx, b.large, writers, b.Appends, nil)
		if err != nil {
			return err
		}
		name := "append_one"
		if writers > 1 {
			name = "append_many"
		}
		b.say(Measure{Name: name, Value: m.perSecond, Unit: "appends/s", Ratio: m.perSecond / m.plain, Against: "plain_file"})
	}
	return nil
}

// rounds is how often the rates at two sizes are taken by turns, so that a
// machine that is busy for a while slows all of them alike.
const rounds = 4

// growth compares the rate at the large log with that at the small one: on the
// cases of one year, and on cases taken at random from the whole log.
func (b *run) growth(ctx context.Context) error {
	last := b.large.cases[max(0, len(b.large.cases)-active):]
	all := []struct {
		name  string
		log   made
		cases []ended
		took  time.Duration
	}{{"", b.little, b.little.cases, 0}, {"append_active", b.large, last, 0}, {"append_random", b.large, b.large.cases, 0}}
	for range rounds {
		for i := range all {
			m, err := rate(ctx, all[i].log, b.Writers, b.Appends/rounds, all[i].cases)
			if err != nil {
				return err
			}
			all[i].took += m.took
		}
	}
	for _, c := range all[1:] {
		b.say(Measure{Name: c.name, Value: perSecond(b.Appends, c.took), Unit: "appends/s",
			Ratio: all[0].took.Seconds() / c.took.Seconds(), Against: "small_log"})
	}
	return nil
}

// rated is a rate of appends and that of the plain file beside it.
type rated struct {
	perSecond, plain float64
	took             time.Duration
}

// rate appends to streams at random, each under one writer at a time; without
// streams each writer begins its own.
func rate(ctx context.Context, m made, writers, appends int, cases []ended) (rated, error) {
	var batches []int
	log, err := sqlite.Open(ctx, sqlite.Options{Dir: m.dir, Hooks: eventstore.Hooks{
		GroupCommit: func(_, events int, _ time.Duration) { batches = append(batches, events) }}})
	if err != nil {
		return rated{}, err
	}
	defer log.Close()
	shares := share(cases, writers)
	start := time.Now()
	if err := appendAll(ctx, log, shares, appends/writers); err != nil {
		return rated{}, err
	}
	took := time.Since(start)
	plain, err := plainFile(filepath.Join(m.dir, "plain"), batches)
	if err != nil {
		return rated{}, err
	}
	done := appends / writers * writers
	return rated{perSecond(done, took), perSecond(done, plain), took}, nil
}

// share deals the cases out, so that no two writers meet on one stream.
func share(cases []ended, writers int) [][]*ended {
	out := make([][]*ended, writers)
	for i := range cases {
		out[i%writers] = append(out[i%writers], &cases[i])
	}
	for w := range out {
		if len(out[w]) == 0 {
			out[w] = []*ended{{stream: eventstore.StreamID(fmt.Sprintf("bench-%d-%d", time.Now().UnixNano(), w))}}
		}
	}
	return out
}

func appendAll(ctx context.Context, log eventstore.Store, shares [][]*ended, each int) error {
	var wait sync.WaitGroup
	errs := make(chan error, len(shares))
	for w, mine := range shares {
		wait.Go(func() {
			pick := mathrand.New(mathrand.NewPCG(uint64(w), 1))
			for range each {
				c := mine[pick.IntN(len(mine))]
				e, err := noted()
				if err == nil {
					_, err = log.Append(ctx, c.stream, eventstore.Exact(c.version), e)
				}
				if err != nil {
					errs <- err
					return
				}
				c.version++
			}
		})
	}
	wait.Wait()
	close(errs)
	return <-errs
}

// noted is an event of the size the simulated ones have on average.
func noted() (eventstore.Event, error) {
	id, err := eventstore.NewCommandID(time.Now(), rand.Reader)
	return eventstore.Event{ID: id, Type: "commitment.progress_reported", Schema: 1, Occurred: time.Now(),
		Data: []byte(`{"commitment":"l1v1c1","move":{"from":"promised","to":"progressing"},"on":"2026-06-01","text":"site visited, budget asked for, drawings under way"}`),
		Meta: map[string]string{"actor": "officer-17", "role": "unit_handler", "unit": "bureau-of-transport"}}, err
}

// recordSize is about what the log writes for one such event.
const recordSize = 640

// plainFile writes the same bytes in the same batches, one sync each.
func plainFile(path string, batches []int) (time.Duration, error) {
	f, err := os.Create(path)
	if err != nil {
		return 0, err
	}
	defer f.Close()
	start := time.Now()
	for _, n := range batches {
		if _, err := f.Write(make([]byte, n*recordSize)); err != nil {
			return 0, err
		}
		if err := f.Sync(); err != nil {
			return 0, err
		}
	}
	return time.Since(start), nil
}
