package suggestion

import (
	"huiyin/domain/calendar"
	"huiyin/domain/lifecycle"
)

func (s *Suggestion) applyCommitment(e Event) bool {
	switch e := e.(type) {
	case Promised:
		s.Commitments = append(s.Commitments, Commitment{
			Promise: Promise{Commitment: e.Commitment, Text: e.Text, Unit: e.Unit, Due: e.Due, DueText: e.DueText},
			Line:    e.Line, Version: e.Version, State: e.Move.To, Made: e.On})
		s.start(e.Deadlines)
	case ProgressReported:
		s.movePromise(e.Commitment, e.Move)
	case CommitmentDeferred:
		s.slip(e.Commitment, e.Move, e.Due, e.Deadlines)
	case CommitmentCarriedOver:
		s.slip(e.Commitment, e.Move, e.Due, e.Deadlines)
	case FulfilmentClaimed:
		if c, ok := s.movePromise(e.Commitment, e.Move); ok {
			c.EnteredLate = s.Entering
		}
		s.stop(lifecycle.DueCommitment, Subject{Commitment: e.Commitment})
	case ClaimRejected:
		s.movePromise(e.Commitment, e.Move)
		s.start(e.Deadlines)
	case CommitmentVerified:
		s.endPromise(e.Commitment, e.Move, e.On)
		s.start(e.Deadlines)
	case CommitmentExplained:
		s.endPromise(e.Commitment, e.Move, e.On)
	case CommitmentBroken:
		s.endPromise(e.Commitment, e.Move, e.On)
	case CommitmentRated:
		if c, ok := s.movePromise(e.Commitment, e.Move); ok {
			c.Grade = e.Grade
		}
		s.stop(lifecycle.DueCommitmentRating, Subject{Commitment: e.Commitment})
	case HeadPromisesSettled:
		s.HeadOpen = false
	default:
		return false
	}
	return true
}

func (s *Suggestion) movePromise(id CommitmentID, m Move) (*Commitment, bool) {
	c, ok := s.Commitment(id)
	if ok && !m.stays() {
		c.State = m.To
	}
	return c, ok
}

func (s *Suggestion) slip(id CommitmentID, m Move, due calendar.Date, deadlines []Deadline) {
	if c, ok := s.movePromise(id, m); ok {
		c.Due = due
		c.Slips++
	}
	s.start(deadlines)
}

func (s *Suggestion) endPromise(id CommitmentID, m Move, on calendar.Date) {
	if c, ok := s.movePromise(id, m); ok {
		c.Ended = on
	}
	s.stop(lifecycle.DueCommitment, Subject{Commitment: id})
}

func (s *Suggestion) applyCase(e Event) bool {
	switch e := e.(type) {
	case PhaseChanged:
		s.State, s.Ended = e.Move.To, calendar.Date{}
	case Closed:
		// The new facts of a reopening are spent: the next one needs its own.
		s.State, s.Ended, s.ReopenedFor = e.Move.To, e.On, ""
	case Archived:
		s.State = e.Move.To
		s.stopAll(func(Clock) bool { return true })
	case Reopened:
		s.State, s.ReopenedFor, s.Ended = e.Move.To, e.Reason, calendar.Date{}
	case DeadlineLapsed:
		for i := range s.Clocks {
			if c := &s.Clocks[i]; c.Kind == e.Kind && c.Subject == e.Subject && c.Due == e.Due {
				c.Lapsed = true
			}
		}
		if e.Kind.Right() {
			s.stop(e.Kind, e.Subject) // a right that ended, not a duty missed
		}
	case DeadlineWarned:
		for i := range s.Clocks {
			if c := &s.Clocks[i]; c.Kind == e.Kind && c.Subject == e.Subject && c.Due == e.Due {
				c.Warned = e.Days
			}
		}
	case DeadlineCorrected:
		s.start([]Deadline{e.New})
	case Imported:
		s.applyImport(e.Case, e.Move, e.Source, e.Facts)
	case ImportCorrected:
		s.applyImport(s.ID, e.Move, e.Source, e.Facts)
	}
	return true
}
