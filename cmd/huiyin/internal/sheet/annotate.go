package sheet

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/xuri/excelize/v2"
)

// Notes are the columns that Annotate adds beside a table.
type Notes struct {
	Sheet string
	Row   int // of the heads, counted from 0
	// Column is the first of the new columns, counted from 0.
	Column int
	Heads  []string
	// Texts are the new cells by row, counted from 0. A row without any is left
	// as it is, but for what an earlier run wrote there.
	Texts map[int][]string
	// Last is the last row that may hold something of an earlier run.
	Last int
}

// Annotate writes a copy of a workbook with the notes in red. All that the user
// made, values, formats, widths and merges, stays as it is. The workbook must
// have passed OpenBook.
func Annotate(w io.Writer, data []byte, n Notes) (err error) {
	f, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{UnzipSizeLimit: MaxUnpacked, UnzipXMLSizeLimit: MaxPart})
	if err != nil {
		return fmt.Errorf("sheet: %w", err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	red, err := f.NewStyle(&excelize.Style{NumFmt: textFormat, Font: &excelize.Font{Color: "C00000"},
		Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"FFE5E5"}}, Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"}})
	if err != nil {
		return err
	}
	for i, head := range n.Heads {
		if err := n.column(f, i, head, red); err != nil {
			return err
		}
	}
	return f.Write(w)
}

// column writes one of the new columns.
func (n Notes) column(f *excelize.File, i int, head string, style int) error {
	name, err := excelize.ColumnNumberToName(n.Column + i + 1)
	if err != nil {
		return err
	}
	if err := errors.Join(f.SetColWidth(n.Sheet, name, name, widthOf(head, n, i)), n.cell(f, n.Row, i, head, style)); err != nil {
		return err
	}
	for row := n.Row + 1; row <= n.Last; row++ {
		var err error
		if texts := n.Texts[row]; i < len(texts) {
			err = n.cell(f, row, i, texts[i], style)
		} else if old, _ := f.GetCellValue(n.Sheet, Address(row, n.Column+i)); old != "" {
			err = n.cell(f, row, i, "", 0)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (n Notes) cell(f *excelize.File, row, i int, text string, style int) error {
	at := Address(row, n.Column+i)
	if err := check(at, text); err != nil {
		return err
	}
	return errors.Join(f.SetCellStr(n.Sheet, at, text), f.SetCellStyle(n.Sheet, at, at, style))
}

// widthOf fits a new column to its longest text.
func widthOf(head string, n Notes, i int) float64 {
	rows := [][]string{{head}}
	for _, texts := range n.Texts {
		if i < len(texts) {
			rows = append(rows, texts[i:i+1])
		}
	}
	return widths(Table{Heads: []string{head}, Rows: rows})[0]
}
