package wire

import "huiyin/domain/suggestion"

// laterEvents are acts from paper, rulings on what deputies object to, and what
// follows the intake.
var laterEvents = []entry{
	{"entry.late", 1, suggestion.LateEntered{}},
	{"feedback.entered_from_paper", 1, suggestion.FeedbackEntered{}},
	{"objection.ruled", 1, suggestion.ObjectionRuled{}},
	{"contest.ruled", 1, suggestion.ContestRuled{}},
	{"transfer.received", 1, suggestion.TransferReceived{}},
	{"transfer.answered", 1, suggestion.TransferAnswered{}},
	{"withdrawal.consented", 1, suggestion.WithdrawalConsented{}},
	{"withdrawal.consents_filed", 1, suggestion.WithdrawalConsentsFiled{}},
	{"delegation.named", 1, suggestion.DelegationNamed{}},
	{"suggestion.draft_edited", 1, suggestion.DraftEdited{}},
	{"suggestion.names_withheld", 1, suggestion.NamesWithheld{}},
	{"suggestion.names_disclosed", 1, suggestion.NamesDisclosed{}},
	{"suggestion.progress_asked", 1, suggestion.ProgressAsked{}},
	{"suggestion.progress_told", 1, suggestion.ProgressTold{}},
	{"files.attached", 1, suggestion.FilesAttached{}},
}

// publicationEvents are what is public of a case (see package suggestion). The
// older reply.published and reply.publication_refused say that a decision was
// made and not what was read.
var publicationEvents = []entry{
	{"publication.wished", 1, suggestion.PublicationWished{}},
	{"publication.examined", 1, suggestion.PublicationExamined{}},
	{"content.publication_decided", 1, suggestion.ContentPublicationDecided{}},
	{"content.taken_down", 1, suggestion.ContentTakenDown{}},
	{"reply.publication_decided", 1, suggestion.ReplyPublicationDecided{}},
	{"reply.taken_down", 1, suggestion.ReplyTakenDown{}},
}
