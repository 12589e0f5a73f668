package sqlite

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"

	"huiyin/eventstore"
)

// Backups taken while four writers append are each one whole state: everything
// acknowledged before the backup began is in it, its streams are unbroken, and it
// can be written on (handbook FLT-16).
func TestBackupsUnderLoadAreWhole(t *testing.T) {
	s := open(t, Options{Dir: t.TempDir()})
	defer closed(t, s)
	ctx, stop := context.WithCancel(t.Context())
	var acked atomic.Uint64
	var writers sync.WaitGroup
	for w := range 4 {
		writers.Go(func() {
			stream := eventstore.StreamID(fmt.Sprintf("w-%d", w))
			for v := eventstore.Version(0); ctx.Err() == nil; v++ {
				done, err := s.Append(context.Background(), stream, eventstore.Exact(v), testEvent(fmt.Sprintf("%s at %d", stream, v)))
				if err != nil {
					t.Error(err)
					return
				}
				for at := uint64(done.Position()); ; {
					old := acked.Load()
					if old >= at || acked.CompareAndSwap(old, at) {
						break
					}
				}
			}
		})
	}
	for range 20 {
		before := acked.Load()
		dir := filepath.Join(t.TempDir(), "copy")
		head, err := s.Backup(t.Context(), dir)
		if err != nil {
			t.Fatal(err)
		}
		if uint64(head) < before {
			t.Errorf("acknowledged up to %d, the copy ends at %d", before, head)
		}
		restored := open(t, Options{Dir: dir})
		if got := readAll(t, restored); len(got) != int(head) {
			t.Errorf("%d events in the copy, head %d", len(got), head)
		}
		mustAppend(t, restored, "new", 0, "first")
		closed(t, restored)
	}
	stop()
	writers.Wait()
	if acked.Load() < 100 {
		t.Errorf("only %d appends went on meanwhile", acked.Load())
	}
}

func TestBackupNeverWritesOverALog(t *testing.T) {
	dir := t.TempDir()
	s := open(t, Options{Dir: dir})
	defer closed(t, s)
	mustAppend(t, s, "s", 0, "first")
	if _, err := s.Backup(t.Context(), dir); err == nil {
		t.Fatal("a backup into its own folder")
	}
	blocked := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(blocked, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Backup(t.Context(), filepath.Join(blocked, "copy")); err == nil {
		t.Fatal("a backup into a file")
	}
	if got := readAll(t, s); len(got) != 1 {
		t.Fatal(len(got))
	}
}
