package importing

import (
	"regexp"
	"strings"

	"huiyin/cmd/huiyin/internal/sheet"
)

// place is a cell and the head of its column.
type place struct{ cell, head string }

// tableRow turns one row of a table into the object that a line of JSON would
// be, so that one reading with one set of rules serves both.
type tableRow struct {
	reading
	table  *table
	at     int              // the row, counted from 0
	places map[string]place // by field, by path of it, or by address

	lead, cosigners []string
	matters, dues   []cellOf
}

// reads are the columns that are read, and how. A column's field in the object
// is its own name where the way does not say otherwise.
var reads = map[string]bool{"number": true, "congress": true, "session": true, "term": true, "year": true, "title": true, "lead": true, "cosigners": true,
	"deputies_total": true, "delegation": true, "category": true, "lead_unit": true, "co_units": true, "separate_units": true, "assigned_at": true,
	"replied_at": true, "published_at": true, "co_opinion_at": true, "co_opinion_class": true, "reply_class": true, "satisfaction": true,
	"attitude": true, "result": true, "promise": true, "due": true, "doc_no": true, "doc_kind": true, "source_url": true, "id": true, "is_key": true,
	"province": true, "level": true, "note": true}

// read reads one row.
func (t *table) read(at int) Row {
	row := Row{Line: at + 1, table: t, places: map[string]place{}}
	r := tableRow{table: t, at: at, places: row.places}
	r.reading = reading{row: &row, tree: map[string]any{}, known: map[string]bool{}, table: true}
	for _, c := range t.columns {
		r.check(c)
	}
	for _, c := range t.columns {
		if reads[c.name] {
			r.column(c)
		}
	}
	r.deputies()
	r.promises()
	r.defaults()
	r.reading.read()
	return row
}

// cell is the row's cell in a column. What a merge shows from the left belongs to
// the other column; what it shows from above holds for this row too.
func (r *tableRow) cell(c column) sheet.Cell {
	cell := r.table.grid.At(r.at, c.at)
	if cell.Span == sheet.Right {
		return sheet.Cell{}
	}
	return cell
}

// ddeCall is how a formula starts another program.
var ddeCall = regexp.MustCompile(`\|.*!|(?i)\bDDE\s*\(`)

// faulty is an error value as it stands in CSV, and what a column shows that is
// too narrow for its number.
var faulty = regexp.MustCompile(`^\s*#(N/A|REF!|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|#{2,})\s*$`)

// check refuses what is no value, in whatever column: a formula is never
// evaluated, and a copy of the file would carry it on.
func (r *tableRow) check(c column) {
	cell, at := r.table.grid.At(r.at, c.at), sheet.Address(r.at, c.at)
	r.places[at] = place{at, c.head}
	switch {
	case cell.Span != sheet.Own:
	case cell.Type == sheet.Formula && ddeCall.MatchString(cell.Text):
		r.refuse("formula_dde", at, "="+cell.Text)
	case cell.Type == sheet.Formula:
		r.refuse("formula", at, "="+cell.Text)
	case cell.Type == sheet.Fault || faulty.MatchString(cell.Text):
		r.refuse("cell_fault", at, cell.Text)
	}
}

// column reads the row's cell of one column into the object.
func (r *tableRow) column(c column) {
	r.places[c.name] = place{sheet.Address(r.at, c.at), c.head}
	cell := r.cell(c)
	if cell.Type == sheet.Blank || cell.Type == sheet.Formula || cell.Type == sheet.Fault {
		return
	}
	switch c.name {
	case "number", "id", "doc_no":
		if cell.Span == sheet.Down {
			r.refuse("merged_rows", c.name, cell.Text)
			return
		}
		r.set(c.name, r.strict(c.name, cell))
	case "assigned_at", "replied_at", "published_at", "co_opinion_at":
		r.set(c.name, r.day(c.name, cell))
	case "year":
		r.year(cell)
	case "deputies_total":
		r.count(cell)
	case "is_key":
		r.answer(cell)
	case "lead", "cosigners":
		r.people(c, cell)
	case "co_units":
		r.list(c.name, units(r.plain(c.name, cell)))
	case "separate_units", "attitude", "result":
		r.kept(c, r.plain(c.name, cell))
	case "term":
		r.term(cell)
	case "promise":
		r.matters = append(r.matters, cellOf{c, cell})
	case "due":
		r.dues = append(r.dues, cellOf{c, cell})
	case "title", "note":
		r.set(c.name, r.free(c.name, cell))
	default:
		r.set(c.name, r.plain(c.name, cell))
	}
}

func (r *tableRow) set(field, text string) {
	if text != "" {
		r.tree[field] = text
	}
}

// list sets a list of names; the path of each is that of the cell.
func (r *tableRow) list(field string, names []string) {
	var all []any
	for _, n := range names {
		all = append(all, n)
	}
	if all != nil {
		r.tree[field] = all
	}
}

// kept reads what the case has no place for. The rating of the result is the
// rating of the reply where the table has no overall one.
func (r *tableRow) kept(c column, text string) {
	switch {
	case text == "":
	case c.name == "result" && !r.table.has("satisfaction"):
		r.tree["satisfaction"] = text
		r.places["satisfaction"] = r.places[c.name]
	default:
		if c.name == "separate_units" {
			r.warn("separate_units_kept", c.name, text)
		}
		r.keep(c.name, text)
	}
}

// defaults fills what was given once for the whole file, and what kind of source
// a table is.
func (r *tableRow) defaults() {
	for field, text := range map[string]string{"congress": r.table.opts.Congress, "session": r.table.opts.Session, "doc_kind": words().one("kind", "table")} {
		if r.tree[field] == nil && text != "" {
			r.tree[field] = text
		}
	}
	if r.tree["year"] == nil && r.table.opts.Year != 0 {
		r.tree["year"] = jsonNumber(r.table.opts.Year)
	}
	r.set("source_title", r.table.title)
}

// located gives a problem of the row its cell and the user's own name of the
// column, where it is about one.
func (r Row) located(p Problem) Problem {
	base, _, _ := strings.Cut(p.Field, "[")
	for _, field := range []string{p.Field, base} {
		if at, ok := r.places[field]; ok && field != "" && p.Cell == "" {
			p.Cell, p.Head = at.cell, at.head
		}
	}
	return p
}
