package annual

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"huiyin/domain/calendar"
	"huiyin/domain/lifecycle"
	"huiyin/domain/suggestion"
)

// TestTablesAddUp: for any set of cases, each figure is the length of its list,
// each denominator is a figure, and each breakdown adds up to its printed sum.
func TestTablesAddUp(t *testing.T) { rapid.Check(t, tablesAddUp) }

// FuzzTablesAddUp looks for a set of cases that breaks the same property.
func FuzzTablesAddUp(f *testing.F) { f.Fuzz(rapid.MakeFuzz(tablesAddUp)) }

func tablesAddUp(t *rapid.T) {
	w := newWorld(t, rapid.SampledFrom([]string{"hunan-2024", "chongqing-2018"}).Draw(t, "rules"))
	for i := range rapid.IntRange(0, 12).Draw(t, "cases") {
		if id := fmt.Sprintf("i%d", i); rapid.Bool().Draw(t, "imported") {
			w.imported(id, statement(t))
			if rapid.Bool().Draw(t, "second source") {
				w.do(id, importer, suggestion.Import{Case: suggestion.CaseID(id), Source: suggestion.Source{ID: "second-" + id, Digest: "2"}, Facts: statement(t)})
			}
		} else {
			w.live(t, fmt.Sprintf("n%d", i))
		}
	}
	p := Params{Decimals: rapid.IntRange(0, 4).Draw(t, "decimals"), Naming: rapid.SampledFrom([]Naming{Then, Now}).Draw(t, "naming"),
		Seats: rapid.IntRange(0, 3).Draw(t, "seats")}
	if rapid.Bool().Draw(t, "scoped") {
		p.Scope = Scope{Year: 2026}
	}
	units := Roster{"u1": {System: "government", Level: "province"}, "u2": {System: "court", Heir: "u1", From: day("2026-05-01")}}
	r := Compute(w.book(rapid.SampledFrom([]string{"2026-01-31", "2026-06-30", "2027-12-31"}).Draw(t, "until")), p, units)
	checkReport(t, r)
}

// checkReport holds what is true of every report.
func checkReport(t fataler, r *Report) {
	for _, f := range r.Figures() {
		if f.ID != "deputies/seats" && f.Count != distinct(f.Items) {
			t.Fatalf("%s is %d, its list has %d", f.ID, f.Count, distinct(f.Items))
		}
		if f.Of == "" {
			continue
		}
		base, ok := r.Figure(f.Of)
		if !ok || base.Count != f.Base {
			t.Fatalf("%s is of %s, which is %d (%t) and not %d", f.ID, f.Of, base.Count, ok, f.Base)
		}
		if f.Percent != Percent(f.Count, f.Base, r.Params.Decimals) {
			t.Fatalf("%s is %q", f.ID, f.Percent)
		}
		if f.Count > f.Base && f.Of != "deputies/seats" {
			t.Fatalf("%s is %d of %d", f.ID, f.Count, f.Base)
		}
		if f.Of != "deputies/seats" && !contains(base, f) {
			t.Fatalf("%s counts what %s does not", f.ID, f.Of)
		}
	}
	for _, table := range r.Tables {
		for j := range table.Columns {
			checkColumn(t, table, j)
		}
	}
	checkSums(t, r)
}

// contains reports whether the denominator counts all that the figure counts.
func contains(base, f Figure) bool {
	have := map[string]bool{}
	for _, i := range base.Items {
		have[i.Thing] = true
	}
	for _, i := range f.Items {
		if !have[i.Thing] {
			return false
		}
	}
	return true
}

// overlapping are the tables whose groups share things, as their notes say.
var overlapping = map[string]bool{"system": true, "level": true, "units": true}

// checkColumn adds the groups of a breakdown up.
func checkColumn(t fataler, table Table, j int) {
	known, sum := -1, 0
	var joined, whole []Item
	for _, row := range table.Rows {
		switch f := row.Figures[j]; row.Kind {
		case Known:
			known, whole = f.Count, f.Items
		case Group:
			sum += f.Count
			joined = append(joined, f.Items...)
		}
	}
	switch {
	case known < 0:
	case overlapping[table.ID] && sum < known, !overlapping[table.ID] && sum != known:
		t.Fatalf("%s: the groups of column %d are %d, the sum says %d", table.ID, j, sum, known)
	case distinct(joined) != distinct(whole):
		t.Fatalf("%s: the groups of column %d hold %d things, the sum %d", table.ID, j, distinct(joined), distinct(whole))
	}
}

// sums are figures that are printed as the sum of others.
var sums = map[string]string{
	"scope/log": "scope/inside scope/outside scope/unstated scope/drafts scope/unread", "intake/received": "intake/own intake/imported",
	"intake/own": "intake/registered intake/in_review intake/returned intake/transferred intake/withdrawn", "key/known": "intake/total -key/unknown",
	"intake/total":    "intake/registered intake/imported",
	"feedback/ended":  "feedback/in_time feedback/late feedback/not_returned",
	"replies/replied": "feedback/ended feedback/nobody feedback/waiting feedback/undelivered feedback/unknown",
	"contact/judged":  "contact/confirmed contact/one_sided contact/waiting contact/denied contact/none",
	"promises/total":  "promises/known promises/unknown", "promises/known": "promises/due promises/open",
	"promises/due":       "promises/kept promises/claimed promises/overdue promises/explained promises/broken",
	"dissatisfied/ever":  "dissatisfied/known dissatisfied/unknown",
	"dissatisfied/known": "dissatisfied/content dissatisfied/dissatisfied dissatisfied/redo dissatisfied/silent dissatisfied/escalated dissatisfied/concluded",
	"replies/cases":      "assignment/assigned -replies/cases_unknown", "handlers/parts": "handlers/lead handlers/co handlers/separate",
	"reply_time/judged": "reply_time/on_time reply_time/late reply_time/overdue", "extension/asked": "extension/granted extension/refused extension/pending",
	"class/known/latest": "replies/replied -class/unknown/latest", "outcome/known": "replies/replied -outcome/unknown",
	"delegation/known": "intake/total -delegation/unknown", "category/known": "intake/total -category/unknown", "kind/known": "intake/total -kind/unknown",
	"signing/known": "intake/total -signing/unknown", "stage/known": "intake/total -stage/unknown", "system/known/cases": "intake/total -system/unknown/cases",
	"first/content/overall": "first/satisfied/overall first/basically_satisfied/overall", "assignment/known": "intake/total -assignment/unknown",
	"final/content/process": "final/satisfied/process final/basically_satisfied/process",
}

func checkSums(t fataler, r *Report) {
	for total, parts := range sums {
		want, ok := r.Figure(total)
		if !ok {
			t.Fatalf("no figure %s", total)
		}
		sum := 0
		for _, part := range strings.Fields(parts) {
			id, minus := strings.CutPrefix(part, "-")
			f, ok := r.Figure(id)
			if !ok {
				t.Fatalf("no figure %s", id)
			}
			if minus {
				sum -= f.Count
			} else {
				sum += f.Count
			}
		}
		if sum != want.Count {
			t.Fatalf("%s is %d, its parts are %d", total, want.Count, sum)
		}
	}
}

// statement is any row a source might state.
func statement(t *rapid.T) suggestion.Facts {
	pick := func(name string, of ...string) string { return rapid.SampledFrom(of).Draw(t, name) }
	f := suggestion.Facts{Title: "t", Congress: pick("congress", "", "C14", "C13"), Session: pick("session", "", "S4"),
		Year: rapid.SampledFrom([]int{0, 2025, 2026}).Draw(t, "year"), Number: pick("number", "", "7"), Delegation: pick("delegation", "", "D1", "known"),
		Category: pick("category", "", "unknown", "roads"), LeadUnit: pick("lead", "", "u1", "u3"), Class: suggestion.Class(pick("class", "", "A", "B", "D")),
		Satisfaction: suggestion.Grade(pick("grade", "", string(sat), string(basic), string(bad))), RuleSet: pick("rules", "", "national", "hunan-2024"),
		DeputiesTotal: rapid.IntRange(0, 3).Draw(t, "total"), Key: rapid.Bool().Draw(t, "key"), Further: rapid.Bool().Draw(t, "further")}
	f.NotKey = !f.Key && rapid.Bool().Draw(t, "not key")
	for range rapid.IntRange(0, 2).Draw(t, "deputies") {
		f.Deputies = append(f.Deputies, suggestion.Person{Name: pick("deputy", "ann", "bob", "eve")})
	}
	if rapid.Bool().Draw(t, "co") {
		f.CoUnits = []string{"u2"}
	}
	for range rapid.IntRange(0, 2).Draw(t, "promises") {
		f.Promises = append(f.Promises, suggestion.StatedPromise{Text: "p", Done: rapid.Bool().Draw(t, "done")})
	}
	for range rapid.IntRange(0, 2).Draw(t, "ratings") {
		f.Ratings = append(f.Ratings, suggestion.StatedRating{Grade: suggestion.Grade(pick("told", "", string(sat), string(bad)))})
	}
	if rapid.Bool().Draw(t, "published") {
		f.PublishedOn = day("2026-05-05")
	}
	return f
}

// live plays a case up to any stage, with any choices on the way.
func (w *world) live(t *rapid.T, id string) {
	stage := rapid.IntRange(0, 9).Draw(t, "stage")
	w.now = calendar.StartOf(day("2026-01-20").AddDays(rapid.IntRange(0, 200).Draw(t, "day"))).Add(36e12)
	yes := func(name string) bool { return rapid.Bool().Draw(t, name) }
	lead := rapid.SampledFrom([]string{"ann", "bob", "cy"}).Draw(t, "lead")
	kind := rapid.SampledFrom([]suggestion.Kind{suggestion.InSession, suggestion.OffSession}).Draw(t, "kind")
	promise := suggestion.Promise{Text: "p", Due: calendar.DateOf(w.now).AddDays(rapid.IntRange(1, 300).Draw(t, "due"))}
	onePart := w.rules.ID == "chongqing-2018"
	rate := func() {
		grade := func(name string) suggestion.Grade {
			return rapid.SampledFrom([]suggestion.Grade{sat, basic, bad}).Draw(t, name)
		}
		if onePart {
			w.rate(id, "l1", "", grade("grade"))
		} else {
			w.rate(id, "l1", grade("process"), grade("result"))
		}
	}
	state := func() lifecycle.State { l, _ := w.of(id).State.Line("l1"); return l.State }
	steps := []func(){
		func() { w.submit(id, lead, kind) },
		func() {
			switch rapid.IntRange(0, 5).Draw(t, "review") {
			case 0:
				w.do(id, committee, suggestion.TransferIt{Channel: "petition", To: "o", Reason: "r"})
			case 1:
				w.do(id, committee, suggestion.ReturnToTheDeputy{Code: "no_content", Reason: "r"})
			case 2:
				w.do(id, deputy(lead), suggestion.Withdraw{Reason: "r"})
			default:
				w.do(id, committee, suggestion.Register{Number: id})
			}
		},
		func() {
			parts := []suggestion.UnitPart{{Unit: "u1", Part: suggestion.Lead}, {Unit: "u2", Part: suggestion.Co}}
			w.do(id, gov, suggestion.Assign{Mode: suggestion.LeadAndCo, Units: parts})
		},
		func() {
			if yes("contact") {
				w.meet(id, "l1", rapid.SampledFrom([]string{"visit", "phone"}).Draw(t, "way"), rapid.SampledFrom([]string{"", "yes", "no"}).Draw(t, "answer"))
			}
			if yes("extension") {
				w.do(id, office("u1"), suggestion.RequestExtension{Line: "l1", Reason: "r", Explained: "e", Report: "r"})
			}
		},
		func() {
			if yes("class A") {
				w.reply(id, "l1", "A", "reason")
			} else {
				w.reply(id, "l1", "B", "reason", promise)
			}
		},
		func() {
			if yes("silence") {
				w.silence(id, "l1")
			} else {
				rate()
			}
		},
		func() {
			if state() == lifecycle.NotReturned && w.now.Before(calendar.StartOf(day("2026-12-30"))) && yes("late") {
				rate()
			}
			if state() == lifecycle.Dissatisfied && yes("redo") {
				w.do(id, committee, suggestion.OrderTheRedo{Line: "l1", Reason: "r"})
			}
		},
		func() {
			if state() == lifecycle.Redo {
				w.reply(id, "l1", "A", "reason")
				if yes("silence after redo") {
					w.silence(id, "l1")
				} else {
					rate()
				}
			}
		},
		func() {
			for _, c := range w.of(id).State.Commitments {
				if yes("claimed") {
					w.do(id, handler("u1"), suggestion.ClaimFulfilled{Commitment: c.Promise.Commitment, Evidence: "e"})
				} else if yes("broken") {
					w.do(id, committee, suggestion.ConcludePromise{Commitment: c.Promise.Commitment, Verdict: suggestion.DeclareLost, Reason: "r"})
				}
			}
		},
	}
	for _, step := range steps[:min(stage, len(steps))] {
		if s := w.of(id).State.State; s == lifecycle.Transferred || s == lifecycle.Withdrawn || s == lifecycle.ReturnedToDeputy {
			return
		}
		step()
	}
}
