package register_test

import (
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"testing"
	"time"

	"huiyin/domain/calendar"
	"huiyin/domain/lifecycle"
	"huiyin/domain/register"
	"huiyin/domain/suggestion"
)

var on = calendar.MustDate

// The office of the examples: two committees, three units, a session, its
// delegations, a deputy, a leader and an account. Everybody is invented.
var (
	farming = register.CommitteeFormed{ID: "c1", Facts: register.CommitteeFacts{Name: "农业与农村委员会"}}
	finance = register.CommitteeFormed{ID: "c2", Facts: register.CommitteeFacts{Name: "财政经济委员会"}}
	farms   = register.UnitRegistered{ID: "u1", Facts: register.UnitFacts{From: on("2009-06-01"), Name: "某省农业委员会", Short: []string{"省农委"}, System: "government", Committee: register.Link{ID: "c1"}}}
	relief  = register.UnitRegistered{ID: "u2", Facts: register.UnitFacts{From: on("2021-06-01"), Name: "某省乡村振兴局", System: "government"}}
	water   = register.UnitRegistered{ID: "u3", Facts: register.UnitFacts{Name: "某省水利厅", System: "government"}}
	fourth  = register.SessionOpened{ID: "s4", Facts: register.SessionFacts{Congress: "某省第十四届人民代表大会", Session: "第四次会议", First: on("2026-01-26"), Last: on("2026-01-30"), InFormat: "%04d", OffFormat: "B%03d"}}
	closed  = register.SessionClosed{ID: "s4", On: on("2027-01-24")}
	huaihua = register.DelegationFormed{ID: "d1", Facts: register.DelegationFacts{From: on("2023-01-06"), Name: "怀化市代表团", Congress: "某省第十四届人民代表大会", Seats: 45}}
	earlier = register.DelegationFormed{ID: "d0", Facts: register.DelegationFacts{Name: "怀化市代表团", Congress: "某省第十三届人民代表大会"}}
	zhou    = register.DeputyElected{ID: "p1", Facts: register.DeputyFacts{From: on("2023-01-06"), Name: "周明远", Congress: "某省第十四届人民代表大会", Delegation: register.Link{ID: "d1"}, Employer: "省农委"}}
	he      = register.LeaderAppointed{ID: "l1", Facts: register.LeaderFacts{From: on("2023-01-18"), Name: "贺立群", Body: register.StandingCommittee, Post: "副主任"}}
	login   = register.AccountOpened{ID: "helq", From: on("2026-01-05"), Person: suggestion.Person{ID: "q1", Name: "贺立群"}}
	audit   = register.AccountOpened{ID: "audit", From: on("2026-01-05"), Person: suggestion.Person{ID: "q8", Name: "审计员"}}
	keeper  = register.AccountOpened{ID: "keeper", From: on("2026-01-05"), Person: suggestion.Person{ID: "q9", Name: "安全员"}}
	second  = register.AccountOpened{ID: "helq2", From: on("2026-01-05"), Person: suggestion.Person{ID: "q1", Name: "贺立群"}}
)

func office(t *testing.T) *book {
	t.Helper()
	b := newBook()
	b.must(t, farming, finance, farms, relief, water, fourth, huaihua, earlier, zhou, he, login, second, audit, keeper)
	return b
}

func into(ids ...string) (links []register.Link) {
	for _, id := range ids {
		links = append(links, register.Link{ID: id})
	}
	return links
}

func sessionWith(id string, change func(*register.SessionFacts)) register.SessionOpened {
	e := register.SessionOpened{ID: id, Facts: register.SessionFacts{Congress: "某省第十四届人民代表大会", Session: "第五次会议",
		First: on("2027-01-25"), Last: on("2027-01-29"), InFormat: "%04d"}}
	change(&e.Facts)
	return e
}

// What is refused, by its code: facts that are taken first, and the one that is
// not.
var refused = map[string][]register.Event{
	"bad_entry_id":        {register.AccountOpened{ID: "13800000000", From: on("2026-01-05"), Person: suggestion.Person{ID: "q2", Name: "甲"}}},
	"field_missing":       {register.UnitRenamed{ID: "u1", From: on("2018-11-01")}},
	"entry_exists":        {register.UnitRegistered{ID: "u1", Facts: register.UnitFacts{Name: "某省财政厅", System: "government"}}},
	"no_such_entry":       {register.UnitRenamed{ID: "u9", From: on("2018-11-01"), Name: "某省财政厅"}},
	"unknown_code":        {register.UnitRegistered{ID: "u9", Facts: register.UnitFacts{Name: "某省财政厅", System: "kingdom"}}},
	"before_entry":        {register.UnitRenamed{ID: "u1", From: on("2009-05-31"), Name: "某省农业厅"}},
	"entry_ended":         {end("u2", "2024-03-01", register.Abolished), register.UnitRenamed{ID: "u2", From: on("2024-03-01"), Name: "某省农业局"}},
	"ends_at_once":        {end("u2", "2021-06-01", register.Abolished)},
	"ended_before":        {end("u2", "2024-03-01", register.Abolished), end("u2", "2024-04-01", register.Abolished)},
	"changed_earlier":     {register.UnitRenamed{ID: "u1", From: on("2018-11-01"), Name: "某省农业农村厅"}, register.UnitCorrected{ID: "u1", Facts: register.UnitFacts{From: on("2019-01-01"), Name: "某省农业委员会", System: "government"}, Reason: "r"}},
	"name_taken":          {register.UnitRenamed{ID: "u2", From: on("2024-03-01"), Name: "省农委"}},
	"successor_count":     {end("u2", "2024-03-01", register.Merged)},
	"successor_cycle":     {end("u2", "2024-03-01", register.Merged, "u1"), end("u1", "2023-03-01", register.Merged, "u2")},
	"successor_not_there": {end("u2", "2024-03-01", register.Abolished), end("u3", "2024-03-01", register.Merged, "u2")},
	"still_successor":     {end("u2", "2024-03-01", register.Merged, "u1"), end("u1", "2024-03-01", register.Abolished)},
	"bad_format":          {sessionWith("s5", func(f *register.SessionFacts) { f.InFormat = "%04s" })},
	"series_not_apart":    {sessionWith("s5", func(f *register.SessionFacts) { f.OffFormat = "%03d" })},
	"session_days":        {sessionWith("s5", func(f *register.SessionFacts) { f.Last = f.First.AddDays(-1) })},
	"session_overlaps":    {sessionWith("s5", func(f *register.SessionFacts) { f.First = on("2026-01-30") })},
	"term_over":           {register.SessionClosed{ID: "s4", On: on("2027-01-24"), TermEnds: true}, sessionWith("s5", func(*register.SessionFacts) {})},
	"other_congress":      {register.DeputyDelegationChanged{ID: "p1", From: on("2025-01-14"), Delegation: register.Link{ID: "d0"}}},
	"other_person":        {register.DeputyElected{ID: "p1", Facts: register.DeputyFacts{Name: "李佩兰", Congress: "某省第十四届人民代表大会", Delegation: register.Link{ID: "d1"}}}},
	"term_overlaps":       {register.LeaderAppointed{ID: "l1", Facts: register.LeaderFacts{From: on("2025-01-18"), Name: "贺立群", Body: register.StandingCommittee, Post: "副主任"}}},
	"not_in_office":       {register.DeputyEmployerChanged{ID: "p1", From: on("2022-12-31"), Employer: "某公司"}},
	"not_in_post":         {register.LeaderLeft{ID: "l1", From: on("2026-05-01"), Post: "秘书长"}},
	"role_needs_scope":    {register.RoleGranted{ID: "helq", From: on("2026-01-05"), Role: lifecycle.UnitHandler}},
	"scope_too_much":      {register.RoleGranted{ID: "helq", From: on("2026-01-05"), Role: lifecycle.GovOffice, Unit: register.Link{ID: "u1"}}},
	"granted_before":      {handler("2026-01-05"), handler("2026-03-05")},
	"not_granted":         {register.RoleEnded{ID: "helq", From: on("2026-03-05"), Role: lifecycle.UnitHandler, Unit: register.Link{ID: "u1"}}},
	"no_approver":         {proposed("keeper")},
	"no_proposal":         {auditor, approved("audit", 1)},
	"approval_late":       {auditor, security, proposed("keeper"), approved("audit", 24)},
	"not_approver":        {auditor, security, proposed("keeper"), approved("helq2", 1)},
	"own_proposal":        {auditor, security, proposed("keeper"), approved("keeper", 1)},
	"roles_apart":         {handler("2026-01-05"), register.RoleGranted{ID: "helq2", From: on("2026-06-05"), Role: lifecycle.Auditor}},
}

func end(id, from string, how register.Manner, successors ...string) register.UnitEnded {
	return register.UnitEnded{ID: id, From: on(from), Manner: how, Into: into(successors...)}
}

func handler(from string) register.RoleGranted {
	return register.RoleGranted{ID: "helq", From: on(from), Role: lifecycle.UnitHandler, Unit: register.Link{ID: "u1"}}
}

// Accounts of two administrators, and a role that one of them asks for.
var (
	auditor  = register.RoleGranted{ID: "audit", From: on("2026-01-05"), Role: lifecycle.Auditor}
	security = register.RoleGranted{ID: "keeper", From: on("2026-01-05"), Role: register.SecurityAdmin}
	asked    = time.Date(2026, 1, 5, 1, 0, 0, 0, time.UTC)
)

func proposed(by string) register.RoleProposed {
	return register.RoleProposed{ID: "helq", From: on("2026-01-05"), Role: lifecycle.UnitHandler, Unit: register.Link{ID: "u1"}, By: by, At: asked}
}

func approved(by string, hours int) register.RoleApproved {
	e := register.RoleApproved(proposed(by))
	e.At = asked.Add(time.Duration(hours) * time.Hour)
	return e
}

func TestRefusals(t *testing.T) {
	for code, facts := range refused {
		t.Run(code, func(t *testing.T) {
			b := office(t)
			if code != "session_overlaps" {
				b.must(t, closed)
			}
			if code == "term_over" {
				b = office(t)
			}
			last := len(facts) - 1
			b.must(t, facts[:last]...)
			var refusal *suggestion.Refusal
			if events, err := b.state(facts[last]); !errors.As(err, &refusal) || refusal.Code != code || len(events) > 0 {
				t.Errorf("%v, %v", events, err)
			}
		})
	}
}

// Every refusal in the source stands in the table above.
func TestEveryRefusalIsTested(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, f := range files {
		src, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`\brefuse\("([a-z_]+)"`).FindAllStringSubmatch(string(src), -1) {
			seen[m[1]] = true
		}
	}
	for code := range seen {
		if refused[code] == nil {
			t.Errorf("no case for %s", code)
		}
	}
	if len(seen) != len(refused) {
		t.Errorf("%d codes in the source, %d cases", len(seen), len(refused))
	}
}
