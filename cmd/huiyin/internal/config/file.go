package config

import (
	"errors"
	"fmt"
	"reflect"
	"strings"

	"github.com/pelletier/go-toml/v2"
)

// entry is a value of the file and where it stands.
type entry struct {
	values []string
	from   string
}

// read reads the keys that the file sets. All that is wrong with it is told at once.
func read(path string, keys []string) (map[string]entry, error) {
	data, err := readFile(path)
	if err != nil {
		return nil, err
	}
	into := reflect.New(shape(keys))
	err = toml.NewDecoder(strings.NewReader(string(data))).DisallowUnknownFields().Decode(into.Interface())
	if err := worded(path, keys, err); err != nil {
		return nil, err
	}
	lines, given, errs := linesOf(string(data)), map[string]entry{}, []error(nil)
	for i, k := range keys {
		value := into.Elem().Field(i).Interface()
		if value == nil {
			continue
		}
		e := entry{from: at(path, lines[k])}
		if e.values, err = textsOf(value); err != nil {
			errs = append(errs, &Error{Code: "bad_value", From: e.from, Key: k, Detail: err.Error()})
		}
		given[k] = e
	}
	return given, errors.Join(errs...)
}

// shape is a struct with a field for each key, so that the decoder knows them all
// and tells where there is another.
func shape(keys []string) reflect.Type {
	fields := make([]reflect.StructField, len(keys))
	for i, k := range keys {
		fields[i] = reflect.StructField{Name: fmt.Sprintf("F%d", i), Type: reflect.TypeFor[any](), Tag: reflect.StructTag(`toml:"` + k + `"`)}
	}
	return reflect.StructOf(fields)
}

// worded turns the decoder's errors into ours, with their lines.
func worded(path string, keys []string, err error) error {
	var strict *toml.StrictMissingError
	var syntax *toml.DecodeError
	switch {
	case errors.As(err, &strict):
		var errs []error
		for _, e := range strict.Errors {
			line, _ := e.Position()
			name := strings.Join(e.Key(), ".")
			errs = append(errs, &Error{Code: "unknown_key", From: at(path, line), Key: name, Near: nearest(name, keys)})
		}
		return errors.Join(errs...)
	case errors.As(err, &syntax):
		line, _ := syntax.Position()
		return &Error{Code: "syntax", From: at(path, line), Detail: syntax.Error()}
	case err != nil:
		return &Error{Code: "syntax", From: path, Detail: err.Error()}
	}
	return nil
}

// linesOf finds the line of each key of a file without tables.
func linesOf(text string) map[string]int {
	lines, n := map[string]int{}, 0
	for line := range strings.Lines(text) {
		n++
		name, _, found := strings.Cut(line, "=")
		if name = strings.Trim(strings.TrimSpace(name), `"'`); found && lines[name] == 0 {
			lines[name] = n
		}
	}
	return lines
}

// textsOf are a value's texts as a flag takes them.
func textsOf(value any) ([]string, error) {
	switch v := value.(type) {
	case string:
		return []string{v}, nil
	case bool, int64, float64:
		return []string{fmt.Sprint(v)}, nil
	case []any:
		all := []string{}
		for _, x := range v {
			one, err := textsOf(x)
			if err != nil {
				return nil, err
			}
			all = append(all, one...)
		}
		return all, nil
	}
	return nil, fmt.Errorf("%T is no value of a setting", value)
}

// nearest is the key that is most like a name; empty if none is like it.
func nearest(name string, keys []string) (near string) {
	best := max(len(name)/3, 1) + 1
	for _, k := range keys {
		if d := distance(name, k); d < best {
			near, best = k, d
		}
	}
	return near
}

// distance is how many letters have to be changed, added or left out.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		left := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := left
			if a[i] != b[j] {
				change++
			}
			left = row[j+1]
			row[j+1] = min(change, row[j]+1, left+1)
		}
	}
	return row[len(b)]
}
