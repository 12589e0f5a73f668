package suggestion

import (
	"slices"
	"strconv"

	"huiyin/domain/calendar"
	"huiyin/domain/lifecycle"
	"huiyin/domain/ruleset"
)

// DraftSuggestion begins a case. The rules given with the request are pinned.
// What a delegation drafts is of kind FromDelegation: Head signs it, who is the
// drafter if none is named, and Contacts receive the replies.
type DraftSuggestion struct {
	Case       CaseID
	Kind       Kind
	Congress   string
	Session    string
	Year       int
	Title      string
	Body       string
	Evidence   string
	Delegation string
	Category   string
	Proposed   []string
	Head       Person
	Contacts   []Person
}

func (c DraftSuggestion) decide(d *decision) error {
	m, err := d.onCase(lifecycle.DraftIt)
	if err != nil {
		return err
	}
	if err := need("case", string(c.Case), "title", c.Title, "congress", c.Congress, "lead", d.req.Actor.Name); err != nil {
		return err
	}
	if err := d.inForce(); err != nil {
		return err
	}
	drafted := Drafted{Move: m, Case: c.Case, Kind: c.Kind, Congress: c.Congress, Session: c.Session, Year: c.Year,
		Title: c.Title, Body: c.Body, Evidence: c.Evidence, Lead: d.req.Actor.Person, Delegation: c.Delegation,
		Category: c.Category, Proposed: c.Proposed, Lifecycle: lifecycle.Version,
		RuleSet: d.req.Rules.ID, RuleDigest: d.req.Rules.Digest}
	if d.req.Actor.Role == lifecycle.Delegation {
		return c.inItsName(d, drafted)
	}
	if c.Kind == FromDelegation {
		return refuse("not_of_delegation")
	}
	d.emit(drafted)
	return nil
}

// inItsName drafts for a delegation. It needs no co-signers: the head signs.
func (c DraftSuggestion) inItsName(d *decision, drafted Drafted) error {
	if err := need("delegation", c.Delegation); err != nil {
		return err
	}
	head, contacts, r := c.speakersOf(d.req.Actor.Person)
	if r != nil {
		return r
	}
	drafted.Kind, drafted.Lead = FromDelegation, head
	d.emit(drafted)
	d.emit(DelegationNamed{Head: head, Contacts: contacts})
	return nil
}

// inForce refuses to pin rules that do not judge this day.
func (d *decision) inForce() error {
	if !d.req.Rules.InForce(d.today) {
		return refuse("rules_not_in_force", "rules", d.req.Rules.ID, "date", d.today.String())
	}
	return nil
}

// ConvertBill begins a case from a bill; its signers become co-signers.
type ConvertBill struct {
	Case       CaseID
	Congress   string
	Session    string
	Year       int
	Title      string
	Body       string
	Lead       Person
	CoSigners  []Person
	BillNumber string
	Decision   string
}

func (c ConvertBill) decide(d *decision) error {
	m, err := d.onCase(lifecycle.ConvertBill)
	if err != nil {
		return err
	}
	if err := need("case", string(c.Case), "title", c.Title, "congress", c.Congress, "lead", c.Lead.Name, "decision", c.Decision); err != nil {
		return err
	}
	if err := d.inForce(); err != nil {
		return err
	}
	for i, p := range c.CoSigners {
		if p.Same(c.Lead) || slices.ContainsFunc(c.CoSigners[:i], p.Same) {
			return refuse("already_signer", "name", p.Name)
		}
	}
	d.emit(BillConverted{Move: m, Case: c.Case, Congress: c.Congress, Session: c.Session, Year: c.Year, Title: c.Title,
		Body: c.Body, Lead: c.Lead, CoSigners: c.CoSigners, BillNumber: c.BillNumber, Decision: c.Decision,
		Lifecycle: lifecycle.Version, RuleSet: d.req.Rules.ID, RuleDigest: d.req.Rules.Digest})
	return nil
}

// Invite asks a deputy to co-sign.
type Invite struct{ Person Person }

func (c Invite) decide(d *decision) error {
	m, err := d.onCase(lifecycle.InviteCoSigner)
	if err != nil {
		return err
	}
	if err := need("cosigner", c.Person.Name); err != nil {
		return err
	}
	for _, p := range d.s.Deputies() {
		if p.Same(c.Person) {
			return refuse("already_signer", "name", c.Person.Name)
		}
	}
	d.emit(CoSignerInvited{Move: m, Person: c.Person})
	return nil
}

// AnswerInvitation is an invited deputy's own yes or no.
type AnswerInvitation struct{ Confirm bool }

func (c AnswerInvitation) decide(d *decision) error {
	t := lifecycle.DeclineCoSigning
	if c.Confirm {
		t = lifecycle.ConfirmCoSigning
	}
	m, err := d.onCase(t)
	if err != nil {
		return err
	}
	me := d.req.Actor.Person
	for _, s := range d.s.CoSigners {
		if s.Same(me) && s.Answer == Invited {
			if c.Confirm {
				d.emit(CoSignerConfirmed{Move: m, Person: me})
			} else {
				d.emit(CoSignerDeclined{Move: m, Person: me})
			}
			return nil
		}
	}
	return refuse("not_invited", "name", me.Name)
}

// Submit hands the suggestion in. Every invited co-signer has answered. How far
// the deputy wants it to be public may be said with it, see StateWish.
type Submit struct {
	Level  Level
	Named  bool
	Reason string
}

func (c Submit) decide(d *decision) error {
	m, err := d.onCase(lifecycle.Submit)
	if err != nil {
		return err
	}
	wish := StateWish(c)
	if r := wish.complete(); r != nil && wish != (StateWish{}) {
		return r
	}
	d.emit(Submitted{Move: m, On: d.on, Deadlines: d.reviewDue()})
	if wish != (StateWish{}) {
		d.emit(wish.said(d))
	}
	return nil
}

// reviewDue is the time to take an off-session suggestion in and assign it; in
// session the meeting's own timetable rules.
func (d *decision) reviewDue() []Deadline {
	if d.s.Kind != OffSession {
		return nil
	}
	return d.due(lifecycle.DueReview, ruleset.OffSessionAssign, Subject{}, d.on)
}

// Revise hands in a new version of the text after a request or a return.
type Revise struct {
	Title  string
	Body   string
	Reason string
}

func (c Revise) decide(d *decision) error {
	m, err := d.onCase(lifecycle.Revise)
	if err != nil {
		return err
	}
	if err := need("title", c.Title, "body", c.Body); err != nil {
		return err
	}
	if c.Title == d.s.Title && c.Body == d.s.Body {
		return refuse("nothing_revised", "version", strconv.Itoa(d.s.Text))
	}
	d.emit(Revised{Move: m, On: d.on, Version: d.s.Text + 1, Title: c.Title, Body: c.Body, Reason: c.Reason, Deadlines: d.reviewDue()})
	return nil
}

// unset tells an unknown date.
func unset(d calendar.Date) bool { return d == calendar.Date{} }
