package annual

import (
	"slices"
	"strings"

	"huiyin/domain/suggestion"
	"huiyin/domain/zh"
)

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
	name := k.className(scheme, code)
	if len(k.schemes()) < 2 {
		return name
	}
	return zh.Text("report.word.of_scheme", map[string]string{"class": name, "scheme": k.schemeName(scheme)})
}

// className words a class: the catalogue's word, else its scheme's.
func (k *reckoning) className(scheme, code string) string {
	if class, ok := k.book.Rules[scheme].ClassByCode(code); ok && !zh.Has("class."+code) {
		return class.Label
	}
	return word("class", code)
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
			if !zh.Has("class." + c.Code) {
				continue // called by what it means already
			}
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
	t.add("upheld", which(own, func(r reply) bool {
		return slices.ContainsFunc(r.l.Contests, func(c suggestion.Contest) bool { return c.Upheld })
	}), "contested")
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
