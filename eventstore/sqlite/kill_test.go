package sqlite

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"huiyin/eventstore"
)

// The child of the kill test is this test binary again, told by the environment
// which folder to write to.
const (
	childDir   = "HUIYIN_KILL_CHILD_DIR"
	childRound = "HUIYIN_KILL_CHILD_ROUND"
	killRounds = "HUIYIN_KILL_ROUNDS"

	killWriters = 4
	killStreams = 3
)

func TestMain(m *testing.M) {
	if dir := os.Getenv(childDir); dir != "" {
		if err := killChild(dir, os.Getenv(childRound)); err != nil {
			fmt.Println("failed", err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// act is one append of the workload, known by its name on both sides of the
// kill: stream, ids and content follow from it.
type act struct{ round, writer, n int }

func (a act) command() eventstore.ID {
	base := eventstore.ID{0x01, 0x90, 0, byte(a.round >> 8), byte(a.round), byte(a.writer)}
	return eventstore.DeriveID(base, strconv.Itoa(a.n))
}

func (a act) stream() eventstore.StreamID {
	return eventstore.StreamID(fmt.Sprintf("case-%d-%d", a.writer, a.n%killStreams))
}

func (a act) events() []eventstore.Event {
	out := make([]eventstore.Event, 1+a.n%3)
	for i := range out {
		out[i] = testEvent(fmt.Sprintf("round %d writer %d act %d event %d", a.round, a.writer, a.n, i))
		out[i].ID = eventstore.EventID(a.command(), a.stream(), i)
	}
	return out
}

// ack is what the child prints after the store has acknowledged an act.
type ack struct {
	act
	first, last eventstore.Version
	position    eventstore.Position
}

const ackFormat = "ack %d %d %d %d %d %d\n"

func (a ack) String() string {
	return fmt.Sprintf(ackFormat, a.round, a.writer, a.n, a.first, a.last, a.position)
}

func killChild(dir, round string) error {
	number, err := strconv.Atoi(round)
	if err != nil {
		return err
	}
	s, err := Open(context.Background(), Options{Dir: dir})
	if err != nil {
		return err
	}
	errs := make(chan error)
	for w := range killWriters {
		go func() { errs <- killWriter(s, number, w) }()
	}
	return <-errs
}

func killWriter(s *Store, round, w int) error {
	tips := map[eventstore.StreamID]eventstore.Version{}
	for n := 0; ; n++ {
		a := act{round, w, n}
		stream := a.stream()
		if _, known := tips[stream]; !known {
			tips[stream] = lastVersion(s, stream)
		}
		done, err := s.Append(context.Background(), stream, eventstore.Exact(tips[stream]), a.events()...)
		if err != nil {
			return err
		}
		tips[stream] = done.Last
		// One write per line: a kill cannot leave half of one.
		if _, err := os.Stdout.WriteString(ack{a, done.First, done.Last, done.Position()}.String()); err != nil {
			return err
		}
	}
}

func lastVersion(s *Store, stream eventstore.StreamID) (last eventstore.Version) {
	for r, err := range s.ReadStream(context.Background(), stream, 0) {
		if err == nil {
			last = r.Version
		}
	}
	return last
}

// history is all that is known of a log from outside: what was acknowledged and
// what it holds now.
type history struct {
	acks   []ack
	events []eventstore.Recorded
}

// check returns the first contradiction: positions that do not rise, a chain
// that is broken, an id twice, an acknowledged event that is not where it was.
func (h history) check() error {
	chains := map[eventstore.StreamID]eventstore.Chain{}
	at := map[eventstore.ID]*eventstore.Recorded{}
	var last eventstore.Position
	for i := range h.events {
		r := &h.events[i]
		if r.Position <= last {
			return fmt.Errorf("position %d follows %d", r.Position, last)
		}
		chain := chains[r.Stream]
		if err := chain.Check(r); err != nil {
			return err
		}
		if at[r.ID] != nil {
			return fmt.Errorf("id %s is there twice", r.ID)
		}
		last, chains[r.Stream], at[r.ID] = r.Position, chain, r
	}
	for _, a := range h.acks {
		if err := a.check(at); err != nil {
			return err
		}
	}
	return nil
}

func (a ack) check(at map[eventstore.ID]*eventstore.Recorded) error {
	var position eventstore.Position
	for i, e := range a.events() {
		r := at[e.ID]
		if r == nil || r.Stream != a.stream() || r.Version != a.first+eventstore.Version(i) || !r.SameContent(&e) {
			return fmt.Errorf("acknowledged but not there: %sevent %d", a, i)
		}
		position = r.Position
	}
	if position != a.position {
		return fmt.Errorf("acknowledged at another position: %s", a)
	}
	return nil
}

func TestKillLosesNothingAcknowledged(t *testing.T) {
	rounds := 200
	if n, err := strconv.Atoi(os.Getenv(killRounds)); err == nil {
		rounds = n
	}
	var total killTotals
	start := time.Now()
	const perFolder = 10
	for from := 0; from < rounds; from += perFolder {
		total.add(killFolder(t, from, min(from+perFolder, rounds)))
	}
	t.Logf("%d rounds in %v: %d acknowledged appends, %d events; in flight: %d were written, %d were not, all settled by retry",
		rounds, time.Since(start).Round(time.Millisecond), total.acks, total.events, total.written, total.unwritten)
	if total.acks < rounds {
		t.Fatal("hardly anything was acknowledged: the test proves nothing")
	}
}

type killTotals struct{ acks, events, written, unwritten int }

func (k *killTotals) add(o killTotals) {
	k.acks, k.events, k.written, k.unwritten = k.acks+o.acks, k.events+o.events, k.written+o.written, k.unwritten+o.unwritten
}

// killFolder kills again and again in one folder, so that recovery is tested on
// what earlier recoveries have left.
func killFolder(t *testing.T, from, to int) (total killTotals) {
	dir := t.TempDir()
	var h history
	for round := from; round < to; round++ {
		acks := killOnce(t, dir, round)
		h.acks = append(h.acks, acks...)
		s := open(t, Options{Dir: dir})
		h.events = readAll(t, s)
		if err := h.check(); err != nil {
			t.Fatalf("round %d: %v", round, err)
		}
		for w := range killWriters {
			a := retryInFlight(t, s, round, w, h, &total)
			h.acks = append(h.acks, a)
		}
		h.events = readAll(t, s)
		if err := h.check(); err != nil {
			t.Fatalf("round %d after retries: %v", round, err)
		}
		closed(t, s)
	}
	total.acks, total.events = len(h.acks)-killWriters*(to-from), len(h.events)
	return total
}

// retryInFlight sends the one act of a writer that may have been under way when
// it was killed, as its caller would, twice: both must be one act.
func retryInFlight(t *testing.T, s *Store, round, w int, h history, total *killTotals) ack {
	a := act{round, w, 0}
	for _, done := range h.acks {
		if done.round == round && done.writer == w {
			a.n = max(a.n, done.n+1)
		}
	}
	at, id := eventstore.Version(0), a.events()[0].ID
	written := false
	for _, r := range h.events {
		if r.ID == id {
			at, written = r.Version-1, true
			break
		}
		if r.Stream == a.stream() {
			at = r.Version
		}
	}
	first, err := s.Append(t.Context(), a.stream(), eventstore.Exact(at), a.events()...)
	again, err2 := s.Append(t.Context(), a.stream(), eventstore.Exact(at), a.events()...)
	if err != nil || err2 != nil || first.Replayed != written || !again.Replayed || !slices.Equal(first.Positions, again.Positions) {
		t.Fatalf("round %d writer %d: retries gave %+v %v and %+v %v, written before: %v", round, w, first, err, again, err2, written)
	}
	if written {
		total.written++
	} else {
		total.unwritten++
	}
	return ack{a, first.First, first.Last, first.Position()}
}

// killOnce runs a child, kills it 2 to 60 ms after its first acknowledgement
// and returns what it acknowledged.
func killOnce(t *testing.T, dir string, round int) (acks []ack) {
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), childDir+"="+dir, childRound+"="+strconv.Itoa(round))
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	var kill sync.Once
	lines := bufio.NewReader(out)
	for {
		line, err := lines.ReadString('\n')
		if err != nil {
			if !errors.Is(err, io.EOF) {
				t.Fatal(err)
			}
			break
		}
		var a ack
		if _, err := fmt.Sscanf(line, ackFormat, &a.round, &a.writer, &a.n, &a.first, &a.last, &a.position); err != nil {
			t.Fatalf("child says %q", strings.TrimSpace(line))
		}
		acks = append(acks, a)
		kill.Do(func() {
			time.AfterFunc(2*time.Millisecond+rand.N(58*time.Millisecond), func() { _ = cmd.Process.Kill() })
		})
	}
	// Killed is how it is meant to end.
	_ = cmd.Wait()
	return acks
}

// TestKillCheckerHasTeeth shows that the check above would have noticed.
func TestKillCheckerHasTeeth(t *testing.T) {
	for name, spoil := range map[string]func(*history){
		"the last event is lost":         func(h *history) { h.events = h.events[:len(h.events)-1] },
		"an event in the middle is lost": func(h *history) { h.events = slices.Delete(h.events, 4, 5) },
		"a version is left out":          func(h *history) { h.events[len(h.events)-1].Version++ },
		"an event is there twice, at the end": func(h *history) {
			double := h.events[len(h.events)-1]
			double.Position, double.Version, double.Prev = double.Position+1, double.Version+1, double.Hash
			h.events = append(h.events, double)
		},
		"a position is there twice":      func(h *history) { h.events[3].Position = h.events[2].Position },
		"two events changed places":      func(h *history) { h.events[2], h.events[3] = h.events[3], h.events[2] },
		"a link is broken":               func(h *history) { h.events[5].Prev[0]++ },
		"an acknowledged content moved":  func(h *history) { h.events[5].Data = []byte("other") },
		"an acknowledged position moved": func(h *history) { h.events[len(h.events)-1].Position++ },
	} {
		t.Run(name, func(t *testing.T) {
			h := goodHistory(t)
			if err := h.check(); err != nil {
				t.Fatalf("a good history is refused: %v", err)
			}
			spoil(&h)
			if err := h.check(); err == nil {
				t.Fatal("not noticed")
			}
		})
	}
}

func goodHistory(t *testing.T) (h history) {
	s := open(t, Options{Dir: t.TempDir()})
	defer closed(t, s)
	tips := map[eventstore.StreamID]eventstore.Version{}
	for n := range 9 {
		a := act{1, 0, n}
		done, err := s.Append(t.Context(), a.stream(), eventstore.Exact(tips[a.stream()]), a.events()...)
		if err != nil {
			t.Fatal(err)
		}
		tips[a.stream()] = done.Last
		h.acks = append(h.acks, ack{a, done.First, done.Last, done.Position()})
	}
	h.events = readAll(t, s)
	return h
}
