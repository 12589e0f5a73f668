package wire

import (
	"encoding"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"huiyin/domain/register"
)

// Field is one value of a fact of a register, for whoever fills in a form. Key is
// the path of keys to it without the step "facts"; Form says how its text reads.
type Field struct {
	Key  string
	Form string
}

// The forms of a field's text.
const (
	FormText   = "text"
	FormNumber = "number"
	FormDate   = "date"
	FormYes    = "yes"  // yes or no
	FormList   = "list" // of texts
	FormLinks  = "links"
)

// FieldError says that a text does not fit a field, or that there is no such
// field: then Form is empty.
type FieldError struct {
	Type  string
	Key   string
	Value string
	Form  string
}

// Error implements error.
func (e *FieldError) Error() string {
	return fmt.Sprintf("wire: %s: field %q: %q is no %s", e.Type, e.Key, e.Value, e.Form)
}

// EntryFields lists the fields of a type of fact in order; nil for an unknown
// type.
func EntryFields(typ string) (fields []Field) {
	f := entries.byName[typ]
	if f == nil || f.ready() != nil {
		return nil
	}
	walk(f.shape, "", reflect.New(f.goType).Elem(), func(key, form string, _ reflect.Value) {
		fields = append(fields, Field{key, form})
	})
	return fields
}

// EntryFromText makes a fact from texts by key; a list has several. What is not
// given stays unset. An unknown type is an *Error, anything else a *FieldError.
func EntryFromText(typ string, texts map[string][]string) (register.Event, error) {
	f := entries.byName[typ]
	if f == nil {
		return nil, &Error{Kind: ErrUnknownType, Type: typ}
	}
	if err := f.ready(); err != nil {
		return nil, err
	}
	event, used := reflect.New(f.goType).Elem(), map[string]bool{}
	var failed error
	walk(f.shape, "", event, func(key, form string, dst reflect.Value) {
		used[key] = true
		if value := texts[key]; len(value) > 0 && failed == nil && !setText(dst, form, value) {
			failed = &FieldError{typ, key, strings.Join(value, register.ListMark), form}
		}
	})
	for _, key := range slices.Sorted(maps.Keys(texts)) {
		if !used[key] {
			return nil, &FieldError{Type: typ, Key: key, Value: strings.Join(texts[key], register.ListMark)}
		}
	}
	if failed != nil {
		return nil, failed
	}
	return event.Interface().(register.Event), nil // the registry has checked the type
}

// walk visits the leaves of a value in order. A link or a list of links is a
// leaf: its text is the id.
func walk(s *shape, at string, v reflect.Value, visit func(key, form string, v reflect.Value)) {
	for i, f := range s.fields {
		key := strings.TrimPrefix(at+"."+f.key, ".")
		switch {
		case f.domain == reflect.TypeFor[register.Link]():
			visit(key, FormText, v.Field(i).Field(0))
		case f.kind == list && f.elem.kind == object:
			visit(key, FormLinks, v.Field(i))
		case f.kind == object && f.key == "facts":
			walk(f.shape, at, v.Field(i), visit)
		case f.kind == object:
			walk(f.shape, key, v.Field(i), visit)
		default:
			visit(key, formOf(f.shape), v.Field(i))
		}
	}
}

func formOf(s *shape) string {
	switch {
	case s.kind == list:
		return FormList
	case s.kind == text:
		return FormText
	case s.domain.Kind() == reflect.Bool:
		return FormYes
	case s.domain.Kind() == reflect.Struct:
		return FormDate
	}
	return FormNumber
}

// setText reports whether the texts read as the form.
func setText(dst reflect.Value, form string, texts []string) bool {
	switch form {
	case FormList:
		dst.Set(reflect.ValueOf(texts))
		return true
	case FormLinks:
		var links []register.Link
		for _, id := range texts {
			links = append(links, register.Link{ID: id})
		}
		dst.Set(reflect.ValueOf(links))
		return true
	}
	value := texts[0]
	switch {
	case len(texts) > 1:
		return false
	case form == FormYes:
		dst.SetBool(value == "yes")
		return value == "yes" || value == "no"
	case form == FormNumber:
		n, err := strconv.Atoi(value)
		dst.SetInt(int64(n))
		return err == nil && n >= 0
	case form == FormDate:
		return dst.Addr().Interface().(encoding.TextUnmarshaler).UnmarshalText([]byte(value)) == nil
	}
	dst.SetString(value)
	return true
}
