package sqlite

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"huiyin/eventstore"
)

// TestKillLosesNothingAcknowledged kills a process with four writers again and
// again (FLT-01).
func TestKillLosesNothingAcknowledged(t *testing.T) {
	total := killed{figures: figures{name: "kill -9", rounds: rounds(t, "HUIYIN_KILL_ROUNDS", 200), since: time.Now()}}
	const perFolder = 10
	for from := 0; from < total.rounds; from += perFolder {
		if err := total.folder(t, from, min(from+perFolder, total.rounds)); err != nil {
			t.Fatal(err)
		}
	}
	total.more = fmt.Sprintf("%d events; in flight: %d were written, %d were not, all settled by retry; slowest restart %v",
		total.events, total.written, total.unwritten, total.slowest.Round(time.Millisecond))
	total.report(t)
	if total.acks < 2*total.rounds {
		t.Fatalf("%d acknowledged: the test proves little", total.acks)
	}
	if total.slowest > 2*time.Second {
		t.Fatalf("a restart took %v", total.slowest)
	}
}

type killed struct {
	figures
	bug                        string
	events, written, unwritten int
	slowest                    time.Duration
}

// folder kills again and again in one folder, so that recovery is tested on what
// earlier recoveries have left.
func (k *killed) folder(t *testing.T, from, to int) error {
	dir := t.TempDir()
	var h history
	for round := from; round < to; round++ {
		h.acks = append(h.acks, killOnce(t, orders{Part: "writers", Dir: dir, Bug: k.bug, Round: round})...)
		if err := k.restart(t, dir, round, &h); err != nil {
			return fmt.Errorf("round %d: %w", round, err)
		}
	}
	k.count(h)
	k.acks -= actWriters * (to - from)
	k.events += len(h.events)
	return nil
}

// restart opens what the kill left, checks it, lets every writer repeat what may
// have been under way, and checks again.
func (k *killed) restart(t *testing.T, dir string, round int, h *history) error {
	start := time.Now()
	s := open(t, Options{Dir: dir})
	defer closed(t, s)
	k.slowest = max(k.slowest, time.Since(start))
	k.faults++
	h.events = readAll(t, s)
	if err := h.check(); err != nil {
		return err
	}
	for w := range actWriters {
		done, err := k.retry(bugs[k.bug].in(s), round, w, *h)
		if err != nil {
			return err
		}
		h.acks = append(h.acks, done)
	}
	h.events = readAll(t, s)
	if err := h.check(); err != nil {
		return fmt.Errorf("after retries: %w", err)
	}
	return nil
}

// retry sends the one act of a writer that may have been under way when it was
// killed, as its caller would, twice: both must be one act.
func (k *killed) retry(s eventstore.Store, round, w int, h history) (ack, error) {
	a, at, written := inFlight(round, w, h)
	ctx := context.Background()
	first, err := s.Append(ctx, a.stream(), eventstore.Exact(at), a.events()...)
	again, err2 := s.Append(ctx, a.stream(), eventstore.Exact(at), a.events()...)
	if err != nil || err2 != nil || first.Replayed != written || !again.Replayed || !slices.Equal(first.Positions, again.Positions) {
		return ack{}, fmt.Errorf("writer %d: retries gave %+v %v and %+v %v, written before: %v", w, first, err, again, err2, written)
	}
	if written {
		k.written++
	} else {
		k.unwritten++
	}
	return ack{a, first.First, first.Last, first.Position()}, nil
}

// inFlight is a writer's act after its last that was acknowledged: the version
// it expected and whether the log has it.
func inFlight(round, w int, h history) (a act, at eventstore.Version, written bool) {
	a = act{round, w, 0}
	for _, done := range h.acks {
		if done.round == round && done.writer == w {
			a.n = max(a.n, done.n+1)
		}
	}
	id := a.events()[0].ID
	for _, r := range h.events {
		if r.ID == id {
			return a, r.Version - 1, true
		}
		if r.Stream == a.stream() {
			at = r.Version
		}
	}
	return a, at, false
}

// killOnce runs a child, kills it 2 to 60 ms after its first acknowledgement
// and returns what it acknowledged.
func killOnce(t *testing.T, o orders) (acks []ack) {
	cmd := child(t, o)
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	var kill sync.Once
	acks = heard(t, out, func() {
		kill.Do(func() {
			time.AfterFunc(2*time.Millisecond+rand.N(58*time.Millisecond), func() { _ = cmd.Process.Kill() })
		})
	})
	// Killed is how it is meant to end.
	_ = cmd.Wait()
	return acks
}

// heard reads a child's acknowledgements to the end.
func heard(t *testing.T, out io.Reader, each func()) (acks []ack) {
	for lines := bufio.NewReader(out); ; each() {
		line, err := lines.ReadString('\n')
		if errors.Is(err, io.EOF) {
			return acks
		}
		if err != nil {
			t.Fatal(err)
		}
		a, err := parseAck(line)
		if err != nil {
			t.Fatalf("child says %q", strings.TrimSpace(line))
		}
		acks = append(acks, a)
	}
}
