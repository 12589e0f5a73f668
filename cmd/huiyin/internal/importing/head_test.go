package importing

import (
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

func TestHeads(t *testing.T) {
	for head, want := range map[string]string{
		"编号": "number", "建议编号": "number", " 编　号 ": "number", "编\n号": "number", "编号（必填）": "number", "*编号": "number", "编号：": "number",
		"序号": "ordinal", "标题": "title", "案由": "title", "建议标题": "title", "标题（案由）": "title", "领衔代表": "lead", "领衔人": "lead",
		"附议代表": "cosigners", "联名代表": "cosigners", "类别": "category", "分类": "category", "主办单位": "lead_unit", "会办单位": "co_units",
		"协办单位": "co_units", "协办单位【可多家】": "co_units", "分办单位": "separate_units", "交办日期(年月日)": "assigned_at", "答复类别": "reply_class",
		"办理结果": "outcome", "满意度": "satisfaction", "办理态度": "attitude", "会办意见日期": "co_opinion_at", "承诺事项": "promise",
		"承诺事项1": "promise", "承诺期限２": "due", "承诺期限（二）": "due", "承诺事项三": "promise", "文号": "doc_no", "备注": "note", "来源网址": "source_url",
		"是否重点": "is_key", "届": "congress", "次": "session", "届次": "term", "年度": "year", "联系电话": "contact", "错误原因": "ours",
		"主办单位意见": "", "编号2": "", "": "", "（）": "", "承诺": "promise",
	} {
		if got, _ := headName(head); got != want {
			t.Errorf("%q is read as %q, want %q", head, got, want)
		}
	}
	for head, want := range map[string]int{"承诺事项": 0, "承诺事项1": 0, "承诺事项2": 1, "承诺期限（二）": 1, "承诺事项十": 9} {
		if _, n := headName(head); n != want {
			t.Errorf("%q is number %d, want %d", head, n, want)
		}
	}
}

// The words of messages and of the template are those that are read.
func TestOwnHeadsAreRead(t *testing.T) {
	for name := range reads {
		if got, _ := headName(columnWord(name)); got != name {
			t.Errorf("%s is called %s, which is read as %q", name, columnWord(name), got)
		}
	}
	for _, name := range columnOrder {
		if !reads[name] {
			t.Errorf("the template has %s, which is not read", name)
		}
	}
}

func layoutOf(l layout) string {
	var out []string
	for _, c := range l.columns {
		name := c.name
		if name == "" {
			name = "?" + c.head
		}
		if c.n > 0 {
			name += string(rune('1' + c.n))
		}
		out = append(out, name)
	}
	return strings.Join(out, " ")
}

func TestWhereTheHeadsAre(t *testing.T) {
	title := []any{"2026年代表建议办理情况表"}
	plain := []any{"序号", "建议\n编号", "案　由", "领衔人", "主办单位（承办）"}
	for name, c := range map[string]struct {
		data        []byte
		first, last int
		want        string
	}{
		"plain":            {workbook(t, [][]any{plain, {"1", "0012", "修路", "甲", "乙局"}}), 0, 0, "ordinal number title lead lead_unit"},
		"below a title":    {workbook(t, [][]any{title, {"填报单位：某委"}, plain, {"1"}}, merge(t, "A1:E1", "A2:E2")), 2, 2, "ordinal number title lead lead_unit"},
		"any order":        {workbook(t, [][]any{{"备注", "标题", "其他", "编号"}, {"x"}}), 0, 0, "note title ?其他 number"},
		"the tenth row":    {workbook(t, [][]any{9: plain}), 9, 9, "ordinal number title lead lead_unit"},
		"numbered columns": {workbook(t, [][]any{{"编号", "标题", "承诺事项1", "承诺期限1", "承诺事项2", "承诺期限2"}}), 0, 0, "number title promise due promise2 due2"},
		"repeated columns": {workbook(t, [][]any{{"编号", "标题", "承诺事项", "承诺期限", "承诺事项", "承诺期限"}}), 0, 0, "number title promise due promise2 due2"},
		"groups": {workbook(t, [][]any{title, {"编号", "标题", "代表", nil, "满意度", nil, "备注"}, {nil, nil, "领衔代表", "附议代表", "办理态度", "办理结果"}, {"0012"}},
			merge(t, "A1:G1", "A2:A3", "B2:B3", "C2:D2", "E2:F2", "G2:G3")), 1, 2, "number title lead cosigners attitude result note"},
		"groups in csv": {csvOf(",,,,,,", "编号,标题,代表,,满意度,,备注", ",,领衔,附议,办理态度,办理结果,", "0012,修路,甲,,满意,满意,"), 1, 2,
			"number title lead cosigners attitude result note"},
	} {
		f, err := Open(t.Context(), "表", c.data, session)
		if err != nil {
			t.Errorf("%s: %s", name, words4(err))
			continue
		}
		if got := layoutOf(f.table.layout); got != c.want || f.table.first != c.first || f.table.last != c.last {
			t.Errorf("%s: %d-%d %s, want %d-%d %s", name, f.table.first, f.table.last, got, c.first, c.last, c.want)
		}
	}
}

// TestTablesThatAreRefused holds that a table that does not say what it is gets
// an answer with the place, and never a guess.
func TestTablesThatAreRefused(t *testing.T) {
	both := func(f *excelize.File) {
		if _, err := f.NewSheet("二"); err != nil {
			t.Fatal(err)
		}
		for at, s := range map[string]string{"A1": "编号", "B1": "标题"} {
			if err := f.SetCellStr("二", at, s); err != nil {
				t.Fatal(err)
			}
		}
	}
	table := func(rows ...[]any) []byte { return workbook(t, rows) }
	outcome := func(values ...string) []byte {
		rows := [][]any{{"编号", "标题", "办理结果"}}
		for _, v := range values {
			rows = append(rows, []any{"1", "修路", v})
		}
		return workbook(t, rows)
	}
	for _, c := range []struct {
		code, says string
		data       []byte
		opts       Options
	}{
		{"no_heads", "修路", table([]any{"甲", "修路"}), session},
		{"no_heads", "（空）", csvOf(""), session},
		{"no_heads", "标题", workbook(t, [][]any{10: {"编号", "标题"}}), session},
		{"heads_missing", "缺少：标题", table([]any{"编号", "主办单位", "颜色"}), session},
		{"heads_missing", "“序号”是表格的行号", table([]any{"序号", "标题", "备注"}), session},
		{"session_missing", "--congress", table([]any{"编号", "标题"}), Options{Congress: "某省第十四届人民代表大会"}},
		{"session_missing", "--session", table([]any{"编号", "标题", "次"}), Options{}},
		{"several_tables", "Sheet1、二", workbook(t, [][]any{{"编号", "标题"}}, both), session},
		{"no_such_sheet", "Sheet1", table([]any{"编号", "标题"}), Options{Sheet: "三"}},
		{"column_twice", "“编号”（A1）和“建议编号”（C1）", table([]any{"编号", "标题", "建议编号"}), session},
		{"column_twice", "答复类别", table([]any{"编号", "标题", "答复类别", "办理结果"}, []any{"1", "修路", "A", "B"}), session},
		{"due_without_promise", "C1", table([]any{"编号", "标题", "承诺期限"}), session},
		{"due_without_promise", "D1", table([]any{"编号", "标题", "承诺事项", "承诺期限2"}), session},
		{"outcome_ambiguous", "C2、C3", outcome("A", "满意"), session},
		{"outcome_ambiguous", "C3", outcome("B2", "办结"), session},
		{"outcome_ambiguous", "C2", outcome("办结"), session},
		{"category_ambiguous", "C1", table([]any{"编号", "标题", "类别"}, []any{"1", "修路", "A"}, []any{"2", "架桥", "B类"}), session},
		{"formula_above", "A1", table([]any{formula("TODAY()")}, []any{"编号", "标题"}), session},
		{"bad_encoding", "latin1", csvOf("编号,标题"), Options{Encoding: "latin1"}},
	} {
		_, err := Open(t.Context(), "表", c.data, c.opts)
		if err == nil {
			t.Errorf("%s: taken", c.code)
			continue
		}
		if text := words4(err); !strings.Contains(text, c.says) || strings.Contains(text, "⟦") || !strings.Contains(err.Error(), c.code) {
			t.Errorf("%s: %v\n%s", c.code, err, text)
		}
	}
}

// What the values tell and nothing contradicts is read.
func TestTheValuesTellWhatTheHeadDoesNot(t *testing.T) {
	heads := []any{"编号", "标题", "办理结果"}
	if r := single(t, heads, "1", "修路", "B2类"); r.Facts.Class != "B" || r.Facts.Satisfaction != "" {
		t.Errorf("%+v", r.Facts)
	}
	if r := single(t, heads, "1", "修路", "基本满意"); r.Facts.Satisfaction != "basically_satisfied" || r.Facts.Class != "" {
		t.Errorf("%+v", r.Facts)
	}
	r := single(t, []any{"编号", "标题", "办理态度", "办理结果"}, "1", "修路", "不满意", "满意")
	if r.Facts.Satisfaction != "satisfied" || len(r.Facts.Happenings) != 1 || r.Facts.Happenings[0].Text != "办理态度：不满意" {
		t.Errorf("%+v", r.Facts)
	}
	r = single(t, []any{"编号", "标题", "满意度", "办理态度", "办理结果"}, "1", "修路", "基本满意", "满意", "不满意")
	if r.Facts.Satisfaction != "basically_satisfied" || len(r.Facts.Happenings) != 2 {
		t.Errorf("%+v", r.Facts)
	}
	if r := single(t, []any{"编号", "标题", "类别"}, "1", "修路", "城建"); r.Facts.Category != "城建" {
		t.Errorf("%+v", r.Facts)
	}
}
