// Package rehearsal plays cases through the real domain and decider for the
// tests of projections. The log is the test's; the clock moves by hand.
package rehearsal

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"huiyin/domain/calendar"
	"huiyin/domain/lifecycle"
	"huiyin/domain/ruleset"
	"huiyin/domain/suggestion"
	"huiyin/domain/wire"
	"huiyin/eventstore"
	"huiyin/eventstore/decider"
	"huiyin/projections/reactors"
)

// Clock is a clock that only a test moves. It is safe for concurrent use.
type Clock struct{ unix atomic.Int64 }

// NewClock stands at ten in the morning in China on the day.
func NewClock(day string) *Clock {
	c := &Clock{}
	c.Set(day)
	return c
}

// Set moves the clock to ten in the morning of the day.
func (c *Clock) Set(day string) { c.At(calendar.StartOf(calendar.MustDate(day)).Add(10 * time.Hour)) }

// At moves the clock to an instant.
func (c *Clock) At(t time.Time) { c.unix.Store(t.Unix()) }

// Now is the clock's time.
func (c *Clock) Now() time.Time { return time.Unix(c.unix.Load(), 0).UTC() }

// Today is the clock's day in China.
func (c *Clock) Today() calendar.Date { return calendar.DateOf(c.Now()) }

// Desk carries out commands. It implements reactors.Desk.
type Desk struct {
	*Clock
	Log      eventstore.Store
	Rules    ruleset.Set
	Calendar calendar.Calendar
	cases    *decider.Decider[*suggestion.Suggestion, suggestion.Request, suggestion.Event]
	n        atomic.Uint64
	t        testing.TB
}

var _ reactors.Desk = (*Desk)(nil)

// New is a desk over a log under the rules of hunan-2024.
func New(t testing.TB, log eventstore.Store, clock *Clock) *Desk {
	d := &Desk{Clock: clock, Log: log, Rules: Rules(t, "hunan-2024"), Calendar: calendar.StateCouncil(), t: t}
	d.cases = decider.New(log, decider.Model[*suggestion.Suggestion, suggestion.Request, suggestion.Event]{
		Initial: suggestion.New,
		Decide:  suggestion.Decide,
		Evolve: func(s *suggestion.Suggestion, events []suggestion.Event) *suggestion.Suggestion {
			return suggestion.Fold(s, events...)
		},
		Codec: wire.Codec{},
	}, decider.Options{})
	return d
}

// Rules is a built-in rule set.
func Rules(t testing.TB, id string) ruleset.Set {
	t.Helper()
	sets := ruleset.Builtin()
	i := slices.IndexFunc(sets, func(s ruleset.Set) bool { return s.ID == id })
	if i < 0 {
		t.Fatalf("no rule set %s", id)
	}
	return sets[i]
}

// Try carries out a command and returns its refusal or error.
func (d *Desk) Try(id suggestion.CaseID, who suggestion.Actor, c suggestion.Command) error {
	var random [10]byte
	sum := sha256.Sum256(binary.BigEndian.AppendUint64([]byte(id), d.n.Add(1)))
	copy(random[:], sum[:])
	command, err := eventstore.NewCommandID(d.Now(), bytes.NewReader(random[:]))
	if err != nil {
		return err
	}
	return d.handle(context.Background(), command, id, who, c)
}

// Do carries out a command that must succeed.
func (d *Desk) Do(id suggestion.CaseID, who suggestion.Actor, c suggestion.Command) {
	d.t.Helper()
	if err := d.Try(id, who, c); err != nil {
		d.t.Fatalf("%s: %T by %s: %v", id, c, who.Role, err)
	}
}

func (d *Desk) handle(ctx context.Context, command eventstore.ID, id suggestion.CaseID, who suggestion.Actor, c suggestion.Command) error {
	body, err := json.Marshal(c)
	if err != nil {
		return err
	}
	now := d.Now()
	_, err = d.cases.Handle(ctx, eventstore.StreamID(wire.CaseStream(id)), decider.Command[suggestion.Request]{
		ID: command, Digest: decider.Digest(string(who.Role), who.Unit, who.Name, suggestion.Name(c), string(body)),
		Occurred: now, Meta: map[string]string{"role": string(who.Role)},
		Payload: suggestion.Request{Actor: who, Now: now, Rules: d.Rules, Calendar: d.Calendar, Command: c},
	})
	return err
}

// Carry implements reactors.Desk.
func (d *Desk) Carry(ctx context.Context, a reactors.Act) error {
	return d.handle(ctx, a.ID, a.Case, suggestion.Actor{Role: a.Role, Person: suggestion.Person{ID: string(a.Role)}}, a.Command)
}

// Load implements reactors.Desk.
func (d *Desk) Load(ctx context.Context, id suggestion.CaseID) (*suggestion.Suggestion, error) {
	s, _, err := d.cases.Load(ctx, eventstore.StreamID(wire.CaseStream(id)))
	return s, err
}

// Case is the case now.
func (d *Desk) Case(id suggestion.CaseID) *suggestion.Suggestion {
	d.t.Helper()
	s, err := d.Load(context.Background(), id)
	if err != nil {
		d.t.Fatal(err)
	}
	return s
}

// Person is somebody by name.
func Person(name string) suggestion.Person { return suggestion.Person{ID: "p-" + name, Name: name} }

// By is somebody in a role that belongs to no unit.
func By(role lifecycle.Role, name string) suggestion.Actor {
	return suggestion.Actor{Person: Person(name), Role: role}
}

// Of is somebody of a unit.
func Of(unit string, role lifecycle.Role) suggestion.Actor {
	return suggestion.Actor{Person: Person(unit + "-" + string(role)), Role: role, Unit: unit}
}

// Committee is the deputy affairs committee.
func Committee() suggestion.Actor { return By(lifecycle.DeputyAffairsCommittee, "Committee") }

// Gov is the government's general office.
func Gov() suggestion.Actor { return By(lifecycle.GovOffice, "Office") }

// Deputy is the lead deputy of a case.
func Deputy(name string) suggestion.Actor { return By(lifecycle.LeadDeputy, name) }

// Register takes a case from draft to registered under a number.
func (d *Desk) Register(id suggestion.CaseID, number, lead string) {
	d.t.Helper()
	d.Do(id, Deputy(lead), suggestion.DraftSuggestion{Case: id, Kind: suggestion.InSession, Congress: "14", Session: "4", Year: 2026,
		Title: "Title of " + number, Body: "Body", Evidence: "visited", Category: "transport"})
	d.Do(id, Deputy(lead), suggestion.Submit{})
	d.Do(id, Committee(), suggestion.BeginReview{})
	d.Do(id, Committee(), suggestion.Register{Number: number})
}

// Assign hands the case to a single unit.
func (d *Desk) Assign(id suggestion.CaseID, unit string) {
	d.t.Helper()
	d.Do(id, Gov(), suggestion.Assign{Mode: suggestion.Single, Units: []suggestion.UnitPart{{Unit: unit, Part: suggestion.Lead}}})
}

// Draft signs in, if need be, contacts the deputy and drafts a reply.
func (d *Desk) Draft(id suggestion.CaseID, line suggestion.LineID, class suggestion.Class, promises ...suggestion.Promise) {
	d.t.Helper()
	s := d.Case(id)
	l, ok := s.Line(line)
	if !ok {
		d.t.Fatalf("%s has no line %s", id, line)
	}
	if a, ok := s.OfLine(line); ok && a.State == lifecycle.UnitAssigned {
		d.Do(id, Of(l.Unit, lifecycle.UnitCoordinator), suggestion.SignIn{Assignment: a.Assignment})
	}
	d.Do(id, Of(l.Unit, lifecycle.UnitHandler), suggestion.RecordContact{Line: line, Stage: "before", Way: "visit", With: []suggestion.Person{s.Lead}, Content: "met"})
	l, _ = d.Case(id).Line(line)
	d.Do(id, Deputy(s.Lead.Name), suggestion.AnswerContact{Line: line, Contact: l.Contacts[len(l.Contacts)-1].ID, Confirm: true})
	d.Do(id, Of(l.Unit, lifecycle.UnitHandler), suggestion.DraftReply{Line: line, Class: class, Text: "reply", Promises: promises})
}

// Reply drafts, examines and issues a reply.
func (d *Desk) Reply(id suggestion.CaseID, line suggestion.LineID, class suggestion.Class, promises ...suggestion.Promise) {
	d.t.Helper()
	d.Draft(id, line, class, promises...)
	l, _ := d.Case(id).Line(line)
	d.Do(id, Gov(), suggestion.ExamineReply{Line: line, Pass: true})
	d.Do(id, Of(l.Unit, lifecycle.UnitHead), suggestion.IssueReply{Line: line, DocumentNo: "No " + string(id)})
}

// Deliver hands the newest reply to every deputy of the case.
func (d *Desk) Deliver(id suggestion.CaseID, line suggestion.LineID) {
	d.t.Helper()
	s := d.Case(id)
	l, _ := s.Line(line)
	for _, p := range s.Deputies() {
		d.Do(id, Of(l.Unit, lifecycle.UnitCoordinator), suggestion.DeliverReply{Line: line, To: p, Channel: "platform"})
	}
}

// Publish makes the newest reply and the suggestion public in full.
func (d *Desk) Publish(id suggestion.CaseID, line suggestion.LineID) {
	d.t.Helper()
	l, _ := d.Case(id).Line(line)
	d.Do(id, Of(l.Unit, lifecycle.UnitCoordinator), suggestion.ExamineForPublication{Line: line, Level: suggestion.Public, Checker: Person("Checker")})
	d.Do(id, Gov(), suggestion.DecideReply{Line: line, Level: suggestion.Public})
	d.Do(id, Committee(), suggestion.DecideContent{Level: suggestion.Public, Named: true})
}

// Rate is the lead deputy's rating of the newest version.
func (d *Desk) Rate(id suggestion.CaseID, line suggestion.LineID, g suggestion.Grade) {
	d.t.Helper()
	s := d.Case(id)
	l, _ := s.Line(line)
	reason := ""
	if g == suggestion.Dissat {
		reason = "not solved"
	}
	d.Do(id, Deputy(s.Lead.Name), suggestion.Rate{Line: line, Version: l.Latest().Number, Process: suggestion.Satisfied, Result: g, Reason: reason})
}

// Import states a source's row.
func (d *Desk) Import(id suggestion.CaseID, source string, f suggestion.Facts) {
	d.t.Helper()
	d.Do(id, By(lifecycle.Importer, "Importer"), suggestion.Import{Case: id,
		Source: suggestion.Source{ID: source, Kind: "table", Digest: source + fmt.Sprint(f.Class, f.Satisfaction)}, Facts: f})
}

// Records are all events of the log.
func (d *Desk) Records() []eventstore.Recorded {
	d.t.Helper()
	return Records(d.t, d.Log)
}

// Outline is the log as text, one line per event, to compare two logs by.
func (d *Desk) Outline() string {
	d.t.Helper()
	var b bytes.Buffer
	for _, r := range d.Records() {
		fmt.Fprintf(&b, "%s/%d %s %s %s\n", r.Stream, r.Version, r.ID, r.Type, r.Data)
	}
	return b.String()
}

// Refused reports whether the error is a refusal, with the code if one is given.
func Refused(err error, code string) bool {
	var r *suggestion.Refusal
	return errors.As(err, &r) && (code == "" || r.Code == code)
}
