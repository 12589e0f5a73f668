package suggestion

import "huiyin/domain/lifecycle"

// RateFromPaper enters the rating that the lead deputy gave on a signed paper
// form. Only the deputies' committee can, with the form's scan and a second
// person of the congress in the request's Late; a unit never can. The rating is
// shown as entered for the deputy, who may dispute it like any other.
type RateFromPaper struct {
	Line    LineID
	Version int
	Process Grade
	Result  Grade
	Kinds   []string
	Reason  string
}

// enters are the triggers by which a rating from paper moves the line.
var enters = map[Grade]lifecycle.Trigger{Satisfied: lifecycle.EnterSatisfied, Basically: lifecycle.EnterBasically, Dissat: lifecycle.EnterDissat}

func (c RateFromPaper) decide(d *decision) error {
	rate := Rate{Line: c.Line, Version: c.Version, Process: c.Process, Result: c.Result, Kinds: c.Kinds, Reason: c.Reason, Channel: "paper"}
	given, err := rate.judge(d, enters)
	if err != nil {
		return err
	}
	proof := d.req.Late
	d.emit(FeedbackEntered{Line: c.Line, Version: c.Version, Scan: proof.Scan, By: d.req.Actor.Person,
		Second: proof.Second.Person, SecondRole: proof.Second.Role})
	d.emit(given)
	return nil
}

// fromForm reports whether the command enters a deputy's signed form.
func fromForm(c Command) bool {
	_, ok := c.(RateFromPaper)
	return ok
}

// paperForm stays open on a list of possible acts, where no form is at hand.
func paperForm(d *decision, _ Subject) *Refusal {
	switch {
	case !fromForm(d.req.Command):
		return nil
	case d.req.Late == nil:
		return refuse("no_paper_form")
	}
	return d.proven()
}
