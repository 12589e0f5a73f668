package wire

import (
	"encoding"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strconv"
)

// reader reads one JSON value straight into a Go value of known shape. It is
// stricter than encoding/json and takes a fraction of its time, which is most
// of what loading a case costs: a key must be known, spelt exactly and given
// once; null is no value; nothing may follow the object.
type reader struct {
	data []byte
	at   int
}

var (
	errSyntax    = errors.New("not the JSON this event is written in")
	errDuplicate = errors.New("key given twice")
	errUnknown   = errors.New("unknown key")
)

func readJSON(data []byte, s *shape, dst reflect.Value) error {
	r := reader{data: data}
	if err := r.value(s, dst); err != nil {
		return fmt.Errorf("byte %d: %w", r.at, err)
	}
	if r.at != len(data) {
		return errTrailing
	}
	return nil
}

func (r *reader) space() {
	for r.at < len(r.data) {
		switch r.data[r.at] {
		case ' ', '\t', '\n', '\r':
			r.at++
		default:
			return
		}
	}
}

// next skips space and reports whether the byte comes next, taking it.
func (r *reader) next(c byte) bool {
	r.space()
	if r.at < len(r.data) && r.data[r.at] == c {
		r.at++
		return true
	}
	return false
}

func (r *reader) value(s *shape, dst reflect.Value) error {
	switch s.kind {
	case list:
		return r.list(s, dst)
	case object:
		return r.object(s, dst)
	case text:
		b, err := r.text()
		dst.SetString(b)
		return err
	case stamped:
		var t stamp
		err := r.unmarshal(&t)
		dst.Set(reflect.ValueOf(t).Convert(timeType))
		return err
	}
	if u, ok := dst.Addr().Interface().(encoding.TextUnmarshaler); ok {
		return r.unmarshal(u)
	}
	return r.scalar(dst)
}

func (r *reader) unmarshal(u encoding.TextUnmarshaler) error {
	s, err := r.text()
	if err != nil {
		return err
	}
	return u.UnmarshalText([]byte(s))
}

func (r *reader) list(s *shape, dst reflect.Value) error {
	if !r.next('[') {
		return errSyntax
	}
	if r.next(']') {
		return nil // an empty list is no list
	}
	for n := 0; ; n++ {
		if n == dst.Cap() {
			dst.Grow(max(4, n))
		}
		dst.SetLen(n + 1)
		if err := r.value(s.elem, dst.Index(n)); err != nil {
			return err
		}
		if r.next(']') {
			return nil
		}
		if !r.next(',') {
			return errSyntax
		}
	}
}

// object looks for each key from where the last was found, because keys stand
// in the order of the fields.
func (r *reader) object(s *shape, dst reflect.Value) error {
	if !r.next('{') {
		return errSyntax
	}
	if r.next('}') {
		return nil
	}
	var seen uint64 // planObject allows no more fields than bits
	for from := 0; ; {
		r.space()
		key, err := r.text()
		if err != nil {
			return err
		}
		i := s.field(key, from)
		if i < 0 {
			return fmt.Errorf("%w %q", errUnknown, key)
		}
		if seen&(1<<i) != 0 {
			return fmt.Errorf("%w: %q", errDuplicate, key)
		}
		seen, from = seen|1<<i, i+1
		if !r.next(':') {
			return errSyntax
		}
		r.space()
		if err := r.value(s.fields[i].shape, dst.Field(i)); err != nil {
			return err
		}
		if r.next('}') {
			return nil
		}
		if !r.next(',') {
			return errSyntax
		}
	}
}

// field finds the key, looking first where it is expected.
func (s *shape) field(key string, from int) int {
	for n := range s.fields {
		if i := (from + n) % len(s.fields); s.fields[i].key == key {
			return i
		}
	}
	return -1
}

// text reads a string. What has no escape, which is almost all, is taken as it
// stands; the rest is left to encoding/json.
func (r *reader) text() (string, error) {
	if !r.next('"') {
		return "", errSyntax
	}
	start, plain := r.at, true
	for ; r.at < len(r.data); r.at++ {
		switch c := r.data[r.at]; {
		case c == '"':
			raw := r.data[start:r.at]
			r.at++
			if plain {
				return string(raw), nil
			}
			var s string
			err := json.Unmarshal(r.data[start-1:r.at], &s)
			return s, err
		case c == '\\':
			plain = false
			r.at++
		case c < ' ':
			return "", errSyntax
		}
	}
	return "", errSyntax
}

// scalar reads a bool or an integer.
func (r *reader) scalar(dst reflect.Value) error {
	r.space()
	start := r.at
	for r.at < len(r.data) && r.data[r.at] > ' ' && r.data[r.at] != ',' && r.data[r.at] != '}' && r.data[r.at] != ']' {
		r.at++
	}
	word := string(r.data[start:r.at])
	if dst.Kind() == reflect.Bool {
		if word != "true" && word != "false" {
			return errSyntax
		}
		dst.SetBool(word == "true")
		return nil
	}
	n, err := strconv.ParseInt(word, 10, 64)
	if err != nil || strconv.FormatInt(n, 10) != word || dst.OverflowInt(n) {
		return errSyntax
	}
	dst.SetInt(n)
	return nil
}
