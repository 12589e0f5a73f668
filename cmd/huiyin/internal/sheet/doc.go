// Package sheet writes tables as files that offices open in a spreadsheet
// program: xlsx and CSV.
//
// What is written is text and never a formula (trust rule IMP-07). In xlsx every
// cell is a string in a column formatted as text, so a number keeps its leading
// zeros and stays text when somebody edits it. In CSV, which has no types, a
// value that a program could take for a formula gets an apostrophe before it
// (see Guard); Unguard takes exactly that away again.
package sheet
