//go:build !race

package main_test

import (
	"bufio"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestReadmeShowsWhatItDoes runs every "$ huiyin ..." and "$ go run
// ./cmd/huiyin ..." of both READMEs in order, in one folder, and looks for each
// line shown below it in what the program printed. A line with an ellipsis is
// cut there; lines that tell a duration are not compared. What both show in the
// same order is run once.
func TestReadmeShowsWhatItDoes(t *testing.T) {
	r := runner{t: t, huiyin: build(t)}
	var texts []string
	for _, name := range []string{"README.md", "README.zh-CN.md"} {
		text, err := os.ReadFile("../../" + name)
		if err != nil {
			t.Fatal(err)
		}
		texts = append(texts, string(text))
	}
	t.Chdir(t.TempDir())
	for _, text := range texts {
		r.reads(text)
	}
}

// runner runs commands in order and remembers what each printed.
type runner struct {
	t      *testing.T
	huiyin string
	done   []string
	said   []string
}

func (r *runner) reads(readme string) {
	r.t.Helper()
	commands, printed, inside := 0, "", false
	for line := range strings.Lines(readme) {
		line = strings.TrimRight(line, "\n")
		if strings.HasPrefix(line, "```") {
			inside = line == "```console"
			continue
		}
		if !inside {
			continue
		}
		if call, ok := strings.CutPrefix(line, "$ "); ok {
			printed = r.says(commands, call)
			commands++
			continue
		}
		for part := range strings.SplitSeq(line, "…") {
			if part = strings.TrimSpace(part); !strings.Contains(printed, part) && !strings.Contains(line, "用时") {
				r.t.Errorf("shown but not printed: %q", part)
			}
		}
	}
	if commands < 5 {
		r.t.Errorf("only %d commands found", commands)
	}
}

// says is what the nth command prints.
func (r *runner) says(n int, call string) string {
	r.t.Helper()
	if n < len(r.done) && r.done[n] == call {
		return r.said[n]
	}
	printed := run(r.t, r.huiyin, call)
	r.done, r.said = append(r.done[:min(n, len(r.done))], call), append(r.said[:min(n, len(r.said))], printed)
	return printed
}

// build makes the program as a newcomer would: plain, and without cgo.
func build(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "huiyin")
	c := exec.Command("go", "build", "-o", path, ".")
	c.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := c.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return path
}

// run executes a shown command; only huiyin's own are run.
func run(t *testing.T, huiyin, call string) string {
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
	if args[0] == "demo" || args[0] == "serve" {
		return visit(t, exec.CommandContext(t.Context(), huiyin, args...))
	}
	out, err := exec.CommandContext(t.Context(), huiyin, args...).CombinedOutput()
	if err != nil {
		t.Errorf("%s: %v\n%s", call, err, out)
	}
	return string(out)
}

var address = regexp.MustCompile(`http://[0-9.:]+/`)

// visit runs a command that serves pages until it names its address, opens the
// page there, and ends the command as Ctrl-C does.
func visit(t *testing.T, c *exec.Cmd) string {
	t.Helper()
	read, write := io.Pipe()
	c.Stdout, c.Stderr = write, write
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- c.Wait(); write.Close() }()
	var printed strings.Builder
	lines := bufio.NewScanner(read)
	for lines.Scan() {
		fmt.Fprintln(&printed, lines.Text())
		if at := address.FindString(lines.Text()); at != "" {
			answer, err := http.Get(at)
			if err != nil || answer.StatusCode != http.StatusOK {
				t.Errorf("%s: %v %v", at, answer, err)
			}
			if err := c.Process.Signal(os.Interrupt); err != nil {
				t.Error(err)
			}
		}
	}
	if err := <-ended; err != nil {
		t.Errorf("%v: %v\n%s", c.Args, err, printed.String())
	}
	return printed.String()
}
