package bench

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"huiyin/cmd/huiyin/internal/simulation"
	"huiyin/eventstore/sqlite"
)

// Options say how large the log is; the zero value asks for 100,000 events.
type Options struct {
	// Dir is where the logs are made; empty means a temporary folder that is
	// removed.
	Dir string
	// Events is the size of the log measured.
	Events int
	// PerCase cuts each case's life after so many events; zero keeps it whole.
	PerCase int
	// Writers is how many append at once beside the single one; zero means 64.
	Writers int
	// Appends is how many appends each rate is taken over; zero means 20,000.
	Appends int
	// Workbench also measures the pages and the commands over HTTP. It first
	// indexes every case for search, which takes minutes for a hundred thousand.
	Workbench bool
	// Self starts this program again to play a part on a folder, which is Child.
	Self func(ctx context.Context, part, dir string) *exec.Cmd
	// Said is told each measure as it is taken, and Stage what is being done.
	Said  func(Measure)
	Stage func(name string)
}

// Measure is one figure. Ratio is the figure's speed against Against, greater
// being faster; zero where there is none. Cores is how many processors the work
// had on average: less than there are means that other work took them, or that
// it waited.
type Measure struct {
	Name    string  `json:"name"`
	Value   float64 `json:"value"`
	Unit    string  `json:"unit"`
	Ratio   float64 `json:"ratio,omitempty"`
	Against string  `json:"against,omitempty"`
	Cores   float64 `json:"cores,omitempty"`
	Events  int     `json:"events"`
	Cases   int     `json:"cases"`
}

// small is the log size the large one is compared with.
const small = 10_000

// Run makes the logs and takes every measure in turn.
func Run(ctx context.Context, o Options) (err error) {
	o = o.complete()
	if o.Dir == "" {
		if o.Dir, err = os.MkdirTemp("", "huiyin-bench-"); err != nil {
			return err
		}
		defer os.RemoveAll(o.Dir)
	}
	b := &run{Options: o}
	if err := b.seed(ctx); err != nil {
		return err
	}
	for _, step := range []struct {
		name string
		do   func(context.Context) error
	}{
		{"grow", b.grow}, {"replay", b.replay}, {"rebuild", b.rebuild},
		{"start", func(ctx context.Context) error { return b.ask(ctx, startPart) }},
		{"memory", func(ctx context.Context) error { return b.ask(ctx, memoryPart) }},
		{"append", b.appends}, {"growth", b.growth}, {"postgres", b.postgres},
		{"workbench", b.workbench},
	} {
		if step.name != "workbench" || o.Workbench {
			o.Stage(step.name)
		}
		if err := step.do(ctx); err != nil {
			return fmt.Errorf("bench: %s: %w", step.name, err)
		}
	}
	return nil
}

func (o Options) complete() Options {
	for _, d := range []struct {
		field *int
		value int
	}{{&o.Events, 100_000}, {&o.Writers, 64}, {&o.Appends, 20_000}} {
		if *d.field == 0 {
			*d.field = d.value
		}
	}
	if o.Said == nil {
		o.Said = func(Measure) {}
	}
	if o.Stage == nil {
		o.Stage = func(string) {}
	}
	return o
}

// run is one benchmark run: the seed's folder, and the large and the small log.
type run struct {
	Options
	streams []life // of the seed year
	large   made
	little  made
}

// made is a log that was made: its folder, events and streams with their ends.
type made struct {
	dir    string
	events int
	cases  []ended
}

func (b *run) say(m Measure) {
	if m.Events == 0 {
		m.Events, m.Cases = b.large.events, len(b.large.cases)
	}
	b.Said(m)
}

// seed lives the session year whose cases are copied; for a small log, one with
// fewer cases.
func (b *run) seed(ctx context.Context) error {
	b.Stage("seed")
	dir := filepath.Join(b.Dir, "seed")
	if _, err := simulation.Run(ctx, dir, simulation.Options{Seed: 1, Cases: min(simulation.DefaultCases, 20+b.Events/20)}); err != nil {
		return err
	}
	log, err := sqlite.Open(ctx, sqlite.Options{Dir: dir, ReadOnly: true})
	if err != nil {
		return err
	}
	b.streams, err = lives(ctx, log, b.PerCase)
	return errors.Join(err, log.Close())
}

func (b *run) grow(ctx context.Context) (err error) {
	if b.large, err = makeLog(ctx, filepath.Join(b.Dir, "large"), b.streams, b.Events); err != nil {
		return err
	}
	b.little, err = makeLog(ctx, filepath.Join(b.Dir, "small"), b.streams, min(small, b.Events))
	return err
}

func perSecond(n int, took time.Duration) float64 { return float64(n) / took.Seconds() }
