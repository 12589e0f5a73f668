//go:build !race

package sqlite

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	zs "zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"huiyin/eventstore"
	"huiyin/eventstore/crashtest"
)

// TestPowerCutLosesNothingAcknowledged cuts the power at many moments of a
// recorded workload and starts from what may then be on the disk (FLT-02).
func TestPowerCutLosesNothingAcknowledged(t *testing.T) {
	f := figures{name: "power cut", rounds: rounds(t, "HUIYIN_POWER_POINTS", 300), since: time.Now()}
	record := recordPower(t, "", powerActs(f.rounds))
	result := cutPower(t, record, f.rounds, nil)
	f.faults, f.acks, f.lost, f.double = result.images, result.acks, result.lost, result.doubled
	f.more = fmt.Sprintf("%d steps recorded, %d acknowledgements in them, %d syncs", len(record), result.acked, result.syncs)
	f.report(t)
	if result.first != nil {
		t.Fatalf("%d of %d images: %v", result.broken, result.images, result.first)
	}
	if result.acked < 50 || result.syncs < 50 {
		t.Fatalf("%d acknowledgements, %d syncs: the record proves nothing", result.acked, result.syncs)
	}
}

// TestPowerCutWithoutSyncsIsNoticed plays the same kind of record on disks that
// do not heed syncs: of everything, of the log's files, of folders.
func TestPowerCutWithoutSyncsIsNoticed(t *testing.T) {
	record := recordPower(t, "", 6)
	points := min(rounds(t, "HUIYIN_POWER_POINTS", 300)/6, 300)
	for what, distrust := range map[string]func(string) bool{
		"no sync counts":           func(string) bool { return true },
		"no sync of the WAL":       func(name string) bool { return strings.HasSuffix(name, "-wal") },
		"no sync of the file":      func(name string) bool { return strings.HasSuffix(name, fileName) },
		"no sync of the folder":    func(name string) bool { return filepath.Base(name) == "log" },
		"no sync of the folder up": func(name string) bool { return filepath.Base(name) == "data" },
	} {
		result := cutPower(t, record, points, distrust)
		t.Logf("%s: %d of %d images are broken; acknowledged appends lost: %d of %d (%v)", what, result.broken, result.images, result.lost, result.acks, result.first)
		if result.broken < points/10 {
			t.Errorf("%s: %d of %d images are broken: the check has no teeth", what, result.broken, result.images)
		}
	}
}

// powerActs is how many acts each writer does in each part of the record: more
// for more points, so that they lie in different places.
func powerActs(points int) int { return min(6+points/1000, 16) }

// foldEarly makes the WAL short, so that a small record has many folds.
const foldEarly = 40

func init() { children["power"] = powerChild }

// powerChild is one of three processes. The first makes the log, closes it and
// opens it again, and ends without closing. The second recovers, has a reader
// that lets the WAL be folded in part only, and closes. The third is killed.
func powerChild(o orders) error {
	part, acts := o.Round%10, o.Round/10
	s, base, err := openChild(o)
	if err != nil {
		return err
	}
	base.writer.foldAt = foldEarly
	switch part {
	case 0:
		if err := errors.Join(writeActs(s, 1, acts), s.Close()); err != nil {
			return err
		}
		if s, base, err = openChild(o); err != nil {
			return err
		}
		base.writer.foldAt = foldEarly
		if err := writeActs(s, 2, acts); err != nil {
			return err
		}
		os.Exit(0)
	case 1:
		release, err := holdSnapshot(o.Dir)
		if err != nil {
			return err
		}
		return errors.Join(writeActs(s, 3, acts), release(), writeActs(s, 4, acts), s.Close())
	}
	time.AfterFunc(time.Duration(acts)*3*time.Millisecond, func() { _ = syscall.Kill(os.Getpid(), syscall.SIGKILL) })
	return writeActs(s, 5, 1<<30)
}

// holdSnapshot is a reader that does not let go.
func holdSnapshot(dir string) (release func() error, err error) {
	conn, err := zs.OpenConn(filepath.Join(dir, fileName), zs.OpenReadWrite)
	if err != nil {
		return nil, err
	}
	err = sqlitex.ExecuteScript(conn, "PRAGMA wal_autocheckpoint=0", nil)
	if err == nil {
		err = sqlitex.ExecuteTransient(conn, "BEGIN", nil)
	}
	if err == nil {
		_, err = readInt(conn, "SELECT max(position) FROM events")
	}
	if err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	return func() error { return errors.Join(sqlitex.ExecuteTransient(conn, "COMMIT", nil), conn.Close()) }, nil
}

// newRecorder records a log in the folder data/log below the root.
func newRecorder(t testing.TB) (r *crashtest.Recorder, dir string) {
	t.Helper()
	root, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	// SQLite makes the index of the WAL anew when the first process opens it.
	scratch := func(name string) bool { return strings.HasSuffix(name, "-shm") }
	return &crashtest.Recorder{Root: root, Scratch: scratch}, filepath.Join(root, "data", "log")
}

func recordPower(t testing.TB, bug string, acts int) (record []crashtest.Step) {
	t.Helper()
	r, dir := newRecorder(t)
	for part := range 3 {
		record = append(record, recordChild(t, r, orders{Part: "power", Dir: dir, Bug: bug, Round: 10*acts + part})...)
	}
	return record
}

func recordChild(t testing.TB, r *crashtest.Recorder, o orders, inject ...string) []crashtest.Step {
	t.Helper()
	steps, err := r.Record(child(t, o), inject...)
	if err != nil {
		t.Fatal(err)
	}
	for i := range steps {
		if said := steps[i].Said(); strings.HasPrefix(said, "failed") && len(inject) == 0 {
			t.Fatalf("the child says %s", said)
		}
	}
	return steps
}

// afterCuts is what many power cuts have shown.
type afterCuts struct {
	images, broken       int
	acks, lost, doubled  int
	acked, syncs, refuse int
	first                error
}

// powerCut is one image and what was acknowledged before it.
type powerCut struct {
	image  crashtest.Image
	acks   []ack
	number int
	at     int
}

// cutPower starts from so many images and looks at each. Half of them are of the
// moments before and after a sync or an acknowledgement, as evenly as they go;
// the others lie anywhere. The choice depends on the record and the number only.
func cutPower(t testing.TB, record []crashtest.Step, points int, distrust func(string) bool) (r afterCuts) {
	where := inMemory(t)
	cuts := make(chan powerCut)
	var mu sync.Mutex
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() {
			for c := range cuts {
				lost, doubled, err := startFrom(t, where, c)
				mu.Lock()
				r.images, r.acks, r.lost, r.doubled = r.images+1, r.acks+len(c.acks), r.lost+lost, r.doubled+doubled
				if err != nil {
					r.broken++
					if r.first == nil {
						r.first = fmt.Errorf("step %d, image %d, cut %d: %w", c.at, c.number, crashtest.CutAt(c.number), err)
					}
				}
				mu.Unlock()
			}
		})
	}
	acked, syncs := playBack(record, choosePoints(record, points), distrust, cuts)
	close(cuts)
	wg.Wait()
	r.acked, r.syncs = acked, syncs
	return r
}

// playBack sends the images chosen at each step.
func playBack(record []crashtest.Step, chosen map[int][]int, distrust func(string) bool, cuts chan<- powerCut) (acked, syncs int) {
	disk := crashtest.Disk{Distrust: distrust}
	var acks []ack
	for i := range record {
		s := &record[i]
		if a, err := parseAck(s.Said()); err == nil {
			acks = append(acks, a)
		}
		if _, ok, isSync := s.Synced(); isSync && ok {
			syncs++
		}
		disk.Apply(s)
		for _, number := range chosen[i] {
			random := rand.New(rand.NewPCG(powerSeed, uint64(number)))
			cuts <- powerCut{disk.Image(crashtest.CutAt(number), random), acks[:len(acks):len(acks)], number, i}
		}
	}
	return len(acks), syncs
}

const powerSeed = 20260307

// choosePoints says after which steps images are taken, and their numbers.
func choosePoints(record []crashtest.Step, points int) map[int][]int {
	var edges []int
	for i := range record {
		if _, _, isSync := record[i].Synced(); isSync || record[i].Said() != "" {
			edges = append(edges, i, i-1)
		}
	}
	chosen := map[int][]int{}
	random := rand.New(rand.NewPCG(powerSeed, 0))
	for n := range points {
		at := random.IntN(len(record))
		if n%8 < 4 && len(edges) > 0 {
			// Each edge is met with each kind of cut before one is met twice.
			at = edges[(n/8*97+random.IntN(2))%len(edges)]
		}
		chosen[max(at, 0)] = append(chosen[max(at, 0)], n)
	}
	return chosen
}

// startFrom opens the real store on an image and checks what it finds: what was
// acknowledged is there, the rest holds together, and the log goes on.
func startFrom(t testing.TB, where string, c powerCut) (lost, doubled int, err error) {
	root, err := os.MkdirTemp(where, "image")
	if err == nil {
		err = c.image.Write(root)
	}
	if err != nil {
		t.Error(err)
		return 0, 0, err
	}
	defer os.RemoveAll(root)
	dir := filepath.Join(root, "data", "log")
	if err := leaveIndex(dir, c.number); err != nil {
		t.Error(err)
	}
	h, err := openAndAppend(dir, c.acks)
	if err == nil && c.number%5 == 0 {
		h, err = openAndAppend(dir, h.acks)
	}
	lost, doubled = h.count()
	return lost, doubled, err
}

// leaveIndex puts rubbish where the index of the WAL was, for every third image.
func leaveIndex(dir string, number int) error {
	if _, err := os.Stat(filepath.Join(dir, fileName+"-wal")); number%3 != 0 || err != nil {
		return nil
	}
	return os.WriteFile(filepath.Join(dir, fileName+"-shm"), []byte(strings.Repeat("rubbish!", 4096)), 0o644)
}

// openAndAppend checks a log and appends to an old stream and to a new one. What
// it returns has been checked, and holds the acknowledgements of its own.
func openAndAppend(dir string, acks []ack) (h history, err error) {
	h.acks = acks
	s, err := Open(context.Background(), Options{Dir: dir})
	if err != nil {
		return h, err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	if h.events, err = everything(s); err != nil {
		return h, err
	}
	if err := h.check(); err != nil {
		return h, err
	}
	for n, old := range []bool{true, false} {
		a := act{len(h.events), 9, 30 + n}
		if old && len(acks) > 0 {
			a.writer, a.n = acks[0].writer, 9000+acks[0].n
		}
		at := lastVersion(s, a.stream())
		done, err := s.Append(context.Background(), a.stream(), eventstore.Exact(at), a.events()...)
		if err != nil {
			return h, err
		}
		h.acks = append(h.acks[:len(h.acks):len(h.acks)], ack{a, done.First, done.Last, done.Position()})
	}
	if h.events, err = everything(s); err != nil {
		return h, err
	}
	return h, h.check()
}

func everything(s eventstore.Store) (out []eventstore.Recorded, err error) {
	for r, err := range s.ReadAll(context.Background(), 0) {
		if err != nil {
			return out, err
		}
		out = append(out, r)
	}
	return out, nil
}
