package paper

import (
	"fmt"
	"strings"
)

// Widths in twips (1/1440 inch, 1/20 point).
const (
	letterWidth = 8844  // 156 mm
	sheetWidth  = 9865  // 174 mm
	wideWidth   = 15136 // 267 mm
	nameWidth   = 1600  // the names' columns of a table of fields
	tallHeight  = 2720  // 48 mm
)

func widthOf(f Form) int {
	switch f {
	case Letter:
		return letterWidth
	case Wide:
		return wideWidth
	}
	return sheetWidth
}

// columns are the widths of a table's columns: names narrow and what they hold
// wide; in a table with heads by the longest text in each.
func columns(b Block, total int) []int {
	if b.Fields() {
		rest := (total - 2*nameWidth) / 2
		return []int{nameWidth, rest, nameWidth, rest}
	}
	long := make([]int, len(b.Rows[0]))
	sum := 0
	for i := range long {
		for _, row := range b.Rows {
			if i < len(row) {
				long[i] = max(long[i], min(24, len([]rune(row[i].Text))+1))
			}
		}
		sum += long[i]
	}
	for i := range long {
		long[i] = total * long[i] / sum
	}
	return long
}

func table(b Block, f Form) string {
	if len(b.Rows) == 0 {
		return ""
	}
	widths := columns(b, widthOf(f))
	var t strings.Builder
	t.WriteString(`<w:tbl>` + tableProperties + `<w:tblGrid>`)
	for _, w := range widths {
		fmt.Fprintf(&t, `<w:gridCol w:w="%d"/>`, w)
	}
	t.WriteString(`</w:tblGrid>`)
	for _, row := range b.Rows {
		t.WriteString(tableRow(row, widths))
	}
	t.WriteString(`</w:tbl><w:p><w:pPr><w:pStyle w:val="Gap"/></w:pPr></w:p>`)
	return t.String()
}

func tableRow(row []Cell, widths []int) string {
	height, head, cells, at := "", "", "", 0
	for _, c := range row {
		wide := 0
		for n := range max(1, c.Wide) {
			if at+n < len(widths) {
				wide += widths[at+n]
			}
		}
		at += max(1, c.Wide)
		if c.Tall {
			height = fmt.Sprintf(`<w:trHeight w:val="%d" w:hRule="atLeast"/>`, tallHeight)
		}
		if c.Col {
			head = `<w:tblHeader/>`
		}
		cells += tableCell(c, wide)
	}
	return `<w:tr><w:trPr><w:cantSplit/>` + height + head + `</w:trPr>` + cells + `</w:tr>`
}

func tableCell(c Cell, wide int) string {
	span, style := "", "Cell"
	if c.Wide > 1 {
		span = fmt.Sprintf(`<w:gridSpan w:val="%d"/>`, c.Wide)
	}
	if c.Head {
		style = "CellHead"
	}
	lines := ""
	for _, line := range paragraphs(c.Text) {
		lines += `<w:p><w:pPr><w:pStyle w:val="` + style + `"/></w:pPr>` + textRuns(line) + `</w:p>`
	}
	if lines == "" { // a cell must hold a paragraph
		lines = `<w:p><w:pPr><w:pStyle w:val="` + style + `"/></w:pPr></w:p>`
	}
	return fmt.Sprintf(`<w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/>%s</w:tcPr>%s</w:tc>`, wide, span, lines)
}
