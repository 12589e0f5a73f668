package paper

// Listing is a list as a page shows it: its columns and rows as chosen and
// filtered there.
type Listing struct {
	// Title names the list, Filter what it was narrowed to.
	Title  string
	Filter string
	Heads  []string
	Rows   [][]string
	// Total is how many rows the filter finds; fewer rows say so.
	Total   int
	Printed Printed
}

// List makes a list to be printed across on A4; its heads stand on every page.
// Columns follow the order given; a row shorter than the heads ends in empty
// cells.
func List(l Listing) Document {
	d := Document{Kind: Listed, Name: word("kind." + string(Listed)), Form: Wide}
	d.add(Heading, l.Title)
	if l.Filter != "" {
		d.add(Small, say("filter", "text", l.Filter))
	}
	count := say("total", "n", decimal(l.Total))
	if len(l.Rows) < l.Total {
		count = say("total_part", "n", decimal(l.Total), "shown", decimal(len(l.Rows)))
	}
	d.add(Small, count)
	var head []Cell
	for _, h := range l.Heads {
		head = append(head, Cell{Text: h, Head: true, Col: true})
	}
	rows := [][]Cell{head}
	for _, r := range l.Rows {
		row := cells(r...)
		for len(row) < len(head) {
			row = append(row, Cell{})
		}
		rows = append(rows, row)
	}
	d.table(rows...)
	d.add(Small, l.Printed.line())
	return d
}
