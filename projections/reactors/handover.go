package reactors

import (
	"fmt"

	"huiyin/domain/calendar"
	"huiyin/domain/lifecycle"
	"huiyin/domain/suggestion"
	"huiyin/eventstore"
)

// Cases gives the present state of a case.
type Cases func(suggestion.CaseID) (*suggestion.Suggestion, error)

// Handover keeps merged cases together: the head learns of its members, the
// members are assigned, answered and settled with the head, and each keeps its
// own delivery and rating. It answers one event with commands.
//
// It is a pure function of the event and of the cases as they are now. The
// commands' ids derive from the event's, so an event handled twice causes its
// commands once.
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
		h.act(e.Head, suggestion.DropTheMember{Member: id, Reason: e.Reason})
	case suggestion.MemberTaken:
		err = h.catchUp(s, e.Member)
	case suggestion.Assigned:
		h.each(s, follow(s))
	case suggestion.Reassigned:
		if old, ok := s.Assignment(e.From); ok && e.Unit.Part != suggestion.Co {
			h.each(s, suggestion.FollowReassignment{OldUnit: old.Unit, NewUnit: e.Unit.Unit, T0: e.T0})
		}
	case suggestion.ReplyIssued:
		h.relay(s, e)
	case suggestion.Withdrawn:
		h.each(s, suggestion.UndoMerge{Reason: "head_withdrawn", HeadT0: s.T0})
	case suggestion.Closed, suggestion.CommitmentVerified, suggestion.CommitmentExplained, suggestion.CommitmentBroken:
		if s.OpenPromises() == 0 {
			h.each(s, suggestion.SettleHeadPromises{})
		}
	}
	return h.acts, err
}

type handover struct {
	cause eventstore.ID
	load  Cases
	acts  []Act
}

func (h *handover) act(to suggestion.CaseID, c suggestion.Command) {
	h.acts = append(h.acts, Act{ID: eventstore.DeriveID(h.cause, "handover", string(to), fmt.Sprintf("%T/%d", c, len(h.acts))),
		Case: to, Role: lifecycle.Reactor, Command: c})
}

func (h *handover) each(head *suggestion.Suggestion, c suggestion.Command) {
	for _, member := range head.Members {
		h.act(member, c)
	}
}

// join tells the head of its member. A head that is itself merged, or cannot
// take members any more, gives the member back with the reason.
func (h *handover) join(member *suggestion.Suggestion, e suggestion.Merged) error {
	if member.Head != e.Head {
		return nil // undone since
	}
	head, err := h.load(e.Head)
	if err != nil || head.Head != "" || head.Replied() || head.State == lifecycle.Withdrawn || len(member.Members) > 0 {
		h.act(member.ID, suggestion.UndoMerge{Reason: "head_unavailable"})
		return ignoreUnknown(err)
	}
	h.act(e.Head, suggestion.TakeMemberIn{Member: member.ID, MemberNumber: member.Number})
	return nil
}

// catchUp assigns a member that joined a head already assigned.
func (h *handover) catchUp(head *suggestion.Suggestion, member suggestion.CaseID) error {
	if head.T0 != (calendar.Date{}) {
		h.act(member, follow(head))
	}
	return nil
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
func (h *handover) relay(head *suggestion.Suggestion, e suggestion.ReplyIssued) {
	l, ok := head.Line(e.Line)
	if !ok || e.Version != 1 {
		return
	}
	h.each(head, suggestion.RelayTheReply{Unit: l.Unit, HeadVersion: e.Version, Class: e.Class, DocumentNo: e.DocumentNo,
		Signer: e.Signer, HeadOpen: head.OpenPromises() > 0})
}
