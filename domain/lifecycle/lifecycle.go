// Package lifecycle holds the four state machines of a suggestion's life as
// tables of data, and compiles them with looplab/fsm.
//
// A Row is the one place where a transition is stated: trigger, sources,
// target, roles, guards, and the deadlines it starts and stops. The permission
// matrix, the Mermaid diagrams, the list of acts a page offers and the property
// tests are all read from these rows, so none of them can drift from the rules.
//
// Guards are names. The package that owns the state (domain/suggestion) gives
// them their meaning; this package only promises that a name is used.
//
// Fire and Available are pure: the compiled machine is a value without side
// effects, and folding history never fires it, because events record the state
// they lead to.
package lifecycle

// Version is the definition version a case pins when it begins.
const Version = 1

// Machine names one of the four machines.
type Machine string

// The four machines of a suggestion's life.
const (
	Suggestion Machine = "suggestion"
	Assignment Machine = "assignment"
	ReplyLine  Machine = "line"
	Commitment Machine = "commitment"
)

// State is a state of one machine. Names are wire names and never change.
type State string

// Trigger is what makes a machine move; most are acts of a person.
type Trigger string

// Guard names a condition on the case that a row needs.
type Guard string

// Deadline names a kind of due date.
type Deadline string

// Row is one transition rule. From lists every source; a trigger has at most
// one row for each source.
type Row struct {
	Trigger Trigger
	From    []State
	To      State
	Roles   []Role
	Guards  []Guard
	Starts  []Deadline
	Stops   []Deadline
}

// Table is one machine as data.
type Table struct {
	Machine Machine
	Initial State
	// Entries are the states in which an imported history may begin: import
	// bypasses the rows, never the states.
	Entries []State
	// Finals may have no way out; every other state must have one.
	Finals []State
	Rows   []Row
}

// Deadlines, by the event or fact they wait for.
const (
	DueReview           Deadline = "review"
	DueReply            Deadline = "reply"
	DueRedo             Deadline = "redo"
	DueReturn           Deadline = "return"
	DueReturnDecision   Deadline = "return_decision"
	DueFirstContact     Deadline = "first_contact"
	DueContactConfirm   Deadline = "contact_confirm"
	DueCoOpinion        Deadline = "co_opinion"
	DueFeedback         Deadline = "feedback"
	DueCommitment       Deadline = "commitment"
	DueCommitmentRating Deadline = "commitment_rating"
	DuePublish          Deadline = "publish"
)

// Deadlines lists every kind in display order.
func Deadlines() []Deadline {
	return []Deadline{DueReview, DueReturn, DueReturnDecision, DueFirstContact, DueContactConfirm,
		DueCoOpinion, DueReply, DueRedo, DueFeedback, DueCommitment, DueCommitmentRating, DuePublish}
}

// Duty reports whether missing the day is a failure of somebody's duty. The
// others are a right that ends (to return a case, to rate a promise) or a
// silence that has its own outcome.
func (d Deadline) Duty() bool {
	return !d.Right() && d != DueContactConfirm && d != DueFeedback
}

// Right reports whether the day ends a right: it lapses, and nothing is late.
func (d Deadline) Right() bool { return d == DueReturn || d == DueCommitmentRating }
