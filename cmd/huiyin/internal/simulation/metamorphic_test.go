package simulation_test

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"testing"

	"pgregory.net/rapid"

	"huiyin/cmd/huiyin/internal/office"
	"huiyin/cmd/huiyin/internal/simulation"
	"huiyin/domain/calendar"
	"huiyin/eventstore"
	"huiyin/projections/follower"
	"huiyin/projections/views"
)

// TestOneHistoryHasOneSetOfViews takes a random history through batches of 1, 7
// and 512, with the cache of cases and without, stopped and started again at
// random points, and by a rebuild: the rows are always the same, digest by
// digest, and a check of each file finds nothing.
func TestOneHistoryHasOneSetOfViews(t *testing.T) {
	if f := flag.Lookup("rapid.checks"); f.Value.String() == f.DefValue {
		_ = f.Value.Set("4") // each check is a year and seven read files
	}
	base, events := t.TempDir(), 0
	rapid.Check(t, func(t *rapid.T) {
		h := newHistory(t, base)
		defer h.close()
		if h.events(t) < 20 {
			return // a year ended early; the sum below sees that not all did
		}
		events += h.events(t)
		want := h.rebuilt(t)
		for _, batch := range []int{1, 7, 512} {
			for _, cache := range []int{0, -1} {
				stops := rapid.SliceOfNDistinct(rapid.IntRange(1, h.events(t)/batch+1), 0, 3, rapid.ID).Draw(t, "stops")
				got := h.followed(t, follower.Options{Batch: batch, Cache: cache}, stops)
				if !maps.Equal(got, want) {
					t.Errorf("batch %d, cache %d, stops %v:\n%v\nrebuilt:\n%v", batch, cache, stops, got, want)
				}
			}
		}
	})
	if !t.Failed() && events < 200 {
		t.Errorf("only %d events in all", events)
	}
}

// history is a simulated log and where its read files lie.
type history struct {
	dir string
	of  *office.Office
	n   int
}

func newHistory(t *rapid.T, base string) *history {
	dir, err := os.MkdirTemp(base, "year")
	must(t, err)
	first := calendar.MustDate("2026-03-01")
	_, err = simulation.Run(context.Background(), dir, simulation.Options{
		Cases: rapid.IntRange(1, 8).Draw(t, "cases"),
		Seed:  rapid.Int64Range(1, 1<<20).Draw(t, "seed"),
		Until: first.AddDays(rapid.IntRange(60, 300).Draw(t, "days")),
	})
	must(t, err)
	of, err := office.Open(context.Background(), office.Options{Dir: dir, ReadOnly: true})
	must(t, err)
	return &history{dir: dir, of: of}
}

func (h *history) close() {
	_ = h.of.Close()
	_ = os.RemoveAll(h.dir)
}

func (h *history) events(t *rapid.T) int {
	head, err := h.of.Log.Head(context.Background())
	must(t, err)
	return int(head)
}

// path is that of another read file.
func (h *history) path() string {
	h.n++
	return filepath.Join(h.dir, fmt.Sprintf("views%d.db", h.n))
}

func (h *history) rebuilt(t *rapid.T) map[string]string {
	path := h.path()
	must(t, follower.Rebuild(context.Background(), h.of.Log, path, views.All(), follower.Options{}))
	return h.digests(t, path)
}

// followed follows with an end after each of so many batches.
func (h *history) followed(t *rapid.T, o follower.Options, stops []int) map[string]string {
	path := h.path()
	for _, after := range append(stops, 0) {
		h.live(t, path, o, after)
	}
	return h.digests(t, path)
}

// live is one life of a follower, which ends after so many batches, or at the
// log's end.
func (h *history) live(t *rapid.T, path string, o follower.Options, batches int) {
	file, err := follower.OpenFile(path, views.All())
	must(t, err)
	defer file.Close()
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	n := 0
	o.Applied = func(int, eventstore.Position) {
		if n++; n == batches {
			cancel()
		}
	}
	if err := follower.New(h.of.Log, file, o).CatchUp(ctx); !errors.Is(err, context.Canceled) {
		must(t, err)
	}
}

func (h *history) digests(t *rapid.T, path string) map[string]string {
	report, err := follower.Check(context.Background(), h.of.Log, path, views.All(), follower.Options{})
	must(t, err)
	if !report.Same() || int(report.Position) != h.events(t) {
		t.Errorf("%s: a check at %d of %d finds %+v", filepath.Base(path), report.Position, h.events(t), report)
	}
	out := map[string]string{}
	for _, v := range report.Views {
		out[v.View] = v.Actual
	}
	return out
}

func must(t *rapid.T, err error) {
	if err != nil {
		t.Fatal(err)
	}
}
