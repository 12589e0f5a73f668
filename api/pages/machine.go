package pages

import (
	"html/template"
	"slices"
	"strings"

	"huiyin/api/chart"
	"huiyin/domain/lifecycle"
	"huiyin/domain/suggestion"
	"huiyin/projections/views"
)

// machineView is a machine with its present state: as a picture, and as a list of
// where it can go from here (handbook UX-05).
type machineView struct {
	Word, About, State string
	Picture            template.HTML
	Ways               []wayView
}

// wayView is a way out of the present state.
type wayView struct{ Act, To, Roles string }

// machines are those of a case: its own, and one for each task, reply line and
// promise.
func machines(c *suggestion.Suggestion) []machineView {
	all := []machineView{machineOf(lifecycle.Suggestion, c.State, "")}
	for _, a := range c.Assignments {
		all = append(all, machineOf(lifecycle.Assignment, a.State, a.Unit))
	}
	for _, l := range c.Lines {
		all = append(all, machineOf(lifecycle.ReplyLine, l.State, l.Unit))
	}
	for _, p := range c.Commitments {
		all = append(all, machineOf(lifecycle.Commitment, p.State, p.Text))
	}
	return all
}

func machineOf(m lifecycle.Machine, at lifecycle.State, about string) machineView {
	table := lifecycle.Of(m).Table
	word := func(s lifecycle.State) string { return label("state."+string(m), string(s)) }
	v := machineView{Word: label("machine", string(m)), About: about, State: word(at)}
	var nodes []chart.Node
	for _, s := range table.States() {
		if s != table.Initial {
			nodes = append(nodes, chart.Node{ID: string(s), Word: word(s), Here: s == at, End: slices.Contains(table.Finals, s)})
		}
	}
	edges := map[[2]lifecycle.State]int{}
	var ways []chart.Edge
	for _, r := range table.Rows {
		for _, from := range r.From {
			if from == table.Initial || from == r.To {
				continue
			}
			if from == at {
				v.Ways = append(v.Ways, wayView{label("act", string(r.Trigger)), word(r.To), rolesIn(r)})
			}
			if i, known := edges[[2]lifecycle.State{from, r.To}]; known {
				ways[i].Tip += " / " + label("act", string(r.Trigger))
				continue
			}
			edges[[2]lifecycle.State{from, r.To}] = len(ways)
			ways = append(ways, chart.Edge{From: string(from), To: string(r.To), Tip: label("act", string(r.Trigger))})
		}
	}
	v.Picture = chart.Machine(say("web.machine.picture", "machine", v.Word, "state", v.State), nodes, ways)
	return v
}

func rolesIn(r lifecycle.Row) string {
	words := make([]string, len(r.Roles))
	for i, role := range r.Roles {
		words[i] = label("role", string(role))
	}
	return strings.Join(words, views.ListMark)
}
