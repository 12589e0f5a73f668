package suggestion

import (
	"slices"

	"huiyin/domain/lifecycle"
	"huiyin/domain/ruleset"
)

// Rate is the lead deputy's rating of the newest delivered version. Every part
// of the rule set's scale is required; being dissatisfied with any needs a
// reason. Under a scale of one part (Chongqing Art 26) only Result is given.
type Rate struct {
	Line    LineID
	Version int
	Process Grade
	Result  Grade
	Kinds   []string
	Reason  string
	Channel string
}

// rates are the triggers by which the deputy's own rating moves the line.
var rates = map[Grade]lifecycle.Trigger{Satisfied: lifecycle.RateSatisfied, Basically: lifecycle.RateBasically, Dissat: lifecycle.RateDissat}

func (c Rate) decide(d *decision) error {
	given, err := c.judge(d, rates)
	if err != nil {
		return err
	}
	d.emit(given)
	return nil
}

// judge checks a rating, given here or on paper, and words its event.
func (c Rate) judge(d *decision, by map[Grade]lifecycle.Trigger) (FeedbackGiven, error) {
	if r := c.check(d); r != nil {
		return FeedbackGiven{}, r
	}
	l, m, err := d.onLine(c.Line, by[Rating{Process: c.Process, Result: c.Result}.Worse()])
	if err != nil {
		return FeedbackGiven{}, err
	}
	if d.needsReason(c.Process) || d.needsReason(c.Result) {
		if err := need("reason", c.Reason); err != nil {
			return FeedbackGiven{}, err
		}
	}
	return FeedbackGiven{Line: c.Line, Move: m, On: d.on, Version: c.Version, Round: l.Round, Process: c.Process,
		Result: c.Result, Kinds: c.Kinds, Reason: c.Reason, Channel: c.Channel,
		Late: l.State == lifecycle.NotReturned || l.State == lifecycle.SilentAfterRedo}, nil
}

// knownGrade refuses what the rules do not offer, and what the line has no state
// for: an unknown grade must never count as the best one.
func (d *decision) knownGrade(g Grade) *Refusal {
	_, offered := d.req.Rules.GradeByCode(string(g))
	if !offered || !slices.Contains([]Grade{Satisfied, Basically, Dissat}, g) {
		return refuse("unknown_grade", "grade", string(g))
	}
	return nil
}

// needsReason is what the rules say, and always so for the worst grade.
func (d *decision) needsReason(g Grade) bool {
	grade, _ := d.req.Rules.GradeByCode(string(g))
	return g == Dissat || grade.NeedsReason
}

// check wants a known grade for every part of the scale, and for no other.
func (c Rate) check(d *decision) *Refusal {
	grades := []Grade{c.Result, c.Process}
	if len(d.req.Rules.Rating().Value.Parts) == 1 {
		if c.Process != "" {
			return refuse("one_part_scale", "rules", d.req.Rules.ID)
		}
		grades = grades[:1]
	}
	for _, g := range grades {
		if r := d.knownGrade(g); r != nil {
			return r
		}
	}
	return nil
}

// Release lets the unit see the rating.
type Release struct{ Line LineID }

func (c Release) decide(d *decision) error {
	_, m, err := d.onLine(c.Line, lifecycle.ReleaseFeedback)
	if err != nil {
		return err
	}
	d.emit(FeedbackReleased{Line: c.Line, Move: m})
	return nil
}

// Dispute is the deputy's "this is not my rating".
type Dispute struct {
	Line   LineID
	Reason string
}

func (c Dispute) decide(d *decision) error {
	_, m, err := d.onLine(c.Line, lifecycle.DisputeFeedback)
	if err != nil {
		return err
	}
	if err := need("reason", c.Reason); err != nil {
		return err
	}
	d.emit(FeedbackDisputed{Line: c.Line, Move: m, Reason: c.Reason})
	return nil
}

// Remind is a reminder by the committee before the clock's own.
type Remind struct{ Line LineID }

func (c Remind) decide(d *decision) error { return d.remind(c.Line) }

// remind moves the feedback date by the reminder period. It runs from the old
// due day, so that a late clock run and a prompt one give the same date.
func (d *decision) remind(id LineID) error {
	l, m, err := d.onLine(id, lifecycle.RemindFeedback)
	if err != nil {
		return err
	}
	old, ok := d.s.Running(lifecycle.DueFeedback, Subject{Line: id})
	if !ok {
		return refuse("no_feedback_clock")
	}
	due := d.due(lifecycle.DueFeedback, ruleset.Reminder, Subject{Line: id}, old.Due)
	if len(due) == 0 {
		due = []Deadline{old.Deadline}
	}
	d.emit(FeedbackReminded{Line: id, Move: m, Count: l.Reminders + 1, Deadlines: due})
	return nil
}

// OrderTheRedo opens a redo round for a dissatisfied line, or sends an
// escalated one back to handling.
type OrderTheRedo struct {
	Line   LineID
	Reason string
}

func (c OrderTheRedo) decide(d *decision) error {
	l, m, err := d.onLine(c.Line, lifecycle.OrderRedo)
	if err != nil {
		return err
	}
	if err := need("reason", c.Reason); err != nil {
		return err
	}
	d.emit(RedoOrdered{Line: c.Line, Move: m, On: d.on, Round: l.Round + 1, Reason: c.Reason,
		Deadlines: d.due(lifecycle.DueRedo, ruleset.Redo, Subject{Line: c.Line}, d.on)})
	return nil
}

// OpenEscalation raises a case that redo did not settle.
type OpenEscalation struct {
	Line   LineID
	Reason string
}

func (c OpenEscalation) decide(d *decision) error {
	_, m, err := d.onLine(c.Line, lifecycle.Escalate)
	if err != nil {
		return err
	}
	if err := need("reason", c.Reason); err != nil {
		return err
	}
	d.emit(EscalationOpened{Line: c.Line, Move: m, On: d.on, Reason: c.Reason})
	return nil
}

// RecordMediation logs a meeting of deputy, unit and committee, or with
// Assessment an expert assessment.
type RecordMediation struct {
	Line       LineID
	Record     string
	Assessment bool
}

func (c RecordMediation) decide(d *decision) error {
	t := lifecycle.HoldMediation
	if c.Assessment {
		t = lifecycle.HoldAssessment
	}
	_, m, err := d.onLine(c.Line, t)
	if err != nil {
		return err
	}
	if err := need("record", c.Record); err != nil {
		return err
	}
	if c.Assessment {
		d.emit(AssessmentHeld{Line: c.Line, Move: m, Record: c.Record})
	} else {
		d.emit(MediationHeld{Line: c.Line, Move: m, Record: c.Record})
	}
	return nil
}

// Outcomes of an escalation (handbook 6.2). None makes the deputy satisfied.
func Outcomes() []string { return []string{"researched", "reference", "next_year", "understood"} }

// ConcludeEscalation ends the line; the rating stays as it was given.
type ConcludeEscalation struct {
	Line    LineID
	Outcome string
	Reason  string
}

func (c ConcludeEscalation) decide(d *decision) error {
	_, m, err := d.onLine(c.Line, lifecycle.Conclude)
	if err != nil {
		return err
	}
	if err := need("reason", c.Reason); err != nil {
		return err
	}
	if !slices.Contains(Outcomes(), c.Outcome) {
		return refuse("unknown_code", "code", c.Outcome)
	}
	d.emit(EscalationConcluded{Line: c.Line, Move: m, On: d.on, Outcome: c.Outcome, Reason: c.Reason})
	return nil
}
