package reactors_test

import (
	"context"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"huiyin/domain/calendar"
	"huiyin/domain/lifecycle"
	"huiyin/domain/suggestion"
	"huiyin/eventstore/sqlite"
	"huiyin/projections/internal/rehearsal"
	"huiyin/projections/reactors"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func newDesk(t testing.TB) *rehearsal.Desk {
	t.Helper()
	clock := rehearsal.NewClock("2026-03-02")
	log, err := sqlite.Open(context.Background(), sqlite.Options{Dir: t.TempDir(), Clock: clock.Now, BulkLoad: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = log.Close() })
	return rehearsal.New(t, log, clock)
}

func newMarks(t testing.TB) *reactors.Checkpoints {
	t.Helper()
	marks, err := reactors.OpenCheckpoints(filepath.Join(t.TempDir(), "reactors.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = marks.Close() })
	return marks
}

// hurry waits for nothing.
func hurry(ctx context.Context, _ time.Duration) error { return ctx.Err() }

// react hands over whatever happened.
type react func(t *testing.T, d *rehearsal.Desk)

// straight is one runner that catches up.
func straight(marks *reactors.Checkpoints) react {
	return func(t *testing.T, d *rehearsal.Desk) {
		t.Helper()
		if err := reactors.NewRunner(d.Log, marks, reactors.Options{Sleep: hurry}, reactors.NewMerges(d, nil).Handler()).CatchUp(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
}

func merge(d *rehearsal.Desk, member, head suggestion.CaseID) {
	d.Do(member, rehearsal.Committee(), suggestion.Merge{Head: head, HeadNumber: "1", Reason: "same"})
}

// mergeLife is a merge from its beginning to its end, reacting after each part.
func mergeLife(t *testing.T, d *rehearsal.Desk, then react) {
	d.Register("h", "1", "Li")
	d.Register("m1", "2", "Wang")
	d.Register("m2", "3", "Zhao")
	merge(d, "m1", "h")
	merge(d, "m2", "h")
	then(t, d)
	d.Assign("h", "Water")
	then(t, d)
	d.Reply("h", "l1", "B", suggestion.Promise{Text: "build", Due: calendar.MustDate("2026-10-15")})
	then(t, d)
	for _, id := range []suggestion.CaseID{"m1", "m2", "h"} {
		d.Deliver(id, "l1")
	}
	d.Rate("h", "l1", suggestion.Satisfied)
	d.Rate("m1", "l1", suggestion.Basically)
	d.Rate("m2", "l1", suggestion.Dissat)
	then(t, d)
	d.Do("h", rehearsal.Of("Water", lifecycle.UnitHandler), suggestion.ClaimFulfilled{Commitment: "l1v1c1", Evidence: "photo"})
	d.Do("h", rehearsal.Committee(), suggestion.ConcludePromise{Commitment: "l1v1c1", Verdict: suggestion.Keep, Reason: "seen"})
	then(t, d)
}

// sorted is a log's outline without the order among streams.
func sorted(d *rehearsal.Desk) string {
	lines := strings.Split(d.Outline(), "\n")
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}
