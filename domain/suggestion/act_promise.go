package suggestion

import (
	"huiyin/domain/calendar"
	"huiyin/domain/lifecycle"
	"huiyin/domain/ruleset"
)

// ReportOnPromise is a unit's progress note.
type ReportOnPromise struct {
	Commitment CommitmentID
	Text       string
}

func (c ReportOnPromise) decide(d *decision) error {
	_, m, err := d.onPromise(c.Commitment, lifecycle.ReportProgress)
	if err != nil {
		return err
	}
	if err := need("text", c.Text); err != nil {
		return err
	}
	d.emit(ProgressReported{Commitment: c.Commitment, Move: m, On: d.on, Text: c.Text})
	return nil
}

// MovePromise defers a promise within the year of its due day or, with CarryOver,
// takes it to a later year. Old and new date both stay.
type MovePromise struct {
	Commitment CommitmentID
	Due        calendar.Date
	Reason     string
	CarryOver  bool
}

func (c MovePromise) decide(d *decision) error {
	t := lifecycle.DeferCommitment
	if c.CarryOver {
		t = lifecycle.CarryOver
	}
	p, m, err := d.onPromise(c.Commitment, t)
	if err != nil {
		return err
	}
	if err := need("reason", c.Reason); err != nil {
		return err
	}
	if !c.Due.After(later(p.Due, d.today)) {
		return refuse("due_not_later", "old", p.Due.String(), "new", c.Due.String())
	}
	if r := c.inYear(p.Due); r != nil {
		return r
	}
	due := d.promiseDue(c.Commitment, c.Due)
	if c.CarryOver {
		d.emit(CommitmentCarriedOver{Commitment: c.Commitment, Move: m, OldDue: p.Due, Due: c.Due, Reason: c.Reason, Deadlines: due})
	} else {
		d.emit(CommitmentDeferred{Commitment: c.Commitment, Move: m, OldDue: p.Due, Due: c.Due, Reason: c.Reason, Deadlines: due})
	}
	return nil
}

// ClaimFulfilled is the unit's word that it kept the promise, with evidence.
type ClaimFulfilled struct {
	Commitment CommitmentID
	Evidence   string
}

func (c ClaimFulfilled) decide(d *decision) error {
	_, m, err := d.onPromise(c.Commitment, lifecycle.ClaimDone)
	if err != nil {
		return err
	}
	if err := need("evidence", c.Evidence); err != nil {
		return err
	}
	d.emit(FulfilmentClaimed{Commitment: c.Commitment, Move: m, On: d.on, Evidence: c.Evidence})
	return nil
}

// Verdict is how a supervisor concludes a promise, or refuses a claim.
type Verdict string

// Verdicts on a promise.
const (
	Keep        Verdict = "verified"
	Explain     Verdict = "explained"
	DeclareLost Verdict = "broken"
	RefuseClaim Verdict = "claim_rejected"
)

// ConcludePromise is the supervisor's verdict; only here does a promise end.
type ConcludePromise struct {
	Commitment CommitmentID
	Verdict    Verdict
	Reason     string
}

func (c ConcludePromise) decide(d *decision) error {
	t, ok := map[Verdict]lifecycle.Trigger{Keep: lifecycle.VerifyCommitment, Explain: lifecycle.ExplainCommitment,
		DeclareLost: lifecycle.BreakCommitment, RefuseClaim: lifecycle.RejectClaim}[c.Verdict]
	if !ok {
		return refuse("unknown_code", "code", string(c.Verdict))
	}
	p, m, err := d.onPromise(c.Commitment, t)
	if err != nil {
		return err
	}
	if err := need("reason", c.Reason); err != nil {
		return err
	}
	switch c.Verdict {
	case Keep:
		d.emit(CommitmentVerified{Commitment: c.Commitment, Move: m, On: d.on, Evidence: c.Reason,
			Deadlines: d.due(lifecycle.DueCommitmentRating, ruleset.CommitmentRating, Subject{Commitment: c.Commitment}, d.on)})
	case Explain:
		d.emit(CommitmentExplained{Commitment: c.Commitment, Move: m, On: d.on, Reason: c.Reason})
	case DeclareLost:
		d.emit(CommitmentBroken{Commitment: c.Commitment, Move: m, On: d.on, Reason: c.Reason})
	case RefuseClaim:
		d.emit(ClaimRejected{Commitment: c.Commitment, Move: m, Reason: c.Reason, Deadlines: d.promiseDue(c.Commitment, p.Due)})
	}
	return nil
}

// RatePromise is the deputy's grade for the fulfilment.
type RatePromise struct {
	Commitment CommitmentID
	Grade      Grade
	Reason     string
}

func (c RatePromise) decide(d *decision) error {
	p, m, err := d.onPromise(c.Commitment, lifecycle.RateCommitment)
	if err != nil {
		return err
	}
	if r := d.knownGrade(c.Grade); r != nil {
		return r
	}
	if p.Grade != "" {
		return refuse("already_rated", "version", string(c.Commitment))
	}
	if d.needsReason(c.Grade) {
		if err := need("reason", c.Reason); err != nil {
			return err
		}
	}
	d.emit(CommitmentRated{Commitment: c.Commitment, Move: m, Grade: c.Grade, Reason: c.Reason})
	return nil
}

// SettleHeadPromises tells a merged member that the head's promises are final.
type SettleHeadPromises struct{}

func (SettleHeadPromises) decide(d *decision) error {
	if d.req.Actor.Role != lifecycle.Reactor {
		return refuse("wrong_role", "act", "settle_head_promises", "role", string(d.req.Actor.Role), "allowed", string(lifecycle.Reactor))
	}
	if d.s.HeadOpen {
		d.emit(HeadPromisesSettled{Head: d.s.Head})
	}
	return nil
}
