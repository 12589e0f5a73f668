package suggestion

import (
	"huiyin/domain/calendar"
	"huiyin/domain/lifecycle"
)

// PhaseChanged records a derived move of the suggestion: no command makes it,
// the lines and commitments do. Because is the trigger of the machine.
type PhaseChanged struct {
	Move    Move
	Because lifecycle.Trigger
}

// Closed, Archived and Reopened end the case, file it, and open it again on new
// facts.
type (
	Closed struct {
		Move Move
		On   calendar.Date
	}
	// Archived files a closed case.
	Archived struct{ Move Move }
	// Reopened returns a closed case to handling with a reason.
	Reopened struct {
		Move   Move
		Reason string
	}
)

// DeadlineLapsed says that a due day ended before what it waited for. It is a
// permanent fact and is not erased when the act comes later.
type DeadlineLapsed struct {
	Kind    lifecycle.Deadline
	Subject Subject
	Due     calendar.Date
}

// DeadlineWarned is a reminder before a due day.
type DeadlineWarned struct {
	Kind    lifecycle.Deadline
	Subject Subject
	Due     calendar.Date
	Days    int
}

// DeadlineCorrected replaces a due date, for instance when a calendar notice
// came; both dates and the reason stay.
type DeadlineCorrected struct {
	Old    Deadline
	New    Deadline
	Reason string
}

// KeySuggestionFixed, SupervisorAppointed and SupervisionActed belong to grand
// supervision (大督办).
type (
	KeySuggestionFixed struct {
		Decision string
	}
	// SupervisorAppointed names who supervises or leads, by layer.
	SupervisorAppointed struct {
		Layer  string
		Person Person
		Body   string
	}
	// SupervisionActed is one act of supervision with its result.
	SupervisionActed struct {
		Layer  string
		Way    string
		Record string
	}
)

// ReturnVisitRecorded is an independent call-back about a rating.
type ReturnVisitRecorded struct {
	Line    LineID
	Process Grade
	Result  Grade
	Record  string
}

// RedFlagRaised marks a rating for the supervision office; it blocks nothing.
type RedFlagRaised struct {
	Line LineID
	Flag string
	Why  string
}

// Imported is what a published source states about a case, and nothing more.
// Zero fields are unknown. States are those the stated facts lead to. A case
// may have several sources; ImportCorrected replaces one source's statement.
type Imported struct {
	Move   Move
	Case   CaseID
	Source Source
	Facts  Facts
}

// ImportCorrected is a changed row of a source already imported.
type ImportCorrected struct {
	Move   Move
	Source Source
	Facts  Facts
	Reason string
}

// Source identifies one imported row.
type Source struct {
	ID     string
	Kind   string
	Digest string
	Title  string
	URL    string
	Note   string
}

// Facts are the statements of one source row.
type Facts struct {
	Congress      string
	Session       string
	Year          int
	Number        string
	Title         string
	Deputies      []Person
	DeputiesTotal int
	Delegation    string
	Category      string
	Province      string
	Level         string
	LeadUnit      string
	CoUnits       []string
	AssignedOn    calendar.Date
	RepliedOn     calendar.Date
	PublishedOn   calendar.Date
	OpinionOn     calendar.Date
	OpinionUnit   string
	OpinionClass  Class
	Class         Class
	ClassRaw      string
	DocumentNo    string
	Satisfaction  Grade
	SatisfiedRaw  string
	Ratings       []StatedRating
	Promises      []StatedPromise
	Happenings    []Happening
	Key           bool
	Replied       bool
	Further       bool
	RuleSet       string
	NotKey        bool
}

// StatedRating is one rating a source tells of.
type StatedRating struct {
	Grade Grade
	At    string
	Text  string
}

// StatedPromise is one promise a source tells of. Done is true only when the
// source says so, and NotDone only when it says the contrary; else nobody knows.
type StatedPromise struct {
	Text    string
	Due     calendar.Date
	DueText string
	Done    bool
	NotDone bool
}

// Happening is something a source tells of that is no act of a machine.
type Happening struct {
	On   string
	Kind string
	Text string
}

func (PhaseChanged) event()        {}
func (Closed) event()              {}
func (Archived) event()            {}
func (Reopened) event()            {}
func (DeadlineLapsed) event()      {}
func (DeadlineWarned) event()      {}
func (DeadlineCorrected) event()   {}
func (KeySuggestionFixed) event()  {}
func (SupervisorAppointed) event() {}
func (SupervisionActed) event()    {}
func (ReturnVisitRecorded) event() {}
func (RedFlagRaised) event()       {}
func (Imported) event()            {}
func (ImportCorrected) event()     {}
