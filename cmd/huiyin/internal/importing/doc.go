// Package importing reads published real cases and the tables of offices into the
// log.
//
// A file has one JSON object on a line, in the shape of data/README.md, or it is
// a table in xlsx or CSV with Chinese heads. A row of a table becomes the object
// that a line would be, so one reading with one set of rules serves both. Reading
// is tolerant of what real data is like and strict on what is wrong. What a
// source does not say stays unknown: no date, class, rating or reply is derived
// from another. Nothing a source says is lost: what has no reading here keeps
// its own words. A wrong row is refused whole, with its line, the field, the
// value and what to do; it never stops the file.
//
// # Which case a row belongs to
//
// A source row that was imported before stays with its case, so a corrected
// number is a correction and no second case. Else congress, session and number
// identify it if all three are stated; else the source's id; else title, lead
// deputy, year and unit. For comparing, congress and session lose their spaces
// and have full-width digits and signs folded to half width; what is recorded
// is the text as stated. A number is compared exactly as written, with its
// leading zeros, and title, deputy and unit likewise. Numerals are not
// translated: whether two spellings of a congress mean one is for people to say.
//
// # Doing it again
//
// The digest of a row covers what it states: the order of keys, white space,
// nulls and empty lists do not matter. A row whose digest is known changes
// nothing. A changed row is one correction event. Check and Apply walk the same
// path and differ only in who decides: a copy of the case in memory, or the log.
//
// # Tables
//
// The heads are looked for in the first ten rows, in any order and under the
// names that offices use; a group over several heads is read with them. A column
// that nothing reads is told once. Where a head has two meanings the values must
// fit one of them and no other, or the file is refused (see settle). Congress,
// session and year may be given once for the file.
//
// All tables of an office are one source for a case. A table speaks of its
// columns only: a later one corrects what it has, adds what is new, and leaves
// the rest; an empty cell in a column takes back what stood there. Under a known
// number, another title by another lead deputy is refused with both shown. Of two
// rows of a file that claim one number and differ, neither is taken.
//
// What a spreadsheet program may have changed is refused with the cell's address:
// a number, a document number or an id that is stored as a number, a day that is
// a bare serial number, digits beyond the fifteenth, formulas, error values.
//
// A table is imported against the code of a dry run (Confirmation), and every
// imported file leaves one event in a stream of its own (Complete).
//
// All words of the sources lie in vocabulary.txt, all words for the user in the
// catalogue under "import.".
package importing

import (
	"bytes"
	_ "embed" // cases.jsonl and vocabulary.txt
	"io"
)

//go:embed cases.jsonl
var published []byte

// Published is the collection of real cases that ships with the program.
func Published() io.Reader { return bytes.NewReader(published) }
