package suggestion

import (
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"huiyin/domain/calendar"
	"huiyin/domain/lifecycle"
	"huiyin/domain/ruleset"
)

// world is a case with a clock: every act goes through Decide and Fold.
type world struct {
	t     *testing.T
	s     *Suggestion
	rules ruleset.Set
	now   time.Time
	on    calendar.Date
	late  *LateEntry
	files []File
	ends  calendar.Date // of the session year
	log   []Event
}

func rules(id string) ruleset.Set {
	sets := ruleset.Builtin()
	return sets[slices.IndexFunc(sets, func(s ruleset.Set) bool { return s.ID == id })]
}

func day(text string) calendar.Date {
	d, err := calendar.ParseDate(text)
	if err != nil {
		panic(err)
	}
	return d
}

func begin(t *testing.T, set string) *world {
	w := &world{t: t, s: New(), rules: rules(set)}
	w.at("2026-01-20")
	return w
}

// at moves the clock to ten in the morning of the day.
func (w *world) at(text string) { w.now = calendar.StartOf(day(text)).Add(10 * time.Hour) }

// after moves the clock to the morning after the due day of the running clock.
func (w *world) after(k lifecycle.Deadline, about Subject) Clock {
	w.t.Helper()
	c, ok := w.s.Running(k, about)
	if !ok {
		w.t.Fatalf("no running %s for %+v", k, about)
	}
	w.now = calendar.EndOf(c.Due).Add(time.Minute)
	return c
}

func as(role lifecycle.Role, person, unit string) Actor {
	return Actor{Person: Person{ID: person, Name: "name of " + person}, Role: role, Unit: unit}
}

func who(person string) Person { return as("", person, "").Person }

// The cast.
var (
	lead      = as(lifecycle.LeadDeputy, "d1", "")
	second    = as(lifecycle.CoSigner, "d2", "")
	third     = as(lifecycle.CoSigner, "d3", "")
	desk      = as(lifecycle.DeputyAffairsCommittee, "o1", "")
	gov       = as(lifecycle.GovOffice, "g1", "")
	special   = as(lifecycle.SpecialCommittee, "s1", "")
	chairs    = as(lifecycle.CouncilOfChairpersons, "p1", "")
	clock     = Actor{Role: lifecycle.Clock}
	reactor   = Actor{Role: lifecycle.Reactor}
	importer  = Actor{Role: lifecycle.Importer}
	handler   = as(lifecycle.UnitHandler, "h1", "u1")
	boss      = as(lifecycle.UnitHead, "b1", "u1")
	office    = as(lifecycle.UnitCoordinator, "c1", "u1")
	handler2  = as(lifecycle.UnitHandler, "h2", "u2")
	boss2     = as(lifecycle.UnitHead, "b2", "u2")
	office2   = as(lifecycle.UnitCoordinator, "c2", "u2")
	l1        = Subject{Line: "l1"}
	draftCase = DraftSuggestion{Case: "case-1", Kind: InSession, Congress: "14", Session: "4", Year: 2026,
		Title: "On roads", Body: "Mend the roads.", Evidence: "Three visits."}
)

func (w *world) request(a Actor, c Command) Request {
	return Request{Actor: a, Now: w.now, On: w.on, Late: w.late, Files: w.files, YearEnds: w.ends, Rules: w.rules, Calendar: calendar.StateCouncil(), Command: c}
}

// do wants the act to be accepted and returns its events.
func (w *world) do(a Actor, c Command) []Event {
	w.t.Helper()
	events, err := Decide(w.s, w.request(a, c))
	if err != nil {
		w.t.Fatalf("%T by %s: %v", c, a.Role, err)
	}
	next := Fold(w.s, events...)
	w.log = append(w.log, events...)
	if again := Fold(New(), w.log...); !reflect.DeepEqual(again, next) {
		w.t.Fatalf("%T: the replay differs\n%+v\n%+v", c, again, next)
	}
	w.s = next
	return events
}

// no wants the act to be refused with the code and to change nothing.
func (w *world) no(code string, a Actor, c Command) {
	w.t.Helper()
	events, err := Decide(w.s, w.request(a, c))
	var r *Refusal
	if !errors.As(err, &r) || r.Code != code || events != nil {
		w.t.Errorf("%T by %s: want refusal %s, got %v and %d events", c, a.Role, code, err, len(events))
	}
	if !reflect.DeepEqual(Fold(New(), w.log...), w.s) {
		w.t.Fatalf("%T: a refused act changed the state", c)
	}
}

// is wants the state of the case.
func (w *world) is(s lifecycle.State) {
	w.t.Helper()
	if w.s.State != s {
		w.t.Fatalf("the case is %s, want %s", w.s.State, s)
	}
}

// line wants the state of a line.
func (w *world) line(id LineID, s lifecycle.State) {
	w.t.Helper()
	if l, ok := w.s.Line(id); !ok || l.State != s {
		w.t.Fatalf("line %s: %+v, want %s", id, l, s)
	}
}

// due wants a running clock with the due day.
func (w *world) due(k lifecycle.Deadline, about Subject, text string) {
	w.t.Helper()
	if c, ok := w.s.Running(k, about); !ok || c.Due != day(text) {
		w.t.Errorf("%s of %+v: due %s (running %t), want %s", k, about, c.Due, ok, text)
	}
}

func kinds(events []Event) string {
	out := make([]string, len(events))
	for i, e := range events {
		out[i] = kind(e)
	}
	return strings.Join(out, " ")
}

func kind(e Event) string { return reflect.TypeOf(e).Name() }

func (w *world) want(events []Event, names string) {
	w.t.Helper()
	if got := kinds(events); got != names {
		w.t.Errorf("events: %s\nwant    %s", got, names)
	}
}

// registered is the case with one co-signer under its number.
func registered(t *testing.T, set string) *world {
	w := begin(t, set)
	w.do(lead, draftCase)
	w.do(lead, Invite{who("d2")})
	w.do(second, AnswerInvitation{Confirm: true})
	w.do(lead, Submit{})
	w.do(desk, BeginReview{})
	w.do(desk, Register{Number: "0001", Category: "roads"})
	return w
}

// assigned is the registered case handed to u1 on 2026-02-25.
func assigned(t *testing.T, set string) *world {
	w := registered(t, set)
	w.at("2026-02-25")
	w.do(desk, Assign{Mode: Single, Units: []UnitPart{{Unit: "u1", Part: Lead}}})
	return w
}

// heard adds a confirmed contact and the unit's acknowledgement.
func (w *world) heard() {
	w.t.Helper()
	if a, _ := w.s.OfLine("l1"); a.State != lifecycle.SignedIn {
		w.do(office, SignIn{a.Assignment})
	}
	l, _ := w.s.Line("l1")
	w.do(handler, RecordContact{Line: "l1", Way: "visit", With: []Person{who("d1")}, Content: "Talked."})
	l, _ = w.s.Line("l1")
	w.do(lead, AnswerContact{Line: "l1", Contact: l.Contacts[len(l.Contacts)-1].ID, Confirm: true})
}

// reply drafts, examines and issues a version on l1.
func (w *world) reply(class Class, promises ...Promise) {
	w.t.Helper()
	w.do(handler, DraftReply{Line: "l1", Class: class, Text: "We did.", Promises: promises})
	w.do(gov, ExamineReply{Line: "l1", Pass: true})
	w.do(boss, IssueReply{Line: "l1", DocumentNo: "no. 1"})
}

func (w *world) deliver() {
	w.t.Helper()
	for _, p := range w.s.Deputies() {
		w.do(desk, DeliverReply{Line: "l1", To: p, Channel: "platform"})
	}
}

func (w *world) rate(process, result Grade, reason string) []Event {
	w.t.Helper()
	l, _ := w.s.Line("l1")
	return w.do(lead, Rate{Line: "l1", Version: l.Latest().Number, Process: process, Result: result, Reason: reason, Channel: "platform"})
}

func replied(t *testing.T, class Class, promises ...Promise) *world {
	w := assigned(t, "hunan-2024")
	w.heard()
	w.at("2026-04-01")
	w.reply(class, promises...)
	w.deliver()
	return w
}

var pledge = Promise{Text: "Mend the bridge.", Due: day("2026-09-30"), DueText: "end of September"}
