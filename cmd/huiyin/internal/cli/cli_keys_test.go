package cli

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"huiyin/domain/zh"
)

// Every key that the source asks the catalogue for is in it. Keys are literal
// by convention, so the source text is the list.
func TestEveryTextIsInTheCatalogue(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	asks := regexp.MustCompile(`\b(say|usage|note|a\.note|add)\("(cli\.[a-z_.]+)"|\btext\("([a-z_.]+)"\)`)
	heads := regexp.MustCompile(`heads\(([^)]*)\)`)
	seen := 0
	for _, f := range files {
		src, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		keys := map[string]bool{}
		for _, m := range asks.FindAllStringSubmatch(string(src), -1) {
			if m[2] != "" {
				keys[m[2]] = true
			} else {
				keys["cli."+m[3]] = true
			}
		}
		for _, m := range heads.FindAllStringSubmatch(string(src), -1) {
			for _, h := range regexp.MustCompile(`"([a-z_]+)"`).FindAllStringSubmatch(m[1], -1) {
				keys["cli.col."+h[1]] = true
			}
		}
		for key := range keys {
			seen++
			if !zh.Has(key) {
				t.Errorf("%s asks for %s, which the catalogue lacks", f, key)
			}
		}
	}
	if seen < 40 {
		t.Errorf("only %d keys found: the pattern no longer fits the source", seen)
	}
}
