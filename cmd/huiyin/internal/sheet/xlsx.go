package sheet

import (
	"errors"
	"io"
	"strconv"

	"github.com/mattn/go-runewidth"
	"github.com/xuri/excelize/v2"
)

// The widths of columns, in characters of a Latin font.
const (
	narrowest = 8
	widest    = 60
)

// textFormat is the number format "@": a cell that stays text when edited.
const textFormat = 49

// WriteXLSX writes a workbook with a sheet for each table, in their order. The
// heads are bold and stay in view; empty rows below are text too, so that what
// people type there keeps its leading zeros.
func WriteXLSX(w io.Writer, tables []Table) (err error) {
	if len(tables) == 0 {
		return errors.New("sheet: a workbook needs a table")
	}
	f := excelize.NewFile()
	defer func() { err = errors.Join(err, f.Close()) }()
	style, err := newStyles(f)
	if err != nil {
		return err
	}
	for i, t := range tables {
		if i == 0 {
			err = f.SetSheetName(f.GetSheetName(0), t.Name)
		} else {
			_, err = f.NewSheet(t.Name)
		}
		if err != nil {
			return err
		}
		if err := writeSheet(f, t, style); err != nil {
			return err
		}
	}
	return f.Write(w)
}

// styles are the two looks of a cell.
type styles struct{ head, text int }

func newStyles(f *excelize.File) (styles, error) {
	head, err := f.NewStyle(&excelize.Style{NumFmt: textFormat, Font: &excelize.Font{Bold: true},
		Alignment: &excelize.Alignment{WrapText: true, Vertical: "center"}})
	if err != nil {
		return styles{}, err
	}
	text, err := f.NewStyle(&excelize.Style{NumFmt: textFormat})
	return styles{head, text}, err
}

func writeSheet(f *excelize.File, t Table, style styles) error {
	out, err := f.NewStreamWriter(t.Name)
	if err != nil {
		return err
	}
	for i, width := range widths(t) {
		if err := errors.Join(out.SetColStyle(i+1, i+1, style.text), out.SetColWidth(i+1, i+1, width)); err != nil {
			return err
		}
	}
	if err := out.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	for i, row := range append([][]string{t.Heads}, t.Rows...) {
		cells := make([]any, len(row))
		for j, s := range row {
			cells[j] = excelize.Cell{StyleID: style.text, Value: s}
			if f, number := t.number(j, s); number && i > 0 {
				cells[j] = excelize.Cell{Value: f}
			}
			if i == 0 {
				cells[j] = excelize.Cell{StyleID: style.head, Value: s}
			}
			if err := check(Address(i, j), s); err != nil {
				return err
			}
		}
		if err := out.SetRow(Address(i, 0), cells); err != nil {
			return err
		}
	}
	return out.Flush()
}

// widths fits each column to its longest text; a Chinese character counts two.
func widths(t Table) []float64 {
	out := make([]float64, len(t.Heads))
	for _, row := range append([][]string{t.Heads}, t.Rows...) {
		for j := range min(len(row), len(out)) {
			out[j] = max(out[j], narrowest, min(widest, float64(runewidth.StringWidth(row[j])+2)))
		}
	}
	return out
}

// Address is a cell's name such as B7, from row and column counted from 0.
func Address(row, column int) string {
	name, err := excelize.CoordinatesToCellName(column+1, row+1)
	if err != nil {
		return strconv.Itoa(row+1) + ":" + strconv.Itoa(column+1) // beyond any sheet, and refused there
	}
	return name
}
