package suggestion

import (
	"huiyin/domain/calendar"
)

// ReplyDrafted is a handler's draft of the line's next version.
type ReplyDrafted struct {
	Line     LineID
	Move     Move
	Version  int
	Drafter  Person
	Class    Class
	Text     string
	Promises []Promise
}

// ReplyExamined passes a draft; ReplySentBack returns it with a reason.
type ReplyExamined struct {
	Line    LineID
	Move    Move
	Version int
}

// ReplySentBack returns a draft for rework.
type ReplySentBack struct {
	Line    LineID
	Move    Move
	Version int
	Reason  string
}

// ReplyIssued is the signed official answer. Without is the recorded reason
// when it went out with no contact or with a co-opinion outstanding.
type ReplyIssued struct {
	Line       LineID
	Move       Move
	On         calendar.Date
	Version    int
	Class      Class
	DocumentNo string
	Signer     Person
	Without    string
}

// ReplyRelayed gives a merged member the head's reply as its own version.
type ReplyRelayed struct {
	Line        LineID
	Move        Move
	On          calendar.Date
	Version     int
	Head        CaseID
	HeadVersion int
	Class       Class
	DocumentNo  string
	Signer      Person
	HeadOpen    bool
}

// ReplyDelivered is the receipt for one deputy. Deadlines are set by the last.
type ReplyDelivered struct {
	Line      LineID
	Move      Move
	On        calendar.Date
	Version   int
	To        Person
	Channel   string
	Deadlines []Deadline
}

// ReplyPublished and PublicationRefused ended the publication question before
// there were decisions with the published words (see ReplyPublicationDecided);
// they are read and no more written.
type (
	ReplyPublished struct {
		Line  LineID
		Move  Move
		Scope string
	}
	// PublicationRefused needs a reason.
	PublicationRefused struct {
		Line   LineID
		Move   Move
		Reason string
	}
)

// FeedbackReminded is a reminder to the lead deputy; it moves the due date.
type FeedbackReminded struct {
	Line      LineID
	Move      Move
	Count     int
	Deadlines []Deadline
}

// FeedbackGiven is the lead deputy's rating of the newest delivered version in
// two parts, which are never averaged. The line takes the worse of the two.
type FeedbackGiven struct {
	Line    LineID
	Move    Move
	On      calendar.Date
	Version int
	Round   int
	Process Grade
	Result  Grade
	Kinds   []string
	Reason  string
	Channel string
	Late    bool
}

// FeedbackNotReturned records silence; it is never counted as satisfied.
type FeedbackNotReturned struct {
	Line    LineID
	Move    Move
	On      calendar.Date
	Version int
	Round   int
}

// FeedbackReleased lets the unit see the rating; FeedbackDisputed is the
// deputy's "this is not my rating" and freezes the case's closing.
type (
	FeedbackReleased struct {
		Line LineID
		Move Move
	}
	// FeedbackDisputed freezes closing until the line is rated again or concluded.
	FeedbackDisputed struct {
		Line   LineID
		Move   Move
		Reason string
	}
)

// RedoOrdered opens a redo round with its own deadline.
type RedoOrdered struct {
	Line      LineID
	Move      Move
	On        calendar.Date
	Round     int
	Reason    string
	Deadlines []Deadline
}

// EscalationOpened, MediationHeld, AssessmentHeld and EscalationConcluded are
// the way after the redo rounds. The rating stays as it was given.
type (
	EscalationOpened struct {
		Line   LineID
		Move   Move
		On     calendar.Date
		Reason string
	}
	// MediationHeld is a meeting of deputy, unit and committee.
	MediationHeld struct {
		Line   LineID
		Move   Move
		Record string
	}
	// AssessmentHeld is an expert or third-party assessment.
	AssessmentHeld struct {
		Line   LineID
		Move   Move
		Record string
	}
	// EscalationConcluded ends the line without making anyone satisfied.
	EscalationConcluded struct {
		Line    LineID
		Move    Move
		On      calendar.Date
		Outcome string
		Reason  string
	}
)

// ClassCorrected, ClassContested and ClassUpgraded keep old and new class.
type (
	ClassCorrected struct {
		Line    LineID
		Move    Move
		Version int
		Old     Class
		New     Class
		Reason  string
	}
	// ClassContested is the deputy's objection to the class.
	ClassContested struct {
		Line   LineID
		Move   Move
		Reason string
	}
	// ClassUpgraded records that a further reply raised the class.
	ClassUpgraded struct {
		Line    LineID
		Version int
		Old     Class
		New     Class
	}
)

// LineClosed ends a line that will never reply, because its unit gave it back.
type LineClosed struct {
	Line   LineID
	Move   Move
	Reason string
}

// Promised opens a commitment; it outlives the reply, the year and the term.
type Promised struct {
	Commitment CommitmentID
	Line       LineID
	Version    int
	Move       Move
	On         calendar.Date
	Text       string
	Unit       string
	Due        calendar.Date
	DueText    string
	Deadlines  []Deadline
}

// The life of a commitment after it was made.
type (
	ProgressReported struct {
		Commitment CommitmentID
		Move       Move
		On         calendar.Date
		Text       string
	}
	// CommitmentDeferred moves the due date with the supervisor's consent.
	CommitmentDeferred struct {
		Commitment CommitmentID
		Move       Move
		OldDue     calendar.Date
		Due        calendar.Date
		Reason     string
		Deadlines  []Deadline
	}
	// CommitmentCarriedOver continues it in the next year or term.
	CommitmentCarriedOver struct {
		Commitment CommitmentID
		Move       Move
		OldDue     calendar.Date
		Due        calendar.Date
		Reason     string
		Deadlines  []Deadline
	}
	// FulfilmentClaimed is the unit's word with evidence.
	FulfilmentClaimed struct {
		Commitment CommitmentID
		Move       Move
		On         calendar.Date
		Evidence   string
	}
	// ClaimRejected is the supervisor's no to a claim.
	ClaimRejected struct {
		Commitment CommitmentID
		Move       Move
		Reason     string
		Deadlines  []Deadline
	}
	// CommitmentVerified strikes the promise off on evidence.
	CommitmentVerified struct {
		Commitment CommitmentID
		Move       Move
		On         calendar.Date
		Evidence   string
		Deadlines  []Deadline
	}
	// CommitmentExplained accepts written reasons why it cannot be kept.
	CommitmentExplained struct {
		Commitment CommitmentID
		Move       Move
		On         calendar.Date
		Reason     string
	}
	// CommitmentBroken declares it broken.
	CommitmentBroken struct {
		Commitment CommitmentID
		Move       Move
		On         calendar.Date
		Reason     string
	}
	// CommitmentRated is the deputy's grade for the fulfilment.
	CommitmentRated struct {
		Commitment CommitmentID
		Move       Move
		Grade      Grade
		Reason     string
	}
	// HeadPromisesSettled tells a merged member that the head's promises are final.
	HeadPromisesSettled struct{ Head CaseID }
)

func (ReplyDrafted) event()          {}
func (ReplyExamined) event()         {}
func (ReplySentBack) event()         {}
func (ReplyIssued) event()           {}
func (ReplyRelayed) event()          {}
func (ReplyDelivered) event()        {}
func (ReplyPublished) event()        {}
func (PublicationRefused) event()    {}
func (FeedbackReminded) event()      {}
func (FeedbackGiven) event()         {}
func (FeedbackNotReturned) event()   {}
func (FeedbackReleased) event()      {}
func (FeedbackDisputed) event()      {}
func (RedoOrdered) event()           {}
func (EscalationOpened) event()      {}
func (MediationHeld) event()         {}
func (AssessmentHeld) event()        {}
func (EscalationConcluded) event()   {}
func (ClassCorrected) event()        {}
func (ClassContested) event()        {}
func (ClassUpgraded) event()         {}
func (LineClosed) event()            {}
func (Promised) event()              {}
func (ProgressReported) event()      {}
func (CommitmentDeferred) event()    {}
func (CommitmentCarriedOver) event() {}
func (FulfilmentClaimed) event()     {}
func (ClaimRejected) event()         {}
func (CommitmentVerified) event()    {}
func (CommitmentExplained) event()   {}
func (CommitmentBroken) event()      {}
func (CommitmentRated) event()       {}
func (HeadPromisesSettled) event()   {}
