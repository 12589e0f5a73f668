package suggestion

import (
	"fmt"

	"huiyin/domain/calendar"
	"huiyin/domain/lifecycle"
)

// Identifiers inside one case are short and dense ("a1", "l1", "k1", "c1"),
// given in the order in which their events were recorded.
type (
	// AssignmentID names one unit's assignment in the case.
	AssignmentID string
	// LineID names one reply line.
	LineID string
	// ContactID names one contact record.
	ContactID string
	// CommitmentID names one promise.
	CommitmentID string
	// CaseID names a suggestion for ever; its number may come later or never.
	CaseID string
)

// Person is a deputy or an official as named in the case. ID is empty where a
// source gives only a name. Contact data never enters an event.
type Person struct {
	ID   string
	Name string
}

// Same reports whether two entries mean one person: by ID where both have one.
// Two entries that name nobody are not the same person.
func (p Person) Same(q Person) bool {
	if p.ID != "" && q.ID != "" {
		return p.ID == q.ID
	}
	return p.Name != "" && p.Name == q.Name
}

// Move records a transition of a machine. Folding reads To; no machine is
// fired to rebuild history.
type Move struct {
	From lifecycle.State
	To   lifecycle.State
}

// Kind says how a suggestion came to be.
type Kind string

// Kinds of suggestion.
const (
	InSession  Kind = "in_session"
	OffSession Kind = "off_session"
	FromBill   Kind = "from_bill"
	// FromDelegation is drafted in a delegation's name and signed by its head
	// (代表团建议). A delegation sits in session.
	FromDelegation Kind = "delegation"
)

// Mode is how a case is handed over.
type Mode string

// The four modes of assignment.
const (
	Single       Mode = "single"
	LeadAndCo    Mode = "lead_and_co"
	Separate     Mode = "separate"
	SeveralLeads Mode = "several_leads"
)

// Part is the role of a unit on a case.
type Part string

// Parts a unit can have.
const (
	Lead      Part = "lead"
	Co        Part = "co"
	Separated Part = "separate"
)

// UnitTerm is one unit's part in an assignment as decided by the assigning body.
// Line is empty for a co-unit: it gives an opinion and no reply.
type UnitTerm struct {
	Assignment AssignmentID
	Unit       string
	Part       Part
	Scope      string
	Line       LineID
}

// Subject is the part of the case a deadline or an act is about; empty fields
// mean the whole case.
type Subject struct {
	Assignment AssignmentID
	Line       LineID
	Contact    ContactID
	Commitment CommitmentID
}

// Deadline is a due date with its reason. It changes only by event.
//
// Due is a day in China Standard Time and ends at its 24:00. Start is the day
// that is not counted. Period is the rule's text form ("3m", "10wd"). A date
// set by the reply itself (a promise) has no period. Provisional is true while
// the State Council's notice for a year in the period is not loaded.
type Deadline struct {
	Kind        lifecycle.Deadline
	Subject     Subject
	Start       calendar.Date
	Due         calendar.Date
	Period      string
	Basis       string
	RuleSet     string
	Calendar    string
	Assumption  bool
	Provisional bool
}

// Grade is one part of the deputy's rating.
type Grade string

// The rating scale.
const (
	Satisfied Grade = "satisfied"
	Basically Grade = "basically_satisfied"
	Dissat    Grade = "dissatisfied"
)

// Class is the code a unit gives its reply under the case's class scheme.
type Class string

// Consent names whose agreement a longer reply period needs, as the rule
// documents spell it.
type Consent string

// The consents the texts know.
const (
	OfAssigningBody    Consent = "by_assigning_body"
	OfDeputyAffairs    Consent = "by_deputy_affairs"
	OfGovernmentOffice Consent = "by_government_office"
)

// Consented is one agreement and whose word it is.
type Consented struct {
	Consent Consent
	By      Person
	On      calendar.Date
}

// GovernmentSystem is the system of units under the government; only they need
// the government office's consent.
const GovernmentSystem = "government"

// Promise is a commitment as the reply words it.
type Promise struct {
	Commitment CommitmentID
	Text       string
	Unit       string
	Due        calendar.Date
	DueText    string
}

func assignmentID(n int) AssignmentID { return AssignmentID(fmt.Sprintf("a%d", n)) }

func promiseID(i int) CommitmentID { return CommitmentID(fmt.Sprintf("l1v1c%d", i+1)) }
