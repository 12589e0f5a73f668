package cli

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"regexp"
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

// printJSON writes data with snake_case keys, whatever Go calls the fields.
func (a *app) printJSON(data any) error {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(data); err != nil {
		return err
	}
	_, err := a.out.Write(goKey.ReplaceAllFunc(b.Bytes(), func(key []byte) []byte {
		return bytes.ToLower(goWord.ReplaceAll(key, []byte("${1}_${2}")))
	}))
	return err
}

// A key as the encoder indents it: at the start of a line, an exported Go name
// of two letters or more, so that a class "A" or a state stays as it is.
var (
	goKey  = regexp.MustCompile(`(?m)^ +"[A-Z][A-Za-z0-9]+":`)
	goWord = regexp.MustCompile(`([a-z0-9])([A-Z])`)
)

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
