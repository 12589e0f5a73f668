package annual

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"huiyin/domain/calendar"
	"huiyin/domain/lifecycle"
	"huiyin/domain/register"
	"huiyin/domain/ruleset"
	"huiyin/domain/suggestion"
	"huiyin/eventstore"
)

// fataler is what a test and a property have in common.
type fataler interface {
	Helper()
	Fatalf(format string, args ...any)
}

// world plays cases through the domain and keeps them as a book would. No log
// stands between: what Read adds to the fold has its own tests on a real one.
type world struct {
	t     fataler
	now   time.Time
	rules ruleset.Set
	cases []*Case
	n     int
}

func newWorld(t fataler, rules string) *world {
	w := &world{t: t, rules: set(rules)}
	w.at("2026-01-20")
	return w
}

func set(id string) ruleset.Set {
	sets := ruleset.Builtin()
	return sets[slices.IndexFunc(sets, func(s ruleset.Set) bool { return s.ID == id })]
}

func day(text string) calendar.Date { return calendar.MustDate(text) }

// at moves the clock to ten in the morning of the day.
func (w *world) at(text string) { w.now = calendar.StartOf(day(text)).Add(10 * time.Hour) }

func (w *world) of(id string) *Case {
	i := slices.IndexFunc(w.cases, func(c *Case) bool { return c.ID == suggestion.CaseID(id) })
	if i < 0 {
		w.cases = append(w.cases, newCase(suggestion.CaseID(id)))
		i = len(w.cases) - 1
	}
	w.cases[i].settle()
	return w.cases[i]
}

// do carries out an act that must be accepted.
func (w *world) do(id string, by suggestion.Actor, c suggestion.Command) {
	w.t.Helper()
	w.paper(id, by, "", c)
}

// paper enters an act from a paper of another day, with its proof.
func (w *world) paper(id string, by suggestion.Actor, on string, c suggestion.Command) {
	w.t.Helper()
	k := w.of(id)
	q := suggestion.Request{Actor: by, Now: w.now, Rules: w.rules, Calendar: calendar.StateCouncil(), Command: c}
	if on != "" {
		q.On = day(on)
		q.Late = &suggestion.LateEntry{Reason: "offline", Scan: strings.Repeat("ab", 32), Second: gov}
	}
	events, err := suggestion.Decide(k.State, q)
	if err != nil {
		w.t.Fatalf("%s: %T by %s: %v", id, c, by.Role, err)
	}
	for _, e := range events {
		w.n++
		k.add(e, &eventstore.Recorded{Event: eventstore.Event{Meta: map[string]string{"role": string(by.Role)}}, Recorded: w.now, Position: eventstore.Position(w.n)})
	}
}

// book ends the book at the end of the day.
func (w *world) book(until string) *Book {
	for _, c := range w.cases {
		c.settle()
	}
	b := &Book{Cut: Cut{Position: eventstore.Position(w.n), Until: calendar.EndOf(day(until))}, Cases: w.cases, Rules: map[string]ruleset.Set{}, Directory: register.New()}
	for _, s := range ruleset.Builtin() {
		b.Rules[s.ID] = s
	}
	return b
}

func (w *world) report(until string) *Report {
	return Compute(w.book(until), Params{Decimals: 2}, Roster{})
}

// The cast. Everybody is invented.
func person(name string) suggestion.Person { return suggestion.Person{ID: "p-" + name, Name: name} }

func by(role lifecycle.Role, name, unit string) suggestion.Actor {
	return suggestion.Actor{Person: person(name), Role: role, Unit: unit}
}

var (
	committee = by(lifecycle.DeputyAffairsCommittee, "desk", "")
	gov       = by(lifecycle.GovOffice, "gov", "")
	clerk     = by(lifecycle.Clock, "clock", "")
	importer  = by(lifecycle.Importer, "importer", "")
)

func deputy(name string) suggestion.Actor { return by(lifecycle.LeadDeputy, name, "") }
func handler(unit string) suggestion.Actor {
	return by(lifecycle.UnitHandler, unit+"-handler", unit)
}
func office(unit string) suggestion.Actor {
	return by(lifecycle.UnitCoordinator, unit+"-office", unit)
}
func boss(unit string) suggestion.Actor { return by(lifecycle.UnitHead, unit+"-head", unit) }

// submit hands a suggestion of the deputy in.
func (w *world) submit(id, lead string, kind suggestion.Kind) {
	w.t.Helper()
	w.do(id, deputy(lead), suggestion.DraftSuggestion{Case: suggestion.CaseID(id), Kind: kind, Congress: "C14", Session: "S4", Year: 2026,
		Title: "Title of " + id, Body: "Body", Evidence: "visited", Delegation: "D-" + lead[:1], Category: "roads"})
	w.do(id, deputy(lead), suggestion.Submit{})
	w.do(id, committee, suggestion.BeginReview{})
}

// assign registers the case and hands it to the units; with co-units only the
// first leads.
func (w *world) assign(id, lead string, kind suggestion.Kind, units ...string) {
	w.t.Helper()
	w.submit(id, lead, kind)
	w.do(id, committee, suggestion.Register{Number: strings.ToUpper(id)})
	mode, parts := suggestion.Single, []suggestion.UnitPart{{Unit: units[0], Part: suggestion.Lead}}
	for _, u := range units[1:] {
		mode = suggestion.LeadAndCo
		parts = append(parts, suggestion.UnitPart{Unit: u, Part: suggestion.Co})
	}
	w.do(id, gov, suggestion.Assign{Mode: mode, Units: parts})
}

// meet signs in and records a contact of a way; answer may be empty.
func (w *world) meet(id string, line suggestion.LineID, way, answer string) {
	w.t.Helper()
	k := w.of(id)
	l, _ := k.State.Line(line)
	unit := l.Unit
	if a, _ := k.State.OfLine(line); a.State == lifecycle.UnitAssigned {
		w.do(id, office(unit), suggestion.SignIn{Assignment: a.Assignment})
	}
	w.do(id, handler(unit), suggestion.RecordContact{Line: line, Way: way, With: []suggestion.Person{k.State.Lead}, Content: "talked"})
	l, _ = w.of(id).State.Line(line)
	if answer != "" {
		w.do(id, suggestion.Actor{Person: k.State.Lead, Role: lifecycle.LeadDeputy},
			suggestion.AnswerContact{Line: line, Contact: l.Contacts[len(l.Contacts)-1].ID, Confirm: answer == "yes", Reason: "no"})
	}
}

// reply drafts, examines, issues and delivers a version. With without it may go
// out unheard.
func (w *world) reply(id string, line suggestion.LineID, class suggestion.Class, without string, promises ...suggestion.Promise) {
	w.t.Helper()
	k := w.of(id)
	l, _ := k.State.Line(line)
	unit := l.Unit
	if a, _ := k.State.OfLine(line); a.State == lifecycle.UnitAssigned {
		w.do(id, office(unit), suggestion.SignIn{Assignment: a.Assignment})
	}
	w.do(id, handler(unit), suggestion.DraftReply{Line: line, Class: class, Text: "reply", Promises: promises})
	w.do(id, gov, suggestion.ExamineReply{Line: line, Pass: true})
	w.do(id, boss(unit), suggestion.IssueReply{Line: line, DocumentNo: "1", Without: without})
	for _, p := range k.State.Deputies() {
		w.do(id, committee, suggestion.DeliverReply{Line: line, To: p, Channel: "platform"})
	}
}

func (w *world) rate(id string, line suggestion.LineID, process, result suggestion.Grade) {
	w.t.Helper()
	s := w.of(id).State
	l, _ := s.Line(line)
	reason := ""
	if process == suggestion.Dissat || result == suggestion.Dissat {
		reason = "not solved"
	}
	w.do(id, suggestion.Actor{Person: s.Lead, Role: lifecycle.LeadDeputy},
		suggestion.Rate{Line: line, Version: l.Latest().Number, Process: process, Result: result, Reason: reason, Channel: "platform"})
}

// silence lets the feedback date pass until the form counts as not returned.
func (w *world) silence(id string, line suggestion.LineID) {
	w.t.Helper()
	for {
		c, ok := w.of(id).State.Running(lifecycle.DueFeedback, suggestion.Subject{Line: line})
		if !ok {
			return
		}
		w.now = calendar.EndOf(c.Due).Add(time.Minute)
		w.do(id, clerk, suggestion.Lapse{Kind: c.Kind, Subject: c.Subject, Due: c.Due})
	}
}

func (w *world) imported(id string, f suggestion.Facts) {
	w.t.Helper()
	w.n++
	w.do(id, importer, suggestion.Import{Case: suggestion.CaseID(id), Source: suggestion.Source{ID: "src-" + id, Digest: fmt.Sprint(w.n)}, Facts: f})
}

// counts wants figures to have counts.
func counts(t testing.TB, r *Report, want map[string]int) {
	t.Helper()
	for id, n := range want {
		if f, ok := r.Figure(id); !ok || f.Count != n {
			t.Errorf("%s is %d (%t), want %d", id, f.Count, ok, n)
		}
	}
}

// rates wants figures to be so many of so many.
func rates(t testing.TB, r *Report, want map[string][2]int) {
	t.Helper()
	for id, n := range want {
		if f, ok := r.Figure(id); !ok || f.Count != n[0] || f.Base != n[1] {
			t.Errorf("%s is %d of %d (%t), want %d of %d", id, f.Count, f.Base, ok, n[0], n[1])
		}
	}
}
