package office_test

import (
	"maps"
	"slices"
	"testing"

	"huiyin/cmd/huiyin/internal/office"
	"huiyin/cmd/huiyin/internal/simulation"
	"huiyin/domain/suggestion"
	"huiyin/domain/wire"
	"huiyin/eventstore"
)

// thirty finds a simulated case of 30 events in a real log of a session year's
// tenth, opens an office on it and names the case.
func thirty(b *testing.B) (*office.Office, suggestion.CaseID) {
	b.Helper()
	dir := b.TempDir()
	if _, err := simulation.Run(b.Context(), dir, simulation.Options{Cases: 140, Seed: 1}); err != nil {
		b.Fatal(err)
	}
	of, err := office.Open(b.Context(), office.Options{Dir: dir})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { of.Close() })
	last := map[suggestion.CaseID]eventstore.Version{}
	for r, err := range of.Log.ReadAll(b.Context(), 0) {
		if err != nil {
			b.Fatal(err)
		}
		if id, ok := wire.CaseOf(string(r.Stream)); ok {
			last[id] = r.Version
		}
	}
	for _, id := range slices.Sorted(maps.Keys(last)) { // the same case in every run
		if last[id] == 30 {
			return of, id
		}
	}
	b.Fatal("no case of 30 events")
	return nil, ""
}

// BenchmarkLoadCaseFromDisk reads, verifies, decodes and folds a real case of
// 30 events.
func BenchmarkLoadCaseFromDisk(b *testing.B) {
	of, id := thirty(b)
	for b.Loop() {
		facts, err := of.History(b.Context(), id)
		if err != nil || len(facts) != 30 {
			b.Fatal(len(facts), err)
		}
		events := make([]suggestion.Event, len(facts))
		for i, f := range facts {
			events[i] = f.Event
		}
		suggestion.Fold(suggestion.New(), events...)
	}
}

// BenchmarkLoadCaseFromCache gives the same case when it was loaded before and
// nothing was appended since.
func BenchmarkLoadCaseFromCache(b *testing.B) {
	of, id := thirty(b)
	for b.Loop() {
		if _, err := of.Load(b.Context(), id); err != nil {
			b.Fatal(err)
		}
	}
}
