package search

import (
	"slices"
)

// Field is a part of a case that is searched.
type Field string

// The fields. Replies are the texts of issued replies, never of drafts.
const (
	Number   Field = "number"
	Title    Field = "title"
	Deputies Field = "deputies"
	Units    Field = "units"
	Category Field = "category"
	Body     Field = "body"
	Promises Field = "promises"
	Replies  Field = "replies"
)

// Fields lists every field, in the order of a case's paper.
func Fields() []Field {
	return []Field{Number, Title, Deputies, Units, Category, Body, Promises, Replies}
}

// lists are the fields that hold several texts, one a line.
var lists = []Field{Deputies, Units, Promises, Replies}

// tiers are the fields a term may be found in, by rank; each holds the one before.
var tiers = [][]Field{{Number, Title}, {Number, Title, Deputies, Units, Category}, Fields()}

// letters are the columns that hold a field's pinyin.
var letters = map[Field]string{Deputies: "deputy_letters", Units: "unit_letters"}

// both are the fields that are in both lists.
func both(a, b []Field) []Field {
	return slices.DeleteFunc(slices.Clone(a), func(f Field) bool { return !slices.Contains(b, f) })
}
