package reactors_test

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"sync"
	"testing"

	"huiyin/domain/lifecycle"
	"huiyin/domain/suggestion"
	"huiyin/domain/wire"
	"huiyin/eventstore"
	"huiyin/projections/internal/rehearsal"
	"huiyin/projections/reactors"
)

func TestAMergeFromBeginningToEnd(t *testing.T) {
	d := newDesk(t)
	step := 0
	react := straight(newMarks(t))
	mergeLife(t, d, func(t *testing.T, d *rehearsal.Desk) {
		react(t, d)
		h, m1, m2 := d.Case("h"), d.Case("m1"), d.Case("m2")
		switch step++; step {
		case 1:
			if !slices.Equal(h.Members, []suggestion.CaseID{"m1", "m2"}) || m1.State != lifecycle.Registered {
				t.Fatalf("members %v, m1 %s", h.Members, m1.State)
			}
		case 2:
			for _, m := range []*suggestion.Suggestion{m1, m2} {
				if m.State != lifecycle.Assigned || m.T0 != h.T0 || len(m.Lines) != 1 || m.Lines[0].Unit != "Water" || len(m.Clocks) != 1 {
					t.Fatalf("%s: %s, T0 %s, lines %v, clocks %v", m.ID, m.State, m.T0, m.Lines, m.Clocks)
				}
			}
		case 3:
			for _, m := range []*suggestion.Suggestion{m1, m2} {
				if v := m.Lines[0].Latest(); m.State != lifecycle.Replied || v.Head != "h" || v.Class != "B" || v.Document != "No h" || !m.HeadOpen {
					t.Fatalf("%s: %s, %+v, head open %t", m.ID, m.State, v, m.HeadOpen)
				}
			}
		case 4:
			if h.State != lifecycle.Tracking || m1.State != lifecycle.Tracking || m2.Lines[0].State != lifecycle.Dissatisfied {
				t.Fatalf("h %s, m1 %s, m2 %s", h.State, m1.State, m2.Lines[0].State)
			}
		case 5:
			if h.State != lifecycle.Closed || m1.State != lifecycle.Closed || m2.State != lifecycle.AwaitingFeedback || m2.HeadOpen {
				t.Fatalf("h %s, m1 %s, m2 %s", h.State, m1.State, m2.State)
			}
		}
	})
}

func TestRedeliveryChangesNothing(t *testing.T) {
	d := newDesk(t)
	mergeLife(t, d, straight(newMarks(t)))
	want := d.Outline()
	m := reactors.NewMerges(d, nil)
	for _, r := range d.Records() {
		for range 2 {
			if _, err := m.Handler().Handle(t.Context(), &r); err != nil {
				t.Fatalf("%s: %v", r.Type, err)
			}
		}
	}
	straight(newMarks(t))(t, d) // from the beginning, without a checkpoint
	if d.Outline() != want {
		t.Error("the log changed")
	}
}

func TestStoppingAtEveryEventChangesNothing(t *testing.T) {
	plain := newDesk(t)
	mergeLife(t, plain, straight(newMarks(t)))
	d, path, lives := newDesk(t), filepath.Join(t.TempDir(), "reactors.db"), 0
	mergeLife(t, d, func(t *testing.T, d *rehearsal.Desk) {
		for stopped := true; stopped; lives++ {
			marks, err := reactors.OpenCheckpoints(path)
			if err != nil {
				t.Fatal(err)
			}
			ctx, cancel := context.WithCancel(t.Context())
			err = reactors.NewRunner(d.Log, marks, reactors.Options{Handled: func(reactors.Handled) { cancel() }}, reactors.NewMerges(d, nil).Handler()).CatchUp(ctx)
			if stopped = errors.Is(err, context.Canceled); err != nil && !stopped {
				t.Fatal(err)
			}
			cancel()
			if err := marks.Close(); err != nil {
				t.Fatal(err)
			}
		}
	})
	if lives < 15 {
		t.Errorf("only %d lives", lives)
	}
	if d.Outline() != plain.Outline() {
		t.Error("the logs differ")
	}
}

// crashy carries each act out twice: the first time without anybody learning it.
type crashy struct {
	*rehearsal.Desk
	seen map[eventstore.ID]bool
}

var errCrash = errors.New("the power went")

func (c *crashy) Carry(ctx context.Context, a reactors.Act) error {
	err := c.Desk.Carry(ctx, a)
	if !c.seen[a.ID] {
		c.seen[a.ID] = true
		return errCrash
	}
	return err
}

func TestACrashAfterEachActChangesNothing(t *testing.T) {
	plain, d := newDesk(t), newDesk(t)
	mergeLife(t, plain, straight(newMarks(t)))
	marks, m := newMarks(t), reactors.NewMerges(&crashy{d, map[eventstore.ID]bool{}}, nil)
	mergeLife(t, d, func(t *testing.T, d *rehearsal.Desk) {
		if err := reactors.NewRunner(d.Log, marks, reactors.Options{Sleep: hurry}, m.Handler()).CatchUp(t.Context()); err != nil {
			t.Fatal(err)
		}
	})
	if d.Outline() != plain.Outline() || m.Refused() != 0 {
		t.Errorf("the logs differ, or %d refusals", m.Refused())
	}
}

func TestTwoRunnersAtOnceActOnce(t *testing.T) {
	plain, d := newDesk(t), newDesk(t)
	mergeLife(t, plain, straight(newMarks(t)))
	// The second has a decider and a checkpoint of its own, like another node.
	one, two, other := newMarks(t), newMarks(t), rehearsal.New(t, d.Log, d.Clock)
	mergeLife(t, d, func(t *testing.T, d *rehearsal.Desk) {
		var wg sync.WaitGroup
		for marks, desk := range map[*reactors.Checkpoints]*rehearsal.Desk{one: d, two: other} {
			wg.Go(func() {
				if err := reactors.NewRunner(d.Log, marks, reactors.Options{Sleep: hurry}, reactors.NewMerges(desk, nil).Handler()).CatchUp(context.Background()); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
	})
	if sorted(d) != sorted(plain) {
		t.Error("the logs differ")
	}
}

func TestAMergeUndoneBeforeTheReply(t *testing.T) {
	d, react := newDesk(t), straight(newMarks(t))
	d.Register("h", "1", "Li")
	d.Register("m", "2", "Wang")
	merge(d, "m", "h")
	d.Assign("h", "Water")
	react(t, d)
	d.Do("m", rehearsal.Committee(), suggestion.UndoMerge{Reason: "differs", HeadT0: d.Case("h").T0})
	react(t, d)
	d.Reply("h", "l1", "A")
	react(t, d)
	if h, m := d.Case("h"), d.Case("m"); len(h.Members) != 0 || m.Head != "" || m.T0 != h.T0 || m.Replied() {
		t.Errorf("members %v, head %q, T0 %s, replied %t", h.Members, m.Head, m.T0, m.Replied())
	}
}

// A head's paper takes its members' dates along, though the news comes later.
func TestMembersFollowTheHeadsPaper(t *testing.T) {
	d, react := newDesk(t), straight(newMarks(t))
	d.Rules = rehearsal.Rules(t, "zhejiang-2016")
	d.Register("h", "1", "Li")
	d.Register("m", "2", "Wang")
	merge(d, "m", "h")
	d.Assign("h", "Water")
	d.Do("h", rehearsal.Gov(), suggestion.SendOnPaper{Assignment: "a1"})
	react(t, d)
	line := suggestion.Subject{Line: "l1"}
	if c, ok := d.Case("m").Running(lifecycle.DueReply, line); !ok || c.Period != "6m" {
		t.Fatalf("the member's reply is due %+v", c)
	}
	d.Set("2026-03-04")
	d.Do("h", rehearsal.Gov(), suggestion.RecordReceipt{Assignment: "a1"})
	d.Set("2026-03-06")
	react(t, d)
	h, _ := d.Case("h").Running(lifecycle.DueReply, line)
	if m, ok := d.Case("m").Running(lifecycle.DueReply, line); !ok || m.Due != h.Due || m.Start != h.Start {
		t.Errorf("the head's reply is due %+v, the member's %+v", h, m)
	}
	if _, asked := d.Case("m").Running(lifecycle.DueReturn, suggestion.Subject{Assignment: "a1"}); asked {
		t.Error("a member has a return of its own")
	}
}

// A member that went on to another head is none of the first head's business,
// although the first head has not heard of it.
func TestAMemberThatMovedOnIsLeftAlone(t *testing.T) {
	d, react := newDesk(t), straight(newMarks(t))
	for i, id := range []suggestion.CaseID{"h1", "h2", "m"} {
		d.Register(id, string(rune('1'+i)), "Li")
	}
	d.Assign("h1", "Water")
	merge(d, "m", "h1")
	react(t, d)
	if d.Case("m").State != lifecycle.Assigned {
		t.Fatal("a late member is not assigned with its head")
	}
	d.Register("n", "4", "Wang")
	merge(d, "n", "h1")
	d.Do("n", rehearsal.Committee(), suggestion.UndoMerge{Reason: "differs"})
	merge(d, "n", "h2")
	react(t, d)
	if n := d.Case("n"); n.State != lifecycle.Registered || n.Head != "h2" || !slices.Equal(d.Case("h2").Members, []suggestion.CaseID{"n"}) {
		t.Errorf("n is %s with %q; h2 has %v", n.State, n.Head, d.Case("h2").Members)
	}
}

func TestAHeadThatCannotTakeMembersGivesThemBack(t *testing.T) {
	for name, prepare := range map[string]func(*rehearsal.Desk){
		"merged itself": func(d *rehearsal.Desk) { d.Register("x", "9", "Li"); merge(d, "h", "x") },
		"replied":       func(d *rehearsal.Desk) { d.Assign("h", "Water"); d.Reply("h", "l1", "A") },
		"withdrawn":     func(d *rehearsal.Desk) { d.Do("h", rehearsal.Deputy("Li"), suggestion.Withdraw{Reason: "r"}) },
	} {
		d := newDesk(t)
		d.Register("h", "1", "Li")
		d.Register("m", "2", "Wang")
		prepare(d)
		merge(d, "m", "h")
		straight(newMarks(t))(t, d)
		if m := d.Case("m"); m.Head != "" || m.State != lifecycle.Registered || len(d.Case("h").Members) != 0 {
			t.Errorf("head %s: %s with %q", name, m.State, m.Head)
		}
	}
	d := newDesk(t)
	d.Register("m", "2", "Wang")
	merge(d, "m", "nowhere")
	straight(newMarks(t))(t, d)
	if d.Case("m").Head != "" {
		t.Error("merged with an unknown case")
	}
}

// hasty lets the head reply in the moment in which it is asked to take a member.
type hasty struct{ *rehearsal.Desk }

func (h hasty) Carry(ctx context.Context, a reactors.Act) error {
	if _, ok := a.Command.(suggestion.TakeMemberIn); ok {
		h.Reply("h", "l1", "A")
	}
	return h.Desk.Carry(ctx, a)
}

func TestARefusalIsConsideredAgain(t *testing.T) {
	d := newDesk(t)
	d.Register("h", "1", "Li")
	d.Register("m", "2", "Wang")
	d.Assign("h", "Water")
	merge(d, "m", "h")
	m := reactors.NewMerges(hasty{d}, nil)
	if err := reactors.NewRunner(d.Log, newMarks(t), reactors.Options{}, m.Handler()).CatchUp(t.Context()); err != nil {
		t.Fatal(err)
	}
	if d.Case("m").Head != "" || m.Refused() == 0 {
		t.Errorf("the member waits for ever; refused %d", m.Refused())
	}
}

func TestWithdrawalEndsAMerge(t *testing.T) {
	d, react := newDesk(t), straight(newMarks(t))
	for i, id := range []suggestion.CaseID{"h", "m", "n"} {
		d.Register(id, string(rune('1'+i)), "Li")
	}
	merge(d, "m", "h")
	merge(d, "n", "h")
	d.Assign("h", "Water")
	react(t, d)
	d.Do("n", rehearsal.Deputy("Li"), suggestion.Withdraw{Reason: "r"})
	react(t, d)
	if h := d.Case("h"); !slices.Equal(h.Members, []suggestion.CaseID{"m"}) {
		t.Errorf("members %v", h.Members)
	}
	d.Do("h", rehearsal.Deputy("Li"), suggestion.Withdraw{Reason: "r"})
	react(t, d)
	if m := d.Case("m"); m.Head != "" || m.T0.IsZero() {
		t.Errorf("head %q, T0 %s", m.Head, m.T0)
	}
}

func TestOtherEventsHaveNoAct(t *testing.T) {
	head := &suggestion.Suggestion{ID: "h", State: lifecycle.Handling, Members: []suggestion.CaseID{"m"}}
	load := func(id suggestion.CaseID) (*suggestion.Suggestion, error) {
		if id == "h" {
			return head, nil
		}
		return &suggestion.Suggestion{ID: id, Head: "h"}, nil
	}
	for _, info := range wire.Types() {
		e, err := wire.Decode(info.Name, info.Schema, []byte("{}"))
		if err != nil {
			continue
		}
		acts, err := reactors.Handover(eventstore.ID{1}, "h", e, load)
		if len(acts) > 0 && !slices.Contains(reactors.Causes(), info.Name) {
			t.Errorf("%s has acts %v and is not kept, %v", info.Name, acts, err)
		}
	}
	if len(reactors.Causes()) != 14 {
		t.Errorf("causes: %v", reactors.Causes())
	}
}
