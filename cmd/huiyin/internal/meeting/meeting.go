// Package meeting reads the file of an assignment meeting (交办会): one row for
// each suggestion, with the way it is handed over and its units.
//
// The file is CSV with a head line, or one JSON object a line. Columns go by
// their codes (case, mode, lead, co, separate) or by their words in the
// catalogue; other columns are left alone. A cell may name several units,
// separated by the marks between names or by line breaks, and a unit's scope
// follows it after a colon. An empty mode is read off the units.
//
// Reading is strict about what it uses and loses nothing: every row that cannot
// be read is a Problem with its line, and none is guessed.
package meeting

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"huiyin/domain/acts"
	"huiyin/domain/suggestion"
	"huiyin/domain/zh"
)

// Row is one suggestion of the meeting. Case is as the file names it: a number or
// a case's own id.
type Row struct {
	Line  int
	Case  string
	Mode  suggestion.Mode
	Units []suggestion.UnitPart
}

// Problem is why a row, or with line zero the file, cannot be read. Its words
// stand in the catalogue under "cli.meeting.<code>".
type Problem struct {
	Line  int
	Code  string
	Facts map[string]string
}

// Text words the problem.
func (p Problem) Text() string { return zh.Text("cli.meeting."+p.Code, p.Facts) }

func problem(line int, code string, pairs ...string) Problem {
	p := Problem{Line: line, Code: code, Facts: map[string]string{}}
	for i := 0; i+1 < len(pairs); i += 2 {
		p.Facts[pairs[i]] = pairs[i+1]
	}
	return p
}

// columns are the codes of the columns.
var columns = []string{"case", "mode", "lead", "co", "separate"}

// raw is a row as columns.
type raw struct {
	line  int
	cells map[string]string
}

// Read reads a file. It returns either rows or problems, never both: an
// assignment meeting is handed over as a whole or mended first.
func Read(data []byte) ([]Row, []Problem) {
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	if !utf8.Valid(data) {
		return nil, []Problem{problem(0, "not_utf8")}
	}
	read := readCSV
	if bytes.HasPrefix(bytes.TrimSpace(data), []byte("{")) {
		read = readJSON
	}
	raws, problems := read(data)
	var rows []Row
	seen := map[string]int{}
	for _, r := range raws {
		row, wrong := r.row()
		if before, twice := seen[row.Case]; twice && wrong == nil {
			p := problem(r.line, "twice", "case", row.Case, "line", fmt.Sprint(before))
			wrong = &p
		}
		seen[row.Case] = r.line
		if wrong != nil {
			problems = append(problems, *wrong)
			continue
		}
		rows = append(rows, row)
	}
	switch {
	case len(problems) > 0:
		slices.SortStableFunc(problems, func(a, b Problem) int { return a.Line - b.Line })
		return nil, problems
	case len(rows) == 0:
		return nil, []Problem{problem(0, "empty")}
	}
	return rows, nil
}

func readCSV(data []byte) ([]raw, []Problem) {
	r := csv.NewReader(bytes.NewReader(data))
	r.FieldsPerRecord = -1
	if head, _, _ := bytes.Cut(data, []byte("\n")); bytes.ContainsRune(head, '\t') { // copied out of a spreadsheet
		r.Comma = '\t'
	}
	head, err := r.Read()
	if errors.Is(err, io.EOF) {
		return nil, nil
	}
	if err != nil {
		return nil, []Problem{problem(1, "not_csv", "detail", err.Error())}
	}
	at, wrong := header(head)
	if wrong != nil {
		return nil, []Problem{*wrong}
	}
	var out []raw
	for {
		record, err := r.Read()
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			return nil, []Problem{problem(0, "not_csv", "detail", err.Error())}
		}
		line, _ := r.FieldPos(0)
		row := raw{line, map[string]string{}}
		for code, i := range at {
			if i < len(record) {
				row.cells[code] = strings.TrimSpace(record[i])
			}
		}
		if strings.TrimSpace(strings.Join(record, "")) != "" {
			out = append(out, row)
		}
	}
}

// header finds the columns by code or by word.
func header(names []string) (map[string]int, *Problem) {
	at := map[string]int{}
	for i, name := range names {
		name = strings.TrimSpace(name)
		for _, code := range columns {
			if name != code && !slices.Contains(wordsOf(code), name) {
				continue
			}
			if _, twice := at[code]; twice {
				p := problem(1, "column_twice", "name", name)
				return nil, &p
			}
			at[code] = i
		}
	}
	if _, ok := at["case"]; !ok {
		p := problem(1, "no_case_column", "words", strings.Join(wordsOf("case"), zh.Label("fmt", "join")))
		return nil, &p
	}
	return at, nil
}

// wordsOf are the words under which offices know a column.
func wordsOf(code string) []string { return strings.Split(zh.Label("cli.meeting.column", code), "|") }

func readJSON(data []byte) (out []raw, problems []Problem) {
	for i, line := range bytes.Split(data, []byte("\n")) {
		if line = bytes.TrimSpace(line); len(line) == 0 {
			continue
		}
		var object map[string]any
		if err := json.Unmarshal(line, &object); err != nil {
			problems = append(problems, problem(i+1, "not_json", "detail", err.Error()))
			continue
		}
		row := raw{i + 1, map[string]string{}}
		for _, code := range columns {
			text, ok := textOf(object[code])
			if !ok {
				problems = append(problems, problem(i+1, "not_text", "name", code))
			}
			row.cells[code] = text
		}
		out = append(out, row)
	}
	return out, problems
}

// textOf reads a text, or a list of texts as lines.
func textOf(v any) (string, bool) {
	switch v := v.(type) {
	case nil:
		return "", true
	case string:
		return strings.TrimSpace(v), true
	case []any:
		var all []string
		for _, e := range v {
			text, ok := e.(string)
			if !ok {
				return "", false
			}
			all = append(all, text)
		}
		return strings.Join(all, "\n"), true
	}
	return "", false
}

// Parse reads one row whose cells stand under the codes of the columns.
func Parse(line int, cells map[string]string) (Row, *Problem) { return raw{line, cells}.row() }

func (r raw) row() (Row, *Problem) {
	row := Row{Line: r.line, Case: r.cells["case"]}
	fail := func(code string, pairs ...string) (Row, *Problem) {
		p := problem(r.line, code, pairs...)
		return row, &p
	}
	if row.Case == "" {
		return fail("no_case")
	}
	for _, c := range []struct {
		code string
		part suggestion.Part
	}{{"lead", suggestion.Lead}, {"co", suggestion.Co}, {"separate", suggestion.Separated}} {
		for _, cell := range strings.FieldsFunc(r.cells[c.code], func(x rune) bool { return strings.ContainsRune(separators, x) }) {
			if unit, scope := unitOf(cell); unit != "" {
				row.Units = append(row.Units, suggestion.UnitPart{Unit: unit, Part: c.part, Scope: scope})
			}
		}
	}
	if len(row.Units) == 0 {
		return fail("no_units")
	}
	mode, ok := modeOf(r.cells["mode"], row.Units)
	if !ok {
		return fail("bad_mode", "mode", r.cells["mode"])
	}
	row.Mode = mode
	return row, nil
}

// separators stand between units: the enumeration comma, semicolons, line breaks.
const separators = "\u3001;\uff1b\n\r"

// unitOf reads unit or unit:scope.
func unitOf(cell string) (unit, scope string) {
	unit, scope, _ = strings.Cut(strings.ReplaceAll(cell, "\uff1a", ":"), ":")
	return strings.TrimSpace(unit), strings.TrimSpace(scope)
}

// modeOf reads the mode by code or word; an empty one follows from the units.
func modeOf(text string, units []suggestion.UnitPart) (suggestion.Mode, bool) {
	modes := []suggestion.Mode{suggestion.Single, suggestion.LeadAndCo, suggestion.Separate, suggestion.SeveralLeads}
	if text != "" {
		i := slices.IndexFunc(modes, func(m suggestion.Mode) bool { return text == string(m) || text == zh.Label("mode", string(m)) })
		if i < 0 {
			return "", false
		}
		return modes[i], true
	}
	count := map[suggestion.Part]int{}
	for _, u := range units {
		count[u.Part]++
	}
	switch {
	case count[suggestion.Separated] > 0:
		return suggestion.Separate, true
	case count[suggestion.Lead] > 1:
		return suggestion.SeveralLeads, true
	case count[suggestion.Co] > 0:
		return suggestion.LeadAndCo, true
	}
	return suggestion.Single, true
}

// Cells is the row as an intent keeps it.
func (r Row) Cells() []string {
	out := []string{string(r.Mode)}
	for _, u := range r.Units {
		out = append(out, acts.UnitText(u))
	}
	return out
}
