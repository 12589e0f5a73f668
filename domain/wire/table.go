package wire

import "huiyin/domain/suggestion"

// The two tables give every event its wire name. A line is added, never
// changed: a name in a log is for ever.
var (
	cases     = newRegistry[suggestion.Event](caseEvents(), oldCases)
	registers = newRegistry[RegisterEvent](registerEvents(), oldRegisters)
)

func caseEvents() []entry {
	var all []entry
	for _, part := range [][]entry{intakeEvents, handlingEvents, replyEvents, commitmentEvents, caseLifeEvents, laterEvents, publicationEvents,
		oversightEvents, successionEvents} {
		all = append(all, part...)
	}
	return all
}

func registerEvents() []entry {
	return append([]entry{
		{"ruleset.proposed", 1, RuleSetProposed{}},
		{"ruleset.adopted", 2, RuleSetAdopted{}},
		{"ruleset.retirement_proposed", 1, RetirementProposed{}},
		{"ruleset.retired", 1, RuleSetRetired{}},
		{"security.act_refused", 1, ActRefused{}},
		{"security.recorded", 1, SecurityRecorded{}},
		{"number.reserved", 1, NumberReserved{}},
		{"calendar.proposed", 1, CalendarProposed{}},
		{"calendar.adopted", 2, CalendarAdopted{}},
		{"report.frozen", 1, ReportFrozen{}},
		{"import.completed", 1, ImportCompleted{}},
		{"number.voided", 1, NumberVoided{}},
		{"register.entry_listed", 1, EntryListed{}},
		{"log.loss_accepted", 1, LossAccepted{}},
		{"notice.delivered", 1, NoticeDelivered{}},
		{"notice.failed", 1, NoticeFailed{}},
	}, sagaEvents...)
}

var intakeEvents = []entry{
	{"suggestion.drafted", 1, suggestion.Drafted{}},
	{"suggestion.cosigner_invited", 1, suggestion.CoSignerInvited{}},
	{"suggestion.cosigner_confirmed", 1, suggestion.CoSignerConfirmed{}},
	{"suggestion.cosigner_declined", 1, suggestion.CoSignerDeclined{}},
	{"suggestion.submitted", 1, suggestion.Submitted{}},
	{"suggestion.bill_converted", 1, suggestion.BillConverted{}},
	{"suggestion.review_began", 1, suggestion.ReviewBegan{}},
	{"suggestion.revision_requested", 1, suggestion.RevisionRequested{}},
	{"suggestion.revised", 1, suggestion.Revised{}},
	{"suggestion.returned_to_deputy", 1, suggestion.ReturnedToDeputy{}},
	{"suggestion.transferred", 1, suggestion.Transferred{}},
	{"suggestion.registered", 1, suggestion.Registered{}},
	{"suggestion.merged", 1, suggestion.Merged{}},
	{"suggestion.member_taken", 1, suggestion.MemberTaken{}},
	{"suggestion.merge_undone", 1, suggestion.MergeUndone{}},
	{"suggestion.member_dropped", 1, suggestion.MemberDropped{}},
	{"suggestion.withdrawn", 1, suggestion.Withdrawn{}},
}

var handlingEvents = []entry{
	{"suggestion.assigned", 1, suggestion.Assigned{}},
	{"assignment.sent_on_paper", 1, suggestion.SentOnPaper{}},
	{"assignment.received", 1, suggestion.AssignmentReceived{}},
	{"assignment.signed_in", 1, suggestion.SignedIn{}},
	{"assignment.return_requested", 1, suggestion.ReturnRequested{}},
	{"assignment.return_approved", 1, suggestion.ReturnApproved{}},
	{"assignment.return_refused", 1, suggestion.ReturnRefused{}},
	{"assignment.return_ruled_final", 1, suggestion.ReturnRuledFinal{}},
	{"assignment.reassigned", 1, suggestion.Reassigned{}},
	{"assignment.unit_objected", 1, suggestion.UnitObjected{}},
	{"assignment.discharged", 1, suggestion.AssignmentDischarged{}},
	{"opinion.requested", 1, suggestion.OpinionRequested{}},
	{"opinion.given", 1, suggestion.OpinionGiven{}},
	{"opinion.rejected", 1, suggestion.OpinionRejected{}},
	{"contact.recorded", 1, suggestion.ContactRecorded{}},
	{"contact.confirmed", 1, suggestion.ContactConfirmed{}},
	{"contact.denied", 1, suggestion.ContactDenied{}},
	{"contact.unanswered", 1, suggestion.ContactUnanswered{}},
	{"extension.requested", 2, suggestion.ExtensionRequested{}},
	{"extension.consented", 1, suggestion.ExtensionConsented{}},
	{"extension.granted", 2, suggestion.ExtensionGranted{}},
	{"extension.refused", 1, suggestion.ExtensionRefused{}},
}

var replyEvents = []entry{
	{"reply.drafted", 1, suggestion.ReplyDrafted{}},
	{"reply.examined", 1, suggestion.ReplyExamined{}},
	{"reply.sent_back", 1, suggestion.ReplySentBack{}},
	{"reply.issued", 1, suggestion.ReplyIssued{}},
	{"reply.relayed", 1, suggestion.ReplyRelayed{}},
	{"reply.delivered", 1, suggestion.ReplyDelivered{}},
	{"reply.published", 1, suggestion.ReplyPublished{}},
	{"reply.publication_refused", 1, suggestion.PublicationRefused{}},
	{"feedback.reminded", 1, suggestion.FeedbackReminded{}},
	{"feedback.given", 1, suggestion.FeedbackGiven{}},
	{"feedback.not_returned", 1, suggestion.FeedbackNotReturned{}},
	{"feedback.released", 1, suggestion.FeedbackReleased{}},
	{"feedback.disputed", 1, suggestion.FeedbackDisputed{}},
	{"redo.ordered", 1, suggestion.RedoOrdered{}},
	{"escalation.opened", 1, suggestion.EscalationOpened{}},
	{"escalation.mediation_held", 1, suggestion.MediationHeld{}},
	{"escalation.assessment_held", 1, suggestion.AssessmentHeld{}},
	{"escalation.concluded", 1, suggestion.EscalationConcluded{}},
	{"class.corrected", 1, suggestion.ClassCorrected{}},
	{"class.contested", 1, suggestion.ClassContested{}},
	{"class.upgraded", 1, suggestion.ClassUpgraded{}},
	{"line.closed", 1, suggestion.LineClosed{}},
}

var commitmentEvents = []entry{
	{"commitment.made", 1, suggestion.Promised{}},
	{"commitment.progress_reported", 1, suggestion.ProgressReported{}},
	{"commitment.deferred", 1, suggestion.CommitmentDeferred{}},
	{"commitment.carried_over", 1, suggestion.CommitmentCarriedOver{}},
	{"commitment.fulfilment_claimed", 1, suggestion.FulfilmentClaimed{}},
	{"commitment.claim_rejected", 1, suggestion.ClaimRejected{}},
	{"commitment.verified", 1, suggestion.CommitmentVerified{}},
	{"commitment.explained", 1, suggestion.CommitmentExplained{}},
	{"commitment.broken", 1, suggestion.CommitmentBroken{}},
	{"commitment.rated", 1, suggestion.CommitmentRated{}},
	{"commitment.head_settled", 1, suggestion.HeadPromisesSettled{}},
}

var caseLifeEvents = []entry{
	{"suggestion.phase_changed", 1, suggestion.PhaseChanged{}},
	{"suggestion.closed", 1, suggestion.Closed{}},
	{"suggestion.archived", 1, suggestion.Archived{}},
	{"suggestion.reopened", 1, suggestion.Reopened{}},
	{"suggestion.imported", 2, suggestion.Imported{}},
	{"suggestion.import_corrected", 2, suggestion.ImportCorrected{}},
	{"suggestion.key_fixed", 1, suggestion.KeySuggestionFixed{}},
	{"deadline.lapsed", 1, suggestion.DeadlineLapsed{}},
	{"deadline.warned", 1, suggestion.DeadlineWarned{}},
	{"deadline.corrected", 1, suggestion.DeadlineCorrected{}},
	{"supervision.appointed", 1, suggestion.SupervisorAppointed{}},
	{"supervision.acted", 1, suggestion.SupervisionActed{}},
	{"return_visit.recorded", 1, suggestion.ReturnVisitRecorded{}},
	{"red_flag.raised", 1, suggestion.RedFlagRaised{}},
}
