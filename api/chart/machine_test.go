package chart

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestMachine(t *testing.T) {
	got := string(Machine("建议", []Node{{ID: "a", Word: "草稿"}, {ID: "b", Word: "审查", Here: true}, {ID: "c", Word: "退回"}, {ID: "d", Word: "归档", End: true}, {ID: "lost", Word: "孤岛"}},
		[]Edge{{"a", "b", "提交"}, {"b", "c", "退回<"}, {"b", "d", "办结"}, {"c", "a", "修改"}, {"d", "d", "补记"}}))
	for _, want := range []string{
		`fill="#fff" font-weight="bold">审查</text>`, `>归档</text>`, `<title>退回&lt;</title>`,
		`stroke="#0b5cad" stroke-width="2.4" marker-end="url(#hy-tip)"><title>办结</title>`,
		`stroke="#8b97a5" stroke-width="1.2" marker-end="url(#hy-tip)"><title>修改</title>`,
	} {
		if !strings.Contains(got, want) {
			t.Errorf("missing %s in\n%s", want, got)
		}
	}
	for _, not := range []string{"孤岛", "补记", "style="} {
		if strings.Contains(got, not) {
			t.Errorf("%s should not be in\n%s", not, got)
		}
	}
}

// A way that leads to one state from many is drawn from the present one alone.
func TestAMachineShowsNoCrowd(t *testing.T) {
	nodes := []Node{{ID: "0", Word: "0"}}
	var edges []Edge
	for i := range 6 {
		next := fmt.Sprint(i + 1)
		nodes = append(nodes, Node{ID: next, Word: next, Here: i == 3})
		edges = append(edges, Edge{fmt.Sprint(i), next, "on"}, Edge{next, "out", "leave " + next})
	}
	nodes = append(nodes, Node{ID: "out", Word: "out"})
	got := string(Machine("m", nodes, edges))
	if !strings.Contains(got, "leave 4") || strings.Contains(got, "leave 5") {
		t.Errorf("drawn: %s", got)
	}
}

func TestAnyMachineIsWellFormed(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		id := rapid.StringMatching(`[a-e]`)
		var nodes []Node
		for i := range rapid.IntRange(0, 5).Draw(t, "nodes") {
			nodes = append(nodes, Node{ID: string(rune('a' + i)), Word: rapid.StringMatching(`[<>"&一-龥]{0,5}`).Draw(t, "word"), Here: i == 1, End: i == 2})
		}
		var edges []Edge
		for range rapid.IntRange(0, 12).Draw(t, "edges") {
			edges = append(edges, Edge{id.Draw(t, "from"), id.Draw(t, "to"), rapid.StringMatching(`[<>"&a]{0,3}`).Draw(t, "tip")})
		}
		d := xml.NewDecoder(strings.NewReader(string(Machine("a<b", nodes, edges))))
		for {
			if _, err := d.Token(); errors.Is(err, io.EOF) {
				return
			} else if err != nil {
				t.Fatal(err)
			}
		}
	})
}
