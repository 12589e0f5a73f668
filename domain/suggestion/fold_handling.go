package suggestion

import (
	"huiyin/domain/calendar"
	"huiyin/domain/lifecycle"
)

func (s *Suggestion) applyAssignment(e Event) bool {
	switch e := e.(type) {
	case Assigned:
		s.endReview(e.Move)
		s.Mode = e.Mode
		s.setT0(e.T0)
		for _, u := range e.Units {
			s.hand(u, e.T0)
			s.received(u.Assignment, e.T0)
		}
		s.start(e.Deadlines)
	case SignedIn:
		s.moveUnit(e.Assignment, e.Move)
	case ReturnRequested:
		s.moveUnit(e.Assignment, e.Move)
		s.Returns++
		s.stop(lifecycle.DueReturn, Subject{Assignment: e.Assignment})
		s.start(e.Deadlines)
	case ReturnApproved:
		s.moveUnit(e.Assignment, e.Move)
		s.endUnit(e.Assignment)
	case ReturnRefused:
		s.ruled(e.Assignment, e.Move)
	case ReturnRuledFinal:
		s.ruled(e.Assignment, e.Move)
		if a, ok := s.Assignment(e.Assignment); ok {
			a.Final = true
		}
	case Reassigned:
		if a, ok := s.Assignment(e.From); ok {
			a.Heir = e.Unit.Assignment
		}
		s.hand(e.Unit, e.T0)
		s.received(e.Unit.Assignment, e.T0)
		s.start(e.Deadlines)
	case UnitObjected:
		if a, ok := s.moveUnit(e.Assignment, e.Move); ok {
			a.Objection = Objection{Reason: e.Reason, Open: true}
		}
	case OpinionRequested:
		s.moveUnit(e.Assignment, e.Move)
	case OpinionGiven:
		if a, ok := s.moveUnit(e.Assignment, e.Move); ok {
			a.Opinion, a.Class, a.EnteredLate = e.Text, e.Class, s.Entering
		}
		s.stop(lifecycle.DueCoOpinion, Subject{Assignment: e.Assignment})
		s.stop(lifecycle.DueReturn, Subject{Assignment: e.Assignment})
	case OpinionRejected:
		s.moveUnit(e.Assignment, e.Move)
		s.start(e.Deadlines)
	case AssignmentDischarged:
		s.moveUnit(e.Assignment, e.Move)
		s.endUnit(e.Assignment)
	default:
		return s.applyReceipt(e)
	}
	return true
}

// setT0 keeps the first T0: a later one is the unit's own.
func (s *Suggestion) setT0(d calendar.Date) {
	if s.T0 == (calendar.Date{}) {
		s.T0 = d
	}
}

func (s *Suggestion) hand(u UnitTerm, t0 calendar.Date) {
	s.Assignments = append(s.Assignments, Assignment{UnitTerm: u, State: lifecycle.UnitAssigned, T0: t0})
	if u.Line != "" {
		s.Lines = append(s.Lines, Line{ID: u.Line, Unit: u.Unit, State: lifecycle.Contact, Since: t0})
	}
}

// stays reports whether the move leads back to where it began. Such an act says
// nothing about the state: entered late, it must not bring one of later days
// into what was true on its own (see AsTrue).
func (m Move) stays() bool { return m.From == m.To }

func (s *Suggestion) moveUnit(id AssignmentID, m Move) (*Assignment, bool) {
	a, ok := s.Assignment(id)
	if ok && !m.stays() {
		a.State = m.To
	}
	return a, ok
}

func (s *Suggestion) ruled(id AssignmentID, m Move) {
	s.moveUnit(id, m)
	s.stop(lifecycle.DueReturnDecision, Subject{Assignment: id})
}

// endUnit stops every clock of the unit and of its line.
func (s *Suggestion) endUnit(id AssignmentID) {
	a, ok := s.Assignment(id)
	if !ok {
		return
	}
	line := a.Line
	s.stopAll(func(c Clock) bool {
		return c.Subject.Assignment == id || line != "" && c.Subject.Line == line
	})
}

func (s *Suggestion) applyContact(e Event) bool {
	switch e := e.(type) {
	case ContactRecorded:
		if l, ok := s.moveLine(e.Line, e.Move); ok {
			l.Contacts = append(l.Contacts, Contact{ID: e.Contact, Round: l.Round, On: e.On, With: e.With, State: ContactOpen, EnteredLate: s.Entering})
			l.Since = later(l.Since, e.On)
		}
		s.stop(lifecycle.DueFirstContact, Subject{Line: e.Line})
		s.start(e.Deadlines)
	case ContactConfirmed:
		s.contactIs(e.Line, e.Move, e.Contact, AnsweredYes)
	case ContactDenied:
		s.contactIs(e.Line, e.Move, e.Contact, AnsweredNo)
	case ContactUnanswered:
		s.contactIs(e.Line, e.Move, e.Contact, OneSided)
	default:
		return s.applyExtension(e)
	}
	return true
}

func (s *Suggestion) moveLine(id LineID, m Move) (*Line, bool) {
	l, ok := s.Line(id)
	if ok && !m.stays() {
		l.State = m.To
	}
	return l, ok
}

func (s *Suggestion) contactIs(id LineID, m Move, contact ContactID, state ContactState) {
	l, ok := s.moveLine(id, m)
	if !ok {
		return
	}
	for i := range l.Contacts {
		if l.Contacts[i].ID == contact {
			l.Contacts[i].State = state
		}
	}
	s.stop(lifecycle.DueContactConfirm, Subject{Line: id, Contact: contact})
}

func later(a, b calendar.Date) calendar.Date {
	if b.After(a) {
		return b
	}
	return a
}
