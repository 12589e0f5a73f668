package annual

import (
	"slices"
	"strings"

	"huiyin/domain/ruleset"
	"huiyin/domain/zh"
)

// outcomes are the tables of what the replies say.
func (k *reckoning) outcomes() []Table {
	replied := keep(k.replies, func(r reply) bool { return r.l.Replied() })
	return []Table{k.classTable(replied), k.classOfCases(), k.outcomeTable(replied), k.solvedTable(replied), k.classChanges(replied), k.publication(replied)}
}

// outcomeOf is what a line's newest class may mean, or nothing.
func (k *reckoning) outcomeOf(r reply) ruleset.Outcomes { return k.outcome(r.Case, r.l.Latest().Class) }

// outcomeKey names a set of outcomes: a class that stands for several cannot be
// taken apart afterwards.
func outcomeKey(o ruleset.Outcomes) string {
	var names []string
	for _, one := range o.List() {
		names = append(names, one.String())
	}
	return strings.Join(names, "+")
}

func outcomeLabel(key string) string {
	names := strings.Split(key, "+")
	for i := range names {
		names[i] = zh.Label("outcome", names[i])
	}
	last := len(names) - 1
	if last == 0 {
		return names[0]
	}
	return strings.Join(names[:last], zh.Label("fmt", "join")) + zh.Label("report.word", "or") + names[last]
}

func (k *reckoning) outcomeTable(replied []reply) Table {
	b := newBreakdown("outcome", outcomeLabel)
	var sets []ruleset.Outcomes
	fill(b, "replies", Replies, share, replied, func(r reply) []string {
		o := k.outcomeOf(r)
		if o != 0 && !slices.Contains(sets, o) {
			sets = append(sets, o)
		}
		return []string{outcomeKey(o)}
	})
	slices.SortFunc(sets, func(x, y ruleset.Outcomes) int { return slices.Compare(x.List(), y.List()) })
	for _, o := range sets {
		b.first = append(b.first, outcomeKey(o))
	}
	return b.table()
}

// only reports whether every outcome of the set is one of those given.
func only(o ruleset.Outcomes, of ...ruleset.Outcome) bool {
	return o != 0 && !slices.ContainsFunc(o.List(), func(one ruleset.Outcome) bool { return !slices.Contains(of, one) })
}

func solved(o ruleset.Outcomes) bool { return only(o, ruleset.Resolved) }

// planned reports whether the matter is solved, being solved, or in a plan.
func planned(o ruleset.Outcomes) bool {
	return only(o, ruleset.Resolved, ruleset.InProgress, ruleset.Planned)
}

// solvedTable gives the two rates that reports call "solved": by reply and by
// case. A case is solved when each of its replies says so.
func (k *reckoning) solvedTable(replied []reply) Table {
	every := func(c *Case, ok func(ruleset.Outcomes) bool) bool {
		return !slices.ContainsFunc(c.lines(), func(r reply) bool { return !ok(k.outcomeOf(r)) })
	}
	cases := keep(k.total, func(c *Case) bool {
		return c.answered() == allOf && every(c, func(o ruleset.Outcomes) bool { return o != 0 })
	})
	t := newListing("solved", Replies)
	t.add("replies", which(replied, func(r reply) bool { return solved(k.outcomeOf(r)) }), "outcome/known")
	t.add("replies_planned", which(replied, func(r reply) bool { return planned(k.outcomeOf(r)) }), "outcome/known")
	t.addIn(Cases, "cases", all(cases), "")
	t.addIn(Cases, "cases_solved", which(cases, func(c *Case) bool { return every(c, solved) }), "cases")
	t.addIn(Cases, "cases_planned", which(cases, func(c *Case) bool { return every(c, planned) }), "cases")
	return t.Table
}

func (k *reckoning) publication(replied []reply) Table {
	b := newBreakdown("publication", labelled("report.publication"))
	b.first = []string{"published", "withheld", "undecided"}
	fill(b, "replies", Replies, share, replied, func(r reply) []string {
		switch {
		case r.h.published, r.grey() && !r.State.Stated.PublishedOn.IsZero():
			return []string{"published"}
		case r.h.withheld:
			return []string{"withheld"}
		case r.grey():
			return nil
		}
		return []string{"undecided"}
	})
	return b.table()
}
