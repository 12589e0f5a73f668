package ruleset_test

import (
	"errors"
	"testing"

	"huiyin/domain/ruleset"
)

// FuzzParseKey holds that each kind of deadline has one spelling.
func FuzzParseKey(f *testing.F) {
	for _, k := range ruleset.Keys() {
		f.Add(k.String())
	}
	for _, s := range []string{"", "Reply", "reply ", "redo\x00"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		k, err := ruleset.ParseKey(s)
		if err != nil && (!errors.Is(err, ruleset.ErrKey) || k != 0) {
			t.Fatal(k, err)
		}
		if err == nil && (s == "" || k.String() != s) {
			t.Fatalf("%q is %d, which is written %q", s, k, k)
		}
	})
}
