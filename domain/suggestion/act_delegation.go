package suggestion

import (
	"slices"

	"huiyin/domain/lifecycle"
)

// Speakers are the persons who act for the suggestion towards the units: the
// deputies who signed it, or a delegation's head and contact persons.
func (s *Suggestion) Speakers() []Person {
	if s.Kind != FromDelegation {
		return s.Deputies()
	}
	return append([]Person{s.Lead}, slices.DeleteFunc(slices.Clone(s.Contacts), s.Lead.Same)...)
}

// Recipients are the persons every reply is delivered to: all who signed, or the
// delegation's contact persons, or its head while none is named.
func (s *Suggestion) Recipients() []Person {
	all := s.Deputies()
	if s.Kind == FromDelegation && len(s.Contacts) > 0 {
		all = slices.Clone(s.Contacts)
	}
	return slices.DeleteFunc(all, s.Gone)
}

// speaks reports whether the actor gives the suggestion's word: the lead deputy
// in person, or for a delegation its head or a contact person in its name.
func (s *Suggestion) speaks(a Actor) bool {
	if s.Kind == FromDelegation {
		return a.Role == lifecycle.Delegation && slices.ContainsFunc(s.Speakers(), a.Same)
	}
	return a.Role != lifecycle.Delegation && a.Same(s.Lead)
}

// NameContacts names a delegation's contact persons anew. The head stays; a
// change of head is a change of office.
type NameContacts struct {
	Contacts []Person
	Reason   string
}

func (c NameContacts) decide(d *decision) error {
	if err := d.standing(lifecycle.NameContacts); err != nil {
		return err
	}
	if err := need("reason", c.Reason); err != nil {
		return err
	}
	if r := eachOnce(c.Contacts); r != nil {
		return r
	}
	d.emit(DelegationNamed{Head: d.s.Lead, Contacts: c.Contacts, Reason: c.Reason})
	return nil
}

// eachOnce wants a name for every contact person, and no person twice: who is
// twice on the list could never be delivered to.
func eachOnce(people []Person) *Refusal {
	if len(people) == 0 {
		return refuse("missing", "field", "contacts")
	}
	for i, p := range people {
		if p.Name == "" {
			return refuse("missing", "field", "contacts")
		}
		if slices.ContainsFunc(people[:i], p.Same) {
			return refuse("contact_twice", "name", p.Name)
		}
	}
	return nil
}

// speakersOf are the head and the contact persons of a suggestion that is being
// drafted in a delegation's name. Whoever drafts it without being the head is
// one of the contact persons.
func (c DraftSuggestion) speakersOf(drafter Person) (head Person, contacts []Person, refused *Refusal) {
	head, contacts = c.Head, slices.Clone(c.Contacts)
	if head == (Person{}) {
		head = drafter
	}
	if !drafter.Same(head) && !slices.ContainsFunc(contacts, drafter.Same) {
		contacts = append(contacts, drafter)
	}
	if len(contacts) > 0 {
		refused = eachOnce(contacts)
	}
	return head, contacts, refused
}

func ofDelegation(d *decision, _ Subject) *Refusal {
	if d.s.Kind != FromDelegation {
		return refuse("not_of_delegation")
	}
	return nil
}

// headSigns asks for the head in person where a delegation's act is a signature.
// The offices, which act in nobody's name, pass.
func headSigns(d *decision, _ Subject) *Refusal {
	if d.req.Actor.Role == lifecycle.Delegation && !d.req.Actor.Same(d.s.Lead) {
		return refuse("not_head", "head", d.s.Lead.Name)
	}
	return nil
}
