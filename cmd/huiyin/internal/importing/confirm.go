package importing

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// NeedsConfirmation reports whether the file is imported only against the code
// of a dry run. Tables are made by hand and looked at by people; lines of JSON
// are made by programs, which cannot look, and come as they always did.
func (f *File) NeedsConfirmation() bool { return f.Format != JSONLines }

// Confirmation is the code of a dry run: it covers the file, what was given with
// it, and what the log answers to each row. It changes when any of them does, but
// not with the date, so a file that was checked yesterday can be imported today.
func (f *File) Confirmation(results []Result) string {
	parts := []string{f.Digest(), string(f.Format), strings.ToLower(f.opts.Encoding), f.opts.Sheet, f.opts.Congress, f.opts.Session, strconv.Itoa(f.opts.Year)}
	for _, r := range results {
		var codes []string
		for _, p := range r.Problems {
			if !p.Warning {
				codes = append(codes, p.Code)
			}
		}
		slices.Sort(codes)
		parts = append(parts, fmt.Sprint(r.Line, r.Outcome, r.Case, codes), r.SourceID, r.Title)
	}
	return hashOf(parts...)[:16]
}

// Count sums up the outcomes of the rows.
type Count struct {
	Rows      int `json:"rows"`
	New       int `json:"new"`
	Added     int `json:"added"`
	Corrected int `json:"corrected"`
	Unchanged int `json:"unchanged"`
	Refused   int `json:"refused"`
	// Duplicates are rows that may be, or are, there already: repeated in the
	// file, in clash with another row, or like a case of another number.
	Duplicates int `json:"duplicates"`
}

// duplicates are the codes that tell of one.
var duplicates = []string{"rows_clash", "rows_clash_unnumbered", "row_repeated", "row_twice", "source_twice", "ambiguous_in_file", "ambiguous",
	"ambiguous_deputy", "number_of_other_case", "alike"}

// Tally counts results.
func Tally(results []Result) Count {
	c := Count{Rows: len(results)}
	for _, r := range results {
		switch r.Outcome {
		case New:
			c.New++
		case Added:
			c.Added++
		case Corrected:
			c.Corrected++
		case Unchanged:
			c.Unchanged++
		case Refused:
			c.Refused++
		}
		if slices.ContainsFunc(r.Problems, func(p Problem) bool { return slices.Contains(duplicates, p.Code) }) {
			c.Duplicates++
		}
	}
	return c
}

// Changed reports whether the rows changed any case.
func (c Count) Changed() bool { return c.New+c.Added+c.Corrected > 0 }
