package importing

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"huiyin/cmd/huiyin/internal/sheet"
)

// users is a workbook as people make them: a title over all columns, colours,
// widths, a comment column, days as days, another sheet.
func users(t testing.TB) []byte {
	t.Helper()
	return workbook(t, [][]any{{"2026年代表建议办理情况表"}, {"序号", "编号", "标题", "领衔代表", "答复日期", "满意度", "本处备注"},
		{1, "0012", "修路", "甲", day(2026, 5, 20), "满意", "=不是公式"}, {2, "0013", "架桥", "乙", "2026-13-01", nil, "x"}, {3, 14, "植树", "丙", 46000, nil, nil},
		{4, "0015", "护林", "丁", nil, nil, "y"}},
		merge(t, "A1:G1"), func(f *excelize.File) {
			blue, err := f.NewStyle(&excelize.Style{Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"DDEEFF"}}, Font: &excelize.Font{Bold: true, Size: 16}})
			if err != nil {
				t.Fatal(err)
			}
			for _, err := range []error{f.SetCellStyle("Sheet1", "A1", "G2", blue), f.SetColWidth("Sheet1", "C", "C", 41.5), f.SetRowHeight("Sheet1", 4, 33),
				f.AutoFilter("Sheet1", "A2:G6", nil), f.SetPanes("Sheet1", &excelize.Panes{Freeze: true, YSplit: 2, TopLeftCell: "A3", ActivePane: "bottomLeft"})} {
				if err != nil {
					t.Fatal(err)
				}
			}
			if _, err := f.NewSheet("汇总"); err != nil {
				t.Fatal(err)
			}
			if err := f.SetCellFormula("汇总", "A1", "COUNTA(Sheet1!B3:B6)"); err != nil {
				t.Fatal(err)
			}
		})
}

// looks tells everything about the user's cells: value, formula, style, widths
// and heights.
func looks(t *testing.T, data []byte, columns, rows int) string {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	for _, name := range f.GetSheetList() {
		for row := range rows {
			height, _ := f.GetRowHeight(name, row+1)
			fmt.Fprintln(&out, name, row, height)
			for column := range columns {
				at := sheet.Address(row, column)
				value, _ := f.GetCellValue(name, at, excelize.Options{RawCellValue: true})
				formula, _ := f.GetCellFormula(name, at)
				id, _ := f.GetCellStyle(name, at)
				style, _ := f.GetStyle(id)
				fmt.Fprintf(&out, "%s %q %q %s\n", at, value, formula, asJSON(style))
			}
		}
		for column := range columns {
			letter, _ := excelize.ColumnNumberToName(column + 1)
			width, _ := f.GetColWidth(name, letter)
			fmt.Fprintln(&out, letter, width)
		}
	}
	merged, _ := f.GetMergeCells("Sheet1")
	panes, _ := f.GetPanes("Sheet1")
	fmt.Fprintf(&out, "%v %s", merged, asJSON(panes))
	return out.String()
}

// edit changes cells of a workbook as a user would.
func edit(t *testing.T, data []byte, cells map[string]any) []byte {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	for at, v := range cells {
		if err := f.SetCellValue("Sheet1", at, v); err != nil {
			t.Fatal(err)
		}
	}
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestErrorsComeBackInTheUsersOwnWorkbook(t *testing.T) {
	o, data := open(t), users(t)
	f := of(t, data)
	r := applyFile(t, o, f)
	want(t, r, "new refused:bad_date refused:text_column:serial_day new")
	var copied bytes.Buffer
	if table, err := f.WriteErrors(&copied, r, false); err != nil || !table {
		t.Fatal(table, err)
	}
	if a, b := looks(t, data, 7, 6), looks(t, copied.Bytes(), 7, 6); a != b {
		t.Errorf("the user's cells changed:\n%s\n%s", a, b)
	}
	x, err := excelize.OpenReader(bytes.NewReader(copied.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	get := func(at string) string { s, _ := x.GetCellValue("Sheet1", at); return s }
	if get("H2") != "错误原因" || get("I2") != "原表行号" || get("H3") != "" || get("H6") != "" || get("I4") != "4" || get("I5") != "5" {
		t.Error(get("H2"), get("I2"), get("H3"), get("H6"), get("I4"), get("I5"))
	}
	if !strings.Contains(get("H4"), "E4") || !strings.Contains(get("H5"), "B5") || !strings.Contains(get("H5"), "E5") || strings.Count(get("H5"), "\n") != 1 {
		t.Error(get("H4"), get("H5"))
	}
	id, _ := x.GetCellStyle("Sheet1", "H4")
	if style, err := x.GetStyle(id); err != nil || style.Font.Color != "C00000" || style.Fill.Color[0] != "FFE5E5" {
		t.Errorf("the reason is not red: %+v %v", style, err)
	}

	// Mended in part, the copy goes in as it is, and names what is still wrong.
	half := edit(t, copied.Bytes(), map[string]any{"E4": "2026-05-21"})
	g := of(t, half)
	r = applyFile(t, o, g)
	want(t, r, "unchanged new refused:text_column:serial_day unchanged")
	if len(g.Notes) != 1 { // the user's own column of notes
		t.Error(g.Notes)
	}
	var again bytes.Buffer
	if _, err := g.WriteErrors(&again, r, false); err != nil {
		t.Fatal(err)
	}
	x, err = excelize.OpenReader(bytes.NewReader(again.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	if get("H2") != "错误原因" || get("J2") != "" || get("H4") != "" || get("I4") != "" || !strings.Contains(get("H5"), "B5") {
		t.Error(get("H2"), get("J2"), get("H4"), get("H5"))
	}
	whole := edit(t, again.Bytes(), map[string]any{"B5": "0014", "E5": "2026-05-22"})
	want(t, applyFile(t, o, of(t, whole)), "unchanged unchanged new unchanged")
}

func TestErrorsOfACSVFile(t *testing.T) {
	o := open(t)
	f := of(t, csvOf("某表,,", "编号,标题,答复日期", `0012,"修路,架桥",2026-13-01`, "", "0013,-植树,2026-05-20"))
	r := applyFile(t, o, f)
	want(t, r, "refused:bad_date new")
	for _, asCSV := range []bool{true, false} {
		var copied bytes.Buffer
		if _, err := f.WriteErrors(&copied, r, asCSV); err != nil {
			t.Fatal(err)
		}
		g := of(t, copied.Bytes())
		rows := rowsOf(t, g)
		if len(rows) != 2 || rows[0].Line != 3 || rows[1].Line != 5 || rows[1].Facts.Title != "-植树" || layoutOf(g.table.layout) != "number title replied_at ours ours" {
			t.Fatalf("%v %+v", layoutOf(g.table.layout), rows)
		}
		if got := g.table.grid.At(2, 3).Text + g.table.grid.At(2, 4).Text; !strings.Contains(got, "C3") || !strings.HasSuffix(got, "3") || g.table.grid.At(4, 3).Text != "" {
			t.Error(got)
		}
		want(t, applyFile(t, o, g), "refused:bad_date unchanged")
		if asCSV {
			mended := of(t, bytes.Replace(copied.Bytes(), []byte("2026-13-01"), []byte("2026-05-19"), 1))
			results, err := Check(t.Context(), o, mended)
			if err != nil {
				t.Fatal(err)
			}
			want(t, results, "new unchanged")
			var clean bytes.Buffer
			if _, err := mended.WriteErrors(&clean, results, true); err != nil || strings.Contains(clean.String(), "C3") {
				t.Error("an old reason stays", clean.String(), err)
			}
		}
	}
}

func TestTheTemplateIsATable(t *testing.T) {
	var book, text bytes.Buffer
	if err := sheet.WriteXLSX(&book, Template()); err != nil {
		t.Fatal(err)
	}
	if err := sheet.WriteCSV(&text, Template()[0]); err != nil {
		t.Fatal(err)
	}
	for _, table := range Template() {
		for _, row := range append(table.Rows, table.Heads) {
			if s := strings.Join(row, " "); strings.Contains(s, "⟦") {
				t.Error(s)
			}
		}
	}
	for _, data := range [][]byte{book.Bytes(), text.Bytes()} {
		f, err := Open(t.Context(), "模板", data, Options{})
		if err != nil {
			t.Fatal(words4(err))
		}
		if len(rowsOf(t, f)) != 0 || len(f.Notes) != 0 || f.table.known() != len(columnOrder)+1 {
			t.Errorf("%+v %+v", f.Notes, rowsOf(t, f))
		}
	}
	// The example is right: without its mark it is a row like any other.
	heads, example := Template()[0].Heads, Template()[0].Rows[0]
	example[0] = "1"
	var filled bytes.Buffer
	if err := sheet.WriteXLSX(&filled, []sheet.Table{{Name: "代表建议", Heads: heads, Rows: [][]string{example}}}); err != nil {
		t.Fatal(err)
	}
	r := applyFile(t, open(t), of(t, filled.Bytes()))
	want(t, r, "new:separate_units_kept:due_in_words")
}
