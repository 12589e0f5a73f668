// Package office binds the parts that write into a working office: the log, the
// decider over the suggestion aggregate, the rules and calendar that lie in the
// log, the number series, the registers, and the evidence of refused acts. It is the desk to
// which the reactors bring their acts.
//
// It is the composition root's only engine: the command line, the simulator
// and, later, the server all act through it. It is also the only place that
// names a concrete back end.
package office

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"io"
	"sync"
	"time"

	"huiyin/api/desk"
	"huiyin/domain/calendar"
	"huiyin/domain/ruleset"
	"huiyin/domain/suggestion"
	"huiyin/domain/wire"
	"huiyin/eventstore"
	"huiyin/eventstore/blobs"
	"huiyin/eventstore/decider"
	"huiyin/eventstore/sqlite"
	"huiyin/projections/parked"
	"huiyin/projections/reactors"
)

type (
	state   = *suggestion.Suggestion
	request = suggestion.Request
	event   = suggestion.Event
)

// home is the jurisdiction whose rules a new case lives under when its act names
// none: the office this product is first made for.
const home = "hunan"

// Options say where the data folder is and how it is opened.
type Options struct {
	Dir string
	// Clock is the recorded time; nil means the machine's.
	Clock func() time.Time
	// Random feeds command ids; nil means the system's.
	Random io.Reader
	// Bulk loads a new store from input that can be had again; see sqlite.
	Bulk bool
	// ReadOnly works beside the process that owns the folder.
	ReadOnly bool
	// System stands in for the register of units where a log has none: which
	// system a unit belongs to, empty if it cannot tell. Nil means the register.
	System func(unit string) string
	Hooks  eventstore.Hooks
}

// Office is an open data folder.
type Office struct {
	Log       eventstore.Store
	Rules     []ruleset.Set
	Calendar  calendar.Calendar
	opts      Options
	cases     *decider.Decider[state, request, event]
	numbers   series
	rules     rules
	registers registers
	files     struct {
		sync.Mutex
		store *blobs.Store
	}
	evidence struct {
		sync.Mutex
		version eventstore.Version // of the security stream, as far as known
	}
}

// Open opens the data folder, making a new one if there is none, and adopts the
// built-in rule sets and calendar in a new log.
func Open(ctx context.Context, o Options) (*Office, error) {
	if o.Clock == nil {
		o.Clock = time.Now
	}
	if o.Random == nil {
		o.Random = rand.Reader
	}
	log, err := sqlite.Open(ctx, sqlite.Options{Dir: o.Dir, Clock: o.Clock, Hooks: o.Hooks, BulkLoad: o.Bulk, ReadOnly: o.ReadOnly})
	if err != nil {
		return nil, err
	}
	of := &Office{Log: log, opts: o}
	of.cases = decider.New(log, decider.Model[state, request, event]{
		Initial: suggestion.New,
		Decide:  of.decide,
		Evolve:  func(s state, events []event) state { return suggestion.Fold(s, events...) },
		Codec:   wire.Codec{},
	}, decider.Options{})
	of.registers.open(log)
	if err := of.loadRules(ctx); err != nil {
		return nil, errors.Join(err, log.Close())
	}
	return of, nil
}

// Close ends the office's use of the folder.
func (o *Office) Close() error { return o.Log.Close() }

// Now is the office's clock.
func (o *Office) Now() time.Time { return o.opts.Clock() }

// Today is the day in China by the office's clock.
func (o *Office) Today() calendar.Date { return calendar.DateOf(o.Now()) }

// decide resolves the rules the case pinned and what the registers say before
// the domain decides.
func (o *Office) decide(s state, r request) ([]event, error) {
	r, err := o.Judged(s, r)
	if err != nil {
		return nil, err
	}
	return suggestion.Decide(s, r)
}

// Judged is the request with all the domain may know: the rules and the calendar
// the case is judged by, and what the registers say of its actor and session.
func (o *Office) Judged(s state, r request) (request, error) {
	return o.known(s, o.ruled(s, r))
}

// ruled is the request with the case's pinned rules, else those it brings, else
// those of home.
func (o *Office) ruled(s state, r request) request {
	if r.Rules.IsZero() {
		r.Rules = o.RulesFor(home, calendar.DateOf(r.Now))
	}
	r.Calendar = o.Calendar
	if set, ok := o.Pinned(s); ok {
		r.Rules = set
	}
	return r
}

// Pinned is the rule set the case began under; false for a case without one.
func (o *Office) Pinned(s state) (ruleset.Set, bool) {
	for _, set := range o.Rules {
		if s.RuleSet != "" && set.ID == s.RuleSet && set.Digest == s.RuleDigest {
			return set, true
		}
	}
	return ruleset.Set{}, false
}

// NewCommandID draws an id for a command given now.
func (o *Office) NewCommandID() (eventstore.ID, error) {
	return eventstore.NewCommandID(o.Now(), o.opts.Random)
}

// RulesFor picks the rule set in force for a jurisdiction on a day, the local
// one if there is one, else the national one; the zero Set when none is.
func (o *Office) RulesFor(jurisdiction string, on calendar.Date) ruleset.Set {
	set, _ := ruleset.ForCase(o.Rules, jurisdiction, on)
	return set
}

// What is asked of the office and what it answers; see package desk.
type (
	Act       = desk.Act
	Done      = desk.Done
	Fact      = desk.Fact
	Statement = desk.Statement
	Entered   = desk.Entered
)

// Do carries out an act. A refusal is a *suggestion.Refusal and changes nothing
// in the case; one on a rating, a deadline or a class is kept as evidence.
func (o *Office) Do(ctx context.Context, a Act) (Done, error) {
	now := o.Now()
	if a.ID.IsZero() {
		id, err := o.NewCommandID()
		if err != nil {
			return Done{}, err
		}
		a.ID = id
	}
	digest, err := digestOf(a)
	if err != nil {
		return Done{}, err
	}
	occurred := now
	if !a.On.IsZero() && a.On != calendar.DateOf(now) {
		occurred = calendar.StartOf(a.On)
	}
	payload := request{Actor: a.Actor, Now: now, On: a.On, Late: a.Late, Files: a.Files, Rules: a.Rules, Command: a.Command}
	release, err := o.reserve(ctx, a, payload)
	if err != nil {
		return Done{}, err
	}
	defer release()
	done, err := o.cases.Handle(ctx, eventstore.StreamID(wire.CaseStream(a.Case)), decider.Command[request]{
		ID: a.ID, Digest: digest, Occurred: occurred, Meta: metaOf(a.Actor),
		Payload: payload, Seen: a.Seen,
	})
	return done, o.keepEvidence(ctx, a, err)
}

// digestOf covers who acts and what; not when, because a retry comes later.
func digestOf(a Act) ([32]byte, error) {
	body, err := json.Marshal(a.Command)
	parts := []string{string(a.Case), string(a.Actor.Role), a.Actor.Unit, a.Actor.ID, a.Actor.Name, a.On.String(),
		suggestion.Name(a.Command), string(body)}
	if a.Late != nil {
		proof, failed := json.Marshal(a.Late)
		parts, err = append(parts, string(proof)), errors.Join(err, failed)
	}
	if len(a.Files) > 0 {
		files, failed := json.Marshal(a.Files)
		parts, err = append(parts, string(files)), errors.Join(err, failed)
	}
	return decider.Digest(parts...), err
}

func metaOf(a suggestion.Actor) map[string]string {
	m := map[string]string{"role": string(a.Role)}
	for k, v := range map[string]string{"actor": a.ID, "name": a.Name, "unit": a.Unit} {
		if v != "" {
			m[k] = v
		}
	}
	return m
}

// Load is the case now; eventstore.ErrStreamNotFound for an unknown one. A case
// that this program cannot read, or panics on, is an error and no more, whose
// cause package parked tells.
func (o *Office) Load(ctx context.Context, id suggestion.CaseID) (state, error) {
	s, _, err := o.Current(ctx, id)
	return s, err
}

// Current is Load with the version of the case.
func (o *Office) Current(ctx context.Context, id suggestion.CaseID) (s state, v eventstore.Version, err error) {
	defer parked.Recover(&err)
	return o.cases.Load(ctx, eventstore.StreamID(wire.CaseStream(id)))
}

// History is every event of the case in order; beside an error, those before the
// one that cannot be read.
func (o *Office) History(ctx context.Context, id suggestion.CaseID) ([]Fact, error) {
	var out []Fact
	for f, err := range o.cases.History(ctx, eventstore.StreamID(wire.CaseStream(id)), 0) {
		if err != nil {
			return out, err
		}
		out = append(out, f)
	}
	return out, nil
}

// Carry carries out what a reactor asks for.
func (o *Office) Carry(ctx context.Context, a reactors.Act) error {
	_, err := o.Do(ctx, Act{ID: a.ID, Case: a.Case, Command: a.Command,
		Actor: suggestion.Actor{Role: a.Role, Person: suggestion.Person{ID: string(a.Role)}}})
	return err
}
