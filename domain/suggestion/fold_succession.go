package suggestion

import (
	"slices"

	"huiyin/domain/lifecycle"
)

func (s *Suggestion) applySuccession(e Event) bool {
	switch e := e.(type) {
	case UnitSucceeded:
		s.succeed(e)
	case DeputyLeft:
		s.Changes.Departures = append(s.Changes.Departures, Departure{Person: e.Person, Reason: e.Reason})
	case LeadPassed:
		s.CoSigners = slices.DeleteFunc(s.CoSigners, func(c CoSigner) bool { return c.Same(e.To) })
		s.CoSigners = append(s.CoSigners, CoSigner{Person: e.From, Answer: Confirmed}) // the name stays on it
		s.Changes.FormerLeads = append(s.Changes.FormerLeads, e.From)
		s.Lead = e.To
		for _, d := range e.Deadlines {
			if l, ok := s.Line(d.Subject.Line); ok {
				l.Reminders = 0
			}
		}
		s.start(e.Deadlines)
	case DelegationHeadChanged:
		s.Changes.FormerLeads = append(s.Changes.FormerLeads, e.Old)
		s.Lead = e.New
	case DeputyTied:
		s.Changes.Ties = append(s.Changes.Ties, Tie{Person: e.Person, Unit: e.Unit})
	case DeliveryCompleted:
		if l, ok := s.moveLine(e.Line, e.Move); ok && len(l.Versions) > 0 {
			l.Versions[len(l.Versions)-1].Complete = e.On
			l.Reminders, l.Since = 0, later(l.Since, e.On)
		}
		s.start(e.Deadlines)
	case FeedbackImpossible:
		if l, ok := s.moveLine(e.Line, e.Move); ok {
			l.Since = later(l.Since, e.On)
		}
		s.stop(lifecycle.DueFeedback, Subject{Line: e.Line})
	case CommitmentCarriedIntoTerm:
		s.slip(e.Commitment, e.Move, e.Due, e.Deadlines)
		if c, ok := s.Commitment(e.Commitment); ok {
			c.Term = e.Congress
		}
	default:
		return false
	}
	return true
}

// succeed gives the listed parts their new name. A draft's promises pass with
// its line; the draft is shared with older states and so is copied.
func (s *Suggestion) succeed(e UnitSucceeded) {
	s.Changes.Successions = append(s.Changes.Successions, Succession{Old: e.Old, New: e.New, On: e.On})
	for _, id := range e.Assignments {
		if a, ok := s.Assignment(id); ok {
			a.Unit = e.New
		}
	}
	for _, id := range e.Lines {
		l, ok := s.Line(id)
		if !ok {
			continue
		}
		l.Unit = e.New
		if l.Draft != nil {
			draft := *l.Draft
			draft.Promises = slices.Clone(draft.Promises)
			for i := range draft.Promises {
				if draft.Promises[i].Unit == e.Old {
					draft.Promises[i].Unit = e.New
				}
			}
			l.Draft = &draft
		}
	}
	for _, id := range e.Commitments {
		if c, ok := s.Commitment(id); ok {
			c.Unit = e.New
		}
	}
	for _, id := range e.Tasks {
		if t, ok := s.Task(id); ok {
			t.Unit = e.New
		}
	}
}

// wake gives a settled line that opens again to the body that stands for its
// unit now.
func (s *Suggestion) wake(l *Line) {
	l.Unit = s.BodyOf(l.Unit)
	for i := range s.Assignments {
		if a := &s.Assignments[i]; a.Line == l.ID && a.Active() {
			a.Unit = s.BodyOf(a.Unit)
		}
	}
}
