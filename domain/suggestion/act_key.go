package suggestion

import (
	"slices"

	"huiyin/domain/lifecycle"
)

// KeyCriteria are the grounds on which a suggestion is proposed as key (R5-02):
// a great matter or one of general concern, raised by many at once, wide and
// difficult, or among the year's priorities of standing committee and government.
func KeyCriteria() []string {
	return []string{"general_concern", "concentrated", "wide_and_difficult", "yearly_priority"}
}

// ProposeKey asks the chairpersons to fix the suggestion as key. Each body
// proposes once.
type ProposeKey struct {
	Body     string
	Criteria []string
	Reason   string
}

func (c ProposeKey) decide(d *decision) error {
	if err := d.standing(lifecycle.ProposeKey); err != nil {
		return err
	}
	if err := need("propose_key.body", c.Body, "reason", c.Reason); err != nil {
		return err
	}
	if len(c.Criteria) == 0 {
		return refuse("missing", "field", "criteria")
	}
	for _, code := range c.Criteria {
		if !slices.Contains(KeyCriteria(), code) {
			return refuse("unknown_code", "code", code)
		}
	}
	if slices.ContainsFunc(d.s.Oversight.Proposals, func(p KeyProposal) bool { return p.Body == c.Body }) {
		return refuse("key_proposed_before", "body", c.Body)
	}
	d.emit(KeyProposed{By: d.req.Actor.Role, Body: c.Body, Criteria: c.Criteria, Reason: c.Reason})
	return nil
}

// LiftKey ends the key handling by decision of the chairpersons. The supervisors
// named for it have no more part in the case.
type LiftKey struct{ Reason string }

func (c LiftKey) decide(d *decision) error {
	if err := d.standing(lifecycle.LiftKey); err != nil {
		return err
	}
	if err := need("reason", c.Reason); err != nil {
		return err
	}
	d.emit(KeyLifted{Reason: c.Reason})
	return nil
}

// RelieveSupervisor ends what a person has in the supervision of the case, in
// one layer or, without Layer, in each, and names who follows. Without a
// Successor the layer stands open, which the coverage shows.
type RelieveSupervisor struct {
	Layer     string
	Person    Person
	Reason    string
	Successor Person
	Body      string
}

func (c RelieveSupervisor) decide(d *decision) error {
	if err := d.standing(lifecycle.RelieveSupervisor); err != nil {
		return err
	}
	if err := need("person", c.Person.Name+c.Person.ID, "reason", c.Reason); err != nil {
		return err
	}
	if c.Successor.Same(c.Person) {
		return refuse("succeeds_itself", "name", c.Person.Name)
	}
	held := slices.DeleteFunc(slices.Clone(d.s.Supervisors), func(s Supervisor) bool {
		return !s.Person.Same(c.Person) || c.Layer != "" && s.Layer != c.Layer
	})
	if len(held) == 0 {
		return refuse("not_supervisor", "name", c.Person.Name)
	}
	for _, s := range held {
		e := SupervisorRelieved{Layer: s.Layer, Person: s.Person, Reason: c.Reason, Successor: c.Successor}
		if c.Successor != (Person{}) {
			if e.Body = c.Body; e.Body == "" {
				e.Body = s.Body
			}
		}
		d.emit(e)
	}
	return nil
}
