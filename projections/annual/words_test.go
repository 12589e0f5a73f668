package annual

import (
	"crypto/sha256"
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"huiyin/domain/suggestion"
	"huiyin/domain/zh"
)

// TestDefinitionsHaveAVersion: the words of the definitions and what stands over
// what in a rate do not change under one version. A frozen report names the
// version, and its reader must be able to rely on it. -update locks a new
// version; it never changes what is locked.
func TestDefinitionsHaveAVersion(t *testing.T) {
	const file = "testdata/definitions.lock"
	sum := sha256.New()
	for _, kind := range []string{"axis", "base", "col", "def", "measure", "note", "row", "table", "word"} {
		for _, key := range zh.Keys("report." + kind + ".") {
			fmt.Fprintln(sum, key, zh.Text(key, nil))
		}
	}
	for _, f := range newWorld(t, "national").report("2026-12-31").Figures() {
		fmt.Fprintln(sum, f.ID, f.Definition, f.Measure, f.Of)
	}
	line := fmt.Sprintf("%s %x", Definitions, sum.Sum(nil))
	data, err := os.ReadFile(file)
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	lines := strings.Fields(strings.ReplaceAll(string(data), " ", "="))
	locked := slices.IndexFunc(lines, func(l string) bool { return strings.HasPrefix(l, Definitions+"=") })
	switch {
	case locked >= 0 && lines[locked] != strings.ReplaceAll(line, " ", "="):
		t.Errorf("the definitions changed under version %s: give Definitions a new version and lock it with -update", Definitions)
	case locked < 0 && flag.Lookup("update").Value.String() == "true":
		if err := os.WriteFile(file, append(data, line+"\n"...), 0o644); err != nil {
			t.Fatal(err)
		}
	case locked < 0:
		t.Errorf("version %s is not locked: run with -update", Definitions)
	}
}

// TestEveryWordIsUsed: each definition, row and table of the catalogue belongs
// to a figure, and no figure lacks a word.
func TestEveryWordIsUsed(t *testing.T) {
	r := Compute(newWorld(t, "national").book("2026-12-31"), Params{Seats: 1}, Roster{})
	var defined, rows, tables []string
	for _, d := range r.Glossary {
		defined = append(defined, d.ID)
		if strings.ContainsAny(d.Name+d.Text, "⟦") {
			t.Errorf("%s: %s %s", d.ID, d.Name, d.Text)
		}
	}
	for _, table := range r.Tables {
		tables = append(tables, table.ID)
		for _, row := range table.Rows {
			if row.Kind == "" {
				rows = append(rows, table.ID+"."+row.Key)
			}
		}
	}
	rows = append(rows, string(Known), string(Unknown))
	for prefix, used := range map[string][]string{"report.def.": defined, "report.row.": rows, "report.table.": tables} {
		for _, key := range zh.Keys(prefix) {
			if !slices.Contains(used, strings.TrimPrefix(key, prefix)) {
				t.Errorf("%s is used by nothing", key)
			}
		}
	}
	for _, prefix := range []string{"report.note.", "report.base.", "report.axis."} {
		for _, key := range zh.Keys(prefix) {
			if id := strings.TrimPrefix(key, prefix); !slices.Contains(append(tables, "row", string(Known)), id) {
				t.Errorf("%s is of no table", key)
			}
		}
	}
}

// An office's sheets must fit a workbook: short names, and no two alike.
func TestSheetsHaveNamesAWorkbookTakes(t *testing.T) {
	seen := map[string]bool{}
	for _, g := range newWorld(t, "national").report("2026-12-31").Grids(Imprint{}) {
		if seen[g.Name] || len([]rune(g.Name)) > 31 || strings.ContainsAny(g.Name, `:\/?*[]`) {
			t.Errorf("sheet %q", g.Name)
		}
		seen[g.Name] = true
		for _, row := range g.Rows {
			if len(row) > len(g.Heads) {
				t.Errorf("%s: a row of %d cells under %d heads", g.Name, len(row), len(g.Heads))
			}
		}
	}
}

// What a source wrote is shown as it is and never as markup.
func TestNamesAreNoMarkup(t *testing.T) {
	w := newWorld(t, "national")
	w.imported("x", suggestion.Facts{Title: "t", Category: "<script>alert(1)</script>"})
	var page strings.Builder
	if err := w.report("2026-12-31").HTML(&page, Imprint{By: "<b>"}); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(page.String(), "<script>") || strings.Contains(page.String(), "<b>") || !strings.Contains(page.String(), "&lt;script&gt;") {
		t.Error("a name became markup")
	}
}
