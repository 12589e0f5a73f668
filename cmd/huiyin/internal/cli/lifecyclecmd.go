package cli

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"huiyin/domain/lifecycle"
	"huiyin/domain/zh"
	"huiyin/projections/views"
)

// lifecycle prints the machines: as diagrams, or with --matrix as who may do
// what in which state under which conditions.
func (a *app) lifecycle() *cobra.Command {
	matrix := false
	c := leaf("lifecycle", func(*cobra.Command, []string) error {
		if matrix {
			return a.matrix()
		}
		if a.json {
			return a.printJSON(lifecycle.Tables())
		}
		for _, t := range lifecycle.Tables() {
			fmt.Fprintln(a.out, lifecycle.Mermaid(t, zh.Label))
		}
		return nil
	})
	c.Flags().BoolVar(&matrix, "matrix", false, text("flag.matrix"))
	return c
}

func (a *app) matrix() error {
	t := newTable(heads("machine", "act", "from", "roles", "guards")...)
	for _, p := range lifecycle.Permissions() {
		states := p.Machine
		if states == lifecycle.Case {
			states = lifecycle.Suggestion // standing acts name the states of the whole case
		}
		t.add(zh.Label("machine", string(p.Machine)), zh.Label("act", string(p.Trigger)), words("state."+string(states), p.From),
			words("role", p.Roles), words("guard", p.Guards))
	}
	return a.show(lifecycle.Permissions(), t)
}

func words[T ~string](kind string, names []T) string {
	var out []string
	for _, n := range names {
		if w := zh.Label(kind, string(n)); !slices.Contains(out, w) {
			out = append(out, w)
		}
	}
	return strings.Join(out, views.ListMark)
}
