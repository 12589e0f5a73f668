//go:build !race

package sqlite

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"huiyin/eventstore"
)

// TestFullDiskPasses lets the disk be full for some writes of the real driver,
// beginning at ever later ones, and then have room again (FLT-05). The append is
// refused as ErrFull, leaves nothing, and the same one succeeds later, in the
// same process. In between reads go on.
func TestFullDiskPasses(t *testing.T) {
	f := figures{name: "full disk", rounds: rounds(t, "HUIYIN_FULL_ROUNDS", 10), since: time.Now()}
	passed := 0
	for n := range f.rounds {
		// The writes before these make the log: then there is none to refuse.
		first := 30 + n*200/f.rounds
		r, dir := newRecorder(t)
		record := recordChild(t, r, orders{Part: "full", Dir: dir, Round: 1},
			fmt.Sprintf("pwrite64:error=ENOSPC:when=%d..%d", first, first+8))
		said := sayings(record)
		if strings.Contains(said, "failed") || !strings.Contains(said, "done") {
			t.Fatalf("full from write %d on: the child says %s", first, said)
		}
		refused := strings.Count(said, "full")
		if refused > 0 {
			passed++
		}
		f.faults += refused
		cuts := cutPower(t, record, 16, nil)
		if cuts.first != nil {
			t.Fatalf("full from write %d on, then a power cut: %v", first, cuts.first)
		}
		f.acks, f.lost, f.double = f.acks+cuts.acks, f.lost+cuts.lost, f.double+cuts.doubled
	}
	f.more = fmt.Sprintf("%d appends refused, each repeated with success", f.faults)
	f.report(t)
	if passed < f.rounds/2 {
		t.Fatalf("%d of %d rounds refused an append: the test proves little", passed, f.rounds)
	}
}

func init() {
	children["full"] = fullChild
	children["small disk"] = smallDiskChild
	children["small file"] = smallFileChild
}

// fullChild is a lone writer on one thread that repeats what is refused.
func fullChild(o orders) error {
	runtime.LockOSThread()
	s, base, err := openChild(o)
	if err != nil {
		return err
	}
	base.writer.foldAt = foldEarly / 2
	tips := map[eventstore.StreamID]eventstore.Version{}
	written := 0
	for n := range 16 {
		a := act{o.Round, 0, n}
		done, err := writeAct(s, a, tips[a.stream()])
		for tries := 0; isFull(err, o.Dir) && tries < 100; tries++ {
			if err := errors.Join(say("full\n"), hasEvents(s, written)); err != nil {
				return err
			}
			done, err = writeAct(s, a, tips[a.stream()])
		}
		if err != nil || done.Replayed {
			return fmt.Errorf("act %d: %+v %w", n, done, err)
		}
		tips[a.stream()] = done.Last
		written += len(a.events())
	}
	return errors.Join(s.Close(), say("done\n"))
}

// hasEvents checks that the log can be read and has so many events.
func hasEvents(s eventstore.Store, want int) error {
	events, err := everything(s)
	if err == nil && len(events) != want {
		err = fmt.Errorf("%d events, want %d", len(events), want)
	}
	return err
}

// isFull reports whether the error says that there is no room, and where.
func isFull(err error, dir string) bool {
	var full *eventstore.FullError
	return errors.Is(err, eventstore.ErrFull) && errors.Is(err, eventstore.ErrUnavailable) &&
		errors.As(err, &full) && full.Where == dir && strings.Contains(full.Error(), dir)
}

// TestSmallDisk fills a real file system of 4 MB, twice.
func TestSmallDisk(t *testing.T) {
	cmd := child(t, orders{Part: "small disk", Dir: t.TempDir(), Round: 1})
	// In a name space of its own anybody may mount one.
	cmd.SysProcAttr = &syscall.SysProcAttr{
		Cloneflags:  syscall.CLONE_NEWUSER | syscall.CLONE_NEWNS,
		UidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getuid(), Size: 1}},
		GidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getgid(), Size: 1}},
	}
	out, err := cmd.CombinedOutput()
	if said := string(out); errors.Is(err, syscall.EPERM) || strings.Contains(said, "not mounted") {
		t.Logf("this machine lets nobody mount (%v %s): TestFullDiskPasses stands for it", err, said)
		return
	}
	if err != nil || !bytes.Contains(out, []byte("done")) {
		t.Fatalf("%v: %s", err, out)
	}
	t.Logf("%s", out[bytes.LastIndex(out, []byte("done")):])
}

func smallDiskChild(o orders) error {
	err := syscall.Mount("", "/", "", syscall.MS_REC|syscall.MS_PRIVATE, "")
	if err == nil {
		err = syscall.Mount("tmpfs", o.Dir, "tmpfs", 0, "size=4m")
	}
	if err != nil {
		return say(fmt.Sprintf("not mounted: %v\n", err))
	}
	for _, name := range []string{"first", "second"} {
		if err := os.WriteFile(filepath.Join(o.Dir, name), make([]byte, 1<<20), 0o600); err != nil {
			return err
		}
	}
	s, base, err := openChild(o)
	if err != nil {
		return err
	}
	base.writer.foldAt = 100
	var h history
	refused := 0
	for _, ballast := range []string{"first", "second"} {
		if err := fillDisk(s, o, &h); err != nil {
			return err
		}
		refused++
		if err := os.Remove(filepath.Join(o.Dir, ballast)); err != nil {
			return err
		}
	}
	if h.events, err = everything(s); err != nil {
		return err
	}
	if err := errors.Join(h.check(), s.Close()); err != nil {
		return err
	}
	// The last space that became free is enough to start again.
	again, err := openAndAppend(o.Dir, h.acks)
	return errors.Join(err, say(fmt.Sprintf("done: %d acknowledged, full %d times, %d events at the end\n", len(h.acks), refused, len(again.events))))
}

// fillDisk appends until there is no room, and checks that it stays that way and
// that reads go on. It goes on where the history ends.
func fillDisk(s eventstore.Store, o orders, h *history) error {
	before := len(h.acks)
	for {
		a := act{o.Round, 0, len(h.acks)}
		at := lastVersion(s, a.stream())
		done, err := s.Append(context.Background(), a.stream(), eventstore.Exact(at), a.events()...)
		if err != nil {
			if !isFull(err, o.Dir) {
				return fmt.Errorf("the full disk is told as %w", err)
			}
			break
		}
		h.acks = append(h.acks, ack{a, done.First, done.Last, done.Position()})
	}
	if len(h.acks) < before+20 {
		return fmt.Errorf("%d appends found room", len(h.acks)-before)
	}
	var err error
	h.events, err = everything(s)
	return errors.Join(err, h.check())
}

// TestFileSizeLimitStops meets the other way to be out of room: a limit of the
// system. SQLite tells it as an I/O error, which proves nothing, so it fences.
func TestFileSizeLimitStops(t *testing.T) {
	dir := t.TempDir()
	out, err := child(t, orders{Part: "small file", Dir: dir, Round: 1}).Output()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	var h history
	lines := bytes.SplitAfter(out, []byte("\n"))
	for _, line := range lines {
		if a, err := parseAck(string(line)); err == nil {
			h.acks = append(h.acks, a)
		}
	}
	if !bytes.Contains(out, []byte("fenced, reads")) || len(h.acks) < 5 {
		t.Fatalf("the child says %s", out)
	}
	if _, err := openAndAppend(dir, h.acks); err != nil {
		t.Fatal(err)
	}
}

func smallFileChild(o orders) error {
	signal.Ignore(syscall.SIGXFSZ)
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
		return err
	}
	limit.Cur = 1 << 20
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
		return err
	}
	s, _, err := openChild(o)
	if err != nil {
		return err
	}
	return afterFailure(s, o.Round+1, writeOwn(s, o.Round, 0, 1<<30))
}
