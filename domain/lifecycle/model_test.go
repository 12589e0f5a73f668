package lifecycle_test

import (
	"slices"
	"strings"
	"testing"

	"huiyin/domain/lifecycle"
)

// node is a line in the model check: its state, whether a dissatisfied rating is
// still unanswered, and what was done about it since.
type node struct {
	state     lifecycle.State
	owed      bool
	issued    bool
	delivered bool
}

// settled are the states in which the deputy's word on a line counts as final,
// and the further replies that start from there.
var settled = []lifecycle.State{lifecycle.Satisfied, lifecycle.Basically, lifecycle.NotReturned, lifecycle.UnknownFeedback,
	lifecycle.Concluded, lifecycle.UpgradeDrafted, lifecycle.UpgradeExamined, lifecycle.UpgradeIssued, lifecycle.LineEnded}

// escape is the shortest way from a dissatisfied rating to a settled line that
// passes neither a new reply with a new rating nor a recorded conclusion.
func escape(table lifecycle.Table) []string {
	start := node{state: lifecycle.Dissatisfied, owed: true}
	return search(table, start, func(n node) bool { return n.owed && slices.Contains(settled, n.state) })
}

func search(table lifecycle.Table, start node, found func(node) bool) []string {
	came := map[node][]string{start: {string(start.state)}}
	for queue := []node{start}; len(queue) > 0; queue = queue[1:] {
		n := queue[0]
		if found(n) {
			return came[n]
		}
		for _, r := range table.Rows {
			if !slices.Contains(r.From, n.state) || !open(r, n) {
				continue
			}
			next := follow(n, r)
			if _, seen := came[next]; !seen {
				came[next] = append(slices.Clone(came[n]), string(r.Trigger), string(r.To))
				queue = append(queue, next)
			}
		}
	}
	return nil
}

// open reads the guards the flag can answer: a rating that is owed came after a
// reply. Every other guard is open, so that the proof does not lean on it.
func open(r lifecycle.Row, n node) bool {
	shut := map[lifecycle.Guard]bool{lifecycle.FirstRound: n.owed, lifecycle.AfterRedo: !n.owed, lifecycle.LineNotReplied: n.owed}
	return !slices.ContainsFunc(r.Guards, func(g lifecycle.Guard) bool { return shut[g] })
}

func follow(n node, r lifecycle.Row) node {
	next := n
	next.state = r.To
	switch {
	case r.Trigger == lifecycle.IssueReply || r.Trigger == lifecycle.RelayReply:
		next.issued, next.delivered = true, false
	case r.Trigger == lifecycle.DeliverLast:
		next.delivered = n.issued
	case strings.HasPrefix(string(r.Trigger), "rate_") && n.issued && n.delivered:
		next = node{state: r.To, owed: r.To == lifecycle.Dissatisfied}
	case r.Trigger == lifecycle.Conclude:
		next = node{state: r.To}
	}
	return next
}

func lineTable() lifecycle.Table {
	t := lifecycle.Of(lifecycle.ReplyLine).Table
	t.Rows = slices.Clone(t.Rows)
	return t
}

// THR-07: from dissatisfied every way to a settled line passes a new reply that
// was delivered and rated, or a recorded conclusion.
func TestNothingLeadsAroundADissatisfiedRating(t *testing.T) {
	if way := escape(lineTable()); way != nil {
		t.Fatalf("a way around: %s", strings.Join(way, " → "))
	}
}

// TestTheModelCheckHasTeeth plants the mistakes it must find.
func TestTheModelCheckHasTeeth(t *testing.T) {
	plant := func(trigger lifecycle.Trigger, from, to lifecycle.State) func(*lifecycle.Table) {
		return func(t *lifecycle.Table) {
			t.Rows = append(t.Rows, lifecycle.Row{Trigger: trigger, From: []lifecycle.State{from}, To: to, Roles: []lifecycle.Role{lifecycle.Clock}})
		}
	}
	for name, spoil := range map[string]func(*lifecycle.Table){
		"a direct way":              plant("make_nice", lifecycle.Dissatisfied, lifecycle.Satisfied),
		"a rating without a reply":  plant(lifecycle.RateSatisfied, lifecycle.Dissatisfied, lifecycle.Satisfied),
		"an end of the line":        plant(lifecycle.EndLine, lifecycle.Redo, lifecycle.LineEnded),
		"the old reply once more":   plant(lifecycle.DeliverLast, lifecycle.Redo, lifecycle.Delivered),
		"silence while escalated":   plant(lifecycle.LapseFeedback, lifecycle.Escalated, lifecycle.NotReturned),
		"a further reply in a redo": plant(lifecycle.DraftUpgrade, lifecycle.Dissatisfied, lifecycle.UpgradeDrafted),
		"silence settles the redo": func(t *lifecycle.Table) {
			for i, r := range t.Rows {
				if r.Trigger == lifecycle.LapseFeedback {
					t.Rows[i].Guards = nil
				}
			}
		},
	} {
		table := lineTable()
		spoil(&table)
		if escape(table) == nil {
			t.Errorf("%s was not found", name)
		}
	}
}

// From every state after the first reply a settled state with nothing owed can
// be reached without ending the line.
func TestEveryLineCanSettle(t *testing.T) {
	table := lineTable()
	table.Rows = slices.DeleteFunc(table.Rows, func(r lifecycle.Row) bool { return r.Trigger == lifecycle.EndLine })
	for _, s := range table.States() {
		for _, owed := range []bool{false, true} {
			if s == lifecycle.LineEnded || owed && slices.Contains(settled, s) {
				continue
			}
			way := search(table, node{state: s, owed: owed}, func(n node) bool { return !n.owed && slices.Contains(settled, n.state) })
			if way == nil {
				t.Errorf("%s (owed %t) never settles", s, owed)
			}
		}
	}
}
