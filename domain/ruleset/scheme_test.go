package ruleset_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"huiyin/domain/ruleset"
)

func TestClasses(t *testing.T) {
	type row struct {
		Code, Outcome string
		Covers        int
		Commitment    bool
	}
	abc := []row{{"A", "resolved", 1, false}, {"B", "in_progress", 2, true}, {"C", "not_feasible", 3, false}}
	want := map[string][]row{
		"hunan-2024": abc, "national": abc, "zhejiang-2016": abc, "shandong-2017": abc,
		"shanghai-2015":  {{"S1", "resolved", 1, false}, {"S2", "in_progress", 1, true}, {"S3", "planned", 1, true}, {"S4", "reference", 2, false}},
		"henan-2017":     {{"H1", "resolved", 1, false}, {"H2", "in_progress", 1, true}, {"H3", "planned", 1, true}, {"H4", "not_feasible", 1, false}, {"H5", "escalated_up", 1, false}},
		"chongqing-2018": {{"A", "resolved", 1, false}, {"B", "in_progress", 1, true}, {"C", "not_feasible", 1, false}, {"D", "escalated_up", 1, false}},
	}
	fromText := []string{"chongqing-2018", "shanghai-2015", "henan-2017"}
	for id, rows := range want {
		set := builtin(t, id)
		var got []row
		for _, c := range set.Classes().Value {
			got = append(got, row{c.Code, c.Outcome.String(), len(c.Covers.List()), c.NeedsCommitment})
			if c.Label == "" || !c.Covers.Has(c.Outcome) || set.NeedsCommitment(c.Code) != c.NeedsCommitment {
				t.Errorf("%s: %+v", id, c)
			}
		}
		if diff := cmp.Diff(rows, got); diff != "" {
			t.Errorf("%s: %s", id, diff)
		}
		if set.Classes().Basis == "" || set.Classes().Assumption == slices.Contains(fromText, id) {
			t.Errorf("%s: the scheme's source is wrong", id)
		}
	}
	set := builtin(t, "hunan-2024")
	if b, ok := set.ClassByCode("B"); !ok || !slices.Equal(b.Covers.List(), []ruleset.Outcome{ruleset.InProgress, ruleset.Planned}) {
		t.Errorf("B covers %v", b.Covers.List())
	}
	if _, ok := set.ClassByCode("b"); ok || set.NeedsCommitment("Z") {
		t.Error("a class that does not exist")
	}
}

func TestRating(t *testing.T) {
	parts := map[string][]string{"national": {"process", "result"}, "hunan-2024": {"process", "result"}, "chongqing-2018": {"overall"},
		"zhejiang-2016": {"process", "result"}, "shanghai-2015": {"process", "result"}, "henan-2017": {"process", "result"}, "shandong-2017": {"process", "result"}}
	for id, want := range parts {
		set := builtin(t, id)
		scale := set.Rating().Value
		var got []string
		for _, p := range scale.Parts {
			got = append(got, p.Code)
		}
		if !slices.Equal(got, want) || len(scale.Grades) != 3 {
			t.Errorf("%s: %+v", id, scale)
		}
		for _, code := range []string{"satisfied", "basically_satisfied", "dissatisfied"} {
			if g, ok := set.GradeByCode(code); !ok || g.NeedsReason != (code == "dissatisfied") {
				t.Errorf("%s %s: %+v", id, code, g)
			}
		}
		if _, ok := set.GradeByCode("not_returned"); ok {
			t.Errorf("%s: silence is no grade", id)
		}
	}
}

// TestSetsAreImmutable: what a caller does to a returned slice stays with it.
func TestSetsAreImmutable(t *testing.T) {
	set := builtin(t, "hunan-2024")
	set.Classes().Value[0].Code = "X"
	set.Rating().Value.Grades[0].Code = "X"
	set.Rating().Value.Parts[0].Code = "X"
	days, _ := set.WarnDays()
	days.Value[0] = 999
	if _, changed := set.ClassByCode("X"); changed || set.Rating().Value.Grades[0].Code == "X" || set.Rating().Value.Parts[0].Code == "X" {
		t.Error("a caller changed the set")
	}
	if again, _ := set.WarnDays(); again.Value[0] != 30 {
		t.Error("a caller changed the warnings")
	}
}

func TestKeysHaveNames(t *testing.T) {
	seen := map[string]bool{}
	for _, key := range ruleset.Keys() {
		text, _ := key.MarshalText()
		var back ruleset.Key
		if err := back.UnmarshalText(text); err != nil || back != key || seen[string(text)] {
			t.Errorf("key %d is %q: %v", key, text, err)
		}
		seen[string(text)] = true
	}
	if _, err := ruleset.ParseKey(""); err == nil || ruleset.Key(0).String() != "" || ruleset.Key(200).String() != "" {
		t.Error("no key has a name")
	}
}

func TestAssumptionsAreTheOpenQuestions(t *testing.T) {
	if got := len(builtin(t, "hunan-2024").Assumptions()); got != 15 {
		t.Errorf("hunan leaves %d limits open", got)
	}
	got := builtin(t, "chongqing-2018").Assumptions()
	if !slices.Equal(got, []ruleset.Key{ruleset.ContactConfirm, ruleset.Reminder}) {
		t.Errorf("chongqing leaves %v open", got)
	}
}
