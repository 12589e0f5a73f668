package annual

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"time"

	"huiyin/domain/suggestion"
)

// Definitions is the version of the definitions: their words and what they
// count. A test holds that neither changes under one version.
const Definitions = "annual-1"

// Params are what a report depends on beside the log.
type Params struct {
	Scope Scope `json:"scope"`
	// Decimals is how many places a percentage has, 0 to MaxDecimals.
	Decimals int `json:"decimals"`
	// Naming says by which body units are counted.
	Naming Naming `json:"naming"`
	// Seats is the number of deputies in office; 0 if not given.
	Seats int `json:"seats,omitempty"`
}

// Report is a computed report. Encoded by JSON it is the document whose digest
// a frozen report keeps.
type Report struct {
	Definitions string       `json:"definitions"`
	Params      Params       `json:"params"`
	Position    uint64       `json:"position"`
	Until       time.Time    `json:"until"`
	Tables      []Table      `json:"tables"`
	Glossary    []Definition `json:"glossary"`

	places map[string]place
}

// Definition says in words what figures count: those of a row, or of a column.
type Definition struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	Text string `json:"text"`
}

// Table is one table of the report.
type Table struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	// Notes are sentences without their full stops.
	Notes []string `json:"notes,omitempty"`
	// Axis is the head of the first column.
	Axis    string   `json:"axis"`
	Columns []Column `json:"columns"`
	Rows    []Row    `json:"rows"`
}

// Column is one column of figures.
type Column struct {
	Key  string `json:"key"`
	Name string `json:"name"`
}

// Row is one row. Kind tells the rows of a breakdown apart.
type Row struct {
	Key     string   `json:"key"`
	Name    string   `json:"name"`
	Kind    RowKind  `json:"kind,omitempty"`
	Figures []Figure `json:"figures"`
}

// RowKind is a row's place in a breakdown; empty in a plain list of figures.
type RowKind string

// The kinds of row. Groups and, unless things may be in several groups, their
// sum is Known; a Sum repeats what groups hold.
const (
	Known   RowKind = "known"
	Group   RowKind = "group"
	Sum     RowKind = "sum"
	Unknown RowKind = "unknown"
)

// Figure is one number with all that is needed to believe it.
type Figure struct {
	// ID is stable: table, row and, if the table has several, column.
	ID string `json:"id"`
	// Definition is the ID of its Definition.
	Definition string `json:"definition"`
	// Measure is what is counted: cases, replies, promises, units ...
	Measure Measure `json:"measure"`
	// Count is how many different things the list holds.
	Count int `json:"count"`
	// Of is the ID of the figure that is the denominator, Base its count; both
	// are empty for a plain count.
	Of   string `json:"of,omitempty"`
	Base int    `json:"base,omitempty"`
	// Percent is Count of Base; empty where there is no base or it is 0.
	Percent string `json:"percent,omitempty"`
	// Behind is a digest of the list.
	Behind string `json:"behind"`
	// Items is the list.
	Items []Item `json:"-"`
}

// Measure is the kind of thing a figure counts; its word is in the catalogue.
type Measure string

// The measures.
const (
	Cases    Measure = "case"
	Replies  Measure = "reply"
	Promises Measure = "promise"
	Parts    Measure = "part"
	Times    Measure = "time"
	Things   Measure = "item"
	Bodies   Measure = "unit"
	People   Measure = "person"
)

// Item is one counted thing and the case it belongs to. A thing that belongs to
// several cases, such as a unit, stands once for each.
type Item struct {
	Case  suggestion.CaseID
	Thing string
}

// distinct counts the different things.
func distinct(items []Item) int {
	seen := make(map[string]struct{}, len(items))
	for _, i := range items {
		seen[i.Thing] = struct{}{}
	}
	return len(seen)
}

// digest is the start of SHA-256 over the list, in its order.
func digest(items []Item) string {
	sum := sha256.New()
	for _, i := range items {
		fmt.Fprintf(sum, "%d:%s%d:%s", len(i.Case), i.Case, len(i.Thing), i.Thing)
	}
	return hex.EncodeToString(sum.Sum(nil)[:8])
}

// Figure returns the figure with the ID.
func (r *Report) Figure(id string) (Figure, bool) {
	at, ok := r.places[id]
	if !ok {
		return Figure{}, false
	}
	return *at.figure(), true
}

// Figures lists all figures in the order of the tables.
func (r *Report) Figures() []Figure {
	var out []Figure
	for _, t := range r.Tables {
		for _, row := range t.Rows {
			out = append(out, row.Figures...)
		}
	}
	return out
}

// Table returns the table with the ID.
func (r *Report) Table(id string) (Table, bool) {
	for _, t := range r.Tables {
		if t.ID == id {
			return t, true
		}
	}
	return Table{}, false
}
