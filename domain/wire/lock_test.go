package wire

import (
	"bufio"
	"fmt"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// TestSchemaLock compares every field path with testdata/schema.lock. -update
// adds the lines of a type and schema that is not in it yet.
func TestSchemaLock(t *testing.T) {
	const file = "testdata/schema.lock"
	locked := map[string][]string{}
	lines := bufio.NewScanner(strings.NewReader(readFile(t, file)))
	for lines.Scan() {
		if parts := strings.SplitN(lines.Text(), " ", 3); len(parts) == 3 {
			key := parts[0] + " " + parts[1]
			locked[key] = append(locked[key], parts[2])
		}
	}
	changed := false
	for _, f := range forms() {
		key := fmt.Sprintf("%s %d", f.Name, f.Schema)
		got, err := lockLines(f)
		switch {
		case err != nil:
			t.Error(f.Name, err)
		case locked[key] == nil && *update:
			locked[key], changed = got, true
		case !slices.Equal(locked[key], got):
			t.Errorf("%s differs from schema.lock: make a new schema with an upcaster\n got %v\nlock %v", key, got, locked[key])
		}
	}
	if changed {
		writeLock(t, file, locked)
	}
}

func writeLock(t *testing.T, file string, locked map[string][]string) {
	t.Helper()
	var out []string
	for key, fields := range locked {
		for _, f := range fields {
			out = append(out, key+" "+f)
		}
	}
	// Stable by type and schema only: the order of fields is part of the lock.
	slices.SortStableFunc(out, func(a, b string) int {
		return strings.Compare(strings.Join(strings.Fields(a)[:2], " "), strings.Join(strings.Fields(b)[:2], " "))
	})
	if err := os.WriteFile(file, []byte(strings.Join(out, "\n")+"\n"), 0o644); err != nil {
		t.Fatal(err)
	}
}

func lockLines(f *form) ([]string, error) {
	if err := f.ready(); err != nil {
		return nil, err
	}
	return paths(f.shape, ""), nil
}

func paths(s *shape, at string) []string {
	switch s.kind {
	case object:
		var out []string
		for _, f := range s.fields {
			out = append(out, paths(f.shape, strings.TrimPrefix(at+"."+f.key, "."))...)
		}
		return out
	case list:
		return paths(s.elem, at+"[]")
	case text:
		return []string{at + " string"}
	case stamped:
		return []string{at + " time"}
	}
	if s.domain.Kind() == reflect.Struct {
		return []string{at + " text:" + s.domain.String()}
	}
	return []string{at + " " + s.domain.Kind().String()}
}
