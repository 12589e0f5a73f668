package suggestion

import (
	"slices"

	"huiyin/domain/lifecycle"
)

// WithholdNames keeps from the handling units and from everybody outside the
// congress's own office who signed, because a deputy asks for it or because
// somebody might take it out on them (Shandong art. 11).
type WithholdNames struct{ Reason string }

func (c WithholdNames) decide(d *decision) error {
	if err := d.standing(lifecycle.WithholdNames); err != nil {
		return err
	}
	if err := need("reason", c.Reason); err != nil {
		return err
	}
	d.emit(NamesWithheld{Reason: c.Reason})
	return nil
}

// DiscloseNames ends that.
type DiscloseNames struct{ Reason string }

func (c DiscloseNames) decide(d *decision) error {
	if err := d.standing(lifecycle.DiscloseNames); err != nil {
		return err
	}
	if err := need("reason", c.Reason); err != nil {
		return err
	}
	d.emit(NamesDisclosed{Reason: c.Reason})
	return nil
}

// AskProgress asks a unit that has a part in the case how the handling goes.
type AskProgress struct {
	Unit     string
	Question string
}

func (c AskProgress) decide(d *decision) error {
	if err := d.standing(lifecycle.AskProgress); err != nil {
		return err
	}
	if r := d.onCaseNow(c.Unit); r != nil {
		return r
	}
	if err := need("question", c.Question); err != nil {
		return err
	}
	d.emit(ProgressAsked{By: d.req.Actor.Person, Unit: c.Unit, Question: c.Question})
	return nil
}

// TellProgress answers all that the unit was asked and has not answered.
type TellProgress struct{ Answer string }

func (c TellProgress) decide(d *decision) error {
	if err := d.standing(lifecycle.TellProgress); err != nil {
		return err
	}
	if err := need("answer", c.Answer); err != nil {
		return err
	}
	d.emit(ProgressTold{Unit: d.req.Actor.Unit, Answer: c.Answer})
	return nil
}

// NamesWithheld and NamesDisclosed say whether it is told who signed.
type (
	NamesWithheld  struct{ Reason string }
	NamesDisclosed struct{ Reason string }
)

// ProgressAsked is a deputy's question to a unit, ProgressTold the unit's answer
// to all its open ones.
type (
	ProgressAsked struct {
		By       Person
		Unit     string
		Question string
	}
	ProgressTold struct {
		Unit   string
		Answer string
	}
)

func (NamesWithheld) event()  {}
func (NamesDisclosed) event() {}
func (ProgressAsked) event()  {}
func (ProgressTold) event()   {}

// Question is what a deputy asked a unit; it is open while it has no answer.
type Question struct {
	By     Person
	Unit   string
	Text   string
	Answer string
}

// Open reports whether the unit has not answered.
func (q Question) Open() bool { return q.Answer == "" }

func (s *Suggestion) applySigners(e Event) bool {
	switch e := e.(type) {
	case NamesWithheld:
		s.Confidential = true
	case NamesDisclosed:
		s.Confidential = false
	case ProgressAsked:
		s.Questions = append(s.Questions, Question{By: e.By, Unit: e.Unit, Text: e.Question})
	case ProgressTold:
		for i := range s.Questions {
			if q := &s.Questions[i]; q.Open() && s.BodyOf(q.Unit) == s.BodyOf(e.Unit) {
				q.Answer = e.Answer
			}
		}
	default:
		return false
	}
	return true
}

// oneOfSigners binds the roles of deputies only; the office acts for all of them.
func oneOfSigners(d *decision, about Subject) *Refusal {
	if !d.req.Actor.Role.OfDeputies() {
		return nil
	}
	return deputyOfCase(d, about)
}

func namesShown(d *decision, _ Subject) *Refusal {
	if d.s.Confidential {
		return refuse("names_withheld")
	}
	return nil
}

func namesWithheld(d *decision, _ Subject) *Refusal {
	if !d.s.Confidential {
		return refuse("names_shown")
	}
	return nil
}

// asked asks for an open question to the actor's unit.
func asked(d *decision, _ Subject) *Refusal {
	if _, ok := d.s.ActiveOn(d.req.Actor.Unit); !ok {
		return refuse("other_unit", "unit", d.req.Actor.Unit)
	}
	if !slices.ContainsFunc(d.s.Questions, func(q Question) bool { return q.Open() && d.s.BodyOf(q.Unit) == d.s.BodyOf(d.req.Actor.Unit) }) {
		return refuse("nothing_asked")
	}
	return nil
}
