package zh

import (
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"huiyin/domain/calendar"
)

func TestLoadIsStrict(t *testing.T) {
	for _, bad := range []string{
		"a = 1\na = 2", "a=1", "a 1", " = 1", "a = ", "a b = 1", "a = 1\\",
	} {
		if _, err := load(fstest.MapFS{"x.txt": {Data: []byte(bad)}}); err == nil {
			t.Errorf("%q was accepted", bad)
		}
	}
	two := fstest.MapFS{"x.txt": {Data: []byte("a = 1")}, "y.txt": {Data: []byte("a = 2")}}
	if _, err := load(two); err == nil {
		t.Error("one key in two files was accepted")
	}
	got, err := load(fstest.MapFS{"x.txt": {Data: []byte("# c\n\na = 甲 = 乙\\\n  丙\\\n  丁\r\n")}})
	if err != nil || len(got) != 1 || got["a"] != "甲 = 乙丙丁" {
		t.Error(got, err)
	}
}

func TestCatalogueLoadsAndParses(t *testing.T) {
	all, err := load(files)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := parse(all); err != nil {
		t.Fatal(err)
	}
}

// banned words belong to other systems or other languages, not to this office.
var banned = []string{"工单", "流程实例", "任务实例", "工作流", "状态机", "触发器",
	"提案", "被满意", "协办", "ticket", "workflow"}

var (
	action = regexp.MustCompile(`\{\{.*?\}\}|\{[a-z_]+\}`)
	latin  = regexp.MustCompile(`[A-Za-z]+`)
)

// isOurs leaves out files of other owners, such as command line texts, which
// may have to name options.
func isOurs(key string) bool {
	for _, prefix := range []string{"cli.", "refusal.", "web.api.", "web.problem."} { // the API's are read by programmers
		if strings.HasPrefix(key, prefix) {
			return false
		}
	}
	return true
}

func TestWords(t *testing.T) {
	for key, text := range words() {
		plain := action.ReplaceAllString(text, "")
		for _, word := range banned {
			if strings.Contains(plain, word) {
				t.Errorf("%s says %q", key, word)
			}
		}
		if !isOurs(key) {
			continue
		}
		if word := latin.FindString(plain); word != "" && !strings.HasPrefix(key, "class.") {
			t.Errorf("%s holds %q", key, word)
		}
		if strings.HasSuffix(plain, "。") && !strings.HasPrefix(key, "web.") { // a page's own sentences are whole
			t.Errorf("%s ends with a full stop; the caller sets it", key)
		}
	}
}

func TestText(t *testing.T) {
	if got := Text("fmt.date", map[string]string{"y": "2026", "m": "{d}", "d": "5"}); got != "2026年{d}月5日" {
		t.Error(got)
	}
	if got := Text("fmt.date", map[string]string{"y": "2026", "m": "3"}); got != "2026年3月⟦d⟧日" {
		t.Error(got)
	}
	if got := Text("no.such", nil); got != "⟦no.such⟧" || Has("no.such") {
		t.Error(got)
	}
	if got := Label("role", "gov_office"); got != "政府办公厅" {
		t.Error(got)
	}
	if got := Label("role", "king"); got != "⟦role.king⟧" {
		t.Error(got)
	}
	if got := Sentence("no.such", nil); got != "⟦event.no.such⟧" {
		t.Error(got)
	}
	if got := Sentence("suggestion.withdrawn", struct{ Other int }{}); got != "⟦event.suggestion.withdrawn⟧" {
		t.Error(got)
	}
}

func TestDatesAndPeriods(t *testing.T) {
	if got := Date(calendar.MustDate("2026-03-05")) + Date(calendar.Date{}); got != "2026年3月5日日期未注明" {
		t.Error(got)
	}
	for in, want := range map[string]string{
		"3m": "3个月", "10wd": "10个工作日", "7d": "7日", "05-31": "5月31日前", "soon": "soon",
	} {
		if got := Period(in); got != want {
			t.Errorf("%s: %s", in, got)
		}
	}
}
