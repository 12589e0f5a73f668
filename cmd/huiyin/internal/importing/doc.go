// Package importing reads published real cases into the log.
//
// A file has one JSON object on a line, in the shape of data/README.md. Reading
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
