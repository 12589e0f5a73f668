package cli

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"huiyin/cmd/huiyin/internal/sheet"
	"huiyin/domain/zh"
	"huiyin/projections/annual"
)

// printing says in which form a report is given out, and where.
type printing struct {
	format    string
	out       string
	by        string
	withCases bool
}

func (p *printing) flags(c *cobra.Command) {
	c.Flags().StringVar(&p.format, "format", "", text("flag.format"))
	c.Flags().StringVar(&p.out, "out", "", text("flag.out"))
	c.Flags().StringVar(&p.by, "by", "", text("flag.by"))
	c.Flags().BoolVar(&p.withCases, "with-cases", false, text("flag.with_cases"))
}

// formats are the forms a report comes in.
func formats() []string { return []string{"text", "json", "csv", "xlsx", "html"} }

func (p *printing) check(a *app) error {
	if p.format == "" {
		p.format = "text"
		if a.json {
			p.format = "json"
		}
	}
	if !slices.Contains(formats(), p.format) {
		return usage("cli.bad_choice", "flag", "--format", "value", p.format, "choices", strings.Join(formats(), " "))
	}
	if p.format == "xlsx" && p.out == "" {
		return usage("cli.report.need_out")
	}
	return nil
}

// printReport gives the report out: to a file, which appears whole or not at
// all, or to standard output.
func (a *app) printReport(r *annual.Report, p printing, i annual.Imprint) (err error) {
	if i.Digest, err = r.Digest(); err != nil {
		return err
	}
	var b bytes.Buffer
	if err := a.writeReport(&b, r, p, i); err != nil {
		return err
	}
	if p.out == "" {
		_, err := a.out.Write(b.Bytes())
		return err
	}
	if err := writeFile(p.out, b.Bytes()); err != nil {
		return err
	}
	a.note("cli.report.written", "file", p.out, "digest", i.Digest)
	return nil
}

func (a *app) writeReport(w io.Writer, r *annual.Report, p printing, i annual.Imprint) error {
	switch p.format {
	case "json":
		encode := r.JSON
		if p.withCases {
			encode = r.JSONWithCases
		}
		data, err := encode()
		if err == nil {
			_, err = w.Write(data)
		}
		return err
	case "csv":
		return sheet.WriteCSV(w, tableOf(r.Flat(i)))
	case "xlsx":
		var tables []sheet.Table
		for _, g := range r.Grids(i) {
			tables = append(tables, tableOf(g))
		}
		return sheet.WriteXLSX(w, tables)
	case "html":
		return r.HTML(w, i)
	}
	if a.plain {
		g := r.Flat(i)
		for _, row := range append([][]string{g.Heads}, g.Rows...) {
			fmt.Fprintln(w, strings.Join(row, "\t"))
		}
		return nil
	}
	return writeText(w, r, i)
}

func tableOf(g annual.Grid) sheet.Table {
	return sheet.Table{Name: g.Name, Heads: g.Heads, Rows: g.Rows, Numbers: g.Numbers}
}

// writeFile puts a finished file in its place in one step.
func writeFile(name string, data []byte) (err error) {
	f, err := os.CreateTemp(filepath.Dir(name), ".huiyin-*")
	if err != nil {
		return notFound{say("cli.report.cannot_write", "file", name, "detail", err.Error())}
	}
	defer func() {
		if err != nil {
			os.Remove(f.Name())
		}
	}()
	_, err = f.Write(data)
	if closing := f.Close(); err == nil {
		err = closing
	}
	if err == nil {
		err = os.Chmod(f.Name(), 0o644)
	}
	if err == nil {
		err = os.Rename(f.Name(), name)
	}
	return err
}

// writeText prints the tables for a terminal: each figure with its denominator.
func writeText(w io.Writer, r *annual.Report, i annual.Imprint) error {
	fmt.Fprintf(w, "%s %s\n", r.Scope(), zh.Label("report", "title"))
	for n, t := range r.Tables {
		fmt.Fprintf(w, "\n%s\n", say("cli.report.table", "n", fmt.Sprint(n+1), "name", t.Name, "id", t.ID))
		out := newTable(textHeads(t)...)
		for _, row := range t.Rows {
			out.add(textRow(r, t, row)...)
		}
		out.write(w, "  ")
		for _, note := range t.Notes {
			fmt.Fprintf(w, "  %s\n", say("cli.report.note", "text", note))
		}
	}
	fmt.Fprintln(w)
	for _, line := range r.Particulars(i) {
		fmt.Fprintln(w, say("cli.report.line", "name", line[0], "value", line[1]))
	}
	return nil
}

func textHeads(t annual.Table) []string {
	heads := []string{t.Axis}
	for _, c := range t.Columns {
		heads = append(heads, c.Name)
	}
	if len(t.Columns) == 1 {
		heads = append(heads, text("col.share"))
	}
	return heads
}

// textRow spells the denominator out where there is room, and gives it in
// brackets where there are several columns.
func textRow(r *annual.Report, t annual.Table, row annual.Row) []string {
	cells := []string{row.Name}
	for _, f := range row.Figures {
		cell := fmt.Sprint(f.Count)
		switch {
		case len(t.Columns) == 1:
			cells = append(cells, cell+zh.Label("report.measure", string(f.Measure)), r.Share(f))
			continue
		case f.Percent != "":
			cell = say("cli.report.cell", "count", cell, "percent", f.Percent, "base", fmt.Sprint(f.Base))
		}
		cells = append(cells, cell)
	}
	return cells
}
