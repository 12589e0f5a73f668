package annual

import "huiyin/domain/lifecycle"

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
