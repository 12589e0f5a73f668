package ledger

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/mod/sumdb/tlog"
	"pgregory.net/rapid"

	"huiyin/eventstore"
)

// list is a log in memory: only the order and the canonical bytes matter here.
type list []eventstore.Recorded

func (l list) Head(context.Context) (eventstore.Position, error) {
	return eventstore.Position(3 * len(l)), nil
}

func (l list) ReadAll(_ context.Context, after eventstore.Position) iter.Seq2[eventstore.Recorded, error] {
	return func(yield func(eventstore.Recorded, error) bool) {
		for _, r := range l {
			if r.Position > after && !yield(r, nil) {
				return
			}
		}
	}
}

// logOf has positions with gaps, as the contract allows.
func logOf(n int) list {
	out := make(list, n)
	for i := range out {
		out[i] = eventstore.Recorded{Position: eventstore.Position(3 * (i + 1)), Canonical: fmt.Appendf(nil, "event %d", i)}
	}
	return out
}

// The root of a tree that grew in any steps, over any restarts, is that of
// package tlog over all leaves, and so is the one without a file.
func TestRootsAgree(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		path := filepath.Join(t.TempDir(), "tree")
		_ = os.Remove(path)
		total := rapid.IntRange(1, 200).Draw(rt, "total")
		all := logOf(total)
		var edge compact
		var hashes []tlog.Hash
		reader := tlog.HashReaderFunc(func(at []int64) ([]tlog.Hash, error) {
			out := make([]tlog.Hash, len(at))
			for i, n := range at {
				out[i] = hashes[n]
			}
			return out, nil
		})
		for size := 0; size < total; {
			next := min(total, size+rapid.IntRange(1, 50).Draw(rt, "step"))
			tree, err := Open(path)
			if err != nil {
				rt.Fatal(err)
			}
			if err := tree.CatchUp(t.Context(), all[:next]); err != nil {
				rt.Fatal(err)
			}
			for i := size; i < next; i++ {
				more, err := tlog.StoredHashes(int64(i), all[i].Canonical, reader)
				if err != nil {
					rt.Fatal(err)
				}
				hashes = append(hashes, more...)
				edge.add(Leaf(&all[i]))
			}
			size = next
			want, err := tlog.TreeHash(int64(size), reader)
			if err != nil {
				rt.Fatal(err)
			}
			c, err := tree.Checkpoint("x")
			if err != nil || c.Root != want || edge.root() != want || c.Size != int64(size) || c.Position != all[size-1].Position {
				rt.Fatalf("size %d: %+v, %v; want %v, edge %v", size, c, err, want, edge.root())
			}
			if err := tree.Close(); err != nil {
				rt.Fatal(err)
			}
		}
		_ = os.Remove(path)
	})
}

// A crash between the hashes and the header leaves a tree that goes on as if
// nothing had been written; a file cut below its header's count is refused.
func TestTreeFileAfterACrash(t *testing.T) {
	path := filepath.Join(t.TempDir(), "tree")
	all := logOf(100)
	tree := must(Open(path))(t)
	if err := tree.CatchUp(t.Context(), all[:40]); err != nil {
		t.Fatal(err)
	}
	header := make([]byte, headerSize)
	if _, err := tree.file.ReadAt(header, 0); err != nil {
		t.Fatal(err)
	}
	if err := tree.CatchUp(t.Context(), all[:70]); err != nil {
		t.Fatal(err)
	}
	if _, err := tree.file.WriteAt(header, 0); err != nil { // the crash
		t.Fatal(err)
	}
	tree.Close()
	tree = must(Open(path))(t)
	if tree.Size() != 40 {
		t.Fatalf("size %d", tree.Size())
	}
	if err := tree.CatchUp(t.Context(), all); err != nil {
		t.Fatal(err)
	}
	fresh := must(Open(filepath.Join(t.TempDir(), "tree")))(t)
	if err := fresh.CatchUp(t.Context(), all); err != nil {
		t.Fatal(err)
	}
	a, b := must(tree.Checkpoint("x"))(t), must(fresh.Checkpoint("x"))(t)
	if a != b {
		t.Fatalf("%+v and %+v", a, b)
	}
	fresh.Close()
	if err := tree.file.Truncate(headerSize + 100); err != nil {
		t.Fatal(err)
	}
	tree.Close()
	if _, err := Open(path); !errors.Is(err, ErrNotATree) {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte("something else altogether, longer than a header ............."), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(path); !errors.Is(err, ErrNotATree) {
		t.Fatal(err)
	}
}

func must[T any](v T, err error) func(*testing.T) T {
	return func(t *testing.T) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

// FuzzParse holds that no text makes reading a checkpoint panic, and that what
// is accepted says the same when it is written again.
func FuzzParse(f *testing.F) {
	c := Checkpoint{Origin: "huiyin/0011223344556677", Size: 7, Root: tlog.RecordHash([]byte("x")), Position: 9}
	f.Add(c.Text())
	f.Add("a\n1\n" + c.Root.String() + "\nother line\n")
	f.Add("\n0\n\n")
	f.Fuzz(func(t *testing.T, text string) {
		c, err := parse(text)
		if err != nil {
			if !errors.Is(err, ErrCheckpoint) {
				t.Fatal(err)
			}
			return
		}
		again, err := parse(c.Text())
		if err != nil || again != c {
			t.Fatalf("%+v, %+v, %v", c, again, err)
		}
	})
}

// BenchmarkCatchUp covers a log of 100,000 events in a new tree file.
func BenchmarkCatchUp(b *testing.B) {
	all := logOf(100_000)
	for b.Loop() {
		path := filepath.Join(b.TempDir(), "tree")
		tree, err := Open(path)
		if err == nil {
			err = tree.CatchUp(b.Context(), all)
		}
		if err != nil {
			b.Fatal(err)
		}
		tree.Close()
	}
	b.ReportMetric(float64(b.N*len(all))/b.Elapsed().Seconds(), "events/s")
}
