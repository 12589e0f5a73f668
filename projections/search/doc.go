// Package search finds cases by what is written in them, and earlier cases that
// are like a draft (handbook UX-17, UX-18).
//
// It is a read file of its own, followed like the views' (package follower): the
// index moves in the same transaction as the checkpoint, can be deleted at any
// time, and is folded again from the log.
//
// # What is found
//
// A query is terms apart by spaces; a case is found if every term is somewhere in
// its number, title, deputies' names, units, category, body, promises or issued
// replies. A term is found anywhere inside a text, from one character on: there
// are no words to be cut wrongly. Characters are code points, so those beyond the
// basic plane count as one. Width and case make no difference, nor do the marks
// between Han characters; between digits and letters they part. Letters find
// deputies and units by pinyin too (package pinyin).
//
// # Order
//
// The case whose number is the query comes first, then those that have all terms
// in number or title, then those that need a name, a unit or the category, then
// the rest; among equals the one begun last.
//
// # Who sees what
//
// Every answer is within a Scope: which cases, and which of their fields. Hits,
// totals, snippets and likenesses are computed inside it, so that what a reader
// must not see changes no byte of the answer (ACL-04). The zero Scope sees nothing.
package search
