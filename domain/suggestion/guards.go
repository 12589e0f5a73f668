package suggestion

import (
	"strconv"

	"huiyin/domain/lifecycle"
)

// guards gives each guard of the tables its meaning. A guard returns nil when
// the act may go on. Guards that a reason can override read it from the command
// and, where there is no command (a list of possible acts), stay open.
var guards map[lifecycle.Guard]func(*decision, Subject) *Refusal

func init() { // a map literal would be an initialisation cycle through the commands
	guards = map[lifecycle.Guard]func(*decision, Subject) *Refusal{
		lifecycle.CoSignersAnswered:  coSignersAnswered,
		lifecycle.EvidenceGiven:      evidenceGiven,
		lifecycle.RevisionAgreed:     revisionAgreed,
		lifecycle.NumberReserved:     numberReserved,
		lifecycle.NotMerged:          notMerged,
		lifecycle.IsMerged:           isMerged,
		lifecycle.NotReplied:         notReplied,
		lifecycle.AllCoSignersAgree:  allCoSignersAgree,
		lifecycle.OwnUnit:            ownUnit,
		lifecycle.ReturnOpen:         returnOpen,
		lifecycle.ReturnsLeft:        returnsLeft,
		lifecycle.ReturnsUsedUp:      returnsUsedUp,
		lifecycle.IsCoUnit:           isCoUnit,
		lifecycle.IsLeadUnit:         isLeadUnit,
		lifecycle.LineNotReplied:     lineNotReplied,
		lifecycle.LeadDeputyOnly:     leadDeputyOnly,
		lifecycle.NewestDelivered:    newestDelivered,
		lifecycle.NotYetRated:        notYetRated,
		lifecycle.ContactOrReason:    contactOrReason,
		lifecycle.OpinionsIn:         opinionsIn,
		lifecycle.RoundsLeft:         roundsLeft,
		lifecycle.RoundsUsedUp:       roundsUsedUp,
		lifecycle.NoReturnPending:    noReturnPending,
		lifecycle.SignedInFirst:      signedInFirst,
		lifecycle.DifferentSigner:    differentSigner,
		lifecycle.ExaminerNotDrafter: examinerNotDrafter,
		lifecycle.DeputyOfCase:       deputyOfCase,
		lifecycle.ExtensionPending:   extensionPending,
		lifecycle.NoExtensionYet:     noExtensionYet,
		lifecycle.UpgradePossible:    upgradePossible,
		lifecycle.SessionYearOpen:    sessionYearOpen,
		lifecycle.FirstRound:         firstRound,
		lifecycle.AfterRedo:          afterRedo,
		lifecycle.ReopenedCase:       reopenedCase,
		lifecycle.NotFollowing:       notFollowing,
		lifecycle.NoHeirYet:          noHeirYet,
		lifecycle.NotKeyYet:          notKeyYet,
		lifecycle.IsKey:              isKey,
		lifecycle.PaperForm:          paperForm,
		lifecycle.NoObjectionYet:     noObjectionYet,
		lifecycle.ObjectionOpen:      objectionOpen,
		lifecycle.NoContestYet:       noContestYet,
		lifecycle.ContestOpen:        contestOpen,
		lifecycle.NothingContested:   nothingContested,
		lifecycle.NoLateRating:       noLateRating,
		lifecycle.ReceiptOutstanding: receiptOutstanding,
		lifecycle.AnswerOutstanding:  answerOutstanding,
		lifecycle.CoSignerOfCase:     coSignerOfCase,
		lifecycle.NoConsentYet:       noConsentYet,
		lifecycle.OfDelegation:       ofDelegation,
		lifecycle.HeadSigns:          headSigns,
		lifecycle.OwnTask:            ownTask,
		lifecycle.VisitDrawn:         visitDrawn,
		lifecycle.IndependentVisitor: independentVisitor,
		lifecycle.LeadGone:           leadGone,
		lifecycle.OneOfSigners:       oneOfSigners,
		lifecycle.NamesShown:         namesShown,
		lifecycle.NamesWithheld:      namesWithheld,
		lifecycle.Asked:              asked,
		lifecycle.ReplyGivenOut:      replyGivenOut,
		lifecycle.DeputyHasReply:     deputyHasReply,
		lifecycle.ContentPublished:   contentPublished,
		lifecycle.ReplyPublished:     replyPublished,
	}
}

func coSignersAnswered(d *decision, _ Subject) *Refusal {
	for _, c := range d.s.CoSigners {
		if c.Answer == Invited && !d.s.Gone(c.Person) {
			return refuse("cosigner_unanswered", "name", c.Name)
		}
	}
	return nil
}

func evidenceGiven(d *decision, _ Subject) *Refusal {
	if d.s.Evidence == "" {
		return refuse("no_evidence")
	}
	return nil
}

// revisionAgreed asks for the one who signed the first text.
func revisionAgreed(d *decision, about Subject) *Refusal {
	if r := leadDeputyOnly(d, about); r != nil {
		return r
	}
	return headSigns(d, about)
}

func numberReserved(d *decision, _ Subject) *Refusal {
	if c, ok := d.req.Command.(Register); ok && c.Number == "" {
		return refuse("missing", "field", "number")
	}
	return nil
}

func notMerged(d *decision, _ Subject) *Refusal {
	if d.s.Head != "" {
		return refuse("merged_member", "head", d.s.HeadNumber)
	}
	if _, merging := d.req.Command.(Merge); merging && len(d.s.Members) > 0 {
		return refuse("head_of_merge", "members", strconv.Itoa(len(d.s.Members)))
	}
	return nil
}

func isMerged(d *decision, _ Subject) *Refusal {
	if d.s.Head == "" {
		return refuse("not_merged")
	}
	return nil
}

func notReplied(d *decision, _ Subject) *Refusal {
	if d.s.Replied() {
		return refuse("already_replied")
	}
	return nil
}

// ownUnit binds the roles of a unit only; the offices act for every unit.
func ownUnit(d *decision, about Subject) *Refusal {
	if !d.req.Actor.Role.OfUnit() {
		return nil
	}
	owner := d.s.BodyOf(d.owner(about))
	if owner == "" || owner != d.req.Actor.Unit {
		return refuse("other_unit", "unit", d.req.Actor.Unit)
	}
	if about.Line != "" {
		if _, ok := d.s.OfLine(about.Line); !ok && about.Commitment == "" {
			return refuse("no_longer_handling", "unit", d.req.Actor.Unit)
		}
	}
	return nil
}

// owner is the unit an act's subject belongs to.
func (d *decision) owner(about Subject) string {
	if c, ok := d.s.Commitment(about.Commitment); ok && c.Unit != "" {
		return c.Unit
	}
	if a, ok := d.s.Assignment(about.Assignment); ok {
		return a.Unit
	}
	if l, ok := d.s.Line(about.Line); ok {
		return l.Unit
	}
	return ""
}

func isCoUnit(d *decision, about Subject) *Refusal {
	if a, ok := d.s.Assignment(about.Assignment); !ok || a.Part != Co {
		return refuse("not_co_unit")
	}
	return nil
}

func isLeadUnit(d *decision, _ Subject) *Refusal {
	if a, ok := d.s.ActiveOn(d.req.Actor.Unit); !ok || a.Part == Co {
		return refuse("not_lead_unit", "unit", d.req.Actor.Unit)
	}
	return nil
}

func extensionPending(d *decision, about Subject) *Refusal {
	if l, ok := d.s.Line(about.Line); !ok || l.Extension != Asked {
		return refuse("no_extension_asked")
	}
	return nil
}

func noExtensionYet(d *decision, about Subject) *Refusal {
	if _, ok := d.s.Running(lifecycle.DueReply, Subject{Line: about.Line}); !ok {
		return refuse("no_reply_clock") // a redo round, or an imported case
	}
	l, ok := d.s.Line(about.Line)
	if ok && l.Extension == Asked {
		return refuse("extension_waits", "missing", join(l.Asking.Missing()))
	}
	if ok && l.Extension == Granted {
		return refuse("extension_asked_before")
	}
	return nil
}

// reopenedCase asks for new facts. A return visit with another word than the
// rating is one while the case is open; a closed one is reopened first.
func reopenedCase(d *decision, about Subject) *Refusal {
	if d.s.ReopenedFor == "" && (d.s.State == lifecycle.Closed || !d.s.differs(about.Line)) {
		return refuse("not_reopened")
	}
	return nil
}

func notFollowing(d *decision, about Subject) *Refusal {
	if l, ok := d.s.Line(about.Line); ok && d.s.Head != "" && l.Round == 0 {
		return refuse("merged_member", "head", d.s.HeadNumber)
	}
	return nil
}

func noHeirYet(d *decision, about Subject) *Refusal {
	if a, ok := d.s.Assignment(about.Assignment); ok && a.Heir != "" {
		return refuse("reassigned_before", "unit", a.Unit)
	}
	return nil
}

func notKeyYet(d *decision, _ Subject) *Refusal {
	if d.s.Key {
		return refuse("key_already")
	}
	return nil
}

func isKey(d *decision, _ Subject) *Refusal {
	if !d.s.Key {
		return refuse("not_key")
	}
	return nil
}
