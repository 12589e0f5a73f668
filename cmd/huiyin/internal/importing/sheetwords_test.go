package importing

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"huiyin/domain/zh"
)

// TestEveryRefusalOfAFileHasWords compares the codes of the source, which are
// literal, with the catalogue, both ways.
func TestEveryRefusalOfAFileHasWords(t *testing.T) {
	used := map[string]bool{}
	for dir, asks := range map[string]*regexp.Regexp{".": regexp.MustCompile(`\bdeny\("([a-z0-9_]+)"`),
		"../sheet": regexp.MustCompile(`\brefuse\("([a-z0-9_]+)"|\breturn "([a-z_]+)"`)} {
		files, err := filepath.Glob(filepath.Join(dir, "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range files {
			if strings.HasSuffix(f, "_test.go") {
				continue
			}
			source, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range asks.FindAllStringSubmatch(string(source), -1) {
				used["cli.sheet."+m[1]+strings.Join(m[2:], "")] = true
			}
		}
	}
	if len(used) < 40 {
		t.Errorf("only %d codes found: the pattern no longer fits the source", len(used))
	}
	for key := range used {
		if !zh.Has(key) {
			t.Errorf("no words for %s", key)
		}
	}
	for _, key := range zh.Keys("cli.sheet.") {
		if !used[key] {
			t.Errorf("%s is used by nothing", key)
		}
	}
}

// Advice for cells stands beside advice for lines of the same code.
func TestAdviceForCellsIsOfKnownCodes(t *testing.T) {
	for _, key := range zh.Keys("import_cell.") {
		if code := strings.TrimPrefix(key, "import_cell."); !zh.Has("import." + code) {
			t.Errorf("%s has no words for lines", code)
		}
	}
	for _, code := range duplicates {
		if !zh.Has("import." + code) {
			t.Errorf("%s is no code", code)
		}
	}
	for name := range words()["column"] {
		if n := words()["column"][name]; n != "outcome" && n != "contact" && n != "ours" && !reads[n] && n != "ordinal" {
			t.Errorf("%s is the head of %s, which is not read", name, n)
		}
	}
	for _, key := range zh.Keys("import_column.") {
		n := strings.TrimPrefix(key, "import_column.")
		if !reads[n] && !slices.Contains([]string{"ordinal", "error", "error_row"}, n) {
			t.Errorf("%s is used by nothing", key)
		}
	}
}
