package follower_test

import (
	"context"
	"errors"
	"path/filepath"
	"sync"
	"testing"
	"time"

	sqlite3 "zombiezen.com/go/sqlite"

	"huiyin/eventstore"
	"huiyin/eventstore/sqlite"
	"huiyin/projections/follower"
	"huiyin/projections/internal/rehearsal"
	"huiyin/projections/views"
)

// season is a log of n cases in every stage.
func season(t testing.TB, n int) *rehearsal.Desk {
	clock := rehearsal.NewClock("2026-03-02")
	log, err := sqlite.Open(t.Context(), sqlite.Options{Dir: t.TempDir(), Clock: clock.Now, BulkLoad: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = log.Close() })
	d := rehearsal.New(t, log, clock)
	rehearsal.Season(d, n)
	return d
}

func openFile(t testing.TB, path string, v []follower.View) *follower.File {
	t.Helper()
	f, err := follower.OpenFile(path, v)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func closeFile(t testing.TB, f *follower.File) {
	t.Helper()
	if err := f.Close(); err != nil {
		t.Error(err)
	}
}

func catchUp(t testing.TB, log follower.Log, f *follower.File, o follower.Options) {
	t.Helper()
	if err := follower.New(log, f, o).CatchUp(context.Background()); err != nil {
		t.Fatal(err)
	}
}

func digests(t testing.TB, f *follower.File) map[string]string {
	t.Helper()
	out := map[string]string{}
	for _, v := range f.Views() {
		sum, n, err := f.Digest(context.Background(), v.Name)
		if err != nil {
			t.Fatal(err)
		}
		if n == 0 {
			t.Errorf("view %s is empty: the season shows nothing", v.Name)
		}
		out[v.Name] = sum
	}
	return out
}

func same(t *testing.T, what string, got, want map[string]string) {
	t.Helper()
	for name := range want {
		if got[name] != want[name] {
			t.Errorf("%s: view %s differs", what, name)
		}
	}
}

// reference is what one batch into a new file gives.
func reference(t *testing.T, d *rehearsal.Desk) map[string]string {
	f := openFile(t, filepath.Join(t.TempDir(), "ref.db"), views.All())
	defer closeFile(t, f)
	catchUp(t, d.Log, f, follower.Options{Batch: 1 << 20})
	return digests(t, f)
}

func TestRowsDoNotDependOnBatchCacheOrRestart(t *testing.T) {
	d := season(t, 7)
	want := reference(t, d)
	for _, o := range []follower.Options{{Batch: 1, Cache: 1}, {Batch: 7, Cache: 1}, {Batch: 7}, {Batch: 512, Cache: 1}, {Batch: 512}} {
		f := openFile(t, filepath.Join(t.TempDir(), "straight.db"), views.All())
		catchUp(t, d.Log, f, o)
		same(t, "straight", digests(t, f), want)
		closeFile(t, f)
		path, stops := filepath.Join(t.TempDir(), "stopped.db"), 0
		for stopped := true; stopped; stops++ {
			stopped = oneBatch(t, d, path, o)
		}
		f = openFile(t, path, views.All())
		same(t, "restarted", digests(t, f), want)
		closeFile(t, f)
		if events := len(d.Records()); stops < events/o.Batch {
			t.Errorf("batch %d: stopped %d times over %d events", o.Batch, stops, events)
		}
	}
}

// oneBatch follows for one batch in a life of its own; false when it was the last.
func oneBatch(t *testing.T, d *rehearsal.Desk, path string, o follower.Options) bool {
	f := openFile(t, path, views.All())
	defer closeFile(t, f)
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	o.Applied = func(int, eventstore.Position) { cancel() }
	err := follower.New(d.Log, f, o).CatchUp(ctx)
	if err != nil && !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	return err != nil
}

func TestTheCacheOfCasesIsBounded(t *testing.T) {
	d := season(t, 12)
	for cache, want := range map[int]int{-1: 0, 3: 3, 0: 12} {
		f := openFile(t, filepath.Join(t.TempDir(), "views.db"), views.All())
		fold := follower.New(d.Log, f, follower.Options{Batch: 30, Cache: cache})
		if err := fold.CatchUp(t.Context()); err != nil || fold.Kept() != want {
			t.Errorf("with %d allowed %d are kept, want %d, %v", cache, fold.Kept(), want, err)
		}
		closeFile(t, f)
	}
}

func TestRowsAndCheckpointAreOneTransaction(t *testing.T) {
	d := season(t, 10)
	f := openFile(t, filepath.Join(t.TempDir(), "views.db"), views.All())
	defer closeFile(t, f)
	var before map[string]string
	var at eventstore.Position
	waits, fills := 0, true
	o := follower.Options{Batch: 5, Sleep: func(context.Context, time.Duration) error { waits++; return nil }}
	o.Applied = func(_ int, p eventstore.Position) {
		before, at = map[string]string{}, p
		for _, v := range f.Views() {
			before[v.Name], _, _ = f.Digest(t.Context(), v.Name)
		}
		if fills && at > 40 {
			if err := f.Fill(true); err != nil {
				t.Error(err)
			}
		}
	}
	fold := follower.New(d.Log, f, o)
	if err := fold.CatchUp(t.Context()); sqlite3.ErrCode(err) != sqlite3.ResultFull || waits != 4 {
		t.Fatalf("a full disk: %v, after waiting %d times", err, waits)
	}
	if head, _ := d.Log.Head(t.Context()); at == 0 || at == head || f.Checkpoint() != at {
		t.Fatalf("checkpoint %d after the failure, %d before", f.Checkpoint(), at)
	}
	after := map[string]string{}
	for _, v := range f.Views() {
		after[v.Name], _, _ = f.Digest(t.Context(), v.Name)
	}
	same(t, "half a batch", after, before)
	if all, err := f.Parked(t.Context()); err != nil || len(all) > 0 {
		t.Errorf("the disk's trouble parked %v, %v", all, err)
	}
	if err := f.Fill(false); err != nil {
		t.Fatal(err)
	}
	fills = false
	if err := fold.CatchUp(t.Context()); err != nil { // the same follower, its cache ahead of the file
		t.Fatal(err)
	}
	same(t, "after the failure", digests(t, f), reference(t, d))
}

func TestAnotherVersionOfAViewBeginsAnew(t *testing.T) {
	d := season(t, 10)
	path := filepath.Join(t.TempDir(), "views.db")
	f := openFile(t, path, views.All())
	catchUp(t, d.Log, f, follower.Options{})
	want, at := digests(t, f), f.Checkpoint()
	closeFile(t, f)
	f = openFile(t, path, views.All())
	if f.Checkpoint() != at {
		t.Errorf("reopened at %d, left at %d", f.Checkpoint(), at)
	}
	closeFile(t, f)
	newer := views.All()
	newer[1].Version++
	f = openFile(t, path, newer)
	defer closeFile(t, f)
	if f.Checkpoint() != 0 {
		t.Fatalf("a new version began at %d", f.Checkpoint())
	}
	if _, n, err := f.Digest(t.Context(), "cases"); n != 0 || err != nil {
		t.Fatalf("a new version began with %d rows, %v", n, err)
	}
	catchUp(t, d.Log, f, follower.Options{})
	same(t, "rebuilt", digests(t, f), want)
}

// The newest position among the cases is the checkpoint: a reader that saw half a
// batch, or rows of one and the checkpoint of another, would find them different.
func TestReadersSeeWholeBatches(t *testing.T) {
	d := season(t, 12)
	f := openFile(t, filepath.Join(t.TempDir(), "views.db"), views.All())
	defer closeFile(t, f)
	done, reads := make(chan struct{}), 0
	var wg sync.WaitGroup
	wg.Go(func() {
		for {
			if err := f.Read(t.Context(), func(r *follower.Reader) error { reads++; return whole(r) }); err != nil {
				t.Error(err)
				return
			}
			select {
			case <-done:
				return
			default:
			}
		}
	})
	catchUp(t, d.Log, f, follower.Options{Batch: 3})
	close(done)
	wg.Wait()
	if reads < 2 {
		t.Errorf("only %d reads", reads)
	}
}

func whole(r *follower.Reader) error {
	at, err := r.Checkpoint()
	if err != nil {
		return err
	}
	return r.Query("SELECT coalesce(max(position), 0) FROM cases", nil, func(s *sqlite3.Stmt) error {
		if got := eventstore.Position(s.ColumnInt64(0)); got != at {
			return errors.New("rows and checkpoint are of different batches")
		}
		return nil
	})
}

func TestTwoProcessesFollowIntoOneFile(t *testing.T) {
	d := season(t, 10)
	path := filepath.Join(t.TempDir(), "views.db")
	var wg sync.WaitGroup
	for _, batch := range []int{2, 3, 5} {
		f := openFile(t, path, views.All())
		t.Cleanup(func() { closeFile(t, f) })
		wg.Go(func() {
			if err := follower.New(d.Log, f, follower.Options{Batch: batch}).CatchUp(context.Background()); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	f := openFile(t, path, views.All())
	defer closeFile(t, f)
	same(t, "together", digests(t, f), reference(t, d))
}

func TestFollowAppliesWhatComesAndEnds(t *testing.T) {
	d := season(t, 2)
	f := openFile(t, filepath.Join(t.TempDir(), "views.db"), views.All())
	defer closeFile(t, f)
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	at, ended := make(chan eventstore.Position, 100), make(chan error, 1)
	go func() {
		ended <- follower.New(d.Log, f, follower.Options{Applied: func(_ int, p eventstore.Position) { at <- p }}).Follow(ctx)
	}()
	<-at
	d.Register("late", "900", "Late")
	head, _ := d.Log.Head(ctx)
	for p := range at {
		if p == head {
			break
		}
	}
	cancel()
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if rows, err := (views.Reader{File: f, Scope: views.Everything()}).Resolve(t.Context(), "900"); err != nil || len(rows) != 1 || rows[0].ID != "late" {
		t.Errorf("%v, %v", rows, err)
	}
}

func TestAReadFileThatIsNoneIsRefused(t *testing.T) {
	if _, err := follower.OpenFile(filepath.Join(t.TempDir(), "no", "folder.db"), views.All()); err == nil {
		t.Error("opened in no folder")
	}
	f := openFile(t, filepath.Join(t.TempDir(), "views.db"), views.All())
	defer closeFile(t, f)
	if _, _, err := f.Digest(t.Context(), "nothing"); err == nil {
		t.Error("a digest of nothing")
	}
}

// BenchmarkRebuild folds a log of some ten thousand events, about ten a case, into
// a new read file with all views, which is synced and takes the old one's place,
// and reports log events per second, end to end: reading, checking hashes,
// decoding, folding, writing rows and checkpoint, indexes, switch.
func BenchmarkRebuild(b *testing.B) {
	d := season(b, 1000)
	events, path := len(d.Records()), filepath.Join(b.TempDir(), "views.db")
	b.ResetTimer()
	for b.Loop() {
		if err := follower.Rebuild(b.Context(), d.Log, path, views.All(), follower.Options{Batch: 5000}); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(events*b.N)/b.Elapsed().Seconds(), "log-events/s")
}

// BenchmarkFollow is the same as BenchmarkRebuild into a file in use, at 500
// events a transaction, which is how a server keeps up.
func BenchmarkFollow(b *testing.B) {
	d := season(b, 1000)
	events := len(d.Records())
	b.ResetTimer()
	for b.Loop() {
		f := openFile(b, filepath.Join(b.TempDir(), "views.db"), views.All())
		catchUp(b, d.Log, f, follower.Options{})
		closeFile(b, f)
	}
	b.ReportMetric(float64(events*b.N)/b.Elapsed().Seconds(), "log-events/s")
}
