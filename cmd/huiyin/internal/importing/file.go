package importing

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"huiyin/cmd/huiyin/internal/sheet"
)

// Source is a file as rows, in order, the wrong ones too. It fails only when the
// file cannot be read or each fails.
type Source interface {
	Rows(each func(Row) error) error
}

// Format is how a file holds its rows.
type Format string

// The formats.
const (
	JSONLines Format = "jsonl"
	CSV       Format = "csv"
	XLSX      Format = "xlsx"
)

// Options say what a table does not say itself.
type Options struct {
	Encoding string // of a CSV file; empty to tell it from the bytes
	Sheet    string // of a workbook with more than one table
	// Congress, Session and Year hold for rows that state none.
	Congress string
	Session  string
	Year     int
}

// File is a file to import, read as far as it takes to know its rows.
type File struct {
	Name   string // without its folder
	Format Format
	// Notes are about the file as a whole; all are warnings. Those about a cell
	// name it.
	Notes []Problem
	data  []byte
	opts  Options
	table *table // nil for JSON lines
}

// Open reads a file of any format. JSON lines are told by their first sign or
// their name, everything else by its first bytes. What cannot be read as a table
// is a *sheet.Refusal.
func Open(ctx context.Context, name string, data []byte, o Options) (*File, error) {
	f := &File{Name: filepath.Base(name), Format: JSONLines, data: data, opts: o}
	if IsLines(name, data) {
		return f, nil
	}
	ctx, cancel := context.WithTimeout(ctx, sheet.Timeout)
	defer cancel()
	t, err := f.open(ctx)
	if err != nil {
		return nil, err
	}
	f.table = t
	f.Notes = t.notes
	return f, nil
}

// open finds the table in a workbook or a CSV file and reads its rows.
func (f *File) open(ctx context.Context) (*table, error) {
	kind, err := sheet.KindOf(f.data)
	if err != nil {
		return nil, err
	}
	var grid sheet.Grid
	if kind == sheet.Workbook {
		f.Format = XLSX
		grid, err = f.choose(ctx)
	} else {
		f.Format = CSV
		encoding, ok := sheet.ParseEncoding(f.opts.Encoding)
		if !ok {
			return nil, deny("bad_encoding", "value", f.opts.Encoding)
		}
		grid, _, err = sheet.ReadCSV(ctx, f.data, encoding)
	}
	if err != nil {
		return nil, err
	}
	return newTable(grid, f.opts)
}

// IsLines reports whether a file of the name that begins with head is read as
// lines of JSON, which are taken one at a time and may be of any length; a table
// may have sheet.MaxFile bytes.
func IsLines(name string, head []byte) bool {
	switch strings.ToLower(filepath.Ext(name)) {
	case ".json", ".jsonl", ".ndjson":
		return true
	}
	return bytes.HasPrefix(bytes.TrimLeft(head, "\ufeff \t\r\n"), []byte("{"))
}

// choose picks the sheet that holds a table: the one asked for, or the only one
// whose first rows have the heads of one.
func (f *File) choose(ctx context.Context) (sheet.Grid, error) {
	book, err := sheet.OpenBook(ctx, f.data)
	if err != nil {
		return sheet.Grid{}, err
	}
	names := book.Sheets()
	if f.opts.Sheet != "" || len(names) == 1 {
		name := f.opts.Sheet
		if name == "" {
			name = names[0]
		}
		return book.Read(ctx, name, 0)
	}
	var found []string
	for _, name := range names {
		top, err := book.Read(ctx, name, sheet.MaxHeadRows+1)
		if err == nil && find(top).has("title") {
			found = append(found, name)
		}
		if ctx.Err() != nil {
			return sheet.Grid{}, err
		}
	}
	switch len(found) {
	case 0:
		return sheet.Grid{}, deny("no_table", "sheets", strings.Join(names, list))
	case 1:
		return book.Read(ctx, found[0], 0)
	}
	return sheet.Grid{}, deny("several_tables", "sheets", strings.Join(found, list))
}

// Rows gives the rows of the file.
func (f *File) Rows(each func(Row) error) error {
	if f.table == nil {
		return Read(bytes.NewReader(f.data), each)
	}
	for _, row := range f.table.rows {
		row.Problems = slices.Clone(row.Problems)
		if err := each(row); err != nil {
			return err
		}
	}
	return nil
}

// Total is about how many rows there are.
func (f *File) Total() int {
	if f.table != nil {
		return len(f.table.rows)
	}
	return bytes.Count(bytes.TrimSpace(f.data), []byte{'\n'}) + 1
}

// Digest is the SHA-256 of the file's bytes.
func (f *File) Digest() string {
	sum := sha256.Sum256(f.data)
	return hex.EncodeToString(sum[:])
}

// list joins names as the catalogue does.
const list = "\u3001"

// deny is the answer to a file that is no table; its words stand in the
// catalogue under "cli.sheet.<code>".
func deny(code string, pairs ...string) *sheet.Refusal {
	return &sheet.Refusal{Code: code, Facts: maps.Clone(facts(pairs))}
}
