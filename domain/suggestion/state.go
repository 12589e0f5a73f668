package suggestion

import (
	"slices"

	"huiyin/domain/calendar"
	"huiyin/domain/lifecycle"
)

// Suggestion is the folded state of one case. It is a value to read; only Fold
// makes new ones.
type Suggestion struct {
	ID         CaseID
	State      lifecycle.State
	Kind       Kind
	Congress   string
	Session    string
	Year       int
	Number     string
	Title      string
	Body       string
	Text       int // version of title and body, from 1
	Evidence   string
	Lead       Person
	CoSigners  []CoSigner
	Delegation string
	Category   string
	Proposed   []string
	RuleSet    string
	RuleDigest string
	Lifecycle  int

	Submitted  calendar.Date
	Registered calendar.Date
	T0         calendar.Date
	Ended      calendar.Date // closed, withdrawn or transferred

	Mode        Mode
	Assignments []Assignment
	Lines       []Line
	Commitments []Commitment
	Clocks      []Clock
	Returns     int // returns asked for, over all units

	Head        CaseID
	HeadNumber  string
	HeadOpen    bool // the head's promises are not final yet
	Members     []CaseID
	Key         bool
	Supervisors []Supervisor
	Oversight   Oversight
	Changes     Changes
	ReopenedFor string
	Wish        Wish
	Content     Publication

	Contacts []Person // who speaks for a delegation beside its head, the Lead

	Confidential bool // who signed is told to the congress's own office only
	Questions    []Question

	Transfer    Transfer
	LateEntries []LateEntered
	Files       []FilesAttached // what was sent with acts, in order
	Entering    bool            // the next act's event is entered late; never true between acts

	Sources  []Source
	Imported bool
	Touched  bool    // an act was recorded here after the import
	Stated   Facts   // all sources together
	Facts    []Facts // per source, in the order of Sources
}

// CoSigner is an invited deputy and what the deputy answered. Consented means to
// the withdrawal of the present text.
type CoSigner struct {
	Person
	Answer    Answer
	Consented bool
}

// Answer is a co-signer's word.
type Answer string

// Answers of a co-signer. Stated means that a source names the person.
const (
	Invited   Answer = "invited"
	Confirmed Answer = "confirmed"
	Declined  Answer = "declined"
	Stated    Answer = "stated"
)

// Supervisor is who supervises or leads a key suggestion.
type Supervisor struct {
	Layer  string
	Person Person
	Body   string
}

// Assignment is one unit's part.
type Assignment struct {
	UnitTerm
	State    lifecycle.State
	T0       calendar.Date
	Received calendar.Date        // unset while a paper is on its way
	Waiting  []lifecycle.Deadline // clocks that start with the receipt
	Opinion  string
	Class    Class
	Final    bool         // a return was ruled out for good
	Heir     AssignmentID // who took the part over after a return

	Objection   Objection
	EnteredLate bool // the opinion
}

// Active reports whether the unit still has its part in the case.
func (a Assignment) Active() bool {
	return a.State != lifecycle.UnitReturned && a.State != lifecycle.Discharged
}

// Line is one reply line.
type Line struct {
	ID        LineID
	Unit      string
	State     lifecycle.State
	Round     int // redo rounds so far; 0 is the first handling
	Contacts  []Contact
	Versions  []Version
	Draft     *Draft
	Ratings   []Rating
	Extension Extension
	Reminders int
	Disputed  bool
	Contested bool
	Contests  []Contest
	Form      Form // of the rating recorded next; zero between acts
	Released  bool
	Public    bool // the reply, or a part of it, is published
	Examined  Examination
	Answer    Publication
	Outcome   string // of an escalation
	Asking    Asking // the extension asked for last
	Since     calendar.Date
}

// Extension says how far the line's period was extended.
type Extension string

// Extension values.
const (
	NotExtended Extension = ""
	Asked       Extension = "asked"
	Granted     Extension = "granted"
	Refused     Extension = "refused"
)

// Asking is an extension as it was asked for, and who has agreed so far.
type Asking struct {
	By        Person
	Reason    string
	Explained string // what the deputy was told
	Report    string // the written report
	Needs     []Consent
	Given     []Consented
}

// Missing lists whose consent is still outstanding.
func (a Asking) Missing() []Consent {
	return slices.DeleteFunc(slices.Clone(a.Needs), func(n Consent) bool {
		return slices.ContainsFunc(a.Given, func(g Consented) bool { return g.Consent == n })
	})
}

// Contact is one contact record of a line.
type Contact struct {
	ID    ContactID
	Round int
	On    calendar.Date
	With  []Person
	State ContactState

	EnteredLate bool
}

// ContactState is what the deputy said of a contact record.
type ContactState string

// States of a contact record. OneSided satisfies the guard and no rate.
const (
	ContactOpen ContactState = "open"
	AnsweredYes ContactState = "confirmed"
	AnsweredNo  ContactState = "denied"
	OneSided    ContactState = "one_sided"
)

// Draft is the version being written.
type Draft struct {
	Version  int
	Class    Class
	Text     string
	Drafter  Person
	Promises []Promise
}

// Version is an issued reply.
type Version struct {
	Number    int
	Class     Class  // as corrected
	Claimed   Class  // as the unit gave it
	Text      string // as drafted here; empty where a source or the head has it
	Document  string
	Issued    calendar.Date
	Delivered []Person
	Complete  calendar.Date // the last delivery
	Head      CaseID        // where it was relayed from
	Without   string
	Round     int

	EnteredLate   bool
	DeliveredLate bool // a receipt of it was entered late
}

// Rating is one rating, by round.
type Rating struct {
	Version int
	Round   int
	Process Grade
	Result  Grade
	Reason  string
	On      calendar.Date
	Late    bool // after "not returned"
	Form    Form // zero when the deputy rated here

	EnteredLate bool
	Heard       int // contacts on record when it was given
}

// Form is the paper from which the committee entered a rating for the deputy.
type Form struct {
	Scan   string
	By     Person
	Second Person
}

// Worse is the line's grade: the worse of the two parts.
func (r Rating) Worse() Grade {
	if r.Process == Dissat || r.Result == Dissat {
		return Dissat
	}
	if r.Process == Basically || r.Result == Basically {
		return Basically
	}
	return Satisfied
}

// Commitment is one promise.
type Commitment struct {
	Promise
	Line    LineID
	Version int
	State   lifecycle.State
	Made    calendar.Date
	Term    string // the congress it was carried into
	Slips   int    // deferrals and carry-overs
	Ended   calendar.Date
	Grade   Grade

	EnteredLate bool // the unit's claim
}

// Open reports whether the supervisor still has to conclude the promise.
func (c Commitment) Open() bool {
	return c.State != lifecycle.Verified && c.State != lifecycle.Explained && c.State != lifecycle.Broken
}

// Clock is a deadline and whether it still runs. Lapsed is for ever. Warned is
// the nearest warning given, in days before the due day; 0 is none.
type Clock struct {
	Deadline
	Running bool
	Lapsed  bool
	Warned  int
}

// Latest returns the newest issued version of the line, or a zero Version.
func (l Line) Latest() Version {
	if len(l.Versions) == 0 {
		return Version{}
	}
	return l.Versions[len(l.Versions)-1]
}

// LastRating returns the newest rating, or a zero Rating.
func (l Line) LastRating() Rating {
	if len(l.Ratings) == 0 {
		return Rating{}
	}
	return l.Ratings[len(l.Ratings)-1]
}

// Replied reports whether any version was ever issued on the line.
func (l Line) Replied() bool { return len(l.Versions) > 0 }

// Version returns the version of the number.
func (l Line) Version(number int) (Version, bool) {
	i := slices.IndexFunc(l.Versions, func(v Version) bool { return v.Number == number })
	if i < 0 {
		return Version{}, false
	}
	return l.Versions[i], true
}

// Line returns the reply line with the ID.
func (s *Suggestion) Line(id LineID) (*Line, bool) {
	i := slices.IndexFunc(s.Lines, func(l Line) bool { return l.ID == id })
	if i < 0 {
		return nil, false
	}
	return &s.Lines[i], true
}

// Assignment returns the assignment with the ID.
func (s *Suggestion) Assignment(id AssignmentID) (*Assignment, bool) {
	i := slices.IndexFunc(s.Assignments, func(a Assignment) bool { return a.Assignment == id })
	if i < 0 {
		return nil, false
	}
	return &s.Assignments[i], true
}

// Commitment returns the promise with the ID.
func (s *Suggestion) Commitment(id CommitmentID) (*Commitment, bool) {
	i := slices.IndexFunc(s.Commitments, func(c Commitment) bool { return c.Promise.Commitment == id })
	if i < 0 {
		return nil, false
	}
	return &s.Commitments[i], true
}

// ActiveOn returns the unit's active assignment: its own, or one of a unit whose
// duties it took over.
func (s *Suggestion) ActiveOn(unit string) (*Assignment, bool) {
	i := slices.IndexFunc(s.Assignments, func(a Assignment) bool { return a.Active() && s.BodyOf(a.Unit) == unit })
	if i < 0 {
		return nil, false
	}
	return &s.Assignments[i], true
}

// OfLine returns the active assignment that owes the line.
func (s *Suggestion) OfLine(id LineID) (*Assignment, bool) {
	i := slices.IndexFunc(s.Assignments, func(a Assignment) bool { return a.Line == id && a.Active() })
	if i < 0 {
		return nil, false
	}
	return &s.Assignments[i], true
}

// Deputies returns the lead deputy and every co-signer who did not decline.
func (s *Suggestion) Deputies() []Person {
	out := make([]Person, 0, 1+len(s.CoSigners))
	if s.Lead != (Person{}) {
		out = append(out, s.Lead)
	}
	for _, c := range s.CoSigners {
		if c.Answer != Declined {
			out = append(out, c.Person)
		}
	}
	return out
}

// Replied reports whether any line of the case ever issued a reply.
func (s *Suggestion) Replied() bool {
	return slices.ContainsFunc(s.Lines, Line.Replied)
}

// OpenPromises counts the promises that are not concluded.
func (s *Suggestion) OpenPromises() int { return s.openPromises(false) }

func (s *Suggestion) openPromises(knownOnly bool) int {
	n := 0
	for _, c := range s.Commitments {
		if c.Open() && !(knownOnly && c.State == lifecycle.UnknownCommitment) {
			n++
		}
	}
	return n
}

// clone copies everything that evolving may touch.
func (s *Suggestion) clone() *Suggestion {
	c := *s
	c.CoSigners = slices.Clone(s.CoSigners)
	c.Proposed = slices.Clone(s.Proposed)
	c.Assignments = slices.Clone(s.Assignments)
	c.Commitments = slices.Clone(s.Commitments)
	c.Clocks = slices.Clone(s.Clocks)
	c.Members = slices.Clone(s.Members)
	c.Supervisors = slices.Clone(s.Supervisors)
	c.LateEntries = slices.Clone(s.LateEntries)
	c.Questions = slices.Clone(s.Questions)
	c.Files = slices.Clone(s.Files)
	c.Oversight = s.Oversight.clone()
	c.Changes = s.Changes.clone()
	c.Sources = slices.Clone(s.Sources)
	c.Facts = slices.Clone(s.Facts)
	c.Lines = slices.Clone(s.Lines)
	for i := range c.Lines {
		l := &c.Lines[i]
		l.Contacts = slices.Clone(l.Contacts)
		l.Ratings = slices.Clone(l.Ratings)
		l.Asking.Given = slices.Clone(l.Asking.Given)
		l.Contests = slices.Clone(l.Contests)
		l.Versions = slices.Clone(l.Versions)
		for j := range l.Versions {
			l.Versions[j].Delivered = slices.Clone(l.Versions[j].Delivered)
		}
	}
	return &c
}
