package rulebook_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"huiyin/domain/calendar"
	"huiyin/domain/rulebook"
	"huiyin/domain/ruleset"
	"huiyin/domain/suggestion"
	"huiyin/domain/wire"
)

var (
	one   = suggestion.Person{Name: "甲某"}
	other = suggestion.Person{Name: "乙某"}
	today = calendar.MustDate("2026-06-01")
)

// book is the one a new office starts with.
func book(t testing.TB) rulebook.Book {
	t.Helper()
	cal := calendar.StateCouncil()
	events := []wire.RegisterEvent{wire.CalendarAdopted{Version: cal.Version(), Digest: cal.Digest(), Content: string(cal.CSV())}}
	for _, set := range ruleset.Builtin() {
		doc, _ := ruleset.Document(set.ID)
		events = append(events, wire.RuleSetAdopted{ID: set.ID, Digest: set.Digest, Content: string(doc)})
	}
	var b rulebook.Book
	for _, e := range events {
		b = fold(t, b, e)
	}
	return b
}

func fold(t testing.TB, b rulebook.Book, e wire.RegisterEvent) rulebook.Book {
	t.Helper()
	next, err := b.Fold(e)
	if err != nil {
		t.Fatal(err)
	}
	return next
}

// document is Hunan's under another ID and with another return period.
func document(id, period string) []byte {
	doc, _ := ruleset.Document("hunan-2024")
	doc = bytes.Replace(doc, []byte(`"id": "hunan-2024"`), []byte(`"id": "`+id+`"`), 1)
	doc = bytes.Replace(doc, []byte(`"valid_from": "2024-01-01"`), []byte(`"valid_from": "2026-07-01"`), 1)
	return bytes.Replace(doc, []byte(`"return": {"period": "10d"`), []byte(`"return": {"period": "`+period+`"`), 1)
}

func refused(t testing.TB, err error, code string) {
	t.Helper()
	var r *suggestion.Refusal
	if !errors.As(err, &r) || r.Code != code {
		t.Errorf("want refusal %s, got %v", code, err)
	}
}

func TestTwoPeopleAdoptARuleSet(t *testing.T) {
	b, doc := book(t), document("hunan-2026", "7d")
	proposed, err := b.Adopt(doc, one)
	if p, ok := proposed.(wire.RuleSetProposed); err != nil || !ok || p.By != one || p.Content != string(doc) {
		t.Fatalf("%+v, %v", proposed, err)
	}
	b = fold(t, b, proposed)
	if len(b.Proposed()) != 1 || len(b.Sets()) != len(ruleset.Builtin()) {
		t.Error("a proposal is in force")
	}
	_, err = b.Adopt(doc, one)
	refused(t, err, "four_eyes")
	_, err = b.Adopt(doc, suggestion.Person{})
	refused(t, err, "missing")
	if again, err := b.Adopt(document("hunan-2026", "8d"), other); err != nil {
		t.Error(err)
	} else if _, ok := again.(wire.RuleSetProposed); !ok {
		t.Errorf("another content is approved unseen: %T", again)
	}
	adopted, err := b.Adopt(doc, other)
	if a, ok := adopted.(wire.RuleSetAdopted); err != nil || !ok || a.ProposedBy != one || a.ApprovedBy != other {
		t.Fatalf("%+v, %v", adopted, err)
	}
	b = fold(t, b, adopted)
	if got, ok := b.Document("hunan-2026"); !ok || !bytes.Equal(got, doc) {
		t.Error("the document is not what was adopted")
	}
	if len(b.Proposed()) != 0 || len(b.Sets()) != len(ruleset.Builtin())+1 {
		t.Error("the adopted set is not in the book")
	}
	for day, want := range map[string]string{"2026-06-30": "hunan-2024", "2026-07-01": "hunan-2026"} {
		if set, _ := ruleset.ForCase(b.Sets(), "hunan", calendar.MustDate(day)); set.ID != want {
			t.Errorf("on %s %s is in force", day, set.ID)
		}
	}
	_, err = b.Adopt(doc, one)
	refused(t, err, "rules_adopted_before")
	_, err = b.Adopt(document("hunan-2026", "8d"), one)
	refused(t, err, "rules_id_taken") // cases have pinned the old content
}

func TestABadDocumentIsNoProposal(t *testing.T) {
	_, err := book(t).Adopt([]byte("{}"), one)
	if !errors.Is(err, ruleset.ErrDocument) {
		t.Error(err)
	}
}

func TestTwoPeopleRetireARuleSet(t *testing.T) {
	b, last := book(t), calendar.MustDate("2026-12-31")
	for _, c := range []struct {
		id, day, code string
	}{{"atlantis", "2026-12-31", "rules_unknown"}, {"national", "2026-12-31", "rules_national_stay"}, {"hunan-2024", "2026-05-31", "rules_end_too_early"}} {
		_, err := b.Retire(c.id, calendar.MustDate(c.day), today, one)
		refused(t, err, c.code)
	}
	proposed, err := b.Retire("hunan-2024", last, today, one)
	if err != nil {
		t.Fatal(err)
	}
	b = fold(t, b, proposed)
	_, err = b.Retire("hunan-2024", last, today, one)
	refused(t, err, "four_eyes")
	if e, err := b.Retire("hunan-2024", last.AddDays(1), today, other); err != nil {
		t.Error(err)
	} else if _, ok := e.(wire.RetirementProposed); !ok {
		t.Errorf("another day is approved unseen: %T", e)
	}
	retired, err := b.Retire("hunan-2024", last, today, other)
	if err != nil {
		t.Fatal(err)
	}
	before := b
	b = fold(t, b, retired)
	for day, want := range map[string]string{"2026-12-31": "hunan-2024", "2027-01-01": "national"} {
		if set, _ := ruleset.ForCase(b.Sets(), "hunan", calendar.MustDate(day)); set.ID != want {
			t.Errorf("on %s %s is in force", day, set.ID)
		}
	}
	if set, _ := ruleset.ForCase(before.Sets(), "hunan", calendar.MustDate("2027-01-01")); set.ID != "hunan-2024" {
		t.Error("folding changed the book it was given")
	}
	_, err = b.Retire("hunan-2024", last, today, one)
	refused(t, err, "rules_retired_before")
	doc, _ := ruleset.Document("hunan-2024")
	_, err = b.Adopt(doc, one)
	refused(t, err, "rules_adopted_before")
}

func TestTwoPeopleAdoptANotice(t *testing.T) {
	b := book(t)
	notice, err := calendar.Parse([]byte("date,kind,name,notice_year\n2027-01-01,off,测试元旦,2027\n")) // invented
	if err != nil {
		t.Fatal(err)
	}
	_, err = b.AdoptCalendar(calendar.StateCouncil(), one)
	refused(t, err, "calendar_adopted_before")
	proposed, err := b.AdoptCalendar(notice, one)
	if err != nil {
		t.Fatal(err)
	}
	b = fold(t, b, proposed)
	if b.Calendar().Loaded(2027) {
		t.Error("a proposal is in force")
	}
	_, err = b.AdoptCalendar(notice, one)
	refused(t, err, "four_eyes")
	adopted, err := b.AdoptCalendar(notice, other)
	if a, ok := adopted.(wire.CalendarAdopted); err != nil || !ok || a.ProposedBy != one || a.ApprovedBy != other {
		t.Fatalf("%+v, %v", adopted, err)
	}
	b = fold(t, b, adopted)
	if !b.Calendar().Loaded(2027) || !b.Calendar().Loaded(2012) {
		t.Error("the calendar in force is not whole")
	}
	_, err = b.AdoptCalendar(notice, one)
	refused(t, err, "calendar_adopted_before")
}

func TestContentIsWhatItsDigestSays(t *testing.T) {
	doc, _ := ruleset.Document("national")
	for _, e := range []wire.RegisterEvent{wire.RuleSetAdopted{ID: "national", Digest: "x", Content: string(doc)}, wire.RuleSetAdopted{Content: "{}"},
		wire.CalendarAdopted{Digest: "x", Content: string(calendar.StateCouncil().CSV())}, wire.CalendarAdopted{Content: "no"}} {
		if _, err := (rulebook.Book{}).Fold(e); !errors.Is(err, rulebook.ErrContent) || !strings.Contains(err.Error(), "rulebook") {
			t.Errorf("%T: %v", e, err)
		}
	}
}

// Whatever people say in whatever order: nothing is in force that one person
// brought in, and no ID ever has two contents.
func TestNothingIsInForceByOnePerson(t *testing.T) {
	people := []suggestion.Person{one, other, {Name: "丙某"}, {ID: "p1", Name: "丁某"}, {ID: "p1", Name: "丁某（改名）"}, {}}
	rapid.Check(t, func(t *rapid.T) {
		var b rulebook.Book
		content := map[string]string{}
		for range rapid.IntRange(1, 25).Draw(t, "words") {
			who := rapid.SampledFrom(people).Draw(t, "who")
			doc := document(rapid.SampledFrom([]string{"x", "y"}).Draw(t, "id"), rapid.SampledFrom([]string{"7d", "8d"}).Draw(t, "period"))
			e, err := b.Adopt(doc, who)
			if rapid.Bool().Draw(t, "retire") {
				e, err = b.Retire("x", today, today, who)
			}
			if err != nil {
				continue
			}
			switch e := e.(type) {
			case wire.RuleSetAdopted:
				if e.ApprovedBy.Same(e.ProposedBy) || e.ApprovedBy.Name == "" || content[e.ID] != "" {
					t.Fatalf("%s approved by %v, proposed by %v", e.ID, e.ApprovedBy, e.ProposedBy)
				}
				content[e.ID] = e.Digest
			case wire.RuleSetRetired:
				if e.ApprovedBy.Same(e.ProposedBy) {
					t.Fatalf("retired by %v alone", e.ApprovedBy)
				}
			}
			if b, err = b.Fold(e); err != nil {
				t.Fatal(err)
			}
		}
		if len(b.Sets()) != len(content) {
			t.Fatalf("%d sets, %d contents", len(b.Sets()), len(content))
		}
	})
}
