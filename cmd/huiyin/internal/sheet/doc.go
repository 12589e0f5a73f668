// Package sheet reads and writes tables as files that offices open in a
// spreadsheet program: xlsx and CSV. It knows cells and not what they mean.
//
// # Writing
//
// What is written is text and never a formula (trust rule IMP-07). In xlsx every
// cell is a string in a column formatted as text, so a number keeps its leading
// zeros and stays text when somebody edits it. In CSV, which has no types, a
// value that a program could take for a formula gets an apostrophe before it
// (see Guard); Unguard takes exactly that away again.
//
// # Reading
//
// A file from outside is hostile until shown otherwise (IMP-02, IMP-03). Its kind
// is told by its first bytes and not by its name. The zip directory is held
// against the limits before anything is unpacked, then each XML part is counted
// byte by byte before any parser builds something of it, and the cells of the
// wanted sheet are read as a stream that stops at the first limit. So memory is
// bounded by the limits and never by what a file claims. A cell keeps its type
// and address, formulas are seen and never evaluated, and what does not fit is a
// *Refusal that names the place.
//
// Cells are read here and not by excelize, which loads a whole sheet before it
// answers and tells a value from its type only cell by cell; excelize writes
// workbooks and the annotated copy of the user's own.
package sheet
