package lifecycle

// States of a suggestion. After Assigned they are derived from the reply lines
// and commitments; no command moves them by hand.
const (
	None             State = "none"
	Draft            State = "draft"
	Submitted        State = "submitted"
	InReview         State = "in_review"
	ToRevise         State = "to_revise"
	ReturnedToDeputy State = "returned_to_deputy"
	Transferred      State = "transferred"
	Withdrawn        State = "withdrawn"
	Registered       State = "registered"
	Assigned         State = "assigned"
	Handling         State = "handling"
	Replied          State = "replied"
	AwaitingFeedback State = "awaiting_feedback"
	Tracking         State = "tracking"
	Closed           State = "closed"
	Archived         State = "archived"
)

// Triggers of the suggestion machine.
const (
	DraftIt          Trigger = "draft"
	EditDraft        Trigger = "edit_draft"
	InviteCoSigner   Trigger = "invite_cosigner"
	ConfirmCoSigning Trigger = "confirm_cosigning"
	DeclineCoSigning Trigger = "decline_cosigning"
	Submit           Trigger = "submit"
	ConvertBill      Trigger = "convert_bill"
	BeginReview      Trigger = "begin_review"
	RequestRevision  Trigger = "request_revision"
	Revise           Trigger = "revise"
	ReturnToDeputy   Trigger = "return_to_deputy"
	Transfer         Trigger = "transfer"
	Register         Trigger = "register"
	Merge            Trigger = "merge"
	TakeMember       Trigger = "take_member"
	UndoMerge        Trigger = "undo_merge"
	DropMember       Trigger = "drop_member"
	Withdraw         Trigger = "withdraw"
	Assign           Trigger = "assign"
	FollowHead       Trigger = "follow_head"
	HandlingBegan    Trigger = "handling_began"
	AllReplied       Trigger = "all_replied"
	AllDelivered     Trigger = "all_delivered"
	PromisesOpen     Trigger = "promises_open"
	RedoBegan        Trigger = "redo_began"
	Close            Trigger = "close"
	Archive          Trigger = "archive"
	Reopen           Trigger = "reopen"
)

// Guards of the suggestion machine.
const (
	CoSignersAnswered Guard = "cosigners_answered"
	EvidenceGiven     Guard = "evidence_given"
	RevisionAgreed    Guard = "revision_agreed"
	NumberReserved    Guard = "number_reserved"
	NotMerged         Guard = "not_merged"
	IsMerged          Guard = "is_merged"
	NotReplied        Guard = "not_replied"
	AllCoSignersAgree Guard = "all_cosigners_agree"
	// NoLateRating keeps a case out of the archive while the deputy may still rate
	// late; NothingContested while an objection waits for its ruling.
	NoLateRating     Guard = "no_late_rating_possible"
	NothingContested Guard = "nothing_contested"
)

// withdrawable are the states in which a suggestion can be withdrawn. Whether
// that is still possible once the case is assigned is a question of the local
// rules (Beijing: only before assignment); no rule set asks it yet.
var withdrawable = []State{Draft, Submitted, InReview, ToRevise, ReturnedToDeputy, Registered, Assigned, Handling}

var suggestionTable = Table{
	Machine: Suggestion,
	Initial: None,
	Entries: []State{Submitted, Registered, Assigned, Handling, Replied, AwaitingFeedback, Tracking, Closed},
	Finals:  []State{Transferred, Withdrawn, Archived},
	Rows: []Row{
		{Trigger: DraftIt, From: []State{None}, To: Draft, Roles: []Role{LeadDeputy, Delegation}},
		{Trigger: EditDraft, From: []State{Draft}, To: Draft, Roles: []Role{LeadDeputy, Delegation}, Guards: []Guard{LeadDeputyOnly}},
		{Trigger: InviteCoSigner, From: []State{Draft}, To: Draft, Roles: []Role{LeadDeputy}, Guards: []Guard{LeadDeputyOnly}},
		{Trigger: ConfirmCoSigning, From: []State{Draft}, To: Draft, Roles: []Role{CoSigner}},
		{Trigger: ConfirmCoSigning, From: []State{Submitted}, To: Submitted, Roles: []Role{CoSigner}},
		// A revised text is confirmed anew, and the review need not wait for it.
		{Trigger: ConfirmCoSigning, From: []State{InReview}, To: InReview, Roles: []Role{CoSigner}},
		{Trigger: DeclineCoSigning, From: []State{InReview}, To: InReview, Roles: []Role{CoSigner}},
		{Trigger: DeclineCoSigning, From: []State{Draft}, To: Draft, Roles: []Role{CoSigner}},
		{Trigger: DeclineCoSigning, From: []State{Submitted}, To: Submitted, Roles: []Role{CoSigner}},
		{Trigger: Submit, From: []State{Draft}, To: Submitted, Roles: []Role{LeadDeputy, Delegation},
			Guards: []Guard{LeadDeputyOnly, HeadSigns, CoSignersAnswered, EvidenceGiven}, Starts: []Deadline{DueReview}},
		{Trigger: ConvertBill, From: []State{None}, To: Submitted, Roles: []Role{Presidium}},
		{Trigger: BeginReview, From: []State{Submitted}, To: InReview, Roles: reviewers},
		{Trigger: RequestRevision, From: []State{InReview}, To: ToRevise, Roles: reviewers, Stops: []Deadline{DueReview}},
		{Trigger: Revise, From: []State{ToRevise, ReturnedToDeputy}, To: Submitted, Roles: []Role{LeadDeputy, Delegation},
			Guards: []Guard{RevisionAgreed}, Starts: []Deadline{DueReview}},
		{Trigger: ReturnToDeputy, From: []State{InReview}, To: ReturnedToDeputy, Roles: reviewers, Stops: []Deadline{DueReview}},
		{Trigger: Transfer, From: []State{InReview}, To: Transferred, Roles: reviewers, Stops: []Deadline{DueReview}},
		{Trigger: Register, From: []State{InReview}, To: Registered, Roles: reviewers,
			Guards: []Guard{CoSignersAnswered, NumberReserved}},
		{Trigger: Merge, From: []State{Registered}, To: Registered, Roles: reviewers, Guards: []Guard{NotMerged}},
		{Trigger: TakeMember, From: []State{Registered}, To: Registered, Roles: derived, Guards: []Guard{NotMerged}},
		{Trigger: TakeMember, From: []State{Assigned}, To: Assigned, Roles: derived, Guards: []Guard{NotMerged, NotReplied}},
		{Trigger: TakeMember, From: []State{Handling}, To: Handling, Roles: derived, Guards: []Guard{NotMerged, NotReplied}},
		{Trigger: UndoMerge, From: []State{Registered}, To: Registered, Roles: append(derived, reviewers...), Guards: []Guard{IsMerged}},
		{Trigger: UndoMerge, From: []State{Assigned}, To: Assigned, Roles: append(derived, committee...), Guards: []Guard{IsMerged, NotReplied}},
		{Trigger: UndoMerge, From: []State{Handling}, To: Handling, Roles: append(derived, committee...), Guards: []Guard{IsMerged, NotReplied}},
		{Trigger: DropMember, From: []State{Registered}, To: Registered, Roles: derived},
		{Trigger: DropMember, From: []State{Assigned}, To: Assigned, Roles: derived},
		{Trigger: DropMember, From: []State{Handling}, To: Handling, Roles: derived},
		{Trigger: DropMember, From: []State{Replied}, To: Replied, Roles: derived},
		{Trigger: DropMember, From: []State{AwaitingFeedback}, To: AwaitingFeedback, Roles: derived},
		{Trigger: DropMember, From: []State{Tracking}, To: Tracking, Roles: derived},
		{Trigger: DropMember, From: []State{Closed}, To: Closed, Roles: derived},
		{Trigger: Withdraw, From: withdrawable, To: Withdrawn, Roles: []Role{LeadDeputy, Delegation},
			Guards: []Guard{LeadDeputyOnly, NotReplied, AllCoSignersAgree}, Stops: Deadlines()},
		// The time to take a suggestion in runs to its assignment (handbook 1.4).
		{Trigger: Assign, From: []State{Registered}, To: Assigned, Roles: assigners, Guards: []Guard{NotMerged},
			Starts: []Deadline{DueReply, DueReturn, DueFirstContact, DueCoOpinion}, Stops: []Deadline{DueReview}},
		{Trigger: FollowHead, From: []State{Registered}, To: Assigned, Roles: derived, Guards: []Guard{IsMerged},
			Starts: []Deadline{DueReply}, Stops: []Deadline{DueReview}},
		{Trigger: HandlingBegan, From: []State{Assigned}, To: Handling, Roles: derived},
		// From awaiting feedback and tracking an imported case falls back to
		// replied when only promises of unknown fulfilment are left.
		{Trigger: AllReplied, From: []State{Assigned, Handling, AwaitingFeedback, Tracking}, To: Replied, Roles: derived},
		// A closed case awaits feedback again when the deputy disputes a rating
		// or, within the session year, answers late and is dissatisfied.
		{Trigger: AllDelivered, From: []State{Handling, Replied, Tracking, Closed}, To: AwaitingFeedback, Roles: derived},
		{Trigger: RedoBegan, From: []State{Replied, AwaitingFeedback, Tracking}, To: Handling, Roles: derived},
		{Trigger: PromisesOpen, From: []State{Handling, Replied, AwaitingFeedback, Closed}, To: Tracking, Roles: derived},
		{Trigger: Close, From: []State{Handling, Replied, AwaitingFeedback, Tracking}, To: Closed, Roles: derived},
		{Trigger: Reopen, From: []State{Closed}, To: Handling, Roles: committee, Starts: []Deadline{DueRedo}},
		{Trigger: Archive, From: []State{Closed}, To: Archived, Roles: committee, Guards: []Guard{NoLateRating, NothingContested}, Stops: Deadlines()},
	},
}
