// Package zh is the one catalogue of the words a user sees. The words lie in
// the *.txt files beside this source and use the regulations' own terms; the
// code holds none.
//
// A file has one "key = text" on each line. A line that starts with # is a
// comment; a line that ends with a backslash goes on in the next one, whose
// indent is dropped. A new file only has to be put into the folder. A key may
// stand once in all files together.
//
// Keys of labels are kind.name: "role.gov_office", "state.line.delivered". Keys
// under "event." are text/template sources, one for each wire type; keys under
// "part." are templates that they share. All other texts may hold
// {placeholders}.
//
// Nothing here fails at run time: what is missing shows as its key in white
// square brackets, and tests refuse a catalogue in which that can happen.
package zh
