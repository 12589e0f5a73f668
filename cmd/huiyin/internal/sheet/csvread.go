package sheet

import (
	"context"
	"encoding/csv"
	"errors"
	"io"
	"strings"
)

// ReadCSV reads a text file as a table. The separator is the one of comma,
// semicolon and tab that its first lines use; with an empty encoding, that is
// told from the bytes too. Blank lines count as rows, as they do in a
// spreadsheet program. It returns the encoding that was read.
func ReadCSV(ctx context.Context, data []byte, as Encoding) (Grid, Encoding, error) {
	text, as, err := decode(data, as)
	if err != nil {
		return Grid{}, "", err
	}
	if strings.ContainsRune(text, 0) {
		return Grid{}, "", refuse("not_a_table")
	}
	if !strings.Contains(text, "\n") {
		text = strings.ReplaceAll(text, "\r", "\n")
	}
	r := csv.NewReader(strings.NewReader(text))
	r.Comma, r.FieldsPerRecord = separator(text), -1
	grid, row, line, before := Grid{}, -1, 1, int64(0)
	for {
		record, err := r.Read()
		if errors.Is(err, io.EOF) {
			return grid, as, nil
		}
		var wrong *csv.ParseError
		if errors.As(err, &wrong) {
			return Grid{}, "", refuse("csv_quotes", "line", wrong.Line, "column", wrong.Column)
		}
		if err != nil {
			return Grid{}, "", err
		}
		if ctx.Err() != nil {
			return Grid{}, "", tooSlow(ctx)
		}
		first, _ := r.FieldPos(0)
		row += 1 + first - line // the reader skips blank lines
		line += strings.Count(text[before:r.InputOffset()], "\n")
		before = r.InputOffset()
		if err := grid.record(row, record); err != nil {
			return Grid{}, "", err
		}
	}
}

// record puts one record into the grid.
func (g *Grid) record(row int, record []string) error {
	if row >= maxRow {
		return refuse("too_many_rows", "limit", MaxRows, "row", row+1)
	}
	for column, s := range record {
		if s == "" {
			continue
		}
		if column >= MaxColumns {
			return refuse("too_many_columns", "limit", MaxColumns, "cell", Address(row, column))
		}
		g.set(row, column, Cell{Type: String, Text: Unguard(s)})
	}
	return nil
}

// separator picks the sign that the first lines hold most often, outside quotes.
func separator(text string) rune {
	counts, quoted, lines := map[rune]int{}, false, 0
	for _, c := range text {
		switch {
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '\n':
			lines++
		case c == ',' || c == ';' || c == '\t':
			counts[c]++
		}
		if lines > MaxHeadRows {
			break
		}
	}
	best := ','
	for _, c := range []rune{';', '\t'} {
		if counts[c] > counts[best] {
			best = c
		}
	}
	return best
}
