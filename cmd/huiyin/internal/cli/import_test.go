package cli_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gofrs/flock"

	"huiyin/cmd/huiyin/internal/sheet"
)

// book writes a workbook of one sheet.
func book(t *testing.T, name string, rows ...[]string) string {
	t.Helper()
	var out bytes.Buffer
	if err := sheet.WriteXLSX(&out, []sheet.Table{{Name: "建议", Heads: rows[0], Rows: rows[1:]}}); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(file, out.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// code is the code that a check gives.
func code(t *testing.T, args ...string) string {
	t.Helper()
	_, out, msg := call(t, append([]string{"import", "check", "--json"}, args...)...)
	var report struct{ Confirm string }
	if err := json.Unmarshal([]byte(out), &report); err != nil || report.Confirm == "" {
		t.Fatal(err, out, msg)
	}
	return report.Confirm
}

// A workbook goes from the check over the code into the log; what changes on the
// way, file or log, stops it.
func TestImportOfAWorkbook(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "d")
	heads := []string{"届", "次", "编号", "标题", "领衔代表", "答复类别"}
	row := func(number, title, class string) []string {
		return []string{"某省第一届人民代表大会", "第一次会议", number, title, "甲某", class}
	}
	file := book(t, "表.xlsx", heads, row("0012", "关于修路的建议", "A"), row("0013", "关于架桥的建议", ""))
	seen := code(t, file, "--data", dir)
	other := book(t, "表.xlsx", heads, row("0012", "关于修路的建议", "B"), row("0013", "关于架桥的建议", ""))
	if exit, _, msg := call(t, "import", "apply", other, "--data", dir, "--confirm", seen); exit != 4 || !strings.Contains(msg, "确认码不符") {
		t.Errorf("another file under the code: %d %s", exit, msg)
	}
	if exit, _, msg := call(t, "import", "apply", file, "--data", dir); exit != 2 {
		t.Errorf("no code: %d %s", exit, msg)
	}
	if exit, _, msg := call(t, "import", "apply", file, "--data", dir, "--confirm", seen); exit != 0 || !strings.Contains(msg, "新件2") {
		t.Fatalf("%d %s", exit, msg)
	}
	if exit, _, msg := call(t, "import", "apply", file, "--data", dir, "--confirm", seen); exit != 0 || !strings.Contains(msg, "没有新的内容") {
		t.Errorf("again: %d %s", exit, msg)
	}

	// Between check and import somebody else changes the case.
	seen = code(t, other, "--data", dir)
	between := book(t, "别.xlsx", heads, row("0012", "关于修路的建议", "B"))
	if exit, _, msg := call(t, "import", "apply", between, "--data", dir, "--confirm", code(t, between, "--data", dir)); exit != 0 || !strings.Contains(msg, "更正1") {
		t.Fatalf("%d %s", exit, msg)
	}
	if exit, _, msg := call(t, "import", "apply", other, "--data", dir, "--confirm", seen); exit != 4 {
		t.Errorf("the log changed: %d %s", exit, msg)
	}
}

// One import at a time reads a folder.
func TestImportsWaitForEachOther(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "d")
	if exit, _, msg := call(t, "import", "apply", "../importing/cases.jsonl", "--data", dir); exit != 0 {
		t.Fatal(msg)
	}
	lock := flock.New(filepath.Join(dir, "import.lock"))
	if held, err := lock.TryLock(); !held || err != nil {
		t.Fatal("the turn is not given back", err)
	}
	defer func() { _ = lock.Unlock() }()
	for _, verb := range []string{"check", "apply"} {
		if exit, _, msg := call(t, "import", verb, "../importing/cases.jsonl", "--data", dir); exit != 5 || !strings.Contains(msg, "另一项导入正在进行") {
			t.Errorf("%s: %d %s", verb, exit, msg)
		}
	}
}

// A file beyond the limit is refused after a glance, whatever it claims to be.
func TestImportOfAHugeFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "表.xlsx")
	if err := os.WriteFile(file, []byte("PK\x03\x04"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(file, 1<<40); err != nil {
		t.Fatal(err)
	}
	if exit, _, msg := call(t, "import", "check", file, "--data", t.TempDir()); exit != 4 || !strings.Contains(msg, "10 MiB") {
		t.Errorf("%d %s", exit, msg)
	}
}
