package decider_test

import (
	"context"
	"fmt"
	"os"
	"time"

	"huiyin/eventstore"
	"huiyin/eventstore/decider"
	"huiyin/eventstore/sqlite"
)

// A double click sends the same command twice and is one act.
func Example() {
	dir, err := os.MkdirTemp("", "example")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	ctx := context.Background()
	store, err := sqlite.Open(ctx, sqlite.Options{Dir: dir})
	if err != nil {
		panic(err)
	}
	defer store.Close()

	d := decider.New(store, model(), decider.Options{})
	cmd := decider.Command[add]{
		ID:       eventstore.DeriveID(eventstore.ID{1}, "from the form"),
		Payload:  add{Words: []string{"bus", "lane"}},
		Digest:   decider.Digest("officer 7", "bus", "lane"),
		Meta:     map[string]string{"actor": "officer 7"},
		Occurred: time.Date(2026, 3, 5, 0, 0, 0, 0, time.UTC),
	}
	for range 2 {
		result, err := d.Handle(ctx, "notes-1", cmd)
		fmt.Println(result.First, result.Last, result.Replayed, err)
	}
	state, version, err := d.Load(ctx, "notes-1")
	fmt.Println(state.Words, version, err)
	// Output:
	// 1 2 false <nil>
	// 1 2 true <nil>
	// [bus lane] 2 <nil>
}
