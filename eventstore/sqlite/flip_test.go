//go:build !race

package sqlite

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"

	"huiyin/eventstore"
)

// TestFlippedBits turns over one bit of a log, anywhere in its file or WAL, and
// reads all of it in both ways. What is read is right, or the damage has a name.
//
// Two limits are counted apart. The last group in the WAL of a process that was
// cut off may be gone without a word, as after a power cut. And a flip in the
// index over streams may hide the end of a stream; that one Check must find.
func TestFlippedBits(t *testing.T) {
	f := figures{name: "flipped bits", rounds: rounds(t, "HUIYIN_FLIP_ROUNDS", 150), since: time.Now()}
	counts := flipBits(t, f.rounds)
	f.faults, f.lost = f.rounds, counts["wrong"]
	f.more = fmt.Sprintf("%d read right, %d named, %d without the last group of a WAL, %d hid a stream's end and were found by Check",
		counts["right"], counts["named"], counts["last group"], counts["hidden"])
	f.report(t)
	if counts["wrong"] > 0 || counts["right"] == 0 || counts["named"] == 0 {
		t.Fatalf("%v", counts)
	}
	if counts["hidden"] > 1+f.rounds/50 || counts["last group"] > 1+f.rounds/50 {
		t.Fatalf("more often than it should be: %v", counts)
	}
}

// flipBits counts what so many flips come to.
func flipBits(t testing.TB, rounds int) map[string]int {
	random := rand.New(rand.NewPCG(20260308, 1))
	logs := []*flippable{makeFlippable(t, "closed"), makeFlippable(t, "cut off"), makeFlippable(t, "folded and cut off")}
	counts := map[string]int{}
	for n := range rounds {
		l := logs[n%len(logs)]
		name, at := l.choose(n, random)
		kind, err := l.flip(t, name, at, byte(1)<<random.IntN(8))
		counts[kind]++
		if kind == "wrong" {
			t.Errorf("flip %d, %s, byte %d of %s (page %d): %v", n, l.state, at, name, at/pageSize+1, err)
		}
	}
	return counts
}

// flippable is a log as it lies on the disk, and what is in it.
type flippable struct {
	state   string
	where   string
	files   map[string][]byte
	events  []eventstore.Recorded
	streams map[eventstore.StreamID][]eventstore.Recorded
}

const flipGroup = 5

// makeFlippable writes a log that is closed, or whose process is cut off, in the
// second case after the WAL was folded and begun anew.
func makeFlippable(t testing.TB, state string) *flippable {
	t.Helper()
	dir := inMemory(t)
	s := open(t, Options{Dir: dir})
	defer closed(t, s)
	for n := range 120 {
		if state == "folded and cut off" && n == 100 {
			s.writer.foldAt = 1
		}
		events := make([]eventstore.Event, flipGroup)
		for i := range events {
			events[i] = testEvent(fmt.Sprint("event ", n, " ", i))
			events[i].Meta = map[string]string{"actor": "officer 7"}
			if n%20 == 3 {
				events[i].Data = append(events[i].Data, bytes.Repeat([]byte("."), 5000)...)
			}
		}
		stream := eventstore.StreamID(fmt.Sprint("case-", n%12))
		if _, err := s.Append(t.Context(), stream, eventstore.Exact(eventstore.Version(n/12*flipGroup)), events...); err != nil {
			t.Fatal(err)
		}
		s.writer.foldAt = checkpointPages
	}
	l := &flippable{state: state, where: inMemory(t), files: map[string][]byte{}, streams: map[eventstore.StreamID][]eventstore.Recorded{}}
	l.events = readAll(t, s)
	for _, r := range l.events {
		l.streams[r.Stream] = append(l.streams[r.Stream], r)
	}
	if state == "closed" {
		closed(t, s)
	}
	for _, name := range []string{fileName, fileName + "-wal"} {
		data, err := os.ReadFile(filepath.Join(dir, name))
		if err == nil {
			l.files[name] = data
		} else if name == fileName {
			t.Fatal(err)
		}
	}
	return l
}

// choose takes every second bit from the file's indexes and inner pages, which
// are few, and the others from anywhere.
func (l *flippable) choose(n int, random *rand.Rand) (name string, at int) {
	file, wal := l.files[fileName], l.files[fileName+"-wal"]
	if n%2 == 0 && len(file) > 4*pageSize {
		for {
			page := random.IntN(len(file) / pageSize)
			if kind := file[page*pageSize]; kind == 2 || kind == 5 || kind == 10 {
				return fileName, page*pageSize + random.IntN(pageSize)
			}
		}
	}
	if at = random.IntN(len(file) + len(wal)); at < len(file) {
		return fileName, at
	}
	return fileName + "-wal", at - len(file)
}

func (l *flippable) flip(t testing.TB, name string, at int, bit byte) (kind string, err error) {
	dir, err := os.MkdirTemp(l.where, "flip")
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(dir)
	for each, data := range l.files {
		if each == name {
			data = bytes.Clone(data)
			data[at] ^= bit
		}
		if err := os.WriteFile(filepath.Join(dir, each), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return l.read(dir)
}

// read says what came of reading everything: "right", "named", "last group",
// "hidden" or "wrong".
func (l *flippable) read(dir string) (kind string, err error) {
	defer func() {
		if p := recover(); p != nil {
			kind, err = "wrong", fmt.Errorf("panic: %v", p)
		}
	}()
	s, err := Open(context.Background(), Options{Dir: dir})
	if err != nil {
		return named(err)
	}
	defer s.Close()
	n, err := compare(s.ReadAll(context.Background(), 0), l.events)
	if err != nil {
		return named(err)
	}
	tail := len(l.events) - flipGroup
	if n != len(l.events) && n != tail {
		return "wrong", fmt.Errorf("%d events of %d", n, len(l.events))
	}
	hidden := 0
	for stream, want := range l.streams {
		got, err := compare(s.ReadStream(context.Background(), stream, 0), want)
		if err != nil && !errors.Is(err, eventstore.ErrStreamNotFound) {
			return named(err)
		}
		hidden += len(want) - got
	}
	switch {
	case hidden == len(l.events)-n && hidden == 0:
		return "right", nil
	case hidden == len(l.events)-n:
		return "last group", nil
	}
	if err := s.Check(context.Background()); !errors.Is(err, eventstore.ErrCorrupt) {
		return "wrong", fmt.Errorf("%d events are hidden, and Check says %w", hidden, err)
	}
	return "hidden", nil
}

var errWrong = errors.New("wrong data")

// compare counts the events read up to the first error; one that is not as
// written is errWrong.
func compare(read func(func(eventstore.Recorded, error) bool), want []eventstore.Recorded) (n int, err error) {
	for r, err := range read {
		if err != nil {
			return n, err
		}
		if n == len(want) || !sameRecord(&r, &want[n]) {
			return n, fmt.Errorf("%w: event %d is %q", errWrong, n, r.Canonical)
		}
		n++
	}
	return n, nil
}

func sameRecord(a, b *eventstore.Recorded) bool {
	return a.Position == b.Position && a.Stream == b.Stream && a.Version == b.Version && a.Hash == b.Hash &&
		bytes.Equal(a.Canonical, b.Canonical) && a.SameContent(&b.Event)
}

// named accepts damage that has a name, and says where.
func named(err error) (string, error) {
	var damage *eventstore.CorruptError
	if errors.As(err, &damage) && damage.Why != "" && !errors.Is(err, errWrong) {
		return "named", nil
	}
	return "wrong", err
}

// TestFlippedBitsOfTheHeaders turns over every fifth bit of the headers of file
// and WAL in the long run, and fewer of them always.
func TestFlippedBitsOfTheHeaders(t *testing.T) {
	every := 41
	if rounds(t, "HUIYIN_FLIP_ROUNDS", 150) > 1000 {
		every = 5
	}
	counts := map[string]int{}
	for _, state := range []string{"closed", "cut off", "folded and cut off"} {
		l := makeFlippable(t, state)
		for name, size := range map[string]int{fileName: 100, fileName + "-wal": walHeader + frameHeader} {
			for n := 0; n < 8*size && len(l.files[name]) > 0; n += every {
				kind, err := l.flip(t, name, n/8, 1<<(n%8))
				counts[kind]++
				if kind == "wrong" || kind == "hidden" {
					t.Errorf("%s, bit %d of %s: %s: %v", state, n, name, kind, err)
				}
			}
		}
	}
	t.Log(counts)
}
