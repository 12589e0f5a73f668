package suggestion

import (
	"fmt"
	"slices"

	"huiyin/domain/lifecycle"
	"huiyin/domain/ruleset"
)

// ContactWays are the ways of contact the handbook knows (2.3.6).
func ContactWays() []string {
	return []string{"visit", "seminar", "survey", "phone", "video", "letter"}
}

// RecordContact logs a contact with the deputies. It waits for their word.
type RecordContact struct {
	Line    LineID
	Stage   string
	Way     string
	With    []Person
	Content string
}

func (c RecordContact) decide(d *decision) error {
	l, m, err := d.onLine(c.Line, lifecycle.RecordContact)
	if err != nil {
		return err
	}
	if err := need("content", c.Content); err != nil {
		return err
	}
	if !slices.Contains(ContactWays(), c.Way) {
		return refuse("unknown_code", "code", c.Way)
	}
	if len(c.With) == 0 {
		return refuse("missing", "field", "deputy")
	}
	for _, p := range c.With {
		if !slices.ContainsFunc(d.s.Speakers(), p.Same) {
			return refuse("not_deputy_of_case", "name", p.Name)
		}
	}
	id := ContactID(fmt.Sprintf("%sk%d", c.Line, len(l.Contacts)+1))
	d.emit(ContactRecorded{Line: c.Line, Move: m, Contact: id, Stage: c.Stage, Way: c.Way, On: d.on, With: c.With, Content: c.Content,
		Deadlines: d.due(lifecycle.DueContactConfirm, ruleset.ContactConfirm, Subject{Line: c.Line, Contact: id}, d.today)})
	return nil
}

// AnswerContact is a deputy's word on a contact record.
type AnswerContact struct {
	Line    LineID
	Contact ContactID
	Confirm bool
	Reason  string
}

func (c AnswerContact) decide(d *decision) error {
	t := lifecycle.DenyContact
	if c.Confirm {
		t = lifecycle.ConfirmContact
	}
	l, m, err := d.onLine(c.Line, t)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(l.Contacts, func(k Contact) bool { return k.ID == c.Contact })
	if i < 0 {
		return refuse("no_such_contact", "id", string(c.Contact))
	}
	if !slices.ContainsFunc(l.Contacts[i].With, d.req.Actor.Same) {
		return refuse("not_in_contact", "name", d.req.Actor.Name) // only who was met knows
	}
	if s := l.Contacts[i].State; s == AnsweredYes || s == AnsweredNo {
		return refuse("contact_answered", "id", string(c.Contact))
	}
	if c.Confirm {
		d.emit(ContactConfirmed{Line: c.Line, Move: m, Contact: c.Contact, By: d.req.Actor.Person})
		return nil
	}
	if err := need("reason", c.Reason); err != nil {
		return err
	}
	d.emit(ContactDenied{Line: c.Line, Move: m, Contact: c.Contact, By: d.req.Actor.Person, Reason: c.Reason})
	return nil
}

// RequestOpinion asks a co-unit for its opinion; the clock runs from T0 anyway.
type RequestOpinion struct {
	Assignment AssignmentID
	Text       string
}

func (c RequestOpinion) decide(d *decision) error {
	_, m, err := d.onUnit(c.Assignment, lifecycle.RequestOpinion)
	if err != nil {
		return err
	}
	d.emit(OpinionRequested{Assignment: c.Assignment, Move: m, Text: c.Text})
	return nil
}

// GiveOpinion is a co-unit's written view to the lead unit.
type GiveOpinion struct {
	Assignment AssignmentID
	Text       string
	Class      Class
}

func (c GiveOpinion) decide(d *decision) error {
	_, m, err := d.onUnit(c.Assignment, lifecycle.GiveOpinion)
	if err != nil {
		return err
	}
	if err := need("text", c.Text); err != nil {
		return err
	}
	if r := d.knownClass(c.Class); c.Class != "" && r != nil {
		return r
	}
	d.emit(OpinionGiven{Assignment: c.Assignment, Move: m, On: d.on, Text: c.Text, Class: c.Class})
	return nil
}

// RejectOpinion sends an empty opinion back to the co-unit.
type RejectOpinion struct {
	Assignment AssignmentID
	Reason     string
}

func (c RejectOpinion) decide(d *decision) error {
	_, m, err := d.onUnit(c.Assignment, lifecycle.RejectOpinion)
	if err != nil {
		return err
	}
	if err := need("reason", c.Reason); err != nil {
		return err
	}
	d.emit(OpinionRejected{Assignment: c.Assignment, Move: m, Reason: c.Reason,
		Deadlines: d.due(lifecycle.DueCoOpinion, ruleset.CoOpinionRedo, Subject{Assignment: c.Assignment}, d.on)})
	return nil
}
