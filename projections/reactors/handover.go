package reactors

import (
	"fmt"
	"slices"

	"huiyin/domain/lifecycle"
	"huiyin/domain/suggestion"
	"huiyin/domain/wire"
	"huiyin/eventstore"
)

// Cases gives the present state of a case.
type Cases func(suggestion.CaseID) (*suggestion.Suggestion, error)

// Handover keeps merged cases together: the head learns of its members, the
// members are assigned, answered and settled with the head, and each keeps its
// own delivery and rating. It answers one event with commands.
//
// It is a pure function of the event and of the cases as they are now. The
// commands' ids derive from the event's and name case and verb only, so an event
// handled twice causes each command once, even if the cases have moved on since
// and the second time the command would say something else.
func Handover(cause eventstore.ID, id suggestion.CaseID, e suggestion.Event, load Cases) ([]Act, error) {
	h := handover{cause: cause, load: load}
	s, err := load(id)
	if err != nil {
		return nil, err
	}
	switch e := e.(type) {
	case suggestion.Merged:
		err = h.join(s, e)
	case suggestion.MergeUndone:
		if e.Reason != headWithdrawn { // a withdrawn head has nothing to learn
			h.act(e.Head, "drop_member", suggestion.DropTheMember{Member: id, Reason: e.Reason})
		}
	case suggestion.MemberTaken:
		err = h.catchUp(s, e.Member)
	case suggestion.Assigned:
		err = h.each(s, "follow", follow(s))
	case suggestion.Reassigned:
		if old, ok := s.Assignment(e.From); ok && e.Unit.Part != suggestion.Co {
			err = h.each(s, "follow_reassignment", suggestion.FollowReassignment{OldUnit: old.Unit, NewUnit: e.Unit.Unit, T0: e.T0})
		}
	case suggestion.SentOnPaper:
		if a, ok := s.Assignment(e.Assignment); ok {
			err = h.each(s, "follow_on_paper", suggestion.FollowOnPaper{Unit: a.Unit})
		}
	case suggestion.AssignmentReceived:
		if a, ok := s.Assignment(e.Assignment); ok {
			err = h.each(s, "follow_receipt", suggestion.FollowReceipt{Unit: a.Unit, On: e.On, Receipt: e.Receipt})
		}
	case suggestion.UnitSucceeded:
		err = h.every(s, func(m *suggestion.Suggestion) bool { return m.Duties(e.Old) }, "succeed_unit",
			suggestion.SucceedUnit{Old: e.Old, New: e.New, On: e.On, Decision: e.Decision})
	case suggestion.ReplyIssued:
		err = h.relay(s, e)
	case suggestion.Withdrawn:
		if s.Head != "" {
			h.act(s.Head, "drop_member", suggestion.DropTheMember{Member: id, Reason: "member_withdrawn"})
		}
		err = h.each(s, "undo_merge", suggestion.UndoMerge{Reason: headWithdrawn, HeadT0: s.T0})
	case suggestion.Closed, suggestion.CommitmentVerified, suggestion.CommitmentExplained, suggestion.CommitmentBroken:
		if s.OpenPromises() == 0 {
			err = h.each(s, "settle_head_promises", suggestion.SettleHeadPromises{})
		}
	}
	return h.acts, err
}

// headWithdrawn is the reason with which a withdrawn head's members are freed.
const headWithdrawn = "head_withdrawn"

// causes are the events that Handover answers.
var causes = []suggestion.Event{suggestion.Merged{}, suggestion.MergeUndone{}, suggestion.MemberTaken{}, suggestion.Assigned{},
	suggestion.Reassigned{}, suggestion.SentOnPaper{}, suggestion.AssignmentReceived{}, suggestion.UnitSucceeded{},
	suggestion.ReplyIssued{}, suggestion.Withdrawn{}, suggestion.Closed{}, suggestion.CommitmentVerified{},
	suggestion.CommitmentExplained{}, suggestion.CommitmentBroken{}}

// Causes are the wire names of the events that Handover answers; for all others
// it has no act.
func Causes() []string {
	var out []string
	for _, info := range wire.Types() {
		if slices.ContainsFunc(causes, func(e suggestion.Event) bool { return fmt.Sprintf("%T", e) == info.GoType }) {
			out = append(out, info.Name)
		}
	}
	return out
}

type handover struct {
	cause eventstore.ID
	load  Cases
	acts  []Act
}

// act asks for a command. The verb is part of the command's id, so it is as
// stable as a wire name: were it the Go type's, renaming that would make an
// event handled again act twice.
func (h *handover) act(to suggestion.CaseID, verb string, c suggestion.Command) {
	h.acts = append(h.acts, Act{ID: eventstore.DeriveID(h.cause, "handover", string(to), verb),
		Case: to, Role: lifecycle.Reactor, Command: c})
}

// each asks the same of every member that is still with the head.
func (h *handover) each(head *suggestion.Suggestion, verb string, c suggestion.Command) error {
	return h.every(head, func(*suggestion.Suggestion) bool { return true }, verb, c)
}

// every asks those members that the test picks.
func (h *handover) every(head *suggestion.Suggestion, which func(*suggestion.Suggestion) bool, verb string, c suggestion.Command) error {
	for _, id := range head.Members {
		member, err := h.load(id)
		if err != nil {
			return err
		}
		if member.Head == head.ID && which(member) {
			h.act(id, verb, c)
		}
	}
	return nil
}

// join tells the head of its member. A head that is itself merged, or cannot
// take members any more, gives the member back with the reason.
func (h *handover) join(member *suggestion.Suggestion, e suggestion.Merged) error {
	if member.Head != e.Head || member.State == lifecycle.Withdrawn {
		return nil // undone or over since
	}
	head, err := h.load(e.Head)
	if err != nil || !takes(head) || len(member.Members) > 0 {
		if err = ignoreUnknown(err); err == nil {
			h.act(member.ID, "undo_merge", suggestion.UndoMerge{Reason: "head_unavailable"})
		}
		return err
	}
	h.act(e.Head, "take_member", suggestion.TakeMemberIn{Member: member.ID, MemberNumber: member.Number})
	return nil
}

// takes reports whether a case can be the head of a merge now.
func takes(head *suggestion.Suggestion) bool {
	switch head.State {
	case lifecycle.Registered, lifecycle.Assigned, lifecycle.Handling:
		return head.Head == "" && !head.Replied()
	}
	return false
}

// catchUp assigns a member that joined a head already assigned.
func (h *handover) catchUp(head *suggestion.Suggestion, id suggestion.CaseID) error {
	if head.T0.IsZero() {
		return nil
	}
	member, err := h.load(id)
	if err == nil && member.Head == head.ID {
		h.act(id, "follow", follow(head))
	}
	return err
}

func follow(head *suggestion.Suggestion) suggestion.Follow {
	f := suggestion.Follow{Mode: head.Mode, T0: head.T0}
	for _, a := range head.Assignments {
		if a.Active() {
			f.Units = append(f.Units, suggestion.UnitPart{Unit: a.Unit, Part: a.Part, Scope: a.Scope})
		}
	}
	return f
}

// relay hands the head's first-round reply to the members; a redo or a further
// reply answers the head's own deputy.
func (h *handover) relay(head *suggestion.Suggestion, e suggestion.ReplyIssued) error {
	l, ok := head.Line(e.Line)
	if !ok || e.Version != 1 {
		return nil
	}
	return h.each(head, "relay", suggestion.RelayTheReply{Unit: l.Unit, HeadVersion: e.Version, Class: e.Class, DocumentNo: e.DocumentNo,
		Signer: e.Signer, HeadOpen: head.OpenPromises() > 0})
}
