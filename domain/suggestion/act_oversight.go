package suggestion

import (
	"slices"

	"huiyin/domain/lifecycle"
)

// RecordTheInstruction records a leader's written instruction (批示).
type RecordTheInstruction struct {
	Leader Person
	Body   string
	Text   string
}

func (c RecordTheInstruction) decide(d *decision) error {
	if err := d.standing(lifecycle.RecordInstruction); err != nil {
		return err
	}
	if err := need("leader", c.Leader.Name, "text", c.Text); err != nil {
		return err
	}
	d.emit(InstructionRecorded{On: d.on, Leader: c.Leader, Body: c.Body, Text: c.Text})
	return nil
}

// Urge sends a unit a letter that urges it (催办).
type Urge struct {
	Unit       string
	DocumentNo string
	Text       string
}

func (c Urge) decide(d *decision) error {
	if err := d.standing(lifecycle.SendUrging); err != nil {
		return err
	}
	if err := need("text", c.Text); err != nil {
		return err
	}
	if r := d.onCaseNow(c.Unit); r != nil {
		return r
	}
	d.emit(UrgingSent{On: d.on, Unit: c.Unit, DocumentNo: c.DocumentNo, Text: c.Text})
	return nil
}

// RecordInspection logs an inspection of the matter (视察).
type RecordInspection struct {
	Place    string
	Who      []Person
	Findings string
}

func (c RecordInspection) decide(d *decision) error {
	if err := d.standing(lifecycle.HoldInspection); err != nil {
		return err
	}
	if err := need("place", c.Place, "findings", c.Findings); err != nil {
		return err
	}
	if len(c.Who) == 0 {
		return refuse("missing", "field", "participants")
	}
	d.emit(InspectionHeld{On: d.on, Place: c.Place, Who: c.Who, Findings: c.Findings})
	return nil
}

// AppraisalAspects are what an appraisal votes on: the handling, its result, or
// both in one vote (R5-30, R5-34).
func AppraisalAspects() []string { return []string{"overall", "process", "result"} }

// RecordAppraisal records a vote on a unit's handling (评议).
type RecordAppraisal struct {
	Unit         string
	Aspect       string
	Satisfied    int
	Basically    int
	Dissatisfied int
}

func (c RecordAppraisal) decide(d *decision) error {
	if err := d.standing(lifecycle.VoteAppraisal); err != nil {
		return err
	}
	if !slices.Contains(AppraisalAspects(), c.Aspect) {
		return refuse("unknown_code", "code", c.Aspect)
	}
	if min(c.Satisfied, c.Basically, c.Dissatisfied) < 0 || c.Satisfied+c.Basically+c.Dissatisfied == 0 {
		return refuse("no_votes")
	}
	if r := d.onCaseNow(c.Unit); r != nil {
		return r
	}
	d.emit(AppraisalVoted{On: d.on, Unit: c.Unit, Aspect: c.Aspect, Satisfied: c.Satisfied, Basically: c.Basically, Dissatisfied: c.Dissatisfied})
	return nil
}

// Awards are what a suggestion can be awarded.
func Awards() []string { return []string{"excellent_suggestion"} }

// GiveTheAward records an award by its decision, once.
type GiveTheAward struct {
	Award    string
	Decision string
}

func (c GiveTheAward) decide(d *decision) error {
	if err := d.standing(lifecycle.GiveAward); err != nil {
		return err
	}
	if !slices.Contains(Awards(), c.Award) {
		return refuse("unknown_code", "code", c.Award)
	}
	if err := need("decision", c.Decision); err != nil {
		return err
	}
	if slices.Contains(d.s.Oversight.Awards, c.Award) {
		return refuse("awarded_before")
	}
	d.emit(AwardGiven{Award: c.Award, Decision: c.Decision})
	return nil
}
