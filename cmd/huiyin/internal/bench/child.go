package bench

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"runtime"
	"time"

	"huiyin/cmd/huiyin/internal/office"
	"huiyin/projections/follower"
	"huiyin/projections/views"
)

// A process of its own tells what a start takes and how much memory the work
// takes, without what the benchmark itself needs. It is this program again, and
// it answers with its measures as JSON.

// Parts a child can play.
const (
	startPart  = "start"
	memoryPart = "memory"
)

// ask lets a child measure and says what it answers. Without a program to start
// nothing is said.
func (b *run) ask(ctx context.Context, part string) error {
	if b.Self == nil {
		return nil
	}
	out, err := b.Self(ctx, part, b.large.dir).Output()
	if err != nil {
		return fmt.Errorf("the child: %w", err)
	}
	var all []Measure
	if err := json.Unmarshal(out, &all); err != nil {
		return fmt.Errorf("the child: %w", err)
	}
	for _, m := range all {
		b.say(m)
	}
	return nil
}

// Child plays a part on the log in a folder.
func Child(ctx context.Context, part, dir string) ([]Measure, error) {
	switch part {
	case startPart:
		return start(ctx, dir)
	case memoryPart:
		return memory(ctx, dir)
	}
	return nil, fmt.Errorf("bench: no part %q", part)
}

// start opens the folder as its owner, with views that show everything, and reads
// one list.
func start(ctx context.Context, dir string) (all []Measure, err error) {
	begin := time.Now()
	of, file, err := openBoth(ctx, dir)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, file.Close(), of.Close()) }()
	opened := time.Since(begin)
	listed := time.Now()
	if _, _, err := everything(file).Cases(ctx, views.CaseFilter{Limit: 20}); err != nil {
		return nil, err
	}
	return []Measure{{Name: "start", Value: opened.Seconds() * 1000, Unit: "ms"},
		{Name: "list", Value: time.Since(listed).Seconds() * 1000, Unit: "ms"}}, nil
}

// openBoth opens the log as its owner, and views that show everything.
func openBoth(ctx context.Context, dir string) (*office.Office, *follower.File, error) {
	of, err := office.Open(ctx, office.Options{Dir: dir})
	if err != nil {
		return nil, nil, err
	}
	file, err := follower.OpenFile(viewsIn(dir), views.All())
	if err != nil {
		return nil, nil, errors.Join(err, of.Close())
	}
	if err := follower.New(of.Log, file, follower.Options{Batch: viewsBatch}).CatchUp(ctx); err != nil {
		return nil, nil, errors.Join(err, file.Close(), of.Close())
	}
	return of, file, nil
}

func everything(file *follower.File) views.Reader {
	return views.Reader{File: file, Scope: views.Everything()}
}

func viewsIn(dir string) string { return filepath.Join(dir, "views.db") }

// memory rebuilds all views in the folder's owner, opens them, and loads every
// case for a command, which fills every cache. It tells the peak of the process
// and what is in use in the end.
func memory(ctx context.Context, dir string) (all []Measure, err error) {
	of, file, err := openBoth(ctx, dir)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, file.Close(), of.Close()) }()
	if err := follower.Rebuild(ctx, of.Log, viewsIn(dir), views.All(), follower.Options{Batch: viewsBatch}); err != nil {
		return nil, err
	}
	rows, _, err := everything(file).Cases(ctx, views.CaseFilter{Sort: views.ByNumber, Limit: mostLoaded})
	if err != nil {
		return nil, err
	}
	for _, r := range rows {
		if _, err := of.Load(ctx, r.ID); err != nil {
			return nil, err
		}
	}
	peak, err := peakMemory()
	if err != nil {
		return nil, nil // not told by this system
	}
	runtime.GC()
	var heap runtime.MemStats
	runtime.ReadMemStats(&heap)
	runtime.KeepAlive(rows)
	return []Measure{{Name: "memory", Value: peak, Unit: "MiB"}, {Name: "heap", Value: float64(heap.HeapAlloc) / (1 << 20), Unit: "MiB"}}, nil
}

// mostLoaded is more cases than any cache keeps.
const mostLoaded = 10_000
