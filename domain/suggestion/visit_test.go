package suggestion

import (
	"slices"
	"testing"
	"time"

	"huiyin/domain/lifecycle"
)

// visited is a case rated satisfied and picked by a draw.
func visited(t *testing.T, class Class, promises ...Promise) *world {
	w := replied(t, class, promises...)
	w.rate(Satisfied, Satisfied, "")
	w.do(reactor, DrawVisit{"draw-1", []LineID{"l1"}})
	return w
}

func TestAReturnVisit(t *testing.T) {
	w := replied(t, "A")
	w.no("not_visitable", reactor, DrawVisit{"draw-1", []LineID{"l1"}})
	w.rate(Satisfied, Satisfied, "")
	if got := Visitable(w.s); !slices.Equal(got, []LineID{"l1"}) {
		t.Fatalf("visitable %v", got)
	}
	w.no("no_visit_drawn", desk, RecordVisit{Line: "l1", Process: Satisfied, Result: Satisfied, Record: "phone"})
	w.no("wrong_role", desk, DrawVisit{"draw-1", []LineID{"l1"}})
	w.no("missing", reactor, DrawVisit{"", []LineID{"l1"}})
	w.no("missing", reactor, DrawVisit{"draw-1", nil})
	w.want(w.do(reactor, DrawVisit{"draw-1", []LineID{"l1"}}), "ReturnVisitDrawn")
	w.want(w.do(reactor, DrawVisit{"draw-1", []LineID{"l1"}}), "")
	w.no("not_visitable", reactor, DrawVisit{"draw-2", []LineID{"l1"}})
	same := RecordVisit{Line: "l1", Process: Satisfied, Result: Satisfied, Record: "phone"}
	w.no("wrong_role", boss, same)
	w.no("wrong_role", special, same)
	w.no("visitor_not_independent", as(lifecycle.DeputyAffairsCommittee, "d2", ""), same)
	w.no("missing", Actor{Role: lifecycle.DeputyAffairsCommittee}, same)
	w.no("missing", desk, RecordVisit{Line: "l1", Process: Satisfied, Result: Satisfied})
	w.no("unknown_grade", desk, RecordVisit{Line: "l1", Process: Satisfied, Record: "phone"})
	w.no("unreached_with_grade", desk, RecordVisit{Line: "l1", Result: Satisfied, Record: "phone", Unreached: true})
	w.want(w.do(desk, same), "ReturnVisitRecorded")
	w.no("no_visit_drawn", desk, same)
	if v := w.s.Oversight.Visits[0]; !v.Recorded || v.Differs || v.Version != 1 || len(w.s.OpenFlags()) > 0 {
		t.Errorf("%+v", v)
	}
}

func TestAReturnVisitThatReachesNobody(t *testing.T) {
	w := visited(t, "A")
	w.want(w.do(desk, RecordVisit{Line: "l1", Record: "rang three times", Unreached: true}), "ReturnVisitRecorded")
	if v := w.s.Oversight.Visits[0]; !v.Unreached || v.Differs {
		t.Errorf("%+v", v)
	}
}

// Another word at the visit raises a flag. The committee may order a redo while
// the case is open; a closed one is reopened first.
func TestAReturnVisitWithAnotherWord(t *testing.T) {
	other := RecordVisit{Line: "l1", Process: Satisfied, Result: Dissat, Record: "not mended"}
	w := visited(t, "B", pledge)
	w.is(lifecycle.Tracking)
	w.no("not_reopened", desk, OrderTheRedo{"l1", "r"})
	w.want(w.do(desk, other), "ReturnVisitRecorded RedFlagRaised")
	if f := w.s.OpenFlags(); len(f) != 1 || f[0].Flag != FlagVisitDiffers || f[0].Why != string(Dissat) {
		t.Errorf("%+v", f)
	}
	w.no("wrong_role", boss, OrderTheRedo{"l1", "r"})
	w.want(w.do(desk, OrderTheRedo{"l1", "visit"}), "RedoOrdered PhaseChanged")
	w.heard()
	w.reply("A")
	w.deliver()
	w.rate(Satisfied, Satisfied, "")
	w.no("not_reopened", desk, OrderTheRedo{"l1", "the old visit again"})

	w = visited(t, "A")
	w.is(lifecycle.Closed)
	w.do(desk, other)
	w.no("not_reopened", desk, OrderTheRedo{"l1", "r"})
	w.do(desk, ReopenIt{"l1", "visit"})
	w.is(lifecycle.Handling)
}

func TestDifferencesByUnit(t *testing.T) {
	d := Differences{}
	same := RecordVisit{Line: "l1", Process: Satisfied, Result: Satisfied, Record: "r"}
	for _, c := range []RecordVisit{same, {Line: "l1", Process: Basically, Result: Satisfied, Record: "r"}, {Line: "l1", Record: "r", Unreached: true}} {
		w := visited(t, "A")
		w.do(desk, c)
		d.Add(w.s)
	}
	d.Add(visited(t, "A").s)
	if got := d["u1"]; got != (Difference{Drawn: 4, Answered: 2, Unreached: 1, Differing: 1}) || len(d) != 1 {
		t.Errorf("%+v", d)
	}
}

func TestARemarkOnARating(t *testing.T) {
	w := replied(t, "A")
	w.no("wrong_role", desk, RaiseTheFlag{"l1", FlagHasty, "3"})
	w.no("no_such_line", reactor, RaiseTheFlag{"l9", FlagHasty, "3"})
	w.no("unknown_code", reactor, RaiseTheFlag{"l1", "odd", ""})
	w.rate(Satisfied, Satisfied, "")
	w.is(lifecycle.Closed)
	w.want(w.do(reactor, RaiseTheFlag{"l1", FlagHasty, "3"}), "RedFlagRaised")
	w.want(w.do(clock, RaiseTheFlag{"l1", FlagHasty, "4"}), "")
	w.is(lifecycle.Closed) // a flag blocks nothing
	w.no("wrong_role", boss, ClearTheFlag{"l1", FlagHasty, "r"})
	w.no("missing", desk, ClearTheFlag{"l1", FlagHasty, ""})
	w.no("no_such_flag", desk, ClearTheFlag{"l1", FlagTied, "r"})
	w.want(w.do(desk, ClearTheFlag{"l1", FlagHasty, "asked"}), "RedFlagCleared")
	w.no("no_such_flag", desk, ClearTheFlag{"l1", FlagHasty, "r"})
	w.want(w.do(reactor, RaiseTheFlag{"l1", FlagHasty, "3"}), "") // the same rating is looked at once
	w.do(lead, Dispute{"l1", "not mine"})
	w.rate(Satisfied, Basically, "")
	w.want(w.do(reactor, RaiseTheFlag{"l1", FlagHasty, "3"}), "RedFlagRaised")
}

// A remark on what only a source knows leaves the case as grey as it was.
func TestARemarkIsNoAct(t *testing.T) {
	w := begin(t, "hunan-2024")
	w.do(importer, Import{"case-1", src("s1", "1"), Facts{Title: "On roads", LeadUnit: "u1", Class: "A", Satisfaction: Satisfied}})
	w.do(reactor, RaiseTheFlag{"l1", FlagEarly, "2026-01-01"})
	if w.s.Touched {
		t.Error("a remark counts as handling")
	}
}

func TestSuspicions(t *testing.T) {
	flags := func(w *world, seen Seen) (out []string) {
		for _, x := range Suspicions(w.s, "l1", seen) {
			out = append(out, x.Flag)
		}
		return out
	}
	want := func(name string, got []string, flags ...string) {
		t.Helper()
		if !slices.Equal(got, flags) {
			t.Errorf("%s: %v, want %v", name, got, flags)
		}
	}
	w := replied(t, "A")
	want("not rated", flags(w, Seen{}))
	w.rate(Satisfied, Satisfied, "")
	now := time.Date(2026, 4, 1, 2, 0, 0, 0, time.UTC)
	want("slow", flags(w, Seen{now, now.Add(Hasty)}))
	want("times unknown", flags(w, Seen{Rated: now}))
	want("hasty", flags(w, Seen{now, now.Add(3 * time.Minute)}), FlagHasty)
	if x := Suspicions(w.s, "l1", Seen{now, now.Add(3 * time.Minute)}); x[0].Why != "3" {
		t.Errorf("%+v", x)
	}
	w.do(lead, DeclareTheTie{who("d1"), "u1", "own word"})
	want("tied", flags(w, Seen{}), FlagTied)

	w = assigned(t, "hunan-2024")
	w.do(office, SignIn{"a1"})
	w.do(handler, DraftReply{Line: "l1", Class: "A", Text: "We did."})
	w.do(gov, ExamineReply{Line: "l1", Pass: true})
	w.do(boss, IssueReply{Line: "l1", DocumentNo: "1", Without: "flood"})
	w.deliver()
	w.rate(Satisfied, Basically, "")
	want("unheard", flags(w, Seen{}), FlagNoContact)
	w.do(lead, Dispute{"l1", "not mine"})
	w.rate(Satisfied, Dissat, "nobody came")
	want("unheard and dissatisfied", flags(w, Seen{}))
}

// What the tables leave no way to, a source may tell.
func TestSuspicionsOnWhatASourceTells(t *testing.T) {
	told := func(f Facts) []Suspicion {
		w := begin(t, "hunan-2024")
		f.Title, f.LeadUnit, f.Class = "On roads", "u1", "A"
		w.do(importer, Import{"case-1", src("s1", "1"), f})
		return Suspicions(w.s, "l1", Seen{})
	}
	turned := []StatedRating{{Dissat, "2026-05-01", ""}, {Satisfied, "2026-05-09", ""}}
	for name, c := range map[string]struct {
		facts Facts
		want  []Suspicion
	}{
		"nothing odd": {Facts{Satisfaction: Satisfied, RepliedOn: day("2026-04-01"), Ratings: turned[1:]}, nil},
		"turned":      {Facts{Satisfaction: Satisfied, RepliedOn: day("2026-04-01"), Ratings: turned}, []Suspicion{{FlagTurned, ""}}},
		"redone":      {Facts{Satisfaction: Satisfied, RepliedOn: day("2026-04-01"), Ratings: turned, Further: true}, nil},
		"early":       {Facts{Satisfaction: Satisfied, RepliedOn: day("2026-05-05"), Ratings: turned[:1]}, []Suspicion{{FlagEarly, "2026-05-01"}}},
		"undated":     {Facts{Satisfaction: Satisfied, RepliedOn: day("2026-05-05"), Ratings: []StatedRating{{Satisfied, "2026-05", ""}}}, nil},
	} {
		if got := told(c.facts); !slices.Equal(got, c.want) {
			t.Errorf("%s: %+v, want %+v", name, got, c.want)
		}
	}
	s := &Suggestion{Lines: []Line{{ID: "l1", Versions: []Version{{Number: 1, Complete: day("2026-05-05")}},
		Contacts: []Contact{{State: AnsweredYes}}, Ratings: []Rating{{Version: 1, Result: Dissat, On: day("2026-05-04")}, {Version: 1, Result: Satisfied, On: day("2026-05-04")}}}}}
	if got := Suspicions(s, "l1", Seen{}); !slices.Equal(got, []Suspicion{{FlagTurned, ""}, {FlagEarly, "2026-05-04"}}) {
		t.Errorf("%+v", got)
	}
}
