package cli_test

import (
	"encoding/csv"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"huiyin/cmd/huiyin/internal/office"
	"huiyin/domain/calendar"
	"huiyin/domain/report"
	"huiyin/domain/wire"
	"huiyin/eventstore"
	"huiyin/projections/annual"
)

// reportFolder has a small simulated year.
func reportFolder(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "d")
	if code, _, msg := call(t, "simulate", "--cases", "25", "--data", dir); code != 0 {
		t.Fatal(msg)
	}
	return dir
}

// publishAltered freezes the report of the folder after changing it.
func publishAltered(t *testing.T, dir string, alter func(*wire.ReportFrozen)) {
	t.Helper()
	of, err := office.Open(t.Context(), office.Options{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	defer of.Close()
	day := calendar.MustDate("2026-10-30")
	book, err := annual.Read(t.Context(), of.Log, annual.Cut{Until: calendar.EndOf(day)}, nil)
	if err != nil {
		t.Fatal(err)
	}
	r := annual.Compute(book, annual.Params{Scope: annual.Scope{Year: 2026}}, annual.Roster{})
	digest, err := r.Digest()
	if err != nil {
		t.Fatal(err)
	}
	f := wire.ReportFrozen{Year: 2026, Naming: "then", Position: int64(r.Position), Until: day, Definitions: r.Definitions, Digest: digest, By: "何静"}
	for _, n := range r.Numbers() {
		f.Figures = append(f.Figures, wire.FrozenFigure(n))
	}
	alter(&f)
	if _, err := of.Publish(t.Context(), func(reg report.Register) (wire.ReportFrozen, error) { return reg.Freeze(f, of.Today()) }); err != nil {
		t.Fatal(err)
	}
}

// A published report that is not what the log gives fails the check, and says
// which figures differ.
func TestVerifyTellsADifference(t *testing.T) {
	dir := reportFolder(t)
	publishAltered(t, dir, func(f *wire.ReportFrozen) {
		f.Digest = strings.Repeat("0", 64)
		for i := range f.Figures {
			if f.Figures[i].ID == "final/dissatisfied/overall" {
				f.Figures[i].Count += 3
			}
		}
	})
	code, out, msg := call(t, "report", "verify", "1", "--data", dir)
	if code != 1 || !strings.Contains(msg, "第1-1版核对不一致") || !strings.Contains(out, "final/dissatisfied/overall") || strings.Count(out, "\n") != 2 {
		t.Errorf("exit code %d\n%s\n%s", code, out, msg)
	}
	if code, out, msg = call(t, "report", "show", "1", "--data", dir); code != 0 || !strings.Contains(msg, "不能按原样重新编制") || !strings.Contains(out, "intake/total") {
		t.Errorf("exit code %d\n%.300s\n%s", code, out, msg)
	}
}

// A digest that is wrong while every figure is right is a difference too: other
// cases stand behind the figures.
func TestVerifyTellsAWrongDigest(t *testing.T) {
	dir := reportFolder(t)
	publishAltered(t, dir, func(f *wire.ReportFrozen) { f.Digest = strings.Repeat("0", 64) })
	if code, _, msg := call(t, "report", "verify", "1", "--data", dir); code != 1 || !strings.Contains(msg, "有0项数字不同") {
		t.Errorf("exit code %d\n%s", code, msg)
	}
}

// Under other definitions the documents cannot be the same; the figures can.
func TestVerifyUnderOtherDefinitions(t *testing.T) {
	dir := reportFolder(t)
	publishAltered(t, dir, func(f *wire.ReportFrozen) { f.Definitions, f.Digest = "annual-0", strings.Repeat("0", 64) })
	if code, _, msg := call(t, "report", "verify", "1", "--data", dir); code != 0 || !strings.Contains(msg, "口径版本不同（发布时annual-0，本程序annual-1）") {
		t.Errorf("exit code %d\n%s", code, msg)
	}
}

// What an office's text could do to a spreadsheet program, it does not.
func TestExportsHoldNoFormula(t *testing.T) {
	dir, rows := filepath.Join(t.TempDir(), "d"), filepath.Join(t.TempDir(), "rows.jsonl")
	var lines strings.Builder
	for i, category := range []string{"=1+1", "+1", "-1", "@SUM(A1)", "＝1+1", "\t=1", "=cmd|' /C calc'!A0"} {
		row, err := json.Marshal(map[string]any{"id": string(rune('a' + i)), "congress": "甲市第一届人民代表大会", "session": "第一次会议", "year": 2026,
			"title": "关于修路的建议", "category": category, "lead_unit": category + "局", "doc_kind": "答复"})
		if err != nil {
			t.Fatal(err)
		}
		lines.Write(append(row, '\n'))
	}
	if err := os.WriteFile(rows, []byte(lines.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	if code, _, msg := call(t, "import", "apply", rows, "--data", dir); code != 0 {
		t.Fatal(msg)
	}
	code, out, msg := call(t, "report", "annual", "--format", "csv", "--data", dir)
	if code != 0 {
		t.Fatal(msg)
	}
	records, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(out, "\ufeff"))).ReadAll()
	if err != nil || len(records) < 100 {
		t.Fatal(len(records), err)
	}
	for _, record := range records {
		for _, cell := range record {
			if strings.IndexAny(cell, "=+-@\t\r") == 0 || strings.HasPrefix(cell, "＝") {
				t.Errorf("%q may be taken for a formula", cell)
			}
		}
	}
	if !strings.Contains(out, "'=1+1") {
		t.Error("the guard was not needed: the test feeds nothing dangerous")
	}
}

// The report folds the log by itself; the lists come from the views. They agree.
func TestReportAgreesWithTheLists(t *testing.T) {
	dir := reportFolder(t)
	_, out, msg := call(t, "report", "annual", "--json", "--data", dir)
	var r annual.Report
	if err := json.Unmarshal([]byte(out), &r); err != nil {
		t.Fatal(err, msg)
	}
	listed := 0
	for _, f := range r.Figures() {
		state, ok := strings.CutPrefix(f.ID, "stage/")
		if !ok || state == "known" || state == "unknown" {
			continue
		}
		var rows []any
		_, out, _ := call(t, "case", "list", "--state", state, "--limit", "0", "--json", "--data", dir)
		if err := json.Unmarshal([]byte(out), &rows); err != nil || len(rows) != f.Count {
			t.Errorf("%s: the report counts %d, the list has %d (%v)", state, f.Count, len(rows), err)
		}
		listed += len(rows)
	}
	if listed == 0 {
		t.Error("nothing was compared")
	}
}

// Every report command answers --json with one value and snake_case keys.
func TestReportsAnswerJSON(t *testing.T) {
	dir := reportFolder(t)
	goName := regexp.MustCompile(`"[A-Z][A-Za-z]+":`)
	for _, args := range []string{
		"report annual --as-of 2026-10-30", "report annual --with-cases", "report annual --cases intake/total", "report list",
		"report annual --as-of 2026-10-30 --freeze --by 何静", "report list", "report show 1", "report verify 1",
		"report restate 1 --by 何静 --reason 截止日后移 --as-of 2026-11-15 --decimals 1",
	} {
		code, out, msg := call(t, append(strings.Fields(args), "--json", "--data", dir)...)
		var v any
		if err := json.Unmarshal([]byte(out), &v); code != 0 || err != nil {
			t.Errorf("%s: exit code %d, %v\n%s\n%.300s", args, code, err, msg, out)
		}
		if found := goName.FindString(out); found != "" {
			t.Errorf("%s: key %s is a Go name", args, found)
		}
	}
}

var _ annual.Log = eventstore.Store(nil)
