package simulation

import (
	"huiyin/domain/lifecycle"
	"huiyin/domain/suggestion"
)

// react lets people answer what they see. It only puts acts on the queue.
func (l *life) react(e suggestion.Event) {
	switch e := e.(type) {
	case suggestion.Submitted, suggestion.BillConverted:
		l.submitted()
	case suggestion.ReviewBegan:
		l.reviewed()
	case suggestion.RevisionRequested:
		l.soon(1, 4, l.revise)
	case suggestion.ReturnedToDeputy:
		if l.rolled(450) {
			l.soon(2, 6, l.revise)
		}
	case suggestion.Revised:
		l.revised()
	case suggestion.Registered:
		l.registered()
	case suggestion.MergeUndone:
		l.parted()
	case suggestion.Closed:
		l.closed()
	case suggestion.Transferred:
		l.transferred(e)
	default:
		l.reactHandling(e)
	}
}

func (l *life) reactHandling(e suggestion.Event) {
	switch e := e.(type) {
	case suggestion.Assigned:
		l.assigned(e.Units)
	case suggestion.Reassigned:
		l.reassigned(e.Unit)
	case suggestion.ReturnRequested:
		l.ruleOnReturn(e)
	case suggestion.ReturnRefused:
		l.workOn(e.Assignment)
	case suggestion.ReturnRuledFinal:
		l.workOn(e.Assignment)
	case suggestion.UnitObjected:
		l.soon(2, 6, func() error { return l.ruleOnObjection(e.Assignment) })
	case suggestion.ContactRecorded:
		l.answerContact(e)
	case suggestion.ContactDenied:
		l.soon(1, 4, func() error { return l.contact(e.Line) })
	case suggestion.ExtensionRequested:
		l.soon(2, 5, func() error { return l.ruleOnExtension(e.Line) })
	case suggestion.ExtensionConsented:
		l.agreeToo(e)
	case suggestion.ExtensionGranted:
		l.aim(e.Line)
	case suggestion.ExtensionRefused:
		l.aim(e.Line)
	case suggestion.OpinionGiven:
		if len([]rune(e.Text)) < emptyOpinion {
			l.soon(1, 3, func() error { return l.rejectOpinion(e.Assignment) })
		}
	case suggestion.OpinionRejected:
		l.soon(1, 4, func() error { return l.giveOpinion(e.Assignment, "opinion") })
	default:
		l.reactReply(e)
	}
}

func (l *life) reactReply(e suggestion.Event) {
	switch e := e.(type) {
	case suggestion.ReplyDrafted:
		l.soon(1, 2, func() error { return l.examine(e.Line) })
	case suggestion.ReplySentBack:
		l.soon(1, 2, func() error { return l.redraft(e.Line) })
	case suggestion.ReplyExamined:
		l.signOff(e.Line)
	case suggestion.ReplyIssued:
		l.soon(0, 2, func() error { return l.deliver(e.Line) })
	case suggestion.ReplyRelayed:
		l.soon(0, 3, func() error { return l.deliver(e.Line) })
	case suggestion.ReplyDelivered:
		if e.Move.To == lifecycle.Delivered && e.Move.From != lifecycle.Delivered {
			l.delivered(e.Line)
		}
	case suggestion.FeedbackGiven:
		l.rated(e)
	case suggestion.FeedbackNotReturned:
		l.silent(e)
	case suggestion.ClassContested:
		l.soon(3, 8, func() error { return l.ruleOnContest(e.Line) })
	case suggestion.FeedbackDisputed:
		l.soon(1, 6, func() error { return l.rate(e.Line) })
	case suggestion.RedoOrdered:
		l.redo(e)
	case suggestion.EscalationOpened:
		l.escalated(e.Line)
	case suggestion.Promised:
		l.promised(e)
	case suggestion.FulfilmentClaimed:
		l.claimed(e.Commitment)
	case suggestion.ClaimRejected:
		l.soon(8, 20, func() error { return l.claim(e.Commitment) })
	case suggestion.CommitmentVerified:
		if l.rolled(700) {
			l.soon(2, 15, func() error { return l.ratePromise(e.Commitment) })
		}
	}
}
