package suggestion

import (
	"fmt"
	"slices"

	"huiyin/domain/calendar"
	"huiyin/domain/lifecycle"
	"huiyin/domain/ruleset"
)

// DraftReply writes the line's next version: the first reply, a redo reply, or
// a further reply (再次答复) after a promise was kept.
type DraftReply struct {
	Line     LineID
	Class    Class
	Text     string
	Promises []Promise
}

func (c DraftReply) decide(d *decision) error {
	l, ok := d.s.Line(c.Line)
	if !ok {
		return refuse("no_such_line", "id", string(c.Line))
	}
	t := lifecycle.DraftReply
	if l.settled() {
		t = lifecycle.DraftUpgrade
	}
	line, m, err := d.onLine(c.Line, t)
	if err != nil {
		return err
	}
	if err := need("text", c.Text); err != nil {
		return err
	}
	if r := d.knownClass(c.Class); r != nil {
		return r
	}
	if r := d.datedPromise(c.Class, c.Promises); r != nil {
		return r
	}
	d.emit(ReplyDrafted{Line: c.Line, Move: m, Version: line.Latest().Number + 1, Drafter: d.req.Actor.Person,
		Class: c.Class, Text: c.Text, Promises: d.named(line, c.Promises)})
	return nil
}

func (d *decision) knownClass(c Class) *Refusal {
	if _, ok := d.req.Rules.ClassByCode(string(c)); ok {
		return nil
	}
	var known []string
	for _, class := range d.req.Rules.Classes().Value {
		known = append(known, class.Code+" "+class.Label)
	}
	return refuse("unknown_class", "class", string(c), "rules", d.req.Rules.ID, "known", join(known))
}

// label is the rule set's word for a class, for codes that have no other.
func (d *decision) label(c Class) string {
	class, _ := d.req.Rules.ClassByCode(string(c))
	return class.Label
}

// datedPromise holds the rule that a reply promising something says what and by
// when (Shanghai Art 18, Chongqing Art 22).
func (d *decision) datedPromise(c Class, promises []Promise) *Refusal {
	if d.req.Rules.NeedsCommitment(string(c)) && len(promises) == 0 {
		return refuse("promise_missing", "class", string(c), "label", d.label(c))
	}
	for _, p := range promises {
		if p.Text == "" {
			return refuse("missing", "field", "promise")
		}
		if unset(p.Due) {
			return refuse("promise_without_date", "text", p.Text)
		}
		if p.Due.Before(d.on) {
			return refuse("promise_in_past", "text", p.Text, "due", p.Due.String())
		}
	}
	return nil
}

// named gives the promises their identifiers and, where unsaid, the line's unit.
func (d *decision) named(l Line, promises []Promise) []Promise {
	out := slices.Clone(promises)
	for i := range out {
		out[i].Commitment = CommitmentID(fmt.Sprintf("%sv%dc%d", l.ID, l.Latest().Number+1, i+1))
		if out[i].Unit == "" {
			out[i].Unit = d.s.BodyOf(l.Unit)
		}
	}
	return out
}

// ExamineReply passes a draft or sends it back with a reason.
type ExamineReply struct {
	Line   LineID
	Pass   bool
	Reason string
}

func (c ExamineReply) decide(d *decision) error {
	t := lifecycle.SendBackReply
	if c.Pass {
		t = lifecycle.PassReply
	}
	l, m, err := d.onLine(c.Line, t)
	if err != nil {
		return err
	}
	if c.Pass {
		d.emit(ReplyExamined{Line: c.Line, Move: m, Version: l.Draft.Version})
		return nil
	}
	if err := need("reason", c.Reason); err != nil {
		return err
	}
	d.emit(ReplySentBack{Line: c.Line, Move: m, Version: l.Draft.Version, Reason: c.Reason})
	return nil
}

// IssueReply signs and issues the examined draft. Without is the reason for
// issuing with no contact, or with a co-opinion outstanding; it is shown.
type IssueReply struct {
	Line       LineID
	DocumentNo string
	Without    string
}

func (c IssueReply) decide(d *decision) error {
	l, m, err := d.onLine(c.Line, lifecycle.IssueReply)
	if err != nil {
		return err
	}
	draft, old := *l.Draft, l.Latest().Class
	if r := d.datedPromise(draft.Class, draft.Promises); r != nil {
		return r
	}
	d.emit(ReplyIssued{Line: c.Line, Move: m, On: d.on, Version: draft.Version, Class: draft.Class,
		DocumentNo: c.DocumentNo, Signer: d.req.Actor.Person, Without: c.Without})
	for _, p := range draft.Promises {
		if err := d.promise(c.Line, draft.Version, p); err != nil {
			return err
		}
	}
	if d.req.Rules.NeedsCommitment(string(old)) && d.resolved(draft.Class) {
		d.emit(ClassUpgraded{Line: c.Line, Version: draft.Version, Old: old, New: draft.Class})
	}
	return nil
}

func (d *decision) resolved(c Class) bool {
	class, ok := d.req.Rules.ClassByCode(string(c))
	return ok && class.Outcome == ruleset.Resolved
}

func (d *decision) promise(line LineID, version int, p Promise) error {
	m, err := d.move(lifecycle.Commitment, lifecycle.None, lifecycle.MakeCommitment)
	if err != nil {
		return err
	}
	d.emit(Promised{Commitment: p.Commitment, Line: line, Version: version, Move: m, On: d.on, Text: p.Text, Unit: p.Unit,
		Due: p.Due, DueText: p.DueText, Deadlines: d.promiseDue(p.Commitment, p.Due)})
	return nil
}

// promiseDue is a date the unit itself set, so no rule stands behind it. A date
// that no source states starts no clock.
func (d *decision) promiseDue(id CommitmentID, due calendar.Date) []Deadline {
	if unset(due) {
		return nil
	}
	return []Deadline{{Kind: lifecycle.DueCommitment, Subject: Subject{Commitment: id}, Start: d.on, Due: due}}
}

// RelayTheReply gives a merged member the head's reply as its own version.
type RelayTheReply struct {
	Unit        string
	HeadVersion int
	Class       Class
	DocumentNo  string
	Signer      Person
	HeadOpen    bool
}

func (c RelayTheReply) decide(d *decision) error {
	id := d.s.lineOf(c.Unit)
	if id == "" {
		return refuse("no_such_line", "id", c.Unit)
	}
	l, m, err := d.onLine(id, lifecycle.RelayReply)
	if err != nil {
		return err
	}
	if err := need("signer", c.Signer.Name); err != nil {
		return err
	}
	if r := d.knownClass(c.Class); r != nil {
		return r
	}
	d.emit(ReplyRelayed{Line: id, Move: m, On: d.on, Version: l.Latest().Number + 1, Head: d.s.Head, HeadVersion: c.HeadVersion,
		Class: c.Class, DocumentNo: c.DocumentNo, Signer: c.Signer, HeadOpen: c.HeadOpen})
	return nil
}

// lineOf is the unit's line: of several that a succession left to one body, the
// first that has no reply yet.
func (s *Suggestion) lineOf(unit string) LineID {
	var found LineID
	for _, l := range s.Lines {
		if l.State == lifecycle.LineEnded || s.BodyOf(l.Unit) != s.BodyOf(unit) {
			continue
		}
		if !l.Replied() {
			return l.ID
		}
		if found == "" {
			found = l.ID
		}
	}
	return found
}

// DeliverReply is the receipt of the newest version by one deputy, or by one of
// a delegation's contact persons. The last receipt starts the feedback clock.
type DeliverReply struct {
	Line    LineID
	To      Person
	Channel string
}

func (c DeliverReply) decide(d *decision) error {
	l, ok := d.s.Line(c.Line)
	if !ok {
		return refuse("no_such_line", "id", string(c.Line))
	}
	done := slices.Clone(l.Latest().Delivered)
	if d.s.Gone(c.To) {
		return refuse("deputy_gone", "name", c.To.Name)
	}
	if !slices.ContainsFunc(d.s.Recipients(), c.To.Same) {
		return refuse("not_deputy_of_case", "name", c.To.Name)
	}
	again := slices.ContainsFunc(done, c.To.Same)
	done = append(done, c.To)
	t := lifecycle.DeliverReply
	if !slices.ContainsFunc(d.s.Recipients(), func(p Person) bool { return !slices.ContainsFunc(done, p.Same) }) {
		t = lifecycle.DeliverLast
	}
	// Only where new contact persons left nobody else to deliver to does a second
	// receipt complete the delivery.
	if again && (t == lifecycle.DeliverReply || !unset(l.Latest().Complete)) {
		return refuse("delivered_before", "name", c.To.Name)
	}
	line, m, err := d.onLine(c.Line, t)
	if err != nil {
		return err
	}
	var due []Deadline
	if t == lifecycle.DeliverLast {
		due = append(d.due(lifecycle.DueFeedback, ruleset.Feedback, Subject{Line: c.Line}, d.begins()), d.publishDue(c.Line, d.begins())...)
	}
	d.emit(ReplyDelivered{Line: c.Line, Move: m, On: d.on, Version: line.Latest().Number, To: c.To, Channel: c.Channel, Deadlines: due})
	return nil
}

// CorrectTheClass is the supervisor's correction; the claimed class stays.
type CorrectTheClass struct {
	Line   LineID
	Class  Class
	Reason string
}

func (c CorrectTheClass) decide(d *decision) error {
	l, m, err := d.onLine(c.Line, lifecycle.CorrectClass)
	if err != nil {
		return err
	}
	if err := need("reason", c.Reason); err != nil {
		return err
	}
	if r := d.knownClass(c.Class); r != nil {
		return r
	}
	v := l.Latest()
	if v.Class == c.Class {
		return refuse("class_unchanged", "class", string(c.Class), "label", d.label(c.Class))
	}
	d.emit(ClassCorrected{Line: c.Line, Move: m, Version: v.Number, Old: v.Class, New: c.Class, Reason: c.Reason})
	return nil
}

// ContestTheClass is the deputy's objection ("A claimed, not solved").
type ContestTheClass struct {
	Line   LineID
	Reason string
}

func (c ContestTheClass) decide(d *decision) error {
	_, m, err := d.onLine(c.Line, lifecycle.ContestClass)
	if err != nil {
		return err
	}
	if err := need("reason", c.Reason); err != nil {
		return err
	}
	d.emit(ClassContested{Line: c.Line, Move: m, Reason: c.Reason})
	return nil
}
