package office

import (
	"context"

	"huiyin/domain/calendar"
	"huiyin/domain/lifecycle"
	"huiyin/domain/suggestion"
	"huiyin/domain/wire"
	"huiyin/eventstore"
)

// Unsettled is a promise that keeps a term from closing.
type Unsettled struct {
	Case   *suggestion.Suggestion
	Pledge suggestion.Commitment
}

// TermBalance is a congress's term as far as its promises are settled. Open are
// the suggestions that have no reply yet: they stay with their units and keep no
// term open (R1-34). Unknown are promises only a source tells of.
type TermBalance struct {
	wire.TermClosed
	Unsettled []Unsettled
}

// Settled reports whether the term can be closed.
func (b TermBalance) Settled() bool { return len(b.Unsettled) == 0 }

// BalanceTerm adds up the given cases for the end of a congress's term.
func (o *Office) BalanceTerm(ctx context.Context, congress string, on calendar.Date, ids []suggestion.CaseID) (TermBalance, error) {
	b := TermBalance{TermClosed: wire.TermClosed{Congress: congress, On: on}}
	for _, id := range ids {
		s, err := o.Load(ctx, id)
		if err != nil {
			return b, err
		}
		b.add(s)
	}
	return b, nil
}

func (b *TermBalance) add(s *suggestion.Suggestion) {
	for _, c := range s.Unsettled(b.Congress) {
		b.Unsettled = append(b.Unsettled, Unsettled{s, c})
	}
	if s.Congress == b.Congress && unanswered(s) {
		b.Open++
	}
	for _, c := range s.Commitments {
		switch {
		case s.Congress == b.Congress && c.Open() && c.Term != "" && c.Term != b.Congress:
			b.Carried++
		case s.TermOf(c) != b.Congress:
		case c.State == lifecycle.Verified:
			b.Kept++
		case c.State == lifecycle.Explained:
			b.Explained++
		case c.State == lifecycle.Broken:
			b.Broken++
		case c.State == lifecycle.UnknownCommitment || s.Imported && !s.Touched:
			b.Unknown++
		}
	}
}

// unanswered reports whether some unit still owes the first reply.
func unanswered(s *suggestion.Suggestion) bool {
	switch s.State {
	case lifecycle.Assigned, lifecycle.Handling:
		return !s.Imported || s.Touched
	}
	return false
}

// CloseTerm puts on record that the term is closed; once, whoever says it again.
// The balance must be settled.
func (o *Office) CloseTerm(ctx context.Context, b TermBalance, by suggestion.Actor) (closed wire.TermClosed, already bool, err error) {
	version, err := o.registered(ctx, wire.TermsStream, func(e wire.RegisterEvent) {
		if t, ok := e.(wire.TermClosed); ok && t.Congress == b.Congress {
			closed, already = t, true
		}
	})
	if err != nil || already {
		return closed, already, err
	}
	if !b.Settled() {
		return closed, false, &eventstore.InvalidError{What: "term", Why: "has unsettled promises"}
	}
	id, err := o.NewCommandID()
	if err != nil {
		return closed, false, err
	}
	_, err = o.register(ctx, wire.TermsStream, version, id, by, b.TermClosed)
	return b.TermClosed, false, err
}
