package v1

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"

	"huiyin/domain/acts"
	"huiyin/domain/zh"
)

// Fields is the body of a write: the form of the act, by the names of its fields.
// A field that is left out, null or empty is not filled in.
type Fields map[string]json.RawMessage

// body reads the one JSON object that was sent; an empty body is an empty form.
func (c *call) body() (Fields, error) {
	data, err := io.ReadAll(c.r.Body)
	if err != nil {
		return nil, err
	}
	fields := Fields{}
	if len(bytes.TrimSpace(data)) == 0 {
		return fields, nil
	}
	if err := json.Unmarshal(data, &fields); err != nil || fields == nil {
		return nil, problemOf("bad_json")
	}
	return fields, nil
}

// values are the fields as acts read them, in the order of the form, or a problem
// that names all that is wrong.
func (f Fields) values(verb acts.Verb) ([]acts.Value, error) {
	p := problemOf("form")
	var all []acts.Value
	known := verb.Fields()
	for name := range f {
		if !slices.ContainsFunc(known, func(k acts.Field) bool { return k.Name == name }) {
			p.flaw(pointer(name), "", "unknown_field", "name", name)
		}
	}
	for _, field := range known {
		raw := []json.RawMessage{f[field.Name]}
		isList := field.List && kind(raw[0]) == '['
		if isList {
			_ = json.Unmarshal(raw[0], &raw) // it was read once as JSON
		}
		for i, one := range raw {
			text, ok := textOf(field, one)
			if at := pointer(field.Name); !ok {
				if isList {
					at += "/" + strconv.Itoa(i)
				}
				p.flaw(at, "", "bad_value", "name", fieldWord(verb, field.Name), "kind", say("web.api.kind."+string(field.Kind)))
			} else if strings.TrimSpace(text) != "" {
				all = append(all, acts.Value{Name: field.Name, Text: text})
			}
		}
	}
	if len(p.Errors) == 0 {
		return all, nil
	}
	slices.SortFunc(p.Errors, func(x, y Flaw) int { return compare(x.Pointer, y.Pointer) })
	return nil, p
}

// pointer is the JSON pointer of a field (RFC 6901).
func pointer(name string) string { return "/" + pointerEscaper.Replace(name) }

var pointerEscaper = strings.NewReplacer("~", "~0", "/", "~1")

func kind(raw json.RawMessage) byte {
	if raw = bytes.TrimSpace(raw); len(raw) > 0 {
		return raw[0]
	}
	return 0
}

// textOf writes a JSON value as a form takes it; false if it cannot be one.
func textOf(f acts.Field, raw json.RawMessage) (text string, ok bool) {
	switch kind(raw) {
	case 0, 'n':
		return "", true
	case '"':
		return text, json.Unmarshal(raw, &text) == nil
	case 't', 'f':
		return string(bytes.TrimSpace(raw)), f.Kind == acts.YesNo
	case '{':
		return composed(f, raw)
	case '[':
		return "", false
	}
	return string(bytes.TrimSpace(raw)), f.Kind == acts.Number
}

// composed writes an object as the text that means the same. A part may not hold
// the mark that parts it from the next.
func composed(f acts.Field, raw json.RawMessage) (string, bool) {
	names, mark := parts(f.Kind)
	var o map[string]string
	if names == nil || json.Unmarshal(raw, &o) != nil {
		return "", false
	}
	var all []string
	for i, name := range names {
		if i < len(names)-1 && strings.Contains(o[name], mark) {
			return "", false
		}
		all = append(all, o[name])
		delete(o, name)
	}
	return strings.TrimRight(strings.Join(all, mark), mark), len(o) == 0
}

// parts are the parts of a composed kind in order, and the mark between them.
func parts(k acts.Kind) (names []string, mark string) {
	switch k {
	case acts.Someone:
		return []string{"name", "id"}, "#"
	case acts.UnitPart:
		return []string{"part", "unit", "scope"}, ":"
	case acts.Promise:
		return []string{"text", "due", "unit"}, "|"
	}
	return nil, ""
}

// formProblem words what is wrong with a form.
func formProblem(verb acts.Verb, err error) error {
	var bad *acts.FormError
	if !errors.As(err, &bad) {
		return err
	}
	facts := map[string]string{}
	for k, x := range bad.Facts {
		facts[k] = x
	}
	name := facts["name"]
	facts["act"], facts["fields"], facts["name"] = label("act", verb.Name), "", fieldWord(verb, name)
	p := problemOf("form")
	p.Errors = []Flaw{{Pointer: pointer(name), Code: bad.Code, Detail: zh.Text("form."+bad.Code, facts)}}
	return p
}
