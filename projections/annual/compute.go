package annual

import (
	"huiyin/domain/calendar"
	"huiyin/domain/lifecycle"
	"huiyin/domain/ruleset"
	"huiyin/domain/suggestion"
)

// Compute makes the report of a book. It is pure: the same book, parameters and
// register of units give the same report.
func Compute(b *Book, p Params, units Units) *Report {
	p.Decimals = min(max(p.Decimals, 0), MaxDecimals)
	if p.Naming == "" {
		p.Naming = Then
	}
	k := &reckoning{book: b, params: p, units: units}
	k.sort()
	r := &Report{Definitions: Definitions, Params: p, Position: uint64(b.Cut.Position), Until: b.Cut.Until.UTC()}
	for _, make := range []func() []Table{k.intake, k.origins, k.handling, k.process, k.replying, k.outcomes, k.ratings, k.pledged, k.oversight} {
		r.Tables = append(r.Tables, make()...)
	}
	r.close()
	r.Tables = append([]Table{r.summary()}, r.Tables...)
	r.index()
	return r
}

// reckoning holds what the tables are made of.
type reckoning struct {
	book   *Book
	params Params
	units  Units

	belong   map[belonging][]*Case
	received []*Case // handed in, in scope
	total    []*Case // of these, the year's suggestions
	parts    []part
	replies  []reply
	pledges  []pledge
	earlier  []pledge // of the year before
}

// part is a unit's active part in a case.
type part struct {
	*Case
	a suggestion.Assignment
}

// reply is a reply line that still counts: what one unit owes the deputy.
type reply struct {
	*Case
	l suggestion.Line
	h *line
}

// pledge is a promise.
type pledge struct {
	*Case
	p suggestion.Commitment
}

// named is a unit or a person, once for each case.
type named struct {
	in   suggestion.CaseID
	name string
}

func (k *Case) item() Item { return Item{Case: k.ID, Thing: string(k.ID)} }
func (p part) item() Item {
	return Item{Case: p.ID, Thing: string(p.ID) + "/" + string(p.a.Assignment)}
}
func (r reply) item() Item { return Item{Case: r.ID, Thing: string(r.ID) + "/" + string(r.l.ID)} }
func (n named) item() Item { return Item{Case: n.in, Thing: n.name} }
func (p pledge) item() Item {
	return Item{Case: p.ID, Thing: string(p.ID) + "/" + string(p.p.Commitment)}
}

// sort puts the cases in their places.
func (k *reckoning) sort() {
	k.belong = map[belonging][]*Case{}
	for _, c := range k.book.Cases {
		if !c.received {
			continue
		}
		is := k.params.Scope.of(c.State)
		k.belong[is] = append(k.belong[is], c)
	}
	k.received = k.belong[inside]
	k.total = keep(k.received, (*Case).counted)
	for _, c := range k.total {
		k.take(c)
	}
	for _, c := range keep(k.belong[outside], k.yearBefore) {
		k.earlier = append(k.earlier, pledgesOf(c)...)
	}
}

func (k *reckoning) take(c *Case) {
	for _, a := range c.State.Assignments {
		if a.Active() {
			k.parts = append(k.parts, part{c, a})
		}
	}
	k.replies = append(k.replies, c.lines()...)
	k.pledges = append(k.pledges, pledgesOf(c)...)
}

// lines are the reply lines that still count: a unit that gave its part back
// owes no reply.
func (k *Case) lines() []reply {
	var out []reply
	for _, l := range k.State.Lines {
		if l.State != lifecycle.LineEnded {
			out = append(out, reply{k, l, k.line(l.ID)})
		}
	}
	return out
}

func pledgesOf(c *Case) []pledge {
	var out []pledge
	for _, p := range c.State.Commitments {
		out = append(out, pledge{c, p})
	}
	return out
}

// year is the scope's, else the latest that its cases state.
func (k *reckoning) year() int {
	if k.params.Scope.Year != 0 {
		return k.params.Scope.Year
	}
	year := 0
	for _, c := range k.total {
		year = max(year, c.State.Year)
	}
	return year
}

// yearBefore reports whether the case is one of the same congress from the year
// before: its promises are reported with this year's (Chongqing Art 34).
func (k *reckoning) yearBefore(c *Case) bool {
	year, congress := k.year(), k.params.Scope.Congress
	return c.counted() && year != 0 && c.State.Year == year-1 && (congress == "" || c.State.Congress == congress)
}

// over reports whether the day ended within the report.
func (k *reckoning) over(due calendar.Date) bool {
	return !due.IsZero() && !calendar.EndOf(due).After(k.book.Cut.Until)
}

// unit is the name under which the unit of a part, a line or a promise counts:
// that of the body that began it, or of the one that has its duties on the last
// day of the report.
func (k *reckoning) unit(c *Case, id, now string) string {
	if k.params.Naming == Then {
		if then, ok := c.began[id]; ok {
			return then
		}
		return now
	}
	if now == "" {
		return ""
	}
	return k.units.Name(c.State.BodyOf(now), calendar.DateOf(k.book.Cut.Until.Add(-1)))
}

func (k *reckoning) unitOfPart(p part) string {
	return k.unit(p.Case, string(p.a.Assignment), p.a.Unit)
}

func (k *reckoning) unitOfReply(r reply) string { return k.unit(r.Case, string(r.l.ID), r.l.Unit) }

func (k *reckoning) unitOfPromise(p pledge) string {
	return k.unit(p.Case, string(p.p.Promise.Commitment), p.p.Unit)
}

// scheme is the rule set whose classes the case is answered by.
func (k *reckoning) scheme(c *Case) string {
	if c.State.RuleSet != "" {
		return c.State.RuleSet
	}
	return c.State.Stated.RuleSet
}

// outcome is what a class may mean in the case's own scheme; nothing for a class
// that the scheme does not have.
func (k *reckoning) outcome(c *Case, class suggestion.Class) ruleset.Outcomes {
	found, _ := k.book.Rules[k.scheme(c)].ClassByCode(string(class))
	return found.Covers
}

// close computes bases and percentages once all figures are there.
func (r *Report) close() {
	r.index()
	for _, at := range r.places {
		f := at.figure()
		f.Behind = digest(f.Items)
		if base, ok := r.places[f.Of]; ok {
			f.Base = base.figure().Count
			f.Percent = Percent(f.Count, f.Base, r.Params.Decimals)
		}
	}
}

// index finds figures by ID and collects the definitions in order of first use.
func (r *Report) index() {
	r.places, r.Glossary = map[string]place{}, nil
	seen := map[string]bool{}
	for t := range r.Tables {
		for i := range r.Tables[t].Rows {
			row := &r.Tables[t].Rows[i]
			for j := range row.Figures {
				f := &row.Figures[j]
				r.places[f.ID] = place{&r.Tables[t], row, j}
				if !seen[f.Definition] {
					seen[f.Definition] = true
					r.Glossary = append(r.Glossary, define(f.Definition))
				}
			}
		}
	}
}
