package suggestion

import (
	"huiyin/domain/calendar"
	"huiyin/domain/lifecycle"
)

// KeyProposed, KeyItemJoined and KeyLifted go with KeySuggestionFixed: who asked
// for it and by which criteria, the key item it is part of, and its end.
type (
	KeyProposed struct {
		By       lifecycle.Role
		Body     string
		Criteria []string
		Reason   string
	}
	// KeyItemJoined puts a key suggestion into an item of several.
	KeyItemJoined struct {
		Number string
		Name   string
	}
	// KeyLifted ends the key handling; the history keeps it.
	KeyLifted struct{ Reason string }
)

// SupervisorRelieved ends an appointment. Successor, where one is named, has the
// same layer from now on.
type SupervisorRelieved struct {
	Layer     string
	Person    Person
	Reason    string
	Successor Person
	Body      string
}

// TaskSet, TaskReported and TaskConcluded follow an act of supervision that
// somebody has to answer.
type (
	TaskSet struct {
		Task        TaskID
		Layer       string
		Way         string
		Content     string
		Unit        string
		Responsible Person
		Due         calendar.Date
	}
	// TaskReported is the unit's progress.
	TaskReported struct {
		Task TaskID
		Text string
	}
	// TaskConcluded is the result as the supervisor saw it.
	TaskConcluded struct {
		Task   TaskID
		On     calendar.Date
		Result string
	}
)

// InstructionRecorded is a leader's written instruction (批示): a fact of its
// own and no change of state.
type InstructionRecorded struct {
	On     calendar.Date
	Leader Person
	Body   string
	Text   string
}

// UrgingSent is a letter that urges a unit (催办).
type UrgingSent struct {
	On         calendar.Date
	Unit       string
	DocumentNo string
	Text       string
}

// InspectionHeld is an inspection of the matter (视察): where, who, what was
// found.
type InspectionHeld struct {
	On       calendar.Date
	Place    string
	Who      []Person
	Findings string
}

// AppraisalVoted is a vote on a unit's handling (评议). Aspect is what was voted
// on; the three figures are votes.
type AppraisalVoted struct {
	On           calendar.Date
	Unit         string
	Aspect       string
	Satisfied    int
	Basically    int
	Dissatisfied int
}

// AwardGiven names an award and the decision that gave it.
type AwardGiven struct {
	Award    string
	Decision string
}

// ReturnVisitDrawn says that a draw picked the case, and which lines the deputy
// is asked about.
type ReturnVisitDrawn struct {
	Draw  string
	Lines []LineID
}

// RedFlagCleared is the committee's reason for putting a flag away.
type RedFlagCleared struct {
	Line   LineID
	Flag   string
	Reason string
}

func (KeyProposed) event()         {}
func (KeyItemJoined) event()       {}
func (KeyLifted) event()           {}
func (SupervisorRelieved) event()  {}
func (TaskSet) event()             {}
func (TaskReported) event()        {}
func (TaskConcluded) event()       {}
func (InstructionRecorded) event() {}
func (UrgingSent) event()          {}
func (InspectionHeld) event()      {}
func (AppraisalVoted) event()      {}
func (AwardGiven) event()          {}
func (ReturnVisitDrawn) event()    {}
func (RedFlagCleared) event()      {}
