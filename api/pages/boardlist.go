package pages

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"huiyin/domain/calendar"
	"huiyin/domain/lifecycle"
	"huiyin/domain/register"
	"huiyin/domain/suggestion"
	"huiyin/projections/views"
)

// allBoards are the boards, in the order of the page.
var allBoards = []board{
	{"states", false, statesBoard},
	{"dissatisfied", false, dissatisfiedBoard},
	{"promises", false, promisesBoard},
	{"units", true, unitsBoard},
	{"key", true, keyBoard},
	{"coverage", true, coverageBoard},
}

// statesBoard counts by state and light.
func statesBoard(v *visit, r views.Reader) (*sheet, error) {
	cross, err := r.Cross(v.ctx())
	if err != nil {
		return nil, err
	}
	sh := &sheet{Heads: []string{say("web.col.state")}, More: "/cases"}
	all := []views.Light{views.Normal, views.Soon, views.Overdue, views.Severe, views.Grey, views.Absent}
	for _, l := range all {
		sh.Legend = append(sh.Legend, lightWord(l))
	}
	sh.Heads = append(append(sh.Heads, sh.Legend...), say("web.board.sum"))
	for _, st := range states() {
		counts := cross[lifecycle.State(st.Value)]
		if len(counts) == 0 {
			continue
		}
		row, sum := line{Label: figure{Text: st.Word, Href: "/cases?state=" + st.Value}}, 0
		for _, l := range all {
			row.Counts = append(row.Counts, number(counts[l], "/cases?state="+st.Value+"&light="+string(l)))
			sum += counts[l]
		}
		row.Rest = []figure{number(sum, "/cases?state="+st.Value)}
		sh.Rows = append(sh.Rows, row)
	}
	return sh, nil
}

func lightWord(l views.Light) string {
	if l == views.Absent {
		return say("web.light.none")
	}
	return lightOf(l).Word
}

// firstLines is how many lines a board shows of a list that has its own page.
const firstLines = 10

// dissatisfiedBoard shows who has to do what about each reply that a deputy was not
// satisfied with. No deputy is named.
func dissatisfiedBoard(v *visit, r views.Reader) (*sheet, error) {
	rows, err := r.Dissatisfied(v.ctx(), true)
	if err != nil {
		return nil, err
	}
	sh := &sheet{More: "/dissatisfied", Notes: []string{say("web.board.open", "n", strconv.Itoa(len(rows)))}}
	for _, c := range []string{"number", "waiting_days", "round", "unit", "next_who", "next_act"} {
		sh.Heads = append(sh.Heads, say("web.col."+c))
	}
	for _, x := range rows[:min(firstLines, len(rows))] {
		days := v.s.o.Desk.Today().Sub(x.Since)
		if x.Since.IsZero() {
			days = 0
		}
		sh.Rows = append(sh.Rows, line{figure{Text: numberOr(x.Number), Href: "/cases/" + string(x.Case)}, []figure{number(days, ""), number(x.Round, "")},
			[]figure{plainly(x.Unit), plainly(label("role", string(x.NextRole))), plainly(nextWord(string(x.NextAct)))}})
	}
	return sh, nil
}

func numberOr(n string) string {
	if n == "" {
		return say("web.none")
	}
	return n
}

// promisesBoard counts what replies promised by how it stands.
func promisesBoard(v *visit, r views.Reader) (*sheet, error) {
	sh := &sheet{Heads: []string{say("web.col.promise_state"), say("web.col.count")}, Legend: []string{say("web.col.count")}, More: "/promises"}
	for _, p := range []struct {
		key, href string
		filter    views.PromiseFilter
	}{
		{"open", "/promises", views.PromiseFilter{OpenOnly: true}},
		{"due_soon", "/promises?due=soon", views.DueSoon(r.Scheme)},
		{"overdue", "/promises?overdue=1", views.PromiseFilter{OpenOnly: true, Overdue: true}},
		{"verified", "/promises?all=1&state=" + string(lifecycle.Verified), views.PromiseFilter{State: lifecycle.Verified}},
		{"broken", "/promises?all=1&state=" + string(lifecycle.Broken), views.PromiseFilter{State: lifecycle.Broken}},
		{"unknown", "/promises?all=1&light=" + string(views.Grey), views.PromiseFilter{Light: views.Grey}},
	} {
		rows, err := r.Promises(v.ctx(), p.filter)
		if err != nil {
			return nil, err
		}
		sh.Rows = append(sh.Rows, line{plainly(say("web.board.promise." + p.key)), []figure{number(len(rows), p.href)}, nil})
	}
	return sh, nil
}

// fewest is from how many on a rate is shown: with fewer, one deputy's rating could
// be read off it (handbook CHT-06).
const fewest = 5

// unitTally is what is counted of one unit.
type unitTally struct {
	name                             string
	cases, overdue, rated, satisfied int
	days                             []int
}

// unitsBoard sets the units side by side.
func unitsBoard(v *visit, r views.Reader) (*sheet, error) {
	rows, _, err := r.Cases(v.ctx(), views.CaseFilter{})
	if err != nil {
		return nil, err
	}
	sh := &sheet{Legend: []string{say("web.col.count")}, Charted: firstLines, Heads: []string{say("web.col.unit"), say("web.col.count"), say("web.light.overdue"),
		say("web.board.median"), say("web.board.rate")}}
	for _, u := range tally(rows) {
		href := "/cases?unit=" + url.QueryEscape(u.name)
		sh.Rows = append(sh.Rows, line{figure{Text: u.name, Href: href}, []figure{number(u.cases, href)},
			[]figure{number(u.overdue, href+"&overdue=1"), plainly(median(u.days)), plainly(rate(u.satisfied, u.rated))}})
	}
	return sh, nil
}

// tally counts by unit, the busiest first. What only a source knows is counted as a
// case and is in no median and no rate.
func tally(rows []views.CaseRow) []*unitTally {
	at := map[string]*unitTally{}
	var all []*unitTally
	for _, c := range rows {
		names := append(slices.Clone(c.LeadUnits), c.CoUnits...)
		slices.Sort(names)
		for _, name := range slices.Compact(names) {
			u := at[name]
			if u == nil {
				u = &unitTally{name: name}
				at[name], all = u, append(all, u)
			}
			u.add(c)
		}
	}
	slices.SortStableFunc(all, func(a, b *unitTally) int {
		if a.cases != b.cases {
			return b.cases - a.cases
		}
		return strings.Compare(a.name, b.name)
	})
	return all
}

func (u *unitTally) add(c views.CaseRow) {
	u.cases++
	if c.Light == views.Overdue || c.Light == views.Severe {
		u.overdue++
	}
	if c.Imported || !slices.Contains(c.LeadUnits, u.name) {
		return
	}
	if !c.T0.IsZero() && !c.Ended.IsZero() {
		u.days = append(u.days, c.Ended.Sub(c.T0))
	}
	switch lifecycle.State(c.Grade) {
	case lifecycle.Satisfied:
		u.rated, u.satisfied = u.rated+1, u.satisfied+1
	case lifecycle.Basically, lifecycle.Dissatisfied:
		u.rated++
	}
}

// median is the middle of the days with how many there are.
func median(days []int) string {
	if len(days) == 0 {
		return say("web.none")
	}
	slices.Sort(days)
	return say("web.board.days_n", "days", strconv.Itoa(days[len(days)/2]), "n", strconv.Itoa(len(days)))
}

// rate is a share with how many it is of, hidden where there are too few.
func rate(part, of int) string {
	if of < fewest {
		return say("web.board.few", "n", strconv.Itoa(of))
	}
	return say("web.board.rate_n", "rate", strconv.Itoa((part*100+of/2)/of), "n", strconv.Itoa(of))
}

// Layers of supervision as cases name them.
const (
	byCongress   = "congress_leader"
	byGovernment = "government_leader"
	byCommittee  = "special_committee"
)

// keyCases are the key suggestions with all that is known of them.
func keyCases(v *visit, r views.Reader) (all []*suggestion.Suggestion, err error) {
	yes := true
	rows, _, err := r.Cases(v.ctx(), views.CaseFilter{Key: &yes, Sort: views.ByNumber, Limit: mostRows})
	for _, row := range rows {
		c, _, err := v.s.o.Desk.Current(v.ctx(), row.ID)
		if err != nil {
			return nil, err
		}
		all = append(all, c)
	}
	return all, err
}

// keyBoard shows who supervises and who leads each key suggestion; what is missing
// is an open item (handbook UX-13).
func keyBoard(v *visit, r views.Reader) (*sheet, error) {
	all, err := keyCases(v, r)
	if err != nil {
		return nil, err
	}
	sh := &sheet{More: "/cases?key=1", Heads: []string{say("web.col.number"), say("web.col.title"), say("layer." + byCongress), say("layer." + byGovernment), say("layer." + byCommittee)}}
	for _, c := range all {
		row := line{Label: figure{Text: numberOr(c.Number), Href: "/cases/" + string(c.ID)}, Rest: []figure{plainly(cut(28, c.Title))}}
		for _, layer := range []string{byCongress, byGovernment, byCommittee} {
			row.Rest = append(row.Rest, heldBy(c, layer))
		}
		sh.Rows = append(sh.Rows, row)
	}
	return sh, nil
}

func heldBy(c *suggestion.Suggestion, layer string) figure {
	var names []string
	for _, o := range c.Supervisors {
		if o.Layer == layer {
			name := o.Person.Name
			if layer == byCommittee && o.Body != "" {
				name = o.Body
			}
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		return figure{Text: say("web.board.missing"), Gap: true}
	}
	return plainly(strings.Join(names, views.ListMark))
}

// coverageBoard tells of the two full coverages: which leaders in office today
// supervise or lead no key suggestion (handbook R5-20).
func coverageBoard(v *visit, r views.Reader) (*sheet, error) {
	all, err := keyCases(v, r)
	if err != nil {
		return nil, err
	}
	dir, err := v.s.o.Desk.Directory(v.ctx())
	if err != nil {
		return nil, err
	}
	sh := &sheet{Heads: []string{say("web.board.coverage.which"), say("web.board.coverage.of"), say("web.board.coverage.done"), say("web.board.coverage.gaps")}}
	for _, w := range []struct {
		body  register.Body
		layer string
	}{{register.StandingCommittee, byCongress}, {register.Government, byGovernment}} {
		total, gaps := uncovered(dir, w.body, w.layer, all, v.s.o.Desk.Today())
		row := line{Label: plainly(say("web.board.coverage." + w.layer)), Counts: []figure{number(total, ""), number(total-len(gaps), "")}}
		row.Rest = []figure{{Text: strings.Join(gaps, views.ListMark), Gap: true}}
		if len(gaps) == 0 {
			row.Rest = []figure{plainly(say("web.board.coverage.none"))}
		}
		sh.Rows = append(sh.Rows, row)
	}
	return sh, nil
}

// uncovered names the leaders of a body in office on a day who hold no key
// suggestion in the layer, and how many leaders there are.
func uncovered(dir *register.Directory, body register.Body, layer string, all []*suggestion.Suggestion, on calendar.Date) (total int, gaps []string) {
	seen := map[string]bool{}
	for _, in := range dir.LeadersOn(body, on) {
		id, name := in.Leader.ID, in.Leader.Name(on)
		if seen[id] {
			continue
		}
		seen[id] = true
		total++
		if !slices.ContainsFunc(all, func(c *suggestion.Suggestion) bool {
			return slices.ContainsFunc(c.Supervisors, func(o suggestion.Supervisor) bool {
				return o.Layer == layer && (o.Person.ID == id || o.Person.ID == "" && o.Person.Name == name)
			})
		}) {
			gaps = append(gaps, name)
		}
	}
	return total, gaps
}
