package suggestion

import (
	"slices"

	"huiyin/domain/calendar"
	"huiyin/domain/lifecycle"
)

// FixKey marks a key suggestion (重点督办建议) by decision of the chairpersons. The
// number or the name of an item, if given, groups it with others under one key
// item (R5-03).
type FixKey struct {
	Decision string
	Item     string
	ItemName string
}

func (c FixKey) decide(d *decision) error {
	if err := d.standing(lifecycle.FixKey); err != nil {
		return err
	}
	if err := need("decision", c.Decision); err != nil {
		return err
	}
	d.emit(KeySuggestionFixed{Decision: c.Decision})
	if c.Item != "" || c.ItemName != "" {
		d.emit(KeyItemJoined{Number: c.Item, Name: c.ItemName})
	}
	return nil
}

// Layers of grand supervision (大督办).
func Layers() []string {
	return []string{"congress_leader", "government_leader", "special_committee", "deputies_committee"}
}

// AppointSupervisor names who supervises or leads a key suggestion.
type AppointSupervisor struct {
	Layer  string
	Person Person
	Body   string
}

func (c AppointSupervisor) decide(d *decision) error {
	if err := d.standing(lifecycle.AppointSupervisor); err != nil {
		return err
	}
	if !slices.Contains(Layers(), c.Layer) {
		return refuse("unknown_code", "code", c.Layer)
	}
	d.emit(SupervisorAppointed{Layer: c.Layer, Person: c.Person, Body: c.Body})
	return nil
}

// Supervise logs one act of supervision.
type Supervise struct {
	Layer  string
	Way    string
	Record string
}

func (c Supervise) decide(d *decision) error {
	if err := d.standing(lifecycle.Supervise); err != nil {
		return err
	}
	if err := need("record", c.Record); err != nil {
		return err
	}
	d.emit(SupervisionActed{Layer: c.Layer, Way: c.Way, Record: c.Record})
	return nil
}

// byRole refuses an act of the system itself to anybody but the named roles,
// and on a case that has not begun.
func (d *decision) byRole(act string, roles ...lifecycle.Role) error {
	if d.s.State == lifecycle.None {
		return refuse("wrong_state", "act", act, "machine", string(lifecycle.Suggestion), "state", string(d.s.State))
	}
	if !slices.Contains(roles, d.req.Actor.Role) {
		return refuse("wrong_role", "act", act, "role", string(d.req.Actor.Role), "allowed", join(roles))
	}
	return nil
}

// ArchiveIt files a closed case; ReopenIt opens it again on new facts.
type ArchiveIt struct{}

func (ArchiveIt) decide(d *decision) error {
	m, err := d.onCase(lifecycle.Archive)
	if err != nil {
		return err
	}
	d.emit(Archived{Move: m})
	return nil
}

// ReopenIt opens a closed case on new facts and puts one line back to redo.
type ReopenIt struct {
	Line   LineID
	Reason string
}

func (c ReopenIt) decide(d *decision) error {
	m, err := d.onCase(lifecycle.Reopen)
	if err != nil {
		return err
	}
	if err := need("reason", c.Reason); err != nil {
		return err
	}
	d.emit(Reopened{Move: m, Reason: c.Reason})
	return OrderTheRedo{Line: c.Line, Reason: c.Reason}.decide(d)
}

// Lapse is the clock's command: the due day of a running deadline has ended. It
// is derived from (case, kind, subject, due), so whoever is first wins and a
// second one finds nothing to do.
type Lapse struct {
	Kind    lifecycle.Deadline
	Subject Subject
	Due     calendar.Date
}

func (c Lapse) decide(d *decision) error {
	if err := d.byRole("lapse", lifecycle.Clock); err != nil {
		return err
	}
	clock, ok := d.s.Running(c.Kind, c.Subject)
	if !ok || clock.Due != c.Due || clock.Lapsed {
		return nil
	}
	if !d.past(c.Due) {
		return refuse("not_due_yet", "due", c.Due.String(), "today", d.today.String())
	}
	switch c.Kind {
	case lifecycle.DueContactConfirm:
		_, m, err := d.onLine(c.Subject.Line, lifecycle.LapseContact)
		if err != nil {
			return err
		}
		d.emit(ContactUnanswered{Line: c.Subject.Line, Move: m, Contact: c.Subject.Contact})
		return nil
	case lifecycle.DueFeedback:
		return d.lapseFeedback(c)
	}
	d.emit(DeadlineLapsed{Kind: c.Kind, Subject: c.Subject, Due: c.Due})
	return nil
}

// lapseFeedback reminds as often as the rules say and then records silence.
func (d *decision) lapseFeedback(c Lapse) error {
	l, ok := d.s.Line(c.Subject.Line)
	if !ok {
		return refuse("no_such_line", "id", string(c.Subject.Line))
	}
	if n, ok := d.req.Rules.Reminders(); ok && l.Reminders < n.Value {
		return d.remind(c.Subject.Line)
	}
	t := lifecycle.LapseFeedback
	if l.Round > 0 {
		t = lifecycle.LapseRedo
	}
	line, m, err := d.onLine(c.Subject.Line, t)
	if err != nil {
		return err
	}
	d.emit(FeedbackNotReturned{Line: c.Subject.Line, Move: m, On: d.on, Version: line.Latest().Number, Round: line.Round})
	return nil
}
