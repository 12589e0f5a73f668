package suggestion

import (
	"huiyin/domain/lifecycle"
)

func (s *Suggestion) applyReply(e Event) bool {
	switch e := e.(type) {
	case ReplyDrafted:
		if l, ok := s.moveLine(e.Line, e.Move); ok {
			l.Draft = &Draft{Version: e.Version, Class: e.Class, Text: e.Text, Drafter: e.Drafter, Promises: e.Promises}
			s.wake(l)
		}
	case ReplyExamined:
		s.moveLine(e.Line, e.Move)
	case ReplySentBack:
		s.moveLine(e.Line, e.Move)
	case ReplyIssued:
		if l, ok := s.moveLine(e.Line, e.Move); ok {
			var text string
			if l.Draft != nil {
				text = l.Draft.Text
			}
			l.Draft, l.Since = nil, later(l.Since, e.On)
			l.Versions = append(l.Versions, Version{Number: e.Version, Class: e.Class, Claimed: e.Class,
				Text: text, Document: e.DocumentNo, Issued: e.On, Without: e.Without, Round: l.Round, EnteredLate: s.Entering})
		}
		s.stopReply(e.Line)
	case ReplyRelayed:
		if l, ok := s.moveLine(e.Line, e.Move); ok {
			l.Versions = append(l.Versions, Version{Number: e.Version, Class: e.Class, Claimed: e.Class,
				Document: e.DocumentNo, Issued: e.On, Head: e.Head, Round: l.Round})
		}
		s.HeadOpen = s.HeadOpen || e.HeadOpen // of any of the head's lines
		s.stopReply(e.Line)
	case ReplyDelivered:
		s.delivered(e)
	case ReplyPublished:
		if l, ok := s.moveLine(e.Line, e.Move); ok {
			l.Public = true
		}
		s.stop(lifecycle.DuePublish, Subject{Line: e.Line})
	case PublicationRefused:
		if l, ok := s.moveLine(e.Line, e.Move); ok {
			l.Public = false
		}
		s.stop(lifecycle.DuePublish, Subject{Line: e.Line})
	case ClassCorrected:
		if l, ok := s.moveLine(e.Line, e.Move); ok {
			for i := range l.Versions {
				if l.Versions[i].Number == e.Version {
					l.Versions[i].Class = e.New
				}
			}
		}
	case ClassContested:
		if l, ok := s.moveLine(e.Line, e.Move); ok {
			l.Contested = true
			l.Contests = append(l.Contests, Contest{Version: l.Latest().Number, Reason: e.Reason, Open: true})
		}
	case ClassUpgraded:
	case LineClosed:
		s.moveLine(e.Line, e.Move)
	default:
		return false
	}
	return true
}

func (s *Suggestion) stopReply(id LineID) {
	for _, k := range []lifecycle.Deadline{lifecycle.DueReply, lifecycle.DueRedo, lifecycle.DueFirstContact} {
		s.stop(k, Subject{Line: id})
	}
	if a, ok := s.OfLine(id); ok { // who has replied gives nothing back
		s.stop(lifecycle.DueReturn, Subject{Assignment: a.Assignment})
	}
}

func (s *Suggestion) delivered(e ReplyDelivered) {
	l, ok := s.moveLine(e.Line, e.Move)
	if !ok || len(l.Versions) == 0 {
		return
	}
	v := &l.Versions[len(l.Versions)-1]
	v.Delivered = append(v.Delivered, e.To)
	v.DeliveredLate = v.DeliveredLate || s.Entering
	if e.Move.To == lifecycle.Delivered {
		v.Complete, l.Reminders, l.Since = e.On, 0, later(l.Since, e.On)
	}
	s.start(e.Deadlines)
}

func (s *Suggestion) applyFeedback(e Event) bool {
	switch e := e.(type) {
	case FeedbackReminded:
		if l, ok := s.moveLine(e.Line, e.Move); ok {
			l.Reminders = e.Count
		}
		s.start(e.Deadlines)
	case FeedbackGiven:
		if l, ok := s.moveLine(e.Line, e.Move); ok {
			l.Ratings = append(l.Ratings, Rating{Version: e.Version, Round: e.Round, Process: e.Process,
				Result: e.Result, Reason: e.Reason, On: e.On, Late: e.Late, Form: l.Form, EnteredLate: s.Entering, Heard: len(l.Contacts)})
			l.Disputed, l.Released, l.Since, l.Form = false, false, later(l.Since, e.On), Form{}
		}
		s.stop(lifecycle.DueFeedback, Subject{Line: e.Line})
	case FeedbackNotReturned:
		if l, ok := s.moveLine(e.Line, e.Move); ok {
			l.Since = later(l.Since, e.On)
		}
		s.stop(lifecycle.DueFeedback, Subject{Line: e.Line})
	case FeedbackReleased:
		if l, ok := s.moveLine(e.Line, e.Move); ok {
			l.Released = true
		}
	case FeedbackDisputed:
		if l, ok := s.moveLine(e.Line, e.Move); ok {
			l.Disputed = true
		}
	case RedoOrdered:
		if l, ok := s.moveLine(e.Line, e.Move); ok {
			l.Round, l.Since, l.Disputed = e.Round, later(l.Since, e.On), false
			s.wake(l)
		}
		s.start(e.Deadlines)
	case EscalationOpened:
		if l, ok := s.moveLine(e.Line, e.Move); ok {
			l.Since = later(l.Since, e.On)
		}
	case MediationHeld:
		s.moveLine(e.Line, e.Move)
	case AssessmentHeld:
		s.moveLine(e.Line, e.Move)
	case EscalationConcluded:
		if l, ok := s.moveLine(e.Line, e.Move); ok {
			l.Outcome, l.Since, l.Disputed = e.Outcome, later(l.Since, e.On), false
		}
	default:
		return false
	}
	return true
}
