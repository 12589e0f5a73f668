package suggestion

import (
	"encoding/hex"

	"huiyin/domain/calendar"
	"huiyin/domain/lifecycle"
)

// LateEntry is the proof behind an act that is entered from paper (补录). It is
// required when the act's day lies more than one working day back, and for a
// rating from the deputy's signed form whatever its day.
//
// Scan is the SHA-256 of the scanned paper in lower-case hex. Second is the
// person who compared entry and paper: somebody else, from another body than the
// one that enters; behind a deputy's act, somebody of the congress.
type LateEntry struct {
	Reason string
	Scan   string
	Second Actor
}

// enter judges the day of an act whose row is open to its actor. Of an act that
// is entered late it records so, before the act's own events.
//
// Whether something was in time is judged by the recorded time alone: an entry
// with an earlier day takes no lapse back, and its clocks start on the recorded
// day (see begins), so that nobody loses days of a period that nobody knew of.
func (d *decision) enter(t lifecycle.Trigger, about Subject) *Refusal {
	since := d.basis(t, about)
	switch {
	case d.late && !d.entered && !lifecycle.MayBeLate(t):
		return refuse("never_late", "act", string(t), "date", d.on.String(), "today", d.today.String())
	case d.late && d.req.Late == nil:
		return refuse("late_entry", "date", d.on.String(), "today", d.today.String())
	case !d.late && d.req.Late != nil && !fromForm(d.req.Command):
		return refuse("not_late", "date", d.on.String(), "today", d.today.String())
	case d.on.Before(since):
		return refuse("before_basis", "date", d.on.String(), "since", since.String())
	case !d.late || d.entered:
		return nil
	}
	if r := d.proven(); r != nil {
		return r
	}
	e := d.req.Late
	d.entered = true
	d.emit(LateEntered{Act: t, Subject: about, On: d.on, Reason: e.Reason, Scan: e.Scan,
		Second: e.Second.Person, SecondRole: e.Second.Role, SecondUnit: e.Second.Unit})
	return nil
}

// proven refuses a proof that is not whole.
func (d *decision) proven() *Refusal {
	e := d.req.Late
	for _, f := range [][2]string{{"late_reason", e.Reason}, {"scan", e.Scan}, {"second", e.Second.Name}} {
		if f[1] == "" {
			return refuse("missing", "field", f[0])
		}
	}
	if !isScan(e.Scan) {
		return refuse("bad_scan", "scan", e.Scan)
	}
	return d.anotherBody(e.Second)
}

// anotherBody holds that the second person is not the first one and does not
// answer to the same body.
func (d *decision) anotherBody(second Actor) *Refusal {
	first := d.req.Actor
	forDeputy := first.Role.OfDeputies() || fromForm(d.req.Command)
	switch {
	case second.Same(first.Person):
		return refuse("second_is_first", "name", second.Name)
	case forDeputy && !second.Role.OfCongress():
		return refuse("second_not_of_congress", "name", second.Name, "role", string(second.Role))
	case !second.Role.OfCongress() && second.Role != lifecycle.GovOffice && (!second.Role.OfUnit() || second.Unit == ""):
		return refuse("second_of_no_body", "name", second.Name, "role", string(second.Role))
	case second.body() == first.body():
		return refuse("second_of_same_body", "name", second.Name, "role", string(second.Role))
	}
	return nil
}

// body is what a person acts for: a unit by its name, an office by its role.
func (a Actor) body() string {
	if a.Role.OfUnit() {
		return a.Unit
	}
	return string(a.Role)
}

// basis is the day of what an act builds on; its own day cannot lie before. It
// is unset where nothing is known to come before.
func (d *decision) basis(t lifecycle.Trigger, about Subject) calendar.Date {
	if c, ok := d.s.Commitment(about.Commitment); ok {
		return c.Made
	}
	if l, ok := d.s.Line(about.Line); ok {
		switch t {
		case lifecycle.DeliverReply, lifecycle.DeliverLast:
			return l.Latest().Issued
		case lifecycle.EnterSatisfied, lifecycle.EnterBasically, lifecycle.EnterDissat:
			return l.Latest().Complete
		}
	}
	if t == lifecycle.RecordReceipt {
		return calendar.Date{} // which tells by itself what is wrong with an earlier day
	}
	if a, ok := d.s.OfLine(about.Line); ok && about.Line != "" {
		return a.T0
	}
	if a, ok := d.s.Assignment(about.Assignment); ok {
		return a.T0
	}
	if d.s.State == lifecycle.Transferred {
		return d.s.Ended
	}
	return calendar.Date{}
}

// begins is the day from which a clock counts that the act starts: its own day,
// or of an act that is entered late the recorded one. Two clocks count from the
// paper's day all the same: the review's, because the office had the suggestion in
// hand from that day on whenever it entered it; and those that the rules count
// from the receipt of an assignment on paper.
func (d *decision) begins() calendar.Date {
	if d.late {
		return d.today
	}
	return d.on
}

// isScan tells a SHA-256 in lower-case hex.
func isScan(s string) bool {
	sum, err := hex.DecodeString(s)
	return err == nil && len(sum) == 32 && hex.EncodeToString(sum) == s
}
