package sqlite

import (
	"context"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"huiyin/eventstore"
)

// preloaded is how many events the log holds before anything is measured.
const preloaded = 100_000

// streamLength is how many events a writer gives one stream before it starts
// the next, about as many as a suggestion lives through.
const streamLength = 20

func benchEvent(n uint64) eventstore.Event {
	var base eventstore.ID
	binary.BigEndian.PutUint64(base[:], (0x0190_0000_0000+n/1000)<<16)
	id := eventstore.DeriveID(base, fmt.Sprint(n))
	return eventstore.Event{
		ID: id, Type: "suggestion.progress.reported", Schema: 1,
		Occurred: time.UnixMicro(1_767_000_000_000_000 + int64(n)),
		Data:     []byte(`{"line":"lead","unit":"bureau-of-transport","note":"site visited, budget asked for","percent":40}`),
		Meta: map[string]string{"actor": "officer-17", "role": "handler", "ruleset": "national-1",
			"command": id.String()},
	}
}

// benchLog is a folder with a log of preloaded events over streams of
// streamLength, closed.
func benchLog(b *testing.B) string {
	dir := b.TempDir()
	s := open(b, Options{Dir: dir, BulkLoad: true})
	var wg sync.WaitGroup
	const loaders = 32
	for w := range loaders {
		wg.Go(func() {
			for n := w * streamLength; n < preloaded; n += loaders * streamLength {
				events := make([]eventstore.Event, streamLength)
				for i := range events {
					events[i] = benchEvent(uint64(n + i))
				}
				stream := eventstore.StreamID(fmt.Sprintf("suggestion-%07d", n/streamLength))
				if _, err := s.Append(b.Context(), stream, eventstore.NoStream, events...); err != nil {
					b.Error(err)
				}
			}
		})
	}
	wg.Wait()
	if err := s.Close(); err != nil {
		b.Fatal(err)
	}
	return dir
}

func BenchmarkAppend1Writer(b *testing.B)   { benchAppend(b, 1) }
func BenchmarkAppend64Writers(b *testing.B) { benchAppend(b, 64) }

// benchAppend reports appends per second and how they compare with a plain file
// in the same folder that gets the same bytes in the same batches, one write
// and one sync each. Store and file take turns, so that both meet the same disk
// and the same neighbours. x-plain-file compares the total times; the median
// over the turns beside it is what a disturbed machine leaves readable.
func benchAppend(b *testing.B, writers int) {
	dir := benchLog(b)
	var batches []int
	s := open(b, Options{Dir: dir, Hooks: eventstore.Hooks{
		GroupCommit: func(_, events int, _ time.Duration) { batches = append(batches, events) },
	}})
	defer s.Close()
	warm(b, s)
	record := recordSize(b, s)
	var store, plain time.Duration
	groups, chunk := 0, max(250, 32*writers)
	var ratios []float64
	b.ResetTimer()
	for from := 0; from < b.N; from += chunk {
		b.StopTimer()
		batches = batches[:0]
		events := make([]eventstore.Event, min(chunk, b.N-from))
		for i := range events {
			events[i] = benchEvent(uint64(2*preloaded + from + i))
		}
		b.StartTimer()
		start := time.Now()
		appendAll(b, s, writers, from, events)
		took := time.Since(start)
		b.StopTimer()
		file := plainFile(b, filepath.Join(dir, "plain"), batches, record)
		b.StartTimer()
		store, plain, groups = store+took, plain+file, groups+len(batches)
		ratios = append(ratios, file.Seconds()/took.Seconds())
	}
	b.ReportMetric(float64(b.N)/store.Seconds(), "appends/s")
	b.ReportMetric(float64(b.N)/float64(groups), "events/batch")
	b.ReportMetric(float64(b.N)/plain.Seconds(), "plain/s")
	b.ReportMetric(plain.Seconds()/store.Seconds(), "x-plain-file")
	slices.Sort(ratios)
	b.ReportMetric(ratios[len(ratios)/2], "x-plain-file-median")
}

// warm lets the file reach the state it is in all day: a WAL that has its size.
func warm(b *testing.B, s *Store) {
	for n := range 2000 {
		stream := eventstore.StreamID(fmt.Sprint("warm-", n/streamLength))
		if _, err := s.Append(b.Context(), stream, eventstore.Exact(eventstore.Version(n%streamLength)), benchEvent(uint64(preloaded+n))); err != nil {
			b.Fatal(err)
		}
	}
}

func recordSize(b *testing.B, s *Store) int {
	for r, err := range s.ReadStream(b.Context(), "warm-1", 0) {
		if err != nil {
			b.Fatal(err)
		}
		return len(r.Canonical)
	}
	return 0
}

// appendAll shares the events out to writers, each with streams of its own.
func appendAll(b *testing.B, s *Store, writers, from int, events []eventstore.Event) {
	var wg sync.WaitGroup
	for w := range writers {
		wg.Go(func() {
			for n := w; n < len(events); n += writers {
				own := n / writers
				stream := eventstore.StreamID(fmt.Sprintf("bench-%d-%d-%d", from, w, own/streamLength))
				at := eventstore.Exact(eventstore.Version(own % streamLength))
				if _, err := s.Append(context.Background(), stream, at, events[n]); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	wg.Wait()
}

func plainFile(b *testing.B, path string, batches []int, record int) time.Duration {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	block := make([]byte, maxGroup*record)
	start := time.Now()
	for _, events := range batches {
		if _, err := f.Write(block[:events*record]); err != nil {
			b.Fatal(err)
		}
		if err := f.Sync(); err != nil {
			b.Fatal(err)
		}
	}
	return time.Since(start)
}
