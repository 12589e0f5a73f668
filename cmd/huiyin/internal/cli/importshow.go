package cli

import (
	"fmt"
	"strings"

	"huiyin/cmd/huiyin/internal/importing"
	"huiyin/domain/calendar"
	"huiyin/domain/zh"
)

// importRow is one row's outcome as data.
type importRow struct {
	Line     int      `json:"line"`
	Number   string   `json:"number,omitempty"`
	Source   string   `json:"source"`
	Case     string   `json:"case,omitempty"`
	Outcome  string   `json:"outcome"`
	Title    string   `json:"title"`
	Problems []string `json:"problems,omitempty"`
}

// importReport is the outcome of a whole file as data.
type importReport struct {
	File    string           `json:"file"`
	Format  importing.Format `json:"format"`
	Digest  string           `json:"sha256"`
	Confirm string           `json:"confirm"`
	Counts  importing.Count  `json:"counts"`
	Notes   []string         `json:"notes,omitempty"`
	Rows    []importRow      `json:"rows"`
}

// showImport prints the rows and fails when one was refused. earlier is the
// import of the same file that this one added nothing to.
func (a *app) showImport(file *importing.File, results []importing.Result, earlier *importing.Batch) error {
	report := reportOf(file, results)
	for _, note := range report.Notes {
		fmt.Fprintln(a.err, note)
	}
	t, fine := a.importTable(report)
	if err := a.show(report, t); err != nil {
		return err
	}
	if fine > 0 && !a.json {
		a.note("cli.import.fine", "rows", fmt.Sprint(fine))
	}
	a.sumUp(report.Counts, earlier)
	if n := report.Counts.Refused; n > 0 {
		return failedCheck{say("cli.import.failed", "refused", fmt.Sprint(n))}
	}
	return nil
}

func reportOf(file *importing.File, results []importing.Result) importReport {
	report := importReport{File: file.Name, Format: file.Format, Digest: file.Digest(), Confirm: file.Confirmation(results),
		Counts: importing.Tally(results), Rows: []importRow{}}
	for _, p := range file.Notes {
		report.Notes = append(report.Notes, p.Text(0))
	}
	for _, r := range results {
		row := importRow{Line: r.Line, Number: r.Number, Source: r.SourceID, Case: string(r.Case), Outcome: string(r.Outcome), Title: r.Title}
		for _, p := range r.Problems {
			row.Problems = append(row.Problems, p.Text(r.Line))
		}
		report.Rows = append(report.Rows, row)
	}
	return report
}

// importTable lists the rows for people. Of a table, which may have thousands,
// those are left out and counted that need no look.
func (a *app) importTable(report importReport) (t *table, fine int) {
	t = newTable(heads("line", "outcome", "number", "title", "problem")...)
	if report.Format == importing.JSONLines {
		t = newTable(heads("line", "outcome", "source", "title", "problem")...)
	}
	for _, row := range report.Rows {
		name := row.Number
		if report.Format == importing.JSONLines {
			name = row.Source
		} else if len(row.Problems) == 0 && !a.plain {
			fine++
			continue
		}
		t.add(fmt.Sprint(row.Line), zh.Label("cli.outcome", row.Outcome), name, cut(row.Title, 44), strings.Join(row.Problems, " "))
	}
	return t, fine
}

// sumUp counts the outcomes, for people.
func (a *app) sumUp(n importing.Count, earlier *importing.Batch) {
	a.note("cli.import.done", "rows", fmt.Sprint(n.Rows), "new", fmt.Sprint(n.New), "added", fmt.Sprint(n.Added),
		"corrected", fmt.Sprint(n.Corrected), "unchanged", fmt.Sprint(n.Unchanged), "refused", fmt.Sprint(n.Refused))
	if n.Duplicates > 0 {
		a.note("cli.import.count", "duplicates", fmt.Sprint(n.Duplicates))
	}
	switch {
	case n.Rows == 0:
		a.note("cli.import.nothing")
	case earlier != nil:
		a.note("cli.import.same_file", "at", zh.Date(calendar.DateOf(earlier.At)), "file", earlier.File)
	}
}
