package suggestion

import (
	"slices"

	"huiyin/domain/calendar"
	"huiyin/domain/lifecycle"
)

// New is the state of a case before its first event.
func New() *Suggestion { return &Suggestion{State: lifecycle.None} }

// Fold returns the state after the events and leaves its argument unchanged.
func Fold(s *Suggestion, events ...Event) *Suggestion {
	next := s.clone()
	for _, e := range events {
		next.apply(e)
	}
	return next
}

// apply evolves the state in place. Every event belongs to exactly one part.
func (s *Suggestion) apply(e Event) {
	switch e.(type) {
	case Imported, ImportCorrected, RedFlagRaised, RedFlagCleared: // a remark handles nothing
	default:
		s.Touched = true
	}
	_ = s.applyFiles(e) || s.applyPaper(e) || s.applyRuling(e) || s.applyIntakeAfter(e) || s.applyIntake(e) || s.applyAssignment(e) || s.applyContact(e) || s.applyReply(e) ||
		s.applyFeedback(e) || s.applyCommitment(e) || s.applyOversight(e) || s.applySuccession(e) || s.applySigners(e) || s.applyPublication(e) || s.applyCase(e)
	s.Entering = s.Entering && announces(e)
}

// start runs the clocks an event carries; a clock of the same kind and subject
// that still runs is replaced. A day that lapsed or was warned of before has so
// once for all.
func (s *Suggestion) start(deadlines []Deadline) {
	for _, d := range deadlines {
		s.stop(d.Kind, d.Subject)
		next := Clock{Deadline: d, Running: true}
		for _, c := range s.Clocks {
			if c.Kind == d.Kind && c.Subject == d.Subject && c.Due == d.Due {
				next.Lapsed, next.Warned = next.Lapsed || c.Lapsed, c.Warned
			}
		}
		s.Clocks = append(s.Clocks, next)
	}
}

// stop ends the running clock of the kind and subject.
func (s *Suggestion) stop(k lifecycle.Deadline, about Subject) {
	for i := range s.Clocks {
		if c := &s.Clocks[i]; c.Running && c.Kind == k && c.Subject == about {
			c.Running = false
		}
	}
}

// stopAll ends the clocks the test picks.
func (s *Suggestion) stopAll(which func(Clock) bool) {
	for i := range s.Clocks {
		if s.Clocks[i].Running && which(s.Clocks[i]) {
			s.Clocks[i].Running = false
		}
	}
}

// Running returns the running clock of the kind and subject.
func (s *Suggestion) Running(k lifecycle.Deadline, about Subject) (Clock, bool) {
	i := slices.IndexFunc(s.Clocks, func(c Clock) bool { return c.Running && c.Kind == k && c.Subject == about })
	if i < 0 {
		return Clock{}, false
	}
	return s.Clocks[i], true
}

func (s *Suggestion) applyIntake(e Event) bool {
	switch e := e.(type) {
	case Drafted:
		s.begin(e.Case, e.Kind, e.Congress, e.Session, e.Year, e.Title, e.Body, e.Lead)
		s.State, s.Evidence, s.Delegation, s.Category, s.Proposed = e.Move.To, e.Evidence, e.Delegation, e.Category, e.Proposed
		s.Lifecycle, s.RuleSet, s.RuleDigest = e.Lifecycle, e.RuleSet, e.RuleDigest
	case BillConverted:
		s.begin(e.Case, FromBill, e.Congress, e.Session, e.Year, e.Title, e.Body, e.Lead)
		s.State, s.Lifecycle, s.RuleSet, s.RuleDigest = e.Move.To, e.Lifecycle, e.RuleSet, e.RuleDigest
		for _, p := range e.CoSigners {
			s.CoSigners = append(s.CoSigners, CoSigner{Person: p, Answer: Confirmed})
		}
	case DraftEdited:
		s.Title, s.Body, s.Evidence, s.Category, s.Proposed = e.Title, e.Body, e.Evidence, e.Category, e.Proposed
		if e.Anew {
			s.askAnew()
		}
	case CoSignerInvited:
		s.invite(e.Person)
	case CoSignerConfirmed:
		s.answer(e.Person, Confirmed)
	case CoSignerDeclined:
		s.answer(e.Person, Declined)
	case Submitted:
		s.State, s.Submitted = e.Move.To, e.On
		s.start(e.Deadlines)
	case ReviewBegan:
		s.State = e.Move.To
	case RevisionRequested:
		s.endReview(e.Move)
	case Revised:
		s.State, s.Text, s.Title, s.Body = e.Move.To, e.Version, e.Title, e.Body
		s.askAnew()
		s.start(e.Deadlines)
	case ReturnedToDeputy:
		s.endReview(e.Move)
	case Transferred:
		s.endReview(e.Move)
		s.Ended, s.Transfer = e.On, Transfer{Channel: e.Channel, To: e.To}
	case Registered:
		s.State = e.Move.To
		s.Number, s.Registered = e.Number, e.On
		if e.Category != "" {
			s.Category = e.Category
		}
	default:
		return s.applyMerge(e)
	}
	return true
}

func (s *Suggestion) applyMerge(e Event) bool {
	switch e := e.(type) {
	case Merged:
		s.Head, s.HeadNumber, s.HeadOpen = e.Head, e.HeadNumber, false
	case MemberTaken:
		s.Members = append(s.Members, e.Member)
	case MergeUndone:
		s.Head, s.HeadNumber, s.HeadOpen = "", "", false
		if s.T0 == (calendar.Date{}) {
			s.T0 = e.T0
		}
	case MemberDropped:
		s.Members = slices.DeleteFunc(s.Members, func(m CaseID) bool { return m == e.Member })
	case Withdrawn:
		s.State, s.Ended = e.Move.To, e.On
		s.stopAll(func(Clock) bool { return true })
	default:
		return false
	}
	return true
}

func (s *Suggestion) begin(id CaseID, k Kind, congress, session string, year int, title, body string, lead Person) {
	s.ID, s.Kind, s.Congress, s.Session, s.Year = id, k, congress, session, year
	s.Title, s.Body, s.Text, s.Lead = title, body, 1, lead
}

// invite asks again who declined before, so that nobody is on the list twice.
func (s *Suggestion) invite(p Person) {
	if slices.ContainsFunc(s.CoSigners, func(c CoSigner) bool { return c.Same(p) }) {
		s.answer(p, Invited)
		return
	}
	s.CoSigners = append(s.CoSigners, CoSigner{Person: p, Answer: Invited})
}

// askAnew asks everybody again who confirmed a text that is no longer the same.
func (s *Suggestion) askAnew() {
	for i := range s.CoSigners {
		s.CoSigners[i].Consented = false
		if s.CoSigners[i].Answer == Confirmed {
			s.CoSigners[i].Answer = Invited
		}
	}
}

func (s *Suggestion) answer(p Person, a Answer) {
	for i := range s.CoSigners {
		if s.CoSigners[i].Same(p) {
			s.CoSigners[i].Answer = a
		}
	}
}

func (s *Suggestion) endReview(m Move) {
	s.State = m.To
	s.stop(lifecycle.DueReview, Subject{})
}
