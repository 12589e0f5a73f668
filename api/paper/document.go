package paper

import "strings"

// Form is the page a document is printed on.
type Form string

// The forms.
const (
	// Letter is an official letter by GB/T 9704: 22 lines of 28 characters.
	Letter Form = "letter"
	// Sheet is a form or a brief, upright on A4.
	Sheet Form = "sheet"
	// Wide is a list, across on A4.
	Wide Form = "wide"
)

// Document is one printed paper.
type Document struct {
	Kind Kind
	// Name is for a page's title or a file's name; it never names a person.
	Name   string
	Form   Form
	Blocks []Block
}

// Style says what a block is; the style sheet and the DOCX styles say how that
// looks.
type Style string

// The styles.
const (
	Mark    Style = "mark"    // the class, at the upper right
	Issuer  Style = "issuer"  // who issues, in red
	Number  Style = "number"  // the document's number and signer, above the red rule
	Title   Style = "title"   // of a letter
	To      Style = "to"      // whom it is sent to
	Body    Style = "body"    // a paragraph
	Seal    Style = "seal"    // room for a seal
	Signed  Style = "signed"  // who signs and, in a second line, the day
	Note    Style = "note"    // in brackets below the day
	Copies  Style = "copies"  // the last lines of a letter, between rules
	Heading Style = "heading" // of a sheet or list
	Caption Style = "caption" // above a table
	Small   Style = "small"   // a remark
	Table   Style = "table"
	Code    Style = "code" // a QR code
	Break   Style = "break"
)

// Block is one paragraph, table, code or page break. Its text may have several
// lines. Right stands at the right end of a paragraph's line.
type Block struct {
	Style Style
	Text  string
	Right string
	Rows  [][]Cell
	// QR is what a code says; set in blocks of style Code only.
	QR string
}

// Fields reports whether the table is of names and what they hold, in four
// columns, and not of heads with rows below.
func (b Block) Fields() bool { return len(b.Rows) > 0 && !headRow(b.Rows[0]) }

// Cell is one cell of a table. Its text may have several lines. Wide is over how
// many columns it reaches, 0 for one.
type Cell struct {
	Text string
	Head bool
	Col  bool // a head of the column below it
	Wide int
	// Tall leaves room for handwriting.
	Tall bool
}

// blank is one character's width of a ruled blank. A Unicode noncharacter stands
// for it, which no text may hold.
const blank = '\uFDD0'

// rule is a ruled blank of a width in characters.
func rule(n int) string { return strings.Repeat(string(blank), n) }

// space is how a blank is written: as wide as one Chinese character.
const space = '\u3000'

// run is a stretch of text, or of a blank.
type run struct {
	Text  string
	Blank bool
}

// runs splits a text into its runs.
func runs(text string) (all []run) {
	for text != "" {
		end := strings.IndexFunc(text, func(r rune) bool { return r != blank })
		if end < 0 {
			end = len(text)
		}
		if end > 0 {
			all = append(all, run{strings.ReplaceAll(text[:end], string(blank), string(space)), true})
			text = text[end:]
			continue
		}
		if end = strings.IndexRune(text, blank); end < 0 {
			end = len(text)
		}
		all, text = append(all, run{text[:end], false}), text[end:]
	}
	return all
}

// Text is the words of the document, one line for each paragraph and each line of
// a cell, with ruled blanks as ideographic spaces. Both written forms carry
// exactly these words in this order.
func (d Document) Text() string {
	var lines []string
	for _, b := range d.Blocks {
		lines = append(lines, b.lines()...)
	}
	return strings.ReplaceAll(strings.Join(lines, "\n"), string(blank), string(space))
}

func (b Block) lines() (lines []string) {
	for _, text := range []string{b.Text, b.Right} {
		if text != "" {
			lines = append(lines, text)
		}
	}
	for _, row := range b.Rows {
		for _, c := range row {
			lines = append(lines, paragraphs(c.Text)...)
		}
	}
	return lines
}

// paragraphs are the lines of a text that are not empty.
func paragraphs(text string) (all []string) {
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			all = append(all, line)
		}
	}
	return all
}
