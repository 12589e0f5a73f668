package paper

import (
	_ "embed" // the page and its style sheet
	"fmt"
	"html/template"
	"io"
	"strings"

	"rsc.io/qr"
)

// CSS is the style sheet of every document. A site serves it under its own
// address, so that its pages need no inline style.
//
//go:embed paper.css
var CSS string

//go:embed page.html
var pageSource string

var page = template.Must(template.New("page").Funcs(template.FuncMap{
	"runs": runs, "lines": paragraphs, "scope": scopeOf, "heads": headRow, "side": side, "squares": squares,
	"aria": func() string { return word("qr") },
}).Parse(pageSource))

// WriteHTML writes the documents as one page that prints on A4, each on pages of
// its own. Stylesheet is the address of CSS on the same site; if it is empty the
// style sheet lies in the page, which then needs no other file.
//
// One document has its pages numbered. Several have not, because a browser counts
// on from one to the next: for numbered copies print one at a time, or use DOCX,
// where each begins anew.
func WriteHTML(w io.Writer, stylesheet string, docs ...Document) error {
	view := struct {
		Title, Link string
		CSS         template.CSS
		Docs        []Document
	}{Link: stylesheet, CSS: template.CSS(CSS), Docs: docs}
	if len(docs) > 0 {
		view.Title = docs[0].Name
	}
	return page.Execute(w, view)
}

// scopeOf tells a name before what it holds from the head of a column.
func scopeOf(c Cell) string {
	if c.Col {
		return "col"
	}
	return "row"
}

// headRow tells the row of heads, which a printed table repeats on every page.
func headRow(row []Cell) bool { return len(row) > 0 && row[0].Col }

// quiet is the width of the white margin a QR code needs, in its own squares.
const quiet = 4

// encode is a QR code that stands a crease or a stamp (level Q). A text that is
// too long for one is a mistake of the caller and gives none.
func encode(text string) *qr.Code {
	c, err := qr.Encode(text, qr.Q)
	if err != nil {
		return &qr.Code{}
	}
	return c
}

func side(text string) int { return encode(text).Size + 2*quiet }

// squares draws the black squares of a code as one path.
func squares(text string) string {
	var path strings.Builder
	c := encode(text)
	for y := range c.Size {
		for x := range c.Size {
			if c.Black(x, y) {
				fmt.Fprintf(&path, "M%d %dh1v1h-1z", x+quiet, y+quiet)
			}
		}
	}
	return path.String()
}
