package suggestion

import (
	"slices"

	"huiyin/domain/lifecycle"
	"huiyin/domain/ruleset"
)

// How a deputy leaves. Who died or is incapable can no longer receive or rate;
// for all others rights follow the person (R1-34).
const (
	Died      = "died"
	Incapable = "incapable"
)

// DepartureReasons lists how a deputy leaves office.
func DepartureReasons() []string {
	return []string{Died, Incapable, "resigned", "recalled", "moved", "term_ended"}
}

// RecordTheDeparture records that a deputy of the case left office. Given again
// with the same reason it does nothing.
type RecordTheDeparture struct {
	Person Person
	Reason string
}

func (c RecordTheDeparture) decide(d *decision) error {
	if err := d.standing(lifecycle.RecordDeparture); err != nil {
		return err
	}
	if !slices.Contains(DepartureReasons(), c.Reason) {
		return refuse("unknown_code", "code", c.Reason)
	}
	i := slices.IndexFunc(d.s.Deputies(), c.Person.Same)
	if i < 0 {
		return refuse("not_deputy_of_case", "name", c.Person.Name)
	}
	if slices.ContainsFunc(d.s.Changes.Departures, func(p Departure) bool { return p.Person.Same(c.Person) && p.Reason == c.Reason }) {
		return nil
	}
	d.emit(DeputyLeft{Person: d.s.Deputies()[i], Reason: c.Reason, On: d.on})
	return nil
}

// PassTheLead names a co-signer to speak for the suggestion in place of a lead
// deputy who cannot: never somebody employed by a unit that handles it. Replies
// that wait for feedback get the whole period once more.
type PassTheLead struct {
	To     Person
	Reason string
}

func (c PassTheLead) decide(d *decision) error {
	if err := d.standing(lifecycle.PassLead); err != nil {
		return err
	}
	if err := need("reason", c.Reason); err != nil {
		return err
	}
	i := slices.IndexFunc(d.s.heirs(), c.To.Same)
	if i < 0 {
		return refuse("not_among_cosigners", "name", c.To.Name)
	}
	to := d.s.heirs()[i]
	for _, a := range d.s.Assignments {
		if a.Active() && d.s.Tied(to, a.Unit) {
			return refuse("tied_to_unit", "name", to.Name, "unit", a.Unit)
		}
	}
	e := LeadPassed{From: d.s.Lead, To: to, Reason: c.Reason}
	for _, l := range d.s.Lines {
		if l.State == lifecycle.Delivered {
			e.Deadlines = append(e.Deadlines, d.due(lifecycle.DueFeedback, ruleset.Feedback, Subject{Line: l.ID}, d.on)...)
		}
	}
	d.emit(e)
	return nil
}

// heirs are the co-signers who could speak for the suggestion.
func (s *Suggestion) heirs() []Person {
	var out []Person
	for _, c := range s.CoSigners {
		if c.Answer != Declined && !(c.Answer == Invited && s.State == lifecycle.Draft) && !s.Gone(c.Person) {
			out = append(out, c.Person)
		}
	}
	return out
}

// ChangeTheHead replaces who speaks for a delegation's suggestion.
type ChangeTheHead struct {
	Old    Person
	New    Person
	Reason string
}

func (c ChangeTheHead) decide(d *decision) error {
	if err := d.standing(lifecycle.ChangeHead); err != nil {
		return err
	}
	if err := need("delegation", d.s.Delegation, "change_delegation_head.new", c.New.Name, "reason", c.Reason); err != nil {
		return err
	}
	if c.New.Same(d.s.Lead) {
		return nil // done before
	}
	if !c.Old.Same(d.s.Lead) {
		return refuse("not_delegation_head", "name", c.Old.Name, "lead", d.s.Lead.Name)
	}
	d.emit(DelegationHeadChanged{Old: d.s.Lead, New: c.New, Reason: c.Reason})
	return nil
}

// DeclareTheTie records that a deputy of the case is employed by a unit that
// handles it: declared by the deputy, or known to the register. The deputy rates
// all the same; a flag tells whoever reads the rating.
type DeclareTheTie struct {
	Person Person
	Unit   string
	Basis  string
}

func (c DeclareTheTie) decide(d *decision) error {
	if err := d.standing(lifecycle.DeclareTie); err != nil {
		return err
	}
	if err := need("basis", c.Basis); err != nil {
		return err
	}
	i := slices.IndexFunc(d.s.Deputies(), c.Person.Same)
	switch role := d.req.Actor.Role; {
	case i < 0:
		return refuse("not_deputy_of_case", "name", c.Person.Name)
	case role != lifecycle.DeputyAffairsCommittee && role != lifecycle.Reactor && !d.req.Actor.Same(c.Person):
		return refuse("tie_of_another", "name", c.Person.Name)
	case d.s.Tied(c.Person, c.Unit):
		return nil
	}
	if r := d.onCaseNow(c.Unit); r != nil {
		return r
	}
	person := d.s.Deputies()[i]
	d.emit(DeputyTied{Person: person, Unit: c.Unit, Basis: c.Basis})
	if person.Same(d.s.Lead) {
		for _, l := range d.s.Lines {
			if l.State != lifecycle.LineEnded && d.s.BodyOf(l.Unit) == d.s.BodyOf(c.Unit) {
				d.raise(l.ID, FlagTied, c.Unit)
			}
		}
	}
	return nil
}

func leadGone(d *decision, _ Subject) *Refusal {
	if !d.s.Gone(d.s.Lead) {
		return refuse("lead_can_act", "lead", d.s.Lead.Name)
	}
	return nil
}

// CanPassLead reports whether the case still waits for a lead deputy's word and
// a co-signer could be named to give it.
func (s *Suggestion) CanPassLead() bool {
	row, _ := lifecycle.Standing(lifecycle.PassLead)
	return slices.Contains(row.From, s.State) && s.State != lifecycle.Closed && len(s.heirs()) > 0
}
