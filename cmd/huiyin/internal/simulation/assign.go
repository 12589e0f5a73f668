package simulation

import (
	"huiyin/domain/calendar"
	"huiyin/domain/lifecycle"
	"huiyin/domain/suggestion"
)

// appointments puts the year's meetings on the queue.
func (w *world) appointments() {
	w.queue.push(at(w.diary.merging, 10*60), w.mergeTwins)
	w.queue.push(at(w.diary.meeting, 15*60), w.assignAll)
	w.queue.push(at(w.diary.key, 9*60+30), w.fixKeys)
}

// mergeTwins merges what repeats another case before the assignment meeting.
func (w *world) mergeTwins() error {
	for _, l := range w.cases {
		if err := l.joinTwin(); err != nil {
			return err
		}
	}
	return nil
}

// joinTwin merges the case into the one it repeats, where the rules let it.
func (l *life) joinTwin() error {
	if l.plan.twin < 0 || l.s.State != lifecycle.Registered || l.s.Head != "" || len(l.s.Members) > 0 {
		return nil
	}
	head := l.w.cases[l.plan.twin]
	if !head.takesMembers() {
		return nil
	}
	err := l.do(l.desk(lifecycle.DeputyAffairsCommittee), suggestion.Merge{Head: head.id, HeadNumber: head.number, Reason: say(l.rng, "merge reason")})
	if err == nil && l.rolled(110) {
		l.soon(4, 8, l.undoMerge)
	}
	return err
}

// takesMembers reports whether the case can be a head, with time left to reply.
func (l *life) takesMembers() bool {
	switch l.s.State {
	case lifecycle.Registered:
		return l.s.Head == ""
	case lifecycle.Assigned, lifecycle.Handling:
	default:
		return false
	}
	for _, c := range l.s.Clocks {
		if c.Running && c.Kind == lifecycle.DueReply && c.Due.Sub(l.w.today()) > 14 {
			return l.s.Head == "" && !l.s.Replied()
		}
	}
	return false
}

func (l *life) undoMerge() error {
	if l.s.Head == "" || l.s.Replied() || l.over() {
		return nil
	}
	return l.do(l.desk(lifecycle.DeputyAffairsCommittee), suggestion.UndoMerge{Reason: say(l.rng, "undo reason"), HeadT0: l.w.byID[l.s.Head].s.T0})
}

// parted: an undone member is assigned by itself, or goes on with the units it
// had with the head.
func (l *life) parted() {
	if l.s.State == lifecycle.Registered {
		l.registered()
		return
	}
	for _, a := range l.s.Assignments {
		if a.Active() {
			l.work(a.UnitTerm)
		}
	}
}

// assignAll is the assignment meeting: everything registered so far, one by
// one, on one day.
func (w *world) assignAll() error {
	for _, l := range w.cases {
		if err := l.assign(); err != nil {
			return err
		}
	}
	return nil
}

func (l *life) assign() error {
	if l.s.State != lifecycle.Registered || l.s.Head != "" {
		return nil
	}
	role := lifecycle.DeputyAffairsCommittee
	if l.plan.kind == suggestion.OffSession {
		role = l.w.cast.unitOf[l.plan.parts[0].Unit].assigner
	}
	return l.do(l.desk(role), suggestion.Assign{Mode: l.plan.mode, Units: l.plan.parts})
}

// registered: before the meeting it waits; afterwards it is assigned by itself,
// or merged into the case it repeats.
func (l *life) registered() {
	if l.rolled(2) {
		l.soon(1, 5, l.withdraw)
	}
	if l.w.today().Before(l.w.diary.meeting) {
		return
	}
	l.soon(1, 2, func() error {
		if err := l.joinTwin(); err != nil {
			return err
		}
		return l.assign()
	})
}

// assigned: the units begin. A member that follows its head has nothing to do
// but to acknowledge.
func (l *life) assigned(units []suggestion.UnitTerm) {
	if l.rolled(6) {
		l.soon(8, 30, l.withdraw)
	}
	if l.s.Head == "" && l.rolled(6) {
		l.soon(1, 4, func() error { return l.object(units[0].Assignment) })
	}
	returns := -1
	if l.s.Head == "" && l.rolled(55) {
		returns = l.rng.IntN(len(units))
	}
	for i, u := range units {
		switch {
		case l.s.Head != "":
			l.soon(0, 5, func() error { return l.signIn(u.Assignment) })
		case i == returns:
			l.soon(1, 5, func() error { return l.askReturn(u.Assignment) })
		default:
			l.work(u)
		}
	}
}

func (l *life) object(id suggestion.AssignmentID) error {
	a, ok := l.s.Assignment(id)
	if !ok || l.over() || a.State != lifecycle.UnitAssigned && a.State != lifecycle.SignedIn {
		return nil
	}
	return l.do(l.deputy(), suggestion.ObjectToUnit{Assignment: id, Reason: say(l.rng, "objection")})
}

func (l *life) withdraw() error {
	switch l.s.State {
	case lifecycle.Registered, lifecycle.Assigned, lifecycle.Handling:
	default:
		return nil
	}
	if l.s.Replied() {
		return nil
	}
	var signers []suggestion.Person
	for _, c := range l.s.CoSigners {
		if c.Answer == suggestion.Confirmed {
			signers = append(signers, c.Person)
		}
	}
	if len(signers) > 0 && l.rolled(200) {
		err := l.mistake("cosigner_no_consent", l.deputy(), calendar.Date{}, suggestion.Withdraw{Reason: say(l.rng, "withdraw reason")})
		if err != nil {
			return err
		}
	}
	return l.withdrawWith(signers)
}

// withdrawWith: the co-signers agree here, each for himself, or all on one paper.
func (l *life) withdrawWith(signers []suggestion.Person) error {
	c := suggestion.Withdraw{Reason: say(l.rng, "withdraw reason")}
	if len(signers) > 0 && l.rolled(500) {
		c.Consents, c.Scan = signers, l.scan()
		return l.do(l.deputy(), c)
	}
	for _, p := range signers {
		if err := l.do(suggestion.Actor{Person: p, Role: lifecycle.CoSigner}, suggestion.ConsentToWithdrawal{}); err != nil {
			return err
		}
	}
	return l.do(l.deputy(), c)
}
