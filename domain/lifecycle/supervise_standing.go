package lifecycle

// Standing acts of grand supervision (大督办): key suggestions, what supervisors
// do and ask for, inspection, appraisal and award.
const (
	ProposeKey        Trigger = "propose_key"
	LiftKey           Trigger = "lift_key"
	RelieveSupervisor Trigger = "relieve_supervisor"
	SetTask           Trigger = "set_task"
	ReportOnTask      Trigger = "report_on_task"
	ConcludeTask      Trigger = "conclude_task"
	RecordInstruction Trigger = "record_instruction"
	SendUrging        Trigger = "send_urging"
	HoldInspection    Trigger = "hold_inspection"
	VoteAppraisal     Trigger = "vote_appraisal"
	GiveAward         Trigger = "give_award"
)

// Standing acts around a rating: the call on deputies drawn by lot, and the
// remarks that ask the committee to look at it.
const (
	DrawVisit   Trigger = "draw_return_visit"
	RecordVisit Trigger = "record_return_visit"
	RaiseFlag   Trigger = "raise_red_flag"
	ClearFlag   Trigger = "clear_red_flag"
)

// Guards of these acts.
const (
	OwnTask            Guard = "own_task"
	VisitDrawn         Guard = "visit_drawn"
	IndependentVisitor Guard = "independent_visitor"
)

var (
	underWay      = []State{Registered, Assigned, Handling, Replied, AwaitingFeedback, Tracking}
	handedOver    = []State{Assigned, Handling, Replied, AwaitingFeedback, Tracking, Closed}
	handedOrFiled = []State{Assigned, Handling, Replied, AwaitingFeedback, Tracking, Closed, Archived}
	ratedOnce     = []State{Handling, Replied, AwaitingFeedback, Tracking, Closed, Archived}

	proposers   = []Role{SpecialCommittee, DeputyAffairsCommittee}
	chairs      = []Role{DeputyAffairsCommittee, CouncilOfChairpersons}
	taskSetters = []Role{DeputyAffairsCommittee, SpecialCommittee, CouncilOfChairpersons, GovOffice}
	pressing    = []Role{DeputyAffairsCommittee, SpecialCommittee, GovOffice}
	inspectors  = []Role{DeputyAffairsCommittee, SpecialCommittee, CouncilOfChairpersons}
)

var superviseStanding = []Row{
	{Trigger: ProposeKey, From: underWay, Roles: proposers, Guards: []Guard{NotKeyYet}},
	{Trigger: LiftKey, Roles: []Role{CouncilOfChairpersons}, Guards: []Guard{IsKey}},
	{Trigger: RelieveSupervisor, Roles: chairs, Guards: []Guard{IsKey}},
	{Trigger: SetTask, From: handedOver, Roles: taskSetters},
	{Trigger: ReportOnTask, From: handedOver, Roles: unitStaff, Guards: []Guard{OwnTask}},
	{Trigger: ConcludeTask, From: handedOrFiled, Roles: taskSetters},
	{Trigger: RecordInstruction, From: handedOver, Roles: pressing},
	{Trigger: SendUrging, From: handedOver, Roles: pressing},
	{Trigger: HoldInspection, From: handedOrFiled, Roles: inspectors},
	{Trigger: VoteAppraisal, From: handedOrFiled, Roles: chairs},
	{Trigger: GiveAward, From: handedOrFiled, Roles: chairs},
	// No person draws by hand: the case learns of a draw that is on record.
	{Trigger: DrawVisit, From: ratedOnce, Roles: derived},
	{Trigger: RecordVisit, From: ratedOnce, Roles: committee, Guards: []Guard{VisitDrawn, IndependentVisitor}},
	{Trigger: RaiseFlag, Roles: []Role{Reactor, Clock}},
	{Trigger: ClearFlag, Roles: committee},
}
