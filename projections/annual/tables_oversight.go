package annual

import "huiyin/domain/suggestion"

// oversight is the table of supervision.
func (k *reckoning) oversight() []Table { return []Table{k.oversightTable()} }

// oversightTable is what supervision did beside the handling: letters,
// inspections, votes, and the return visits that test the ratings.
func (k *reckoning) oversightTable() Table {
	count := func(what string, n func(suggestion.Oversight) int) []Item {
		return occasions(k.total, what, func(c *Case) int { return n(c.State.Oversight) })
	}
	t := newListing("oversight", Times)
	t.add("urgings", count("urging", func(o suggestion.Oversight) int { return len(o.Urgings) }), "")
	t.add("instructions", count("instruction", func(o suggestion.Oversight) int { return o.Instructions }), "")
	t.add("inspections", count("inspection", func(o suggestion.Oversight) int { return o.Inspections }), "")
	t.addIn(Bodies, "appraised", all(k.appraised()), "")
	t.addIn(Cases, "awarded", which(k.total, func(c *Case) bool { return len(c.State.Oversight.Awards) > 0 }), "")
	visits := k.visits()
	t.addIn(Replies, "drawn", all(visits), "")
	reached := keep(visits, func(v visit) bool { return v.v.Recorded && !v.v.Unreached })
	t.addIn(Replies, "visited", all(reached), "drawn")
	t.addIn(Replies, "differing", which(reached, func(v visit) bool { return v.v.Differs }), "visited")
	return t.Table
}

// appraised are the units on whose handling a vote was held.
func (k *reckoning) appraised() []named {
	var out []named
	for _, c := range k.total {
		for _, a := range c.State.Oversight.Appraisals {
			out = append(out, named{c.ID, a.Unit})
		}
	}
	return out
}

// visit is a return visit that was drawn for a line.
type visit struct {
	*Case
	v suggestion.Visit
}

func (v visit) item() Item {
	return Item{Case: v.ID, Thing: string(v.ID) + "/" + string(v.v.Line) + "/visit/" + v.v.Draw}
}

func (k *reckoning) visits() []visit {
	var out []visit
	for _, c := range k.total {
		for _, v := range c.State.Oversight.Visits {
			out = append(out, visit{c, v})
		}
	}
	return out
}
