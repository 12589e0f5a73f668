package suggestion

import (
	"slices"

	"huiyin/domain/calendar"
	"huiyin/domain/lifecycle"
	"huiyin/domain/ruleset"
)

// some is a text that is mostly there.
func (p *play) some() string {
	if p.pick.chance(4) {
		return ""
	}
	return "because"
}

func (p *play) deputy() Person {
	if p.pick.chance(4) {
		return who("d9")
	}
	if d := p.s.Deputies(); len(d) > 0 {
		return one(p.pick, d)
	}
	return who("d1")
}

// undelivered is mostly a deputy who still waits for the newest reply.
func (p *play) undelivered(id LineID) Person {
	if l, ok := p.s.Line(id); ok && p.pick.chance(90) {
		for _, d := range p.s.Deputies() {
			if !slices.ContainsFunc(l.Latest().Delivered, d.Same) {
				return d
			}
		}
	}
	return p.deputy()
}

// class is one of the rule set's, a promising one half the time.
func (p *play) class() Class {
	all := p.rules.Classes().Value
	if i := slices.IndexFunc(all, func(c ruleset.Class) bool { return c.NeedsCommitment }); p.pick.chance(40) {
		return Class(all[i].Code)
	}
	return Class(one(p.pick, all).Code)
}

func (p *play) later(days int) calendar.Date {
	return calendar.DateOf(p.now).AddDays(p.pick(days) - 2)
}

func (p *play) promises(c Class) []Promise {
	if !p.rules.NeedsCommitment(string(c)) && p.pick.chance(90) || p.pick.chance(4) {
		return nil
	}
	return []Promise{{Text: p.some(), Due: p.later(200)}, {Text: "more", Due: p.later(100)}}[:1+p.pick(2)]
}

func (p *play) assign() Assign {
	c := Assign{Mode: one(p.pick, []Mode{Single, Single, LeadAndCo, Separate, SeveralLeads})}
	parts := map[Mode][]Part{Single: {Lead}, LeadAndCo: {Lead, Co}, Separate: {Separated, Separated}, SeveralLeads: {Lead, Lead, Co}}[c.Mode]
	for i, part := range parts {
		c.Units = append(c.Units, UnitPart{Unit: units[i], Part: part, Scope: p.some()})
	}
	if p.pick.chance(10) {
		c.Units = append(c.Units, UnitPart{Unit: one(p.pick, units), Part: one(p.pick, []Part{Lead, Co, Separated, "x"})})
	}
	return c
}

func (p *play) contact(l LineID) ContactID {
	line, ok := p.s.Line(l)
	if !ok || len(line.Contacts) == 0 {
		return ContactID(l + "k1")
	}
	return line.Contacts[p.pick(len(line.Contacts))].ID
}

func (p *play) rate(worst Grade, about Subject) Command {
	c := Rate{Line: about.Line, Process: one(p.pick, grades), Result: worst, Reason: p.some()}
	if worst != Dissat && c.Process == Dissat {
		c.Process = worst
	}
	if l, ok := p.s.Line(about.Line); ok {
		c.Version = l.Latest().Number
	}
	if len(p.rules.Rating().Value.Parts) == 1 && p.pick.chance(90) {
		c.Process = ""
	}
	if p.pick.chance(5) {
		c.Version--
	}
	return c
}

// relayed is where a reactor finds the unit to relay for.
func (p *play) relay(about Subject) Command {
	c := RelayTheReply{Unit: "u1", HeadVersion: 1, Class: p.class(), DocumentNo: "5", Signer: who("head-u1"), HeadOpen: p.pick.chance(50)}
	if l, ok := p.s.Line(about.Line); ok {
		c.Unit = l.Unit
		if p.s.lineOf(l.Unit) != l.ID {
			c.Unit = "u9" // another line of the same body would be found
		}
	}
	return c
}

func verdict(v Verdict) func(*play, Subject) Command {
	return func(p *play, s Subject) Command { return ConcludePromise{s.Commitment, v, p.some()} }
}

// commands gives each trigger that somebody may pull its command.
var commands map[lifecycle.Trigger]func(*play, Subject) Command

func init() {
	commands = map[lifecycle.Trigger]func(*play, Subject) Command{
		lifecycle.DraftIt: func(p *play, _ Subject) Command {
			c := draftCase
			c.Kind = one(p.pick, []Kind{InSession, OffSession})
			c.Delegation = one(p.pick, []string{"", "east"})
			return c
		},
		lifecycle.ConvertBill: func(p *play, _ Subject) Command {
			return ConvertBill{Case: "case-1", Congress: "14", Title: "Bill", Lead: who("d1"), CoSigners: []Person{who("d2"), who("d3")}[:p.pick(3)], Decision: p.some()}
		},
		lifecycle.EditDraft: func(p *play, _ Subject) Command {
			return EditDraft{Title: one(p.pick, []string{"On roads", "On bridges", ""}), Body: "Mend.", Evidence: p.some()}
		},
		lifecycle.InviteCoSigner:   func(p *play, _ Subject) Command { return Invite{who(one(p.pick, persons[:3]))} },
		lifecycle.ConfirmCoSigning: func(*play, Subject) Command { return AnswerInvitation{true} },
		lifecycle.DeclineCoSigning: func(*play, Subject) Command { return AnswerInvitation{} },
		lifecycle.Submit:           func(*play, Subject) Command { return Submit{} },
		lifecycle.BeginReview:      func(*play, Subject) Command { return BeginReview{} },
		lifecycle.RequestRevision:  func(p *play, _ Subject) Command { return RequestRevision{p.some()} },
		lifecycle.Revise: func(p *play, _ Subject) Command {
			return Revise{"On roads " + string(rune('a'+p.pick(26))), "Mend.", p.some()}
		},
		lifecycle.ReturnToDeputy: func(p *play, _ Subject) Command { return ReturnToTheDeputy{"no_content", p.some()} },
		lifecycle.Transfer:       func(p *play, _ Subject) Command { return TransferIt{"petition", "x", p.some()} },
		lifecycle.Register:       func(p *play, _ Subject) Command { return Register{Number: p.some()} },
		lifecycle.Merge:          func(p *play, _ Subject) Command { return Merge{"head", "9", p.some()} },
		lifecycle.TakeMember:     func(p *play, _ Subject) Command { return TakeMemberIn{one(p.pick, []CaseID{"m1", "m2"}), "7"} },
		lifecycle.DropMember:     func(p *play, _ Subject) Command { return DropTheMember{one(p.pick, []CaseID{"m1", "m2"}), "r"} },
		lifecycle.UndoMerge:      func(p *play, _ Subject) Command { return UndoMerge{Reason: p.some(), HeadT0: p.s.T0} },
		lifecycle.Withdraw:       (*play).withdraw,
		lifecycle.Assign:         func(p *play, _ Subject) Command { return p.assign() },
		lifecycle.FollowHead: func(p *play, _ Subject) Command {
			a := p.assign()
			return Follow{a.Mode, p.later(2), a.Units}
		},
		lifecycle.Reopen: func(p *play, _ Subject) Command {
			if len(p.s.Lines) == 0 {
				return ReopenIt{"l1", "r"}
			}
			return ReopenIt{one(p.pick, p.s.Lines).ID, p.some()}
		},
		lifecycle.Archive:       func(*play, Subject) Command { return ArchiveIt{} },
		lifecycle.ReassignPart:  func(p *play, s Subject) Command { return Reassign{s.Assignment, one(p.pick, units)} },
		lifecycle.SendOnPaper:   func(_ *play, s Subject) Command { return SendOnPaper{s.Assignment} },
		lifecycle.RecordReceipt: func(p *play, s Subject) Command { return RecordReceipt{s.Assignment, p.some()} },
		lifecycle.SignIn:        func(_ *play, s Subject) Command { return SignIn{s.Assignment} },
		lifecycle.RequestReturn: func(p *play, s Subject) Command { return RequestReturn{s.Assignment, p.some(), "u3"} },
		lifecycle.ApproveReturn: func(p *play, s Subject) Command {
			return ApproveReturn{s.Assignment, p.some(), one(p.pick, append(slices.Clone(units), ""))}
		},
		lifecycle.RefuseReturn:   func(p *play, s Subject) Command { return RefuseReturn{s.Assignment, p.some(), false} },
		lifecycle.RuleFinal:      func(p *play, s Subject) Command { return RefuseReturn{s.Assignment, p.some(), true} },
		lifecycle.ObjectToUnit:   func(p *play, s Subject) Command { return ObjectToUnit{s.Assignment, p.some()} },
		lifecycle.RequestOpinion: func(p *play, s Subject) Command { return RequestOpinion{s.Assignment, "x"} },
		lifecycle.GiveOpinion:    func(p *play, s Subject) Command { return GiveOpinion{s.Assignment, p.some(), p.class()} },
		lifecycle.RejectOpinion:  func(p *play, s Subject) Command { return RejectOpinion{s.Assignment, p.some()} },
		lifecycle.Discharge: func(p *play, s Subject) Command {
			unit := (&decision{s: p.s}).owner(s)
			if a, ok := p.s.ActiveOn(unit); ok && a.Assignment != s.Assignment {
				unit = "u9" // another part of the same body would be found
			}
			return FollowReassignment{unit, one(p.pick, units), p.later(2)}
		},
	}
	lineCommands()
	promiseCommands()
	laterCommands()
}

func lineCommands() {
	for t, f := range map[lifecycle.Trigger]func(*play, Subject) Command{
		lifecycle.RecordContact: func(p *play, s Subject) Command {
			return RecordContact{Line: s.Line, Way: "visit", With: []Person{p.deputy()}, Content: p.some()}
		},
		lifecycle.ConfirmContact:  func(p *play, s Subject) Command { return AnswerContact{s.Line, p.contact(s.Line), true, ""} },
		lifecycle.DenyContact:     func(p *play, s Subject) Command { return AnswerContact{s.Line, p.contact(s.Line), false, p.some()} },
		lifecycle.AskExtension:    func(p *play, s Subject) Command { return RequestExtension{s.Line, p.some(), p.some(), p.some()} },
		lifecycle.GrantExtension:  func(p *play, s Subject) Command { return RuleOnExtension{s.Line, true, p.some()} },
		lifecycle.RefuseExtension: func(p *play, s Subject) Command { return RuleOnExtension{s.Line, false, p.some()} },
		lifecycle.DraftReply: func(p *play, s Subject) Command {
			c := p.class()
			return DraftReply{s.Line, c, p.some(), p.promises(c)}
		},
		lifecycle.DraftUpgrade: func(p *play, s Subject) Command {
			return DraftReply{Line: s.Line, Class: Class(p.rules.Classes().Value[0].Code), Text: p.some()}
		},
		lifecycle.PassReply:     func(p *play, s Subject) Command { return ExamineReply{Line: s.Line, Pass: true} },
		lifecycle.SendBackReply: func(p *play, s Subject) Command { return ExamineReply{Line: s.Line, Reason: p.some()} },
		lifecycle.IssueReply: func(p *play, s Subject) Command {
			return IssueReply{s.Line, "no. 1", one(p.pick, []string{"", "flood"})}
		},
		lifecycle.RelayReply:      (*play).relay,
		lifecycle.DeliverReply:    func(p *play, s Subject) Command { return DeliverReply{Line: s.Line, To: p.undelivered(s.Line)} },
		lifecycle.RateSatisfied:   func(p *play, s Subject) Command { return p.rate(Satisfied, s) },
		lifecycle.RateBasically:   func(p *play, s Subject) Command { return p.rate(Basically, s) },
		lifecycle.RateDissat:      func(p *play, s Subject) Command { return p.rate(Dissat, s) },
		lifecycle.RemindFeedback:  func(p *play, s Subject) Command { return Remind{s.Line} },
		lifecycle.ReleaseFeedback: func(p *play, s Subject) Command { return Release{s.Line} },
		lifecycle.DisputeFeedback: func(p *play, s Subject) Command { return Dispute{s.Line, p.some()} },
		lifecycle.OrderRedo:       func(p *play, s Subject) Command { return OrderTheRedo{s.Line, p.some()} },
		lifecycle.Escalate:        func(p *play, s Subject) Command { return OpenEscalation{s.Line, p.some()} },
		lifecycle.HoldMediation:   func(p *play, s Subject) Command { return RecordMediation{s.Line, p.some(), false} },
		lifecycle.HoldAssessment:  func(p *play, s Subject) Command { return RecordMediation{s.Line, p.some(), true} },
		lifecycle.Conclude:        func(p *play, s Subject) Command { return ConcludeEscalation{s.Line, "understood", p.some()} },
		lifecycle.CorrectClass:    func(p *play, s Subject) Command { return CorrectTheClass{s.Line, p.class(), p.some()} },
		lifecycle.ContestClass:    func(p *play, s Subject) Command { return ContestTheClass{s.Line, p.some()} },
	} {
		commands[t] = f
	}
}

func promiseCommands() {
	for t, f := range map[lifecycle.Trigger]func(*play, Subject) Command{
		lifecycle.ReportProgress:  func(p *play, s Subject) Command { return ReportOnPromise{s.Commitment, p.some()} },
		lifecycle.DeferCommitment: func(p *play, s Subject) Command { return MovePromise{s.Commitment, p.later(400), p.some(), false} },
		lifecycle.CarryOver: func(p *play, s Subject) Command {
			if p.pick.chance(30) {
				return CarryIntoTerm{s.Commitment, one(p.pick, []string{"14", "15"}), p.later(900), p.some()}
			}
			return MovePromise{s.Commitment, p.later(400), p.some(), true}
		},
		lifecycle.ClaimDone:         func(p *play, s Subject) Command { return ClaimFulfilled{s.Commitment, p.some()} },
		lifecycle.RejectClaim:       verdict(RefuseClaim),
		lifecycle.VerifyCommitment:  verdict(Keep),
		lifecycle.ExplainCommitment: verdict(Explain),
		lifecycle.BreakCommitment:   verdict(DeclareLost),
		lifecycle.RateCommitment:    func(p *play, s Subject) Command { return RatePromise{s.Commitment, one(p.pick, grades), p.some()} },
	} {
		commands[t] = f
	}
}
