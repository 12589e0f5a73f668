package annual

import (
	"embed"
	"html/template"
	"io"
	"strconv"
	"strings"

	"huiyin/domain/zh"
)

//go:embed page.html
var pageFiles embed.FS

var page = template.Must(template.New("page.html").Funcs(template.FuncMap{"word": zh.Label, "stop": func() string { return stop }}).ParseFS(pageFiles, "page.html"))

// stop ends a sentence; the catalogue leaves it to the caller.
const stop = "\u3002"

// wideColumns is from how many columns on a table is printed across.
const wideColumns = 7

// sheetView is a table as the page shows it.
type sheetView struct {
	Table
	Wide bool
	Rows []rowView
}

type rowView struct {
	Row
	Cells []cellView
}

type cellView struct {
	Figure
	Measure, Share string
}

// Anchor is the figure's ID without the blanks that a group's name may hold.
func (c cellView) Anchor() string { return strings.Join(strings.Fields(c.ID), "_") }

// HTML writes the report as one page that needs nothing beside it: no script,
// no font, no other file. It prints on A4. Every figure stands with its
// denominator and leads to its definition.
func (r *Report) HTML(w io.Writer, i Imprint) error {
	view := struct {
		Title, Scope, Until string
		Lines               [][2]string
		Sheets              []sheetView
		Glossary            []Definition
	}{zh.Label("report", "title"), r.Scope(), r.until(), r.Particulars(i), nil, r.Glossary}
	for _, t := range r.Tables {
		view.Sheets = append(view.Sheets, r.view(t))
	}
	return page.Execute(w, view)
}

func (r *Report) view(t Table) sheetView {
	v := sheetView{Table: t, Wide: len(t.Columns) >= wideColumns}
	for _, row := range t.Rows {
		line := rowView{Row: row}
		for _, f := range row.Figures {
			line.Cells = append(line.Cells, cellView{f, zh.Label("report.measure", string(f.Measure)), r.Share(f)})
		}
		v.Rows = append(v.Rows, line)
	}
	return v
}

// ByRow reports whether each row has a definition of its own; else each column
// has one.
func (v sheetView) ByRow() bool {
	return len(v.Columns) == 1 && len(v.Rows) > 0 && v.Rows[0].Kind == ""
}

// Definition is the definition of a column.
func (v sheetView) Definition(column int) string {
	if len(v.Rows) == 0 {
		return ""
	}
	return v.Rows[0].Figures[column].Definition
}

// Number is a table's place in the page.
func (v sheetView) Number(index int) string { return strconv.Itoa(index + 1) }
