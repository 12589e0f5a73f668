// Package desk is how people and programs reach the office: the small interface
// through which pages and the HTTP API act and read. It knows no HTTP, and the
// running server (cmd) gives it its meaning.
package desk

import (
	"context"
	"iter"
	"time"

	"huiyin/domain/calendar"
	"huiyin/domain/register"
	"huiyin/domain/ruleset"
	"huiyin/domain/suggestion"
	"huiyin/domain/wire"
	"huiyin/eventstore"
	"huiyin/eventstore/blobs"
	"huiyin/eventstore/decider"
	"huiyin/projections/follower"
	"huiyin/projections/notices"
	"huiyin/projections/views"
)

// Act is one command on one case, with who gives it and what the paper says.
type Act struct {
	// ID makes a retry the same act; zero draws a new one.
	ID      eventstore.ID
	Case    suggestion.CaseID
	Actor   suggestion.Actor
	On      calendar.Date
	Late    *suggestion.LateEntry // the proof of an act that is entered from paper
	Files   []suggestion.File     // what is sent with it; see Desk.Attach
	Rules   ruleset.Set           // for a new case; a case that pinned its rules keeps them
	Command suggestion.Command
	// Seen is the version of the case that the actor has seen; if the case has
	// gone on since, the answer is a *decider.StaleError. Zero means not said.
	Seen eventstore.Version
}

// Done is what an act caused.
type Done = decider.Result[suggestion.Event]

// Fact is one event of a case with its envelope.
type Fact = decider.Fact[suggestion.Event]

// Statement is a fact that somebody enters into a register.
type Statement struct {
	// ID makes a retry the same act; zero draws a new one.
	ID    eventstore.ID
	Actor suggestion.Actor
	Fact  register.Event
}

// Entered is what a statement caused: no events if it was so already.
type Entered = decider.Result[register.Event]

// SecurityRecord is one security record with its envelope.
type SecurityRecord struct {
	eventstore.Recorded
	Event wire.RegisterEvent
}

// Office is what people and programs may ask of the office. Refusals are
// *suggestion.Refusal and change nothing; an unknown case is
// eventstore.ErrStreamNotFound.
type Office interface {
	Now() time.Time
	Today() calendar.Date
	NewCommandID() (eventstore.ID, error)
	RulesFor(jurisdiction string, on calendar.Date) ruleset.Set
	Pinned(*suggestion.Suggestion) (ruleset.Set, bool)

	Do(context.Context, Act) (Done, error)
	Judged(*suggestion.Suggestion, suggestion.Request) (suggestion.Request, error)
	Current(context.Context, suggestion.CaseID) (*suggestion.Suggestion, eventstore.Version, error)
	History(context.Context, suggestion.CaseID) ([]Fact, error)

	Enter(context.Context, Statement) (Entered, error)
	Directory(context.Context) (*register.Directory, error)
	// Witness keeps a security record; what cannot be recorded is not done.
	Witness(context.Context, wire.SecurityRecorded) error
	// Security lists the security records, the newest first, and their number.
	Security(ctx context.Context, f SecurityFilter, offset, limit int) ([]SecurityRecord, int, error)

	NextNumber(ctx context.Context, congress, session string, off bool) (string, bool, error)
}

// Log is what may be read of the log itself.
type Log interface {
	Head(context.Context) (eventstore.Position, error)
	ReadAll(ctx context.Context, after eventstore.Position) iter.Seq2[eventstore.Recorded, error]
	Subscribe(ctx context.Context, after eventstore.Position, o eventstore.SubscribeOptions) iter.Seq2[eventstore.Batch, error]
}

// Desk is the running office.
type Desk struct {
	Office
	Log   Log
	Views *follower.File
	// Search is the index of what is written in the cases; it follows the log as
	// the views do.
	Search *follower.File
	// Notices are what people are told; they follow the log by themselves.
	Notices *notices.Notices
	// Files keeps what people send with their acts.
	Files *blobs.Store
	// Meetings carries out assignment meetings.
	Meetings Meetings
	// Days is the statutory calendar as adopted now.
	Days func() calendar.Calendar
	// Engine tells how the running office does, Proof what the log is held against.
	Engine func(context.Context) (Engine, error)
	Proof  func(context.Context) (Proof, error)
	// Wait returns when the views show the position, or after a bounded time with
	// false: what is shown then is older than what was asked for.
	Wait func(context.Context, eventstore.Position) bool
}

// Scheme is today's lights.
func (d *Desk) Scheme() views.Scheme { return views.SchemeFor(d.Days(), d.Today()) }

// Public answers the questions of everybody: on what is published, and nothing else.
func (d *Desk) Public() views.Public { return views.Public{File: d.Views} }

// Reader answers questions on the views within a scope.
func (d *Desk) Reader(s views.Scope) views.Reader {
	return views.Reader{File: d.Views, Scheme: d.Scheme(), Scope: s}
}
