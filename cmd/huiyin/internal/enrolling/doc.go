// Package enrolling enters registers from a file: the special committees, the
// handling units with the committee each belongs to, and the delegations with
// their seats.
//
// The file is one JSON object in the shape of hunan.json, which ships with the
// program: "units", "special_committees" and "delegations", lists of objects
// each, and "province". Keys that are not named in this package's types are for
// the reader of the file and are passed over. A unit's committee may stand with
// the unit (supervising_committee), with the committee (counterparts), or with
// both if they agree. Seats stand under "seats" beside "congress", or under
// "seats_14th" for the 14th term of the province's congress. A short name with
// another one in brackets is two short names.
//
// # Doing it again
//
// An entry is found by its full name, a delegation by congress and name, whatever
// it is called now. What the file says of it already changes nothing; anything
// else is one correction event. What the file does not say stays as it is: since
// when, and a unit's level. A row that the register refuses changes nothing and
// stops nothing.
package enrolling

import (
	_ "embed" // hunan.json and words.txt
)

//go:embed hunan.json
var hunan []byte

// Hunan is the file that ships with the program: what sources say of Hunan's
// provincial units, committees and delegations. A unit's committee is inferred
// from its duties, and its entry says so.
func Hunan() []byte { return hunan }
