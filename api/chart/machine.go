package chart

import (
	"fmt"
	"html/template"
	"strings"
)

// Node is a state of a machine. Here marks the present one, End one from which
// nothing leads on.
type Node struct {
	ID, Word  string
	Here, End bool
}

// Edge is a way from one state to another; Tip says what leads there.
type Edge struct{ From, To, Tip string }

// Measures of a machine in user units.
const (
	machineWidth = 640
	machineEdge  = 60 // at either side, for ways that pass other states by
	nodeWidth    = 116
	nodeHeight   = 34
	rankHeight   = 62
	// crowd is from how many states a way is understood and no longer drawn: that a
	// suggestion can be withdrawn from everywhere would hide all the rest.
	crowd = 4
)

// Machine draws states from the top down, each on the row of its distance from
// the first node, and the ways between them; those that leave the present state
// are drawn strong, and ways back run along the left side. Name says what it
// shows, for who does not see it. States that cannot be reached are left out.
func Machine(name string, nodes []Node, edges []Edge) template.HTML {
	if len(nodes) == 0 {
		return ""
	}
	m := laidOut(nodes, edges)
	var b strings.Builder
	height := len(m.rows)*rankHeight + 8
	fmt.Fprintf(&b, `<svg class="machine" viewBox="%d 0 %d %d" width="%d" height="%d" role="img" aria-label="%s" font-size="15">`,
		-machineEdge, machineWidth+2*machineEdge, height, machineWidth+2*machineEdge, height, escape(name))
	b.WriteString(`<defs><marker id="hy-tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" markerUnits="userSpaceOnUse" orient="auto"><path d="M0 0L8 4L0 8z" fill="context-stroke"/></marker></defs>`)
	for _, strong := range []bool{false, true} { // the strong ones lie on top
		for _, e := range edges {
			if m.node[e.From].Here == strong {
				m.way(&b, e, strong)
			}
		}
	}
	for _, row := range m.rows {
		for _, n := range row {
			m.box(&b, n)
		}
	}
	b.WriteString(`</svg>`)
	return template.HTML(b.String())
}

// layout is where each state stands.
type layout struct {
	rows [][]Node
	rank map[string]int
	x    map[string]int
	node map[string]Node
	into map[string]int // how many states lead to it
}

func laidOut(nodes []Node, edges []Edge) *layout {
	m := &layout{rank: map[string]int{nodes[0].ID: 0}, x: map[string]int{}, node: map[string]Node{}, into: map[string]int{}}
	for _, n := range nodes {
		m.node[n.ID] = n
	}
	for _, e := range edges {
		m.into[e.To]++
	}
	for at := []string{nodes[0].ID}; len(at) > 0; at = at[1:] {
		for _, e := range edges {
			_, known := m.node[e.To]
			if _, seen := m.rank[e.To]; e.From == at[0] && known && !seen {
				m.rank[e.To] = m.rank[at[0]] + 1
				at = append(at, e.To)
			}
		}
	}
	for _, n := range nodes {
		r, reached := m.rank[n.ID]
		if !reached {
			continue
		}
		for len(m.rows) <= r {
			m.rows = append(m.rows, nil)
		}
		m.rows[r] = append(m.rows[r], n)
	}
	for _, row := range m.rows {
		for i, n := range row {
			m.x[n.ID] = machineWidth * (i + 1) / (len(row) + 1)
		}
	}
	return m
}

func (m *layout) y(id string) int { return m.rank[id]*rankHeight + 4 + nodeHeight/2 }

// way draws one, unless it would be one of a crowd.
func (m *layout) way(b *strings.Builder, e Edge, strong bool) {
	from, known := m.rank[e.From]
	to, too := m.rank[e.To]
	if !known || !too || e.From == e.To || !strong && m.into[e.To] >= crowd && to != from+1 {
		return
	}
	x1, y1, x2, y2 := m.x[e.From], m.y(e.From), m.x[e.To], m.y(e.To)
	var path string
	switch side := nodeWidth / 2; {
	case to == from+1:
		path = fmt.Sprintf("M%d %dL%d %d", x1, y1+nodeHeight/2, x2, y2-nodeHeight/2)
	case to == from && x1 < x2:
		path = fmt.Sprintf("M%d %dL%d %d", x1+side, y1, x2-side, y2)
	case to == from:
		path = fmt.Sprintf("M%d %dL%d %d", x1-side, y1, x2+side, y2)
	case to < from:
		path = fmt.Sprintf("M%d %dC%d %d %d %d %d %d", x1-side, y1, 2-machineEdge, y1, 2-machineEdge, y2, x2-side, y2)
	default:
		out := machineWidth + machineEdge - 2
		path = fmt.Sprintf("M%d %dC%d %d %d %d %d %d", x1+side, y1, out, y1, out, y2, x2+side, y2)
	}
	colour, thick := "#8b97a5", "1.2"
	if strong {
		colour, thick = "#0b5cad", "2.4"
	}
	fmt.Fprintf(b, `<path d="%s" fill="none" stroke="%s" stroke-width="%s" marker-end="url(#hy-tip)"><title>%s</title></path>`, path, colour, thick, escape(e.Tip))
}

// box draws a state: the present one filled, an end with a double frame.
func (m *layout) box(b *strings.Builder, n Node) {
	x, y := m.x[n.ID]-nodeWidth/2, m.y(n.ID)-nodeHeight/2
	fill, ink, weight := "#fff", "#1c2733", "normal"
	if n.Here {
		fill, ink, weight = "#0b5cad", "#fff", "bold"
	}
	fmt.Fprintf(b, `<rect x="%d" y="%d" width="%d" height="%d" rx="6" fill="%s" stroke="#1c2733"/>`, x, y, nodeWidth, nodeHeight, fill)
	if n.End {
		fmt.Fprintf(b, `<rect x="%d" y="%d" width="%d" height="%d" rx="4" fill="none" stroke="%s"/>`, x+3, y+3, nodeWidth-6, nodeHeight-6, ink)
	}
	fmt.Fprintf(b, `<text x="%d" y="%d" text-anchor="middle" fill="%s" font-weight="%s">%s</text>`, m.x[n.ID], y+23, ink, weight, escape(n.Word))
}
