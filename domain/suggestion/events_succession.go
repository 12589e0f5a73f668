package suggestion

import "huiyin/domain/calendar"

// UnitSucceeded passes a unit's open duties on the case to the body that took
// them over, with every date unchanged. What is finished keeps the old name. The
// lists are the parts that pass; a promise in a draft passes with its line.
type UnitSucceeded struct {
	Old         string
	New         string
	On          calendar.Date
	Decision    string
	Assignments []AssignmentID
	Lines       []LineID
	Commitments []CommitmentID
	Tasks       []TaskID
}

// DeputyLeft says that a deputy of the case left office, and how.
type DeputyLeft struct {
	Person Person
	Reason string
	On     calendar.Date
}

// LeadPassed names the co-signer who gives the feedback in place of a lead
// deputy who cannot. Deadlines are new feedback dates: whoever is named has the
// whole period.
type LeadPassed struct {
	From      Person
	To        Person
	Reason    string
	Deadlines []Deadline
}

// DelegationHeadChanged changes who speaks for a delegation's suggestion.
type DelegationHeadChanged struct {
	Old    Person
	New    Person
	Reason string
}

// DeputyTied records that a deputy is employed by a unit of the case.
type DeputyTied struct {
	Person Person
	Unit   string
	Basis  string
}

// DeliveryCompleted ends a delivery that only waited for a deputy who can no
// longer receive it.
type DeliveryCompleted struct {
	Line      LineID
	Move      Move
	On        calendar.Date
	Version   int
	Deadlines []Deadline
}

// FeedbackImpossible records that nobody is left who could rate; it is never
// counted as satisfied.
type FeedbackImpossible struct {
	Line    LineID
	Move    Move
	On      calendar.Date
	Version int
	Round   int
	Reason  string
}

// CommitmentCarriedIntoTerm goes on with a promise in the next congress's term.
type CommitmentCarriedIntoTerm struct {
	Commitment CommitmentID
	Move       Move
	Congress   string
	OldDue     calendar.Date
	Due        calendar.Date
	Reason     string
	Deadlines  []Deadline
}

func (UnitSucceeded) event()             {}
func (DeputyLeft) event()                {}
func (LeadPassed) event()                {}
func (DelegationHeadChanged) event()     {}
func (DeputyTied) event()                {}
func (DeliveryCompleted) event()         {}
func (FeedbackImpossible) event()        {}
func (CommitmentCarriedIntoTerm) event() {}
