package lifecycle

import "slices"

// Triggers by which the committee enters a rating that the deputy signed on
// paper. They are acts of their own, so that no list of who may rate ever holds
// anybody but the deputy.
const (
	EnterSatisfied Trigger = "rate_satisfied_on_paper"
	EnterBasically Trigger = "rate_basically_satisfied_on_paper"
	EnterDissat    Trigger = "rate_dissatisfied_on_paper"
)

// PaperForm asks for the scan of the signed form and for a second person.
const PaperForm Guard = "paper_form"

// paperActs are done on paper in practice, so their day may lie further back
// than the day they are recorded. What a supervising body decides (an
// assignment, an extension, a ruling, a redo) is not among them: it takes effect
// when it is recorded, and nobody moves a due date by dating a decision back. The
// receipt of an assignment on paper is a fact: what the rules count from it counts
// from the day of the paper.
var paperActs = []Trigger{
	ConfirmCoSigning, DeclineCoSigning, Submit, ConsentWithdrawal, Withdraw, ReceiveTransfer, AnswerTransfer,
	RecordReceipt, SignIn, RequestReturn, RequestOpinion, GiveOpinion,
	RecordContact, ConfirmContact, DenyContact, AskExtension,
	DraftReply, DraftUpgrade, PassReply, IssueReply, DeliverReply, DeliverLast,
	EnterSatisfied, EnterBasically, EnterDissat,
	HoldMediation, HoldAssessment, ReportProgress, ClaimDone, Supervise,
}

// MayBeLate reports whether the act may be entered late (补录).
func MayBeLate(t Trigger) bool { return slices.Contains(paperActs, t) }

// PaperActs lists the acts that may be entered late, in the order of a case's
// life.
func PaperActs() []Trigger { return slices.Clone(paperActs) }
