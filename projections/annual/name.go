package annual

import (
	"strconv"
	"strings"

	"huiyin/domain/zh"
)

// place is where a figure stands.
type place struct {
	table  *Table
	row    *Row
	column int
}

func (p place) figure() *Figure { return &p.row.Figures[p.column] }

// Name is the figure's name in words: table, row and column.
func (r *Report) Name(id string) string {
	at, ok := r.places[id]
	if !ok {
		return id
	}
	parts := []string{at.table.Name, at.row.Name}
	if len(at.table.Columns) > 1 {
		parts = append(parts, at.table.Columns[at.column].Name)
	}
	return strings.Join(parts, zh.Label("report.word", "dot"))
}

// Share is the figure's part of its denominator in words: of what, of how many,
// and how much. It is empty for a plain count.
func (r *Report) Share(f Figure) string {
	at, ok := r.places[f.Of]
	if !ok {
		return ""
	}
	facts := map[string]string{"name": at.base(r.places[f.ID]), "base": strconv.Itoa(f.Base), "percent": f.Percent,
		"measure": zh.Label("report.measure", string(at.figure().Measure))}
	if f.Percent == "" {
		return zh.Text("report.word.no_base", facts)
	}
	return zh.Text("report.word.of", facts)
}

// base is what a figure is called as the denominator of another: its row without
// its brackets and its "of these"; its column, where the two share a row; or, for
// the sum of a table, what was known of it.
func (p place) base(of place) string {
	switch {
	case p.row.Kind == "":
		name, _, _ := strings.Cut(p.row.Name, zh.Label("report.word", "bracket"))
		return strings.TrimPrefix(name, zh.Label("report.word", "among"))
	case p.table == of.table && p.column != of.column:
		return p.table.Columns[p.column].Name
	case zh.Has("report.base." + p.table.ID):
		return zh.Label("report.base", p.table.ID)
	}
	return zh.Label("report.base", "known")
}

// define looks a definition's words up: its table, and its row or column.
func define(id string) Definition {
	table, part, _ := strings.Cut(id, ".")
	name := zh.Label("report.col", part)
	for _, kind := range []string{"report.col.", "report.row."} {
		if zh.Has(kind + id) {
			name = zh.Label(kind+table, part)
		}
	}
	return Definition{ID: id, Name: zh.Label("report.table", table) + zh.Label("report.word", "dot") + name, Text: zh.Label("report.def", id)}
}
