package wire

import (
	"encoding"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"huiyin/domain/calendar"
)

// Samples are built from testdata/samples.txt: one line for each field, either
// for the field of one event ("Merged.Reason = ...") or for every field of that
// name ("Reason = ..."). An event's move stands under "Drafted.Move". Values of
// a list are separated by " | ". A field without a line is an error, so every
// sample sets every field. People and cases in it are invented.
type vocabulary map[string]string

func (v vocabulary) find(event, path, name string) (string, error) {
	for _, key := range []string{event + "." + path, path, name} {
		if text, ok := v[key]; ok {
			return text, nil
		}
	}
	return "", fmt.Errorf("samples.txt has no value for %s.%s", event, path)
}

func readVocabulary(t *testing.T) vocabulary {
	t.Helper()
	v := vocabulary{}
	for _, line := range strings.Split(readFile(t, "testdata/samples.txt"), "\n") {
		key, text, ok := strings.Cut(line, " = ")
		if strings.HasPrefix(line, "#") || strings.TrimSpace(line) == "" {
			continue
		}
		if _, twice := v[key]; twice || !ok {
			t.Fatalf("samples.txt: bad line %q", line)
		}
		v[key] = text
	}
	return v
}

// sample returns the rich sample of a type.
func (v vocabulary) sample(goType reflect.Type) (any, error) {
	e := reflect.New(goType).Elem()
	err := v.fill(e, goType.Name(), "", "", 0)
	return e.Interface(), err
}

// fill sets one value; i is the index within the nearest list.
func (v vocabulary) fill(dst reflect.Value, event, path, name string, i int) error {
	switch {
	case isLeaf(dst.Type()):
		text, err := v.pick(event, path, name, i)
		if err != nil {
			return err
		}
		return dst.Addr().Interface().(encoding.TextUnmarshaler).UnmarshalText([]byte(text))
	case dst.Kind() == reflect.Struct:
		return v.fillStruct(dst, event, path, i)
	case dst.Kind() == reflect.Slice:
		dst.Set(reflect.MakeSlice(dst.Type(), 2, 2))
		for j := range 2 {
			if err := v.fill(dst.Index(j), event, path, name, j); err != nil {
				return err
			}
		}
		return nil
	case dst.Kind() == reflect.Bool:
		dst.SetBool(true)
		return nil
	}
	text, err := v.pick(event, path, name, i)
	if err != nil {
		return err
	}
	if dst.Kind() == reflect.String {
		dst.SetString(text)
		return nil
	}
	var n int64
	_, err = fmt.Sscan(text, &n)
	dst.SetInt(n)
	return err
}

// isLeaf reports whether a struct is one value of its own, written as a text.
func isLeaf(t reflect.Type) bool {
	return t == reflect.TypeFor[calendar.Date]() || t == reflect.TypeFor[time.Time]()
}

func (v vocabulary) fillStruct(dst reflect.Value, event, path string, i int) error {
	if dst.Type().Name() == "Move" {
		text, err := v.find(event, "Move", "Move")
		from, to, ok := strings.Cut(text, " -> ")
		if err != nil || !ok {
			return fmt.Errorf("%s.Move: %q %w", event, text, err)
		}
		dst.Field(0).SetString(from)
		dst.Field(1).SetString(to)
		return nil
	}
	for f := range dst.NumField() {
		name := dst.Type().Field(f).Name
		at := strings.TrimPrefix(path+"."+name, ".")
		// Only the last two steps of a path matter, so that a person or a
		// deadline is described once.
		if parts := strings.Split(at, "."); len(parts) > 2 {
			at = strings.Join(parts[len(parts)-2:], ".")
		}
		if err := v.fill(dst.Field(f), event, at, name, i); err != nil {
			return err
		}
	}
	return nil
}

func (v vocabulary) pick(event, path, name string, i int) (string, error) {
	text, err := v.find(event, path, name)
	parts := strings.Split(text, " | ")
	return parts[i%len(parts)], err
}
