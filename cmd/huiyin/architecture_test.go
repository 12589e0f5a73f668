package main_test

import (
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"
)

// allowed says, by folder, what a package may depend on beside the standard
// library. The longest matching folder rules.
var allowed = map[string][]string{
	"huiyin/domain":                       {"huiyin/domain", "github.com/looplab/fsm"},
	"huiyin/eventstore":                   {"huiyin/eventstore"},
	"huiyin/eventstore/sqlite":            {"huiyin/eventstore", "zombiezen.com/", "modernc.org/", "github.com/gofrs/flock"},
	"huiyin/eventstore/ledger":            {"huiyin/eventstore", "golang.org/x/mod/sumdb"},
	"huiyin/eventstore/storetest":         {"huiyin/eventstore", "github.com/google/go-cmp", "go.uber.org/goleak"},
	"huiyin/eventstore/vault":             {"zombiezen.com/"},
	"huiyin/projections":                  {"huiyin/domain", "huiyin/eventstore", "huiyin/projections"},
	"huiyin/projections/follower":         {"huiyin/domain", "huiyin/eventstore", "huiyin/projections", "zombiezen.com/", "github.com/gofrs/flock"},
	"huiyin/projections/parked":           {"huiyin/domain", "huiyin/eventstore", "zombiezen.com/"},
	"huiyin/projections/views":            {"huiyin/domain", "huiyin/eventstore", "huiyin/projections", "zombiezen.com/"},
	"huiyin/projections/pinyin":           {"github.com/mozillazg/go-pinyin", "golang.org/x/text/"},
	"huiyin/projections/search":           {"huiyin/domain", "huiyin/eventstore", "huiyin/projections", "zombiezen.com/", "golang.org/x/text/"},
	"huiyin/projections/notices":          {"huiyin/domain", "huiyin/eventstore", "huiyin/projections", "zombiezen.com/"},
	"huiyin/projections/notices/outbound": {"github.com/wneessen/go-mail"},
	"huiyin/projections/reactors":         {"huiyin/domain", "huiyin/eventstore", "huiyin/projections", "zombiezen.com/", "github.com/ThreeDotsLabs/watermill"},
	"huiyin/api":                          {"huiyin/api", "huiyin/domain", "huiyin/eventstore", "huiyin/projections"},
	"huiyin/api/access":                   {"huiyin/domain", "huiyin/projections/views", "huiyin/projections/search"},
	"huiyin/api/signin":                   {"huiyin/domain/zh", "golang.org/x/crypto", "golang.org/x/oauth2", "github.com/pquerna/otp", "github.com/coreos/go-oidc", "rsc.io/qr"},
	"huiyin/api/chart":                    {},
	"huiyin/api/pages":                    {"huiyin/api", "huiyin/domain", "huiyin/eventstore", "huiyin/projections", "github.com/xuri/excelize/v2"},
	"huiyin/api/paper":                    {"huiyin/domain", "rsc.io/qr"},
	"huiyin/api/throttle":                 {"golang.org/x/time/rate"},
	"huiyin/api/v1":                       {"huiyin/api", "huiyin/domain", "huiyin/eventstore", "huiyin/projections"},
	"huiyin/cmd":                          {"huiyin/", "github.com/", "zombiezen.com/", "golang.org/"},
}

// TestArrowsRunOneWay holds the layers: the domain knows nobody, the log knows
// no domain type, and nobody but cmd imports a back end.
func TestArrowsRunOneWay(t *testing.T) {
	out, err := exec.Command("go", "list", "-f", `{{.ImportPath}} {{join .Imports " "}}`, "huiyin/...").Output()
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	for line := range strings.Lines(string(out)) {
		fields := strings.Fields(line)
		pkg, imports := fields[0], fields[1:]
		rule := longest(pkg)
		if rule == "" {
			t.Errorf("%s has no place in the house", pkg)
		}
		for _, imp := range imports {
			seen++
			if bad(pkg, rule, imp) {
				t.Errorf("%s must not import %s", pkg, imp)
			}
		}
	}
	if seen < 100 {
		t.Fatalf("only %d imports seen", seen)
	}
}

func longest(pkg string) string {
	best := ""
	for folder := range allowed {
		if (pkg == folder || strings.HasPrefix(pkg, folder+"/")) && len(folder) > len(best) {
			best = folder
		}
	}
	return best
}

func bad(pkg, rule, imp string) bool {
	if imp == "context" && strings.HasPrefix(pkg, "huiyin/domain") {
		return pkg != "huiyin/domain/lifecycle" // for looplab/fsm's sake
	}
	if strings.HasPrefix(imp, "huiyin/eventstore/sqlite") || strings.HasPrefix(imp, "huiyin/eventstore/vault") || strings.HasPrefix(imp, "huiyin/cmd") || imp == "huiyin/api" {
		return !strings.HasPrefix(pkg, "huiyin/cmd")
	}
	first, _, _ := strings.Cut(imp, "/")
	if !strings.Contains(first, ".") && first != "huiyin" {
		return strings.HasPrefix(pkg, "huiyin/domain") && slices.Contains([]string{"os", "net", "time/tzdata", "math/rand", "math/rand/v2", "crypto/rand"}, imp)
	}
	return !slices.ContainsFunc(allowed[rule], func(p string) bool { return strings.HasPrefix(imp, p) })
}

// TestTheCheckerSeesABadArrow shows that the rule can fail.
func TestTheCheckerSeesABadArrow(t *testing.T) {
	for _, c := range [][2]string{
		{"huiyin/domain/suggestion", "huiyin/eventstore"}, {"huiyin/eventstore", "huiyin/domain/wire"},
		{"huiyin/projections/views", "huiyin/eventstore/sqlite"}, {"huiyin/domain/suggestion", "context"}, {"huiyin/domain/zh", "os"},
		{"huiyin/projections/views", "huiyin/api"}, {"huiyin/api/signin", "huiyin/eventstore/vault"}, {"huiyin/api", "huiyin/eventstore/sqlite"},
	} {
		if !bad(c[0], longest(c[0]), c[1]) {
			t.Errorf("%s importing %s passes", c[0], c[1])
		}
	}
}

// TestWordsAreInTheCatalogue holds that no Go source outside tests has a Han
// character: every word users see is in domain/zh (handbook UX-23).
func TestWordsAreInTheCatalogue(t *testing.T) {
	seen := 0
	err := filepath.WalkDir("../..", func(path string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") || strings.Contains(path, "storetest") {
			return err
		}
		seen++
		src, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for n, line := range strings.Split(string(src), "\n") {
			code, _, _ := strings.Cut(line, "//") // a comment may quote the field's term
			if strings.ContainsFunc(code, func(r rune) bool { return unicode.Is(unicode.Han, r) }) {
				t.Errorf("%s:%d: %s", path, n+1, strings.TrimSpace(line))
			}
		}
		return nil
	})
	if err != nil || seen < 100 {
		t.Fatal(seen, err)
	}
}
