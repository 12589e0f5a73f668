package office_test

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"testing"

	"huiyin/cmd/huiyin/internal/office"
	"huiyin/domain/calendar"
	"huiyin/domain/lifecycle"
	"huiyin/domain/suggestion"
	"huiyin/domain/wire"
	"huiyin/eventstore"
)

// satisfied makes n cases that the deputy rated satisfied.
func satisfied(t *testing.T, of *office.Office, n int, promises ...suggestion.Promise) {
	t.Helper()
	stage(t, of, n, "甲厅")
	unit := func(role lifecycle.Role) suggestion.Actor {
		return suggestion.Actor{Role: role, Unit: "甲厅", Person: suggestion.Person{Name: string(role)}}
	}
	class := suggestion.Class("A")
	if len(promises) > 0 {
		class = "B"
	}
	for i := range n {
		id := suggestion.CaseID(fmt.Sprint("c", i+1))
		for _, a := range []office.Act{
			{Actor: unit(lifecycle.UnitCoordinator), Command: suggestion.SignIn{Assignment: "a1"}},
			{Actor: unit(lifecycle.UnitHandler), Command: suggestion.DraftReply{Line: "l1", Class: class, Text: "答复", Promises: promises}},
			{Actor: desk, Command: suggestion.ExamineReply{Line: "l1", Pass: true}},
			{Actor: unit(lifecycle.UnitHead), Command: suggestion.IssueReply{Line: "l1", DocumentNo: "1", Without: "汛期"}},
			{Actor: desk, Command: suggestion.DeliverReply{Line: "l1", To: deputy.Person}},
			{Actor: deputy, Command: suggestion.Rate{Line: "l1", Version: 1, Process: suggestion.Satisfied, Result: suggestion.Satisfied}},
		} {
			a.Case = id
			if _, err := of.Do(t.Context(), a); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func draw(t *testing.T, of *office.Office, seed string) *office.Saga {
	t.Helper()
	in, err := of.PlanDraw(t.Context(), office.Draw{Seed: seed, Share: 250, Year: 2026, By: suggestion.Person{Name: "丁某"}})
	if err != nil {
		t.Fatal(err)
	}
	s, err := of.RunSaga(t.Context(), in, nil)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func audit(t *testing.T, of *office.Office) office.Audit {
	t.Helper()
	a, err := of.AuditDraws(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func TestADrawCanBeRepeated(t *testing.T) {
	of := open(t, t.TempDir())
	defer of.Close()
	satisfied(t, of, 12)
	plan := office.Draw{Seed: "42", Share: 250, Year: 2026}
	one, err := of.PlanDraw(t.Context(), plan)
	two, err2 := of.PlanDraw(t.Context(), plan)
	if err = errors.Join(err, err2); err != nil || len(one.Rows) != 3 || !reflect.DeepEqual(one, two) {
		t.Fatalf("%+v\n%+v\n%v", one, two, err)
	}
	plan.Year = 2025
	if none, _ := of.PlanDraw(t.Context(), plan); len(none.Rows) != 0 {
		t.Errorf("%d of another year", len(none.Rows))
	}
	first := draw(t, of, "42")
	if again := draw(t, of, "42"); !again.Idle || again.Saga != first.Saga {
		t.Errorf("drawn twice: %+v", again)
	}
	second := draw(t, of, "43") // from those that no draw has picked yet
	if second.Param("population") != "9" || len(second.Rows) != 3 {
		t.Errorf("population %s, sample %d", second.Param("population"), len(second.Rows))
	}
	a := audit(t, of)
	if len(a.Draws) != 2 || len(a.Faults) != 0 || a.Draws[0].Population != 12 || a.Draws[0].Seed != "42" || a.Draws[0].PerMille != 250 {
		t.Errorf("%+v", a)
	}
	for _, row := range first.Rows {
		s, _ := of.Load(t.Context(), row.Case)
		if v, ok := s.OpenVisit("l1"); !ok || v.Draw != first.Saga {
			t.Errorf("%s: %+v", row.Case, v)
		}
	}
}

// A draw cut off between any two events goes on with the sample it has on
// record, although the population is another by then.
func TestADrawStoppedAnywhereKeepsItsSample(t *testing.T) {
	for stop := range 5 {
		of := open(t, t.TempDir())
		satisfied(t, of, 8)
		log := of.Log
		of.Log = &failing{log, 1 + stop}
		in, err := of.PlanDraw(t.Context(), office.Draw{Seed: "7", Share: 250, Year: 2026})
		if err != nil {
			t.Fatal(err)
		}
		if _, err = of.RunSaga(t.Context(), in, nil); err != nil && !errors.Is(err, errPower) {
			t.Fatal(err)
		}
		of.Log = log
		if _, err := of.Do(t.Context(), office.Act{Case: in.Rows[0].Case, Actor: deputy, Command: suggestion.Dispute{Line: "l1", Reason: "并非本人评价"}}); err != nil {
			t.Fatal(err)
		}
		s := draw(t, of, "7")
		if !slices.EqualFunc(s.Rows, in.Rows, func(a office.RowOutcome, b wire.SagaRow) bool { return a.Case == b.Case }) {
			t.Errorf("stop %d: another sample", stop)
		}
		if a := audit(t, of); len(a.Draws) != 1 || len(a.Faults) != 0 {
			t.Errorf("stop %d: %+v", stop, a)
		}
		if err := of.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// The audit finds a visit that nobody drew, and a draw that does not follow from
// what it says.
func TestTheAuditHasTeeth(t *testing.T) {
	of := open(t, t.TempDir())
	defer of.Close()
	satisfied(t, of, 8)
	s := draw(t, of, "7")
	var other suggestion.CaseID
	for i := range 8 {
		id := suggestion.CaseID(fmt.Sprint("c", i+1))
		if !slices.ContainsFunc(s.Rows, func(r office.RowOutcome) bool { return r.Case == id }) {
			other = id
		}
	}
	smuggle := func(id suggestion.CaseID, name string) {
		t.Helper()
		_, err := of.Do(t.Context(), office.Act{Case: id, Actor: suggestion.Actor{Role: lifecycle.Reactor},
			Command: suggestion.DrawVisit{Draw: name, Lines: []suggestion.LineID{"l1"}}})
		if err != nil {
			t.Fatal(err)
		}
	}
	smuggle(other, s.Saga)
	if a := audit(t, of); !slices.Equal(a.Faults, []office.Fault{{s.Saga, office.NotDrawn, other}}) {
		t.Errorf("%+v", a.Faults)
	}
	in, err := of.PlanDraw(t.Context(), office.Draw{Seed: "9", Share: 1000, Year: 2026})
	if err != nil || len(in.Rows) != 5 {
		t.Fatal(len(in.Rows), err)
	}
	in.Rows = in.Rows[1:] // somebody leaves one out
	forged, err := of.RunSaga(t.Context(), in, nil)
	if err != nil {
		t.Fatal(err)
	}
	if a := audit(t, of); !slices.Contains(a.Faults, office.Fault{forged.Saga, office.SampleDiffers, ""}) {
		t.Errorf("%+v", a.Faults)
	}
}

func TestATermClosesWhenEveryPromiseIsSettled(t *testing.T) {
	of := open(t, t.TempDir())
	defer of.Close()
	satisfied(t, of, 3, suggestion.Promise{Text: "修桥", Due: calendar.MustDate("2026-12-31")})
	congress := draft("x").Congress
	ids := []suggestion.CaseID{"c1", "c2", "c3"}
	balance := func() office.TermBalance {
		t.Helper()
		b, err := of.BalanceTerm(t.Context(), congress, of.Today(), ids)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	if b := balance(); b.Settled() || len(b.Unsettled) != 3 {
		t.Fatalf("%+v", b)
	}
	var invalid *eventstore.InvalidError
	if _, _, err := of.CloseTerm(t.Context(), balance(), desk); !errors.As(err, &invalid) {
		t.Errorf("closed over open promises: %v", err)
	}
	unit := suggestion.Actor{Role: lifecycle.UnitHandler, Unit: "甲厅", Person: suggestion.Person{Name: "h"}}
	for _, a := range []office.Act{
		{Case: "c1", Actor: unit, Command: suggestion.ClaimFulfilled{Commitment: "l1v1c1", Evidence: "照片"}},
		{Case: "c1", Actor: desk, Command: suggestion.ConcludePromise{Commitment: "l1v1c1", Verdict: suggestion.Keep, Reason: "查看"}},
		{Case: "c2", Actor: desk, Command: suggestion.CarryIntoTerm{Commitment: "l1v1c1", Congress: "下届", Due: calendar.MustDate("2028-06-30"), Reason: "跨届"}},
		{Case: "c3", Actor: desk, Command: suggestion.ConcludePromise{Commitment: "l1v1c1", Verdict: suggestion.Explain, Reason: "政策调整"}},
	} {
		if _, err := of.Do(t.Context(), a); err != nil {
			t.Fatal(err)
		}
	}
	b := balance()
	if !b.Settled() || b.Kept != 1 || b.Carried != 1 || b.Explained != 1 || b.Open != 0 {
		t.Fatalf("%+v", b)
	}
	closed, already, err := of.CloseTerm(t.Context(), b, desk)
	if err != nil || already || closed != b.TermClosed {
		t.Errorf("%+v, %t, %v", closed, already, err)
	}
	if again, already, err := of.CloseTerm(t.Context(), balance(), desk); err != nil || !already || again.On != closed.On {
		t.Errorf("%+v, %t, %v", again, already, err)
	}
}
