package suggestion

import "huiyin/domain/calendar"

// Transfer is where a matter went that is no suggestion, and what came of it.
type Transfer struct {
	Channel   string
	To        string
	Received  calendar.Date // unset until the other body confirmed
	By        string
	Reference string // the other body's number for it
	Answered  calendar.Date
	Answer    string
}

func (s *Suggestion) applyIntakeAfter(e Event) bool {
	switch e := e.(type) {
	case TransferReceived:
		s.Transfer.Received, s.Transfer.By, s.Transfer.Reference = e.On, e.By, e.Reference
	case TransferAnswered:
		s.Transfer.Answered, s.Transfer.Answer = e.On, e.Answer
	case WithdrawalConsented:
		s.consent(e.Person)
	case WithdrawalConsentsFiled:
		for _, p := range e.Persons {
			s.consent(p)
		}
	case DelegationNamed:
		s.Lead, s.Contacts = e.Head, e.Contacts
	default:
		return false
	}
	return true
}

func (s *Suggestion) consent(p Person) {
	for i := range s.CoSigners {
		if s.CoSigners[i].Same(p) {
			s.CoSigners[i].Consented = true
		}
	}
}
