package sqlite

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"huiyin/eventstore"
)

func init() { children["stoppable"] = stoppableChild }

// stoppableChild closes the store on SIGTERM, in the middle of everything. What
// is refused then it says too.
func stoppableChild(o orders) error {
	term := make(chan os.Signal, 1)
	signal.Notify(term, syscall.SIGTERM)
	s, _, err := openChild(o)
	if err != nil {
		return err
	}
	var wg sync.WaitGroup
	errs := make([]error, 2*actWriters)
	for w := range errs {
		wg.Go(func() { errs[w] = writeUntilClosed(s, o.Round, w) })
	}
	<-term
	err = s.Close()
	wg.Wait()
	return errors.Join(append(errs, err, say("closed\n"))...)
}

func writeUntilClosed(s eventstore.Store, round, w int) error {
	tips := map[eventstore.StreamID]eventstore.Version{}
	for n := 0; ; n++ {
		a := act{round, w, n}
		if _, known := tips[a.stream()]; !known {
			tips[a.stream()] = lastVersion(s, a.stream())
		}
		done, err := writeAct(s, a, tips[a.stream()])
		if errors.Is(err, eventstore.ErrClosed) {
			return say(fmt.Sprintf("refused %d %d %d\n", round, w, n))
		}
		if err != nil {
			return err
		}
		tips[a.stream()] = done.Last
	}
}

// TestTermLosesNothing ends a process under load as a service manager does
// (FLT-14): what is under way is finished or refused, what was acknowledged is
// there, what was refused is not, and the log is folded into one file.
func TestTermLosesNothing(t *testing.T) {
	f := figures{name: "SIGTERM", rounds: rounds(t, "HUIYIN_TERM_ROUNDS", 30), since: time.Now()}
	var slowest time.Duration
	refused := 0
	dir := ""
	var h history
	for round := range f.rounds {
		if round%20 == 0 {
			f.count(h)
			dir, h = t.TempDir(), history{}
		}
		acks, no, took := termOnce(t, orders{Part: "stoppable", Dir: dir, Round: round})
		slowest = max(slowest, took)
		h.acks = append(h.acks, acks...)
		if _, err := os.Stat(filepath.Join(dir, fileName+"-wal")); !errors.Is(err, fs.ErrNotExist) {
			t.Fatalf("round %d: the WAL is left: %v", round, err)
		}
		s := open(t, Options{Dir: dir})
		h.events = readAll(t, s)
		closed(t, s)
		if err := h.check(); err != nil {
			t.Fatalf("round %d: %v", round, err)
		}
		at := h.byID()
		for _, a := range no {
			refused++
			if at[a.events()[0].ID] != nil {
				t.Fatalf("round %d: refused and yet there: %+v", round, a)
			}
		}
	}
	f.count(h)
	f.faults = f.rounds
	f.more = fmt.Sprintf("%d appends refused, none of them there; slowest end %v", refused, slowest.Round(time.Millisecond))
	f.report(t)
	if slowest > 10*time.Second || f.acks < 3*f.rounds || refused < f.rounds {
		t.Fatalf("slowest %v, %d acknowledged, %d refused", slowest, f.acks, refused)
	}
}

func termOnce(t *testing.T, o orders) (acks []ack, refused []act, took time.Duration) {
	cmd := child(t, o)
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	var sent atomic.Int64
	text, err := listen(out, func() {
		time.AfterFunc(rand.N(40*time.Millisecond), func() {
			sent.Store(time.Now().UnixNano())
			_ = cmd.Process.Signal(syscall.SIGTERM)
		})
	})
	if err = errors.Join(err, cmd.Wait()); err != nil || !strings.HasSuffix(text, "closed\n") {
		t.Fatalf("round %d: %v: %s", o.Round, err, text)
	}
	took = time.Since(time.Unix(0, sent.Load()))
	for line := range strings.Lines(text) {
		var no act
		if a, err := parseAck(line); err == nil {
			acks = append(acks, a)
		} else if _, err := fmt.Sscanf(line, "refused %d %d %d\n", &no.round, &no.writer, &no.n); err == nil {
			refused = append(refused, no)
		}
	}
	return acks, refused, took
}

// listen reads all that a child says and reports its first word.
func listen(out io.Reader, first func()) (string, error) {
	var text strings.Builder
	buffer := make([]byte, 1<<16)
	for {
		n, err := out.Read(buffer)
		if text.Len() == 0 && n > 0 {
			first()
		}
		text.Write(buffer[:n])
		if errors.Is(err, io.EOF) {
			return text.String(), nil
		}
		if err != nil {
			return text.String(), err
		}
	}
}

// TestStoppedProcessGoesOn halts a process in the middle of writing and lets it
// go on (FLT-15). While it is halted the log can be read, its last acknowledged
// event too, and the folder stays its own.
func TestStoppedProcessGoesOn(t *testing.T) {
	pause := time.Duration(rounds(t, "HUIYIN_STOP_SECONDS", 1)) * time.Second
	f := figures{name: "SIGSTOP", rounds: 3, faults: 3, since: time.Now()}
	dir := t.TempDir()
	cmd := child(t, orders{Part: "stoppable", Dir: dir})
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = cmd.Process.Kill() }()
	started := make(chan struct{})
	type heardText struct {
		text string
		err  error
	}
	done := make(chan heardText, 1)
	go func() {
		text, err := listen(out, func() { close(started) })
		done <- heardText{text, err}
	}()
	<-started
	for range f.rounds {
		time.Sleep(30*time.Millisecond + rand.N(50*time.Millisecond))
		signalTo(t, cmd.Process, syscall.SIGSTOP)
		whileStopped(t, dir)
		time.Sleep(pause)
		signalTo(t, cmd.Process, syscall.SIGCONT)
	}
	time.Sleep(100 * time.Millisecond)
	signalTo(t, cmd.Process, syscall.SIGTERM)
	said := <-done
	if err := errors.Join(said.err, cmd.Wait()); err != nil || !strings.HasSuffix(said.text, "closed\n") {
		t.Fatalf("%v: %s", err, said.text)
	}
	var h history
	for line := range strings.Lines(said.text) {
		if a, err := parseAck(line); err == nil {
			h.acks = append(h.acks, a)
		}
	}
	s := open(t, Options{Dir: dir})
	defer closed(t, s)
	h.events = readAll(t, s)
	if err := h.check(); err != nil {
		t.Fatal(err)
	}
	f.count(h)
	f.more = fmt.Sprintf("%v each time", pause)
	f.report(t)
}

func signalTo(t *testing.T, p *os.Process, sig syscall.Signal) {
	t.Helper()
	if err := p.Signal(sig); err != nil {
		t.Fatal(err)
	}
}

// whileStopped reads beside the halted owner, twice the same, and may not write.
func whileStopped(t *testing.T, dir string) {
	t.Helper()
	if _, err := Open(context.Background(), Options{Dir: dir}); !errors.Is(err, eventstore.ErrLocked) {
		t.Fatalf("a second owner beside a halted one: %v", err)
	}
	var heads []int
	for range 2 {
		s := open(t, Options{Dir: dir, ReadOnly: true})
		h := history{events: readAll(t, s)}
		closed(t, s)
		if err := h.check(); err != nil {
			t.Fatal(err)
		}
		heads = append(heads, len(h.events))
	}
	if heads[0] != heads[1] || heads[0] == 0 {
		t.Fatalf("a halted process wrote: %v", heads)
	}
}
