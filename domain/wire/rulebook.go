package wire

import (
	"huiyin/domain/calendar"
	"huiyin/domain/suggestion"
)

// RuleSetProposed puts a rule set up for adoption. Content is the exact
// document, byte for byte, and Digest its digest.
type RuleSetProposed struct {
	ID           string
	Jurisdiction string
	ValidFrom    calendar.Date
	ValidTo      calendar.Date
	Digest       string
	Content      string
	By           suggestion.Person
}

// RuleSetAdopted puts a rule set into force. Content is the exact document, byte
// for byte, and Digest its digest, so what a case was judged by can be shown
// years later. ValidTo is unset while the set is in force. Nobody proposed or
// approved the sets that ship with the program.
type RuleSetAdopted struct {
	ID           string
	Jurisdiction string
	ValidFrom    calendar.Date
	ValidTo      calendar.Date
	Digest       string
	Content      string
	ProposedBy   suggestion.Person
	ApprovedBy   suggestion.Person
}

// RetirementProposed asks to end a rule set: ValidTo is its last day.
type RetirementProposed struct {
	ID      string
	ValidTo calendar.Date
	By      suggestion.Person
}

// RuleSetRetired ends a rule set for cases that begin after ValidTo. Cases that
// pinned it keep it.
type RuleSetRetired struct {
	ID         string
	ValidTo    calendar.Date
	ProposedBy suggestion.Person
	ApprovedBy suggestion.Person
}

// CalendarProposed puts a version of the holiday calendar up for adoption.
type CalendarProposed struct {
	Version string
	Digest  string
	Content string
	By      suggestion.Person
}

// CalendarAdopted puts a version of the holiday calendar into force. Content is
// the whole calendar, all years.
type CalendarAdopted struct {
	Version    string
	Digest     string
	Content    string
	ProposedBy suggestion.Person
	ApprovedBy suggestion.Person
}

func (RuleSetProposed) registerEvent()    {}
func (RuleSetAdopted) registerEvent()     {}
func (RetirementProposed) registerEvent() {}
func (RuleSetRetired) registerEvent()     {}
func (CalendarProposed) registerEvent()   {}
func (CalendarAdopted) registerEvent()    {}
