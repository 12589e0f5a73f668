package bench

import (
	"slices"
	"testing"

	"huiyin/domain/zh"
)

// TestEveryMeasureIsTakenAndExplained runs all steps but the plain database's on
// a small log: each says what it measured, and the catalogue what that means.
func TestEveryMeasureIsTakenAndExplained(t *testing.T) {
	var said []string
	b := &run{Options: Options{Dir: t.TempDir(), Events: 400, PerCase: 10, Writers: 2, Appends: 16}.complete()}
	b.Said = func(m Measure) {
		said = append(said, m.Name)
		if m.Value <= 0 || m.Events < 400 || m.Cases == 0 {
			t.Errorf("%+v", m)
		}
		if (m.Ratio > 0) != (m.Against != "") {
			t.Errorf("a ratio to nothing: %+v", m)
		}
		if !zh.Has("cli.bench."+m.Name) || !zh.Has("cli.bench."+m.Name+".meaning") || !zh.Has("cli.unit."+m.Unit) {
			t.Errorf("%s in %s is not explained", m.Name, m.Unit)
		}
	}
	must(t, "seed", b.seed(t.Context()))
	must(t, "grow", b.grow(t.Context()))
	must(t, "replay", b.replay(t.Context()))
	must(t, "rebuild", b.rebuild(t.Context()))
	for _, part := range []string{startPart, memoryPart} {
		all, err := Child(t.Context(), part, b.large.dir)
		must(t, part, err)
		for _, m := range all {
			b.say(m)
		}
	}
	must(t, "append", b.appends(t.Context()))
	must(t, "growth", b.growth(t.Context()))
	want := []string{"append_active", "append_many", "append_one", "append_random", "heap", "list", "memory", "rebuild_rate",
		"replay_all", "replay_rate", "start"}
	if slices.Sort(said); !slices.Equal(said, want) {
		t.Errorf("said %v, want %v", said, want)
	}
	if _, err := Child(t.Context(), "nothing", b.large.dir); err == nil {
		t.Error("a part nobody knows was played")
	}
}

func must(t *testing.T, what string, err error) {
	t.Helper()
	if err != nil {
		t.Fatalf("%s: %v", what, err)
	}
}
