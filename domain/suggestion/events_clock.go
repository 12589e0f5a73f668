package suggestion

import (
	"huiyin/domain/calendar"
	"huiyin/domain/lifecycle"
)

// SentOnPaper and AssignmentReceived tell of a unit outside the platform: its
// assignment goes on paper, and what the rules count from the receipt waits for
// it. Stops are the clocks that wait; meanwhile the reply has its latest day by
// law, counted from the assignment.
type (
	SentOnPaper struct {
		Assignment AssignmentID
		Move       Move
		On         calendar.Date
		Stops      []lifecycle.Deadline
		Deadlines  []Deadline
	}
	// AssignmentReceived starts them from the day of the receipt.
	AssignmentReceived struct {
		Assignment AssignmentID
		Move       Move
		On         calendar.Date
		Receipt    string
		Deadlines  []Deadline
	}
)

// ExtensionRequested, ExtensionConsented, ExtensionGranted and ExtensionRefused
// follow a longer period for the reply. Old and new date both stay.
type (
	// ExtensionRequested says whose consent the rules ask for; none means that
	// the request takes effect itself.
	ExtensionRequested struct {
		Line      LineID
		Move      Move
		Reason    string
		By        Person
		Explained string
		Report    string
		Needs     []Consent
	}
	// ExtensionConsented is one agreement; Missing are those still outstanding.
	ExtensionConsented struct {
		Line    LineID
		Move    Move
		Consent Consent
		By      Person
		On      calendar.Date
		Reason  string
		Missing []Consent
	}
	// ExtensionGranted replaces the reply's due date, with the rule that allows
	// it and everybody who agreed.
	ExtensionGranted struct {
		Line      LineID
		Move      Move
		Reason    string
		OldDue    calendar.Date
		Basis     string
		Consents  []Consented
		Deadlines []Deadline
	}
	// ExtensionRefused leaves the due date as it is.
	ExtensionRefused struct {
		Line   LineID
		Move   Move
		Reason string
	}
)

func (SentOnPaper) event()        {}
func (AssignmentReceived) event() {}
func (ExtensionRequested) event() {}
func (ExtensionConsented) event() {}
func (ExtensionGranted) event()   {}
func (ExtensionRefused) event()   {}
