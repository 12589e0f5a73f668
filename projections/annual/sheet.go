package annual

import (
	"cmp"
	"slices"
	"strings"

	"huiyin/domain/zh"
)

// thing is what a figure counts.
type thing interface{ item() Item }

// all are the items of things; which are those that pass.
func all[T thing](things []T) []Item { return which(things, func(T) bool { return true }) }

func which[T thing](things []T, ok func(T) bool) []Item {
	var out []Item
	for _, t := range things {
		if ok(t) {
			out = append(out, t.item())
		}
	}
	return out
}

// once drops what is listed before.
func once(items []Item) []Item {
	seen := make(map[Item]bool, len(items))
	var out []Item
	for _, i := range items {
		if !seen[i] {
			seen[i] = true
			out = append(out, i)
		}
	}
	return out
}

// keep are the things that pass.
func keep[T any](things []T, ok func(T) bool) []T {
	var out []T
	for _, t := range things {
		if ok(t) {
			out = append(out, t)
		}
	}
	return out
}

// newTable looks the table's words up.
func newTable(id string) Table {
	t := Table{ID: id, Name: zh.Label("report.table", id), Axis: zh.Label("report.axis", "row")}
	if zh.Has("report.note." + id) {
		t.Notes = []string{zh.Label("report.note", id)}
	}
	if zh.Has("report.axis." + id) {
		t.Axis = zh.Label("report.axis", id)
	}
	return t
}

// listing is a table of single figures, each with a definition of its own.
type listing struct {
	Table
	measure Measure
}

func newListing(id string, m Measure) *listing {
	l := &listing{Table: newTable(id), measure: m}
	l.Columns = []Column{{Key: "count", Name: zh.Label("report.col", "count")}}
	return l
}

// id is the figure's ID of a row.
func (l *listing) id(row string) string { return l.ID + "/" + row }

// add appends a figure. of is the ID of its denominator, or empty; a name
// without a slash is a row of this table.
func (l *listing) add(row string, items []Item, of string) { l.addIn(l.measure, row, items, of) }

func (l *listing) addIn(m Measure, row string, items []Item, of string) {
	if of != "" && !strings.Contains(of, "/") {
		of = l.id(of)
	}
	items = once(items)
	f := Figure{ID: l.id(row), Definition: l.ID + "." + row, Measure: m, Count: distinct(items), Of: of, Items: items}
	l.Rows = append(l.Rows, Row{Key: row, Name: zh.Label("report.row."+l.ID, row), Figures: []Figure{f}})
}

// breakdown is a table whose rows are the groups of an axis and whose columns
// each have a definition.
type breakdown struct {
	Table
	// first are groups that stand first, in this order, and even when empty; the
	// others follow by size and name.
	first []string
	// sums are groups that repeat what others hold.
	sums []string
	// label words a group.
	label func(key string) string
	cells map[string]map[string][]Item // by group and column
	specs []spec
}

// spec is one column before it is laid out.
type spec struct {
	key            string
	measure        Measure
	of             string
	known, unknown []Item
}

// Denominators of a breakdown's column: share is the column's own sum; within is
// another column of the same row.
const share = "share"

func within(column string) string { return "within " + column }

func newBreakdown(id string, label func(string) string) *breakdown {
	return &breakdown{Table: newTable(id), label: label, cells: map[string]map[string][]Item{}}
}

// itself words a group by its own name, as recorded.
func itself(key string) string { return key }

// labelled words a group by the catalogue.
func labelled(kind string) func(string) string {
	return func(key string) string { return zh.Label(kind, key) }
}

// fill adds a column: each thing in the groups its axis names, or in none, which
// is unknown.
func fill[T thing](b *breakdown, key string, m Measure, of string, things []T, axis func(T) []string) {
	s := spec{key: key, measure: m, of: of}
	for _, t := range things {
		groups := slices.DeleteFunc(slices.Clone(axis(t)), func(g string) bool { return g == "" })
		if len(groups) == 0 {
			s.unknown = append(s.unknown, t.item())
			continue
		}
		s.known = append(s.known, t.item())
		slices.Sort(groups)
		for _, g := range slices.Compact(groups) {
			g = unreserved(g)
			if b.cells[g] == nil {
				b.cells[g] = map[string][]Item{}
			}
			b.cells[g][key] = append(b.cells[g][key], t.item())
		}
	}
	b.specs = append(b.specs, s)
}

// unreserved keeps a group named like one of the table's own rows apart from it.
func unreserved(group string) string {
	if group == string(Known) || group == string(Unknown) {
		return group + "_"
	}
	return group
}

// table lays the rows out: the known, the groups, the unknown.
func (b *breakdown) table() Table {
	for _, s := range b.specs {
		name := "report.col." + b.ID
		if !zh.Has(name + "." + s.key) {
			name = "report.col"
		}
		b.Columns = append(b.Columns, Column{Key: s.key, Name: zh.Label(name, s.key)})
	}
	b.Rows = append(b.Rows, b.row(string(Known), Known, func(s spec) []Item { return s.known }))
	for _, g := range b.groups() {
		kind := Group
		if slices.Contains(b.sums, g) {
			kind = Sum
		}
		b.Rows = append(b.Rows, b.row(g, kind, func(s spec) []Item { return b.cells[g][s.key] }))
	}
	b.Rows = append(b.Rows, b.row(string(Unknown), Unknown, func(s spec) []Item { return s.unknown }))
	return b.Table
}

// groups are the keys in order.
func (b *breakdown) groups() []string {
	out := slices.Clone(b.first)
	var rest []string
	for g := range b.cells {
		if !slices.Contains(out, g) {
			rest = append(rest, g)
		}
	}
	size := func(g string) int { return distinct(b.cells[g][b.specs[0].key]) }
	slices.SortFunc(rest, func(x, y string) int { return cmp.Or(cmp.Compare(size(y), size(x)), cmp.Compare(x, y)) })
	return append(out, rest...)
}

func (b *breakdown) row(key string, kind RowKind, items func(spec) []Item) Row {
	name := zh.Label("report.row", key)
	if kind == Group || kind == Sum {
		name = b.label(key)
	}
	row := Row{Key: key, Name: name, Kind: kind}
	for _, s := range b.specs {
		list := once(items(s))
		row.Figures = append(row.Figures, Figure{ID: b.id(key, s.key), Definition: b.ID + "." + s.key, Measure: s.measure,
			Count: distinct(list), Of: b.denominator(key, kind, s), Items: list})
	}
	return row
}

// denominator is the ID of a cell's base.
func (b *breakdown) denominator(key string, kind RowKind, s spec) string {
	if other, ok := strings.CutPrefix(s.of, "within "); ok {
		return b.id(key, other)
	}
	if s.of == share && (kind == Group || kind == Sum) {
		return b.id(string(Known), s.key)
	}
	return ""
}

// id leaves the column out where there is only one.
func (b *breakdown) id(row, column string) string {
	if len(b.specs) == 1 {
		return b.ID + "/" + row
	}
	return b.ID + "/" + row + "/" + column
}
