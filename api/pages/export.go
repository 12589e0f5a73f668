package pages

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"huiyin/api/paper"
	"huiyin/domain/wire"
	"huiyin/projections/views"
)

// mass is how many rows are taken along only by who has just shown who they are
// (handbook AUT-09), mostExported how many at once at most.
const (
	mass         = 500
	mostExported = 50_000
)

// exports are the forms in which a list can be taken along, with their headers.
var exports = map[string]struct {
	write func(*visit, io.Writer, *list) error
	media string
	file  string
}{
	"csv":   {(*visit).csv, "text/csv; charset=utf-8", "list.csv"},
	"xlsx":  {(*visit).xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "list.xlsx"},
	"print": {(*visit).printed, "text/html; charset=utf-8", ""},
}

// answer shows the list, or gives all that its filters leave as a file when the
// address asks for one.
func (v *visit) answer(l *list) error {
	format := v.query("format")
	form, ok := exports[format]
	if !ok {
		return v.show(http.StatusOK, "list", l)
	}
	if len(l.Rows) > mass && !v.fresh() {
		return v.see(stepUpHref(v.r.URL.RequestURI()))
	}
	if form.file != "" {
		if err := v.take("export", v.s.limits.Export, time.Hour); err != nil {
			return err
		}
	}
	var out bytes.Buffer
	if err := form.write(v, &out, l); err != nil {
		return err
	}
	if err := v.exported(l, format, out.Bytes()); err != nil {
		return err
	}
	v.w.Header().Set("Content-Type", form.media)
	if form.file != "" {
		v.w.Header().Set("Content-Disposition", `attachment; filename="`+form.file+`"`)
	}
	_, err := out.WriteTo(v.w)
	return err
}

// exported records what is taken along; what cannot be recorded is not handed out
// (handbook IMP-08, LOG-13).
func (v *visit) exported(l *list, format string, content []byte) error {
	sum := sha256.Sum256(content)
	return v.witness(wire.SecurityRecorded{Act: wire.Exported, Details: []wire.SecurityDetail{{Name: "list", Value: l.Title}, {Name: "format", Value: format},
		{Name: "filter", Value: cmp.Or(l.filter(), say("web.filter.all"))}, {Name: "rows", Value: strconv.Itoa(len(l.Rows))},
		{Name: "hash", Value: hex.EncodeToString(sum[:])}}})
}

// csv gives the rows as they are filtered, in a form that spreadsheets read as
// UTF-8. A cell that a spreadsheet would take for a formula is made a text
// (handbook IMP-07).
func (v *visit) csv(out io.Writer, l *list) error {
	if _, err := io.WriteString(out, "\xef\xbb\xbf"); err != nil {
		return err
	}
	w := csv.NewWriter(out)
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
func (v *visit) xlsx(out io.Writer, l *list) error {
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
	return f.Write(out)
}

// printed gives the rows as a paper to be printed across on A4.
func (v *visit) printed(out io.Writer, l *list) error {
	heads, rows := l.table()
	return paper.WriteHTML(out, paperStyle, paper.List(paper.Listing{Title: l.Title, Filter: l.filter(), Heads: heads, Rows: rows, Total: l.Total,
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
