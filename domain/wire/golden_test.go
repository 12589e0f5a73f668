package wire

import (
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// update adds what is missing and never changes what is there.
var update = flag.Bool("update", false, "write missing golden samples and lock lines")

func readFile(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	return string(data)
}

func forms() []*form {
	var all []*form
	for _, f := range cases.byName {
		all = append(all, f)
	}
	for _, f := range registers.byName {
		all = append(all, f)
	}
	for _, f := range entries.byName {
		all = append(all, f)
	}
	slices.SortFunc(all, func(a, b *form) int { return strings.Compare(a.Name, b.Name) })
	return all
}

func goldenName(name string, schema int) string {
	return filepath.Join("testdata", "events", fmt.Sprintf("%s.v%d.json", name, schema))
}

// TestEveryEventHasANameAndASample reads the domain's source, so an event that
// is added there without a wire name fails here.
func TestEveryEventHasANameAndASample(t *testing.T) {
	known := map[string]bool{}
	for _, info := range Types() {
		known[strings.TrimPrefix(info.GoType, "suggestion.")] = true
	}
	found := methodOwners(t, "../suggestion", "event")
	for _, name := range found {
		if !known[name] {
			t.Errorf("suggestion.%s has no wire name", name)
		}
	}
	if len(found) != len(known) {
		t.Errorf("%d events in the domain, %d in the table", len(found), len(known))
	}
	if got := methodOwners(t, "../register", "evolve"); len(got) != len(EntryTypes()) {
		t.Errorf("facts of registers %v, table %v", got, EntryTypes())
	}
	if got := methodOwners(t, ".", "registerEvent"); len(got) != len(RegisterTypes()) {
		t.Errorf("register events %v, table %v", got, RegisterTypes())
	}
}

// TestNamesMeanOneThing holds that no wire name stands in two tables: a name is
// read by people, in one log.
func TestNamesMeanOneThing(t *testing.T) {
	seen := map[string]string{}
	for _, f := range forms() {
		if other := seen[f.Name]; other != "" {
			t.Errorf("%s is the name of %s and of %s", f.Name, other, f.GoType)
		}
		seen[f.Name] = f.GoType
	}
}

func methodOwners(t *testing.T, dir, method string) []string {
	t.Helper()
	var out []string
	files, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil || len(files) == 0 {
		t.Fatal("no source in", dir, err)
	}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range file.Decls {
			f, ok := d.(*ast.FuncDecl)
			if !ok || f.Name.Name != method || f.Recv == nil {
				continue
			}
			out = append(out, f.Recv.List[0].Type.(*ast.Ident).Name)
		}
	}
	return out
}

func TestGoldenSamples(t *testing.T) {
	v := readVocabulary(t)
	for _, f := range forms() {
		file := goldenName(f.Name, f.Schema)
		want := readFile(t, file)
		if want == "" {
			e, err := v.sample(f.goType)
			if err != nil {
				t.Error(err)
				continue
			}
			data, err := f.encode(reflect.ValueOf(e))
			if err != nil || !*update {
				t.Errorf("%s: no golden sample (run with -update): %v", f.Name, err)
				continue
			}
			want = string(data) + "\n"
			if err := os.WriteFile(file, []byte(want), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		checkGolden(t, f, strings.TrimSuffix(want, "\n"))
	}
}

// checkGolden wants the same bytes back, and that the sample sets every field.
func checkGolden(t *testing.T, f *form, want string) {
	t.Helper()
	e, err := f.decode([]byte(want))
	if err != nil {
		t.Errorf("%s: %v", f.Name, err)
		return
	}
	got, err := f.encode(reflect.ValueOf(e))
	if err != nil || string(got) != want {
		t.Errorf("%s: golden sample changed (%v)\n got %s\nwant %s", f.Name, err, got, want)
	}
	if unset := unsetField(reflect.ValueOf(e)); unset != "" {
		t.Errorf("%s: the sample leaves %s unset", f.Name, unset)
	}
}

func unsetField(v reflect.Value) string {
	if v.Kind() != reflect.Struct {
		return ""
	}
	for i := range v.NumField() {
		f := v.Type().Field(i)
		if !f.IsExported() {
			return "" // a leaf such as a date
		}
		if v.Field(i).IsZero() {
			return f.Name
		}
		if deep := unsetField(v.Field(i)); deep != "" {
			return f.Name + "." + deep
		}
	}
	return ""
}
