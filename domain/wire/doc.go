// Package wire turns domain events into bytes and back. It is the only place
// where events have wire names, schemas and keys, so the domain's types stay
// free of tags and the log stays readable for ever.
//
// The bytes of an event are one JSON object. Keys are the Go field names in
// snake_case and in the order of the struct's fields; zero fields are left out;
// nothing is escaped for HTML; times are RFC 3339 in UTC with six fractional
// digits; a type that marshals itself as text (calendar.Date) is a string. The
// same event always gives the same bytes, and decoding them gives an equal
// event; only an empty list comes back as nil, and a time in UTC and cut to the
// microsecond.
//
// Decoding never guesses: an unknown type, an unknown schema, a key that is
// unknown, spelt otherwise or given twice, a null, bytes that are not UTF-8 and
// anything after the object are refused with an *Error that carries the facts.
//
// How: from each event type a plan is derived once, by reflection. For writing,
// values are copied into a shadow struct whose fields carry the tags, and
// encoding/json does the rest; reading goes by the plan alone. No domain type
// can therefore be written with a key that is not its field's name.
//
// A name, once used, keeps its meaning. testdata/events holds one sample of
// every type and schema for ever, testdata/schema.lock every field path, so
// that renaming a Go field fails a test before it changes the log. A change of
// shape is a new schema with an upcaster from the old one.
package wire
