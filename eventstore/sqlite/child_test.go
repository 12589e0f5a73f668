package sqlite

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"testing"
	"time"

	"huiyin/eventstore"
)

// Faults are done to a child process, which is this test binary again. The
// environment tells it what to do.
const ordersKey = "HUIYIN_CHILD_ORDERS"

// orders are what a child is told: its part, the folder, the round, which
// becomes part of every act's name, and a bug to have, if any.
type orders struct {
	Part, Dir, Bug string
	Round          int
}

// children are the parts a child can play.
var children = map[string]func(o orders) error{
	"writers": writersChild,
}

func TestMain(m *testing.M) {
	text := os.Getenv(ordersKey)
	if text == "" {
		os.Exit(m.Run())
	}
	var o orders
	err := json.Unmarshal([]byte(text), &o)
	if err == nil {
		err = children[o.Part](o)
	}
	if err != nil {
		fmt.Println("failed", err)
		os.Exit(1)
	}
}

func child(t testing.TB, o orders) *exec.Cmd {
	t.Helper()
	text, err := json.Marshal(o)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), ordersKey+"="+string(text))
	return cmd
}

// openChild opens the store, with the bug.
func openChild(o orders) (eventstore.Store, *Store, error) {
	b := bugs[o.Bug]
	if b.before != nil {
		b.before()
	}
	s, err := Open(context.Background(), Options{Dir: o.Dir})
	if err != nil {
		return nil, nil, err
	}
	return b.in(s), s, nil
}

// writersChild appends with several writers until it is ended.
func writersChild(o orders) error {
	s, _, err := openChild(o)
	if err != nil {
		return err
	}
	return writeActs(s, o.Round, 1<<30)
}

// writeActs lets every writer do so many acts and say each that was
// acknowledged. It returns the first error.
func writeActs(s eventstore.Store, round, acts int) error {
	errs := make(chan error)
	for w := range actWriters {
		go func() { errs <- writeOwn(s, round, w, acts) }()
	}
	var failed []error
	for range actWriters {
		failed = append(failed, <-errs)
	}
	return errors.Join(failed...)
}

func writeOwn(s eventstore.Store, round, w, acts int) error {
	tips := map[eventstore.StreamID]eventstore.Version{}
	for n := range acts {
		a := act{round, w, n}
		if _, known := tips[a.stream()]; !known {
			tips[a.stream()] = lastVersion(s, a.stream())
		}
		done, err := writeAct(s, a, tips[a.stream()])
		if err != nil {
			return err
		}
		tips[a.stream()] = done.Last
	}
	return nil
}

func writeAct(s eventstore.Store, a act, at eventstore.Version) (eventstore.Appended, error) {
	done, err := s.Append(context.Background(), a.stream(), eventstore.Exact(at), a.events()...)
	if err == nil {
		err = say(ack{a, done.First, done.Last, done.Position()}.String())
	}
	return done, err
}

// say writes one line with one call, so that no kill leaves half of one.
func say(line string) error {
	_, err := os.Stdout.WriteString(line)
	return err
}

// inMemory is a folder for a test's many short-lived logs, in memory where the
// system has such a place: whoever starts from an image need not wait for a disk.
func inMemory(t testing.TB) string {
	t.Helper()
	dir, err := os.MkdirTemp("/dev/shm", "huiyin")
	if err != nil {
		return t.TempDir()
	}
	t.Cleanup(func() {
		if err := os.RemoveAll(dir); err != nil {
			t.Error(err)
		}
	})
	return dir
}

// rounds is how often a fault is done: the number in the environment, if there
// is one, which the long run sets; else the usual number, or a part of it under
// the race detector.
func rounds(t testing.TB, key string, usual int) int {
	t.Helper()
	text := os.Getenv(key)
	if text == "" {
		return max(usual/fewer, min(usual, 2))
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 {
		t.Fatalf("%s is %q", key, text)
	}
	return n
}

// figures are one row of the table that deploy/faults.sh prints.
type figures struct {
	name                               string
	rounds, faults, acks, lost, double int
	since                              time.Time
	more                               string
}

func (f figures) report(t testing.TB) {
	t.Logf("FIGURES|%s|%d|%d|%d|%d|%d|%.1f|%s", f.name, f.rounds, f.faults, f.acks, f.lost, f.double, time.Since(f.since).Seconds(), f.more)
}

// count adds what a log says about itself.
func (f *figures) count(h history) {
	lost, double := h.count()
	f.acks, f.lost, f.double = f.acks+len(h.acks), f.lost+lost, f.double+double
}
