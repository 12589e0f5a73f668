package acts

import (
	"huiyin/domain/lifecycle"
	"huiyin/domain/suggestion"
)

// overseeing are the acts of grand supervision and around a rating.
func overseeing() []Verb {
	return []Verb{
		one(standingCase, lifecycle.ProposeKey, suggestion.ProposeKey{}),
		one(standingCase, lifecycle.LiftKey, suggestion.LiftKey{}),
		one(standingCase, lifecycle.RelieveSupervisor, suggestion.RelieveSupervisor{}),
		one(standingCase, lifecycle.SetTask, suggestion.SetTask{}),
		one(standingCase, lifecycle.ReportOnTask, suggestion.ReportOnTask{}),
		one(standingCase, lifecycle.ConcludeTask, suggestion.ConcludeTask{}),
		one(standingCase, lifecycle.RecordInstruction, suggestion.RecordTheInstruction{}),
		one(standingCase, lifecycle.SendUrging, suggestion.Urge{}),
		one(standingCase, lifecycle.HoldInspection, suggestion.RecordInspection{}),
		one(standingCase, lifecycle.VoteAppraisal, suggestion.RecordAppraisal{}),
		one(standingCase, lifecycle.GiveAward, suggestion.GiveTheAward{}),
		one(standingCase, lifecycle.RecordVisit, suggestion.RecordVisit{}),
		one(standingCase, lifecycle.ClearFlag, suggestion.ClearTheFlag{}),
	}
}

// succeeding are the acts when people and bodies change.
func succeeding() []Verb {
	return []Verb{
		one(standingCase, lifecycle.SucceedUnit, suggestion.SucceedUnit{}),
		one(standingCase, lifecycle.RecordDeparture, suggestion.RecordTheDeparture{}),
		one(standingCase, lifecycle.PassLead, suggestion.PassTheLead{}),
		one(standingCase, lifecycle.ChangeHead, suggestion.ChangeTheHead{}),
		one(standingCase, lifecycle.DeclareTie, suggestion.DeclareTheTie{}),
		several(ofPromise, "carry_into_term", suggestion.CarryIntoTerm{}, lifecycle.CarryOver),
	}
}
