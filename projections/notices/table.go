package notices

import (
	"slices"

	"huiyin/domain/lifecycle"
	"huiyin/domain/suggestion"
)

// line says of one kind of event who is told of it, by which text, and whether the
// rules ask that they learn of it or do something.
type line struct {
	event string // the wire name
	to    audience
	key   string // of the catalogue, below "notice."
	duty  bool
}

// audience picks from an event and its case whom it concerns.
type audience func(suggestion.Event, *suggestion.Suggestion) []target

// table is who is told of what. The order counts where two lines of one event reach
// the same person. Ratings go to the congress and to their deputy alone.
var table = []line{
	{"suggestion.cosigner_invited", named, "cosigner_invited", true},
	{"suggestion.cosigner_confirmed", lead, "cosigner_confirmed", false},
	{"suggestion.cosigner_declined", lead, "cosigner_declined", false},
	{"suggestion.submitted", reviewers, "submitted", true},
	{"suggestion.revision_requested", signers, "revision_requested", true},
	{"suggestion.revised", cosigners, "revised", true},
	{"suggestion.revised", reviewers, "revised_again", true},
	{"suggestion.returned_to_deputy", signers, "returned_to_deputy", true},
	{"suggestion.transferred", signers, "transferred", true},
	{"transfer.answered", signers, "transfer_answered", true},
	{"suggestion.registered", signers, "registered", false},
	{"suggestion.registered", assigners, "to_assign", true},
	{"suggestion.merged", signers, "merged", true},
	{"suggestion.merge_undone", signers, "merge_undone", true},
	{"suggestion.withdrawn", units, "withdrawn", true},
	{"suggestion.withdrawn", signers, "withdrawn", false},
	{"withdrawal.consented", lead, "withdrawal_consented", false},

	{"suggestion.assigned", units, "assigned", true},
	{"suggestion.assigned", signers, "assigned_told", false},
	{"assignment.reassigned", unitOf, "assigned", true},
	{"assignment.return_requested", assigners, "return_requested", true},
	{"assignment.return_approved", unitOf, "return_approved", true},
	{"assignment.return_refused", unitOf, "return_refused", true},
	{"assignment.return_ruled_final", unitOf, "return_final", true},
	{"assignment.unit_objected", committee, "unit_objected", true},
	{"objection.ruled", lead, "objection_ruled", true},
	{"objection.ruled", unitOf, "objection_ruled_unit", true},
	{"assignment.discharged", unitOf, "discharged", true},
	{"assignment.succeeded", unitOf, "succeeded", true},
	{"opinion.requested", unitOf, "opinion_requested", true},
	{"opinion.given", leadUnits, "opinion_given", false},
	{"opinion.rejected", unitOf, "opinion_rejected", true},
	{"contact.recorded", named, "contact_recorded", true},
	{"contact.confirmed", unitOf, "contact_confirmed", false},
	{"contact.denied", committee, "contact_denied", true},
	{"contact.denied", unitOf, "contact_denied", true},
	{"extension.requested", consenters, "extension_requested", true},
	{"extension.granted", unitOf, "extension_granted", true},
	{"extension.granted", signers, "extension_told", true},
	{"extension.refused", unitOf, "extension_refused", true},

	{"reply.drafted", coordinators, "reply_drafted", true},
	{"reply.examined", heads, "reply_examined", true},
	{"reply.sent_back", handlers, "reply_sent_back", true},
	{"reply.delivered", named, "reply_delivered", true},
	{"reply.issued", supervisors, "reply_issued_key", false},
	{"feedback.reminded", lead, "rating_due", true},
	{"feedback.given", committee, "feedback_given", true},
	{"feedback.entered_from_paper", lead, "feedback_entered", true},
	{"feedback.not_returned", lead, "feedback_not_returned", true},
	{"feedback.not_returned", committee, "feedback_not_returned_office", false},
	{"feedback.released", unitOf, "feedback_released", true},
	{"feedback.disputed", committee, "feedback_disputed", true},
	{"redo.ordered", unitOf, "redo_ordered", true},
	{"redo.ordered", lead, "redo_told", false},
	{"redo.ordered", supervisors, "redo_key", false},
	{"escalation.opened", unitOf, "escalation_opened", true},
	{"escalation.opened", lead, "escalation_opened", false},
	{"escalation.concluded", unitOf, "escalation_concluded", true},
	{"escalation.concluded", lead, "escalation_concluded", true},
	{"class.corrected", unitOf, "class_corrected", true},
	{"class.corrected", lead, "class_corrected", false},
	{"class.contested", committee, "class_contested", true},
	{"contest.ruled", lead, "contest_ruled", true},
	{"contest.ruled", unitOf, "contest_ruled", true},

	{"commitment.progress_reported", lead, "progress_reported", false},
	{"commitment.deferred", lead, "promise_deferred", true},
	{"commitment.deferred", unitOf, "promise_deferred_unit", true},
	{"commitment.carried_over", lead, "promise_carried", true},
	{"commitment.carried_over", unitOf, "promise_carried_unit", true},
	{"commitment.carried_into_term", lead, "promise_carried", true},
	{"commitment.carried_into_term", unitOf, "promise_carried_unit", true},
	{"commitment.fulfilment_claimed", committee, "promise_claimed", true},
	{"commitment.claim_rejected", unitOf, "claim_rejected", true},
	{"commitment.verified", lead, "promise_kept", true},
	{"commitment.verified", unitOf, "promise_kept_unit", false},
	{"commitment.explained", lead, "promise_explained", true},
	{"commitment.broken", lead, "promise_broken", true},
	{"commitment.broken", unitOf, "promise_broken_unit", true},

	{"deadline.warned", owners, "due_soon", true},
	{"deadline.lapsed", owners, "overdue", true},
	{"deadline.lapsed", committee, "overdue_told", false},
	{"deadline.lapsed", supervisors, "overdue_key", false},
	{"urging.sent", unitOf, "urged", true},
	{"instruction.recorded", units, "instructed", true},
	{"suggestion.key_fixed", units, "key_fixed", true},
	{"suggestion.key_fixed", signers, "key_fixed", false},
	{"key.lifted", units, "key_lifted", true},
	{"key.lifted", supervisors, "key_lifted", true},
	{"supervision.appointed", appointed, "supervisor", true},
	{"supervision.relieved", appointed, "supervisor_relieved", true},
	{"supervision.task_set", unitOf, "task_set", true},
	{"supervision.task_reported", supervisors, "task_reported", true},
	{"supervision.task_reported", committee, "task_reported", true},
	{"supervision.result", unitOf, "task_concluded", false},
	{"deputy.lead_passed", named, "lead_passed", true},
	{"suggestion.reopened", units, "reopened", true},
	{"suggestion.reopened", signers, "reopened", true},
	{"suggestion.closed", units, "closed", false},
	{"suggestion.closed", signers, "closed", false},
}

// Types are the wire names of the events of which somebody is told.
func Types() (all []string) {
	for _, l := range table {
		all = append(all, l.event)
	}
	return all
}

var (
	ofDeputies = []lifecycle.Role{lifecycle.LeadDeputy, lifecycle.CoSigner, lifecycle.Delegation}
	ofUnits    = []lifecycle.Role{lifecycle.UnitCoordinator, lifecycle.UnitHandler, lifecycle.UnitHead}
)

// Keys are the texts that may be said.
func Keys() (all []string) {
	for _, l := range table {
		if !slices.Contains(all, l.key) {
			all = append(all, l.key)
		}
	}
	return all
}
