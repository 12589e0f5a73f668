package suggestion

import (
	"testing"

	"huiyin/domain/calendar"
	"huiyin/domain/lifecycle"
)

func member(t *testing.T) *world {
	w := registered(t, "hunan-2024")
	w.no("merge_with_itself", desk, Merge{"case-1", "1", "same"})
	w.no("missing", desk, Merge{"head", "9", ""})
	w.do(desk, Merge{"head", "9", "same"})
	w.no("merged_member", desk, Assign{Single, []UnitPart{{"u1", Lead, ""}}})
	w.no("merged_member", desk, Merge{"head2", "8", "same"})
	w.no("merged_member", reactor, TakeMemberIn{"case-7", "7"})
	w.at("2026-03-02")
	return w
}

func following(t *testing.T) *world {
	w := member(t)
	units := []UnitPart{{"u1", Lead, ""}, {"u2", Co, ""}}
	w.no("wrong_role", desk, Follow{LeadAndCo, day("2026-02-25"), units})
	w.no("missing", reactor, Follow{LeadAndCo, calendar.Date{}, units}) // a clock without a start
	w.no("missing", reactor, Follow{LeadAndCo, day("2026-02-25"), units[1:]})
	w.do(reactor, Follow{LeadAndCo, day("2026-02-25"), units})
	return w
}

func TestAMemberFollowsItsHead(t *testing.T) {
	w := following(t)
	w.is(lifecycle.Assigned)
	if w.s.T0 != day("2026-02-25") || len(w.s.Assignments) != 1 || len(w.s.Clocks) != 1 {
		t.Errorf("T0 %s, %d assignments, %d clocks", w.s.T0, len(w.s.Assignments), len(w.s.Clocks))
	}
	w.due(lifecycle.DueReply, l1, "2026-05-25")
	w.do(office, SignIn{"a1"})
	w.no("merged_member", handler, DraftReply{Line: "l1", Class: "A", Text: "x"})
	w.no("merged_member", office, RequestReturn{Assignment: "a1", Reason: "r"}) // the head's unit asks on the head
	relay := RelayTheReply{Unit: "u1", HeadVersion: 1, Class: "B", DocumentNo: "5", Signer: who("b1"), HeadOpen: true}
	w.no("wrong_role", boss, relay)
	w.no("no_such_line", reactor, RelayTheReply{Unit: "u9", Class: "A", Signer: who("b1")})
	w.no("missing", reactor, RelayTheReply{Unit: "u1", Class: "B"})
	w.no("unknown_class", reactor, RelayTheReply{Unit: "u1", Signer: who("b1")})
	w.want(w.do(reactor, relay), "ReplyRelayed PhaseChanged")
	w.deliver()
	w.is(lifecycle.AwaitingFeedback)
	w.rate(Satisfied, Satisfied, "")
	w.is(lifecycle.Tracking) // the head's promises are open
	w.no("wrong_role", desk, SettleHeadPromises{})
	w.want(w.do(reactor, SettleHeadPromises{}), "HeadPromisesSettled Closed")
	w.want(w.do(reactor, SettleHeadPromises{}), "")
}

func TestADissatisfiedMemberIsRedoneAlone(t *testing.T) {
	w := following(t)
	w.do(reactor, RelayTheReply{Unit: "u1", HeadVersion: 1, Class: "A", DocumentNo: "5", Signer: who("b1")})
	w.deliver()
	w.rate(Dissat, Dissat, "not my road")
	w.do(desk, OrderTheRedo{"l1", "r"})
	w.heard()
	w.reply("A")
	w.deliver()
	w.rate(Satisfied, Satisfied, "")
	w.is(lifecycle.Closed)
}

func TestUndoOfAMerge(t *testing.T) {
	w := member(t)
	w.no("missing", desk, UndoMerge{})
	w.do(desk, UndoMerge{Reason: "other road", HeadT0: day("2026-02-25")})
	w.no("not_merged", desk, UndoMerge{Reason: "r"})
	w.do(desk, Assign{Single, []UnitPart{{"u1", Lead, ""}}})
	if w.s.T0 != day("2026-02-25") || w.s.Replied() {
		t.Errorf("T0 %s", w.s.T0)
	}

	w = following(t)
	w.do(desk, UndoMerge{Reason: "other road", HeadT0: day("2026-02-25")})
	w.due(lifecycle.DueReply, l1, "2026-05-25")
	w.heard()
	w.reply("A")
	w.is(lifecycle.Replied)
}

func TestTheHeadsPart(t *testing.T) {
	w := assigned(t, "hunan-2024")
	w.no("wrong_role", desk, TakeMemberIn{"case-7", "7"})
	w.no("merge_with_itself", reactor, TakeMemberIn{"case-1", "1"})
	w.do(reactor, TakeMemberIn{"case-7", "7"})
	w.want(w.do(reactor, TakeMemberIn{"case-7", "7"}), "")
	w.no("wrong_role", desk, DropTheMember{"case-9", "r"}) // even when there is nothing to do
	w.heard()
	w.reply("B", pledge)
	w.no("wrong_state", reactor, TakeMemberIn{"case-8", "8"})
	w.deliver()
	w.rate(Satisfied, Satisfied, "")
	w.is(lifecycle.Tracking)
	w.want(w.do(reactor, DropTheMember{"case-7", "undone"}), "MemberDropped")
	w.want(w.do(reactor, DropTheMember{"case-7", "undone"}), "")
}

func TestAHeadMergesNowhere(t *testing.T) {
	w := registered(t, "hunan-2024")
	w.do(reactor, TakeMemberIn{"case-7", "7"})
	w.no("head_of_merge", desk, Merge{"head", "9", "same"})
}

func TestAMemberFollowsAReassignment(t *testing.T) {
	w := following(t)
	t0 := day("2026-03-02")
	w.no("wrong_role", desk, FollowReassignment{"u1", "u2", t0})
	w.no("missing", reactor, FollowReassignment{"u1", "", t0})
	w.no("missing", reactor, FollowReassignment{OldUnit: "u1", NewUnit: "u2"})
	w.want(w.do(reactor, FollowReassignment{"u9", "u2", t0}), "")
	w.want(w.do(reactor, FollowReassignment{"u1", "u2", t0}), "AssignmentDischarged LineClosed Reassigned")
	w.due(lifecycle.DueReply, Subject{Line: "l2"}, "2026-06-02")
	w.do(reactor, RelayTheReply{Unit: "u2", HeadVersion: 1, Class: "A", DocumentNo: "5", Signer: who("b2")})
	w.no("already_replied", reactor, FollowReassignment{"u2", "u1", t0}) // a reply is no draft to throw away
}

func TestOneOpenHeadLineKeepsTheMemberOpen(t *testing.T) {
	w := member(t)
	w.do(reactor, Follow{Separate, day("2026-02-25"), []UnitPart{{"u1", Separated, "a"}, {"u2", Separated, "b"}}})
	w.do(reactor, RelayTheReply{Unit: "u1", HeadVersion: 1, Class: "B", DocumentNo: "5", Signer: who("b1"), HeadOpen: true})
	w.do(reactor, RelayTheReply{Unit: "u2", HeadVersion: 1, Class: "A", DocumentNo: "6", Signer: who("b2")})
	for _, l := range []LineID{"l1", "l2"} {
		for _, p := range w.s.Deputies() {
			w.do(desk, DeliverReply{Line: l, To: p})
		}
		w.do(lead, Rate{Line: l, Version: 1, Process: Satisfied, Result: Satisfied})
	}
	w.is(lifecycle.Tracking)
}

func TestKeySuggestions(t *testing.T) {
	w := begin(t, "hunan-2024")
	w.no("wrong_state", chairs, FixKey{Decision: "no. 1"})
	w = assigned(t, "hunan-2024")
	w.no("wrong_role", desk, FixKey{Decision: "no. 1"})
	w.no("not_key", desk, AppointSupervisor{"congress_leader", who("x"), ""})
	w.do(chairs, FixKey{Decision: "no. 1"})
	w.no("key_already", chairs, FixKey{Decision: "no. 1"})
	w.no("unknown_code", desk, AppointSupervisor{"king", who("x"), ""})
	w.do(desk, AppointSupervisor{"congress_leader", who("x"), ""})
	w.no("missing", desk, Supervise{"congress_leader", "visit", ""})
	w.no("wrong_role", boss, Supervise{"congress_leader", "visit", "r"})
	w.do(special, Supervise{"congress_leader", "visit", "r"})
}
