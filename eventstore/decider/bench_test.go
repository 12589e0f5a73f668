package decider_test

import (
	"fmt"
	"testing"

	"huiyin/eventstore"
	"huiyin/eventstore/decider"
)

// benchStreams are enough that a load from disk is not always of the same pages.
const benchStreams = 200

func benchLoad(b *testing.B, o decider.Options) {
	store := open(b)
	m := model()
	m.Decide = func(s notes, c add) ([]added, error) {
		events := make([]added, 10)
		for i := range events {
			events[i] = added{Word: fmt.Sprint("a word of some length ", i), On: day(1)}
		}
		return events, nil
	}
	d := decider.New(store, m, o)
	for n := range 3 * benchStreams {
		if _, err := d.Handle(b.Context(), stream(n), command(n)); err != nil {
			b.Fatal(err)
		}
	}
	for n := range benchStreams {
		if _, _, err := d.Load(b.Context(), stream(n)); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportAllocs()
	n := 0
	for b.Loop() {
		if _, version, err := d.Load(b.Context(), stream(n)); err != nil || version != 30 {
			b.Fatal(version, err)
		}
		n++
	}
}

func stream(n int) eventstore.StreamID {
	return eventstore.StreamID(fmt.Sprint("notes-", n%benchStreams))
}

func BenchmarkLoadFold30Disk(b *testing.B) { benchLoad(b, decider.Options{CacheSize: -1}) }

func BenchmarkLoadFold30Cache(b *testing.B) { benchLoad(b, decider.Options{}) }
