package suggestion

import "huiyin/domain/calendar"

// Event is a fact of a case's history. The set is closed; domain/wire gives
// each its stable name.
type Event interface{ event() }

// Drafted begins a case and pins the rules it lives under.
type Drafted struct {
	Move       Move
	Case       CaseID
	Kind       Kind
	Congress   string
	Session    string
	Year       int
	Title      string
	Body       string
	Evidence   string
	Lead       Person
	Delegation string
	Category   string
	Proposed   []string
	Lifecycle  int
	RuleSet    string
	RuleDigest string
}

// CoSignerInvited, CoSignerConfirmed and CoSignerDeclined follow one co-signer.
type (
	CoSignerInvited struct {
		Move   Move
		Person Person
	}
	// CoSignerConfirmed says that the co-signing is the person's own will.
	CoSignerConfirmed struct {
		Move   Move
		Person Person
	}
	// CoSignerDeclined takes an invited person off the list.
	CoSignerDeclined struct {
		Move   Move
		Person Person
	}
)

// Submitted hands the suggestion in.
type Submitted struct {
	Move      Move
	On        calendar.Date
	Deadlines []Deadline
}

// BillConverted begins a case from a bill the presidium did not accept as one.
type BillConverted struct {
	Move       Move
	Case       CaseID
	Congress   string
	Session    string
	Year       int
	Title      string
	Body       string
	Lead       Person
	CoSigners  []Person
	BillNumber string
	Decision   string
	Lifecycle  int
	RuleSet    string
	RuleDigest string
}

// ReviewBegan takes a suggestion into review.
type ReviewBegan struct{ Move Move }

// RevisionRequested asks the deputy to sharpen the text (改).
type RevisionRequested struct {
	Move   Move
	Reason string
}

// Revised is a new version of the text; the old one stays in the history.
// Co-signers must confirm again.
type Revised struct {
	Move      Move
	On        calendar.Date
	Version   int
	Title     string
	Body      string
	Reason    string
	Deadlines []Deadline
}

// ReturnedToDeputy gives the suggestion back with a reason code (退).
type ReturnedToDeputy struct {
	Move   Move
	On     calendar.Date
	Code   string
	Reason string
}

// Transferred sends it to another channel (转): letter, petition, hotline,
// another congress, or for reference.
type Transferred struct {
	Move    Move
	On      calendar.Date
	Channel string
	To      string
	Reason  string
}

// Registered gives the suggestion its number.
type Registered struct {
	Move     Move
	On       calendar.Date
	Number   string
	Category string
}

// Merged links a registered suggestion to the one it is handled with (并). It
// keeps its number, its deputies, its delivery and its rating.
type Merged struct {
	Move       Move
	Head       CaseID
	HeadNumber string
	Reason     string
}

// MemberTaken is the head's record of a merged member.
type MemberTaken struct {
	Move         Move
	Member       CaseID
	MemberNumber string
}

// MergeUndone separates a member again. It gives the member the head's T0 and
// copies no reply.
type MergeUndone struct {
	Move   Move
	Head   CaseID
	Reason string
	T0     calendar.Date
}

// MemberDropped is the head's record of an undone merge.
type MemberDropped struct {
	Move   Move
	Member CaseID
	Reason string
}

// Withdrawn ends handling at the deputies' written wish.
type Withdrawn struct {
	Move     Move
	On       calendar.Date
	Reason   string
	Consents []Person
}

func (Drafted) event()           {}
func (CoSignerInvited) event()   {}
func (CoSignerConfirmed) event() {}
func (CoSignerDeclined) event()  {}
func (Submitted) event()         {}
func (BillConverted) event()     {}
func (ReviewBegan) event()       {}
func (RevisionRequested) event() {}
func (Revised) event()           {}
func (ReturnedToDeputy) event()  {}
func (Transferred) event()       {}
func (Registered) event()        {}
func (Merged) event()            {}
func (MemberTaken) event()       {}
func (MergeUndone) event()       {}
func (MemberDropped) event()     {}
func (Withdrawn) event()         {}
