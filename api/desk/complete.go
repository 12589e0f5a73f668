package desk

import (
	"context"
	"slices"
	"strconv"

	"huiyin/domain/acts"
	"huiyin/domain/lifecycle"
	"huiyin/domain/suggestion"
	"huiyin/projections/telling"
)

// Filling completes forms with what the office knows, for pages, programs and the
// command line alike.
type Filling struct {
	Office Office
	// Find tells which case a text means; empty for one that cannot be told.
	Find func(ctx context.Context, text string) (suggestion.CaseID, error)
	// Channel is how a rating or a reply comes that comes this way; empty where
	// that is to be said.
	Channel string
}

// Complete adds what nobody should have to type: the version that is rated, how a
// rating came, the case and number of the head of a merge, from when the head
// counts. A class may be given by its word. What is given otherwise stays.
func (f Filling) Complete(ctx context.Context, s *suggestion.Suggestion, v acts.Verb, about suggestion.Subject, values []acts.Value) ([]acts.Value, error) {
	values = slices.Clone(values)
	if x := given(values, "class"); x != nil {
		r, err := f.Office.Judged(s, suggestion.Request{Now: f.Office.Now()})
		if err != nil {
			return nil, err
		}
		x.Text = telling.ClassCode(r.Rules, x.Text)
	}
	switch v.Name {
	case string(lifecycle.Merge):
		return f.head(ctx, values)
	case string(lifecycle.UndoMerge):
		head, _, err := f.Office.Current(ctx, s.Head)
		if s.Head == "" || err != nil || head.T0.IsZero() {
			return values, nil // the rules say that it is not merged
		}
		return add(values, "head_t0", head.T0.String()), nil
	case "rate_reply":
		return add(add(values, "version", newest(s, about, values)), "channel", f.Channel), nil
	case "rate_from_paper":
		return add(values, "version", newest(s, about, values)), nil
	case "deliver_reply":
		return add(values, "channel", f.Channel), nil
	}
	return values, nil
}

// head names the case that a merge goes into, which people know by its number.
func (f Filling) head(ctx context.Context, values []acts.Value) ([]acts.Value, error) {
	x := given(values, "head")
	if x == nil {
		return values, nil
	}
	id, err := f.Find(ctx, x.Text)
	if err != nil || id == "" {
		return values, err // the rules say that there is no such case
	}
	head, _, err := f.Office.Current(ctx, id)
	if err != nil {
		return nil, err
	}
	x.Text = string(id)
	return add(values, "head_number", head.Number), nil
}

func given(values []acts.Value, name string) *acts.Value {
	i := slices.IndexFunc(values, func(x acts.Value) bool { return x.Name == name })
	if i < 0 {
		return nil
	}
	return &values[i]
}

// add adds a value that is not given, if there is one.
func add(values []acts.Value, name, text string) []acts.Value {
	if text == "" || given(values, name) != nil {
		return values
	}
	return append(values, acts.Value{Name: name, Text: text})
}

// newest is the version a rating means when none is named: the newest of the line,
// which the rules compare once more when the act is decided.
func newest(s *suggestion.Suggestion, about suggestion.Subject, values []acts.Value) string {
	line := about.Line
	if x := given(values, "line"); x != nil {
		line = suggestion.LineID(x.Text)
	}
	for _, l := range s.Lines {
		if n := l.Latest().Number; n > 0 && (line == "" || line == l.ID) {
			return strconv.Itoa(n)
		}
	}
	return ""
}
