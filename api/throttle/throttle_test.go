package throttle

import (
	"fmt"
	"testing"
	"time"
)

// n may be asked for, the next is told how long to wait; another is not held back,
// and looking takes nothing.
func TestTake(t *testing.T) {
	var b Buckets
	for i := range 10 {
		if _, ok := b.Left("signin", "10.0.0.1", 10, time.Minute); !ok {
			t.Fatal("looking took something at", i)
		}
		if _, ok := b.Take("signin", "10.0.0.1", 10, time.Minute); !ok {
			t.Fatal("held back at", i)
		}
	}
	for _, ask := range []func(string, string, int, time.Duration) (time.Duration, bool){b.Take, b.Left} {
		if wait, ok := ask("signin", "10.0.0.1", 10, time.Minute); ok || wait <= 0 || wait > 6*time.Second {
			t.Fatal(wait, ok)
		}
	}
	if _, ok := b.Take("signin", "10.0.0.2", 10, time.Minute); !ok {
		t.Fatal("another is held back")
	}
	if _, ok := b.Take("signin", "10.0.0.1", -1, time.Minute); !ok {
		t.Fatal("no limit holds back")
	}
}

// However many ask, the memory is bounded.
func TestMemoryIsBounded(t *testing.T) {
	var b Buckets
	for i := range most + 100 {
		b.Left("signin", fmt.Sprint(i), 10, time.Minute)
	}
	if len(b.all) > most {
		t.Fatal(len(b.all))
	}
}
