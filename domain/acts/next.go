package acts

import (
	"slices"

	"huiyin/domain/calendar"
	"huiyin/domain/lifecycle"
	"huiyin/domain/suggestion"
)

// Step is what a case waits for: somebody, an act, a day. A case may wait for
// several at once.
type Step struct {
	// Verb is the act's name; see Find. Where two lead on, it is the usual one.
	Verb  string
	About suggestion.Subject
	Roles []lifecycle.Role
	// Unit is the unit whose act it is, Person the deputy's id; both are empty for
	// an office of the congress or the government.
	Unit   string
	Person string
	// Due is the last day; unset if no rule sets one.
	Due calendar.Date
}

// Next lists what the case waits for. A case known only from a source waits for
// nothing here, nor does one that has ended.
func Next(s *suggestion.Suggestion) []Step {
	if s.Imported && !s.Touched {
		return nil
	}
	n := steps{s: s}
	n.intake()
	for _, a := range s.Assignments {
		n.assignment(a)
	}
	if !slices.Contains([]lifecycle.State{lifecycle.Withdrawn, lifecycle.Transferred, lifecycle.Archived}, s.State) {
		for _, l := range s.Lines {
			n.line(l)
		}
		for _, c := range s.Commitments {
			n.commitment(c)
		}
		n.publication()
	}
	for _, q := range s.Questions {
		if _, active := s.ActiveOn(q.Unit); active && q.Open() {
			n.add(Step{Verb: "tell_progress", Roles: staff, Unit: s.BodyOf(q.Unit)})
		}
	}
	for _, t := range s.Oversight.Tasks {
		if t.Open() {
			n.add(Step{Verb: "report_on_task", Roles: staff, Unit: t.Unit, Due: t.Due})
		}
	}
	return n.all
}

var (
	review    = []lifecycle.Role{lifecycle.SessionMotionsGroup, lifecycle.DeputyAffairsCommittee}
	assigners = []lifecycle.Role{lifecycle.DeputyAffairsCommittee, lifecycle.GovOffice}
	committee = []lifecycle.Role{lifecycle.DeputyAffairsCommittee}
	oversight = []lifecycle.Role{lifecycle.DeputyAffairsCommittee, lifecycle.SpecialCommittee}
	staff     = []lifecycle.Role{lifecycle.UnitCoordinator, lifecycle.UnitHandler, lifecycle.UnitHead}
	desk      = []lifecycle.Role{lifecycle.UnitCoordinator, lifecycle.UnitHead}
	head      = []lifecycle.Role{lifecycle.UnitHead}
	deputy    = []lifecycle.Role{lifecycle.LeadDeputy, lifecycle.Delegation}
)

type steps struct {
	s   *suggestion.Suggestion
	all []Step
}

func (n *steps) add(st Step) { n.all = append(n.all, st) }

// due is the day by which the clock of a kind ends, for the first subject on which
// one runs.
func (n *steps) due(k lifecycle.Deadline, abouts ...suggestion.Subject) calendar.Date {
	for _, about := range abouts {
		if c, ok := n.s.Running(k, about); ok {
			return c.Due
		}
	}
	return calendar.Date{}
}

func (n *steps) intake() {
	s := n.s
	switch s.State {
	case lifecycle.Draft:
		n.add(Step{Verb: "submit", Roles: deputy, Person: s.Lead.ID})
	case lifecycle.Submitted:
		n.add(Step{Verb: "begin_review", Roles: review, Due: n.due(lifecycle.DueReview, suggestion.Subject{})})
	case lifecycle.InReview:
		n.add(Step{Verb: "register", Roles: review, Due: n.due(lifecycle.DueReview, suggestion.Subject{})})
	case lifecycle.ToRevise:
		n.add(Step{Verb: "revise", Roles: deputy, Person: s.Lead.ID})
	case lifecycle.Registered:
		if s.Head == "" {
			n.add(Step{Verb: "assign", Roles: assigners})
		}
	case lifecycle.Transferred:
		if s.Transfer.To != "" && s.Transfer.Answer == "" {
			n.add(Step{Verb: "answer_transfer", Roles: review})
		}
	}
	if slices.Contains([]lifecycle.State{lifecycle.Draft, lifecycle.Submitted, lifecycle.InReview, lifecycle.ToRevise}, s.State) {
		for _, c := range s.CoSigners {
			if c.Answer == suggestion.Invited {
				n.add(Step{Verb: "confirm_cosigning", Roles: []lifecycle.Role{lifecycle.CoSigner}, Person: c.ID})
			}
		}
	}
}

func (n *steps) assignment(a suggestion.Assignment) {
	about, unit := suggestion.Subject{Assignment: a.Assignment}, n.s.BodyOf(a.Unit)
	switch a.State {
	case lifecycle.UnitAssigned, lifecycle.ReturnRefused, lifecycle.RuledFinal:
		n.add(Step{Verb: "sign_in", About: about, Roles: staff, Unit: unit, Due: n.due(lifecycle.DueReturn, about)})
	case lifecycle.OnPaper:
		n.add(Step{Verb: "record_receipt", About: about, Roles: assigners})
	case lifecycle.ReturnRequested:
		n.add(Step{Verb: "approve_return", About: about, Roles: assigners, Due: n.due(lifecycle.DueReturnDecision, about)})
	case lifecycle.UnitReturned:
		if a.Heir == "" && n.s.State == lifecycle.Assigned {
			n.add(Step{Verb: "reassign", About: about, Roles: assigners})
		}
	}
	if a.Part == suggestion.Co && a.Active() && a.Opinion == "" && a.State != lifecycle.UnknownProgress && !n.s.Replied() {
		n.add(Step{Verb: "give_opinion", About: about, Roles: staff, Unit: unit, Due: n.due(lifecycle.DueCoOpinion, about)})
	}
	if a.Active() && a.Objection.Open {
		n.add(Step{Verb: "uphold_objection", About: about, Roles: committee})
	}
}

func (n *steps) line(l suggestion.Line) {
	s, about := n.s, suggestion.Subject{Line: l.ID}
	unit := s.BodyOf(l.Unit)
	st := Step{About: about, Unit: unit, Roles: staff, Due: n.due(lifecycle.DueRedo, about)}
	if st.Due.IsZero() {
		st.Due = n.due(lifecycle.DueReply, about)
	}
	switch l.State {
	case lifecycle.Contact, lifecycle.UnknownHandling, lifecycle.Redo:
		st.Verb = "draft_reply"
		if !heard(l) {
			st.Verb = "record_contact"
			if first := n.due(lifecycle.DueFirstContact, about); !first.IsZero() {
				st.Due = first
			}
		}
	case lifecycle.SentBack:
		st.Verb = "draft_reply"
	case lifecycle.Drafted, lifecycle.UpgradeDrafted:
		st.Verb, st.Roles, st.Unit = "pass_reply", assigners, ""
	case lifecycle.Examined, lifecycle.UpgradeExamined:
		st.Verb, st.Roles = "issue_reply", head
	case lifecycle.Issued, lifecycle.UpgradeIssued:
		st.Verb, st.Roles = "deliver_reply", []lifecycle.Role{lifecycle.UnitCoordinator, lifecycle.UnitHandler}
	case lifecycle.Delivered:
		st = Step{Verb: "rate_reply", About: about, Roles: deputy, Person: s.Lead.ID, Due: n.due(lifecycle.DueFeedback, about)}
	case lifecycle.Dissatisfied:
		st = Step{Verb: "order_redo", About: about, Roles: committee}
		if l.Round > 0 {
			st.Verb = "escalate"
		}
	case lifecycle.SilentAfterRedo:
		st = Step{Verb: "escalate", About: about, Roles: committee}
	case lifecycle.Escalated:
		st = Step{Verb: "conclude_escalation", About: about, Roles: []lifecycle.Role{lifecycle.DeputyAffairsCommittee, lifecycle.CouncilOfChairpersons}}
	default:
		st.Verb = ""
	}
	if st.Verb != "" {
		n.add(st)
	}
	n.beside(l, about)
}

// heard reports whether the deputy was contacted in the line's present round.
func heard(l suggestion.Line) bool {
	return slices.ContainsFunc(l.Contacts, func(c suggestion.Contact) bool { return c.Round == l.Round })
}

// beside is what waits on a line besides its own way: contacts to confirm, an
// extension to decide, a contested class.
func (n *steps) beside(l suggestion.Line, about suggestion.Subject) {
	for _, c := range l.Contacts {
		if c.State == suggestion.ContactOpen {
			k := suggestion.Subject{Line: l.ID, Contact: c.ID}
			n.add(Step{Verb: "confirm_contact", About: k, Roles: deputy, Person: n.s.Lead.ID, Due: n.due(lifecycle.DueContactConfirm, k)})
		}
	}
	if l.Extension == suggestion.Asked {
		n.add(Step{Verb: "grant_extension", About: about, Roles: assigners})
	}
	if _, open := l.OpenContest(); open {
		n.add(Step{Verb: "uphold_contest", About: about, Roles: committee})
	}
}

func (n *steps) commitment(c suggestion.Commitment) {
	about := suggestion.Subject{Commitment: c.Promise.Commitment}
	switch c.State {
	case lifecycle.Promised, lifecycle.Progressing, lifecycle.Deferred, lifecycle.CarriedOver:
		n.add(Step{Verb: "claim_done", About: about, Roles: staff, Unit: n.s.BodyOf(c.Unit), Due: n.due(lifecycle.DueCommitment, about)})
	case lifecycle.ClaimedDone:
		n.add(Step{Verb: "verify_commitment", About: about, Roles: oversight})
	}
	if due := n.due(lifecycle.DueCommitmentRating, about); !due.IsZero() {
		n.add(Step{Verb: "rate_commitment", About: about, Roles: deputy, Person: n.s.Lead.ID, Due: due})
	}
}
