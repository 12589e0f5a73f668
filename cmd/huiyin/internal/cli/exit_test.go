package cli_test

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"

	"huiyin/cmd/huiyin/internal/cli"
	"huiyin/cmd/huiyin/internal/office"
)

// call runs the program in this process.
func call(t *testing.T, args ...string) (code int, out, errOut string) {
	t.Helper()
	var o, e bytes.Buffer
	code = cli.Main(t.Context(), args, &o, &e)
	return code, o.String(), e.String()
}

// Exit codes are part of the interface (handbook CLI-02); data goes to standard
// output and nothing but messages to standard error.
func TestExitCodes(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "d")
	if code, out, msg := call(t, "simulate", "--cases", "20", "--data", dir); code != 0 || out != "" || msg == "" {
		t.Fatalf("simulate: %d %q %q", code, out, msg)
	}
	bad := filepath.Join(t.TempDir(), "none.jsonl")
	for name, c := range map[string]struct {
		code int
		args []string
	}{
		"done":             {0, []string{"case", "list", "--data", dir}},
		"wrong command":    {2, []string{"cse"}},
		"wrong flag":       {2, []string{"case", "list", "--colour"}},
		"no such case":     {3, []string{"case", "show", "nothing", "--data", dir}},
		"no such file":     {3, []string{"import", "apply", bad, "--data", dir}},
		"not an empty dir": {4, []string{"simulate", "--data", dir}},
		"no such entry":    {3, []string{"register", "show", "unit", "nothing", "--data", dir}},
		"no such register": {2, []string{"register", "list", "nothing", "--data", dir}},
		"fact refused":     {4, []string{"register", "do", "unit.renamed", "id=u1", "from=2026-01-01", "name=x", "--data", dir}},
		"future":           {4, []string{"clock", "run", "--until", "2999-01-01", "--data", dir}},
	} {
		t.Run(name, func(t *testing.T) {
			code, out, msg := call(t, c.args...)
			if code != c.code {
				t.Errorf("%v: exit code %d, want %d\n%s", c.args, code, c.code, msg)
			}
			if c.code != 0 && (out != "" || !strings.HasPrefix(msg, "错误：")) {
				t.Errorf("%v: output %q, message %q", c.args, out, msg)
			}
		})
	}

	of, err := office.Open(t.Context(), office.Options{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	defer of.Close()
	if code, _, msg := call(t, "clock", "run", "--data", dir); code != 5 || !strings.Contains(msg, "正由另一个程序使用") {
		t.Errorf("a folder in use: %d %s", code, msg)
	}
	if code, _, msg := call(t, "case", "list", "--data", dir); code != 0 {
		t.Errorf("reading beside its owner: %d %s", code, msg)
	}
}
