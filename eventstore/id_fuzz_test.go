package eventstore_test

import (
	"errors"
	"testing"

	"huiyin/eventstore"
)

// FuzzParseID holds that an id has one spelling, and that a refusal is one.
func FuzzParseID(f *testing.F) {
	for _, s := range []string{"", "01a20bb6-58f4-749f-a179-6417f77735e3", "01A20BB6-58F4-749F-A179-6417F77735E3",
		"01a20bb658f4749fa1796417f77735e3", "{01a20bb6-58f4-749f-a179-6417f77735e3}", "01a20bb6-58f4-749f-a179-6417f77735g3",
		"00000000-0000-0000-0000-000000000000", "01a20bb6-58f4-749f-a179-\u00e9417f77735e"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		id, err := eventstore.ParseID(s)
		var invalid *eventstore.InvalidError
		if err != nil && (!errors.As(err, &invalid) || id != (eventstore.ID{})) {
			t.Fatal(id, err)
		}
		if text, _ := id.MarshalText(); err == nil && string(text) != s {
			t.Fatalf("%q is written %q", s, text)
		}
	})
}
