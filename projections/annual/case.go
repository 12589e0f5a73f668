package annual

import (
	"time"

	"huiyin/domain/calendar"
	"huiyin/domain/lifecycle"
	"huiyin/domain/suggestion"
	"huiyin/eventstore"
)

// Case is a folded case with what only its history tells.
type Case struct {
	ID    suggestion.CaseID
	State *suggestion.Suggestion
	// First and Last are the recorded times of its first and newest event.
	First, Last time.Time

	unread  bool
	pending []suggestion.Event

	received    bool // handed in, or converted from a bill
	sentBack    bool // ever given back to the deputy
	revised     int
	taken       timed                     // the newest end of taking it in: assigned, given back, or sent on
	handOvers   map[lifecycle.Trigger]int // rulings on returns, and re-assignments
	told        map[suggestion.LineID]*line
	opinions    map[suggestion.AssignmentID]timed
	carriedOver map[suggestion.CommitmentID]bool
	deferred    map[suggestion.CommitmentID]bool
	corrections []correction
	began       map[string]string // the unit a part, a line or a promise began with
}

// line is what the history tells of one reply line beside its state.
type line struct {
	first     timed         // the first reply
	contact   timed         // the first contact
	redone    map[int]timed // the first reply of each redo round
	silent    map[int]bool  // rounds that ended without a word
	bereft    map[int]bool  // rounds that nobody was left to rate
	ways      map[suggestion.ContactID]string
	relayed   bool // the first reply was the head's
	published bool
	withheld  bool
	upgraded  bool
	escalated bool
}

// correction is a class a supervisor changed.
type correction struct {
	line     suggestion.LineID
	old, new suggestion.Class
}

// timed is an act with the due day it had to keep, unset where no rule gave one.
type timed struct {
	due calendar.Date
	at  time.Time
}

func (t timed) done() bool { return !t.at.IsZero() }

// kept reports whether the act was recorded before its day ended in China.
func (t timed) kept() bool { return t.at.Before(calendar.EndOf(t.due)) }

func newCase(id suggestion.CaseID) *Case {
	return &Case{ID: id, State: suggestion.New(), handOvers: map[lifecycle.Trigger]int{}, told: map[suggestion.LineID]*line{},
		opinions: map[suggestion.AssignmentID]timed{}, carriedOver: map[suggestion.CommitmentID]bool{}, deferred: map[suggestion.CommitmentID]bool{}, began: map[string]string{}}
}

// line is the history of a reply line, empty for one that has none.
func (k *Case) line(id suggestion.LineID) *line {
	l := k.told[id]
	if l == nil {
		l = &line{redone: map[int]timed{}, silent: map[int]bool{}, bereft: map[int]bool{}, ways: map[suggestion.ContactID]string{}}
		k.told[id] = l
	}
	return l
}

// settle folds what was added since the last time.
func (k *Case) settle() {
	if len(k.pending) > 0 {
		k.State = suggestion.Fold(k.State, k.pending...)
		k.pending = k.pending[:0]
	}
}

// due is the running due day just before the event at hand.
func (k *Case) due(kind lifecycle.Deadline, about suggestion.Subject) calendar.Date {
	k.settle()
	c, _ := k.State.Running(kind, about)
	return c.Due
}

// add takes one event into the history.
func (k *Case) add(e suggestion.Event, r *eventstore.Recorded) {
	if k.First.IsZero() {
		k.First = r.Recorded
	}
	k.Last = r.Recorded
	_ = k.addIntake(e, r) || k.addHandling(e, r) || k.addReply(e, r) || k.addFeedback(e) || k.addPromise(e)
	k.pending = append(k.pending, e)
}

func (k *Case) addIntake(e suggestion.Event, r *eventstore.Recorded) bool {
	switch e := e.(type) {
	case suggestion.Submitted, suggestion.BillConverted, suggestion.Imported:
		k.received = true
	case suggestion.Revised:
		k.revised++
		k.taken = timed{} // its time begins anew
	case suggestion.ReturnedToDeputy:
		k.sentBack = true
		k.take(r.Recorded)
	case suggestion.Transferred, suggestion.RevisionRequested:
		k.take(r.Recorded)
	case suggestion.Assigned:
		k.take(r.Recorded)
		for _, u := range e.Units {
			k.hand(u)
		}
	default:
		return false
	}
	return true
}

// hand notes which body got a part: a successor takes over its name with it.
func (k *Case) hand(u suggestion.UnitTerm) {
	k.began[string(u.Assignment)] = u.Unit
	if u.Line != "" {
		k.began[string(u.Line)] = u.Unit
	}
}

// take notes when the office had done its part: off-session suggestions have a
// day for it.
func (k *Case) take(at time.Time) {
	if !k.taken.done() {
		k.taken = timed{k.due(lifecycle.DueReview, suggestion.Subject{}), at}
	}
}

func (k *Case) addHandling(e suggestion.Event, r *eventstore.Recorded) bool {
	switch e := e.(type) {
	case suggestion.ReturnApproved:
		k.handOvers[lifecycle.ApproveReturn]++
	case suggestion.ReturnRefused:
		k.handOvers[lifecycle.RefuseReturn]++
	case suggestion.ReturnRuledFinal:
		k.handOvers[lifecycle.RuleFinal]++
	case suggestion.Reassigned:
		k.handOvers[lifecycle.AssignUnit]++
		k.hand(e.Unit)
	case suggestion.OpinionGiven:
		if !k.opinions[e.Assignment].done() {
			k.opinions[e.Assignment] = timed{k.due(lifecycle.DueCoOpinion, suggestion.Subject{Assignment: e.Assignment}), r.Recorded}
		}
	case suggestion.ContactRecorded:
		l := k.line(e.Line)
		l.ways[e.Contact] = e.Way
		if !l.contact.done() {
			l.contact = timed{k.due(lifecycle.DueFirstContact, suggestion.Subject{Line: e.Line}), r.Recorded}
		}
	default:
		return false
	}
	return true
}

func (k *Case) addReply(e suggestion.Event, r *eventstore.Recorded) bool {
	switch e := e.(type) {
	case suggestion.ReplyIssued:
		k.replied(e.Line, r.Recorded)
	case suggestion.ReplyRelayed:
		if l := k.line(e.Line); !l.first.done() {
			l.relayed = true
		}
		k.replied(e.Line, r.Recorded)
	case suggestion.ReplyPublished:
		l := k.line(e.Line)
		l.published, l.withheld = true, false
	case suggestion.PublicationRefused:
		l := k.line(e.Line)
		l.published, l.withheld = false, true
	case suggestion.ReplyPublicationDecided:
		l := k.line(e.Line)
		l.published, l.withheld = e.Level != suggestion.Private, e.Level == suggestion.Private
	case suggestion.ReplyTakenDown:
		l := k.line(e.Line)
		l.published, l.withheld = false, true
	case suggestion.ClassCorrected:
		k.corrections = append(k.corrections, correction{e.Line, e.Old, e.New})
	case suggestion.ClassUpgraded:
		k.line(e.Line).upgraded = true
	default:
		return false
	}
	return true
}

// replied notes the first reply of the line, and of each redo round.
func (k *Case) replied(id suggestion.LineID, at time.Time) {
	l, about := k.line(id), suggestion.Subject{Line: id}
	due := k.due(lifecycle.DueReply, about)
	if !l.first.done() {
		l.first = timed{due, at}
		return
	}
	state, ok := k.State.Line(id)
	if ok && state.Round > 0 && !l.redone[state.Round].done() {
		l.redone[state.Round] = timed{k.due(lifecycle.DueRedo, about), at}
	}
}

func (k *Case) addFeedback(e suggestion.Event) bool {
	switch e := e.(type) {
	case suggestion.FeedbackNotReturned:
		k.line(e.Line).silent[e.Round] = true
	case suggestion.FeedbackImpossible:
		k.line(e.Line).bereft[e.Round] = true
	case suggestion.EscalationOpened:
		k.line(e.Line).escalated = true
	default:
		return false
	}
	return true
}

func (k *Case) addPromise(e suggestion.Event) bool {
	switch e := e.(type) {
	case suggestion.Promised:
		k.began[string(e.Commitment)] = e.Unit
	case suggestion.CommitmentCarriedOver:
		k.carriedOver[e.Commitment] = true
	case suggestion.CommitmentCarriedIntoTerm:
		k.carriedOver[e.Commitment] = true
	case suggestion.CommitmentDeferred:
		k.deferred[e.Commitment] = true
	default:
		return false
	}
	return true
}
