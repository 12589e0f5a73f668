package office_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"huiyin/cmd/huiyin/internal/office"
	"huiyin/domain/suggestion"
	"huiyin/domain/wire"
	"huiyin/eventstore"
)

// stage makes cases c1 to cn: registered, and if a unit is named, assigned to it.
func stage(t *testing.T, of *office.Office, n int, unit string) {
	t.Helper()
	for i := range n {
		id := suggestion.CaseID(fmt.Sprint("c", i+1))
		acts := []office.Act{{Actor: deputy, Command: draft(string(id))}, {Actor: deputy, Command: suggestion.Submit{}},
			{Actor: desk, Command: suggestion.BeginReview{}}, {Actor: desk, Command: suggestion.Register{Number: fmt.Sprint(i + 1)}}}
		if unit != "" {
			acts = append(acts, office.Act{Actor: desk, Command: suggestion.Assign{Mode: suggestion.Single, Units: []suggestion.UnitPart{{Unit: unit, Part: suggestion.Lead}}}})
		}
		for _, a := range acts {
			a.Case = id
			if _, err := of.Do(t.Context(), a); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// merger succeeds a unit on four cases, of which c3 has heard already and c9 has
// no part of it.
func merger() office.Intent {
	in := office.Intent{Kind: office.SucceedUnits, Key: []string{"甲厅", "乙厅"}, By: desk,
		Params: []wire.SagaParam{{Name: "old", Value: "甲厅"}, {Name: "new", Value: "乙厅"}, {Name: "decision", Value: "机构改革"}}}
	for _, id := range []suggestion.CaseID{"c1", "c2", "c3", "c4"} {
		in.Rows = append(in.Rows, wire.SagaRow{Case: id})
	}
	return in
}

func prepare(t *testing.T, of *office.Office) {
	t.Helper()
	stage(t, of, 3, "甲厅")
	for _, a := range []office.Act{
		{Case: "c3", Actor: desk, Command: suggestion.SucceedUnit{Old: "甲厅", New: "乙厅", On: of.Today(), Decision: "机构改革"}},
		{Case: "c4", Actor: deputy, Command: draft("c4")},
	} {
		if _, err := of.Do(t.Context(), a); err != nil {
			t.Fatal(err)
		}
	}
}

// outline is the log without ids and times: what happened to whom, by stream.
func outline(t *testing.T, of *office.Office) string {
	t.Helper()
	var lines []string
	for r, err := range of.Log.ReadAll(t.Context(), 0) {
		if err != nil {
			t.Fatal(err)
		}
		lines = append(lines, fmt.Sprintf("%s/%d %s %s", r.Stream, r.Version, r.Type, r.Data))
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}

func outcomes(s *office.Saga) string {
	var out []string
	for _, r := range s.Rows {
		out = append(out, r.Outcome)
	}
	return strings.Join(out, " ")
}

func TestASagaFromIntentToEnd(t *testing.T) {
	of := open(t, t.TempDir())
	defer of.Close()
	prepare(t, of)
	told := 0
	s, err := of.RunSaga(t.Context(), merger(), func(done, total int) { told = done*10 + total })
	if err != nil || !s.Ended || s.Resumed || outcomes(s) != "done done nothing refused" || told != 44 {
		t.Fatalf("%+v, %v, told %d", s, err, told)
	}
	if r := s.Rows[3].Refusal; r == nil || r.Code != "wrong_state" {
		t.Errorf("%v", r)
	}
	if c, _ := of.Load(t.Context(), "c1"); c.Lines[0].Unit != "乙厅" {
		t.Errorf("c1 is with %s", c.Lines[0].Unit)
	}
	// Nothing is left to do: the same intent again does nothing.
	before := outline(t, of)
	in := merger()
	in.Rows = nil
	if again, err := of.RunSaga(t.Context(), in, nil); err != nil || !again.Idle || outcomes(again) != outcomes(s) {
		t.Errorf("%+v, %v", again, err)
	}
	if outline(t, of) != before {
		t.Error("the log changed")
	}
	// What was refused can be tried again, as a saga of its own.
	in.Rows = merger().Rows[3:]
	if more, err := of.RunSaga(t.Context(), in, nil); err != nil || more.Saga == s.Saga || outcomes(more) != "refused" {
		t.Errorf("%+v, %v", more, err)
	}
	in.Once = true
	if idle, err := of.RunSaga(t.Context(), in, nil); err != nil || !idle.Idle {
		t.Errorf("%+v, %v", idle, err)
	}
	if all, err := of.Sagas(t.Context()); err != nil || len(all) != 2 || !all[1].Ended {
		t.Errorf("%v, %v", all, err)
	}
}

// failing is a log whose register appends stop after so many.
type failing struct {
	eventstore.Store
	left int
}

var errPower = errors.New("the power went")

func (f *failing) Append(ctx context.Context, stream eventstore.StreamID, at eventstore.Expected, e ...eventstore.Event) (eventstore.Appended, error) {
	if f.left--; f.left < 0 {
		return eventstore.Appended{}, errPower
	}
	return f.Store.Append(ctx, stream, at, e...)
}

// A saga stopped at every point at which it can stop, with a new process each
// time, leaves the same log as one that was never stopped. The first stop is
// before the intent is written, the others between a command and its outcome.
func TestASagaStoppedAnywhereIsResumed(t *testing.T) {
	plain := open(t, t.TempDir())
	defer plain.Close()
	prepare(t, plain)
	if _, err := plain.RunSaga(t.Context(), merger(), nil); err != nil {
		t.Fatal(err)
	}
	want := outline(t, plain)
	for budget := range 2 {
		dir, lives := t.TempDir(), 0
		of := open(t, dir)
		prepare(t, of)
		left := 0 // the first life writes nothing at all
		for ended := false; !ended; lives++ {
			log := of.Log
			of.Log = &failing{log, left}
			s, err := of.RunSaga(t.Context(), merger(), nil)
			of.Log = log
			if err != nil && !errors.Is(err, errPower) {
				t.Fatal(err)
			}
			ended, left = err == nil && s.Ended, 1+budget
			if !ended {
				if err := of.Close(); err != nil {
					t.Fatal(err)
				}
				of = open(t, dir)
			}
		}
		if got := outline(t, of); got != want {
			t.Errorf("budget %d: the logs differ\n%s\n\n%s", budget, got, want)
		}
		if lives < 4 {
			t.Errorf("only %d lives", lives)
		}
		if err := of.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// A saga goes on by its name alone, as the person who began it, even if another
// would now choose other cases.
func TestASagaIsResumedByName(t *testing.T) {
	of := open(t, t.TempDir())
	defer of.Close()
	prepare(t, of)
	log := of.Log
	of.Log = &failing{log, 2}
	if _, err := of.RunSaga(t.Context(), merger(), nil); !errors.Is(err, errPower) {
		t.Fatal(err)
	}
	of.Log = log
	s, err := of.FindSaga(t.Context(), office.SucceedUnits, "甲厅", "乙厅")
	if err != nil || outcomes(s) != "done   " || s.Ended {
		t.Fatalf("%q, %v", outcomes(s), err)
	}
	if s, err = of.ResumeSaga(t.Context(), s.Saga, nil); err != nil || outcomes(s) != "done done nothing refused" || s.By != desk {
		t.Fatalf("%+v, %v", s, err)
	}
	if s, err = of.ResumeSaga(t.Context(), s.Saga, nil); err != nil || !s.Idle {
		t.Errorf("%+v, %v", s, err)
	}
	if _, err := of.ResumeSaga(t.Context(), "nothing-1", nil); !errors.Is(err, eventstore.ErrStreamNotFound) {
		t.Error(err)
	}
}

func TestAnIntentTooLargeWritesNothing(t *testing.T) {
	of := open(t, t.TempDir())
	defer of.Close()
	in := merger()
	for range 20_000 {
		in.Rows = append(in.Rows, wire.SagaRow{Case: "c1", Number: strings.Repeat("1", 20)})
	}
	head, _ := of.Log.Head(t.Context())
	if _, err := of.RunSaga(t.Context(), in, nil); !errors.Is(err, eventstore.ErrTooLarge) {
		t.Error(err)
	}
	if now, _ := of.Log.Head(t.Context()); now != head {
		t.Error("something was written")
	}
}

// An assignment meeting interrupted overnight keeps its day: T0 is that of the
// meeting for every case.
func TestAnAssignmentMeetingKeepsItsDay(t *testing.T) {
	dir, now := t.TempDir(), day("2026-02-26")
	of := openAt(t, dir, &now)
	stage(t, of, 3, "")
	in := office.Intent{Kind: office.AssignMeeting, Key: []string{"digest"}, By: desk}
	for _, id := range []suggestion.CaseID{"c1", "c2", "c3"} {
		in.Rows = append(in.Rows, wire.SagaRow{Case: id, Cells: []string{"lead_and_co", "lead:甲厅", "co:乙厅"}})
	}
	if r, err := of.Preview(t.Context(), in, in.Rows[0]); r != nil || err != nil {
		t.Fatal(r, err)
	}
	if r, err := of.Preview(t.Context(), in, wire.SagaRow{Case: "c1", Cells: []string{"single", "lead:甲厅", "co:乙厅"}}); err != nil || r == nil || r.Code != "mode_mismatch" {
		t.Fatal(r, err)
	}
	log := of.Log
	of.Log = &failing{log, 2}
	if _, err := of.RunSaga(t.Context(), in, nil); !errors.Is(err, errPower) {
		t.Fatal(err)
	}
	of.Log = log
	now = day("2026-02-27")
	s, err := of.RunSaga(t.Context(), in, nil)
	if err != nil || outcomes(s) != "done done done" {
		t.Fatalf("%+v, %v", s, err)
	}
	for _, id := range []suggestion.CaseID{"c1", "c2", "c3"} {
		if c, _ := of.Load(t.Context(), id); c.T0.String() != "2026-02-26" {
			t.Errorf("%s: T0 %s", id, c.T0)
		}
	}
	if err := of.Close(); err != nil {
		t.Fatal(err)
	}
}
