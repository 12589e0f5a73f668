package importing

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"slices"
	"strconv"
	"unicode/utf8"

	"huiyin/domain/suggestion"
)

// MaxLine is the longest line that is read, without its line end.
const MaxLine = 1 << 20

// Row is one row of the file as read. Facts.RuleSet is empty: which rules
// applied is known to the office and not to the file.
type Row struct {
	// Line counts from 1, blank lines included; in a table it is the row's number.
	Line int
	// Raw is a line of JSON without its end. It is valid only during the call.
	Raw []byte
	// Case is the id that a new case of this row gets.
	Case     suggestion.CaseID
	Source   suggestion.Source
	Facts    suggestion.Facts
	Problems []Problem
	key      string // congress, session and number; empty unless all are stated
	derived  bool   // the source's id is derived from the case's
	table    *table // the table the row stands in; nil for a line of JSON
	places   map[string]place
}

// Refused reports whether the row cannot be imported.
func (r Row) Refused() bool { return refused(r.Problems) }

func (r *Row) refuse(p Problem) { r.Problems = append(r.Problems, p) }

// Lines is a source of JSON lines.
func Lines(r io.Reader) Source { return linesOf{r} }

type linesOf struct{ r io.Reader }

func (l linesOf) Rows(each func(Row) error) error { return Read(l.r, each) }

// Read gives every line of JSON of the file in order, the wrong ones too, and holds one
// line at a time. A byte order mark, blank lines and CRLF are fine. Rows that
// contradict an earlier row of the file are refused here. It fails only when
// the file cannot be read or each fails.
func Read(r io.Reader, each func(Row) error) error {
	f := file{seen: map[string]first{}, unknown: map[string]bool{}, titles: map[string]first{}}
	in := bufio.NewReaderSize(r, 64<<10)
	for number := 1; ; number++ {
		line, long, err := readLine(in)
		if err != nil && !errors.Is(err, io.EOF) {
			return err
		}
		end := err != nil
		if number == 1 {
			line = bytes.TrimPrefix(line, []byte("\ufeff"))
		}
		if long || len(bytes.TrimSpace(line)) > 0 {
			if err := each(f.row(number, line, long)); err != nil {
				return err
			}
		}
		if end {
			return nil
		}
	}
}

// readLine returns the next line without its end, and whether it is too long;
// the rest of such a line is skipped and not held.
func readLine(in *bufio.Reader) (line []byte, long bool, err error) {
	for {
		part, err := in.ReadSlice('\n')
		if !long {
			line = append(line, part...)
		}
		if body := bytes.TrimRight(line, "\r\n"); len(body) > MaxLine {
			long, line = true, nil
		}
		if errors.Is(err, bufio.ErrBufferFull) {
			continue
		}
		return bytes.TrimRight(line, "\r\n"), long, err
	}
}

// first is where a source id or an identity first stood in the file.
type first struct {
	line                    int
	digest, title, sourceID string
}

// file is what has to be remembered from line to line.
type file struct {
	seen    map[string]first // by source id
	titles  map[string]first // by congress, session and number
	unknown map[string]bool  // field names that were warned of
}

func (f *file) row(number int, line []byte, long bool) Row {
	row := Row{Line: number, Raw: line}
	switch {
	case long:
		row.refuse(Problem{Code: "line_too_long", Facts: facts([]string{"limit", strconv.Itoa(MaxLine)})})
		return row
	case !utf8.Valid(line):
		row.refuse(Problem{Code: "not_utf8"})
		return row
	}
	tree, column, err := parseTree(line)
	if err != nil {
		row.refuse(badJSON(column, err))
		return row
	}
	r := reading{row: &row, tree: tree, known: f.unknown}
	r.read()
	f.compare(&row)
	return row
}

func badJSON(column int, err error) Problem {
	at := facts([]string{"column", strconv.Itoa(column)})
	var twice *twiceError
	switch {
	case errors.As(err, &twice):
		return Problem{Code: "field_twice", Field: twice.key, Facts: at}
	case errors.Is(err, errNotObject):
		return Problem{Code: "not_an_object", Facts: at}
	}
	return Problem{Code: "bad_json", Value: err.Error(), Facts: at}
}

// compare holds a row against the earlier rows of the file. The row that came
// first stands; the later one is refused and both are named.
func (f *file) compare(row *Row) {
	id, now := row.Source.ID, first{row.Line, row.Source.Digest, row.Facts.Title, row.Source.ID}
	if before, ok := f.seen[id]; ok && before.digest != now.digest {
		row.refuse(twice(*row, before))
	} else if !ok {
		f.seen[id] = now
	}
	if row.key == "" || now.title == "" || row.Refused() {
		return
	}
	before, ok := f.titles[row.key]
	if !ok {
		f.titles[row.key] = now
		return
	}
	if before.title != now.title && before.sourceID != id {
		row.refuse(Problem{Code: "ambiguous_in_file", Field: "title", Value: now.title, Facts: facts([]string{
			"first", strconv.Itoa(before.line), "number", row.Facts.Number, "here", before.title, "row", now.title, "source", before.sourceID})})
	}
}

// twice says that two rows of the file claim to be one, and differ.
func twice(row Row, before first) Problem {
	if !row.derived {
		return Problem{Code: "source_twice", Field: "id", Value: row.Source.ID, Facts: facts([]string{"first", strconv.Itoa(before.line)})}
	}
	return Problem{Code: "row_twice", Field: "title", Value: row.Facts.Title, Facts: facts([]string{"first", strconv.Itoa(before.line),
		"number", row.Facts.Number, "here", before.title, "row", row.Facts.Title})}
}

// codes lists the problems of the row, for tests and summaries.
func (r Row) codes() []string {
	var out []string
	for _, p := range r.Problems {
		if !slices.Contains(out, p.Code) {
			out = append(out, p.Code)
		}
	}
	return out
}
