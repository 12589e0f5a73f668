package lifecycle

import "slices"

// States of an assignment: one unit in one role on one case.
const (
	UnitAssigned    State = "assigned"
	OnPaper         State = "on_paper" // sent outside the platform, receipt not recorded yet
	UnknownProgress State = "unknown"  // of an import: the source names the unit and says no more
	SignedIn        State = "signed_in"
	ReturnRequested State = "return_requested"
	ReturnRefused   State = "return_refused"
	RuledFinal      State = "ruled_final"
	UnitReturned    State = "returned"
	OpinionGiven    State = "opinion_given"
	OpinionRejected State = "opinion_rejected"
	Discharged      State = "discharged"
)

// Triggers of the assignment machine.
const (
	AssignUnit     Trigger = "assign_unit"
	SendOnPaper    Trigger = "send_on_paper"
	RecordReceipt  Trigger = "record_receipt"
	SignIn         Trigger = "sign_in"
	RequestReturn  Trigger = "request_return"
	ApproveReturn  Trigger = "approve_return"
	RefuseReturn   Trigger = "refuse_return"
	RuleFinal      Trigger = "rule_return_final"
	ReassignPart   Trigger = "reassign"
	ObjectToUnit   Trigger = "object_to_unit"
	RequestOpinion Trigger = "request_opinion"
	GiveOpinion    Trigger = "give_opinion"
	RejectOpinion  Trigger = "reject_opinion"
	Discharge      Trigger = "discharge"
	// UpholdObjection takes the part from the unit the deputy objected to and
	// RejectObjection leaves it there.
	UpholdObjection Trigger = "uphold_objection"
	RejectObjection Trigger = "reject_objection"
)

// Guards of the assignment machine.
const (
	OwnUnit        Guard = "own_unit"
	ReturnOpen     Guard = "return_window_open"
	ReturnsLeft    Guard = "returns_left"
	ReturnsUsedUp  Guard = "returns_used_up"
	IsCoUnit       Guard = "is_co_unit"
	IsLeadUnit     Guard = "is_lead_unit"
	LineNotReplied Guard = "line_not_replied"
	NoHeirYet      Guard = "no_heir_yet"
	NoObjectionYet Guard = "no_objection_yet"
	ObjectionOpen  Guard = "objection_open"
)

// underObjection are the states in which an objection to the unit can wait.
var underObjection = []State{UnitAssigned, OnPaper, SignedIn, ReturnRequested, ReturnRefused, RuledFinal, OpinionGiven, OpinionRejected}

var assignmentTable = Table{
	Machine: Assignment,
	Initial: None,
	Entries: []State{UnknownProgress, OpinionGiven},
	Finals:  []State{UnitReturned, Discharged},
	Rows: concat([]Row{
		{Trigger: AssignUnit, From: []State{None}, To: UnitAssigned, Roles: assigners,
			Starts: []Deadline{DueReturn, DueReply, DueFirstContact, DueCoOpinion}},
		{Trigger: SendOnPaper, From: []State{UnitAssigned}, To: OnPaper, Roles: slices.Concat(derived, assigners),
			Starts: []Deadline{DueReply}, Stops: []Deadline{DueReturn, DueReply, DueFirstContact, DueCoOpinion}},
		{Trigger: RecordReceipt, From: []State{OnPaper}, To: UnitAssigned, Roles: slices.Concat(derived, assigners, unitStaff), Guards: []Guard{OwnUnit},
			Starts: []Deadline{DueReturn, DueReply, DueFirstContact, DueCoOpinion}},
		{Trigger: SignIn, From: []State{UnitAssigned, UnknownProgress, ReturnRefused, RuledFinal}, To: SignedIn, Roles: unitStaff, Guards: []Guard{OwnUnit}},
		{Trigger: RequestReturn, From: []State{UnitAssigned, SignedIn, ReturnRefused}, To: ReturnRequested, Roles: unitDesk,
			Guards: []Guard{OwnUnit, NotMerged, ReturnOpen, ReturnsLeft, LineNotReplied}, Starts: []Deadline{DueReturnDecision}, Stops: []Deadline{DueReturn}},
		{Trigger: ApproveReturn, From: []State{ReturnRequested}, To: UnitReturned, Roles: assigners, Stops: Deadlines()},
		{Trigger: RefuseReturn, From: []State{ReturnRequested}, To: ReturnRefused, Roles: assigners, Stops: []Deadline{DueReturnDecision}},
		{Trigger: RuleFinal, From: []State{ReturnRequested}, To: RuledFinal, Roles: committee, Guards: []Guard{ReturnsUsedUp}, Stops: []Deadline{DueReturnDecision}},
		{Trigger: ObjectToUnit, From: []State{UnitAssigned}, To: UnitAssigned, Roles: raters, Guards: []Guard{LeadDeputyOnly, NoObjectionYet}},
		{Trigger: ObjectToUnit, From: []State{OnPaper}, To: OnPaper, Roles: raters, Guards: []Guard{LeadDeputyOnly, NoObjectionYet}},
		{Trigger: ObjectToUnit, From: []State{SignedIn}, To: SignedIn, Roles: raters, Guards: []Guard{LeadDeputyOnly, NoObjectionYet}},
		{Trigger: UpholdObjection, From: underObjection, To: Discharged, Roles: committee,
			Guards: []Guard{ObjectionOpen, NotMerged, LineNotReplied}, Stops: Deadlines()},
		{Trigger: RequestOpinion, From: []State{UnitAssigned}, To: UnitAssigned, Roles: unitStaff, Guards: []Guard{IsLeadUnit, IsCoUnit}},
		{Trigger: RequestOpinion, From: []State{SignedIn}, To: SignedIn, Roles: unitStaff, Guards: []Guard{IsLeadUnit, IsCoUnit}},
		{Trigger: GiveOpinion, From: []State{UnitAssigned, UnknownProgress, SignedIn, ReturnRefused, RuledFinal, OpinionRejected}, To: OpinionGiven, Roles: unitStaff,
			Guards: []Guard{OwnUnit, IsCoUnit}, Stops: []Deadline{DueCoOpinion, DueReturn}},
		{Trigger: RejectOpinion, From: []State{OpinionGiven}, To: OpinionRejected, Roles: unitStaff,
			Guards: []Guard{IsLeadUnit, IsCoUnit, NotReplied}, Starts: []Deadline{DueCoOpinion}},
		// The part goes on under another unit; the returned assignment stays ended.
		{Trigger: ReassignPart, From: []State{UnitReturned}, To: UnitReturned, Roles: assigners, Guards: []Guard{NoHeirYet},
			Starts: []Deadline{DueReturn, DueReply, DueFirstContact, DueCoOpinion}},
		{Trigger: Discharge, From: []State{UnitAssigned, OnPaper, UnknownProgress, SignedIn, ReturnRequested, ReturnRefused, RuledFinal, OpinionGiven, OpinionRejected},
			To: Discharged, Roles: derived, Stops: Deadlines()},
	}, self(RejectObjection, committee, []Guard{ObjectionOpen}, nil, nil, underObjection...)),
}
