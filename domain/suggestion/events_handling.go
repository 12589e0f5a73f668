package suggestion

import "huiyin/domain/calendar"

// Assigned hands the case to its units and starts the clocks. Following is the
// head's case when a merged member is assigned with it.
type Assigned struct {
	Move      Move
	Mode      Mode
	T0        calendar.Date
	Units     []UnitTerm
	Following CaseID
	Deadlines []Deadline
}

// SignedIn is a unit's acknowledgement. It starts no clock.
type SignedIn struct {
	Assignment AssignmentID
	Move       Move
	On         calendar.Date
}

// ReturnRequested, ReturnApproved, ReturnRefused and ReturnRuledFinal are a
// unit's wish to give the case back and its ruling.
type (
	ReturnRequested struct {
		Assignment   AssignmentID
		Move         Move
		On           calendar.Date
		Reason       string
		ProposedUnit string
		Deadlines    []Deadline
	}
	// ReturnApproved ends the unit's part; it can write nothing more.
	ReturnApproved struct {
		Assignment AssignmentID
		Move       Move
		Reason     string
	}
	// ReturnRefused obliges the unit to go on.
	ReturnRefused struct {
		Assignment AssignmentID
		Move       Move
		Reason     string
	}
	// ReturnRuledFinal obliges the unit to go on and allows no further return.
	ReturnRuledFinal struct {
		Assignment AssignmentID
		Move       Move
		Reason     string
	}
)

// Reassigned gives a returned part to another unit with its own T0; the case
// keeps its first T0.
type Reassigned struct {
	From      AssignmentID
	Unit      UnitTerm
	T0        calendar.Date
	Deadlines []Deadline
}

// UnitObjected is the deputy's objection to a unit; the committee considers it.
type UnitObjected struct {
	Assignment AssignmentID
	Move       Move
	Reason     string
}

// OpinionRequested, OpinionGiven and OpinionRejected follow a co-unit's opinion.
type (
	OpinionRequested struct {
		Assignment AssignmentID
		Move       Move
		Text       string
	}
	// OpinionGiven goes to the lead unit, never to the deputy.
	OpinionGiven struct {
		Assignment AssignmentID
		Move       Move
		On         calendar.Date
		Text       string
		Class      Class
	}
	// OpinionRejected sends an empty opinion back.
	OpinionRejected struct {
		Assignment AssignmentID
		Move       Move
		Reason     string
		Deadlines  []Deadline
	}
)

// AssignmentDischarged ends a unit's part when the case no longer needs it.
type AssignmentDischarged struct {
	Assignment AssignmentID
	Move       Move
	Reason     string
}

// ContactRecorded, ContactConfirmed, ContactDenied and ContactUnanswered follow
// one contact with a deputy. Unanswered makes it one-sided: it satisfies the
// guard and counts in no rate.
type (
	ContactRecorded struct {
		Line      LineID
		Move      Move
		Contact   ContactID
		Stage     string
		Way       string
		On        calendar.Date
		With      []Person
		Content   string
		Deadlines []Deadline
	}
	// ContactConfirmed is a deputy's word that it took place.
	ContactConfirmed struct {
		Line    LineID
		Move    Move
		Contact ContactID
		By      Person
	}
	// ContactDenied is a deputy's word that it did not.
	ContactDenied struct {
		Line    LineID
		Move    Move
		Contact ContactID
		By      Person
		Reason  string
	}
	// ContactUnanswered is recorded by the clock.
	ContactUnanswered struct {
		Line    LineID
		Move    Move
		Contact ContactID
	}
)

func (Assigned) event()             {}
func (SignedIn) event()             {}
func (ReturnRequested) event()      {}
func (ReturnApproved) event()       {}
func (ReturnRefused) event()        {}
func (ReturnRuledFinal) event()     {}
func (Reassigned) event()           {}
func (UnitObjected) event()         {}
func (OpinionRequested) event()     {}
func (OpinionGiven) event()         {}
func (OpinionRejected) event()      {}
func (AssignmentDischarged) event() {}
func (ContactRecorded) event()      {}
func (ContactConfirmed) event()     {}
func (ContactDenied) event()        {}
func (ContactUnanswered) event()    {}
