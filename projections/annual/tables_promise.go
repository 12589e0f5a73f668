package annual

import (
	"slices"

	"huiyin/domain/lifecycle"
	"huiyin/domain/suggestion"
)

// promiseState is where a promise stands at the end of the report. What a
// source says of its fulfilment nobody has verified.
func (k *reckoning) promiseState(p pledge) string {
	switch p.p.State {
	case lifecycle.Verified:
		return "kept"
	case lifecycle.Explained:
		return "explained"
	case lifecycle.Broken:
		return "broken"
	}
	switch {
	case p.p.State == lifecycle.UnknownCommitment, p.grey():
		return "unknown"
	case p.p.State == lifecycle.ClaimedDone:
		return "claimed"
	case k.over(p.p.Due):
		return "overdue"
	}
	return "open"
}

// pledged are the tables of the promises: this year's and, while they last, last
// year's (Chongqing Art 34).
func (k *reckoning) pledged() []Table {
	return []Table{k.promiseTable("promises", k.pledges), k.promiseTable("promises_earlier", k.earlier), k.fulfilmentTable()}
}

func (k *reckoning) promiseTable(id string, pledges []pledge) Table {
	is := func(want ...string) []Item {
		return which(pledges, func(p pledge) bool { return slices.Contains(want, k.promiseState(p)) })
	}
	t := newListing(id, Promises)
	known := keep(pledges, func(p pledge) bool { return k.promiseState(p) != "unknown" })
	t.add("total", all(pledges), "")
	t.add("known", all(known), "")
	t.add("due", is("kept", "explained", "broken", "claimed", "overdue"), "known")
	t.add("kept", is("kept"), "due")
	t.add("claimed", is("claimed"), "due")
	t.add("overdue", is("overdue"), "due")
	t.add("explained", is("explained"), "due")
	t.add("broken", is("broken"), "due")
	t.add("open", is("open"), "known")
	t.add("deferred", which(known, func(p pledge) bool { return p.deferred[p.p.Commitment] }), "known")
	t.add("carried_over", which(known, func(p pledge) bool { return p.carriedOver[p.p.Commitment] }), "known")
	t.add("unknown", is("unknown"), "")
	t.addIn(Cases, "cases", casesWith(pledges), "")
	return t.Table
}

// casesWith are the cases that promised something.
func casesWith(pledges []pledge) []Item {
	var out []Item
	for _, p := range pledges {
		out = append(out, p.Case.item())
	}
	return out
}

// fulfilmentTable is the deputies' word on how promises were kept.
func (k *reckoning) fulfilmentTable() Table {
	rated := keep(k.pledges, func(p pledge) bool { return p.p.Grade != "" })
	t := newListing("fulfilment", Promises)
	t.add("rated", all(rated), "")
	for _, g := range []suggestion.Grade{suggestion.Satisfied, suggestion.Basically, suggestion.Dissat} {
		t.add(string(g), which(rated, func(p pledge) bool { return p.p.Grade == g }), "rated")
	}
	t.add("unrated", which(k.pledges, func(p pledge) bool { return p.p.Grade == "" && k.promiseState(p) == "kept" }), "")
	return t.Table
}
