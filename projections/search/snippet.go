package search

import (
	"cmp"
	"slices"
	"strings"

	"huiyin/projections/pinyin"
)

// Snippet is a piece of a field in which terms were found. Marks are the places
// of the terms in Text, in characters (code points), in order and apart.
type Snippet struct {
	Field Field
	Text  string
	Marks []Span
	// Before and After tell that the field goes on there.
	Before, After bool
}

// Span is a stretch of a text in characters: from the first to before the last.
type Span struct{ From, To int }

// A snippet is a line of the field, cut to about this many characters; what leads
// up to the first mark is the smaller part.
const (
	snippetLength = 60
	snippetLead   = 15
)

// snippets shows where the terms are in the fields.
func (f *finder) snippets(text map[Field]string) (out []Snippet) {
	for _, field := range f.fields {
		if s, ok := best(field, text[field], f.terms); ok {
			out = append(out, s)
		}
	}
	return out
}

// best is the line of the field with the most terms.
func best(field Field, text string, terms []term) (out Snippet, ok bool) {
	most := 0
	for line := range strings.SplitSeq(text, "\n") {
		marks, n := places(field, line, terms)
		if n > most {
			most, out = n, cut(field, line, marks)
		}
	}
	return out, most > 0
}

// places are where the terms are in a line, joined, and how many terms are.
func places(field Field, line string, terms []term) (marks []Span, found int) {
	folded := runs(line)
	for _, t := range terms {
		here := t.places(field, line, folded)
		if len(here) > 0 {
			found++
		}
		marks = append(marks, here...)
	}
	return join(marks), found
}

func (t term) places(field Field, line string, folded []run) (out []Span) {
	wanted := t.runs
	if field == Units {
		for _, name := range t.names {
			wanted = append(wanted[:len(wanted):len(wanted)], runs(name)...)
		}
	}
	for _, w := range wanted {
		for _, r := range folded {
			out = append(out, r.find(w.text)...)
		}
	}
	if len(out) > 0 || t.typed == "" || letters[field] == "" {
		return out
	}
	kind := pinyin.Unit
	if field == Deputies {
		kind = pinyin.Person
	}
	if from, to, ok := pinyin.Find(line, t.typed, kind); ok {
		out = []Span{{from, to}}
	}
	return out
}

// find lists where the characters are in the run.
func (r run) find(wanted []rune) (out []Span) {
	for i := 0; i+len(wanted) <= len(r.text); i++ {
		if slices.Equal(r.text[i:i+len(wanted)], wanted) {
			out = append(out, Span{r.at[i], r.at[i+len(wanted)-1] + 1})
		}
	}
	return out
}

// join sorts the marks and makes one of those that touch.
func join(marks []Span) (out []Span) {
	slices.SortFunc(marks, func(a, b Span) int { return cmp.Compare(a.From, b.From) })
	for _, m := range marks {
		if n := len(out); n > 0 && m.From <= out[n-1].To {
			out[n-1].To = max(out[n-1].To, m.To)
			continue
		}
		out = append(out, m)
	}
	return out
}

// cut shortens a line around its first mark. Number, title and names stay whole.
func cut(field Field, line string, marks []Span) Snippet {
	s := Snippet{Field: field, Text: line, Marks: marks}
	all := []rune(line)
	if !slices.Contains([]Field{Body, Promises, Replies}, field) || len(all) <= snippetLength {
		return s
	}
	from := max(0, min(marks[0].From-snippetLead, len(all)-snippetLength))
	to := max(min(len(all), from+snippetLength), marks[0].To)
	s.Text, s.Before, s.After, s.Marks = string(all[from:to]), from > 0, to < len(all), nil
	for _, m := range marks {
		if m.From < to {
			s.Marks = append(s.Marks, Span{m.From - from, min(m.To, to) - from})
		}
	}
	return s
}
