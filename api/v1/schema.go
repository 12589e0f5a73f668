package v1

import (
	"encoding/json"
	"reflect"
	"strings"
	"time"
	"unicode"

	"huiyin/domain/calendar"
)

// object is a JSON object of the OpenAPI document.
type object = map[string]any

// schemas are the JSON schemas of the types that are asked for, by name.
type schemas map[string]object

// of is the schema of a type: a reference to it by name if it is a struct.
func (s schemas) of(t reflect.Type) object {
	switch t {
	case reflect.TypeFor[time.Time]():
		return object{"type": "string", "format": "date-time"}
	case reflect.TypeFor[calendar.Date]():
		return object{"type": "string", "format": "date"}
	case reflect.TypeFor[json.RawMessage]():
		return object{"type": "object"}
	}
	switch t.Kind() {
	case reflect.Pointer:
		return s.of(t.Elem())
	case reflect.Slice:
		return object{"type": "array", "items": s.of(t.Elem())}
	case reflect.Map:
		return object{"type": "object", "additionalProperties": s.of(t.Elem())}
	case reflect.Bool:
		return object{"type": "boolean"}
	case reflect.Int, reflect.Int64:
		return object{"type": "integer"}
	case reflect.Uint64:
		return object{"type": "integer", "minimum": 0}
	case reflect.Struct:
		return s.named(t)
	}
	return object{"type": "string"}
}

// named describes a struct once and refers to it. Nothing but its fields may be
// there: a field too many is an error of this program (handbook ACL-03).
func (s schemas) named(t reflect.Type) object {
	name := nameOf(t)
	if _, known := s[name]; !known {
		own := object{"type": "object", "additionalProperties": false}
		s[name] = own
		properties, required := object{}, []string{}
		for _, f := range reflect.VisibleFields(t) {
			key, options, _ := strings.Cut(f.Tag.Get("json"), ",")
			if f.Anonymous || !f.IsExported() {
				continue
			}
			properties[key] = s.of(f.Type)
			if options == "" {
				required = append(required, key)
			}
		}
		own["properties"] = properties
		if len(required) > 0 {
			own["required"] = required
		}
	}
	return object{"$ref": "#/components/schemas/" + name}
}

// nameOf is the type's name; that of a list says of what it is.
func nameOf(t reflect.Type) string {
	name, of, generic := strings.Cut(t.Name(), "[")
	if !generic {
		return name
	}
	return strings.TrimRightFunc(of[strings.LastIndex(of, ".")+1:], func(r rune) bool { return !unicode.IsLetter(r) }) + name
}
