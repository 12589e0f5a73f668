package search

import (
	"errors"
	"strings"
	"unicode/utf8"
)

// Limits of a query.
const (
	MaxText  = 200 // characters
	MaxTerms = 12
)

// ErrTooLong says that a query has more characters or terms than the limits.
var ErrTooLong = errors.New("search: the query is too long")

// Query is what a reader asks.
type Query struct {
	Text string
	// Names, where set, gives the other names of a unit that a term may name: its
	// full, short and former ones, as the register knows them. Cases of the unit
	// are found by each.
	Names func(term string) []string
	// Limit bounds the hits; zero means 20. Offset skips those before.
	Limit, Offset int
}

// term is one of the texts that all have to be found.
type term struct {
	text  string
	runs  []run
	typed string   // letters that may be pinyin, or empty
	names []string // of a unit that the term names
}

// parse cuts the query into its terms.
func (q Query) parse() ([]term, error) {
	if utf8.RuneCountInString(q.Text) > MaxText {
		return nil, ErrTooLong
	}
	var out []term
	for _, text := range strings.Fields(q.Text) {
		t := term{text: text, runs: runs(numeral(text))}
		if len(t.runs) == 0 {
			continue
		}
		t.typed = typed(t.runs)
		if q.Names != nil {
			t.names = q.Names(text)
		}
		out = append(out, t)
	}
	if len(out) > MaxTerms {
		return nil, ErrTooLong
	}
	return out, nil
}

// numeral is the number alone where a term is one as people say it, "No. 131" in
// Chinese; any other term stays.
func numeral(text string) string {
	inner := strings.TrimSuffix(strings.TrimPrefix(text, "\u7b2c"), "\u53f7") // 第, 号
	for _, r := range runs(inner) {
		if strings.Trim(string(r.text), "0123456789") != "" {
			return text
		}
	}
	if inner == "" {
		return text
	}
	return inner
}

// typed is a term that is letters only, and two of them at least.
func typed(all []run) string {
	if len(all) != 1 || len(all[0].text) < 2 {
		return ""
	}
	text := string(all[0].text)
	if strings.Trim(text, "abcdefghijklmnopqrstuvwxyz") != "" {
		return ""
	}
	return text
}

// match is the question to the index that all terms are in the fields.
func match(terms []term, fields []Field) string {
	all := make([]string, len(terms))
	for i, t := range terms {
		all[i] = "(" + t.match(fields) + ")"
	}
	return strings.Join(all, " AND ")
}

// match asks for the term in the fields: its text, the pinyin of names, or
// another name of the unit it names.
func (t term) match(fields []Field) string {
	either := []string{within(all(t.runs), fields)}
	for _, f := range both(fields, []Field{Deputies, Units}) {
		if t.typed != "" {
			either = append(either, letters[f]+` : "`+t.typed+`"*`)
		}
		for _, name := range t.names {
			if r := runs(name); f == Units && len(r) > 0 {
				either = append(either, within(all(r), []Field{Units}))
			}
		}
	}
	return strings.Join(either, " OR ")
}

func within(question string, fields []Field) string {
	names := make([]string, len(fields))
	for i, f := range fields {
		names[i] = string(f)
	}
	return "{" + strings.Join(names, " ") + "} : (" + question + ")"
}

// all asks for every run.
func all(runs []run) string {
	parts := make([]string, len(runs))
	for i, r := range runs {
		parts[i] = phrase(r.text)
	}
	return strings.Join(parts, " AND ")
}
