package sqlite

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"huiyin/eventstore"
)

const (
	actWriters = 4
	actStreams = 3
)

// act is one append of the workload, known by its name on both sides of a fault:
// stream, ids and content follow from it.
type act struct{ round, writer, n int }

func (a act) command() eventstore.ID {
	base := eventstore.ID{0x01, 0x90, 0, byte(a.round >> 8), byte(a.round), byte(a.writer)}
	return eventstore.DeriveID(base, strconv.Itoa(a.n))
}

func (a act) stream() eventstore.StreamID {
	return eventstore.StreamID(fmt.Sprintf("case-%d-%d", a.writer, a.n%actStreams))
}

// events have content that occurs nowhere else. Some is long, so that a write
// may be torn in many places and a record lies on several pages.
func (a act) events() []eventstore.Event {
	out := make([]eventstore.Event, 1+a.n%3)
	for i := range out {
		out[i] = testEvent(fmt.Sprintf("round %d writer %d act %d event %d", a.round, a.writer, a.n, i))
		out[i].ID = eventstore.EventID(a.command(), a.stream(), i)
		switch {
		case a.n%31 == 7:
			out[i].Data = append(out[i].Data, strings.Repeat(".", 40_000)...)
		case a.n%9 == 4:
			out[i].Data = append(out[i].Data, strings.Repeat(".", 5_000)...)
		}
	}
	return out
}

// ack is what a child prints after the store has acknowledged an act.
type ack struct {
	act
	first, last eventstore.Version
	position    eventstore.Position
}

const ackFormat = "ack %d %d %d %d %d %d\n"

func (a ack) String() string {
	return fmt.Sprintf(ackFormat, a.round, a.writer, a.n, a.first, a.last, a.position)
}

// parseAck reads a line that is known to be whole: each is one write.
func parseAck(line string) (a ack, err error) {
	_, err = fmt.Sscanf(line, ackFormat, &a.round, &a.writer, &a.n, &a.first, &a.last, &a.position)
	return a, err
}

// there reports whether what was acknowledged is in the log, where it was.
func (a ack) there(at map[eventstore.ID]*eventstore.Recorded) error {
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

// history is all that is known of a log from outside: what was acknowledged and
// what it holds now.
type history struct {
	acks   []ack
	events []eventstore.Recorded
}

// check returns the first contradiction: positions that leave one out or do not
// rise, a chain that is broken, an event or its content there twice, an
// acknowledged event that is not where it was.
func (h history) check() error {
	chains := map[eventstore.StreamID]eventstore.Chain{}
	contents := map[string]bool{}
	var last eventstore.Position
	for i := range h.events {
		r := &h.events[i]
		if r.Position != last+1 {
			return fmt.Errorf("position %d follows %d", r.Position, last)
		}
		chain := chains[r.Stream]
		if err := chain.Check(r); err != nil {
			return err
		}
		if contents[string(r.Data)] {
			return fmt.Errorf("doubled: %.60q", r.Data)
		}
		last, chains[r.Stream], contents[string(r.Data)] = r.Position, chain, true
	}
	at := h.byID()
	if len(at) != len(h.events) {
		return fmt.Errorf("%d ids for %d events", len(at), len(h.events))
	}
	for _, a := range h.acks {
		if err := a.there(at); err != nil {
			return err
		}
	}
	return nil
}

func (h history) byID() map[eventstore.ID]*eventstore.Recorded {
	at := make(map[eventstore.ID]*eventstore.Recorded, len(h.events))
	for i := range h.events {
		at[h.events[i].ID] = &h.events[i]
	}
	return at
}

// count tells how many acknowledged appends are not there and how many events
// are there more than once.
func (h history) count() (lost, doubled int) {
	at := h.byID()
	for _, a := range h.acks {
		if a.there(at) != nil {
			lost++
		}
	}
	contents := map[string]bool{}
	for i := range h.events {
		if contents[string(h.events[i].Data)] {
			doubled++
		}
		contents[string(h.events[i].Data)] = true
	}
	return lost, doubled
}

func lastVersion(s eventstore.Store, stream eventstore.StreamID) (last eventstore.Version) {
	for r, err := range s.ReadStream(context.Background(), stream, 0) {
		if err == nil {
			last = r.Version
		}
	}
	return last
}

// TestCheckerHasTeeth shows that the check above would have noticed.
func TestCheckerHasTeeth(t *testing.T) {
	last := func(h *history) *eventstore.Recorded { return &h.events[len(h.events)-1] }
	again := func(h *history) {
		double := *last(h)
		double.Position, double.Version, double.Prev = double.Position+1, double.Version+1, double.Hash
		h.events = append(h.events, double)
	}
	for name, spoil := range map[string]func(*history){
		"the last event is lost":                 func(h *history) { h.events = h.events[:len(h.events)-1] },
		"an event in the middle is lost":         func(h *history) { h.events = slices.Delete(h.events, 4, 5) },
		"a version is left out":                  func(h *history) { last(h).Version++ },
		"an event is there twice, at the end":    again,
		"an act was done twice, under other ids": func(h *history) { again(h); last(h).ID[15]++ },
		"a position is left out":                 func(h *history) { h.acks = nil; last(h).Position++ },
		"a position is there twice":              func(h *history) { h.events[3].Position = h.events[2].Position },
		"two events changed places":              func(h *history) { h.events[2], h.events[3] = h.events[3], h.events[2] },
		"a link is broken":                       func(h *history) { h.events[5].Prev[0]++ },
		"an acknowledged content moved":          func(h *history) { h.events[5].Data = []byte("other") },
		"an acknowledged position moved":         func(h *history) { last(h).Position++ },
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
