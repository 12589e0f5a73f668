package cli

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/mattn/go-runewidth"
)

// table is a result as rows; Chinese characters count as two columns.
type table struct {
	heads []string
	rows  [][]string
}

func newTable(heads ...string) *table { return &table{heads: heads} }

func (t *table) add(cells ...string) { t.rows = append(t.rows, cells) }

// write aligns the columns. The last one is not padded.
func (t *table) write(w io.Writer, indent string) {
	all := t.rows
	if strings.Join(t.heads, "") != "" {
		all = append([][]string{t.heads}, t.rows...)
	}
	widths := make([]int, len(t.heads))
	for _, row := range all {
		for i, cell := range row {
			widths[i] = max(widths[i], width.StringWidth(cell))
		}
	}
	for _, row := range all {
		var b strings.Builder
		for i, cell := range row {
			b.WriteString(cell)
			if i < len(row)-1 {
				b.WriteString(strings.Repeat(" ", widths[i]-width.StringWidth(cell)+2))
			}
		}
		fmt.Fprintln(w, indent+strings.TrimRight(b.String(), " "))
	}
}

// width counts a Chinese punctuation mark as two columns in every locale.
var width = &runewidth.Condition{EastAsianWidth: true}

// show prints a result in the form asked for: JSON, tab-separated, or a table
// for people.
func (a *app) show(data any, t *table) error {
	switch {
	case a.json:
		return a.printJSON(data)
	case a.plain:
		for _, row := range append([][]string{t.heads}, t.rows...) {
			fmt.Fprintln(a.out, strings.Join(row, "\t"))
		}
	default:
		t.write(a.out, "")
	}
	return nil
}

func (a *app) printJSON(data any) error {
	e := json.NewEncoder(a.out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(data)
}

// heads looks up column heads.
func heads(names ...string) []string {
	out := make([]string, len(names))
	for i, n := range names {
		out[i] = text("col." + n)
	}
	return out
}

// cut shortens a text to a width in columns.
func cut(s string, columns int) string {
	return width.Truncate(s, columns, "…")
}
