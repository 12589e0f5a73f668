package wire

import (
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestGoldenSamplesAreNeverChanged holds every sample to the digest it had when
// it was added (handbook FLT-12): a sample stands for events that lie in logs.
// -update adds the digests of new samples; nothing changes or drops one.
func TestGoldenSamplesAreNeverChanged(t *testing.T) {
	const file = "testdata/events.sha256"
	want := readFile(t, file)
	names, err := filepath.Glob("testdata/events/*.json")
	if err != nil || len(names) < len(forms()) {
		t.Fatal(len(names), "samples", err)
	}
	sums, err := sumsOf(names)
	if err != nil {
		t.Fatal(err)
	}
	known := strings.Split(strings.TrimSpace(want), "\n")
	if *update {
		known = added(known, sums)
		if err := os.WriteFile(file, []byte(strings.Join(known, "\n")+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if wrong := changed(known, sums); len(wrong) > 0 {
		t.Errorf("samples that are not as they were added: %v", wrong)
	}
}

// sumsOf are the lines of sha256sum, sorted by name.
func sumsOf(names []string) ([]string, error) {
	var out []string
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		out = append(out, fmt.Sprintf("%x  %s", sha256.Sum256(data), filepath.Base(name)))
	}
	return out, nil
}

func nameIn(line string) string {
	_, name, _ := strings.Cut(line, "  ")
	return name
}

// added are the known lines and those of names that had none.
func added(known, sums []string) []string {
	known = slices.DeleteFunc(slices.Clone(known), func(l string) bool { return l == "" })
	for _, l := range sums {
		if !slices.ContainsFunc(known, func(k string) bool { return nameIn(k) == nameIn(l) }) {
			known = append(known, l)
		}
	}
	slices.SortFunc(known, func(a, b string) int { return strings.Compare(nameIn(a), nameIn(b)) })
	return known
}

// changed names what is in one list and not in the other.
func changed(known, sums []string) (names []string) {
	for _, pair := range [][2][]string{{known, sums}, {sums, known}} {
		for _, l := range pair[0] {
			if l != "" && !slices.Contains(pair[1], l) && !slices.Contains(names, nameIn(l)) {
				names = append(names, nameIn(l))
			}
		}
	}
	return names
}

func TestAChangedSampleIsNoticed(t *testing.T) {
	known := []string{"aa  a.json", "bb  b.json"}
	for name, sums := range map[string][]string{
		"changed": {"aa  a.json", "cc  b.json"},
		"gone":    {"aa  a.json"},
		"new":     {"aa  a.json", "bb  b.json", "dd  c.json"},
	} {
		if len(changed(known, sums)) == 0 {
			t.Errorf("%s: not noticed", name)
		}
		if name == "changed" && !slices.Equal(added(known, sums), known) {
			t.Error("an update changes what is there")
		}
	}
	if got := changed(known, known); len(got) > 0 {
		t.Error(got)
	}
}
