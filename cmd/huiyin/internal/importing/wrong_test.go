package importing

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"huiyin/domain/zh"
)

// one is the only row of the text.
func one(t *testing.T, text string) Row {
	t.Helper()
	rows := readAll(t, []byte(text))
	if len(rows) != 1 {
		t.Fatalf("%d rows", len(rows))
	}
	return rows[0]
}

func TestWrongRowsAreRefused(t *testing.T) {
	for _, c := range []struct{ code, field, row string }{
		{"bad_json", "", `{"id":"a",}`},
		{"bad_json", "", `{"id":"a"`},
		{"bad_json", "", `{"id":"a"} {"id":"b"}`},
		{"bad_json", "", strings.Repeat(`{"a":`, 100)},
		{"not_an_object", "", `["a"]`},
		{"field_twice", "id", `{"id":"a","id":"b"}`},
		{"not_utf8", "", "{\"id\":\"\xff\"}"},
		{"line_too_long", "", `{"id":"` + strings.Repeat("a", MaxLine) + `"}`},
		{"number_must_be_text", "number", with("number", 7)},
		{"text_wanted", "title", with("title", 7)},
		{"text_wanted", "deputies[2]", with("deputies", []any{"张三", 4})},
		{"list_wanted", "deputies", with("deputies", "张三")},
		{"object_wanted", "commitments[1]", with("commitments", []any{"修路"})},
		{"integer_wanted", "year", with("year", "2024")},
		{"out_of_range", "year", with("year", 20240)},
		{"out_of_range", "year", with("year", 2024.5)},
		{"out_of_range", "deputies_total", with("deputies_total", -1)},
		{"bool_wanted", "is_key", with("is_key", "是")},
		{"bad_date", "replied_at", with("replied_at", "2024-02-30")},
		{"bad_date", "replied_at", with("replied_at", "2024-02")},
		{"bad_date", "published_at", with("published_at", "05/06/2024")},
		{"bad_date", "commitments[2].due", with("commitments", []any{map[string]any{"text": "一"}, map[string]any{"text": "二", "due": "2024-11-31"}})},
		{"promise_without_text", "commitments[1].text", with("commitments", []any{map[string]any{"due": "2024-12-31"}})},
		{"reply_before_assignment", "replied_at", with("assigned_at", "2024-06-02")},
		{"unit_twice", "co_units[1]", with("co_units", []string{"甲县交通运输局"})},
		{"kind_unknown", "doc_kind", with("doc_kind", "公告")},
		{"class_contradiction", "reply_class", with("reply_class", "A", "reply_class_raw", "B1类")},
		{"class_contradiction", "reply_class", with("reply_class", "A", "reply_class_raw", "正在解决或者列入计划逐步解决")},
		{"class_contradiction", "co_opinion_class", with("doc_kind", "会办意见", "replied_at", nil, "co_units", []string{"乙局"}, "co_opinion_class", "A", "reply_class_raw", "B")},
		{"opinion_with_reply", "replied_at", with("doc_kind", "会办意见", "co_opinion_at", "2024-05-01", "co_units", []string{"乙局"})},
		{"opinion_with_reply", "satisfaction", with("doc_kind", "会办意见", "replied_at", nil, "satisfaction", "满意", "co_units", []string{"乙局"})},
		{"nothing_stated", "", `{"id":"a","year":2024,"doc_kind":"新闻报道"}`},
		{"no_identity", "", `{"title":"关于修路的建议","doc_kind":"建议原文"}`},
	} {
		r := one(t, "\n"+c.row)
		i := slices.IndexFunc(r.Problems, func(p Problem) bool { return p.Code == c.code && p.Field == c.field })
		if i < 0 || r.Problems[i].Warning || !r.Refused() || r.Line != 2 {
			t.Errorf("%s %s: line %d, %+v", c.code, c.field, r.Line, r.Problems)
			continue
		}
		t.Log(r.Problems[i].Text(r.Line))
	}
}

func TestOddRowsAreTaken(t *testing.T) {
	co := []string{"乙局", "丙局"}
	for _, c := range []struct{ code, field, row string }{
		{"unknown_field", "colour", with("colour", "红")},
		{"unknown_field", "commitments.colour", with("commitments", []any{map[string]any{"text": "一", "colour": "红"}})},
		{"kind_missing", "doc_kind", with("doc_kind", nil)},
		{"class_unread", "reply_class_raw", with("reply_class_raw", "优")},
		{"class_unread", "reply_class", with("reply_class", "已办结")},
		{"class_series", "reply_class_raw", with("reply_class_raw", "B类20号")},
		{"class_mark_new", "reply_class_raw", with("reply_class_raw", "B7类")},
		{"class_of_opinion", "reply_class", with("doc_kind", "会办意见", "co_units", co[:1], "replied_at", nil, "reply_class", "B")},
		{"date_of_opinion", "replied_at", with("doc_kind", "会办意见", "co_units", co[:1])},
		{"opinion_unit_unknown", "co_units", with("co_opinion_at", "2024-05-01", "co_units", co)},
		{"satisfaction_unknown", "satisfaction", with("satisfaction", "还行")},
		{"satisfaction_no_grade", "satisfaction", with("satisfaction", "理解")},
		{"satisfaction_unknown", "satisfaction_history[1].value", with("satisfaction_history", []any{map[string]any{"value": "还行", "at": "2021-01"}})},
		{"history_differs", "satisfaction_history", with("satisfaction", "满意", "satisfaction_history", []any{map[string]any{"value": "不满意"}})},
		{"total_below_names", "deputies_total", with("deputies", []string{"张三", "李四"})},
		{"name_twice", "deputies[2]", with("deputies", []string{"张三", "张三"})},
		{"name_empty", "co_units[1]", with("co_units", []string{" "})},
		{"not_done_unkept", "commitments[1].done", with("commitments", []any{map[string]any{"text": "一", "done": false}})},
		{"due_in_words", "commitments[1].due", with("commitments", []any{map[string]any{"text": "一", "due": "2025年底", "due_text": "力争"}})},
		{"no_source_id", "id", with("id", nil)},
	} {
		r := one(t, c.row)
		i := slices.IndexFunc(r.Problems, func(p Problem) bool { return p.Code == c.code && p.Field == c.field })
		if i < 0 || r.Refused() {
			t.Errorf("%s %s: %+v", c.code, c.field, r.Problems)
			continue
		}
		t.Log(r.Problems[i].Text(r.Line))
	}
}

func TestUnknownFieldsAreToldOnce(t *testing.T) {
	rows := readAll(t, []byte(with("colour", 1)+with("id", "S-2", "colour", 1, "size", 2)))
	if a, b := rows[0].codes(), len(rows[1].Problems); len(a) != 1 || b != 1 || rows[1].Problems[0].Field != "size" {
		t.Error(rows[0].Problems, rows[1].Problems)
	}
}

func TestColumn(t *testing.T) {
	p := one(t, `{"id":"甲", x}`).Problems[0]
	if p.Facts["column"] != "12" {
		t.Error(p)
	}
}

// TestEveryCodeHasWords compares the codes of the source with the catalogue.
func TestEveryCodeHasWords(t *testing.T) {
	code := regexp.MustCompile(`(?:refuse|warn|remark)\("([a-z0-9_]+)"|Code: +"([a-z0-9_]+)"|Code(?:, p.Field, p.Value)? = "([a-z0-9_]+)"|code(?: :=| =) "([a-z0-9_]+)"`)
	used := map[string]bool{}
	files, _ := os.ReadDir(".")
	for _, f := range files {
		if !strings.HasSuffix(f.Name(), ".go") || strings.HasSuffix(f.Name(), "_test.go") {
			continue
		}
		source, err := os.ReadFile(f.Name())
		if err != nil {
			t.Fatal(err)
		}
		if regexp.MustCompile(`\p{Han}`).Match(source) {
			t.Errorf("%s holds Chinese words", f.Name())
		}
		for _, m := range code.FindAllStringSubmatch(string(source), -1) {
			used["import."+strings.Join(m[1:], "")] = true
		}
	}
	for key := range used {
		if !zh.Has(key) {
			t.Errorf("no words for %s", key)
		}
	}
	for _, key := range zh.Keys("import.") {
		if !used[key] {
			t.Errorf("%s is used by nothing", key)
		}
	}
	for _, f := range rowFields {
		if !zh.Has("import_field." + f) {
			t.Errorf("no words for field %s", f)
		}
	}
}
