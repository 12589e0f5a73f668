package register_test

import (
	"reflect"
	"slices"
	"testing"

	"huiyin/domain/calendar"
	"huiyin/domain/lifecycle"
	"huiyin/domain/register"
	"huiyin/domain/suggestion"
)

// A unit keeps its identity through a new name, and its duties go on when it is
// merged: whatever it is called by, the one that answers now is found.
func TestAUnitThroughItsNames(t *testing.T) {
	b := office(t)
	b.must(t,
		register.UnitRenamed{ID: "u1", From: on("2018-11-01"), Name: "某省农业农村厅", Short: []string{"省农业农村厅"}},
		end("u2", "2024-03-01", register.Merged, "u1"),
		register.UnitCommitteeChanged{ID: "u1", From: on("2024-03-01"), Committee: register.Link{ID: "c2"}})
	for _, c := range []struct{ name, day, id string }{
		{"某省农业委员会", "2018-10-31", "u1"}, {"省农委", "2026-01-01", "u1"}, {"某省农业农村厅", "2001-01-01", "u1"}, {"某省乡村振兴局", "2026-01-01", "u2"},
	} {
		if u, ok := b.UnitNamed(c.name, on(c.day)); !ok || u.ID != c.id {
			t.Errorf("%s on %s: %v %v", c.name, c.day, u.ID, ok)
		}
	}
	for day, want := range map[string]string{"2018-10-31": "某省农业委员会", "2018-11-01": "某省农业农村厅"} {
		if got := b.Name(register.Ref{Kind: register.Units, ID: "u1"}, on(day)); got != want {
			t.Errorf("%s: %s", day, got)
		}
	}
	if got := b.Successors("u2", on("2024-02-29")); !slices.Equal(got, []string{"u2"}) {
		t.Errorf("before the merger: %v", got)
	}
	if got := b.Successors("u2", on("2024-03-01")); !slices.Equal(got, []string{"u1"}) {
		t.Errorf("after the merger: %v", got)
	}
	if c, _ := b.CommitteeOf("u1", on("2024-02-29")); c.ID != "c1" {
		t.Errorf("committee before: %q", c.ID)
	}
	if got := b.UnitsOf("c2", on("2024-03-01")); len(got) != 1 || got[0].ID != "u1" {
		t.Errorf("units of the new committee: %v", got)
	}
	if !b.EmployedBy("p1", "u1", on("2026-01-01")) || b.EmployedBy("p1", "u3", on("2026-01-01")) {
		t.Error("the deputy's employer is known by an old short name")
	}
}

// A line of successors is followed to its end, and no further than the day.
func TestALineOfSuccessors(t *testing.T) {
	b := office(t)
	b.must(t, end("u2", "2024-03-01", register.Split, "u1", "u3"), end("u1", "2025-03-01", register.Merged, "u3"))
	for day, want := range map[string][]string{"2024-02-29": {"u2"}, "2024-03-01": {"u1", "u3"}, "2025-03-01": {"u3"}} {
		if got := b.Successors("u2", on(day)); !slices.Equal(got, want) {
			t.Errorf("%s: %v", day, got)
		}
	}
	b.must(t, register.UnitEnded{ID: "u3", From: on("2026-03-01"), Manner: register.Abolished})
	if got := b.Successors("u2", on("2026-03-01")); len(got) != 0 {
		t.Errorf("nobody is left: %v", got)
	}
}

// A fact says what a linked entry was called on its day.
func TestLinksAreNamed(t *testing.T) {
	b := office(t)
	b.must(t, register.UnitRenamed{ID: "u1", From: on("2018-11-01"), Name: "某省农业农村厅"}, end("u2", "2024-03-01", register.Merged, "u1"))
	if ended := b.taken[len(b.taken)-1].(register.UnitEnded); ended.Into[0].Name != "某省农业农村厅" {
		t.Errorf("%+v", ended)
	}
	if made := b.taken[2].(register.UnitRegistered); made.Facts.Committee.Name != "农业与农村委员会" {
		t.Errorf("%+v", made)
	}
}

// What was wrong is stated anew: a name for the stretch of time it was wrong in,
// an end with the reason; what came before stays.
func TestCorrections(t *testing.T) {
	b := office(t)
	b.must(t,
		register.UnitRenamed{ID: "u1", From: on("2018-11-01"), Name: "某省农业农村斤"},
		register.UnitCorrected{ID: "u1", On: on("2020-01-01"), Reason: "错字",
			Facts: register.UnitFacts{From: on("2009-06-01"), Name: "某省农业农村厅", System: "government", Committee: register.Link{ID: "c1"}}},
		end("u2", "2024-03-01", register.Abolished),
		register.UnitEnded{ID: "u2", From: on("2024-05-01"), Manner: register.Merged, Into: into("u1"), Basis: "某省机构改革方案"})
	u, _ := b.Unit("u1")
	if u.Name(on("2018-10-31")) != "某省农业委员会" || u.Name(on("2018-11-01")) != "某省农业农村厅" {
		t.Errorf("%+v", u.Names)
	}
	if got := b.Successors("u2", on("2024-04-30")); !slices.Equal(got, []string{"u2"}) {
		t.Errorf("%v", got)
	}
}

// The session a day belongs to, when its year ends, and what ends with a term.
func TestSessionsAndTerms(t *testing.T) {
	b := office(t)
	for day, want := range map[string]bool{"2026-01-25": false, "2026-01-26": true, "2027-03-01": true} {
		if s, ok := b.SessionOn(on(day)); ok != want || ok && s.ID != "s4" {
			t.Errorf("%s: %v %v", day, s.ID, ok)
		}
	}
	if end := b.YearEnd("s4"); !end.IsZero() {
		t.Errorf("an open year ends on %s", end)
	}
	b.must(t, closed, sessionWith("s5", func(*register.SessionFacts) {}), register.SessionClosed{ID: "s5", On: on("2028-01-20"), TermEnds: true})
	if _, ok := b.SessionOn(on("2028-01-21")); ok || b.YearEnd("s4") != on("2027-01-24") || b.TermEnd("某省第十四届人民代表大会") != on("2028-01-20") {
		t.Error(b.YearEnd("s4"), b.TermEnd("某省第十四届人民代表大会"))
	}
	if s, ok := b.SessionOn(on("2027-01-25")); !ok || s.ID != "s5" {
		t.Error(s.ID, ok)
	}
	if n := len(b.DeputiesOn(on("2028-01-20"), "d1")); n != 1 {
		t.Errorf("%d deputies on the last day of the term", n)
	}
	if n := len(b.DeputiesOn(on("2028-01-21"), "")) + len(b.On(register.Delegations, on("2028-01-21"))); n != 1 {
		t.Errorf("%d left after the term; only the delegation without a term end", n)
	}
}

func TestPeopleOnADay(t *testing.T) {
	b := office(t)
	b.must(t,
		register.DeputyLeft{ID: "p1", From: on("2025-03-01"), Why: "resigned"},
		register.LeaderAppointed{ID: "l1", Facts: register.LeaderFacts{From: on("2024-01-18"), Name: "贺立群", Body: register.StandingCommittee, Post: "秘书长"}},
		register.LeaderLeft{ID: "l1", From: on("2025-01-18"), Post: "副主任"},
		register.DelegationHeadChanged{ID: "d1", From: on("2024-01-20"), Head: suggestion.Person{ID: "p1", Name: "周明远"}},
		handler("2026-01-05"),
		register.AccountSuspended{ID: "helq", From: on("2026-02-01"), Reason: "外出"},
		register.AccountResumed{ID: "helq", From: on("2026-03-01"), Reason: "返岗"})
	for day, want := range map[string][2]int{"2023-01-05": {0, 0}, "2024-06-01": {1, 2}, "2025-02-28": {1, 1}, "2025-03-01": {0, 1}} {
		got := [2]int{len(b.DeputiesOn(on(day), "d1")), len(b.LeadersOn(register.StandingCommittee, on(day)))}
		if got != want {
			t.Errorf("%s: deputies and leaders %v, want %v", day, got, want)
		}
	}
	if g, _ := b.Delegation("d1"); g.Head.On(on("2024-01-19")).Name != "" || g.Head.On(on("2024-01-20")).Name != "周明远" {
		t.Errorf("%+v", g.Head)
	}
	want := []register.Grant{{Role: lifecycle.UnitHandler, Unit: "u1", Span: register.Span{From: on("2026-01-05")}}}
	for day, held := range map[string][]register.Grant{"2026-01-04": nil, "2026-01-31": want, "2026-02-28": nil, "2026-03-01": want} {
		if got := b.RolesOn("helq", on(day)); !reflect.DeepEqual(got, held) {
			t.Errorf("%s: %v", day, got)
		}
	}
}

// A directory that was handed out never changes.
func TestADirectoryNeverChanges(t *testing.T) {
	b := office(t)
	old := b.Directory
	names := len(old.Find(register.Units, "某省农业委员会", calendar.Date{}))
	b.must(t, register.UnitRenamed{ID: "u1", From: on("2018-11-01"), Name: "某省农业农村厅"},
		register.UnitRegistered{ID: "u4", Facts: register.UnitFacts{Name: "某省财政厅", System: "government"}})
	if u, _ := old.Unit("u1"); u.Name(on("2020-01-01")) != "某省农业委员会" || len(old.UnitsOn(on("2026-01-01"))) != 3 || names != 1 {
		t.Errorf("the old directory says %q and has %d units", u.Name(on("2020-01-01")), len(old.UnitsOn(on("2026-01-01"))))
	}
}

// An entry begins under an id that its facts determine; a login is given.
func TestIDs(t *testing.T) {
	again := farms
	again.ID = ""
	if id := register.IDFor(farms); id == "" || id != register.IDFor(again) || id == register.IDFor(water) {
		t.Errorf("ids %q, %q", id, register.IDFor(water))
	}
	if register.IDFor(login) != "" || register.IDFor(closed) != "" || !register.Opens(login) || register.Opens(closed) {
		t.Error("only what begins an entry has an id derived, and no login")
	}
}
