package cli

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"huiyin/domain/acts"
	"huiyin/domain/lifecycle"
	"huiyin/domain/suggestion"
	"huiyin/projections/telling"
)

// values reads FIELD=VALUE arguments, fields and choices by code or by word, and
// adds what the office knows and nobody should have to type.
func (a *app) values(ctx context.Context, d *desk, s *suggestion.Suggestion, v acts.Verb, typed []string) ([]acts.Value, error) {
	var out []acts.Value
	for _, arg := range typed {
		name, value, ok := strings.Cut(arg, "=")
		if !ok {
			return nil, usage("cli.do.not_a_field", "value", arg, "fields", fieldList(v))
		}
		out = append(out, worded(v, strings.TrimSpace(name), value))
	}
	return a.known(ctx, d, s, v, out)
}

// worded turns a field's word and a choice's word into their codes.
func worded(v acts.Verb, name, value string) acts.Value {
	for _, f := range v.Fields() {
		if name != f.Name && name != fieldWord(v, f.Name) {
			continue
		}
		if code, ok := coded(f.Words, value, f.Choices); ok {
			value = code
		}
		if f.Kind == acts.UnitPart {
			value = unitPart(value)
		}
		return acts.Value{Name: f.Name, Text: value}
	}
	return acts.Value{Name: name, Text: value}
}

// unitPart reads part:unit:scope with the part by its code or its word.
func unitPart(value string) string {
	part, rest, ok := strings.Cut(strings.ReplaceAll(value, fullColon, ":"), ":")
	if code, known := coded("part", part, acts.UnitParts()); ok && known {
		return string(code) + ":" + rest
	}
	return value
}

const fullColon = "\uff1a"

// known completes a form from the log: a case named by its number, the head's
// T0, the newest version.
func (a *app) known(ctx context.Context, d *desk, s *suggestion.Suggestion, v acts.Verb, values []acts.Value) ([]acts.Value, error) {
	given := func(name string) int {
		return slices.IndexFunc(values, func(x acts.Value) bool { return x.Name == name })
	}
	if i := given("class"); i >= 0 {
		r, err := d.Judged(s, suggestion.Request{Now: d.Now()})
		if err != nil {
			return nil, err
		}
		values[i].Text = telling.ClassCode(r.Rules, values[i].Text)
	}
	switch v.Name {
	case string(lifecycle.Merge):
		i := given("head")
		if i < 0 {
			return values, nil
		}
		id, err := a.find(ctx, d, values[i].Text)
		if err != nil {
			return nil, err
		}
		head, err := d.Load(ctx, id)
		if err != nil {
			return nil, err
		}
		values[i].Text = string(id)
		return append(values, acts.Value{Name: "head_number", Text: head.Number}), nil
	case string(lifecycle.UndoMerge):
		head, err := d.Load(ctx, s.Head)
		if s.Head == "" || err != nil || head.T0.IsZero() {
			return values, nil // the rules say that it is not merged
		}
		return append(values, acts.Value{Name: "head_t0", Text: head.T0.String()}), nil
	case string(lifecycle.Withdraw):
		if i := given("scan"); i >= 0 {
			scan, err := scanOf(values[i].Text)
			values[i].Text = scan
			return values, err
		}
	case "rate_reply", "rate_from_paper":
		if given("version") < 0 && len(s.Lines) > 0 {
			return append(values, acts.Value{Name: "version", Text: strconv.Itoa(newest(s, values))}), nil
		}
	}
	return values, nil
}

// newest is the version a rating means when none is named: the newest of the
// line, which the rules compare once more when the act is decided.
func newest(s *suggestion.Suggestion, values []acts.Value) int {
	for _, l := range s.Lines {
		for _, x := range values {
			if x.Name == "line" && x.Text != string(l.ID) {
				l.Versions = nil
			}
		}
		if n := l.Latest().Number; n > 0 {
			return n
		}
	}
	return 0
}
