package acts

import (
	"slices"
	"sync"

	"huiyin/domain/lifecycle"
	"huiyin/domain/suggestion"
)

// Verb is one act as a person knows it.
type Verb struct {
	// Name is stable; it is the trigger's name where the verb pulls only one.
	Name    string
	Machine lifecycle.Machine
	// Triggers are what the act may pull; one that is open opens the verb.
	Triggers []lifecycle.Trigger
	// command is the form, with the fields that the verb itself decides set.
	command suggestion.Command
	fixed   []string
}

// Begins reports whether the verb begins a case.
func (v Verb) Begins() bool {
	return v.Machine == lifecycle.Suggestion && slices.ContainsFunc(v.Triggers, func(t lifecycle.Trigger) bool {
		_, ok := lifecycle.Of(v.Machine).Row(lifecycle.None, t)
		return ok
	})
}

// one is a verb that pulls one trigger; fixed names fields it decides itself.
func one(m lifecycle.Machine, t lifecycle.Trigger, c suggestion.Command, fixed ...string) Verb {
	return Verb{Name: string(t), Machine: m, Triggers: []lifecycle.Trigger{t}, command: c, fixed: fixed}
}

func several(m lifecycle.Machine, name string, c suggestion.Command, t ...lifecycle.Trigger) Verb {
	return Verb{Name: name, Machine: m, Triggers: t, command: c}
}

// Verbs lists every act a person can do, in the order of a case's life. Acts of
// the system itself (the clock, the reactors, the import) are no verbs.
func Verbs() []Verb {
	return slices.Concat(intake(), handling(), replying(), feedback(), promising(), standing(), overseeing(), succeeding(), publishing())
}

// Find returns the verb with the name.
func Find(name string) (Verb, bool) {
	all := Verbs()
	i := slices.IndexFunc(all, func(v Verb) bool { return v.Name == name })
	if i < 0 {
		return Verb{}, false
	}
	return all[i], true
}

const (
	ofCase       = lifecycle.Suggestion
	ofUnit       = lifecycle.Assignment
	ofLine       = lifecycle.ReplyLine
	ofPromise    = lifecycle.Commitment
	standingCase = lifecycle.Case
)

func intake() []Verb {
	return []Verb{
		one(ofCase, lifecycle.DraftIt, suggestion.DraftSuggestion{}, "case"),
		one(ofCase, lifecycle.ConvertBill, suggestion.ConvertBill{}, "case"),
		one(ofCase, lifecycle.EditDraft, suggestion.EditDraft{}),
		one(ofCase, lifecycle.InviteCoSigner, suggestion.Invite{}),
		one(ofCase, lifecycle.ConfirmCoSigning, suggestion.AnswerInvitation{Confirm: true}, "confirm"),
		one(ofCase, lifecycle.DeclineCoSigning, suggestion.AnswerInvitation{}, "confirm"),
		one(ofCase, lifecycle.Submit, suggestion.Submit{}),
		one(ofCase, lifecycle.BeginReview, suggestion.BeginReview{}),
		one(ofCase, lifecycle.RequestRevision, suggestion.RequestRevision{}),
		one(ofCase, lifecycle.Revise, suggestion.Revise{}),
		one(ofCase, lifecycle.ReturnToDeputy, suggestion.ReturnToTheDeputy{}),
		one(ofCase, lifecycle.Transfer, suggestion.TransferIt{}),
		one(standingCase, lifecycle.ReceiveTransfer, suggestion.ReceiveTransfer{}),
		one(standingCase, lifecycle.AnswerTransfer, suggestion.AnswerTransfer{}),
		one(ofCase, lifecycle.Register, suggestion.Register{}),
		one(ofCase, lifecycle.Merge, suggestion.Merge{}),
		one(ofCase, lifecycle.UndoMerge, suggestion.UndoMerge{}),
		one(standingCase, lifecycle.NameContacts, suggestion.NameContacts{}),
		one(standingCase, lifecycle.ConsentWithdrawal, suggestion.ConsentToWithdrawal{}),
		one(ofCase, lifecycle.Withdraw, suggestion.Withdraw{}),
	}
}

func handling() []Verb {
	return []Verb{
		one(ofCase, lifecycle.Assign, suggestion.Assign{}),
		one(ofUnit, lifecycle.SendOnPaper, suggestion.SendOnPaper{}),
		one(ofUnit, lifecycle.RecordReceipt, suggestion.RecordReceipt{}),
		one(ofUnit, lifecycle.SignIn, suggestion.SignIn{}),
		one(ofUnit, lifecycle.RequestReturn, suggestion.RequestReturn{}),
		one(ofUnit, lifecycle.ApproveReturn, suggestion.ApproveReturn{}),
		one(ofUnit, lifecycle.RefuseReturn, suggestion.RefuseReturn{}, "final"),
		one(ofUnit, lifecycle.RuleFinal, suggestion.RefuseReturn{Final: true}, "final"),
		one(ofUnit, lifecycle.ReassignPart, suggestion.Reassign{}),
		one(ofUnit, lifecycle.ObjectToUnit, suggestion.ObjectToUnit{}),
		one(ofUnit, lifecycle.UpholdObjection, suggestion.RuleOnObjection{Uphold: true}, "uphold"),
		one(ofUnit, lifecycle.RejectObjection, suggestion.RuleOnObjection{}, "uphold", "new_unit"),
		one(ofUnit, lifecycle.RequestOpinion, suggestion.RequestOpinion{}),
		one(ofUnit, lifecycle.GiveOpinion, suggestion.GiveOpinion{}),
		one(ofUnit, lifecycle.RejectOpinion, suggestion.RejectOpinion{}),
		one(ofLine, lifecycle.RecordContact, suggestion.RecordContact{}),
		one(ofLine, lifecycle.ConfirmContact, suggestion.AnswerContact{Confirm: true}, "confirm", "reason"),
		one(ofLine, lifecycle.DenyContact, suggestion.AnswerContact{}, "confirm"),
		one(ofLine, lifecycle.AskExtension, suggestion.RequestExtension{}),
		one(ofLine, lifecycle.GrantExtension, suggestion.RuleOnExtension{Grant: true}, "grant"),
		one(ofLine, lifecycle.RefuseExtension, suggestion.RuleOnExtension{}, "grant"),
	}
}

func replying() []Verb {
	return []Verb{
		several(ofLine, "draft_reply", suggestion.DraftReply{}, lifecycle.DraftReply, lifecycle.DraftUpgrade),
		one(ofLine, lifecycle.PassReply, suggestion.ExamineReply{Pass: true}, "pass", "reason"),
		one(ofLine, lifecycle.SendBackReply, suggestion.ExamineReply{}, "pass"),
		one(ofLine, lifecycle.IssueReply, suggestion.IssueReply{}),
		several(ofLine, "deliver_reply", suggestion.DeliverReply{}, lifecycle.DeliverReply, lifecycle.DeliverLast),
		one(ofLine, lifecycle.CorrectClass, suggestion.CorrectTheClass{}),
		one(ofLine, lifecycle.ContestClass, suggestion.ContestTheClass{}),
		one(ofLine, lifecycle.UpholdContest, suggestion.RuleOnContest{Uphold: true}, "uphold"),
		one(ofLine, lifecycle.RejectContest, suggestion.RuleOnContest{}, "uphold", "class"),
	}
}

func feedback() []Verb {
	return []Verb{
		several(ofLine, "rate_reply", suggestion.Rate{}, lifecycle.RateSatisfied, lifecycle.RateBasically, lifecycle.RateDissat),
		several(ofLine, "rate_from_paper", suggestion.RateFromPaper{}, lifecycle.EnterSatisfied, lifecycle.EnterBasically, lifecycle.EnterDissat),
		one(ofLine, lifecycle.RemindFeedback, suggestion.Remind{}),
		one(ofLine, lifecycle.ReleaseFeedback, suggestion.Release{}),
		one(ofLine, lifecycle.DisputeFeedback, suggestion.Dispute{}),
		one(ofLine, lifecycle.OrderRedo, suggestion.OrderTheRedo{}),
		one(ofLine, lifecycle.Escalate, suggestion.OpenEscalation{}),
		one(ofLine, lifecycle.HoldMediation, suggestion.RecordMediation{}, "assessment"),
		one(ofLine, lifecycle.HoldAssessment, suggestion.RecordMediation{Assessment: true}, "assessment"),
		one(ofLine, lifecycle.Conclude, suggestion.ConcludeEscalation{}),
	}
}

func promising() []Verb {
	return []Verb{
		one(ofPromise, lifecycle.ReportProgress, suggestion.ReportOnPromise{}),
		one(ofPromise, lifecycle.DeferCommitment, suggestion.MovePromise{}, "carry_over"),
		one(ofPromise, lifecycle.CarryOver, suggestion.MovePromise{CarryOver: true}, "carry_over"),
		one(ofPromise, lifecycle.ClaimDone, suggestion.ClaimFulfilled{}),
		one(ofPromise, lifecycle.RejectClaim, suggestion.ConcludePromise{Verdict: suggestion.RefuseClaim}, "verdict"),
		one(ofPromise, lifecycle.VerifyCommitment, suggestion.ConcludePromise{Verdict: suggestion.Keep}, "verdict"),
		one(ofPromise, lifecycle.ExplainCommitment, suggestion.ConcludePromise{Verdict: suggestion.Explain}, "verdict"),
		one(ofPromise, lifecycle.BreakCommitment, suggestion.ConcludePromise{Verdict: suggestion.DeclareLost}, "verdict"),
		one(ofPromise, lifecycle.RateCommitment, suggestion.RatePromise{}),
	}
}

func standing() []Verb {
	return []Verb{
		one(standingCase, lifecycle.FixKey, suggestion.FixKey{}),
		one(standingCase, lifecycle.AppointSupervisor, suggestion.AppointSupervisor{}),
		one(standingCase, lifecycle.Supervise, suggestion.Supervise{}),
		one(standingCase, lifecycle.WithholdNames, suggestion.WithholdNames{}),
		one(standingCase, lifecycle.DiscloseNames, suggestion.DiscloseNames{}),
		one(standingCase, lifecycle.AskProgress, suggestion.AskProgress{}),
		one(standingCase, lifecycle.TellProgress, suggestion.TellProgress{}),
		one(ofCase, lifecycle.Archive, suggestion.ArchiveIt{}),
		one(ofCase, lifecycle.Reopen, suggestion.ReopenIt{}),
	}
}

// permissions are worked out once: every page of a case asks them for each act.
var permissions = sync.OnceValue(lifecycle.Permissions)

// Roles lists who may ever do the act, whatever the state.
func (v Verb) Roles() []lifecycle.Role {
	var out []lifecycle.Role
	for _, p := range permissions() {
		if p.Machine == v.Machine && slices.Contains(v.Triggers, p.Trigger) {
			out = append(out, p.Roles...)
		}
	}
	return out
}
