package sheet

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"
	"pgregory.net/rapid"
)

func open(t testing.TB, data []byte) *Book {
	t.Helper()
	b, err := OpenBook(t.Context(), data)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func read(t testing.TB, data []byte, name string) Grid {
	t.Helper()
	g, err := open(t, data).Read(t.Context(), name, 0)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func written(t testing.TB, f *excelize.File) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// refusal is the code a file is refused with; empty if it is read.
func refusal(data []byte) string {
	err := readAll(data)
	var r *Refusal
	if errors.As(err, &r) {
		return r.Code
	}
	return fmt.Sprint(err)
}

func inline(s string) string { return `<c t="inlineStr"><is><t>` + s + `</t></is></c>` }

func TestKindsThatAreNoTable(t *testing.T) {
	ole := "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + strings.Repeat("\x00", 100)
	small := sheetOf(fixed(`<row r="1">`+inline("x")+`</row>`), nothing)
	with := func(name, text string) []byte {
		return framed(t, 1, parts{"xl/worksheets/sheet1.xml": small, name: fixed(text)})
	}
	for _, c := range []struct {
		code string
		data []byte
	}{
		{"old_format", []byte(ole)},
		{"encrypted", append([]byte(ole), utf16Bytes("EncryptedPackage")...)},
		{"web_page", []byte("\ufeff <html><table>")},
		{"web_page", []byte("MIME-Version: 1.0\r\n")},
		{"utf16", []byte("\xff\xfe1\x00")},
		{"not_a_table", []byte("%PDF-1.7")},
		{"not_a_table", []byte("\x7fELF\x00")},
		{"too_large", make([]byte, MaxFile+1)},
		{"damaged", []byte("PK\x03\x04 and no more")},
		{"open_document", zipped(t, parts{"content.xml": fixed("<a/>"), "mimetype": fixed("application/vnd.oasis.opendocument.spreadsheet")})},
		{"not_a_workbook", zipped(t, parts{"word/document.xml": fixed("<a/>")})},
		{"binary_workbook", with("xl/workbook.bin", "x")},
		{"macros", with("xl/vbaProject.bin", "x")},
		{"macros", with("xl/macrosheets/sheet1.xml", "<a/>")},
		{"external_link", with("xl/externalLinks/externalLink1.xml", "<a/>")},
		{"external_link", with("xl/connections.xml", "<a/>")},
		{"archive_inside", with("xl/embeddings/oleObject1.bin", "x")},
		{"archive_inside", with("xl/media/image1.png", "PK\x03\x04")},
		{"damaged", with(`XL\Worksheets\Sheet1.XML`, "<a/>")},
		{"damaged", with("xl/x.xml", "<a></a></a>")},
		{"damaged", with("xl/x.xml", "<a b='c>")},
		{"damaged", with("xl/x.xml", `<?xml version="1.0" encoding="gb18030"?><a/>`)},
		{"entities", with("xl/x.xml", "<!DOCTYPE a><a/>")},
		{"damaged", framed(t, 1, nil)},
		{"no_sheets", framed(t, 0, nil)},
		{"<nil>", with("xl/media/image1.png", "\x89PNG\r\n\x1a\n\x00\x00<<<<")},
		{"<nil>", with("xl/drawings/vmlDrawing1.vml", "<xml><br></xml>")},
		{"<nil>", with("xl/x.xml", "\ufeff<?xml version='1.0' encoding='UTF-8'?><!-- > --><a b='>'><![CDATA[<]]></a>")},
	} {
		if got := refusal(c.data); got != c.code {
			t.Errorf("%.40q: %s, want %s", c.data, got, c.code)
		}
	}
}

func TestShapesThatAreNoTable(t *testing.T) {
	one := func(rows string) []byte { return framed(t, 1, sheetOne(sheetOf(fixed(rows), nothing))) }
	row := func(cells int) string { return `<row>` + strings.Repeat(inline("x"), cells) + `</row>` }
	for _, c := range []struct {
		code string
		data []byte
	}{
		{"<nil>", framed(t, 1, sheetOne(sheetOf(repeated(maxRow, `<row r="#">`+inline("#")+`</row>`), nothing)))},
		{"too_many_rows", framed(t, 1, sheetOne(sheetOf(repeated(maxRow+1, `<row r="#">`+inline("#")+`</row>`), nothing)))},
		{"too_many_rows", one(row(1) + `<row r="1048576"></row>`)},
		{"<nil>", one(row(MaxColumns))},
		{"<nil>", one(`<row>` + strings.Repeat(inline("x"), MaxColumns) + strings.Repeat(`<c s="1"/>`, 100) + `</row>`)},
		{"too_many_columns", one(row(MaxColumns + 1))},
		{"damaged", one(`<row r="2"></row><row r="2"></row>`)},
		{"damaged", one(`<row r="x"></row>`)},
		{"damaged", one(`<row r="1"><c r="B1"/><c r="A1"/></row>`)},
		{"damaged", one(`<row r="1"><c r="A2"/></row>`)},
		{"damaged", one(`<row r="1"><c r="1A"/></row>`)},
	} {
		if got := refusal(c.data); got != c.code {
			t.Errorf("%.60q: %s, want %s", c.data, got, c.code)
		}
	}
}

// Reading ends with its deadline.
func TestTheDeadlineEndsReading(t *testing.T) {
	data := framed(t, 1, sheetOne(sheetOf(fixed(`<row>`+inline("x")+`</row>`), nothing)))
	late, cancel := context.WithDeadline(t.Context(), time.Now())
	defer cancel()
	var r *Refusal
	if _, err := OpenBook(late, data); !errors.As(err, &r) || r.Code != "too_slow" {
		t.Error(err)
	}
	if _, err := open(t, data).Read(late, "S1", 0); !errors.As(err, &r) || r.Code != "too_slow" {
		t.Error(err)
	}
	if _, _, err := ReadCSV(late, []byte("a,b\n"), ""); !errors.As(err, &r) || r.Code != "too_slow" {
		t.Error(err)
	}
}

func TestCellsKeepTheirType(t *testing.T) {
	rows := `<row r="2"><c r="B2" t="s"><v>1</v></c><c t="s"><v>9</v></c><c t="b"><v>1</v></c><c t="e"><v>#N/A</v></c><c><f>A1+1</f><v>3</v></c>` +
		`<c><v>12.50</v></c><c s="1"><v>46086.75</v></c><c s="2"><v>46086</v></c><c t="d"><v>2026-03-05T00:00:00</v></c><c t="str"><v>甲</v></c><c s="1"/></row>`
	p := withStrings(fixed(`<si><t>x</t></si><si><r><t>甲</t></r><rPh><t>jia</t></rPh><r><t xml:space="preserve"> 乙_x000D_</t></r></si>`), fixed(rows))
	p["xl/styles.xml"] = fixed(`<styleSheet ` + ns + `><numFmts><numFmt numFmtId="164" formatCode="[$-804]yyyy&quot;年&quot;m&quot;月&quot;;@"/></numFmts>` +
		`<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="4"/></cellXfs></styleSheet>`)
	g := read(t, framed(t, 1, p), "S1")
	want := []Cell{{}, {String, "甲 乙\r", 0}, {Fault, "9", 0}, {String, "TRUE", 0}, {Fault, "#N/A", 0}, {Formula, "A1+1", 0}, {Number, "12.50", 0},
		{Date, "2026-03-05", 0}, {Number, "46086", 0}, {Date, "2026-03-05", 0}, {String, "甲", 0}}
	if len(g.Rows) != 2 || fmt.Sprint(g.Rows[1]) != fmt.Sprint(want) {
		t.Errorf("\n%v\n%v", g.Rows, want)
	}
}

func TestMergesShowTheirFirstCell(t *testing.T) {
	g := read(t, framed(t, 1, sheetOne(sheetOf(fixed(`<row r="1">`+inline("甲")+`</row><row r="3"><c r="C3"><v>1</v></c></row>`),
		fixed(`<mergeCells><mergeCell ref="A1:B2"/><mergeCell ref="D3:D900"/><mergeCell ref="C3:C1048576"/></mergeCells>`)))), "S1")
	if got := fmt.Sprint(g.Rows); got != "[[{1 甲 0} {1 甲 1}] [{1 甲 2} {1 甲 1}] [{0  0} {0  0} {2 1 0}]]" {
		t.Error(got)
	}
}

func TestHiddenSheetsAreNotListed(t *testing.T) {
	f := excelize.NewFile()
	for _, name := range []string{"二", "三"} {
		if _, err := f.NewSheet(name); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.SetSheetVisible("二", false); err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(open(t, written(t, f)).Sheets(), " "); got != "Sheet1 三" {
		t.Error(got)
	}
}

func TestDateFormats(t *testing.T) {
	for code, want := range map[string]bool{"yyyy-mm-dd": true, "yyyy/m/d;@": true, `yyyy"年"m"月"d"日"`: true, "[$-804]e年m月d日": true, "mm-dd": true,
		"m月": true, "yyyy-mm-dd hh:mm:ss.000": true, "h:mm:ss": false, "[h]:mm": false, "mm:ss": false, "General": false, "G/通用格式": false, "0.00E+00": false,
		"#,##0": false, `0"day"`: false, "[Red]0": false, "@": false, `"编号"0000`: false, "": false} {
		if got := showsDay(code); got != want {
			t.Errorf("%s: %v", code, got)
		}
	}
	b := Book{}
	for serial, want := range map[string]string{"46086": "2026-03-05", "46086.99": "2026-03-05", "1": "1900-01-01", "59": "1900-02-28", "60": "", "61": "1900-03-01",
		"0": "", "-1": "", "2958466": "", "x": "", "NaN": ""} {
		if got := b.day(serial); got != want {
			t.Errorf("%s: %s, want %s", serial, got, want)
		}
	}
	if b.d1904 = true; b.day("44624") != "2026-03-05" || b.day("60") != "1904-03-01" {
		t.Error(b.day("44624"), b.day("60"))
	}
}

// TestReadingAgreesWithExcelize compares the reader with the library that wrote
// the file, whatever the texts and numbers are.
func TestReadingAgreesWithExcelize(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		f := excelize.NewFile()
		for range rapid.IntRange(1, 30).Draw(r, "cells") {
			at := Address(rapid.IntRange(0, 40).Draw(r, "row"), rapid.IntRange(0, MaxColumns-1).Draw(r, "column"))
			var v any = rapid.StringOf(rapid.RuneFrom([]rune("甲𠮷㛃a0 _x\n\t<&'\"="))).Draw(r, "text")
			if rapid.Bool().Draw(r, "number") {
				v = rapid.IntRange(-1e9, 1e9).Draw(r, "n")
			}
			if err := f.SetCellValue("Sheet1", at, v); err != nil {
				r.Fatal(err)
			}
		}
		var out bytes.Buffer
		if err := f.Write(&out); err != nil {
			r.Fatal(err)
		}
		g := read(t, out.Bytes(), "Sheet1")
		rows, err := f.GetRows("Sheet1", excelize.Options{RawCellValue: true})
		if err != nil {
			r.Fatal(err)
		}
		for i, row := range rows {
			for j, want := range row {
				if got := g.At(i, j).Text; got != want {
					r.Fatalf("%s: %q, want %q", Address(i, j), got, want)
				}
			}
		}
	})
}

func TestCSVRowsAreThoseOfASpreadsheet(t *testing.T) {
	g, as, err := ReadCSV(t.Context(), []byte("标题\r\n\r\n编号,\"关于\n修路\",'-1\r\n\r\n\r\n0013,\"他说\"\"好\"\"\",\r\n"), "")
	if err != nil || as != UTF8 || len(g.Rows) != 6 {
		t.Fatal(g, as, err)
	}
	for at, want := range map[[2]int]string{{0, 0}: "标题", {2, 0}: "编号", {2, 1}: "关于\n修路", {2, 2}: "-1", {5, 0}: "0013", {5, 1}: `他说"好"`, {5, 2}: "", {1, 0}: ""} {
		if got := g.At(at[0], at[1]).Text; got != want {
			t.Errorf("%s: %q", Address(at[0], at[1]), got)
		}
	}
	for text, code := range map[string]string{"甲,\"乙\n": "csv_quotes", "甲,乙\"丙\n": "csv_quotes", strings.Repeat("甲\n", maxRow+1): "too_many_rows",
		strings.Repeat("甲,", MaxColumns) + "乙\n": "too_many_columns", strings.Repeat("甲,", MaxColumns) + "\n": ""} {
		_, _, err := ReadCSV(t.Context(), []byte(text), "")
		var r *Refusal
		if errors.As(err, &r) != (code != "") || r != nil && r.Code != code {
			t.Errorf("%.20q: %v, want %s", text, err, code)
		}
	}
}

// FuzzCSV holds the reader of text files to what must be true of every one: it
// ends, with a table within the limits or a refusal, and what it read is read
// again from what is written.
func FuzzCSV(f *testing.F) {
	gb, err := simplifiedchinese.GB18030.NewEncoder().String("编号,标题\r\n0012,𠮷㛃\r\n")
	if err != nil {
		f.Fatal(err)
	}
	for _, s := range []string{"", "编号,标题\n0012,修路\n", gb, "a;b\r\n\"c\n\";d", "\ufeffa\tb", "'=1,-2", "\xff\xfe", "a,\"b", "\r\r", "\x81\x30\x81"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		g, _, err := ReadCSV(t.Context(), data, "")
		var r *Refusal
		if err != nil && !errors.As(err, &r) {
			t.Fatal(err)
		}
		if err != nil || len(g.Rows) == 0 {
			return
		}
		var rows [][]string
		for _, cells := range g.Rows {
			var row []string
			for _, c := range cells {
				row = append(row, strings.ReplaceAll(c.Text, "\r", "\n"))
			}
			rows = append(rows, append(row, "."))
		}
		var out bytes.Buffer
		if err := WriteCSV(&out, Table{Heads: rows[0], Rows: rows[1:]}); err != nil {
			t.Fatal(err)
		}
		back, as, err := ReadCSV(t.Context(), out.Bytes(), "")
		if err != nil && len(rows[0]) > MaxColumns {
			return // the sign at the end was one column too many
		}
		if err != nil || as != UTF8 || len(back.Rows) != len(rows) {
			t.Fatalf("%v %s %d rows, want %d", err, as, len(back.Rows), len(rows))
		}
		for i := range rows {
			for j, want := range rows[i] {
				if got := back.At(i, j).Text; got != want {
					t.Fatalf("%s: %q, want %q", Address(i, j), got, want)
				}
			}
		}
	})
}

// FuzzBook feeds the XML of a sheet: no panic, and a table within the limits or a
// refusal.
func FuzzBook(f *testing.F) {
	for _, s := range []string{`<row r="1"><c r="A1" t="s"><v>0</v></c></row>`, `<row><c t="inlineStr"><is><r><t>甲</t></r></is></c><c><f>1</f></c></row>`,
		`</sheetData><mergeCells><mergeCell ref="A1:B2"/></mergeCells><sheetData>`, `<row r="0"/>`, `<c r="A1"/>`, `<row><c s="99"><v>1e999</v></c></row>`, `<v></c>`} {
		f.Add(s, `<si><t>_x000D_</t></si>`)
	}
	f.Fuzz(func(t *testing.T, rows, texts string) {
		data := framed(t, 1, withStrings(fixed(texts), fixed(rows)))
		if code := refusal(data); code != "<nil>" && strings.ContainsAny(code, " :") {
			t.Fatal(code)
		}
	})
}

func BenchmarkReadBook(b *testing.B) {
	rows := make([][]string, 1400)
	for i := range rows {
		for j := range 25 {
			rows[i] = append(rows[i], fmt.Sprintf("第%d行第%d列的内容", i, j))
		}
	}
	var out bytes.Buffer
	if err := WriteXLSX(&out, []Table{{Name: "一", Heads: rows[0], Rows: rows[1:]}}); err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(out.Len()))
	for b.Loop() {
		read(b, out.Bytes(), "一")
	}
}
