//go:build !race

package sqlite

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"huiyin/eventstore"
	"huiyin/eventstore/crashtest"
)

// TestFailedSyncStops lets the n-th sync of the real driver fail, for n from 1
// on: once only, or from then on. The store must answer nothing afterwards, read
// on, and start again from what the disk has; then the power is cut (FLT-04).
func TestFailedSyncStops(t *testing.T) {
	f := figures{name: "failed sync", rounds: rounds(t, "HUIYIN_SYNC_ROUNDS", 12), since: time.Now()}
	f.faults = f.rounds
	stopped := 0
	for n := range f.rounds {
		fault := fmt.Sprintf("fsync:error=EIO:when=%d", 1+n/2*loneSyncs/((f.rounds+1)/2))
		if n%2 == 1 {
			fault += "+"
		}
		record := recordFailure(t, "", fault)
		if err := heedsFailure(record); err != nil {
			t.Fatalf("%s: %v", fault, err)
		}
		r := cutPower(t, record, 24, nil)
		if r.first != nil {
			t.Fatalf("%s, then a power cut: %v", fault, r.first)
		}
		if strings.Contains(sayings(record), "fenced") {
			stopped++
		}
		f.acks, f.lost, f.double = f.acks+r.acks, f.lost+r.lost, f.double+r.doubled
	}
	f.more = fmt.Sprintf("%d stopped a running store, the others an opening one or a folder's sync that was repeated", stopped)
	f.report(t)
	if stopped < f.rounds/3 {
		t.Fatalf("%d of %d failures met a running store: the test proves little", stopped, f.rounds)
	}
}

// loneSyncs is about how many syncs the child below makes.
const loneSyncs = 48

func init() { children["lone"] = loneChild }

// loneChild is a lone writer on one thread, because faults are counted per
// thread. Its WAL is folded often; once a reader lets a part be folded that the
// fold after it does not write again. After a failure it tries more, reads, and
// closes.
func loneChild(o orders) error {
	runtime.LockOSThread()
	s, base, err := openChild(o)
	if err != nil {
		return say(fmt.Sprintf("not opened: %q\n", err))
	}
	const often, never = foldEarly / 2, 1 << 30
	base.writer.foldAt = often
	release := func() error { return nil }
	tips := map[eventstore.StreamID]eventstore.Version{}
	for n := range 24 {
		switch n {
		case 3:
			base.writer.foldAt = never
		case 6:
			if release, err = holdSnapshot(o.Dir); err != nil {
				return err
			}
			base.writer.foldAt = often
		case 14:
			err = release()
			release = func() error { return nil }
			if err != nil {
				return err
			}
		}
		a := act{o.Round, 0, n}
		if _, known := tips[a.stream()]; !known {
			tips[a.stream()] = lastVersion(s, a.stream())
		}
		done, err := writeAct(s, a, tips[a.stream()])
		if err != nil {
			return errors.Join(release(), afterFailure(s, o.Round, err))
		}
		tips[a.stream()] = done.Last
	}
	return errors.Join(release(), s.Close())
}

// afterFailure tries to append in every way there is: the same, another, anew.
func afterFailure(s eventstore.Store, round int, cause error) error {
	if !errors.Is(cause, eventstore.ErrFenced) {
		return fmt.Errorf("the failure is told as %w", cause)
	}
	for n := range 4 {
		a := act{round, 5 + n, n}
		if _, err := writeAct(s, a, 0); !errors.Is(err, eventstore.ErrFenced) {
			return fmt.Errorf("an append after the failure: %w", err)
		}
	}
	events, err := everything(s)
	if err != nil {
		return fmt.Errorf("reading after the failure: %w", err)
	}
	if _, err := s.Head(context.Background()); err != nil {
		return err
	}
	err = say(fmt.Sprintf("fenced, reads %d events\n", len(events)))
	return errors.Join(err, s.Close())
}

// recordFailure records a process whose sync fails and the next one, whose disk
// works.
func recordFailure(t testing.TB, bug, fault string) []crashtest.Step {
	t.Helper()
	r, dir := newRecorder(t)
	record := recordChild(t, r, orders{Part: "lone", Dir: dir, Bug: bug, Round: 1}, fault)
	return append(record, recordChild(t, r, orders{Part: "lone", Dir: dir, Round: 2})...)
}

// heedsFailure checks that nothing is acknowledged in a process after the sync
// of a file failed, but for an append whose own sync had succeeded before: the
// failure is then that of the fold behind it. And that no child found fault.
func heedsFailure(record []crashtest.Step) error {
	failed, durable := "", false
	for i := range record {
		s := &record[i]
		if name, ok, isSync := s.Synced(); isSync && strings.Contains(name, fileName) {
			if !ok {
				failed = name
			}
			durable = durable || ok && failed == ""
		}
		said := s.Said()
		a, err := parseAck(said)
		switch {
		case strings.HasPrefix(said, "failed"):
			return errors.New(said)
		case err == nil && a.round == 1 && failed != "" && !durable:
			return fmt.Errorf("after a sync of %s failed: %s", failed, said)
		case err == nil && a.round == 1:
			durable = false
		case err == nil && a.round == 2:
			return nil
		}
	}
	return errors.New("the second process acknowledged nothing: " + sayings(record))
}

func sayings(record []crashtest.Step) string {
	var all strings.Builder
	for i := range record {
		all.WriteString(record[i].Said())
	}
	return all.String()
}
