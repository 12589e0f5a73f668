package cli

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"huiyin/domain/zh"
)

// Every refusal the domain can give has its words for the user.
func TestEveryRefusalHasWords(t *testing.T) {
	files, err := filepath.Glob("../../../../domain/suggestion/*.go")
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	for _, f := range files {
		src, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`\brefuse\("([a-z_]+)"`).FindAllStringSubmatch(string(src), -1) {
			seen++
			if !zh.Has("refusal." + m[1]) {
				t.Errorf("%s: refusal %q has no words", filepath.Base(f), m[1])
			}
		}
	}
	if seen < 60 {
		t.Errorf("only %d refusals found: the pattern no longer fits the source", seen)
	}
}
