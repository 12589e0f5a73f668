package follower_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"huiyin/eventstore"
	"huiyin/eventstore/sqlite"
	"huiyin/projections/follower"
	"huiyin/projections/views"
)

// rebuildKey gives a child of this test binary, whose only part it is to rebuild
// until it is killed, the log's folder and the read file's path.
const rebuildKey = "HUIYIN_REBUILD"

func TestMain(m *testing.M) {
	if orders := os.Getenv(rebuildKey); orders != "" {
		dir, path, _ := strings.Cut(orders, "\n")
		fmt.Println(rebuildForEver(dir, path))
		os.Exit(1)
	}
	goleak.VerifyTestMain(m)
}

func rebuildForEver(dir, path string) error {
	log, err := sqlite.Open(context.Background(), sqlite.Options{Dir: dir, ReadOnly: true})
	for err == nil {
		fmt.Println("again")
		err = follower.Rebuild(context.Background(), log, path, views.All(), follower.Options{Batch: 40})
	}
	return err
}

func rebuild(t testing.TB, log follower.Log, path string, o follower.Options) {
	t.Helper()
	if err := follower.Rebuild(t.Context(), log, path, views.All(), o); err != nil {
		t.Fatal(err)
	}
}

func TestARebuiltFileHasTheSameRowsAndOldReadersGoOn(t *testing.T) {
	d := season(t, 10)
	path := filepath.Join(t.TempDir(), "views.db")
	old := openFile(t, path, views.All())
	defer closeFile(t, old)
	fold := follower.New(d.Log, old, follower.Options{Batch: 7})
	if err := fold.CatchUp(t.Context()); err != nil {
		t.Fatal(err)
	}
	edit(t, path, "UPDATE cases SET title = 'forged' WHERE case_id = 'c0001'; DELETE FROM deadlines")
	forged := digests2(t, old)
	for _, batch := range []int{1, 7, 512} {
		rebuild(t, d.Log, path, follower.Options{Batch: batch})
		now := openFile(t, path, views.All())
		same(t, fmt.Sprint("rebuilt by ", batch), digests(t, now), reference(t, d))
		if head, _ := d.Log.Head(t.Context()); now.Checkpoint() != head {
			t.Errorf("rebuilt up to %d, the log has %d", now.Checkpoint(), head)
		}
		closeFile(t, now)
		same(t, "the old one", digests2(t, old), forged)
	}
	d.Register("late", "900", "Late")
	if err := fold.CatchUp(t.Context()); err != nil {
		t.Fatal(err)
	}
	if rows, err := (views.Reader{File: old, Scope: views.Everything()}).Resolve(t.Context(), "900"); err != nil || len(rows) != 1 {
		t.Errorf("the old file does not follow: %v, %v", rows, err)
	}
	now := openFile(t, path, views.All())
	defer closeFile(t, now)
	catchUp(t, d.Log, now, follower.Options{})
	same(t, "followed on", digests(t, now), reference(t, d))
	only(t, path)
}

// digests2 is digests of views that may be empty.
func digests2(t testing.TB, f *follower.File) map[string]string {
	t.Helper()
	out := map[string]string{}
	for _, v := range f.Views() {
		var err error
		if out[v.Name], _, err = f.Digest(t.Context(), v.Name); err != nil {
			t.Fatal(err)
		}
	}
	return out
}

// only looks for read files that the path does not lead to.
func only(t *testing.T, path string) {
	t.Helper()
	all, err := filepath.Glob(filepath.Join(filepath.Dir(path), "*.db"))
	if err != nil || len(all) != 2 {
		t.Errorf("the link and the file should be all: %v, %v", all, err)
	}
}

func TestARebuildThatFailsLeavesTheOldFile(t *testing.T) {
	d := season(t, 7)
	path := filepath.Join(t.TempDir(), "views.db")
	f := openFile(t, path, views.All())
	catchUp(t, d.Log, f, follower.Options{})
	closeFile(t, f)
	was, err := os.Readlink(path)
	if err != nil {
		t.Fatal(err)
	}
	for stop := 1; stop <= 3; stop++ {
		ctx, cancel := context.WithCancel(t.Context())
		n := 0
		o := follower.Options{Batch: 20, Applied: func(int, eventstore.Position) {
			if n++; n == stop {
				cancel()
			}
		}}
		if err := follower.Rebuild(ctx, d.Log, path, views.All(), o); !errors.Is(err, context.Canceled) {
			t.Errorf("stopped after %d batches: %v", stop, err)
		}
		if now, _ := os.Readlink(path); now != was {
			t.Errorf("stopped after %d batches, the path leads to %s", stop, now)
		}
		only(t, path)
	}
	f = openFile(t, path, views.All())
	defer closeFile(t, f)
	same(t, "the old file", digests(t, f), reference(t, d))
}

func TestOneRebuildAtATime(t *testing.T) {
	d := season(t, 3)
	path := filepath.Join(t.TempDir(), "views.db")
	met := 0
	o := follower.Options{Batch: 20, Applied: func(int, eventstore.Position) {
		if err := follower.Rebuild(t.Context(), d.Log, path, views.All(), follower.Options{}); errors.Is(err, follower.ErrBusy) {
			met++
		}
		if _, err := follower.Check(t.Context(), d.Log, path, views.All(), follower.Options{}); errors.Is(err, follower.ErrBusy) {
			met++
		}
	}}
	rebuild(t, d.Log, path, o)
	if met < 2 || met%2 != 0 {
		t.Errorf("%d refusals", met)
	}
}

// A file of before the link, and a link to nothing, are no read file: one is
// begun in their place.
func TestWhatIsNoReadFileIsReplaced(t *testing.T) {
	d := season(t, 7)
	for name, spoil := range map[string]func(path string) error{
		"a file":            func(path string) error { return os.WriteFile(path, []byte("of another form"), 0o600) },
		"a link to nothing": func(path string) error { return os.Symlink("views.gone.db", path) },
	} {
		path := filepath.Join(t.TempDir(), "views.db")
		if err := spoil(path); err != nil {
			t.Fatal(err)
		}
		f := openFile(t, path, views.All())
		catchUp(t, d.Log, f, follower.Options{})
		same(t, name, digests(t, f), reference(t, d))
		closeFile(t, f)
		f = openFile(t, path, views.All())
		same(t, name+", again", digests(t, f), reference(t, d))
		closeFile(t, f)
	}
}

// TestARebuildKilledAnywhereLeavesAWholeFile kills a process that rebuilds again
// and again at moments all over its work; the path always leads to a whole file
// with everything, though the child never stops in between.
func TestARebuildKilledAnywhereLeavesAWholeFile(t *testing.T) {
	d := season(t, 12)
	dir := filepath.Join(t.TempDir(), "log")
	log, err := sqlite.Open(t.Context(), sqlite.Options{Dir: dir, BulkLoad: true})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range d.Records() {
		if _, err := log.Append(t.Context(), r.Stream, eventstore.Exact(r.Version-1), r.Event); err != nil {
			t.Fatal(err)
		}
	}
	if err := log.Close(); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "views.db")
	want, switched, last := map[string]string(nil), 0, ""
	for round := range 25 {
		killRebuild(t, dir, path, time.Duration(round*3)*time.Millisecond)
		now, err := os.Readlink(path)
		if errors.Is(err, os.ErrNotExist) && switched == 0 {
			continue // killed before the first was whole
		}
		if err != nil {
			t.Fatal(err)
		}
		if now != last {
			switched, last = switched+1, now
		}
		f := openFile(t, path, views.All())
		if want == nil {
			want = digests(t, f)
		}
		same(t, fmt.Sprint("killed in round ", round), digests(t, f), want)
		closeFile(t, f)
	}
	if switched < 2 {
		t.Errorf("the path led to %d files in all: no rebuild got through", switched)
	}
}

// killRebuild kills a rebuilding child some time after it began its third round.
func killRebuild(t *testing.T, dir, path string, after time.Duration) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), rebuildKey+"="+dir+"\n"+path)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	for range 3 {
		if lines.Scan(); lines.Text() != "again" {
			t.Errorf("the child says %q", lines.Text())
		}
	}
	time.Sleep(after)
	if err := cmd.Process.Kill(); err != nil {
		t.Error(err)
	}
	_ = cmd.Wait() // killed
}
