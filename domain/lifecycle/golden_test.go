package lifecycle_test

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"huiyin/domain/lifecycle"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// TestPermissionsGolden makes every change of who may do what visible in review.
func TestPermissionsGolden(t *testing.T) {
	var b strings.Builder
	for _, p := range lifecycle.Permissions() {
		fmt.Fprintf(&b, "%s %s\n  from   %s\n  roles  %s\n", p.Machine, p.Trigger, words(p.From), words(p.Roles))
		if len(p.Guards) > 0 {
			fmt.Fprintf(&b, "  guards %s\n", words(p.Guards))
		}
	}
	const file = "testdata/permissions.golden"
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	got, old := strings.Split(b.String(), "\n"), strings.Split(string(want), "\n")
	for i := range max(len(got), len(old)) {
		if i >= len(got) || i >= len(old) || got[i] != old[i] {
			t.Fatalf("permissions differ from line %d on; if that is meant, run with -update\ngot  %q\nwant %q", i+1, line(got, i), line(old, i))
		}
	}
}

func line(lines []string, i int) string {
	if i < len(lines) {
		return lines[i]
	}
	return "(end)"
}

func words[T ~string](list []T) string {
	out := make([]string, len(list))
	for i, v := range list {
		out[i] = string(v)
	}
	return strings.Join(out, " ")
}
