package importing

import (
	"encoding/json"
	"regexp"
	"strconv"
	"strings"

	"huiyin/cmd/huiyin/internal/sheet"
)

// scientific is what a spreadsheet program makes of a long number that should
// have been text; its last digits are lost.
var scientific = regexp.MustCompile(`^[+-]?\d(\.\d+)?[Ee]\+?\d{1,3}$`)

// mostDigits is what a spreadsheet program keeps of a number.
const mostDigits = 15

// stripped is a cell's text without outer spaces; empty where it says nothing,
// as a dash or "none" does.
func stripped(s string) string {
	s = strings.TrimSpace(strings.ReplaceAll(s, "\r\n", "\n"))
	if _, says := words().name("blank", s); says {
		return ""
	}
	return s
}

// strict reads a text that must have been stored as text: a number has lost its
// leading zeros or its last digits, and 1-2 may have become a day.
func (r *tableRow) strict(field string, c sheet.Cell) string {
	s := stripped(c.Text)
	if c.Type != sheet.String || scientific.MatchString(s) {
		r.refuse("text_column", field, c.Text)
		return ""
	}
	return s
}

// plain reads a text in which a short number may stand.
func (r *tableRow) plain(field string, c sheet.Cell) string {
	s := stripped(c.Text)
	digits := strings.Count(s, "") - 1 - strings.Count(s, ".") - strings.Count(s, "-")
	if c.Type == sheet.Date || scientific.MatchString(s) || c.Type == sheet.Number && (digits > mostDigits || strings.Contains(s, "E")) {
		r.refuse("text_column", field, c.Text)
		return ""
	}
	return s
}

// free reads a text of any kind; a dash in it is a dash.
func (r *tableRow) free(field string, c sheet.Cell) string {
	if c.Type == sheet.Date && field == "note" {
		return c.Text
	}
	if s := r.plain(field, c); s != "" {
		return s
	}
	if field == "title" && c.Type == sheet.String {
		return strings.TrimSpace(c.Text)
	}
	return ""
}

// day reads a cell of a column of days. A number that is not formatted as a day
// is refused: which day it means depends on the program that made it. Eight
// digits are no such number but a day as written.
func (r *tableRow) day(field string, c sheet.Cell) string {
	s := stripped(c.Text)
	if c.Type == sheet.Number {
		if _, ok := parseDay(s); !ok {
			r.refuse("serial_day", field, s)
			return ""
		}
	}
	return s
}

func (r *tableRow) year(c sheet.Cell) {
	s := fold(stripped(c.Text))
	for _, sign := range words().of("sign", "year") {
		s = strings.TrimSuffix(s, sign)
	}
	r.whole("year", s, c)
}

func (r *tableRow) count(c sheet.Cell) {
	s := fold(stripped(c.Text))
	for _, sign := range words().of("sign", "people") {
		s = strings.TrimSuffix(s, sign)
	}
	r.whole("deputies_total", s, c)
}

// whole sets a whole number; anything else is left for the reading to refuse.
func (r *tableRow) whole(field, s string, c sheet.Cell) {
	n, err := strconv.Atoi(s)
	switch {
	case s == "":
	case err == nil:
		r.tree[field] = jsonNumber(n)
	default:
		r.tree[field] = c.Text
	}
}

func jsonNumber(n int) json.Number { return json.Number(strconv.Itoa(n)) }

// answer reads a yes or a no; other words are left for the reading to refuse.
func (r *tableRow) answer(c sheet.Cell) {
	s := stripped(c.Text)
	name, known := words().name("answer", strings.ToUpper(s))
	switch {
	case s == "":
	case known:
		r.tree["is_key"] = name == "yes"
	default:
		r.tree["is_key"] = s
	}
}

// term splits a congress and its session that stand in one cell.
func (r *tableRow) term(c sheet.Cell) {
	s := fold(r.plain("term", c))
	if s == "" {
		return
	}
	for _, sign := range words().of("sign", "term") {
		if before, after, ok := strings.Cut(s, sign); ok && before != "" && after != "" {
			r.tree["congress"], r.tree["session"] = before+sign, after
			return
		}
	}
	r.refuse("term_unread", "term", c.Text)
}
