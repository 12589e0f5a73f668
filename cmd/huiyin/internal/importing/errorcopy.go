package importing

import (
	"bytes"
	"io"
	"strconv"
	"strings"

	"huiyin/cmd/huiyin/internal/sheet"
)

// WriteErrors writes a copy of the table with a red column that says of each
// refused row why, and one with the row's number, so that it can be found again
// in a copy that was sorted. Cells, formats and widths of the user stay as they
// are. The copy is a workbook, or CSV for a CSV file if wanted; mended, it is
// imported as it is. It reports false for JSON lines, which have no table.
func (f *File) WriteErrors(w io.Writer, results []Result, asCSV bool) (bool, error) {
	if f.table == nil {
		return false, nil
	}
	n := f.notes(results)
	switch {
	case f.Format == XLSX:
		return true, sheet.Annotate(w, f.data, n)
	case asCSV:
		return true, sheet.WriteCSV(w, f.table.beside(n))
	}
	var plain bytes.Buffer
	t := f.table.beside(sheet.Notes{})
	t.Name = n.Sheet
	if err := sheet.WriteXLSX(&plain, []sheet.Table{t}); err != nil {
		return true, err
	}
	return true, sheet.Annotate(w, plain.Bytes(), n)
}

// notes are the reasons by row.
func (f *File) notes(results []Result) sheet.Notes {
	t := f.table
	n := sheet.Notes{Sheet: t.grid.Sheet, Row: t.first, Column: t.width(), Last: len(t.grid.Rows) - 1, Texts: map[int][]string{},
		Heads: []string{columnWord("error"), columnWord("error_row")}}
	if f.Format == CSV {
		n.Sheet = templateText("sheet")
	}
	if at := t.index("ours"); at >= 0 {
		n.Column = t.columns[at].at
	}
	for _, r := range results {
		var reasons []string
		for _, p := range r.Problems {
			if !p.Warning {
				reasons = append(reasons, p.Text(r.Line))
			}
		}
		if len(reasons) > 0 {
			n.Texts[r.Line-1] = []string{strings.Join(reasons, "\n"), strconv.Itoa(r.Line)}
		}
	}
	return n
}

// width is the number of columns with anything in them.
func (t *table) width() int {
	most := 0
	for _, row := range t.grid.Rows {
		most = max(most, len(row))
	}
	return most
}

// beside gives the table's cells as text, its first row as heads, with the notes
// in their columns.
func (t *table) beside(n sheet.Notes) sheet.Table {
	all := make([][]string, len(t.grid.Rows))
	for row, cells := range t.grid.Rows {
		for _, c := range cells {
			all[row] = append(all[row], c.Text)
		}
		notes := n.Texts[row]
		switch {
		case row == n.Row:
			notes = n.Heads
		case row > n.Row && notes == nil && len(all[row]) > n.Column:
			notes = make([]string, len(n.Heads)) // of an earlier copy
		}
		for len(all[row]) < n.Column+len(notes) {
			all[row] = append(all[row], "")
		}
		copy(all[row][min(n.Column, len(all[row])):], notes)
	}
	if len(all) == 0 {
		return sheet.Table{}
	}
	return sheet.Table{Heads: all[0], Rows: all[1:]}
}
