package main_test

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"huiyin/cmd/huiyin/internal/cli"
)

// TestReadmeShowsWhatItDoes runs every "$ huiyin ..." and "$ go run
// ./cmd/huiyin ..." of both READMEs in order, in one folder, and looks for each
// line shown below it in what the program printed. A line with an ellipsis is
// cut there; lines that tell a duration are not compared.
func TestReadmeShowsWhatItDoes(t *testing.T) {
	for _, name := range []string{"README.md", "README.zh-CN.md"} {
		t.Run(name, func(t *testing.T) {
			readme, err := os.ReadFile("../../" + name)
			if err != nil {
				t.Fatal(err)
			}
			t.Chdir(t.TempDir())
			commands, printed, inside := 0, "", false
			for line := range strings.Lines(string(readme)) {
				line = strings.TrimRight(line, "\n")
				if strings.HasPrefix(line, "```") {
					inside = line == "```console"
					continue
				}
				if !inside {
					continue
				}
				if call, ok := strings.CutPrefix(line, "$ "); ok {
					printed = run(t, call)
					commands++
					continue
				}
				for part := range strings.SplitSeq(line, "…") {
					if part = strings.TrimSpace(part); !strings.Contains(printed, part) && !strings.Contains(line, "用时") {
						t.Errorf("shown but not printed: %q", part)
					}
				}
			}
			if commands < 5 {
				t.Errorf("only %d commands found", commands)
			}
		})
	}
}

// run executes a shown command; only huiyin's own are run.
func run(t *testing.T, call string) string {
	t.Helper()
	args := strings.Fields(call)
	switch {
	case strings.HasPrefix(call, "go run ./cmd/huiyin "):
		args = args[3:]
	case args[0] == "huiyin":
		args = args[1:]
	default:
		t.Fatalf("the README shows %q, which this test cannot run", call)
	}
	var out bytes.Buffer
	if code := cli.Main(t.Context(), args, &out, &out); code != 0 {
		t.Errorf("%s: exit code %d\n%s", call, code, out.String())
	}
	return out.String()
}
