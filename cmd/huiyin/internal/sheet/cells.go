package sheet

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"io"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"
)

// Read gives the sheet's cells; with a limit above 0, those of the first rows
// only.
func (b *Book) Read(ctx context.Context, sheet string, limit int) (Grid, error) {
	if err := b.load(); err != nil {
		return Grid{}, err
	}
	for _, s := range b.sheets {
		if s.name != sheet {
			continue
		}
		data, err := b.archive.read(s.part)
		if err != nil {
			return Grid{}, err
		}
		r := reader{book: b, part: s.part, d: xml.NewDecoder(bytes.NewReader(data)), limit: limit, grid: Grid{Sheet: sheet}, row: -1, column: -1}
		if err := r.all(ctx); err != nil {
			return Grid{}, err
		}
		if !r.grid.spread(r.merges) {
			return Grid{}, refuse("too_many_merges", "limit", maxMerges)
		}
		return r.grid, nil
	}
	return Grid{}, refuse("no_such_sheet", "sheet", sheet, "known", strings.Join(b.Sheets(), " "))
}

// reader walks through the XML of one sheet.
type reader struct {
	book        *Book
	part        string
	d           *xml.Decoder
	limit       int
	grid        Grid
	merges      []area
	row, column int // of the present cell, counted from 0
	cells, text int // so far
}

var errEnough = errors.New("sheet: the wanted rows are read")

func (r *reader) all(ctx context.Context) error {
	for {
		t, err := r.d.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return refuse("damaged", "part", r.part, "detail", err)
		}
		e, ok := t.(xml.StartElement)
		if !ok {
			continue
		}
		switch e.Name.Local {
		case "row":
			if ctx.Err() != nil {
				return tooSlow(ctx)
			}
			err = r.startRow(e)
		case "c":
			err = r.cell(e)
		case "mergeCell":
			err = r.merge(e)
		}
		if errors.Is(err, errEnough) {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

func attr(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// startRow goes on to the next row; rows may be left out but not turn back.
func (r *reader) startRow(e xml.StartElement) error {
	row := r.row + 1
	if at := attr(e, "r"); at != "" {
		n, err := strconv.Atoi(at)
		if err != nil || n <= r.row+1 {
			return refuse("damaged", "part", r.part, "detail", "row "+at)
		}
		row = n - 1
	}
	r.row, r.column = row, -1
	if r.limit > 0 && row >= r.limit {
		return errEnough
	}
	if row >= maxRow {
		return refuse("too_many_rows", "limit", MaxRows, "row", row+1)
	}
	return nil
}

// cell reads one cell. Empty cells that only have a format take no room, but
// they count: a program that edits the sheet has to hold them.
func (r *reader) cell(e xml.StartElement) error {
	if err := r.place(e); err != nil {
		return err
	}
	raw, kind, err := r.value(attr(e, "t"))
	if err != nil {
		return refuse("damaged", "part", r.part, "detail", err)
	}
	c := r.typed(kind, raw, attr(e, "s"))
	if c.Type == Blank {
		return nil
	}
	if r.column >= MaxColumns {
		return refuse("too_many_columns", "limit", MaxColumns, "cell", Address(r.row, r.column))
	}
	if r.text += len(c.Text); r.text > maxText {
		return refuse("too_much_text", "limit", mega(maxText), "cell", Address(r.row, r.column))
	}
	r.grid.set(r.row, r.column, c)
	return nil
}

func (r *reader) place(e xml.StartElement) error {
	column := r.column + 1
	if at := attr(e, "r"); at != "" {
		col, row, err := excelize.CellNameToCoordinates(at)
		if err != nil || row != r.row+1 || col <= r.column+1 {
			return refuse("damaged", "part", r.part, "detail", "cell "+at)
		}
		column = col - 1
	}
	r.cells += column - r.column
	r.column = column
	if r.cells > maxCells {
		return refuse("too_many_cells", "limit", maxCells, "cell", Address(r.row, r.column))
	}
	return nil
}

// value reads to the cell's end tag. kind is the cell's type as the file calls
// it, or "f" for a formula.
func (r *reader) value(kind string) (string, string, error) {
	var raw string
	for {
		t, err := r.d.Token()
		if err != nil {
			return "", "", err
		}
		switch t := t.(type) {
		case xml.EndElement:
			return raw, kind, nil
		case xml.StartElement:
			text, err := r.inner(t)
			if err != nil {
				return "", "", err
			}
			switch {
			case t.Name.Local == "f":
				raw, kind = text, "f"
			case kind != "f" && (t.Name.Local == "v" || t.Name.Local == "is"):
				raw = text
			}
		}
	}
}

// inner is the text of a child of the cell.
func (r *reader) inner(e xml.StartElement) (string, error) {
	if e.Name.Local == "is" {
		return textOf(r.d)
	}
	var text string
	err := r.d.DecodeElement(&text, &e)
	return text, err
}

// typed gives the cell its type. See the types for what its text is.
func (r *reader) typed(kind, raw, style string) Cell {
	switch kind {
	case "f":
		return Cell{Type: Formula, Text: raw}
	case "s":
		i, err := strconv.Atoi(raw)
		if err != nil || i < 0 || i >= len(r.book.texts) {
			return Cell{Type: Fault, Text: raw}
		}
		return text(r.book.texts[i])
	case "e":
		return Cell{Type: Fault, Text: raw}
	case "b":
		return text(strings.NewReplacer("1", "TRUE", "0", "FALSE").Replace(raw))
	case "d":
		return Cell{Type: Date, Text: raw[:min(len(raw), len("2006-01-02"))]}
	case "", "n":
		return r.number(raw, style)
	}
	return text(raw)
}

func text(s string) Cell {
	if s == "" {
		return Cell{}
	}
	return Cell{Type: String, Text: s}
}

func (r *reader) number(raw, style string) Cell {
	if raw == "" {
		return Cell{}
	}
	if s, err := strconv.Atoi(style); err == nil && s >= 0 && s < len(r.book.dates) && r.book.dates[s] {
		if day := r.book.day(raw); day != "" {
			return Cell{Type: Date, Text: day}
		}
	}
	return Cell{Type: Number, Text: raw}
}

func (r *reader) merge(e xml.StartElement) error {
	if len(r.merges) >= maxMerges {
		return refuse("too_many_merges", "limit", maxMerges)
	}
	from, to, _ := strings.Cut(attr(e, "ref"), ":")
	left, top, err := excelize.CellNameToCoordinates(from)
	right, bottom, err2 := excelize.CellNameToCoordinates(to)
	if to == "" {
		return nil
	}
	if err != nil || err2 != nil || right < left || bottom < top {
		return refuse("damaged", "part", r.part, "detail", "merge "+attr(e, "ref"))
	}
	r.merges = append(r.merges, area{top - 1, left - 1, bottom - 1, right - 1})
	return nil
}
