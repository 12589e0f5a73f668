package suggestion

import "reflect"

// named gives every command its stable name. The names are written into the log
// (the evidence of refused acts) and into the digest by which a retry is known,
// so a line is added and never changed, whatever Go calls the type.
//
// Kept marks the acts whose refusal is evidence: those that touch a rating, a
// deadline or a class, where pressure and tricks would show first as refused
// attempts.
var named = []struct {
	command Command
	name    string
	kept    bool
}{
	{DraftSuggestion{}, "draft", false},
	{ConvertBill{}, "convert_bill", false},
	{Invite{}, "invite_cosigner", false},
	{AnswerInvitation{}, "answer_invitation", false},
	{Submit{}, "submit", false},
	{BeginReview{}, "begin_review", false},
	{RequestRevision{}, "request_revision", false},
	{Revise{}, "revise", false},
	{ReturnToTheDeputy{}, "return_to_deputy", false},
	{TransferIt{}, "transfer", false},
	{Register{}, "register", false},
	{Merge{}, "merge", false},
	{TakeMemberIn{}, "take_member", false},
	{UndoMerge{}, "undo_merge", false},
	{DropTheMember{}, "drop_member", false},
	{Withdraw{}, "withdraw", false},
	{Assign{}, "assign", false},
	{Follow{}, "follow_head", false},
	{SendOnPaper{}, "send_on_paper", true},
	{RecordReceipt{}, "record_receipt", true},
	{FollowOnPaper{}, "follow_on_paper", false},
	{FollowReceipt{}, "follow_receipt", false},
	{SignIn{}, "sign_in", false},
	{ObjectToUnit{}, "object_to_unit", false},
	{RequestReturn{}, "request_return", false},
	{ApproveReturn{}, "approve_return", false},
	{Reassign{}, "reassign", false},
	{RefuseReturn{}, "refuse_return", false},
	{FollowReassignment{}, "follow_reassignment", false},
	{RecordContact{}, "record_contact", false},
	{AnswerContact{}, "answer_contact", false},
	{RequestOpinion{}, "request_opinion", false},
	{GiveOpinion{}, "give_opinion", false},
	{RejectOpinion{}, "reject_opinion", false},
	{RequestExtension{}, "request_extension", true},
	{RuleOnExtension{}, "rule_on_extension", true},
	{DraftReply{}, "draft_reply", true},
	{ExamineReply{}, "examine_reply", false},
	{IssueReply{}, "issue_reply", true},
	{RelayTheReply{}, "relay_reply", false},
	{DeliverReply{}, "deliver_reply", false},
	{CorrectTheClass{}, "correct_class", true},
	{ContestTheClass{}, "contest_class", true},
	{Rate{}, "rate_reply", true},
	{Release{}, "release_feedback", true},
	{Dispute{}, "dispute_feedback", true},
	{Remind{}, "remind_feedback", false},
	{OrderTheRedo{}, "order_redo", false},
	{OpenEscalation{}, "escalate", false},
	{RecordMediation{}, "record_mediation", false},
	{ConcludeEscalation{}, "conclude_escalation", false},
	{ReportOnPromise{}, "report_progress", false},
	{MovePromise{}, "move_commitment", true},
	{ClaimFulfilled{}, "claim_done", false},
	{ConcludePromise{}, "conclude_commitment", true},
	{RatePromise{}, "rate_commitment", true},
	{SettleHeadPromises{}, "settle_head_promises", false},
	{FixKey{}, "fix_key", false},
	{AppointSupervisor{}, "appoint_supervisor", false},
	{Supervise{}, "supervise", false},
	{ArchiveIt{}, "archive", false},
	{ReopenIt{}, "reopen", false},
	{Lapse{}, "lapse", false},
	{CorrectDeadline{}, "correct_deadline", false},
	{Import{}, "import", false},
	{RateFromPaper{}, "rate_from_paper", true},
	{RuleOnObjection{}, "rule_on_objection", false},
	{RuleOnContest{}, "rule_on_contest", true},
	{ReceiveTransfer{}, "receive_transfer", false},
	{AnswerTransfer{}, "answer_transfer", false},
	{ConsentToWithdrawal{}, "consent_to_withdrawal", false},
	{NameContacts{}, "name_contacts", false},
	{Warn{}, "warn", false},
	{ProposeKey{}, "propose_key", false},
	{LiftKey{}, "lift_key", false},
	{RelieveSupervisor{}, "relieve_supervisor", false},
	{SetTask{}, "set_task", false},
	{ReportOnTask{}, "report_on_task", false},
	{ConcludeTask{}, "conclude_task", false},
	{RecordTheInstruction{}, "record_instruction", false},
	{Urge{}, "send_urging", false},
	{RecordInspection{}, "hold_inspection", false},
	{RecordAppraisal{}, "vote_appraisal", true},
	{GiveTheAward{}, "give_award", false},
	{DrawVisit{}, "draw_return_visit", true},
	{RecordVisit{}, "record_return_visit", true},
	{RaiseTheFlag{}, "raise_red_flag", false},
	{ClearTheFlag{}, "clear_red_flag", true},
	{SucceedUnit{}, "succeed_unit", false},
	{RecordTheDeparture{}, "record_departure", false},
	{PassTheLead{}, "pass_lead", true},
	{ChangeTheHead{}, "change_delegation_head", false},
	{DeclareTheTie{}, "declare_unit_tie", true},
	{CarryIntoTerm{}, "carry_into_term", true},
	{EditDraft{}, "edit_draft", false},
	{WithholdNames{}, "withhold_names", false},
	{DiscloseNames{}, "disclose_names", false},
	{AskProgress{}, "ask_progress", false},
	{TellProgress{}, "tell_progress", false},
	{StateWish{}, "state_publication_wish", false},
	{ExamineForPublication{}, "examine_publication", false},
	{DecideContent{}, "decide_content_publication", false},
	{DecideReply{}, "decide_reply_publication", false},
	{TakeContentDown{}, "take_down_content", false},
	{TakeReplyDown{}, "take_down_reply", false},
}

type title struct {
	name string
	kept bool
}

var titles = func() map[reflect.Type]title {
	out := make(map[reflect.Type]title, len(named))
	for _, n := range named {
		out[reflect.TypeOf(n.command)] = title{n.name, n.kept}
	}
	return out
}()

// Name is the stable name of a command.
func Name(c Command) string { return titles[reflect.TypeOf(c)].name }

// Evidence names the act if its refusal is kept as evidence.
func Evidence(c Command) (act string, kept bool) {
	t := titles[reflect.TypeOf(c)]
	if !t.kept {
		return "", false
	}
	return t.name, true
}
