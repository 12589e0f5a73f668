package suggestion

import (
	"testing"

	"huiyin/domain/lifecycle"
)

func TestWarnings(t *testing.T) {
	w := assigned(t, "hunan-2024")
	warn := func(days int) Warn { return Warn{lifecycle.DueReply, l1, day("2026-05-25"), days} }
	w.no("wrong_role", desk, warn(30))
	w.at("2026-04-24") // thirty-one days left
	w.want(w.do(clock, warn(30)), "")
	w.at("2026-04-25")
	w.want(w.do(clock, Warn{lifecycle.DueReply, l1, day("2026-05-24"), 30}), "") // no such date
	w.want(w.do(clock, warn(29)), "")                                            // no warning day of the rules
	w.want(w.do(clock, warn(30)), "DeadlineWarned")
	w.want(w.do(clock, warn(30)), "")
	w.at("2026-05-20") // the fifteen and the seven passed unnoticed: the nearest is given
	w.want(w.do(clock, warn(15)), "")
	w.want(w.do(clock, warn(7)), "DeadlineWarned")
	w.want(w.do(clock, warn(15)), "")
	if c, _ := w.s.Running(lifecycle.DueReply, l1); c.Warned != 7 {
		t.Errorf("%+v", c)
	}
	w.at("2026-05-26")
	w.want(w.do(clock, warn(1)), "") // too late to warn
	w.is(lifecycle.Assigned)
}

// A short period is not warned of on the day it begins, a right not at all, and
// a duty that is done neither.
func TestWhatIsNotWarnedOf(t *testing.T) {
	w := assigned(t, "hunan-2024")
	days, _ := w.rules.WarnDays()
	contact, _ := w.s.Running(lifecycle.DueFirstContact, l1)
	for c, want := range map[Clock]int{
		contact: 15,
		{Deadline: Deadline{Kind: lifecycle.DueReturn, Start: day("2026-02-25"), Due: day("2026-03-09")}, Running: true}:              0,
		{Deadline: Deadline{Kind: lifecycle.DueReply, Start: day("2026-03-08"), Due: day("2026-03-15")}, Running: true}:               0,
		{Deadline: Deadline{Kind: lifecycle.DueReply, Start: day("2026-03-07"), Due: day("2026-03-15")}, Running: true}:               7,
		{Deadline: Deadline{Kind: lifecycle.DueReply, Start: day("2026-02-07"), Due: day("2026-03-15")}}:                              0,
		{Deadline: Deadline{Kind: lifecycle.DueReply, Start: day("2026-02-07"), Due: day("2026-03-15")}, Running: true, Lapsed: true}: 0,
	} {
		on := c.Due.AddDays(-7)
		if c == contact {
			on = c.Due.AddDays(-14)
		}
		if n, due := c.WarningOn(on, days.Value); n != want && due || due != (want > 0) {
			t.Errorf("%s due %s: %d %t, want %d", c.Kind, c.Due, n, due, want)
		}
	}
	n := replied(t, "A")
	n.at("2026-05-18")
	n.want(n.do(clock, Warn{lifecycle.DueReply, l1, day("2026-05-25"), 7}), "") // it replied
}

// The same day set anew was warned of once.
func TestAWarningIsGivenOnceForADay(t *testing.T) {
	w := tracked(t)
	about := Subject{Commitment: c1}
	w.at("2026-09-24")
	warn := Warn{lifecycle.DueCommitment, about, day("2026-09-30"), 7}
	w.want(w.do(clock, warn), "DeadlineWarned")
	w.do(handler, ClaimFulfilled{c1, "photo"})
	w.do(desk, ConcludePromise{c1, RefuseClaim, "no"})
	w.want(w.do(clock, warn), "")
}
