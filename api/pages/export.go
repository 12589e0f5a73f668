package pages

import (
	"cmp"
	"encoding/csv"
	"net/http"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"huiyin/api/paper"
	"huiyin/projections/views"
)

// answer shows the list, or gives it as a file when the address asks for one.
func (v *visit) answer(l *list) error {
	switch v.query("format") {
	case "csv":
		return v.csv(l)
	case "xlsx":
		return v.xlsx(l)
	case "print":
		return v.printed(l)
	}
	return v.show(http.StatusOK, "list", l)
}

// csv gives the rows as they are filtered, in a form that spreadsheets read as
// UTF-8. A cell that a spreadsheet would take for a formula is made a text
// (handbook IMP-07).
func (v *visit) csv(l *list) error {
	v.w.Header().Set("Content-Type", "text/csv; charset=utf-8")
	v.w.Header().Set("Content-Disposition", `attachment; filename="list.csv"`)
	if _, err := v.w.Write([]byte("\xef\xbb\xbf")); err != nil {
		return err
	}
	w := csv.NewWriter(v.w)
	heads, rows := l.table()
	if err := w.Write(heads); err != nil {
		return err
	}
	for _, line := range rows {
		for i := range line {
			line[i] = harmless(line[i])
		}
		if err := w.Write(line); err != nil {
			return err
		}
	}
	if err := w.Write([]string{v.imprint(l)}); err != nil {
		return err
	}
	w.Flush()
	return w.Error()
}

// table is what the list shows, as texts.
func (l *list) table() (heads []string, rows [][]string) {
	for _, c := range l.Columns {
		if c.Shown {
			heads = append(heads, c.Title)
		}
	}
	for _, r := range l.Rows {
		var line []string
		for i, c := range r.Cells {
			if l.Show(i) {
				line = append(line, c.Text+lightOf(c.Light).Word)
			}
		}
		rows = append(rows, line)
	}
	return heads, rows
}

// xlsx gives the rows as a workbook. Every cell is a text, so that numbers keep
// their zeros (handbook HATE-13).
func (v *visit) xlsx(l *list) error {
	f := excelize.NewFile()
	defer f.Close()
	heads, rows := l.table()
	w, err := f.NewStreamWriter(f.GetSheetName(0))
	if err != nil {
		return err
	}
	for i, line := range append(append([][]string{heads}, rows...), []string{v.imprint(l)}) {
		cells := make([]any, len(line))
		for j, text := range line {
			cells[j] = text
		}
		if err := w.SetRow("A"+strconv.Itoa(i+1), cells); err != nil {
			return err
		}
	}
	if err := w.Flush(); err != nil {
		return err
	}
	v.w.Header().Set("Content-Type", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
	v.w.Header().Set("Content-Disposition", `attachment; filename="list.xlsx"`)
	return f.Write(v.w)
}

// printed gives the rows as a paper to be printed across on A4.
func (v *visit) printed(l *list) error {
	heads, rows := l.table()
	v.w.Header().Set("Content-Type", "text/html; charset=utf-8")
	return paper.WriteHTML(v.w, paperStyle, paper.List(paper.Listing{Title: l.Title, Filter: l.filter(), Heads: heads, Rows: rows, Total: l.Total,
		Printed: v.imprinted()}))
}

// imprint says who took what, when and narrowed to what.
func (v *visit) imprint(l *list) string {
	return say("web.list.imprint", "who", v.who.Person.Name, "at", stamp(v.s.o.Desk.Now()), "filter", cmp.Or(l.filter(), say("web.filter.all")),
		"n", strconv.Itoa(l.Total), "shown", strconv.Itoa(len(l.Rows)))
}

// filter words what the list is narrowed to; empty for nothing.
func (l *list) filter() string {
	var all []string
	for _, f := range l.Filters {
		value := f.Value
		for _, o := range f.Options {
			if o.Value == value {
				value = o.Word
			}
		}
		if value != "" {
			all = append(all, f.Label+" "+value)
		}
	}
	return strings.Join(all, views.ListMark)
}

func harmless(s string) string {
	if s != "" && strings.ContainsAny(s[:1], "=+-@\t\r\x00") || strings.HasPrefix(s, "\uff1d") || strings.HasPrefix(s, "\uff0b") ||
		strings.HasPrefix(s, "\uff0d") || strings.HasPrefix(s, "\uff20") {
		return "'" + s
	}
	return s
}
