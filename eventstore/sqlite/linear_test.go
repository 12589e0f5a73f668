package sqlite

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/anishathalye/porcupine"

	"huiyin/eventstore"
)

// TestConcurrentAppendsAreLinearizable lets 50 writers append to one stream at
// the same expected version, read it, and repeat what they did; each round's
// history must be one that some order of single steps explains (FLT-08).
func TestConcurrentAppendsAreLinearizable(t *testing.T) {
	f := figures{name: "concurrent edits", rounds: rounds(t, "HUIYIN_LINEAR_ROUNDS", 60), since: time.Now()}
	s := open(t, Options{Dir: t.TempDir()})
	defer closed(t, s)
	conflicts := 0
	for round := range f.rounds {
		won, lost, err := race(s, round, racers)
		if err != nil {
			t.Fatalf("round %d: %v", round, err)
		}
		f.acks, conflicts = f.acks+won, conflicts+lost
	}
	f.faults = conflicts
	f.more = fmt.Sprintf("%d writers; every heat one winner; %d conflicts told", racers, conflicts)
	f.report(t)
	if f.acks != heats*f.rounds || conflicts < f.rounds*racers/2 {
		t.Fatalf("%d won and %d lost: the test proves little", f.acks, conflicts)
	}
	if err := (history{events: readAll(t, s)}).check(); err != nil {
		t.Fatal(err)
	}
}

const heats = 3

// race runs one round in a stream of its own: in each heat all writers expect
// the version where the heat began. It returns what was won and lost. A history
// of which it cannot be told in a minute whether some order explains it is an
// error, too.
func race(s eventstore.Store, round, racers int) (won, lost int, err error) {
	stream := eventstore.StreamID(fmt.Sprint("raced-", round))
	var log raceLog
	for heat := range heats {
		start := make(chan struct{})
		var wg sync.WaitGroup
		for w := range racers {
			wg.Go(func() {
				<-start
				log.append(s, stream, round, raceInput{expect: heat, event: heat*racers + w, who: w})
				log.read(s, stream, w)
				if w%5 == 0 {
					log.append(s, stream, round, raceInput{expect: heat, event: heat*racers + w, who: w})
				}
			})
		}
		close(start)
		wg.Wait()
	}
	for _, op := range log.ops {
		switch out := op.Output.(raceOutput); {
		case out.err != nil:
			return 0, 0, out.err
		case out.answer == "written":
			won++
		case out.answer == "conflict":
			lost++
		}
	}
	if result := porcupine.CheckOperationsTimeout(raceModel, log.ops, time.Minute); result != porcupine.Ok {
		return won, lost, fmt.Errorf("the history is %s", result)
	}
	return won, lost, nil
}

// raceInput is an append of one event at an expected version, or a read.
type raceInput struct {
	read          bool
	expect, event int
	who           int
}

// raceOutput is what the caller was told. For a read, seen are the stream's
// events in the form of the model's state.
type raceOutput struct {
	answer  string
	version int
	seen    string
	err     error
}

type raceLog struct {
	mu   sync.Mutex
	tick atomic.Int64
	ops  []porcupine.Operation
}

func (l *raceLog) note(in raceInput, do func() raceOutput) {
	call := l.tick.Add(1)
	out := do()
	op := porcupine.Operation{ClientId: in.who, Input: in, Call: call, Output: out, Return: l.tick.Add(1)}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.ops = append(l.ops, op)
}

func (l *raceLog) append(s eventstore.Store, stream eventstore.StreamID, round int, in raceInput) {
	event := testEvent(fmt.Sprintf("round %d event %s", round, raceName(in.event)))
	l.note(in, func() raceOutput {
		done, err := s.Append(context.Background(), stream, eventstore.Exact(eventstore.Version(in.expect)), event)
		var conflict *eventstore.ConflictError
		switch {
		case errors.As(err, &conflict):
			return raceOutput{answer: "conflict", version: int(conflict.Actual)}
		case errors.Is(err, eventstore.ErrDuplicateID):
			return raceOutput{answer: "written elsewhere"}
		case err != nil:
			return raceOutput{err: err}
		case done.Replayed:
			return raceOutput{answer: "repeated", version: int(done.Last)}
		}
		return raceOutput{answer: "written", version: int(done.Last)}
	})
}

func (l *raceLog) read(s eventstore.Store, stream eventstore.StreamID, who int) {
	l.note(raceInput{read: true, who: who}, func() (out raceOutput) {
		for r, err := range s.ReadStream(context.Background(), stream, 0) {
			if err != nil {
				return raceOutput{err: err}
			}
			out.seen += string(r.Data[len(r.Data)-4:])
		}
		return out
	})
}

// raceName names an event with as many characters as any other.
func raceName(event int) string { return fmt.Sprintf("%04d", event) }

// raceModel is one stream: its state the names of its events, one behind the
// other.
var raceModel = porcupine.Model{
	Init: func() any { return "" },
	Step: func(state, input, output any) (bool, any) {
		have, in, out := state.(string), input.(raceInput), output.(raceOutput)
		if in.read {
			return out.seen == have, have
		}
		name, at := raceName(in.event), 4*in.expect
		switch {
		case len(have) == at && !strings.Contains(have, name):
			return out.answer == "written" && out.version == in.expect+1, have + name
		case len(have) > at && have[at:at+4] == name:
			return out.answer == "repeated" && out.version == in.expect+1, have
		}
		return out.answer == "conflict" && out.version == len(have)/4, have
	},
}
