package lifecycle

// States of a commitment made in a reply. The last three are final, and only
// the supervisor leads there.
const (
	Promised          State = "promised"
	Progressing       State = "progressing"
	Deferred          State = "extended"
	CarriedOver       State = "carried_over"
	ClaimedDone       State = "claimed_done"
	UnknownCommitment State = "unknown"
	Verified          State = "verified"
	Explained         State = "explained"
	Broken            State = "broken"
)

// Triggers of the commitment machine.
const (
	MakeCommitment    Trigger = "make_commitment"
	ReportProgress    Trigger = "report_progress"
	DeferCommitment   Trigger = "defer_commitment"
	CarryOver         Trigger = "carry_over"
	ClaimDone         Trigger = "claim_done"
	RejectClaim       Trigger = "reject_claim"
	VerifyCommitment  Trigger = "verify_commitment"
	ExplainCommitment Trigger = "accept_explanation"
	BreakCommitment   Trigger = "declare_broken"
	RateCommitment    Trigger = "rate_commitment"
)

var (
	openPromise = []State{Promised, Progressing, Deferred, CarriedOver, UnknownCommitment}
	supervisors = []Role{DeputyAffairsCommittee, SpecialCommittee}
)

var commitmentTable = Table{
	Machine: Commitment,
	Initial: None,
	Entries: []State{Promised, ClaimedDone, UnknownCommitment},
	Finals:  []State{Verified, Explained, Broken},
	Rows: concat(
		[]Row{
			{Trigger: MakeCommitment, From: []State{None}, To: Promised, Roles: []Role{UnitHead}, Starts: []Deadline{DueCommitment}},
			{Trigger: ReportProgress, From: openPromise, To: Progressing, Roles: unitStaff, Guards: []Guard{OwnUnit}},
			{Trigger: DeferCommitment, From: openPromise, To: Deferred, Roles: supervisors, Starts: []Deadline{DueCommitment}, Stops: []Deadline{DueCommitment}},
			{Trigger: CarryOver, From: openPromise, To: CarriedOver, Roles: supervisors, Starts: []Deadline{DueCommitment}, Stops: []Deadline{DueCommitment}},
			{Trigger: ClaimDone, From: openPromise, To: ClaimedDone, Roles: unitStaff, Guards: []Guard{OwnUnit}, Stops: []Deadline{DueCommitment}},
			{Trigger: RejectClaim, From: []State{ClaimedDone}, To: Progressing, Roles: supervisors, Starts: []Deadline{DueCommitment}},
			{Trigger: VerifyCommitment, From: []State{ClaimedDone}, To: Verified, Roles: supervisors, Starts: []Deadline{DueCommitmentRating}},
			{Trigger: ExplainCommitment, From: append([]State{ClaimedDone}, openPromise...), To: Explained, Roles: supervisors, Stops: []Deadline{DueCommitment}},
			{Trigger: BreakCommitment, From: append([]State{ClaimedDone}, openPromise...), To: Broken, Roles: supervisors, Stops: []Deadline{DueCommitment}},
		},
		self(RateCommitment, raters, []Guard{LeadDeputyOnly}, nil, []Deadline{DueCommitmentRating}, ClaimedDone, Verified, Explained, Broken),
	),
}
