package annual

import (
	"slices"

	"huiyin/domain/calendar"
	"huiyin/domain/lifecycle"
	"huiyin/domain/suggestion"
)

// timing is how an act stands to its due day; empty is unknown.
type timing string

const (
	onTime  timing = "on_time"
	late    timing = "late"
	overdue timing = "overdue"
	notDue  timing = "not_due"
)

// judged reports whether the due day decided: the act came, or its day is over.
func judged(t timing) bool { return t == onTime || t == late || t == overdue }

// judge compares an act's recorded time with its due day. open is the due day
// that still runs. An act that only a source tells of has no recorded time.
func (k *reckoning) judge(act timed, open calendar.Date, told bool) timing {
	switch {
	case act.done() && act.due.IsZero(), !act.done() && told, !act.done() && open.IsZero():
		return ""
	case act.done() && act.kept():
		return onTime
	case act.done():
		return late
	case k.over(open):
		return overdue
	}
	return notDue
}

func (k *Case) open(kind lifecycle.Deadline, about suggestion.Subject) calendar.Date {
	c, _ := k.State.Running(kind, about)
	return c.Due
}

func (k *reckoning) replyTiming(r reply) timing {
	return k.judge(r.h.first, r.open(lifecycle.DueReply, suggestion.Subject{Line: r.l.ID}), r.l.Replied())
}

func (k *reckoning) opinionTiming(p part) timing {
	told := p.a.State == lifecycle.OpinionGiven || p.a.State == lifecycle.OpinionRejected
	return k.judge(p.opinions[p.a.Assignment], p.open(lifecycle.DueCoOpinion, suggestion.Subject{Assignment: p.a.Assignment}), told)
}

func (k *reckoning) intakeTiming(c *Case) timing {
	return k.judge(c.taken, c.open(lifecycle.DueReview, suggestion.Subject{}), false)
}

// contactTiming is of the unit's first contact. A unit that replied first has a
// day it missed, or none.
func (k *reckoning) contactTiming(r reply) timing {
	open := r.open(lifecycle.DueFirstContact, suggestion.Subject{Line: r.l.ID})
	for _, c := range r.State.Clocks {
		if c.Kind == lifecycle.DueFirstContact && c.Subject.Line == r.l.ID && c.Lapsed {
			open = c.Due
		}
	}
	return k.judge(r.h.contact, open, false)
}

// redoRound is one redo round of a line.
type redoRound struct {
	reply
	n int
}

func (r redoRound) item() Item {
	return occasion{r.ID, string(r.l.ID) + "/round", r.n}.item()
}

func (k *reckoning) rounds() []redoRound {
	var out []redoRound
	for _, r := range k.replies {
		for n := range r.l.Round {
			out = append(out, redoRound{r, n + 1})
		}
	}
	return out
}

func (k *reckoning) redoTiming(r redoRound) timing {
	var open calendar.Date
	if r.n == r.l.Round {
		open = r.open(lifecycle.DueRedo, suggestion.Subject{Line: r.l.ID})
	}
	return k.judge(r.h.redone[r.n], open, false)
}

// timingTable lists what was on time, of what its due day decided.
func timingTable[T thing](id string, m Measure, things []T, of func(T) timing) Table {
	is := func(want timing) []Item { return which(things, func(t T) bool { return of(t) == want }) }
	l := newListing(id, m)
	l.add("judged", which(things, func(t T) bool { return judged(of(t)) }), "")
	l.add(string(onTime), is(onTime), "judged")
	l.add(string(late), is(late), "judged")
	l.add(string(overdue), is(overdue), "judged")
	l.add(string(notDue), is(notDue), "")
	l.add("unknown", is(""), "")
	return l.Table
}

// process are the tables of how it was handled.
func (k *reckoning) process() []Table {
	offSession := keep(k.received, func(c *Case) bool { return c.State.Kind == suggestion.OffSession })
	coUnits := keep(k.parts, func(p part) bool { return p.a.Part == suggestion.Co })
	first := keep(k.replies, func(r reply) bool {
		return r.State.Head == "" && !(r.l.Replied() && !r.grey() && k.contactTiming(r) == "")
	})
	return []Table{
		k.assignmentTable(),
		timingTable("intake_time", Cases, offSession, k.intakeTiming),
		k.returnsTable(),
		timingTable("contact_time", Replies, first, k.contactTiming),
		k.contactTable(),
		timingTable("opinion_time", Parts, coUnits, k.opinionTiming),
		k.extensionTable(),
		timingTable("reply_time", Replies, k.replies, k.replyTiming),
		k.lateEntryTable(),
	}
}

func (k *reckoning) assignmentTable() Table {
	known := keep(k.total, func(c *Case) bool { return c.assigned() || !c.grey() })
	t := newListing("assignment", Cases)
	t.add("known", all(known), "")
	t.add("assigned", which(known, (*Case).assigned), "known")
	t.add("waiting", which(known, func(c *Case) bool { return !c.assigned() }), "known")
	t.add("unknown", which(k.total, func(c *Case) bool { return !c.assigned() && c.grey() }), "")
	return t.Table
}

// returnsTable counts the returns that units asked for, and the rulings.
func (k *reckoning) returnsTable() Table {
	t := newListing("returns", Times)
	t.add("requests", occasions(k.total, "return", func(c *Case) int { return c.State.Returns }), "")
	for _, ruling := range []struct {
		row string
		by  lifecycle.Trigger
	}{{"approved", lifecycle.ApproveReturn}, {"refused", lifecycle.RefuseReturn}, {"final", lifecycle.RuleFinal}} {
		t.add(ruling.row, occasions(k.total, ruling.row, func(c *Case) int { return c.handOvers[ruling.by] }), "requests")
	}
	t.add("reassigned", occasions(k.total, "reassigned", func(c *Case) int { return c.handOvers[lifecycle.AssignUnit] }), "")
	t.addIn(Cases, "cases", which(k.total, func(c *Case) bool { return c.State.Returns > 0 }), "closing/known")
	return t.Table
}

func (k *reckoning) extensionTable() Table {
	own := keep(k.replies, func(r reply) bool { return !r.grey() })
	now := func(e suggestion.Extension) []Item {
		return which(own, func(r reply) bool { return r.l.Extension == e })
	}
	t := newListing("extension", Replies)
	t.add("lines", all(own), "")
	t.add("asked", which(own, func(r reply) bool { return r.l.Extension != suggestion.NotExtended }), "lines")
	t.add("granted", now(suggestion.Granted), "asked")
	t.add("refused", now(suggestion.Refused), "asked")
	t.add("pending", now(suggestion.Asked), "asked")
	return t.Table
}

// faceToFace are the ways of contact in which people meet.
var faceToFace = []string{"visit", "seminar", "survey"}

// contactOf says how the deputy was heard on a reply that was given. What the
// unit alone says (one-sided), what is not answered yet, and what the deputy
// denies are no contact. Empty is unknown or not replied.
func contactOf(r reply) string {
	switch {
	case !r.h.first.done():
		return ""
	case r.h.relayed:
		return "relayed"
	case len(r.l.Contacts) == 0:
		return "none"
	}
	has := func(s suggestion.ContactState, ways []string) bool {
		return slices.ContainsFunc(r.l.Contacts, func(c suggestion.Contact) bool {
			return c.State == s && (ways == nil || slices.Contains(ways, r.h.ways[c.ID]))
		})
	}
	switch {
	case has(suggestion.AnsweredYes, faceToFace):
		return "met"
	case has(suggestion.AnsweredYes, nil):
		return "talked"
	case has(suggestion.OneSided, nil):
		return "one_sided"
	case has(suggestion.ContactOpen, nil):
		return "waiting"
	}
	return "denied"
}

// heard reports whether the reply counts in the contact rates.
func heard(contact string) bool { return contact != "" && contact != "relayed" }

func (k *reckoning) contactTable() Table {
	replied := keep(k.replies, func(r reply) bool { return r.l.Replied() })
	is := func(want ...string) []Item {
		return which(replied, func(r reply) bool { return slices.Contains(want, contactOf(r)) })
	}
	t := newListing("contact", Replies)
	t.add("judged", which(replied, func(r reply) bool { return heard(contactOf(r)) }), "")
	t.add("met", is("met"), "judged")
	t.add("confirmed", is("met", "talked"), "judged")
	for _, row := range []string{"one_sided", "waiting", "denied", "none"} {
		t.add(row, is(row), "judged")
	}
	t.add("relayed", is("relayed"), "")
	t.add("unknown", is(""), "")
	return t.Table
}

// lateEntryTable shows what was entered from paper after its day (补录), and which
// ratings the committee entered from a signed form. On time is judged by the
// record all the same; a reply whose paper was in time is named apart.
func (k *reckoning) lateEntryTable() Table {
	own := keep(k.replies, func(r reply) bool { return !r.grey() })
	first := keep(own, func(r reply) bool { return r.l.Replied() && r.l.Versions[0].EnteredLate })
	t := newListing("late_entry", Times)
	t.add("acts", occasions(k.total, "late", func(c *Case) int { return len(c.State.LateEntries) }), "")
	t.addIn(Replies, "replies", all(first), "")
	t.addIn(Replies, "replies_in_time", which(first, func(r reply) bool {
		due := r.h.first.due
		return !due.IsZero() && !r.l.Versions[0].Issued.After(due)
	}), "replies")
	t.addIn(Replies, "contacts", which(own, func(r reply) bool {
		return slices.ContainsFunc(r.l.Contacts, func(c suggestion.Contact) bool { return c.EnteredLate })
	}), "")
	t.addIn(Parts, "opinions", which(k.parts, func(p part) bool { return p.a.EnteredLate }), "")
	t.addIn(Replies, "ratings", which(own, func(r reply) bool {
		return slices.ContainsFunc(r.l.Ratings, func(g suggestion.Rating) bool { return g.EnteredLate })
	}), "")
	t.addIn(Replies, "forms", which(own, func(r reply) bool {
		return slices.ContainsFunc(r.l.Ratings, func(g suggestion.Rating) bool { return g.Form != suggestion.Form{} })
	}), "")
	t.addIn(Promises, "claims", which(k.pledges, func(p pledge) bool { return p.p.EnteredLate }), "")
	return t.Table
}
