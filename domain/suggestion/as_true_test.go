package suggestion

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"

	"huiyin/domain/lifecycle"
)

// asTrue folds what of the events had happened by the day.
func asTrue(by string, events ...Event) *Suggestion {
	s := New()
	for _, e := range events {
		if e, ok := AsTrue(s, e, day(by)); ok {
			s = Fold(s, e)
		}
	}
	return s
}

func TestAStatementIsTrueInPart(t *testing.T) {
	f := Facts{Title: "On roads", Number: "12", Deputies: []Person{{Name: "Li"}}, LeadUnit: "u1", CoUnits: []string{"u2"},
		AssignedOn: day("2025-03-01"), OpinionOn: day("2025-04-01"), OpinionUnit: "u2", OpinionClass: "A", RepliedOn: day("2025-06-01"), Class: "B",
		Promises: []StatedPromise{{Text: "p", Done: true}}, Satisfaction: Satisfied, Key: true, PublishedOn: day("2025-09-01"),
		Happenings: []Happening{{On: "2025-05-05", Kind: "visit"}, {On: "May", Kind: "talk"}}}
	w := begin(t, "national")
	w.do(importer, Import{"case-1", src("s", "1"), f})
	for _, c := range []struct {
		by       string
		state    lifecycle.State
		class    Class
		promises int
		grade    Grade
		key      bool
	}{
		{"2025-02-28", lifecycle.None, "", 0, "", false},
		{"2025-03-01", lifecycle.Assigned, "", 0, "", false},
		{"2025-04-01", lifecycle.Handling, "", 0, "", false},
		{"2025-05-31", lifecycle.Handling, "", 0, "", false},
		{"2025-06-01", lifecycle.Replied, "B", 1, "", false},
		{"2025-08-31", lifecycle.Replied, "B", 1, "", false},
		{"2025-09-01", lifecycle.Tracking, "B", 1, Satisfied, true},
	} {
		s := asTrue(c.by, w.log...)
		var class Class
		var grade Grade
		for _, l := range s.Lines {
			if class = l.Latest().Class; len(l.Ratings) > 0 {
				grade = l.LastRating().Result
			}
		}
		if s.State != c.state || class != c.class || len(s.Commitments) != c.promises || grade != c.grade || s.Key != c.key {
			t.Errorf("by %s: %s, class %q, %d promises, grade %q, key %v; want %+v", c.by, s.State, class, len(s.Commitments), grade, s.Key, c)
		}
		if len(s.Commitments) > 0 && s.Commitments[0].State == lifecycle.ClaimedDone != (grade != "") {
			t.Errorf("by %s the promise is %s", c.by, s.Commitments[0].State)
		}
		if n := len(s.Stated.Happenings); c.by > "2025-05-05" && c.by < "2025-09-01" && n != 1 {
			t.Errorf("by %s: %d happenings", c.by, n)
		}
	}
	if err := same(asTrue("2025-09-01", w.log...), w.s); err != nil {
		t.Error(err)
	}
}

func TestACorrectionSaysWhatWasTrue(t *testing.T) {
	early, late := facts(), facts()
	early.RepliedOn, late.RepliedOn = day("2025-05-01"), day("2025-07-01")
	w := begin(t, "national")
	w.do(importer, Import{"case-1", src("s", "1"), early})
	w.do(importer, Import{"case-1", src("s", "2"), late})
	for by, state := range map[string]lifecycle.State{"2025-04-30": lifecycle.None, "2025-06-01": lifecycle.Assigned, "2025-07-01": lifecycle.Replied} {
		if s := asTrue(by, w.log...); s.State != state {
			t.Errorf("by %s: %s, want %s", by, s.State, state)
		}
	}
	// A second source that is whole follows the first one's cut.
	w = begin(t, "national")
	w.do(importer, Import{"case-1", src("s1", "1"), late})
	assigned := facts()
	assigned.AssignedOn = day("2025-03-01")
	w.do(importer, Import{"case-1", src("s2", "1"), assigned})
	if s := asTrue("2025-06-01", w.log...); s.State != lifecycle.Assigned || len(s.Sources) != 1 {
		t.Errorf("%s of %d sources", s.State, len(s.Sources))
	}
}

// A contact entered late is true on its day, without the state the line has come
// to since.
func TestALateEntryBringsNoLaterState(t *testing.T) {
	on := day("2026-03-05")
	contact := ContactRecorded{Line: "l1", Contact: "l1k1", On: on, Move: Move{From: lifecycle.Drafted, To: lifecycle.Drafted}}
	s := Fold(New(), Assigned{Units: []UnitTerm{{Assignment: "a1", Unit: "u1", Part: Lead, Line: "l1"}}}, contact)
	if l, ok := s.Line("l1"); !ok || l.State != lifecycle.Contact || len(l.Contacts) != 1 {
		t.Errorf("%+v", s.Lines)
	}
}

func TestStatedSince(t *testing.T) {
	f := facts()
	if first, ok := StatedSince(Imported{Facts: f}); !unset(first) || !ok {
		t.Errorf("an undated source: %s, %v", first, ok)
	}
	f.RepliedOn, f.PublishedOn = day("2025-05-01"), day("2025-07-01")
	if first, ok := StatedSince(ImportCorrected{Facts: f}); first != f.RepliedOn || !ok {
		t.Errorf("%s, %v", first, ok)
	}
	if _, ok := StatedSince(Withdrawn{}); ok {
		t.Error("a withdrawal is no statement")
	}
}

// What was true on a day may be any part of a history: what was recorded early
// may have happened late. Folding it must never fail.
func TestAnyPartOfAHistoryFolds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		seed := rapid.Uint64().Draw(t, "seed")
		r := rand.New(rand.NewPCG(seed, 3))
		p := newPlay(r.IntN, map[string]int{})
		_ = p.run(80) // whether the invariants hold is another test's question
		for _, percent := range []int{10, 50, 90} {
			s, part := New(), []string{}
			for _, e := range p.log {
				if r.IntN(100) >= percent {
					continue
				}
				part = append(part, kind(e))
				if e, ok := AsTrue(s, e, day("2026-03-01").AddDays(r.IntN(200))); ok {
					func() {
						defer func() {
							if v := recover(); v != nil {
								t.Fatalf("seed %d: %v panics: %v", seed, part, v)
							}
						}()
						s = Fold(s, e)
					}()
				}
			}
		}
		if err := same(asTrue("2999-01-01", p.log...), p.s); err != nil {
			t.Fatal(fmt.Errorf("seed %d: %w", seed, err))
		}
	})
}
