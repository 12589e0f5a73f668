package office_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"huiyin/cmd/huiyin/internal/office"
	"huiyin/domain/calendar"
	"huiyin/domain/lifecycle"
	"huiyin/domain/suggestion"
	"huiyin/domain/wire"
	"huiyin/eventstore"
	"huiyin/eventstore/decider"
)

var deputy = suggestion.Actor{Role: lifecycle.LeadDeputy, Person: suggestion.Person{ID: "d1", Name: "甲某"}}

func open(t *testing.T, dir string) *office.Office {
	t.Helper()
	now := day("2026-01-26")
	return openAt(t, dir, &now)
}

// day is ten in the morning in China.
func day(text string) time.Time {
	return calendar.StartOf(calendar.MustDate(text)).Add(10 * time.Hour)
}

// openAt has a clock that steps on by itself and that a test may move.
func openAt(t *testing.T, dir string, now *time.Time) *office.Office {
	t.Helper()
	of, err := office.Open(t.Context(), office.Options{Dir: dir, Clock: func() time.Time { *now = now.Add(time.Second); return *now }})
	if err != nil {
		t.Fatal(err)
	}
	return of
}

func draft(id string) suggestion.DraftSuggestion {
	return suggestion.DraftSuggestion{Case: suggestion.CaseID(id), Kind: suggestion.InSession, Congress: "某省第十四届人民代表大会",
		Session: "第四次会议", Year: 2026, Title: "关于修桥的建议", Body: "正文", Evidence: "实地调研"}
}

// A retry is the same act, even after a restart; another payload under its id
// is refused; and a refusal leaves nothing in the log.
func TestARetryIsTheSameAct(t *testing.T) {
	dir, ctx := t.TempDir(), context.Background()
	of := open(t, dir)
	id, err := eventstore.NewCommandID(time.Unix(1769392800, 0), zeros{})
	if err != nil {
		t.Fatal(err)
	}
	act := office.Act{ID: id, Case: "c1", Actor: deputy, Command: draft("c1")}
	first, err := of.Do(ctx, act)
	if err != nil {
		t.Fatal(err)
	}
	if err := of.Close(); err != nil {
		t.Fatal(err)
	}

	of = open(t, dir)
	defer of.Close()
	again, err := of.Do(ctx, act)
	if err != nil || !again.Replayed || again.Position != first.Position || again.Last != first.Last {
		t.Fatalf("retry: %+v, %v; first %+v", again, err, first)
	}
	act.Command = suggestion.Submit{}
	if _, err := of.Do(ctx, act); !errors.Is(err, decider.ErrCommandReused) {
		t.Fatalf("other payload under the same id: %v", err)
	}

	head, _ := of.Log.Head(ctx)
	unit := suggestion.Actor{Role: lifecycle.UnitHandler, Unit: "某厅", Person: suggestion.Person{Name: "乙某"}}
	_, err = of.Do(ctx, office.Act{Case: "c1", Actor: unit, Command: suggestion.Submit{}})
	var refusal *suggestion.Refusal
	if !errors.As(err, &refusal) || refusal.Code != "wrong_role" {
		t.Fatalf("a unit submitting: %v", err)
	}
	if now, _ := of.Log.Head(ctx); now != head {
		t.Fatalf("a refusal moved the log from %d to %d", head, now)
	}
}

// The rules a case pinned are those it is judged by, read back from the log.
func TestRulesAreInTheLog(t *testing.T) {
	dir := t.TempDir()
	of := open(t, dir)
	before := of.Rules
	if len(before) < 3 || of.Calendar.Version() == "" {
		t.Fatalf("%d rule sets, calendar %q", len(before), of.Calendar.Version())
	}
	if err := of.Close(); err != nil {
		t.Fatal(err)
	}
	of = open(t, dir)
	defer of.Close()
	head, err := of.Log.Head(t.Context())
	if err != nil || int(head) != len(before)+1 {
		t.Fatalf("opening twice adopted twice: head %d, %v", head, err)
	}
	if _, err := of.Do(t.Context(), office.Act{Case: "c1", Actor: deputy, Command: draft("c1")}); err != nil {
		t.Fatal(err)
	}
	s, err := of.Load(t.Context(), "c1")
	if err != nil || s.RuleSet != "hunan-2024" {
		t.Fatalf("pinned %q, %v", s.RuleSet, err)
	}
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }

// A unit that tries to rate is refused, and the attempt is evidence: once, even
// when it is sent twice, and in the log of everybody else's acts.
func TestRefusedRatingIsEvidence(t *testing.T) {
	of := open(t, t.TempDir())
	defer of.Close()
	if _, err := of.Do(t.Context(), office.Act{Case: "c1", Actor: deputy, Command: draft("c1")}); err != nil {
		t.Fatal(err)
	}
	unit := suggestion.Actor{Role: lifecycle.UnitHandler, Unit: "某厅", Person: suggestion.Person{Name: "乙某"}}
	for n := range 3 {
		id := eventstore.DeriveID(eventstore.ID{1}, "attempt", string(rune('a'+n/2))) // the second repeats the first
		_, err := of.Do(t.Context(), office.Act{ID: id, Case: "c1", Actor: unit, Command: suggestion.Rate{Line: "l1", Version: 1, Process: "satisfied", Result: "satisfied"}})
		var refusal *suggestion.Refusal
		if !errors.As(err, &refusal) {
			t.Fatal(err)
		}
	}
	var kept []wire.ActRefused
	for r, err := range of.Log.ReadStream(t.Context(), wire.SecurityStream, 0) {
		if err != nil {
			t.Fatal(err)
		}
		e, err := wire.DecodeRegister(r.Type, r.Schema, r.Data)
		if err != nil {
			t.Fatal(err)
		}
		kept = append(kept, e.(wire.ActRefused))
	}
	if len(kept) != 2 || kept[0].Act != "rate_reply" || kept[0].Unit != "某厅" || kept[0].Code == "" || kept[0].Case != "c1" {
		t.Errorf("%+v", kept)
	}
}

// A number is given once: a second case is refused it, with the first one named;
// a registration refused for another reason burns none; a restart forgets none.
func TestANumberIsGivenOnce(t *testing.T) {
	dir := t.TempDir()
	of := open(t, dir)
	desk := suggestion.Actor{Role: lifecycle.DeputyAffairsCommittee, Person: suggestion.Person{Name: "丙某"}}
	do := func(id string, by suggestion.Actor, c suggestion.Command) error {
		_, err := of.Do(t.Context(), office.Act{Case: suggestion.CaseID(id), Actor: by, Command: c})
		return err
	}
	for _, id := range []string{"c1", "c2"} {
		for _, step := range []office.Act{{Actor: deputy, Command: draft(id)}, {Actor: deputy, Command: suggestion.Submit{}}, {Actor: desk, Command: suggestion.BeginReview{}}} {
			if err := do(id, step.Actor, step.Command); err != nil {
				t.Fatal(err)
			}
		}
	}
	var refusal *suggestion.Refusal
	if err := do("c1", deputy, suggestion.Register{Number: "0002"}); !errors.As(err, &refusal) || refusal.Code != "wrong_role" {
		t.Fatal(err)
	}
	if err := do("c1", desk, suggestion.Register{Number: "0001"}); err != nil {
		t.Fatal(err)
	}
	if err := of.Close(); err != nil {
		t.Fatal(err)
	}
	of = open(t, dir)
	defer of.Close()
	if err := do("c2", desk, suggestion.Register{Number: "0001"}); !errors.As(err, &refusal) || refusal.Code != "number_taken" || refusal.Facts["case"] != "c1" {
		t.Fatalf("the same number again: %v", err)
	}
	if err := do("c2", desk, suggestion.Register{Number: "0002"}); err != nil {
		t.Fatalf("a number that a refused registration must not have burnt: %v", err)
	}
}
