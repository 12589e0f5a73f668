package suggestion

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"reflect"
	"testing"
)

// Every command has a name, and no two share one: the source says which
// commands there are.
func TestEveryCommandHasItsOwnName(t *testing.T) {
	owners := map[string]bool{}
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		tree, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, decl := range tree.Decls {
			f, ok := decl.(*ast.FuncDecl)
			if !ok || f.Recv == nil || f.Name.Name != "decide" {
				continue
			}
			if id, ok := f.Recv.List[0].Type.(*ast.Ident); ok {
				owners[id.Name] = true
			}
		}
	}
	seen := map[string]bool{}
	for _, n := range named {
		typ := reflect.TypeOf(n.command).Name()
		if seen[n.name] || n.name == "" {
			t.Errorf("%s: name %q is empty or taken", typ, n.name)
		}
		if !owners[typ] {
			t.Errorf("%s is no command", typ)
		}
		seen[n.name] = true
		delete(owners, typ)
	}
	for typ := range owners {
		t.Errorf("command %s has no name", typ)
	}
}
