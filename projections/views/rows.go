package views

import (
	"fmt"

	"huiyin/domain/calendar"
	"huiyin/domain/lifecycle"
	"huiyin/domain/suggestion"
	"huiyin/projections/follower"
)

// ListMark separates names in one column; it stands in no name.
const ListMark = "\u3001"

var deadlines = follower.View{
	Name: "deadlines", Version: 1, Keys: 2,
	Columns: []string{"case_id TEXT NOT NULL", "seq INTEGER NOT NULL", "kind TEXT NOT NULL", "subject TEXT NOT NULL", "unit TEXT NOT NULL",
		"started TEXT NOT NULL", "due TEXT NOT NULL", "period TEXT NOT NULL", "basis TEXT NOT NULL", "rules TEXT NOT NULL",
		"assumption INTEGER NOT NULL", "provisional INTEGER NOT NULL", "running INTEGER NOT NULL", "lapsed INTEGER NOT NULL"},
	Indexes: []string{"running, due", "unit"},
	Rows: func(k *follower.Case) [][]any {
		var rows [][]any
		for i, c := range k.State.Clocks {
			rows = append(rows, []any{string(k.State.ID), i, string(c.Kind), Subject(c.Subject), owner(k.State, c.Deadline), c.Start.String(),
				c.Due.String(), c.Period, c.Basis, c.RuleSet, c.Assumption, c.Provisional, c.Running, c.Lapsed})
		}
		return rows
	},
}

// Subject is the text form of what a deadline is about; empty for the case.
func Subject(s suggestion.Subject) string {
	switch {
	case s.Contact != "":
		return fmt.Sprintf("%s/%s", s.Line, s.Contact)
	case s.Line != "":
		return string(s.Line)
	case s.Commitment != "":
		return string(s.Commitment)
	}
	return string(s.Assignment)
}

// owner is the unit that owes the act, or empty for deputies and offices.
func owner(s *suggestion.Suggestion, d suggestion.Deadline) string {
	switch d.Kind {
	case lifecycle.DueFeedback, lifecycle.DueContactConfirm, lifecycle.DueReview, lifecycle.DueReturnDecision,
		lifecycle.DuePublish, lifecycle.DueCommitmentRating:
		return ""
	}
	if l, ok := s.Line(d.Subject.Line); ok {
		return l.Unit
	}
	if c, ok := s.Commitment(d.Subject.Commitment); ok {
		return c.Unit
	}
	if a, ok := s.Assignment(d.Subject.Assignment); ok {
		return a.Unit
	}
	return ""
}

var dissatisfied = follower.View{
	Name: "dissatisfied", Version: 3, Keys: 2,
	Columns: []string{"case_id TEXT NOT NULL", "line TEXT NOT NULL", "number TEXT NOT NULL", "title TEXT NOT NULL", "unit TEXT NOT NULL",
		"lead TEXT NOT NULL", "state TEXT NOT NULL", "open INTEGER NOT NULL", "round INTEGER NOT NULL", "ratings INTEGER NOT NULL",
		"process TEXT NOT NULL", "result TEXT NOT NULL", "reason TEXT NOT NULL", "rated TEXT NOT NULL", "next_role TEXT NOT NULL",
		"next_act TEXT NOT NULL", "since TEXT NOT NULL", "due TEXT NOT NULL", "last_contact TEXT NOT NULL", "outcome TEXT NOT NULL", "imported INTEGER NOT NULL", "told INTEGER NOT NULL"},
	Indexes: []string{"open, since"},
	Rows:    dissatisfiedRows,
}

// dissatisfiedRows lists every line that was ever rated dissatisfied, or fell
// silent after a redo. A line that turned satisfied stays, marked not open; so
// does one that only a source knows, because nobody can tell what came after.
func dissatisfiedRows(k *follower.Case) [][]any {
	s := discreet(k.State)
	var rows [][]any
	for _, l := range s.Lines {
		bad, first := 0, suggestion.Rating{}
		for _, r := range l.Ratings {
			if r.Worse() == suggestion.Dissat {
				bad, first = bad+1, r
			}
		}
		if bad == 0 && l.State != lifecycle.SilentAfterRedo {
			continue
		}
		role, act := NextStep(l)
		if grey(s) {
			role, act = "", ""
		}
		due, _ := s.Running(lifecycle.DueRedo, suggestion.Subject{Line: l.ID})
		rows = append(rows, []any{string(s.ID), string(l.ID), s.Number, s.Title, l.Unit, s.Lead.Name, string(l.State), act != "", l.Round, bad,
			string(first.Process), string(first.Result), first.Reason, first.On.String(), string(role), string(act), l.Since.String(),
			due.Due.String(), lastContact(l), l.Outcome, grey(s), l.Told()})
	}
	return rows
}

// NextStep is who has to do what on a dissatisfied line; none when it is
// settled or concluded.
func NextStep(l suggestion.Line) (lifecycle.Role, lifecycle.Trigger) {
	switch l.State {
	case lifecycle.Dissatisfied:
		if l.Round > 0 {
			return lifecycle.DeputyAffairsCommittee, lifecycle.Escalate
		}
		return lifecycle.DeputyAffairsCommittee, lifecycle.OrderRedo
	case lifecycle.SilentAfterRedo:
		return lifecycle.DeputyAffairsCommittee, lifecycle.Escalate
	case lifecycle.Redo:
		return lifecycle.UnitHandler, lifecycle.RecordContact
	case lifecycle.Contact, lifecycle.UnknownHandling, lifecycle.SentBack:
		return lifecycle.UnitHandler, lifecycle.DraftReply
	case lifecycle.Drafted:
		return lifecycle.GovOffice, lifecycle.PassReply
	case lifecycle.Examined:
		return lifecycle.UnitHead, lifecycle.IssueReply
	case lifecycle.Issued:
		return lifecycle.UnitCoordinator, lifecycle.DeliverReply
	case lifecycle.Delivered:
		return lifecycle.LeadDeputy, lifecycle.RateSatisfied
	case lifecycle.Escalated:
		return lifecycle.DeputyAffairsCommittee, lifecycle.Conclude
	}
	return "", ""
}

func lastContact(l suggestion.Line) string {
	if len(l.Contacts) == 0 {
		return calendar.Date{}.String()
	}
	return l.Contacts[len(l.Contacts)-1].On.String()
}

var promises = follower.View{
	Name: "promises", Version: 2, Keys: 2,
	Columns: []string{"case_id TEXT NOT NULL", "commitment TEXT NOT NULL", "number TEXT NOT NULL", "title TEXT NOT NULL", "unit TEXT NOT NULL",
		"lead TEXT NOT NULL", "text TEXT NOT NULL", "due TEXT NOT NULL", "due_text TEXT NOT NULL", "state TEXT NOT NULL", "open INTEGER NOT NULL",
		"made TEXT NOT NULL", "slips INTEGER NOT NULL", "lapsed INTEGER NOT NULL", "ended TEXT NOT NULL", "grade TEXT NOT NULL",
		"class TEXT NOT NULL", "case_state TEXT NOT NULL", "imported INTEGER NOT NULL"},
	Indexes: []string{"open, due", "unit"},
	Rows: func(k *follower.Case) [][]any {
		s := discreet(k.State)
		var rows [][]any
		for _, c := range s.Commitments {
			class := ""
			if l, ok := s.Line(c.Line); ok {
				class = string(l.Latest().Class)
			}
			rows = append(rows, []any{string(s.ID), string(c.Promise.Commitment), s.Number, s.Title, c.Unit, s.Lead.Name, c.Text, c.Due.String(),
				c.DueText, string(c.State), openPromise(s, c), c.Made.String(), c.Slips, missed(s, c), c.Ended.String(), string(c.Grade),
				class, string(s.State), grey(s)})
		}
		return rows
	},
}

// openPromise reports whether somebody here still has to conclude the promise. Of
// what only a source knows nobody can tell.
func openPromise(s *suggestion.Suggestion, c suggestion.Commitment) bool {
	return c.Open() && c.State != lifecycle.UnknownCommitment && !grey(s)
}

// missed reports whether any due date of the promise passed before it was met.
func missed(s *suggestion.Suggestion, c suggestion.Commitment) bool {
	for _, clock := range s.Clocks {
		if clock.Subject.Commitment == c.Promise.Commitment && clock.Kind == lifecycle.DueCommitment && clock.Lapsed {
			return true
		}
	}
	return false
}
