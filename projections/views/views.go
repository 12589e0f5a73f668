// Package views says what the read models hold and answers questions on them.
//
// There are four lists: the cases, the deadlines with their lights, the
// dissatisfied and the promises. Two tables stand beside them: what each case
// waits for, and who has part in it, from which a reader's [Scope] is cut; and
// three hold what everybody may read, which only [Public] reaches. A row
// never depends on today's date: lights, days left and "overdue" are worked out
// when a question is asked, so they turn at midnight in China without anything
// being written.
//
// What an imported source leaves unknown is grey: it is listed and counted
// apart, and has no light, no next step and no part in any rate.
package views

import (
	"strings"

	"huiyin/domain/calendar"
	"huiyin/domain/lifecycle"
	"huiyin/domain/suggestion"
	"huiyin/domain/veil"
	"huiyin/projections/follower"
)

// All lists the views in the order in which they are shown.
func All() []follower.View {
	return []follower.View{caseList, deadlines, dissatisfied, promises, parties, steps, publicCases, publicReplies, publicMarks}
}

var caseList = follower.View{
	Name: "cases", Version: 5, Keys: 1,
	Columns: []string{"case_id TEXT NOT NULL", "number TEXT NOT NULL", "congress TEXT NOT NULL", "session TEXT NOT NULL",
		"year INTEGER NOT NULL", "kind TEXT NOT NULL", "title TEXT NOT NULL", "lead TEXT NOT NULL", "deputies TEXT NOT NULL", "cosigners INTEGER NOT NULL",
		"delegation TEXT NOT NULL", "category TEXT NOT NULL", "state TEXT NOT NULL", "lead_units TEXT NOT NULL", "co_units TEXT NOT NULL",
		"class TEXT NOT NULL", "grade TEXT NOT NULL", "round INTEGER NOT NULL", "t0 TEXT NOT NULL", "next_kind TEXT NOT NULL",
		"next_due TEXT NOT NULL", "provisional INTEGER NOT NULL", "lapsed INTEGER NOT NULL", "open_promises INTEGER NOT NULL", "head TEXT NOT NULL",
		"members INTEGER NOT NULL", "is_key INTEGER NOT NULL", "imported INTEGER NOT NULL", "source TEXT NOT NULL", "sources TEXT NOT NULL", "province TEXT NOT NULL",
		"rules TEXT NOT NULL", "ended TEXT NOT NULL", "changed TEXT NOT NULL", "version INTEGER NOT NULL", "position INTEGER NOT NULL",
		"unit_state TEXT NOT NULL", "unit_grade TEXT NOT NULL", "unit_next_kind TEXT NOT NULL", "unit_next_due TEXT NOT NULL"},
	Indexes: []string{"state", "number", "source", "next_due", "grade"},
	Rows:    caseRows,
}

func caseRows(k *follower.Case) [][]any {
	s := discreet(k.State)
	next := nearest(s)
	class, grade, round := outcome(s)
	source, sources := "", []string{}
	for i, src := range s.Sources {
		if i == 0 {
			source = src.ID
		}
		sources = append(sources, src.ID)
	}
	told := s.Told()
	_, toldGrade, _ := outcome(told)
	toldNext := nearest(told)
	rules := s.RuleSet
	if s.Imported {
		rules = s.Stated.RuleSet
	}
	return [][]any{{string(s.ID), s.Number, s.Congress, s.Session, s.Year, string(s.Kind), s.Title, s.Lead.Name, deputies(s), max(0, len(s.Deputies())-1),
		s.Delegation, s.Category, string(s.State), units(s, false), units(s, true), class, grade, round, s.T0.String(),
		string(next.Kind), next.Due.String(), next.Provisional, lapses(s), openPromises(s), string(s.Head), len(s.Members), s.Key, grey(s),
		source, strings.Join(sources, ListMark), s.Stated.Province, rules, s.Ended.String(), calendar.DateOf(k.Last).String(), int64(k.Version), int64(k.Position),
		string(told.State), toldGrade, string(toldNext.Kind), toldNext.Due.String()}}
}

// discreet is a case as lists show it. Names that are withheld stand in no list, not
// even those of who may know them: nothing is found, counted or sorted by what is
// not there (handbook THR-44).
func discreet(s *suggestion.Suggestion) *suggestion.Suggestion { return veil.Of(s).Case(s) }

// grey reports whether all that is known of the case is what a source states.
func grey(s *suggestion.Suggestion) bool { return s.Imported && !s.Touched }

// deputies are the names of all who signed, the lead deputy first.
func deputies(s *suggestion.Suggestion) string {
	var out []string
	for _, p := range s.Deputies() {
		out = append(out, p.Name)
	}
	return strings.Join(out, ListMark)
}

// openPromises counts the promises that the promise list shows as open.
func openPromises(s *suggestion.Suggestion) int {
	n := 0
	for _, c := range s.Commitments {
		if openPromise(s, c) {
			n++
		}
	}
	return n
}

// nearest is the running duty or right that ends first; ties go to the duty.
func nearest(s *suggestion.Suggestion) suggestion.Deadline {
	var next suggestion.Deadline
	for _, c := range s.Clocks {
		if !c.Running || c.Kind.Right() || c.Kind == lifecycle.DuePublish {
			continue
		}
		if next.Kind == "" || c.Due.Before(next.Due) {
			next = c.Deadline
		}
	}
	return next
}

// outcome is the case's class and grade: those of its worst line, and the most
// redo rounds any line went through. One solved part never hides an open one: a
// line without a reply leaves the class open, one without a word the grade.
func outcome(s *suggestion.Suggestion) (class, grade string, round int) {
	worst, replied := -1, true
	for _, l := range s.Lines {
		if l.State == lifecycle.LineEnded {
			continue
		}
		round = max(round, l.Round)
		class, replied = max(class, string(l.Latest().Class)), replied && l.Replied()
		g := Grade(l)
		if r := rank(g); r > worst {
			worst, grade = r, g
		}
	}
	if !replied {
		class = ""
	}
	return class, grade, round
}

// Grade is the deputy's word on a line as the views show it: a grade, silence,
// unknown, or nothing yet.
func Grade(l suggestion.Line) string {
	switch l.State {
	case lifecycle.NotReturned, lifecycle.SilentAfterRedo, lifecycle.UnknownFeedback:
		return string(l.State)
	}
	if len(l.Ratings) == 0 {
		return ""
	}
	return string(l.LastRating().Worse())
}

func rank(grade string) int {
	for i, g := range []string{string(lifecycle.Satisfied), string(lifecycle.Basically), "", string(lifecycle.UnknownFeedback),
		string(lifecycle.NotReturned), string(lifecycle.SilentAfterRedo), string(lifecycle.Dissatisfied)} {
		if g == grade {
			return i
		}
	}
	return 0
}

func units(s *suggestion.Suggestion, co bool) string {
	var out []string
	for _, a := range s.Assignments {
		if a.Active() && (a.Part == suggestion.Co) == co {
			out = append(out, a.Unit)
		}
	}
	return strings.Join(out, ListMark)
}

func lapses(s *suggestion.Suggestion) int {
	n := 0
	for _, c := range s.Clocks {
		if c.Lapsed && c.Kind.Duty() {
			n++
		}
	}
	return n
}
