package signin_test

import (
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"strconv"
	"strings"
	"testing"

	"huiyin/api/signin"
	"huiyin/domain/zh"
)

// Every sentinel and every act of the source has its words, and no word is left
// over.
func TestEveryRefusalAndActHasWords(t *testing.T) {
	want := map[string]bool{"web.signin.failed": true}
	for _, text := range literals(t, "errors.go", func(n ast.Node) ast.Expr {
		call, ok := n.(*ast.CallExpr)
		if sel, isSel := callee(call, ok); !isSel || sel.Sel.Name != "New" {
			return nil
		}
		return call.Args[0]
	}) {
		want["web.signin.error."+text] = true
	}
	for _, text := range literals(t, "audit.go", func(n ast.Node) ast.Expr {
		v, ok := n.(*ast.ValueSpec)
		if !ok || len(v.Values) != 1 {
			return nil
		}
		return v.Values[0]
	}) {
		want["web.signin.act."+text] = true
	}
	if len(want) < 45 {
		t.Fatalf("only %d words are wanted", len(want))
	}
	for key := range want {
		if !zh.Has(key) {
			t.Errorf("no text for %s", key)
		}
	}
	for _, prefix := range []string{"web.signin.error.", "web.signin.act."} {
		for _, key := range zh.Keys(prefix) {
			if !want[key] {
				t.Errorf("%s is used by nothing", key)
			}
		}
	}
}

func callee(call *ast.CallExpr, ok bool) (*ast.SelectorExpr, bool) {
	if !ok {
		return nil, false
	}
	sel, is := call.Fun.(*ast.SelectorExpr)
	return sel, is
}

// literals gives the strings that pick finds in a file.
func literals(t *testing.T, name string, pick func(ast.Node) ast.Expr) (all []string) {
	file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
	must(t, err)
	ast.Inspect(file, func(n ast.Node) bool {
		if lit, ok := pick(n).(*ast.BasicLit); ok {
			text, err := strconv.Unquote(lit.Value)
			must(t, err)
			all = append(all, text)
		}
		return true
	})
	return all
}

// A failure of the machine says nothing of itself.
func TestWordsOfAFailure(t *testing.T) {
	text := signin.Words(errors.New("disk /var/lib/huiyin is full"))
	if strings.Contains(text, "disk") || strings.Contains(text, "⟦") {
		t.Error(text)
	}
}
