package annual

import (
	"strconv"

	"huiyin/domain/lifecycle"
	"huiyin/domain/suggestion"
)

// intake are the tables of what came in and what became of it at review.
func (k *reckoning) intake() []Table {
	return []Table{k.scopeTable(), k.intakeTable(), k.qualityTable()}
}

// scopeTable accounts for every case of the log: none is lost without a line.
func (k *reckoning) scopeTable() Table {
	drafts := keep(k.book.Cases, func(c *Case) bool { return !c.received })
	var unread []Item
	for _, id := range k.book.Unread {
		unread = append(unread, Item{Case: id, Thing: string(id)})
	}
	t := newListing("scope", Cases)
	t.add("log", append(all(k.book.Cases), unread...), "")
	t.add("inside", all(k.received), "")
	t.add("outside", all(k.belong[outside]), "")
	t.add("unstated", all(k.belong[unstated]), "")
	t.add("drafts", all(drafts), "")
	t.add("unread", unread, "")
	return t.Table
}

func (k *reckoning) intakeTable() Table {
	own := keep(k.received, (*Case).own)
	in := func(states ...lifecycle.State) []Item {
		return which(own, func(c *Case) bool { return c.in(states...) })
	}
	t := newListing("intake", Cases)
	t.add("received", all(k.received), "")
	t.add("total", all(k.total), "")
	t.add("imported", which(k.received, (*Case).imported), "")
	t.add("own", all(own), "")
	t.add("registered", which(own, (*Case).counted), "own")
	t.add("in_review", in(lifecycle.Submitted, lifecycle.InReview, lifecycle.ToRevise), "own")
	t.add("returned", in(lifecycle.ReturnedToDeputy), "own")
	t.add("transferred", in(lifecycle.Transferred), "own")
	t.add("transfer_received", which(own, func(c *Case) bool { return c.in(lifecycle.Transferred) && !c.State.Transfer.Received.IsZero() }), "transferred")
	t.add("transfer_answered", which(own, func(c *Case) bool { return c.in(lifecycle.Transferred) && !c.State.Transfer.Answered.IsZero() }), "transferred")
	t.add("withdrawn", in(lifecycle.Withdrawn), "own")
	return t.Table
}

// imported reports whether the case came in by import, and own whether it was
// handed in here: only of these is it known what the review did.
func (k *Case) imported() bool { return k.State.Imported }
func (k *Case) own() bool      { return !k.State.Imported }

// qualityTable is the four review operations by delegation (features A16).
func (k *reckoning) qualityTable() Table {
	own := keep(k.received, (*Case).own)
	b := newBreakdown("quality", itself)
	fill(b, "received", Cases, share, own, delegation)
	for _, c := range []struct {
		key string
		is  func(*Case) bool
	}{
		{"merged", func(c *Case) bool { return c.State.Head != "" }},
		{"revised", func(c *Case) bool { return c.revised > 0 }},
		{"transferred", func(c *Case) bool { return c.State.State == lifecycle.Transferred }},
		{"returned", func(c *Case) bool { return c.sentBack }},
		{"withdrawn", func(c *Case) bool { return c.State.State == lifecycle.Withdrawn }},
	} {
		fill(b, c.key, Cases, within("received"), keep(own, c.is), delegation)
	}
	return b.table()
}

func delegation(c *Case) []string { return []string{c.State.Delegation} }

// origins are the tables of who proposed what.
func (k *reckoning) origins() []Table {
	kinds := newBreakdown("kind", labelled("kind"))
	kinds.first = []string{string(suggestion.InSession), string(suggestion.OffSession), string(suggestion.FromBill), string(suggestion.FromDelegation)}
	fill(kinds, "cases", Cases, share, k.total, func(c *Case) []string { return []string{string(c.State.Kind)} })
	from := newBreakdown("delegation", itself)
	fill(from, "cases", Cases, share, k.total, delegation)
	category := newBreakdown("category", itself)
	fill(category, "cases", Cases, share, k.total, func(c *Case) []string { return []string{c.State.Category} })
	signing := newBreakdown("signing", labelled("report.signing"))
	signing.first = []string{"sole", "joint", "delegation"}
	fill(signing, "cases", Cases, share, k.total, signedBy)
	return []Table{kinds.table(), from.table(), category.table(), signing.table(), k.deputiesTable(), k.keyTable()}
}

// signedBy tells sole from joint. A source that names one deputy and no total
// does not say that there was no other.
func signedBy(c *Case) []string {
	s := c.State
	n := max(len(s.Deputies()), s.Stated.DeputiesTotal)
	switch {
	case s.Kind == suggestion.FromDelegation:
		return []string{"delegation"}
	case n > 1:
		return []string{"joint"}
	case !s.Imported || s.Stated.DeputiesTotal == 1:
		return []string{"sole"}
	}
	return nil
}

func (k *reckoning) deputiesTable() Table {
	key := k.people()
	var leads, everyone []named
	var unnamed []*Case
	for _, c := range keep(k.total, func(c *Case) bool { return c.State.Kind != suggestion.FromDelegation }) {
		if lead := c.firstLead(); lead == (suggestion.Person{}) {
			unnamed = append(unnamed, c)
		} else {
			leads = append(leads, named{c.ID, key(lead)})
		}
		for _, p := range c.State.Deputies() {
			everyone = append(everyone, named{c.ID, key(p)})
		}
	}
	t := newListing("deputies", People)
	seats := ""
	if k.params.Seats > 0 {
		seats = "seats"
		t.add("seats", nil, "")
		t.Rows[0].Figures[0].Count = k.params.Seats // given, and not counted
	}
	t.add("leads", all(leads), seats)
	t.add("everyone", all(everyone), seats)
	t.addIn(Cases, "unnamed", all(unnamed), "")
	return t.Table
}

// firstLead is the deputy who led when the suggestion was made. Who rates in
// place of one who left did not propose it.
func (k *Case) firstLead() suggestion.Person {
	if former := k.State.Changes.FormerLeads; len(former) > 0 {
		return former[0]
	}
	return k.State.Lead
}

// people gives each person one key: the ID where it is known. A name without an
// ID is the only person of that name with one, else one person by itself.
func (k *reckoning) people() func(suggestion.Person) string {
	ids := map[string]map[string]bool{}
	for _, c := range k.total {
		for _, p := range c.State.Deputies() {
			if ids[p.Name] == nil {
				ids[p.Name] = map[string]bool{}
			}
			if p.ID != "" {
				ids[p.Name][p.ID] = true
			}
		}
	}
	return func(p suggestion.Person) string {
		if p.ID != "" {
			return p.ID
		}
		if len(ids[p.Name]) == 1 {
			for id := range ids[p.Name] {
				return id
			}
		}
		return strconv.Quote(p.Name) // no ID looks like this
	}
}

func (k *reckoning) keyTable() Table {
	known := keep(k.total, func(c *Case) bool { return !c.grey() || c.State.Key || c.State.Stated.NotKey })
	key := keep(known, func(c *Case) bool { return c.State.Key })
	t := newListing("key", Cases)
	t.add("known", all(known), "")
	t.add("key", all(key), "known")
	t.addIn(Things, "items", all(keyItems(key)), "")
	for _, layer := range suggestion.Layers() {
		t.add(layer, which(key, func(c *Case) bool {
			for _, s := range c.State.Supervisors {
				if s.Layer == layer {
					return true
				}
			}
			return false
		}), "key")
	}
	t.add("unknown", which(k.total, func(c *Case) bool { return c.grey() && !c.State.Key && !c.State.Stated.NotKey }), "")
	return t.Table
}

// keyItems are the key items: one may group several suggestions, and one that
// stands alone is an item of its own (R5-03).
func keyItems(key []*Case) []named {
	var out []named
	for _, c := range key {
		item := named{c.ID, string(c.ID)}
		if number := c.State.Oversight.Item.Number; number != "" {
			item.name = strconv.Quote(number) // no case ID looks like this
		}
		out = append(out, item)
	}
	return out
}
