package ruleset

import "huiyin/domain/calendar"

// ClockStart says which event starts a clock that texts start differently.
type ClockStart uint8

// The start events. The zero value leaves the start to the Key.
const (
	// OwnEvent is the event the Key itself names.
	OwnEvent ClockStart = iota
	// Assigned is the day the case was assigned to the unit (T0).
	Assigned
	// Received is the day the platform delivered the assignment to the unit,
	// which is its delivery receipt and not the unit's sign-in.
	Received
)

var startNames = []string{OwnEvent: "", Assigned: "assigned", Received: "received"}

// String returns the name used in the document; OwnEvent has none.
func (s ClockStart) String() string { return name(startNames, int(s)) }

// Rule is one time limit with the authority it rests on.
type Rule struct {
	// Period is the limit; always valid.
	Period calendar.Period
	// From is the start of the clock, for the keys where texts differ.
	From ClockStart
	// Basis is the source to show beside the date, in the jurisdiction's words.
	Basis string
	// Assumption is true when the source text does not give the value and
	// somebody has to confirm it.
	Assumption bool
}

// Param is a value other than a time limit, with the authority it rests on.
type Param[T any] struct {
	// Value is what applies.
	Value T
	// Basis is the source to show beside it.
	Basis string
	// Assumption is true when somebody still has to confirm the value.
	Assumption bool
}

// Consent is the set of conditions for using the extended reply limit. The
// empty Consent asks for nothing.
type Consent uint8

// The conditions seen in the texts.
const (
	// ExplainToDeputy: the unit tells the deputy why.
	ExplainToDeputy Consent = 1 << iota
	// ByAssigningBody: the body that assigned the case agrees.
	ByAssigningBody
	// ByDeputyAffairs: the committee for deputies' work agrees.
	ByDeputyAffairs
	// ByGovernmentOffice: the government's general office agrees as well; asked
	// of government units only.
	ByGovernmentOffice
	// WrittenReport: the unit reports in writing to the body that agrees; a
	// government unit reports to the government's general office as well.
	WrittenReport
)

// approvals are the conditions that need somebody else to agree.
const approvals = ByAssigningBody | ByDeputyAffairs | ByGovernmentOffice

// Has reports whether all the given conditions are part of c.
func (c Consent) Has(condition Consent) bool { return c&condition == condition }

// NeedsApproval reports whether somebody outside the unit must agree.
func (c Consent) NeedsApproval() bool { return c&approvals != 0 }
