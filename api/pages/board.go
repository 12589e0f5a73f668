package pages

import (
	"html/template"
	"net/http"
	"strconv"
	"time"

	"huiyin/api/access"
	"huiyin/api/chart"
	"huiyin/eventstore"
	"huiyin/projections/views"
)

// board is the description of one board: its name, under which the catalogue has
// title and definition, who may see it, and how its figures are drawn up. The page,
// the chart, the table, the links and the print follow from it.
type board struct {
	name string
	// whole boards compare units or name leaders; a unit sees none of them.
	whole bool
	draw  func(*visit, views.Reader) (*sheet, error)
}

// sheet is what a board shows: a table, and a chart of the columns that count.
type sheet struct {
	Name, Title, Means string
	Heads              []string
	Rows               []line
	// Legend names the counted columns that the chart stacks; empty for no chart.
	Legend []string
	// Charted is how many rows the chart shows; zero for all.
	Charted int
	More    string // the list behind the whole board
	Notes   []string
}

// line is a row of a sheet. Its figures are the counted columns.
type line struct {
	Label  figure
	Counts []figure
	Rest   []figure
}

// figure is a value with the address of the list behind it.
type figure struct {
	Text, Href string
	N          int
	Gap        bool // what is missing
}

func number(n int, href string) figure {
	if n == 0 {
		href = ""
	}
	return figure{Text: strconv.Itoa(n), Href: href, N: n}
}

func plainly(s string) figure { return figure{Text: s} }

// Chart draws the sheet.
func (s *sheet) Chart() template.HTML {
	if len(s.Legend) == 0 || len(s.Rows) == 0 {
		return ""
	}
	var bars []chart.Bar
	for i, r := range s.Rows {
		if s.Charted > 0 && i == s.Charted {
			break
		}
		b := chart.Bar{Label: r.Label.Text}
		for _, f := range r.Counts[:len(s.Legend)] {
			b.Parts, b.Hrefs = append(b.Parts, f.N), append(b.Hrefs, f.Href)
		}
		bars = append(bars, b)
	}
	return chart.Bars(s.Title, s.Legend, bars)
}

// boardsData is the page of boards.
type boardsData struct {
	views.Figures
	Sheets []*sheet
	Lag    string // how old the newest record is that is not shown yet
	At     string
}

// boards shows every board that the visitor may see.
func (s *Site) boards(v *visit) error {
	reader, _ := v.reader()
	f, err := reader.Overview(v.ctx())
	if err != nil {
		return err
	}
	d := boardsData{Figures: f, At: stamp(s.o.Desk.Now()), Lag: strconv.Itoa(s.lag(v, f.Checkpoint))}
	for _, b := range allBoards {
		if b.whole && !v.who.May(access.Registers) {
			continue
		}
		sh, err := b.draw(v, reader)
		if err != nil {
			return err
		}
		sh.Name, sh.Title, sh.Means = b.name, say("web.board."+b.name), say("web.board."+b.name+".means")
		d.Sheets = append(d.Sheets, sh)
	}
	return v.show(http.StatusOK, "boards", &d)
}

// lag is for how many seconds the first record that the views do not show has been
// in the log.
func (s *Site) lag(v *visit, at eventstore.Position) int {
	for r, err := range s.o.Desk.Log.ReadAll(v.ctx(), at) {
		if err != nil {
			return 0
		}
		return max(0, int(s.o.Desk.Now().Sub(r.Recorded)/time.Second))
	}
	return 0
}
