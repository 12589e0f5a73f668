package annual

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"huiyin/domain/calendar"
	"huiyin/domain/zh"
)

// Grid is a table as text, for files that a spreadsheet program opens. The
// columns in Numbers, counted from 0, hold numbers.
type Grid struct {
	Name    string
	Heads   []string
	Rows    [][]string
	Numbers []int
}

// Imprint is what stands at the foot of a printed report beside what the report
// itself says: who made it, when, and under which name it is frozen.
type Imprint struct {
	By     string
	On     calendar.Date // of publication
	At     time.Time     // of printing
	Frozen string        // name and version; empty for a report that is not frozen
	Reason string        // why this version restates an older one
	Digest string
}

// Particulars are the imprint and the report's own particulars as name and value.
func (r *Report) Particulars(i Imprint) [][2]string {
	var out [][2]string
	add := func(key, value string) {
		if value != "" {
			out = append(out, [2]string{zh.Label("report.imprint", key), value})
		}
	}
	add("scope", r.Scope())
	add("until", r.until())
	add("position", strconv.FormatUint(r.Position, 10))
	add("naming", zh.Label("report.naming", string(r.Params.Naming)))
	add("definitions", r.Definitions)
	add("frozen", i.Frozen)
	add("reason", i.Reason)
	add("digest", i.Digest)
	add("by", i.By)
	if !i.On.IsZero() {
		add("on", zh.Date(i.On))
	}
	add("at", moment(i.At))
	return out
}

// Scope is the scope in words.
func (r *Report) Scope() string {
	s := r.Params.Scope
	text := s.Congress + s.Session
	if s.Year != 0 {
		text += zh.Text("report.word.year", map[string]string{"year": strconv.Itoa(s.Year)})
	}
	if text == "" {
		return zh.Label("report.word", "scope_all")
	}
	return text
}

// until says where the report ends: a whole day, or an instant in China.
func (r *Report) until() string {
	if day, whole := r.Day(); whole {
		return zh.Date(day)
	}
	return moment(r.Until)
}

// moment is an instant in China to the minute; empty for none.
func moment(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	local := t.In(calendar.CST())
	return zh.Text("report.word.moment", map[string]string{"date": zh.Date(calendar.DateOf(t)), "h": strconv.Itoa(local.Hour()), "m": strconv.Itoa(local.Minute())})
}

// Flat is the whole report as one tidy table, a figure a row. The particulars
// of the report are rows too, without a figure.
func (r *Report) Flat(i Imprint) Grid {
	g := Grid{Name: zh.Label("report", "title"), Numbers: []int{4, 6, 7, 8}}
	for _, key := range []string{"id", "table", "row", "column", "value", "measure", "numerator", "denominator", "percent", "of", "definition"} {
		g.Heads = append(g.Heads, zh.Label("report.flat", key))
	}
	for _, t := range r.Tables {
		for _, row := range t.Rows {
			for j, f := range row.Figures {
				g.Rows = append(g.Rows, r.flat(t, row, t.Columns[j], f))
			}
		}
	}
	for _, line := range r.Particulars(i) {
		row := make([]string, len(g.Heads))
		row[1], row[2], row[4] = g.Name, line[0], line[1]
		g.Rows = append(g.Rows, row)
	}
	return g
}

func (r *Report) flat(t Table, row Row, c Column, f Figure) []string {
	out := []string{f.ID, t.Name, row.Name, c.Name, strconv.Itoa(f.Count), zh.Label("report.measure", string(f.Measure)), "", "", "", "", f.Definition}
	if f.Of != "" {
		out[6], out[7], out[8], out[9] = strconv.Itoa(f.Count), strconv.Itoa(f.Base), f.Percent, r.Name(f.Of)
	}
	return out
}

// Grids are the report as sheets: the particulars, each table, the definitions.
func (r *Report) Grids(i Imprint) []Grid {
	about := Grid{Name: zh.Label("report.sheet", "about"), Heads: []string{zh.Label("report", "title"), ""}}
	for _, line := range r.Particulars(i) {
		about.Rows = append(about.Rows, []string{line[0], line[1]})
	}
	out := []Grid{about}
	for _, t := range r.Tables {
		out = append(out, r.sheet(t))
	}
	words := Grid{Name: zh.Label("report.sheet", "definitions"), Heads: []string{zh.Label("report.flat", "definition"), zh.Label("report.sheet", "name"), zh.Label("report.sheet", "definitions")}}
	for _, d := range r.Glossary {
		words.Rows = append(words.Rows, []string{d.ID, d.Name, d.Text})
	}
	return append(out, words)
}

// sheet is one table; a column with denominators takes three.
func (r *Report) sheet(t Table) Grid {
	g := Grid{Name: t.Name, Heads: []string{t.Axis}}
	rated := make([]bool, len(t.Columns))
	for j, c := range t.Columns {
		rated[j] = slices.ContainsFunc(t.Rows, func(row Row) bool { return row.Figures[j].Of != "" })
		g.Heads = append(g.Heads, c.Name)
		if rated[j] {
			g.Heads = append(g.Heads, zh.Label("report.flat", "denominator"), zh.Label("report.flat", "percent"))
		}
	}
	for n := 1; n < len(g.Heads); n++ {
		g.Numbers = append(g.Numbers, n)
	}
	for _, row := range t.Rows {
		cells := []string{row.Name}
		for j, f := range row.Figures {
			cells = append(cells, strconv.Itoa(f.Count))
			if rated[j] && f.Of != "" {
				cells = append(cells, strconv.Itoa(f.Base), f.Percent)
			} else if rated[j] {
				cells = append(cells, "", "")
			}
		}
		g.Rows = append(g.Rows, cells)
	}
	if len(t.Notes) > 0 {
		g.Rows = append(g.Rows, []string{strings.Join(t.Notes, stop)})
	}
	return g
}
