package pages

import (
	"net/url"
	"slices"
	"strconv"

	"huiyin/projections/views"
)

// list is any list of the site: what it shows is defined, filters stand in the
// address, the total is told, and what is shown can be taken along as it is
// filtered (handbook UX-03, UX-04).
type list struct {
	Title      string
	Definition string // what a row is and how it is counted
	Counted    string // the words for the total
	Filters    []filter
	Columns    []column
	Rows       []row
	Total      int
	Page, Size int
	Stale      bool
	Form       string     // a template shown above the rows, such as to add one
	Error      string     // what is wrong in that form
	Typed      url.Values // and what was typed
	At         uint64     // the position of the log that the rows show
	Links      []option   // what else belongs to the list, by address
	address    *url.URL
}

// filter is one field by which a list is narrowed.
type filter struct {
	Name, Label, Value string
	Options            []option // empty for a free text
	Day                bool     // a day is asked for
}

type option struct{ Value, Word string }

// column is one column; all are shown unless the reader chose.
type column struct {
	Name, Title string
	Shown       bool
}

// row is one line; its first cell leads where Href says.
type row struct {
	Href  string
	Cells []cell
}

// cell is one value in words; Light is set where it is a lamp.
type cell struct {
	Text  string
	Light views.Light
	Wide  bool
}

const (
	usualSize = 20
	mostRows  = 500
)

func (v *visit) list(title string) *list {
	l := &list{Title: say(title), Definition: say(title + ".means"), Counted: "web.list.total", address: v.r.URL}
	l.Page, l.Size = v.number("page", 1), min(v.number("size", usualSize), mostRows)
	if v.query("size") == "" {
		l.Size = usualSize
	}
	if _, file := exports[v.query("format")]; file {
		l.Page, l.Size = 1, mostExported
	}
	return l
}

func (l *list) offset() int { return (l.Page - 1) * l.Size }

// columns names the columns and hides what the reader did not choose.
func (l *list) columns(names ...string) {
	chosen := l.address.Query()["col"]
	for _, n := range names {
		l.Columns = append(l.Columns, column{n, say("web.col." + n), len(chosen) == 0 || slices.Contains(chosen, n)})
	}
}

func (l *list) choose(name, value string, options ...option) {
	l.Filters = append(l.Filters, filter{Name: name, Label: say("web.filter." + name), Value: value, Options: options})
}

func (l *list) chooseDay(name, value string) {
	l.Filters = append(l.Filters, filter{Name: name, Label: say("web.filter." + name), Value: value, Day: true})
}

func (l *list) add(href string, cells ...cell) { l.Rows = append(l.Rows, row{href, cells}) }

// Show reports whether the column of the index is shown.
func (l *list) Show(i int) bool { return l.Columns[i].Shown }

// Pages is how many pages there are, at least one.
func (l *list) Pages() int { return max(1, (l.Total+l.Size-1)/l.Size) }

// With is the address with one value changed; paging starts anew unless it is
// what changes.
func (l *list) With(name string, value any) string {
	q := l.address.Query()
	if name != "page" {
		q.Del("page")
	}
	switch x := value.(type) {
	case int:
		q.Set(name, strconv.Itoa(x))
	case string:
		q.Set(name, x)
	}
	return l.address.Path + "?" + q.Encode()
}

// Exports are the forms in which what is shown can be taken along.
func (l *list) Exports() []string { return []string{"xlsx", "csv", "print"} }

// Sizes are the page sizes offered.
func (l *list) Sizes() []int { return []int{20, 50, 100} }

func text(s string) cell      { return cell{Text: s} }
func wide(s string) cell      { return cell{Text: s, Wide: true} }
func lamp(l views.Light) cell { return cell{Light: l} }
func count(n int) cell        { return cell{Text: strconv.Itoa(n)} }
func orDash(s string) cell {
	if s == "" {
		return cell{Text: say("web.none")}
	}
	return cell{Text: s}
}
