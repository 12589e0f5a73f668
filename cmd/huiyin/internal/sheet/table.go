package sheet

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"unicode/utf16"
)

// Table is a headed table of text. Rows may be shorter than Heads.
type Table struct {
	// Name is the sheet's name in a workbook: at most 31 characters and none of
	// : \ / ? * [ ]. CSV has no place for it.
	Name  string
	Heads []string
	Rows  [][]string
	// Numbers lists the columns, counted from 0, in which a cell that is a plain
	// decimal number is written as a number, so that people can add it up. All
	// other cells are text.
	Numbers []int
}

// maxCell is what a cell of a workbook holds, in UTF-16 units.
const maxCell = 32767

// WriteCSV writes the table as UTF-8 with a byte order mark, comma-separated,
// with CRLF line ends: the form that Excel and WPS open by a double click.
func WriteCSV(w io.Writer, t Table) error {
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	out.UseCRLF = true
	for i, row := range append([][]string{t.Heads}, t.Rows...) {
		cells := make([]string, len(row))
		for j, s := range row {
			if _, number := t.number(j, s); number && i > 0 {
				cells[j] = s
			} else {
				cells[j] = Guard(s)
			}
		}
		if err := out.Write(cells); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// number reads a cell of a number column. Only what prints back as it was
// written is a number: a leading zero or a thousand's comma is text.
func (t Table) number(column int, s string) (float64, bool) {
	for _, n := range t.Numbers {
		if n != column {
			continue
		}
		if f, err := strconv.ParseFloat(s, 64); err == nil && plain(s, f) {
			return f, true
		}
	}
	return 0, false
}

// plain accepts digits with an optional minus and fraction, up to the 15 digits
// a spreadsheet program keeps.
func plain(s string, f float64) bool {
	decimals, digits := -1, 0
	for _, c := range s {
		switch {
		case c >= '0' && c <= '9':
			digits++
			if decimals >= 0 {
				decimals++
			}
		case c == '.':
			decimals = 0
		}
	}
	return digits <= 15 && strconv.FormatFloat(f, 'f', max(decimals, 0), 64) == s
}

// check refuses a cell that a workbook would cut short without a word.
func check(cell, s string) error {
	if n := len(utf16.Encode([]rune(s))); n > maxCell {
		return fmt.Errorf("sheet: cell %s has %d characters, a workbook holds %d", cell, n, maxCell)
	}
	return nil
}
