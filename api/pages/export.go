package pages

import (
	"encoding/csv"
	"net/http"
	"strings"
)

// answer shows the list, or gives it as a file when the address asks for one.
func (v *visit) answer(l *list) error {
	if v.query("format") == "csv" {
		return v.csv(l)
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
	var heads []string
	for _, c := range l.Columns {
		if c.Shown {
			heads = append(heads, c.Title)
		}
	}
	if err := w.Write(heads); err != nil {
		return err
	}
	for _, r := range l.Rows {
		var line []string
		for i, c := range r.Cells {
			if l.Show(i) {
				line = append(line, harmless(c.Text+lightOf(c.Light).Word))
			}
		}
		if err := w.Write(line); err != nil {
			return err
		}
	}
	w.Flush()
	return w.Error()
}

func harmless(s string) string {
	if s != "" && strings.ContainsAny(s[:1], "=+-@\t\r\x00") || strings.HasPrefix(s, "\uff1d") || strings.HasPrefix(s, "\uff0b") ||
		strings.HasPrefix(s, "\uff0d") || strings.HasPrefix(s, "\uff20") {
		return "'" + s
	}
	return s
}
