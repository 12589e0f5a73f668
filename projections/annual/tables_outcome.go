package annual

import (
	"slices"
	"strings"

	"huiyin/domain/lifecycle"
	"huiyin/domain/ruleset"
	"huiyin/domain/suggestion"
	"huiyin/domain/zh"
)

// replying is the table of replies: by case and by reply instance.
func (k *reckoning) replying() []Table {
	lines := keep(k.replies, func(r reply) bool { return !r.grey() || r.l.Replied() })
	replied := keep(lines, func(r reply) bool { return r.l.Replied() })
	assigned := keep(k.total, (*Case).assigned)
	told := keep(assigned, func(c *Case) bool { return !c.grey() || c.answered() == allOf })
	t := newListing("replies", Replies)
	t.addIn(Cases, "cases", all(told), "")
	t.addIn(Cases, "cases_replied", which(told, func(c *Case) bool { return c.answered() == allOf }), "cases")
	t.addIn(Cases, "cases_partly", which(told, func(c *Case) bool { return c.answered() == someOf }), "cases")
	t.addIn(Cases, "cases_unknown", which(assigned, func(c *Case) bool { return c.grey() && c.answered() != allOf }), "")
	t.add("lines", all(lines), "")
	t.add("replied", all(replied), "lines")
	t.add("relayed", which(replied, func(r reply) bool { return r.h.relayed }), "")
	t.addIn(Times, "further", occasions(k.total, "further", furtherReplies), "")
	t.add("unknown", which(k.replies, func(r reply) bool { return r.grey() && !r.l.Replied() }), "")
	return []Table{t.Table}
}

// furtherReplies counts the replies after each line's first.
func furtherReplies(c *Case) int {
	n := 0
	for _, r := range c.lines() {
		n += max(0, len(r.l.Versions)-1)
	}
	return n
}

// quantity is how much of something there is.
type quantity uint8

const (
	noneOf quantity = iota
	someOf
	allOf
)

// answered is how many of the replies the case is owed were given. A part that
// was given back and has no heir yet is owed.
func (k *Case) answered() quantity {
	owed, given := 0, 0
	for _, r := range k.lines() {
		owed++
		if r.l.Replied() {
			given++
		}
	}
	for _, a := range k.State.Assignments {
		if a.State == lifecycle.UnitReturned && a.Line != "" && a.Heir == "" {
			owed++
		}
	}
	switch {
	case given == 0:
		return noneOf
	case given < owed:
		return someOf
	}
	return allOf
}

// outcomes are the tables of what the replies say.
func (k *reckoning) outcomes() []Table {
	replied := keep(k.replies, func(r reply) bool { return r.l.Replied() })
	return []Table{k.classTable(replied), k.classOfCases(), k.outcomeTable(replied), k.solvedTable(replied), k.classChanges(replied), k.publication(replied)}
}

// classKey names a class within its scheme.
func (k *reckoning) classKey(c *Case, class suggestion.Class) []string {
	if class == "" {
		return nil
	}
	return []string{k.scheme(c) + ":" + string(class)}
}

// classLabel words a class key; the scheme is named where there are several.
func (k *reckoning) classLabel(key string) string {
	if zh.Has("report.class." + key) {
		return zh.Label("report.class", key)
	}
	scheme, code, _ := strings.Cut(key, ":")
	name := word("class", code)
	if len(k.schemes()) < 2 {
		return name
	}
	return zh.Text("report.word.of_scheme", map[string]string{"class": name, "scheme": k.schemeName(scheme)})
}

func (k *reckoning) schemeName(id string) string {
	if set, ok := k.book.Rules[id]; ok {
		return set.Name
	}
	return zh.Label("report.word", "no_scheme")
}

// schemes are the rule sets under which replies have a class, in order.
func (k *reckoning) schemes() []string {
	var out []string
	for _, r := range k.replies {
		if r.l.Latest().Class != "" {
			out = append(out, k.scheme(r.Case))
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// schemeOrder puts classes by scheme and code.
func (k *reckoning) schemeOrder(keys map[string]bool) []string {
	var out []string
	for key := range keys {
		out = append(out, key)
	}
	slices.Sort(out)
	return out
}

// schemeNotes say what each class means, in the words of its scheme.
func (k *reckoning) schemeNotes() []string {
	var parts []string
	for _, id := range k.schemes() {
		var words []string
		for _, c := range k.book.Rules[id].Classes().Value {
			words = append(words, zh.Text("report.word.class_means", map[string]string{"class": word("class", c.Code), "label": c.Label}))
		}
		if len(words) > 0 {
			parts = append(parts, zh.Text("report.word.scheme_means", map[string]string{"scheme": k.schemeName(id), "classes": strings.Join(words, zh.Label("fmt", "clause"))}))
		}
	}
	return parts
}

func (k *reckoning) classTable(replied []reply) Table {
	b := newBreakdown("class", k.classLabel)
	keys := map[string]bool{}
	column := func(key string, of func(reply) suggestion.Class) {
		fill(b, key, Replies, share, replied, func(r reply) []string {
			found := k.classKey(r.Case, of(r))
			for _, f := range found {
				keys[f] = true
			}
			return found
		})
	}
	column("latest", func(r reply) suggestion.Class { return r.l.Latest().Class })
	column("claimed", func(r reply) suggestion.Class { return r.l.Latest().Claimed })
	column("first", func(r reply) suggestion.Class { return r.l.Versions[0].Claimed })
	b.first = k.schemeOrder(keys)
	b.Notes = append(b.Notes, k.schemeNotes()...)
	return b.table()
}

// mixed is the class of a case whose units gave different ones.
const mixed = "mixed"

func (k *reckoning) classOfCases() Table {
	b := newBreakdown("class_cases", k.classLabel)
	keys := map[string]bool{}
	fill(b, "cases", Cases, share, keep(k.total, func(c *Case) bool { return c.State.Replied() }), func(c *Case) []string {
		var found []string
		for _, r := range c.lines() {
			found = append(found, k.classKey(c, r.l.Latest().Class)...)
		}
		slices.Sort(found)
		if found = slices.Compact(found); len(found) > 1 {
			return []string{mixed}
		}
		for _, f := range found {
			keys[f] = true
		}
		return found
	})
	b.first = append(k.schemeOrder(keys), mixed)
	return b.table()
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

// classChanges shows what a supervisor corrected, what deputies contest, and
// what a further reply raised.
func (k *reckoning) classChanges(replied []reply) Table {
	own := keep(replied, func(r reply) bool { return !r.grey() })
	t := newListing("class_change", Replies)
	t.add("replied", all(own), "")
	t.add("corrected", which(own, func(r reply) bool {
		return slices.ContainsFunc(r.corrections, func(c correction) bool { return c.line == r.l.ID })
	}), "replied")
	t.add("contested", which(own, func(r reply) bool { return r.l.Contested }), "replied")
	pledging := keep(own, k.pledging)
	t.add("pledging", all(pledging), "replied")
	t.add("upgraded", which(pledging, func(r reply) bool { return r.h.upgraded }), "pledging")
	return t.Table
}

// pledging reports whether any version of the reply was of a class that promises
// something.
func (k *reckoning) pledging(r reply) bool {
	rules := k.book.Rules[k.scheme(r.Case)]
	return slices.ContainsFunc(r.l.Versions, func(v suggestion.Version) bool {
		return rules.NeedsCommitment(string(v.Class)) || rules.NeedsCommitment(string(v.Claimed))
	})
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
