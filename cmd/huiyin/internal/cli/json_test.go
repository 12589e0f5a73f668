package cli_test

import (
	"encoding/json"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// Every command answers --json with one JSON value on standard output, its keys
// in snake_case.
func TestJSONEverywhere(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "d")
	goName := regexp.MustCompile(`"[A-Z][A-Za-z]+":`)
	for _, args := range []string{
		"simulate --cases 30 --data " + dir, "case list --data " + dir, "case show 0001 --data " + dir, "case history 0001 --data " + dir,
		"case replay 0001 --data " + dir, "case replay 0001 --at 1 --data " + dir, "case dissatisfied --data " + dir, "case promises --data " + dir,
		"views status --data " + dir, "clock run --until 2026-11-20 --data " + dir, "calendar due --from 2026-02-05 --months 3",
		"calendar show --data " + dir, "rules list --data " + dir, "rules show shanghai-2015 --data " + dir,
		"lifecycle", "lifecycle --matrix", "version", "demo --once --cases 20 --data " + dir + "2",
		"register load ../enrolling/hunan.json --data " + dir, "register list unit --data " + dir, "register show unit 省水利厅 --data " + dir,
		"register history unit 省水利厅 --data " + dir, "register do", "register do unit.renamed",
		"register do unit.renamed id=省水利厅 from=2027-03-01 name=湖南省水务厅 --data " + dir,
		"register do number.voided congress=某大会 session=某次会议 number=1 reason=重号 --data " + dir,
		"register gaps --congress 湖南省第十四届人民代表大会 --session 第四次会议 --data " + dir + "2",
		"import check ../importing/cases.jsonl --data " + dir + "3", "import apply ../importing/cases.jsonl --data " + dir + "3",
		"import list --data " + dir + "3", "import template " + dir + ".xlsx", "import check " + dir + ".xlsx --data " + dir + "3",
	} {
		code, out, msg := call(t, append(strings.Fields(args), "--json")...)
		var v any
		if err := json.Unmarshal([]byte(out), &v); code != 0 || err != nil {
			t.Errorf("%s: exit code %d, %v\n%s\n%.400s", args, code, err, msg, out)
		}
		if found := goName.FindString(out); found != "" {
			t.Errorf("%s: key %s is a Go name", args, found)
		}
	}
}
