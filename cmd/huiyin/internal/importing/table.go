package importing

import (
	"slices"
	"strconv"
	"strings"

	"huiyin/cmd/huiyin/internal/sheet"
	"huiyin/domain/zh"
)

// table is a sheet whose heads were found, and its rows as read.
type table struct {
	grid  sheet.Grid
	opts  Options
	title string // what stands above the heads
	layout
	notes []Problem
	rows  []Row
}

// newTable reads the rows of a grid, each through the same reading as a line of
// JSON, and holds them against each other.
func newTable(g sheet.Grid, o Options) (*table, error) {
	t := &table{grid: g, opts: o, layout: find(g)}
	if err := t.complete(); err != nil {
		return nil, err
	}
	if err := t.settle(); err != nil {
		return nil, err
	}
	if err := t.above(); err != nil {
		return nil, err
	}
	t.remarks()
	for row := t.last + 1; row < len(g.Rows); row++ {
		switch {
		case t.wanted(row):
			if len(t.rows) == sheet.MaxRows {
				return nil, deny("too_many_rows", "limit", strconv.Itoa(sheet.MaxRows), "row", strconv.Itoa(row+1))
			}
			t.rows = append(t.rows, t.read(row))
		case t.states(row) && t.aside(row) != "example":
			t.notes = append(t.notes, Problem{Code: "row_aside", Value: strconv.Itoa(row + 1), Warning: true})
		}
	}
	t.clashes()
	return t, nil
}

// complete refuses a table that lacks what every table needs: what a suggestion
// is called, and something beside it to be known by.
func (t *table) complete() error {
	if t.known() == 0 {
		return deny("no_heads", "rows", strconv.Itoa(sheet.MaxHeadRows), "found", t.firstRow(), "wanted", wanted())
	}
	var missing []string
	if !t.has("title") {
		missing = append(missing, columnWord("title"))
	}
	if !slices.ContainsFunc([]string{"number", "id", "lead", "lead_unit"}, t.has) {
		missing = append(missing, columnWord("number"))
	}
	if len(missing) > 0 {
		var found []string
		for _, c := range t.columns {
			found = append(found, c.head)
		}
		return deny("heads_missing", "missing", strings.Join(missing, list), "row", strconv.Itoa(t.first+1),
			"found", strings.Join(found, list), "wanted", wanted(), "ordinal", t.ordinal())
	}
	if t.has("number") && !t.has("term") && (!t.has("congress") && t.opts.Congress == "" || !t.has("session") && t.opts.Session == "") {
		return deny("session_missing")
	}
	return nil
}

// ordinal explains that the ordinal is no number, where there is one and no number.
func (t *table) ordinal() string {
	if t.has("ordinal") && !t.has("number") {
		return zh.Text("cli.sheet_part.ordinal", nil)
	}
	return ""
}

// firstRow shows what stands in the first row with anything in it.
func (t *table) firstRow() string {
	for _, row := range t.grid.Rows {
		var texts []string
		for _, c := range row {
			if c.Type != sheet.Blank && c.Span == sheet.Own {
				texts = append(texts, shorten(oneLine(c.Text)))
			}
		}
		if len(texts) > 0 {
			return shorten(strings.Join(texts, list))
		}
	}
	return zh.Text("cli.sheet_part.nothing", nil)
}

// columnOrder is the order of the columns in the template and in messages.
var columnOrder = []string{"number", "congress", "session", "year", "title", "lead", "cosigners", "delegation", "category", "lead_unit",
	"co_units", "separate_units", "assigned_at", "replied_at", "published_at", "reply_class", "satisfaction", "attitude", "result",
	"co_opinion_at", "promise", "due", "doc_no", "note", "source_url", "is_key"}

func columnWord(name string) string { return zh.Label("import_column", name) }

func wanted() string {
	var all []string
	for _, name := range columnOrder {
		all = append(all, columnWord(name))
	}
	return strings.Join(all, list)
}

// above keeps the line over the heads as what the table is called, and refuses
// formulas there, as everywhere in a sheet that is read.
func (t *table) above() error {
	for row := 0; row <= t.last; row++ {
		for at := range t.grid.Rows[row] {
			c := t.grid.At(row, at)
			if c.Type == sheet.Formula && c.Span == sheet.Own {
				return deny("formula_above", "cell", sheet.Address(row, at), "formula", shorten(c.Text))
			}
			if row < t.first && t.title == "" && c.Type == sheet.String {
				t.title = oneLine(c.Text)
			}
		}
	}
	return nil
}

// remarks tells once of every column that is not read.
func (t *table) remarks() {
	for _, c := range t.columns {
		code := ""
		switch c.name {
		case "":
			code = "column_unknown"
		case "contact":
			code = "column_of_contact"
		}
		if code != "" {
			t.remark(code, c)
		}
	}
	if at := t.index("ordinal"); at >= 0 && !t.has("number") {
		t.remark("ordinal_only", t.columns[at])
	}
}

func (t *table) remark(code string, c column) {
	t.notes = append(t.notes, Problem{Code: code, Cell: sheet.Address(t.first, c.at), Head: c.head, Value: c.head, Warning: true})
}

// wanted reports whether a row is to be read: something stands in a column that
// is read, and it is no example, and no sum or note below the table.
func (t *table) wanted(row int) bool { return t.states(row) && t.aside(row) == "" }

// aside is what a row is that is no suggestion: an example, a sum, or a note,
// which has no title. Its first cell says so, an example's any cell.
func (t *table) aside(row int) string {
	first := ""
	for at := range t.grid.Rows[row] {
		c := t.grid.At(row, at)
		if c.Span != sheet.Own || strings.TrimSpace(c.Text) == "" {
			continue
		}
		text, _, _ := strings.Cut(fold(c.Text), ":")
		kind, _ := words().name("row", text)
		if kind == "example" {
			return kind
		}
		if first == "" {
			first = kind + "."
		}
	}
	kind := strings.TrimSuffix(first, ".")
	if kind == "note" && t.grid.At(row, t.columns[t.index("title")].at).Type != sheet.Blank {
		return ""
	}
	return kind
}

// states reports whether a column that is read has a cell of its own in the row.
// Ordinals are often filled in ahead of the rows.
func (t *table) states(row int) bool {
	return slices.ContainsFunc(t.columns, func(c column) bool {
		return reads[c.name] && t.grid.At(row, c.at).Span == sheet.Own && strings.TrimSpace(t.grid.At(row, c.at).Text) != ""
	})
}
