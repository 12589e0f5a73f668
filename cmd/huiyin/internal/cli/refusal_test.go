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
	var files []string
	for _, dir := range []string{"../../../../domain/suggestion", "../../../../domain/register", "../office", "../enrolling"} {
		found, err := filepath.Glob(dir + "/*.go")
		if err != nil || len(found) == 0 {
			t.Fatal(dir, err)
		}
		files = append(files, found...)
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
