package importing

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"

	"huiyin/cmd/huiyin/internal/office"
	"huiyin/cmd/huiyin/internal/sheet"
	"huiyin/domain/zh"
)

// formula is a cell's formula.
type formula string

// workbook makes an xlsx file of one sheet. A string is a text cell, a number a
// number, a time a day, a formula one; each change is made to the file at last.
func workbook(t testing.TB, rows [][]any, changes ...func(f *excelize.File)) []byte {
	t.Helper()
	f := excelize.NewFile()
	day, err := f.NewStyle(&excelize.Style{NumFmt: 14})
	if err != nil {
		t.Fatal(err)
	}
	for i, row := range rows {
		for j, v := range row {
			at := sheet.Address(i, j)
			switch v := v.(type) {
			case nil:
			case formula:
				err = f.SetCellFormula("Sheet1", at, string(v))
			case time.Time:
				err = errors.Join(f.SetCellValue("Sheet1", at, v), f.SetCellStyle("Sheet1", at, at, day))
			case string:
				err = f.SetCellStr("Sheet1", at, v)
			default:
				err = f.SetCellValue("Sheet1", at, v)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, change := range changes {
		change(f)
	}
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// merge is a change that merges cells.
func merge(t testing.TB, areas ...string) func(*excelize.File) {
	return func(f *excelize.File) {
		for _, a := range areas {
			from, to, _ := strings.Cut(a, ":")
			if err := f.MergeCell("Sheet1", from, to); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// of gives the file of a session, failing the test if it cannot be read.
func of(t testing.TB, data []byte) *File {
	t.Helper()
	f, err := Open(context.Background(), "表.xlsx", data, session)
	if err != nil {
		t.Fatal(words4(err))
	}
	return f
}

var session = Options{Congress: "某省第十四届人民代表大会", Session: "第四次会议", Year: 2026}

// words4 is an error in the user's words.
func words4(err error) string {
	var r *sheet.Refusal
	if errors.As(err, &r) {
		return zh.Text("cli.sheet."+r.Code, r.Facts)
	}
	return err.Error()
}

// csvOf joins lines; cells are separated by commas.
func csvOf(lines ...string) []byte { return []byte(strings.Join(lines, "\n") + "\n") }

// single is the only row of a table of one row below the heads.
func single(t testing.TB, heads []any, cells ...any) Row {
	t.Helper()
	return rowsOf(t, of(t, workbook(t, [][]any{heads, cells})))[0]
}

func rowsOf(t testing.TB, f *File) []Row {
	t.Helper()
	var rows []Row
	if err := f.Rows(func(r Row) error { rows = append(rows, r); return nil }); err != nil {
		t.Fatal(err)
	}
	return rows
}

// applyFile checks and imports a file and holds that both say the same.
func applyFile(t testing.TB, o *office.Office, f *File) []Result {
	t.Helper()
	checked, err := Check(context.Background(), o, f)
	if err != nil {
		t.Fatal(err)
	}
	results, err := Apply(context.Background(), o, f, nil)
	if err != nil {
		t.Fatal(err)
	}
	if a, b := asJSON(checked), asJSON(results); a != b || f.Confirmation(checked) != f.Confirmation(results) {
		t.Fatalf("dry run and import differ:\n%s\n%s", a, b)
	}
	return results
}

func day(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 0, 0, 0, 0, time.UTC) }

// toGB writes text in GB18030.
func toGB(t testing.TB, s string) []byte {
	t.Helper()
	out, err := simplifiedchinese.GB18030.NewEncoder().Bytes([]byte(s))
	if err != nil {
		t.Fatal(err)
	}
	return out
}
