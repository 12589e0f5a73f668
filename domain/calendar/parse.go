package calendar

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// header is the first line of a holiday file.
const header = "date,kind,name,notice_year"

// A notice outside these years is a typing error; the bound also keeps the
// compiled table small.
const (
	firstNotice = 1950
	lastNotice  = 2199
)

// ErrNotice is wrapped by every error Parse returns.
var ErrNotice = errors.New("calendar: bad holiday notices")

// ParseError says which line of a holiday file is wrong and why.
type ParseError struct {
	// Line counts from 1, the header included.
	Line int
	// Reason is an English sentence fragment.
	Reason string
}

// Error names the line and the reason.
func (e *ParseError) Error() string {
	return fmt.Sprintf("%v: line %d: %s", ErrNotice, e.Line, e.Reason)
}

// Unwrap returns ErrNotice.
func (e *ParseError) Unwrap() error { return ErrNotice }

// row is one line of a notice.
type row struct {
	date   Date
	kind   kind
	name   string
	notice int
}

// Parse compiles holiday notices from CSV: the header date,kind,name,notice_year
// and one row a day, kind being off or work. Order does not matter; a byte order
// mark, CRLF line ends and blank lines at the end are accepted, as spreadsheet
// programs write them. Refused are a day named twice, a day that belongs neither
// to the year of its notice nor to the December before, and a file without rows.
// Errors are *ParseError and name the line.
func Parse(r []byte) (Calendar, error) {
	text := strings.TrimRight(string(bytes.TrimPrefix(r, []byte("\ufeff"))), "\r\n")
	lines := strings.Split(text, "\n")
	if strings.TrimSuffix(lines[0], "\r") != header {
		return Calendar{}, &ParseError{Line: 1, Reason: "header must be " + header}
	}
	rows := make([]row, 0, len(lines)-1)
	seen := make(map[Date]int, len(lines)-1)
	for i, line := range lines[1:] {
		parsed, reason := parseRow(strings.TrimSuffix(line, "\r"))
		if reason == "" && seen[parsed.date] != 0 {
			reason = fmt.Sprintf("%v is already named on line %d", parsed.date, seen[parsed.date])
		}
		if reason != "" {
			return Calendar{}, &ParseError{Line: i + 2, Reason: reason}
		}
		seen[parsed.date] = i + 2
		rows = append(rows, parsed)
	}
	if len(rows) == 0 {
		return Calendar{}, &ParseError{Line: 1, Reason: "no day follows the header"}
	}
	slices.SortFunc(rows, func(a, b row) int { return a.date.Compare(b.date) })
	return Calendar{t: compile(rows)}, nil
}

// parseRow returns the row, or the reason why the line is none.
func parseRow(line string) (parsed row, reason string) {
	fields := strings.Split(line, ",")
	if len(fields) != 4 {
		return row{}, fmt.Sprintf("want 4 fields, got %d", len(fields))
	}
	date, err := ParseDate(fields[0])
	if err != nil {
		return row{}, err.Error()
	}
	parsed = row{date: date, name: fields[2]}
	switch fields[1] {
	case "off":
		parsed.kind = off
	case "work":
		parsed.kind = work
	default:
		return row{}, fmt.Sprintf("kind must be off or work, got %q", fields[1])
	}
	if !plainName(parsed.name) {
		return row{}, fmt.Sprintf("name must be plain text, got %q", parsed.name)
	}
	year, ok := digits(fields[3])
	if !ok || len(fields[3]) != 4 || year < firstNotice || year > lastNotice {
		return row{}, fmt.Sprintf("notice_year must be %d to %d, got %q", firstNotice, lastNotice, fields[3])
	}
	parsed.notice = year
	return parsed, parsed.misplaced()
}

// misplaced says why the day cannot stand in its notice, or nothing.
func (r row) misplaced() string {
	year, month, _ := r.date.Civil()
	if year == r.notice || (year == r.notice-1 && month == 12) {
		return ""
	}
	return fmt.Sprintf("the notice for %d does not speak of %v", r.notice, r.date)
}

// plainName refuses what would need quoting or could not be printed, which keeps
// the canonical form free of escapes.
func plainName(s string) bool {
	if s == "" || !utf8.ValidString(s) || strings.TrimSpace(s) != s {
		return false
	}
	return !strings.ContainsFunc(s, func(r rune) bool { return r == '"' || !unicode.IsPrint(r) })
}
