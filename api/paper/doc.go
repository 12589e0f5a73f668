// Package paper makes the printed documents of a suggestion's life out of what
// the log knows of a case: the assignment notice (交办通知), the reply letter
// (答复函), the deputy's form (征询意见表), the co-unit's opinion (会办意见), the
// supervision notice (督办通知), a brief of one page, and printed lists.
//
// Everything here is pure: a Case goes in, Documents come out, and a Document is
// written as HTML that prints on A4 or as DOCX that an office edits and seals in
// its own system. Both forms carry the same text, in the same order, and the same
// document gives the same bytes. Words are in the catalogue under "web.paper.".
//
// What the case does not know is left as a ruled blank to be filled in by hand
// and is never made up. No seal is ever drawn: a letter has room for it (handbook
// DOC-04). The name of a document, which becomes a page's title, a file's name or
// its metadata, holds a number and never a person (PII-13, THR-44).
//
// Letters keep the page of GB/T 9704-2012: A4, a type area of 156 × 225 mm, 22
// lines of 28 characters (DOC-01, DOC-02).
package paper
