package report

import (
	"errors"
	"os"
	"regexp"
	"strconv"
	"testing"

	"pgregory.net/rapid"

	"huiyin/domain/calendar"
	"huiyin/domain/suggestion"
	"huiyin/domain/wire"
	"huiyin/domain/zh"
)

var today = calendar.MustDate("2026-11-24")

func of(year, count int) wire.ReportFrozen {
	return wire.ReportFrozen{Year: year, By: "何静", Until: calendar.MustDate("2026-11-20"), Definitions: "d1", Digest: strconv.Itoa(count),
		Figures: []wire.FrozenFigure{{ID: "intake/total", Count: count}}}
}

// publish folds an accepted version in.
func publish(t *testing.T, r Register, f wire.ReportFrozen, err error) (Register, wire.ReportFrozen) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	return Fold(r, f), f
}

func refused(t *testing.T, err error, code string) {
	t.Helper()
	var r *suggestion.Refusal
	if !errors.As(err, &r) || r.Code != code {
		t.Errorf("want refusal %s, got %v", code, err)
	}
}

func TestAReportIsFrozenOnceAndRestatedAfterwards(t *testing.T) {
	var r Register
	f, err := r.Freeze(of(2026, 10), today)
	r, first := publish(t, r, f, err)
	if Name(first) != "1-1" {
		t.Error(Name(first))
	}
	_, err = r.Freeze(of(2026, 11), today)
	refused(t, err, "report_frozen_before")
	f, err = r.Freeze(of(2025, 7), today)
	r, other := publish(t, r, f, err)
	if Name(other) != "2-1" {
		t.Error(Name(other))
	}

	again := of(0, 12)
	_, err = r.Restate(1, again, today)
	refused(t, err, "missing")
	again.Reason = "三件逾期反馈"
	f, err = r.Restate(1, again, today)
	r, second := publish(t, r, f, err)
	if Name(second) != "1-2" || second.Year != 2026 {
		t.Errorf("%s of %d: the scope must stay", Name(second), second.Year)
	}
	same := of(2026, 12)
	same.Digest, same.Reason = "another position", "再算一次"
	_, err = r.Restate(1, same, today)
	refused(t, err, "report_unchanged")
	_, err = r.Restate(9, again, today)
	refused(t, err, "report_not_found")

	for name, want := range map[string]string{"1": "1-2", "1-1": "1-1", "1-2": "1-2", "2": "2-1"} {
		if got, ok := r.Find(name); !ok || Name(got) != want {
			t.Errorf("%s is %s (%t), want %s", name, Name(got), ok, want)
		}
	}
	for _, name := range []string{"", "3", "1-3", "x", "-1", "1-"} {
		if got, ok := r.Find(name); ok {
			t.Errorf("%q is %s", name, Name(got))
		}
	}
}

func TestADayThatHasNotEndedIsNotPublished(t *testing.T) {
	for day, code := range map[string]string{"2026-11-24": "report_day_open", "2026-11-25": "report_day_open"} {
		f := of(2026, 1)
		f.Until = calendar.MustDate(day)
		_, err := Register{}.Freeze(f, today)
		refused(t, err, code)
	}
	nobody := of(2026, 1)
	nobody.By = ""
	_, err := Register{}.Freeze(nobody, today)
	refused(t, err, "missing")
}

// Names are given once, versions are dense, and no version is ever changed.
func TestVersionsAreDenseAndStay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var r Register
		for range rapid.IntRange(1, 30).Draw(t, "acts") {
			before := r.All()
			f := of(rapid.IntRange(2024, 2026).Draw(t, "year"), rapid.IntRange(0, 3).Draw(t, "count"))
			var err error
			if rapid.Bool().Draw(t, "restate") {
				f.Reason = "理由"
				f, err = r.Restate(rapid.IntRange(0, 4).Draw(t, "number"), f, today)
			} else {
				f, err = r.Freeze(f, today)
			}
			if err != nil {
				continue
			}
			r = Fold(r, f)
			newest := map[int]int{}
			for i, v := range r.All() {
				if i < len(before) && Name(v) != Name(before[i]) {
					t.Fatalf("version %d changed", i)
				}
				if v.Version != newest[v.Report]+1 {
					t.Fatalf("%s after version %d", Name(v), newest[v.Report])
				}
				newest[v.Report] = v.Version
			}
		}
	})
}

func TestEveryRefusalHasWords(t *testing.T) {
	src, err := os.ReadFile("report.go")
	if err != nil {
		t.Fatal(err)
	}
	found := regexp.MustCompile(`refuse\("([a-z_]+)"`).FindAllStringSubmatch(string(src), -1)
	for _, m := range found {
		if !zh.Has("refusal." + m[1]) {
			t.Errorf("refusal %s has no words", m[1])
		}
	}
	if len(found) < 5 || !zh.Has("field.report_by") {
		t.Error("the pattern no longer fits the source", found)
	}
}
