package lifecycle

// States of a reply line: what one lead or separate unit owes the deputy.
const (
	UnknownHandling State = "unknown_handling" // of an import: not known to be replied
	Contact         State = "contact"
	Drafted         State = "drafted"
	SentBack        State = "sent_back"
	Examined        State = "examined"
	Issued          State = "issued"
	Delivered       State = "delivered"
	Satisfied       State = "satisfied"
	Basically       State = "basically_satisfied"
	Dissatisfied    State = "dissatisfied"
	NotReturned     State = "not_returned"
	UnknownFeedback State = "unknown"
	Redo            State = "redo"
	Escalated       State = "escalated"
	Concluded       State = "concluded"
	SilentAfterRedo State = "silent_after_redo"
	LineEnded       State = "ended"
	UpgradeDrafted  State = "upgrade_drafted"
	UpgradeExamined State = "upgrade_examined"
	UpgradeIssued   State = "upgrade_issued"
)

// Triggers of the reply line machine.
const (
	OpenLine        Trigger = "open_line"
	RecordContact   Trigger = "record_contact"
	ConfirmContact  Trigger = "confirm_contact"
	DenyContact     Trigger = "deny_contact"
	LapseContact    Trigger = "lapse_contact"
	AskExtension    Trigger = "request_extension"
	GrantExtension  Trigger = "grant_extension"
	RefuseExtension Trigger = "refuse_extension"
	DraftReply      Trigger = "draft_reply"
	PassReply       Trigger = "pass_reply"
	SendBackReply   Trigger = "send_back_reply"
	IssueReply      Trigger = "issue_reply"
	RelayReply      Trigger = "relay_reply"
	DeliverReply    Trigger = "deliver_reply"
	DeliverLast     Trigger = "deliver_last_reply"
	RateSatisfied   Trigger = "rate_satisfied"
	RateBasically   Trigger = "rate_basically_satisfied"
	RateDissat      Trigger = "rate_dissatisfied"
	RemindFeedback  Trigger = "remind_feedback"
	LapseFeedback   Trigger = "lapse_feedback"
	LapseRedo       Trigger = "lapse_redo_feedback"
	ReleaseFeedback Trigger = "release_feedback"
	DisputeFeedback Trigger = "dispute_feedback"
	OrderRedo       Trigger = "order_redo"
	Escalate        Trigger = "escalate"
	HoldMediation   Trigger = "hold_mediation"
	HoldAssessment  Trigger = "hold_assessment"
	Conclude        Trigger = "conclude_escalation"
	CorrectClass    Trigger = "correct_class"
	ContestClass    Trigger = "contest_class"
	UpholdContest   Trigger = "uphold_contest"
	RejectContest   Trigger = "reject_contest"
	DraftUpgrade    Trigger = "draft_upgrade"
	EndLine         Trigger = "end_line"
)

// Guards of the reply line machine.
const (
	LeadDeputyOnly     Guard = "lead_deputy_only"
	NewestDelivered    Guard = "newest_delivered"
	NotYetRated        Guard = "not_yet_rated"
	ContactOrReason    Guard = "contact_or_reason"
	OpinionsIn         Guard = "opinions_in"
	RoundsLeft         Guard = "redo_rounds_left"
	RoundsUsedUp       Guard = "redo_rounds_used_up"
	NoReturnPending    Guard = "no_return_pending"
	SignedInFirst      Guard = "signed_in"
	DifferentSigner    Guard = "different_signer"
	DeputyOfCase       Guard = "deputy_of_case"
	ExtensionPending   Guard = "extension_pending"
	NoExtensionYet     Guard = "no_extension_yet"
	UpgradePossible    Guard = "upgrade_possible"
	SessionYearOpen    Guard = "session_year_open"
	ExaminerNotDrafter Guard = "examiner_not_drafter"
	// NotFollowing shuts a merged member's own draft: the head replies for it.
	NotFollowing Guard = "not_following"
	FirstRound   Guard = "first_round"
	AfterRedo    Guard = "after_redo"
	NoContestYet Guard = "no_contest_yet"
	ContestOpen  Guard = "contest_open"
)

// self makes one row for each state, leading back to it.
func self(t Trigger, roles []Role, guards []Guard, starts, stops []Deadline, states ...State) []Row {
	rows := make([]Row, 0, len(states))
	for _, s := range states {
		rows = append(rows, Row{Trigger: t, From: []State{s}, To: s, Roles: roles, Guards: guards, Starts: starts, Stops: stops})
	}
	return rows
}

// rating makes the rows by which a rating is given: in time, late from "not
// returned", and anew after a disputed rating. A dissatisfied line is not rated
// anew: only a new reply or a conclusion leads out of it. The roles are those of
// the deputy, or of the committee with the deputy's form; who is the guard that
// tells them.
func rating(t Trigger, to State, by []Role, who Guard) []Row {
	on := []Guard{who, NewestDelivered, NotYetRated}
	return []Row{
		{Trigger: t, From: []State{Delivered}, To: to, Roles: by, Guards: on, Stops: []Deadline{DueFeedback}},
		{Trigger: t, From: []State{NotReturned, SilentAfterRedo}, To: to, Roles: by, Guards: append(on[:2:2], SessionYearOpen)},
		{Trigger: t, From: []State{Satisfied, Basically}, To: to, Roles: by, Guards: on},
	}
}

var (
	working = []State{Contact, Drafted, SentBack, Examined, Redo}
	// everContacted: the word on a contact record may come after the reply and
	// after the rating, and its clock ends in every state.
	everContacted = append(working, Issued, Delivered, Satisfied, Basically, Dissatisfied, NotReturned, UnknownFeedback,
		Escalated, Concluded, SilentAfterRedo, UpgradeDrafted, UpgradeExamined, UpgradeIssued)
	rated     = []State{Satisfied, Basically, Dissatisfied}
	published = []State{Delivered, Satisfied, Basically, Dissatisfied, NotReturned, UnknownFeedback, Redo, Escalated, Concluded}
	examiners = []Role{GovOffice, DeputyAffairsCommittee}
	// answered are the states of a line that replied, from which a contest of the
	// class can wait for its ruling.
	answered = append(published, Issued, Drafted, SentBack, Examined, SilentAfterRedo, UpgradeDrafted, UpgradeExamined, UpgradeIssued)
	// raters speak for the suggestion: the lead deputy, or a delegation by its head
	// or a contact person.
	raters    = []Role{LeadDeputy, Delegation}
	anyDeputy = []Role{LeadDeputy, CoSigner, Delegation}
)

var lineTable = Table{
	Machine: ReplyLine,
	Initial: None,
	Entries: []State{UnknownHandling, Satisfied, Basically, Dissatisfied, UnknownFeedback},
	Finals:  []State{LineEnded},
	Rows: concat(
		[]Row{{Trigger: OpenLine, From: []State{None}, To: Contact, Roles: assigners, Starts: []Deadline{DueReply, DueFirstContact}}},
		self(RecordContact, unitStaff, []Guard{OwnUnit, NoReturnPending}, []Deadline{DueContactConfirm}, []Deadline{DueFirstContact}, working...),
		self(ConfirmContact, anyDeputy, []Guard{DeputyOfCase}, nil, []Deadline{DueContactConfirm}, everContacted...),
		self(DenyContact, anyDeputy, []Guard{DeputyOfCase}, nil, []Deadline{DueContactConfirm}, everContacted...),
		self(LapseContact, []Role{Clock}, nil, nil, []Deadline{DueContactConfirm}, everContacted...),
		self(AskExtension, unitDesk, []Guard{OwnUnit, NoExtensionYet}, nil, nil, Contact, Drafted, SentBack),
		self(GrantExtension, assigners, []Guard{ExtensionPending}, []Deadline{DueReply}, []Deadline{DueReply}, Contact, Drafted, SentBack),
		self(RefuseExtension, assigners, []Guard{ExtensionPending}, nil, nil, Contact, Drafted, SentBack),
		[]Row{
			{Trigger: DraftReply, From: []State{Contact, UnknownHandling, SentBack, Redo}, To: Drafted, Roles: unitStaff,
				Guards: []Guard{OwnUnit, SignedInFirst, NoReturnPending, NotFollowing}},
			{Trigger: PassReply, From: []State{Drafted}, To: Examined, Roles: examiners, Guards: []Guard{ExaminerNotDrafter}},
			{Trigger: SendBackReply, From: []State{Drafted, Examined}, To: SentBack, Roles: examiners},
			{Trigger: IssueReply, From: []State{Examined}, To: Issued, Roles: []Role{UnitHead},
				Guards: []Guard{OwnUnit, DifferentSigner, ContactOrReason, OpinionsIn, NoReturnPending},
				Stops:  []Deadline{DueReply, DueRedo, DueFirstContact, DueReturn}},
			{Trigger: RelayReply, From: []State{Contact}, To: Issued, Roles: derived, Guards: []Guard{IsMerged}, Stops: []Deadline{DueReply}},
			{Trigger: DeliverReply, From: []State{Issued}, To: Issued, Roles: deliverers, Guards: []Guard{OwnUnit}},
			{Trigger: DeliverLast, From: []State{Issued}, To: Delivered, Roles: deliverers, Guards: []Guard{OwnUnit}, Starts: []Deadline{DueFeedback, DuePublish}},
		},
		rating(RateSatisfied, Satisfied, raters, LeadDeputyOnly), rating(RateBasically, Basically, raters, LeadDeputyOnly),
		rating(RateDissat, Dissatisfied, raters, LeadDeputyOnly),
		rating(EnterSatisfied, Satisfied, committee, PaperForm), rating(EnterBasically, Basically, committee, PaperForm),
		rating(EnterDissat, Dissatisfied, committee, PaperForm),
		[]Row{
			{Trigger: RemindFeedback, From: []State{Delivered}, To: Delivered, Roles: []Role{Clock, DeputyAffairsCommittee}, Starts: []Deadline{DueFeedback}, Stops: []Deadline{DueFeedback}},
			{Trigger: LapseFeedback, From: []State{Delivered}, To: NotReturned, Roles: []Role{Clock}, Guards: []Guard{FirstRound}, Stops: []Deadline{DueFeedback}},
			// Silence after a redo settles nothing: the case stays open until a
			// rating comes or the committee records a conclusion.
			{Trigger: LapseRedo, From: []State{Delivered}, To: SilentAfterRedo, Roles: []Role{Clock}, Guards: []Guard{AfterRedo}, Stops: []Deadline{DueFeedback}},
			{Trigger: Escalate, From: []State{SilentAfterRedo}, To: Escalated, Roles: committee},
			{Trigger: OrderRedo, From: []State{Dissatisfied}, To: Redo, Roles: committee, Guards: []Guard{RoundsLeft}, Starts: []Deadline{DueRedo}},
			{Trigger: OrderRedo, From: []State{Escalated}, To: Redo, Roles: committee, Starts: []Deadline{DueRedo}},
			{Trigger: Escalate, From: []State{Dissatisfied}, To: Escalated, Roles: committee, Guards: []Guard{RoundsUsedUp}},
			{Trigger: Conclude, From: []State{Escalated}, To: Concluded, Roles: []Role{DeputyAffairsCommittee, CouncilOfChairpersons}},
			{Trigger: OrderRedo, From: []State{Satisfied, Basically, NotReturned, Concluded}, To: Redo, Roles: committee,
				Guards: []Guard{ReopenedCase}, Starts: []Deadline{DueRedo}},
		},
		self(HoldMediation, committee, nil, nil, nil, Escalated),
		self(HoldAssessment, []Role{DeputyAffairsCommittee, Assessor}, nil, nil, nil, Escalated),
		self(ReleaseFeedback, committee, nil, nil, nil, append(rated, NotReturned)...),
		self(DisputeFeedback, raters, []Guard{LeadDeputyOnly}, nil, nil, rated...),
		self(CorrectClass, committeeAndGov, nil, nil, nil, append(published, Issued)...),
		self(ContestClass, raters, []Guard{LeadDeputyOnly, NoContestYet}, nil, nil, Delivered, Satisfied, Basically, Dissatisfied, NotReturned, UnknownFeedback),
		self(UpholdContest, committee, []Guard{ContestOpen}, nil, nil, answered...),
		self(RejectContest, committee, []Guard{ContestOpen}, nil, nil, answered...),
		upgradeRows(),
		[]Row{{Trigger: EndLine, From: []State{Contact, UnknownHandling, Drafted, SentBack, Examined}, To: LineEnded, Roles: derived, Guards: []Guard{LineNotReplied}, Stops: Deadlines()}},
	),
}

// upgradeRows lead from a settled line to a further reply (再次答复): after the
// promise is kept the unit replies again and the deputy rates again.
func upgradeRows() []Row {
	settled := []State{Satisfied, Basically, NotReturned, UnknownFeedback, Concluded}
	return []Row{
		{Trigger: DraftUpgrade, From: settled, To: UpgradeDrafted, Roles: unitStaff, Guards: []Guard{OwnUnit, UpgradePossible}},
		{Trigger: PassReply, From: []State{UpgradeDrafted}, To: UpgradeExamined, Roles: examiners, Guards: []Guard{ExaminerNotDrafter}},
		{Trigger: SendBackReply, From: []State{UpgradeExamined}, To: UpgradeDrafted, Roles: examiners},
		{Trigger: DraftUpgrade, From: []State{UpgradeDrafted}, To: UpgradeDrafted, Roles: unitStaff, Guards: []Guard{OwnUnit, UpgradePossible}},
		{Trigger: IssueReply, From: []State{UpgradeExamined}, To: UpgradeIssued, Roles: []Role{UnitHead}, Guards: []Guard{OwnUnit, DifferentSigner}},
		{Trigger: DeliverReply, From: []State{UpgradeIssued}, To: UpgradeIssued, Roles: deliverers, Guards: []Guard{OwnUnit}},
		{Trigger: DeliverLast, From: []State{UpgradeIssued}, To: Delivered, Roles: deliverers, Guards: []Guard{OwnUnit}, Starts: []Deadline{DueFeedback, DuePublish}},
	}
}

var (
	committeeAndGov = []Role{DeputyAffairsCommittee, GovOffice}
	deliverers      = []Role{UnitCoordinator, UnitHandler, DeputyAffairsCommittee, Reactor}
)

// ReopenedCase allows redo of a settled line only after the case was reopened
// on new facts.
const ReopenedCase Guard = "case_reopened"

func concat(parts ...[]Row) []Row {
	var out []Row
	for _, p := range parts {
		out = append(out, p...)
	}
	return out
}
