package lifecycle_test

import (
	"flag"
	"os"
	"strings"
	"testing"

	"huiyin/domain/lifecycle"
	"huiyin/domain/zh"
)

var draw = flag.Bool("draw", false, "write the diagrams anew")

// The diagrams are golden files: a changed table shows as a changed picture in
// review, with the words users see.
func TestDiagrams(t *testing.T) {
	for _, table := range lifecycle.Tables() {
		path := "testdata/" + string(table.Machine) + ".mmd"
		got := lifecycle.Mermaid(table, zh.Label)
		if strings.Contains(got, "⟦") {
			t.Errorf("%s: a label is missing in the catalogue:\n%s", table.Machine, got)
		}
		if *draw {
			if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if got != string(want) {
			t.Errorf("%s changed; if it is meant, run with -draw:\n%s", path, got)
		}
	}
}
