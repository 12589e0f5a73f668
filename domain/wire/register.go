package wire

import "huiyin/domain/calendar"

// RegisterEvent is a fact of the registers that lie in the log beside the
// cases. The set is closed.
type RegisterEvent interface{ registerEvent() }

// RuleSetAdopted puts a rule set into force. Content is the exact document,
// byte for byte, and Digest its digest, so what a case was judged by can be
// shown years later. ValidTo is unset while the set is in force.
type RuleSetAdopted struct {
	ID           string
	Jurisdiction string
	ValidFrom    calendar.Date
	ValidTo      calendar.Date
	Digest       string
	Content      string
}

// CalendarAdopted puts a version of the holiday calendar into force.
type CalendarAdopted struct {
	Version string
	Digest  string
	Content string
}

func (RuleSetAdopted) registerEvent()  {}
func (CalendarAdopted) registerEvent() {}
