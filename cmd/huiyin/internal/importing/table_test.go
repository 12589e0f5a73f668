package importing

import (
	"bytes"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"huiyin/cmd/huiyin/internal/sheet"
)

// A row of a table states what the same line of JSON states.
func TestARowStatesWhatALineStates(t *testing.T) {
	row := single(t, []any{"备注", "编号", "案由", "领衔人", "联名代表", "代表团", "分类", "主办单位", "协办单位", "交办日期", "答复日期", "公开日期",
		"答复类别", "满意度", "承诺事项", "承诺期限", "文号", "来源网址", "是否重点"},
		"现场调研", "0012", "关于修路的建议", "李　四等3人", "王五、赵 六", "甲市代表团", "交通", "某省交通厅", "某省水利厅；某省林业局", day(2026, 3, 5), "2026.5.20",
		"2026年6月1日", "B2类", "基本满意", "1.修路\n2.架桥", "1.2026年底\n2.20270630", "某交函〔2026〕8号", "https://example.gov.cn/1", "√")
	line := one(t, asJSON(map[string]any{"note": "现场调研", "number": "0012", "title": "关于修路的建议", "deputies": []string{"李四", "王五", "赵六"},
		"deputies_total": 3, "delegation": "甲市代表团", "category": "交通", "lead_unit": "某省交通厅", "co_units": []string{"某省水利厅", "某省林业局"},
		"assigned_at": "2026-03-05", "replied_at": "2026-05-20", "published_at": "2026-06-01", "reply_class": "B2类", "satisfaction": "基本满意",
		"commitments": []any{map[string]any{"text": "修路", "due": "2026年底"}, map[string]any{"text": "架桥", "due": "2027-06-30"}},
		"doc_no":      "某交函〔2026〕8号", "source_url": "https://example.gov.cn/1", "is_key": true, "doc_kind": "办理情况表",
		"congress": session.Congress, "session": session.Session, "year": 2026}))
	if row.Refused() || line.Refused() || !reflect.DeepEqual(row.Facts, line.Facts) || row.Case != line.Case {
		t.Errorf("%+v\n%+v\n%+v", row.Facts, line.Facts, row.Problems)
	}
	if row.Source.URL != line.Source.URL || row.Source.Note != line.Source.Note {
		t.Errorf("%+v\n%+v", row.Source, line.Source)
	}
}

// What a table does not say stays unknown.
func TestEmptyCellsStayUnknown(t *testing.T) {
	row := single(t, []any{"编号", "标题", "主办单位", "答复日期", "答复类别", "满意度", "承诺事项", "承诺期限", "附议代表"}, "0012", "修路", "/", "—", "", "－", "无", "／", "无")
	f := row.Facts
	if row.Refused() || f.Replied || f.LeadUnit != "" || f.Promises != nil || f.Deputies != nil || f.Class != "" || !f.RepliedOn.IsZero() {
		t.Errorf("%+v %+v", f, row.Problems)
	}
}

func problem(r Row, code string) (Problem, bool) {
	i := slices.IndexFunc(r.Problems, func(p Problem) bool { return p.Code == code })
	if i < 0 {
		return Problem{}, false
	}
	return r.located(r.Problems[i]), true
}

// TestWrongCells holds that a wrong cell is refused with its address and in the
// user's own words.
func TestWrongCells(t *testing.T) {
	for _, c := range []struct {
		code, cell, head string
		value            any
		heads            []any
	}{
		{"text_column", "C2", "编号", 12, []any{"标题", "领衔人", "编号"}},
		{"text_column", "C2", "编号", day(2026, 1, 2), []any{"标题", "领衔人", "编号"}},
		{"text_column", "C2", "编号", "1.2E+15", []any{"标题", "领衔人", "编号"}},
		{"text_column", "C2", "文号", 88, []any{"标题", "领衔人", "文号"}},
		{"text_column", "C2", "主办单位", 123456789012345678, []any{"标题", "领衔人", "主办单位"}},
		{"text_column", "C2", "类别", 1.38e25, []any{"标题", "领衔人", "类别"}},
		{"text_column", "C2", "类别", day(2026, 1, 2), []any{"标题", "领衔人", "类别"}},
		{"serial_day", "C2", "答复日期", 46000, []any{"标题", "领衔人", "答复日期"}},
		{"serial_day", "C2", "答复日期", 2026.3, []any{"标题", "领衔人", "答复日期"}},
		{"serial_day", "D2", "承诺期限", 46000, []any{"标题", "领衔人", "承诺事项", "承诺期限"}},
		{"bad_date", "C2", "答复日期", "2026-02-30", []any{"标题", "领衔人", "答复日期"}},
		{"bad_date", "C2", "答复日期", "3月5日", []any{"标题", "领衔人", "答复日期"}},
		{"bad_date", "D2", "承诺期限", "2026-13-01", []any{"标题", "领衔人", "承诺事项", "承诺期限"}},
		{"formula", "C2", "备注", formula("A2&B2"), []any{"标题", "领衔人", "备注"}},
		{"formula", "C2", "序号", formula("ROW()-1"), []any{"标题", "领衔人", "序号"}},
		{"formula", "C2", "其他", formula("1+1"), []any{"标题", "领衔人", "其他"}},
		{"formula_dde", "C2", "备注", formula(`cmd|'/C calc'!A0`), []any{"标题", "领衔人", "备注"}},
		{"cell_fault", "C2", "主办单位", "#REF!", []any{"标题", "领衔人", "主办单位"}},
		{"cell_fault", "C2", "答复日期", "########", []any{"标题", "领衔人", "答复日期"}},
		{"integer_wanted", "C2", "年度", "去年", []any{"标题", "领衔人", "年度"}},
		{"out_of_range", "C2", "年度", 26, []any{"标题", "领衔人", "年度"}},
		{"bool_wanted", "C2", "是否重点", "也许", []any{"标题", "领衔人", "是否重点"}},
		{"term_unread", "C2", "届次", "2026年", []any{"标题", "领衔人", "届次"}},
		{"due_alone", "D2", "承诺期限", "2026年底", []any{"标题", "领衔人", "备注", "承诺期限", "承诺事项"}},
		{"unit_twice", "D2", "会办单位", "乙局", []any{"标题", "领衔人", "主办单位", "会办单位"}},
	} {
		cells := []any{"修路", "甲"}
		for len(cells) < len(c.heads) {
			cells = append(cells, nil)
		}
		if i := slices.Index(c.heads, any("主办单位")); i >= 0 {
			cells[i] = "乙局"
		}
		if i := slices.Index(c.heads, any("承诺事项")); i >= 0 && c.code != "due_alone" {
			cells[i] = "修路"
		}
		cells[slices.Index(c.heads, any(c.head))] = c.value
		row := single(t, c.heads, cells...)
		p, ok := problem(row, c.code)
		if !ok || p.Warning || p.Cell != c.cell || p.Head != c.head {
			t.Errorf("%s %v: %+v", c.code, c.value, row.Problems)
			continue
		}
		if text := p.Text(2); !strings.Contains(text, c.cell) || !strings.Contains(text, c.head) || strings.Contains(text, "⟦") || strings.Contains(text, "null") {
			t.Error(text)
		}
	}
}

func TestOddCellsAreTaken(t *testing.T) {
	for _, c := range []struct {
		code, cell string
		value      any
		heads      []any
	}{
		{"others_unnamed", "C2", "李四等代表", []any{"编号", "标题", "领衔代表"}},
		{"lead_missing", "C2", "王五、赵六", []any{"编号", "标题", "附议代表"}},
		{"separate_units_kept", "C2", "乙局、丙局", []any{"编号", "标题", "分办单位"}},
		{"satisfaction_unknown", "C2", "还行", []any{"编号", "标题", "满意度"}},
		{"class_unread", "C2", "优", []any{"编号", "标题", "答复类别"}},
		{"name_twice", "C2", "乙局、乙局", []any{"编号", "标题", "会办单位"}},
	} {
		row := single(t, c.heads, "0012", "修路", c.value)
		p, ok := problem(row, c.code)
		if !ok || row.Refused() || p.Cell != c.cell || strings.Contains(p.Text(2), "⟦") {
			t.Errorf("%s: %+v", c.code, row.Problems)
		}
	}
}

func TestRowsThatAreNoSuggestion(t *testing.T) {
	f := of(t, workbook(t, [][]any{{"序号", "编号", "标题", "备注"}, {"示例（导入时忽略）", "0001", "例子"}, {1, "0012", "修路"}, {2}, {3, "0013", "架桥", "示例"}, {},
		{"合计", "2", "2件"}, {"注：以上为节选", nil, nil, "x"}, {nil, "填表人：甲", nil, nil}, {4, "0014", "说明：关于植树"}}))
	var got []string
	for _, r := range rowsOf(t, f) {
		got = append(got, r.Facts.Title)
	}
	if want := []string{"修路", "说明：关于植树"}; !slices.Equal(got, want) {
		t.Error(got)
	}
	var notes []string
	for _, p := range f.Notes {
		notes = append(notes, p.Code+p.Value)
	}
	if want := []string{"row_aside7", "row_aside8", "row_aside9"}; !slices.Equal(notes, want) {
		t.Error(notes)
	}
}

func TestMergedCells(t *testing.T) {
	rows := [][]any{{"代表团", "编号", "标题", "承诺事项", "承诺期限"}, {"甲市", "0012", "修路", "修"}, {nil, "0013", "架桥"}, {"乙市", "0014", "植树"}, {nil, nil, "浇水"}}
	got := rowsOf(t, of(t, workbook(t, rows, merge(t, "A2:A3", "A4:A5", "B4:B5", "D2:E2"))))
	if got[1].Facts.Delegation != "甲市" || len(got[0].Facts.Promises) != 1 || !got[0].Facts.Promises[0].Due.IsZero() {
		t.Errorf("%+v", got)
	}
	if p, ok := problem(got[3], "merged_rows"); !ok || p.Cell != "B5" {
		t.Errorf("%+v", got[3].Problems)
	}
}

// Both date systems of workbooks, and every form of text, are the same day.
func TestDaysInCells(t *testing.T) {
	heads := []any{"编号", "标题", "答复日期"}
	for _, v := range []any{day(2026, 3, 5), "2026.3.5", "2026年3月5日", "20260305", 20260305, "2026-03-05", "2026/3/5", "2026-3-5 00:00:00", "2026/3/5 0:00",
		"２０２６．３．５", " 2026 年 3 月 5 日 "} {
		if r := single(t, heads, "1", "修路", v); r.Facts.RepliedOn.String() != "2026-03-05" {
			t.Errorf("%v is read as %s %+v", v, r.Facts.RepliedOn, r.Problems)
		}
	}
	on := true
	data := workbook(t, [][]any{heads, {"1", "修路", 44624}}, func(f *excelize.File) {
		style, err := f.NewStyle(&excelize.Style{CustomNumFmt: &[]string{`yyyy"年"m"月"d"日"`}[0]})
		if err != nil {
			t.Fatal(err)
		}
		if err := f.SetCellStyle("Sheet1", "C2", "C2", style); err != nil {
			t.Fatal(err)
		}
		if err := f.SetWorkbookProps(&excelize.WorkbookPropsOptions{Date1904: &on}); err != nil {
			t.Fatal(err)
		}
	})
	if r := rowsOf(t, of(t, data))[0]; r.Facts.RepliedOn.String() != "2026-03-05" {
		t.Errorf("1904: %s %+v", r.Facts.RepliedOn, r.Problems)
	}
}

func TestTerms(t *testing.T) {
	for text, want := range map[string][2]string{
		"湖南省第十四届人民代表大会第三次会议": {"湖南省第十四届人民代表大会", "第三次会议"}, "十四届三次": {"十四届", "三次"}, "省十四届人大三次会议": {"省十四届人大", "三次会议"}} {
		r := single(t, []any{"编号", "标题", "届次"}, "1", "修路", text)
		if r.Facts.Congress != want[0] || r.Facts.Session != want[1] {
			t.Errorf("%s: %q %q", text, r.Facts.Congress, r.Facts.Session)
		}
	}
}

func TestNames(t *testing.T) {
	for text, want := range map[string]string{
		"张三": "张三", "张　三": "张三", "张三、李　四，王五;赵六": "张三|李四|王五|赵六", "张三 李四": "张三|李四", "张 三 李四 王 五": "张三|李四|王五",
		"张三\n李四": "张三|李四", "𠮷田、㛃某": "𠮷田|㛃某", "买买提·艾力、张三": "买买提·艾力|张三", "": "", "、": ""} {
		if got := strings.Join(names(text), "|"); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestNumberedLines(t *testing.T) {
	for text, want := range map[string]string{
		"修路":                     "修路",
		"修路\n架桥":                 "修路\n架桥",
		"1.修路\n2.架桥":             "修路|架桥",
		"1、修路；2、架桥。3、植树":         "修路|架桥。|植树",
		"（1）修路\n（2）架桥\n并通车":      "修路|架桥\n并通车",
		"①修路；②架桥；":               "修路|架桥",
		"一、修路\n二、架桥":             "修路|架桥",
		"1. 修1.5公里路\n2.架3座桥":     "修1.5公里路|架3座桥",
		"1.2026年底\n2.2027-06-30": "2026年底|2027-06-30",
		"2026.3.5":               "2026.3.5",
		"1.5公里":                  "1.5公里",
		"2.架桥\n1.修路":             "2.架桥\n1.修路",
		"修路：1.东段；2.西段":           "修路：1.东段；2.西段",
		"1.修路；其中3.5公里为新建；2.架桥\n10.无": "修路；其中3.5公里为新建|架桥\n10.无",
	} {
		if got := strings.Join(lines(text), "|"); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestPromisesAndDueDays(t *testing.T) {
	heads := []any{"编号", "标题", "承诺事项", "承诺期限", "承诺事项2", "承诺期限2"}
	state := func(cells ...any) string {
		r := single(t, heads, append([]any{"1", "修路"}, cells...)...)
		var out []string
		for _, p := range r.Facts.Promises {
			out = append(out, p.Text+"="+p.Due.String()+p.DueText)
		}
		if r.Refused() {
			out = append(out, r.codes()...)
		}
		return strings.Join(out, " ")
	}
	for _, c := range []struct {
		want  string
		cells []any
	}{
		{"修路= 架桥=", []any{"1.修路\n2.架桥"}},
		{"修路=2026-12-31 架桥=2026-12-31", []any{"1.修路\n2.架桥", day(2026, 12, 31)}},
		{"修路=2026年底 架桥=2027-06-30", []any{"1.修路\n2.架桥", "2026年底\n2027.6.30"}},
		{"修路=2026-12-31 架桥=明年", []any{"修路", "2026-12-31", "架桥", "明年"}},
		{"架桥=明年", []any{nil, nil, "架桥", "明年"}},
		{"dues_unlike_promises", []any{"1.修路\n2.架桥", "1.2026年底\n2.2027年底\n3.2028年底"}},
		{"修路= due_alone", []any{"修路", nil, nil, "明年"}},
	} {
		if got := state(c.cells...); got != c.want {
			t.Errorf("%v: %s, want %s", c.cells, got, c.want)
		}
	}
}

func TestEncodings(t *testing.T) {
	text := "编号,标题,领衔代表\r\n0012,关于㛃河治理的建议,𠮷某\r\n"
	gb := toGB(t, text)
	for name, c := range map[string]struct {
		data []byte
		code string
	}{
		"utf-8":             {[]byte(text), ""},
		"bom":               {[]byte("\ufeff" + text), ""},
		"gb18030":           {gb, ""},
		"semicolons":        {[]byte(strings.ReplaceAll(text, ",", ";")), ""},
		"tabs, gb18030":     {toGB(t, strings.ReplaceAll(text, ",", "\t")), ""},
		"line feeds":        {[]byte(strings.ReplaceAll(text, "\r\n", "\n")), ""},
		"carriage returns":  {[]byte(strings.ReplaceAll(text, "\r\n", "\r")), ""},
		"broken utf-8":      {[]byte(text[:40] + text[41:]), "encoding_unknown"},
		"utf-16":            {[]byte("\xff\xfe1\x00"), "utf16"},
		"bom but gb18030":   {append([]byte("\ufeff"), gb...), "encoding_wrong"},
		"only wide letters": {[]byte("\xc3\xa9,\xc3\xa8\n"), "encoding_unknown"},
	} {
		f, err := Open(t.Context(), "表.csv", c.data, session)
		if c.code != "" {
			if err == nil || !strings.Contains(err.Error(), c.code) {
				t.Errorf("%s: %v", name, err)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %s", name, words4(err))
			continue
		}
		if r := rowsOf(t, f)[0]; r.Facts.Title != "关于㛃河治理的建议" || r.Facts.Deputies[0].Name != "𠮷某" || r.Facts.Number != "0012" {
			t.Errorf("%s: %+v", name, r.Facts)
		}
	}
	for _, as := range []string{"gb18030", "GBK"} {
		o := session
		o.Encoding = as
		if _, err := Open(t.Context(), "表.csv", gb, o); err != nil {
			t.Error(as, err)
		}
	}
}

// What the error copy must not do to a CSV is what a spreadsheet program does to
// a cell that starts with a minus sign.
func TestGuardedCellsAreReadAsTheyWere(t *testing.T) {
	var b bytes.Buffer
	if err := sheet.WriteCSV(&b, sheet.Table{Heads: []string{"编号", "标题", "备注"}, Rows: [][]string{{"-12", "=修路", "@甲"}}}); err != nil {
		t.Fatal(err)
	}
	r := rowsOf(t, of(t, b.Bytes()))[0]
	if r.Facts.Number != "-12" || r.Facts.Title != "=修路" || r.Source.Note != "@甲" {
		t.Errorf("%+v", r)
	}
}
