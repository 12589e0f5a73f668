package wire

import (
	"encoding"
	"fmt"
	"reflect"
	"strings"
	"time"
	"unicode/utf8"
)

// shape is the plan for one Go type: the type that encoding/json sees in its
// place and how values pass between the two. A leaf is the same on both sides.
type shape struct {
	kind   kind
	domain reflect.Type
	wire   reflect.Type
	fields []shapeField // of a struct
	elem   *shape       // of a list
}

type shapeField struct {
	key string
	*shape
}

type kind uint8

const (
	plain   kind = iota // bool, integer, or a type that marshals itself as text
	text                // string of any name
	stamped             // time.Time, written in the log's precision
	list
	object
)

var (
	timeType  = reflect.TypeFor[time.Time]()
	stampType = reflect.TypeFor[stamp]()
	marshaler = reflect.TypeFor[encoding.TextMarshaler]()
	unmarshal = reflect.TypeFor[encoding.TextUnmarshaler]()
)

// shapeOf plans a type. Only what has one canonical form is allowed: no maps,
// no floats, no pointers, no interfaces, no unexported fields.
func shapeOf(t reflect.Type) (*shape, error) {
	s := &shape{domain: t, wire: t}
	switch {
	case t == timeType:
		s.kind, s.wire = stamped, stampType
	case t.Implements(marshaler) && reflect.PointerTo(t).Implements(unmarshal):
		s.kind = plain
	case t.Kind() == reflect.String:
		s.kind = text
	case t.Kind() == reflect.Bool, t.Kind() == reflect.Int, t.Kind() == reflect.Int64:
		s.kind = plain
	case t.Kind() == reflect.Slice && t.Elem().Kind() != reflect.Uint8:
		return s, s.planList()
	case t.Kind() == reflect.Struct:
		return s, s.planObject()
	default:
		return nil, fmt.Errorf("type %s has no wire form", t)
	}
	return s, nil
}

func (s *shape) planList() (err error) {
	s.kind = list
	if s.elem, err = shapeOf(s.domain.Elem()); err == nil {
		s.wire = reflect.SliceOf(s.elem.wire)
	}
	return err
}

func (s *shape) planObject() error {
	s.kind = object
	if s.domain.NumField() > 64 {
		return fmt.Errorf("type %s has more fields than a reader can count", s.domain)
	}
	var shadow []reflect.StructField
	for i := range s.domain.NumField() {
		f := s.domain.Field(i)
		if !f.IsExported() || f.Anonymous {
			return fmt.Errorf("field %s.%s is embedded or not exported", s.domain, f.Name)
		}
		field, err := shapeOf(f.Type)
		if err != nil {
			return fmt.Errorf("field %s.%s: %w", s.domain, f.Name, err)
		}
		key := snake(f.Name)
		tag := reflect.StructTag(`json:"` + key + `,omitempty,omitzero"`)
		shadow = append(shadow, reflect.StructField{Name: f.Name, Type: field.wire, Tag: tag})
		s.fields = append(s.fields, shapeField{key, field})
	}
	s.wire = reflect.StructOf(shadow)
	return nil
}

// toWire fills the zero value dst from src. It reports false when a text is not
// UTF-8, which encoding/json would silently mend.
func (s *shape) toWire(dst, src reflect.Value) bool {
	switch s.kind {
	case text:
		if !utf8.ValidString(src.String()) {
			return false
		}
		dst.Set(src)
	case stamped:
		dst.Set(src.Convert(stampType))
	case list:
		return s.listToWire(dst, src)
	case object:
		for i := range s.fields {
			if !s.fields[i].toWire(dst.Field(i), src.Field(i)) {
				return false
			}
		}
	default:
		dst.Set(src)
	}
	return true
}

func (s *shape) listToWire(dst, src reflect.Value) bool {
	n := src.Len()
	if n == 0 {
		return true
	}
	dst.Set(reflect.MakeSlice(s.wire, n, n))
	for i := range n {
		if !s.elem.toWire(dst.Index(i), src.Index(i)) {
			return false
		}
	}
	return true
}

// snake turns a Go field name into a key: DueText is due_text, T0 is t0, ID is
// id, URLNote is url_note.
func snake(name string) string {
	var b strings.Builder
	for i := range len(name) {
		c := name[i]
		startsWord := upper(c) && i > 0 &&
			(!upper(name[i-1]) || i+1 < len(name) && lower(name[i+1]))
		if startsWord {
			b.WriteByte('_')
		}
		b.WriteString(strings.ToLower(string(c)))
	}
	return b.String()
}

func upper(c byte) bool { return 'A' <= c && c <= 'Z' }
func lower(c byte) bool { return 'a' <= c && c <= 'z' }
