package wire

import "huiyin/domain/suggestion"

var oversightEvents = []entry{
	{"key.proposed", 1, suggestion.KeyProposed{}},
	{"key.item_joined", 1, suggestion.KeyItemJoined{}},
	{"key.lifted", 1, suggestion.KeyLifted{}},
	{"supervision.relieved", 1, suggestion.SupervisorRelieved{}},
	{"supervision.task_set", 1, suggestion.TaskSet{}},
	{"supervision.task_reported", 1, suggestion.TaskReported{}},
	{"supervision.result", 1, suggestion.TaskConcluded{}},
	{"instruction.recorded", 1, suggestion.InstructionRecorded{}},
	{"urging.sent", 1, suggestion.UrgingSent{}},
	{"inspection.held", 1, suggestion.InspectionHeld{}},
	{"appraisal.voted", 1, suggestion.AppraisalVoted{}},
	{"award.given", 1, suggestion.AwardGiven{}},
	{"return_visit.drawn", 1, suggestion.ReturnVisitDrawn{}},
	{"red_flag.cleared", 1, suggestion.RedFlagCleared{}},
}

var successionEvents = []entry{
	{"assignment.succeeded", 1, suggestion.UnitSucceeded{}},
	{"suggestion.deputy_left", 1, suggestion.DeputyLeft{}},
	{"deputy.lead_passed", 1, suggestion.LeadPassed{}},
	{"deputy.unit_tie", 1, suggestion.DeputyTied{}},
	{"suggestion.delegation_head_changed", 1, suggestion.DelegationHeadChanged{}},
	{"reply.delivery_completed", 1, suggestion.DeliveryCompleted{}},
	{"feedback.impossible", 1, suggestion.FeedbackImpossible{}},
	{"commitment.carried_into_term", 1, suggestion.CommitmentCarriedIntoTerm{}},
}
