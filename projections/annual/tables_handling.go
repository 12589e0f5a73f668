package annual

import (
	"fmt"
	"slices"

	"huiyin/domain/lifecycle"
	"huiyin/domain/suggestion"
	"huiyin/domain/zh"
)

// handling are the tables of who handles and how far it is.
func (k *reckoning) handling() []Table {
	return []Table{k.stageTable(), k.closingTable(), k.modeTable(), k.organTable("system", k.units.System), k.organTable("level", k.units.Level),
		k.handlersTable(), k.unitsTable()}
}

// stageTable leaves out what only a source knows: it tells what was done, not
// where the case stands.
func (k *reckoning) stageTable() Table {
	b := newBreakdown("stage", labelled("state.suggestion"))
	for _, s := range lifecycle.Of(lifecycle.Suggestion).States() {
		if slices.ContainsFunc(k.total, func(c *Case) bool { return c.State.State == s && !c.grey() }) {
			b.first = append(b.first, string(s))
		}
	}
	fill(b, "cases", Cases, share, k.total, func(c *Case) []string {
		if c.grey() {
			return nil
		}
		return []string{string(c.State.State)}
	})
	return b.table()
}

// closingTable keeps closed apart from replied: they are different measures.
func (k *reckoning) closingTable() Table {
	own := keep(k.total, func(c *Case) bool { return !c.grey() })
	t := newListing("closing", Cases)
	t.add("known", all(own), "")
	t.add("closed", which(own, func(c *Case) bool { return c.in(lifecycle.Closed, lifecycle.Archived) }), "known")
	t.add("tracking", which(own, func(c *Case) bool { return c.in(lifecycle.Tracking) }), "known")
	t.add("unknown", which(k.total, (*Case).grey), "")
	return t.Table
}

// in reports whether the case is in one of the states.
func (k *Case) in(states ...lifecycle.State) bool { return slices.Contains(states, k.State.State) }

// modeTable is how cases were handed over. A source that names a co-unit says
// so; one that names only a lead unit does not say that there was no other.
func (k *reckoning) modeTable() Table {
	b := newBreakdown("mode", labelled("mode"))
	b.first = []string{string(suggestion.Single), string(suggestion.LeadAndCo), string(suggestion.Separate), string(suggestion.SeveralLeads)}
	fill(b, "cases", Cases, share, keep(k.total, (*Case).assigned), func(c *Case) []string {
		if c.State.Mode == "" && slices.ContainsFunc(c.State.Assignments, func(a suggestion.Assignment) bool { return a.Part == suggestion.Co }) {
			return []string{string(suggestion.LeadAndCo)}
		}
		return []string{string(c.State.Mode)}
	})
	return b.table()
}

// assigned reports whether the case was ever handed to a unit.
func (k *Case) assigned() bool { return len(k.State.Assignments) > 0 }

// organTable breaks cases down by system or level of their units. A case that
// several of them handle together counts in each.
func (k *reckoning) organTable(id string, of func(unit string) string) Table {
	organs := func(coToo bool) func(*Case) []string {
		return func(c *Case) []string {
			var out []string
			for _, a := range c.placed() {
				if coToo || a.Part != suggestion.Co {
					out = append(out, of(k.unitOfPart(part{c, a})))
				}
			}
			return out
		}
	}
	b := newBreakdown(id, func(key string) string { return word("report."+id, key) })
	fill(b, "cases", Cases, share, k.total, organs(true))
	fill(b, "lead", Cases, share, k.total, organs(false))
	return b.table()
}

// placed are the active parts whose unit is named.
func (k *Case) placed() []suggestion.Assignment {
	return keep(k.State.Assignments, func(a suggestion.Assignment) bool { return a.Active() && a.Unit != "" })
}

// word is the catalogue's word for a code; anything else is a name already.
func word(kind, key string) string {
	if zh.Has(kind + "." + key) {
		return zh.Label(kind, key)
	}
	return key
}

// handlersTable counts parts and bodies.
func (k *reckoning) handlersTable() Table {
	placed := keep(k.parts, func(p part) bool { return p.a.Unit != "" })
	t := newListing("handlers", Parts)
	t.add("parts", all(placed), "")
	for _, role := range []suggestion.Part{suggestion.Lead, suggestion.Co, suggestion.Separated} {
		t.add(string(role), which(placed, func(p part) bool { return p.a.Part == role }), "parts")
	}
	t.add("unnamed", which(k.parts, func(p part) bool { return p.a.Unit == "" }), "")
	t.addIn(Bodies, "units", all(k.bodies(placed)), "")
	t.addIn(Bodies, "lead_units", all(k.bodies(keep(placed, func(p part) bool { return p.a.Part != suggestion.Co }))), "")
	t.addIn(Cases, "placed", which(k.total, func(c *Case) bool { return len(c.placed()) > 0 }), "")
	t.addIn(Cases, "top", k.topCases(placed), "placed")
	return t.Table
}

// bodies are the units of the parts under the name they count by.
func (k *reckoning) bodies(parts []part) []named {
	var out []named
	for _, p := range parts {
		out = append(out, named{p.ID, k.unitOfPart(p)})
	}
	return out
}

// topUnits is how many of the busiest units reports name together.
const topUnits = 5

// topCases are the cases of the busiest units; ties go by name.
func (k *reckoning) topCases(placed []part) []Item {
	b := newBreakdown("units", itself)
	fill(b, "cases", Cases, "", casesOf(placed), func(c caseOf) []string { return []string{k.unitOfPart(c.part)} })
	var out []Item
	for _, unit := range b.groups()[:min(topUnits, len(b.cells))] {
		out = append(out, b.cells[unit]["cases"]...)
	}
	return out
}

// caseOf is a part that counts as its case.
type caseOf struct{ part }

func (c caseOf) item() Item { return c.Case.item() }

func casesOf(parts []part) []caseOf {
	var out []caseOf
	for _, p := range parts {
		out = append(out, caseOf{p})
	}
	return out
}

// unitsTable is every unit with its load and its record.
func (k *reckoning) unitsTable() Table {
	b := newBreakdown("units", itself)
	fill(b, "cases", Cases, share, casesOf(k.parts), func(c caseOf) []string { return []string{k.unitOfPart(c.part)} })
	for _, role := range []suggestion.Part{suggestion.Lead, suggestion.Co, suggestion.Separated} {
		fill(b, string(role), Parts, "", keep(k.parts, func(p part) bool { return p.a.Part == role }), func(p part) []string { return []string{k.unitOfPart(p)} })
	}
	lines := func(key, of string, ok func(reply) bool) {
		fill(b, key, Replies, of, keep(k.replies, ok), func(r reply) []string { return []string{k.unitOfReply(r)} })
	}
	lines("judged", "", func(r reply) bool { return judged(k.replyTiming(r)) })
	lines("on_time", within("judged"), func(r reply) bool { return k.replyTiming(r) == onTime })
	lines("heard", "", func(r reply) bool { return heard(contactOf(r)) })
	lines("met", within("heard"), func(r reply) bool { return contactOf(r) == "met" })
	lines("rated", "", func(r reply) bool { return finalGrade(r, overall) != "" })
	lines("content", within("rated"), func(r reply) bool { return content(finalGrade(r, overall)) })
	lines("dissatisfied", within("rated"), func(r reply) bool { return finalGrade(r, overall) == suggestion.Dissat })
	promises := func(key, of string, ok func(pledge) bool) {
		fill(b, key, Promises, of, keep(k.pledges, ok), func(p pledge) []string { return []string{k.unitOfPromise(p)} })
	}
	promises("promises", "", func(p pledge) bool { return k.promiseState(p) != "unknown" })
	promises("overdue", within("promises"), func(p pledge) bool { return k.promiseState(p) == "overdue" })
	return b.table()
}

// occasion is one time that something happened in a case.
type occasion struct {
	in   suggestion.CaseID
	what string
	n    int
}

func (o occasion) item() Item {
	return Item{Case: o.in, Thing: fmt.Sprintf("%s/%s/%d", o.in, o.what, o.n)}
}

// occasions lists how often something happened, one item a time.
func occasions(cases []*Case, what string, times func(*Case) int) []Item {
	var out []occasion
	for _, c := range cases {
		for n := range times(c) {
			out = append(out, occasion{c.ID, what, n + 1})
		}
	}
	return all(out)
}
