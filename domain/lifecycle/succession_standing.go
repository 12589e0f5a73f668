package lifecycle

// Standing acts when people and bodies change. Rights follow the person, duties
// follow the successor body (handbook R1-34).
const (
	SucceedUnit     Trigger = "succeed_unit"
	RecordDeparture Trigger = "record_departure"
	PassLead        Trigger = "pass_lead"
	ChangeHead      Trigger = "change_delegation_head"
	DeclareTie      Trigger = "declare_unit_tie"
)

// LeadGone opens the naming of another deputy to give the feedback: only when
// the lead deputy cannot.
const LeadGone Guard = "lead_gone"

// living are the states of a case that has begun and is not over.
var living = []State{Draft, Submitted, InReview, ToRevise, ReturnedToDeputy, Registered,
	Assigned, Handling, Replied, AwaitingFeedback, Tracking, Closed}

var successionStanding = []Row{
	// The reactor carries a head's succession over to its merged members.
	{Trigger: SucceedUnit, From: handedOver, Roles: []Role{DeputyAffairsCommittee, GovOffice, Reactor}},
	{Trigger: RecordDeparture, From: living, Roles: reviewers},
	{Trigger: PassLead, From: living, Roles: committee, Guards: []Guard{LeadGone}},
	{Trigger: ChangeHead, From: living, Roles: reviewers},
	{Trigger: DeclareTie, From: handedOver, Roles: []Role{LeadDeputy, CoSigner, DeputyAffairsCommittee, Reactor}},
}
