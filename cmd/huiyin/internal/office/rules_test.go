package office_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"slices"
	"testing"
	"time"

	"huiyin/cmd/huiyin/internal/office"
	"huiyin/domain/calendar"
	"huiyin/domain/lifecycle"
	"huiyin/domain/rulebook"
	"huiyin/domain/ruleset"
	"huiyin/domain/suggestion"
	"huiyin/domain/wire"
)

var (
	desk  = suggestion.Actor{Role: lifecycle.DeputyAffairsCommittee, Person: suggestion.Person{Name: "丙某"}}
	chief = suggestion.Actor{Role: lifecycle.DeputyAffairsCommittee, Person: suggestion.Person{Name: "丁某"}}
)

// openOn opens the folder at ten in the morning of a day.
func openOn(t *testing.T, dir, day string) *office.Office {
	t.Helper()
	now := calendar.StartOf(calendar.MustDate(day)).Add(10 * time.Hour)
	of, err := office.Open(t.Context(), office.Options{Dir: dir, Clock: func() time.Time { now = now.Add(time.Millisecond); return now }})
	if err != nil {
		t.Fatal(err)
	}
	return of
}

// assign brings a case to its unit today.
func assign(t *testing.T, of *office.Office, id string, rules ruleset.Set) {
	t.Helper()
	for _, a := range []office.Act{{Actor: deputy, Command: draft(id)}, {Actor: deputy, Command: suggestion.Submit{}}, {Actor: desk, Command: suggestion.BeginReview{}},
		{Actor: desk, Command: suggestion.Register{Number: "000" + id[1:]}},
		{Actor: desk, Command: suggestion.Assign{Mode: suggestion.Single, Units: []suggestion.UnitPart{{Unit: "某厅", Part: suggestion.Lead}}}}} {
		a.Case, a.Rules = suggestion.CaseID(id), rules
		if _, err := of.Do(t.Context(), a); err != nil {
			t.Fatalf("%T: %v", a.Command, err)
		}
	}
}

func replyDue(t *testing.T, of *office.Office, id string) suggestion.Clock {
	t.Helper()
	s, err := of.Load(t.Context(), suggestion.CaseID(id))
	if err != nil {
		t.Fatal(err)
	}
	c, _ := s.Running(lifecycle.DueReply, suggestion.Subject{Line: "l1"})
	return c
}

// adoptBy has both people say the same word.
func adoptBy(t *testing.T, of *office.Office, word func(rulebook.Book, suggestion.Person) (wire.RegisterEvent, error)) {
	t.Helper()
	for _, who := range []suggestion.Actor{desk, chief} {
		if _, err := of.Rule(t.Context(), who, func(b rulebook.Book) (wire.RegisterEvent, error) { return word(b, who.Person) }); err != nil {
			t.Fatal(err)
		}
	}
}

// nextRules is Hunan's document in force from a later day, with a shorter reply.
func nextRules() []byte {
	doc, _ := ruleset.Document("hunan-2024")
	doc = bytes.Replace(doc, []byte(`"id": "hunan-2024"`), []byte(`"id": "hunan-2026"`), 1)
	doc = bytes.Replace(doc, []byte(`"valid_from": "2024-01-01"`), []byte(`"valid_from": "2026-03-01"`), 1)
	return bytes.Replace(doc, []byte(`"reply": {"period": "3m"`), []byte(`"reply": {"period": "2m"`), 1)
}

// A set that is adopted judges the cases that begin in its time; a case that
// began before keeps the set it pinned, and the two people are in the log.
func TestACaseKeepsTheRulesItBeganUnder(t *testing.T) {
	dir := t.TempDir()
	of := openOn(t, dir, "2026-02-25")
	assign(t, of, "c1", ruleset.Set{})
	adoptBy(t, of, func(b rulebook.Book, who suggestion.Person) (wire.RegisterEvent, error) {
		return b.Adopt(nextRules(), who)
	})
	assign(t, of, "c2", ruleset.Set{}) // not in force yet
	if err := of.Close(); err != nil {
		t.Fatal(err)
	}
	of = openOn(t, dir, "2026-03-02")
	defer of.Close()
	assign(t, of, "c3", ruleset.Set{})
	for id, want := range map[string]string{"c1": "hunan-2024 2026-05-25", "c2": "hunan-2024 2026-05-25", "c3": "hunan-2026 2026-05-06"} {
		if c := replyDue(t, of, id); c.RuleSet+" "+c.Due.String() != want {
			t.Errorf("%s: %s %s, want %s", id, c.RuleSet, c.Due, want)
		}
	}
	entries := of.Book().Entries()
	if last := entries[len(entries)-1]; last.ProposedBy != desk.Person || last.ApprovedBy != chief.Person {
		t.Errorf("%+v", last)
	}
	// Retired, it still judges the case that pinned it.
	adoptBy(t, of, func(b rulebook.Book, who suggestion.Person) (wire.RegisterEvent, error) {
		return b.Retire("hunan-2026", of.Today(), of.Today(), who)
	})
	unit := suggestion.Actor{Role: lifecycle.UnitCoordinator, Unit: "某厅", Person: suggestion.Person{Name: "戊某"}}
	if _, err := of.Do(t.Context(), office.Act{Case: "c3", Actor: unit, Command: suggestion.SignIn{Assignment: "a1"}}); err != nil {
		t.Error(err)
	}
	if set := of.RulesFor("hunan", of.Today().AddDays(1)); set.ID != "hunan-2024" {
		t.Errorf("tomorrow %s is in force", set.ID)
	}
}

func TestARefusedWordChangesNothing(t *testing.T) {
	of := openOn(t, t.TempDir(), "2026-03-02")
	defer of.Close()
	adopt := func(b rulebook.Book) (wire.RegisterEvent, error) { return b.Adopt(nextRules(), desk.Person) }
	if _, err := of.Rule(t.Context(), desk, adopt); err != nil {
		t.Fatal(err)
	}
	head, _ := of.Log.Head(t.Context())
	var refusal *suggestion.Refusal
	if _, err := of.Rule(t.Context(), desk, adopt); !errors.As(err, &refusal) || refusal.Code != "four_eyes" {
		t.Error(err)
	}
	if now, _ := of.Log.Head(t.Context()); now != head {
		t.Error("a refusal moved the log")
	}
}

// invented is a notice for 2027 that nobody issued, for tests only.
func invented(t *testing.T) calendar.Calendar {
	t.Helper()
	data, err := os.ReadFile("testdata/notice-2027-invented.csv")
	if err != nil {
		t.Fatal(err)
	}
	notice, err := calendar.Parse(data)
	if err != nil {
		t.Fatal(err)
	}
	return notice
}

// A notice that comes late: what moves is known before, corrected after, once,
// whatever was interrupted; what does not move is provisional no more.
func TestALateNoticeIsTakenUpWhereItStopped(t *testing.T) {
	dir := t.TempDir()
	of := openOn(t, dir, "2026-11-09")
	national := of.RulesFor("national", of.Today())
	ids := []suggestion.CaseID{"c1", "c2", "c3", "c4"}
	for _, id := range ids[:3] {
		assign(t, of, string(id), national)
	}
	if err := of.Close(); err != nil {
		t.Fatal(err)
	}
	of = openOn(t, dir, "2026-11-27")
	assign(t, of, "c4", national)
	before, err := of.UnderCalendar(t.Context(), ids, of.Calendar.With(invented(t)))
	if err != nil || len(before) != 4 || !before[0].Moved() || before[3].Moved() || before[3].New.Provisional {
		t.Fatalf("%+v, %v", before, err)
	}
	if now, err := of.UnderCalendar(t.Context(), ids, of.Calendar); err != nil || len(now) != 0 {
		t.Fatalf("%+v, %v", now, err)
	}
	adoptBy(t, of, func(b rulebook.Book, who suggestion.Person) (wire.RegisterEvent, error) {
		return b.AdoptCalendar(invented(t), who)
	})
	if n, err := of.Correct(t.Context(), before[:1], "notice"); n != 1 || err != nil { // and here the power went
		t.Fatal(n, err)
	}
	if err := of.Close(); err != nil {
		t.Fatal(err)
	}

	of = openOn(t, dir, "2026-11-28")
	defer of.Close()
	rest, err := of.UnderCalendar(t.Context(), ids, of.Calendar)
	if err != nil || len(rest) != 3 {
		t.Fatalf("%+v, %v", rest, err)
	}
	if n, err := of.Correct(t.Context(), before, "notice"); n != 3 || err != nil {
		t.Fatal(n, err)
	}
	if n, err := of.Correct(t.Context(), before, "notice"); n != 0 || err != nil {
		t.Fatal(n, err)
	}
	for i, want := range []string{"2027-02-13", "2027-02-13", "2027-02-13", "2027-03-01"} {
		c := replyDue(t, of, string(ids[i]))
		history, err := of.History(t.Context(), ids[i])
		corrected := slices.IndexFunc(history, func(f office.Fact) bool { return f.Type == "deadline.corrected" })
		if err != nil || c.Due.String() != want || c.Provisional || corrected != len(history)-1 {
			t.Errorf("%s is due %s (provisional %t), corrected at %d of %d, %v", ids[i], c.Due, c.Provisional, corrected, len(history), err)
		}
	}
}

// A change within the year: the running deadline moves; one that has lapsed is
// late for ever.
func TestAChangeWithinTheYear(t *testing.T) {
	dir := t.TempDir()
	of := openOn(t, dir, "2026-02-25")
	assign(t, of, "c1", ruleset.Set{})
	if err := of.Close(); err != nil {
		t.Fatal(err)
	}
	of = openOn(t, dir, "2026-05-20")
	var rows bytes.Buffer // the year's notice with one more day off, invented
	fmt.Fprint(&rows, "date,kind,name,notice_year\n")
	for line := range bytes.Lines(of.Calendar.CSV()) {
		if bytes.HasSuffix(line, []byte(",2026\n")) {
			rows.Write(line)
		}
	}
	fmt.Fprint(&rows, "2026-05-25,off,测试调休,2026\n")
	notice, err := calendar.Parse(rows.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	adoptBy(t, of, func(b rulebook.Book, who suggestion.Person) (wire.RegisterEvent, error) {
		return b.AdoptCalendar(notice, who)
	})
	shifts, err := of.UnderCalendar(t.Context(), []suggestion.CaseID{"c1"}, of.Calendar)
	if err != nil || len(shifts) != 1 || shifts[0].Unit != "某厅" || shifts[0].New.Due != calendar.MustDate("2026-05-26") {
		t.Fatalf("%+v, %v", shifts, err)
	}
	if _, err := of.Correct(t.Context(), shifts, "notice"); err != nil {
		t.Fatal(err)
	}
	late := suggestion.Lapse{Kind: lifecycle.DueReply, Subject: suggestion.Subject{Line: "l1"}, Due: calendar.MustDate("2026-05-26")}
	if err := of.Close(); err != nil {
		t.Fatal(err)
	}
	of = openOn(t, dir, "2026-05-27")
	defer of.Close()
	if _, err := of.Do(t.Context(), office.Act{Case: "c1", Actor: suggestion.Actor{Role: lifecycle.Clock}, Command: late}); err != nil {
		t.Fatal(err)
	}
	if shifts, err := of.UnderCalendar(t.Context(), []suggestion.CaseID{"c1"}, calendar.StateCouncil()); err != nil || len(shifts) != 0 {
		t.Errorf("%+v, %v", shifts, err)
	}
	if c := replyDue(t, of, "c1"); !c.Lapsed {
		t.Error("what lapsed does not stay lapsed")
	}
}

// Trying rules shows what they would change, late deadlines too, and writes
// nothing.
func TestTryingRulesWritesNothing(t *testing.T) {
	dir := t.TempDir()
	of := openOn(t, dir, "2026-02-25")
	assign(t, of, "c1", ruleset.Set{})
	if err := of.Close(); err != nil {
		t.Fatal(err)
	}
	of = openOn(t, dir, "2026-06-30")
	defer of.Close()
	set, err := ruleset.Parse(nextRules())
	if err != nil {
		t.Fatal(err)
	}
	head, _ := of.Log.Head(t.Context())
	shifts, err := of.UnderRules(t.Context(), []suggestion.CaseID{"c1"}, set)
	if err != nil || len(shifts) != 1 || shifts[0].Old.Due.String() != "2026-05-25" || shifts[0].New.Due.String() != "2026-04-27" {
		t.Errorf("%+v, %v", shifts, err)
	}
	if now, _ := of.Log.Head(t.Context()); now != head {
		t.Error("trying wrote something")
	}
}
