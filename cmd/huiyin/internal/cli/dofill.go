package cli

import (
	"context"
	"strings"

	known "huiyin/api/desk"
	"huiyin/domain/acts"
	"huiyin/domain/suggestion"
)

// values reads FIELD=VALUE arguments, fields and choices by code or by word, and
// adds what the office knows and nobody should have to type.
func (a *app) values(ctx context.Context, d *desk, s *suggestion.Suggestion, v acts.Verb, about suggestion.Subject, typed []string) ([]acts.Value, error) {
	var out []acts.Value
	for _, arg := range typed {
		name, value, ok := strings.Cut(arg, "=")
		if !ok {
			return nil, usage("cli.do.not_a_field", "value", arg, "fields", fieldList(v))
		}
		out = append(out, worded(v, strings.TrimSpace(name), value))
	}
	return a.known(ctx, d, s, v, about, out)
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

// known completes a form from the log, with a case named by its number.
func (a *app) known(ctx context.Context, d *desk, s *suggestion.Suggestion, v acts.Verb, about suggestion.Subject, values []acts.Value) ([]acts.Value, error) {
	find := func(ctx context.Context, text string) (suggestion.CaseID, error) { return a.find(ctx, d, text) }
	return known.Filling{Office: d.Office, Find: find}.Complete(ctx, s, v, about, values)
}
