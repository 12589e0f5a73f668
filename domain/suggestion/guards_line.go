package suggestion

import (
	"slices"
	"strconv"
	"time"

	"huiyin/domain/calendar"
	"huiyin/domain/lifecycle"
)

// returnOpen reads the newest return date of the unit. A refused request stopped
// the clock, but the right to ask again lasts to the same day.
func returnOpen(d *decision, about Subject) *Refusal {
	for _, c := range slices.Backward(d.s.Clocks) {
		if c.Kind != lifecycle.DueReturn || c.Subject.Assignment != about.Assignment {
			continue
		}
		if d.past(c.Due) {
			return refuse("return_window_over", "due", c.Due.String())
		}
		return nil
	}
	return nil
}

func returnsLeft(d *decision, about Subject) *Refusal {
	if a, ok := d.s.Assignment(about.Assignment); ok && a.Final {
		return refuse("wrong_state", "machine", string(lifecycle.Assignment), "state", string(lifecycle.RuledFinal))
	}
	if limit, ok := d.req.Rules.MaxReturns(); ok && d.s.Returns >= limit.Value {
		return refuse("returns_used_up", "limit", strconv.Itoa(limit.Value))
	}
	return nil
}

func returnsUsedUp(d *decision, _ Subject) *Refusal {
	if limit, ok := d.req.Rules.MaxReturns(); ok && d.s.Returns < limit.Value {
		return refuse("returns_left", "count", strconv.Itoa(d.s.Returns), "limit", strconv.Itoa(limit.Value))
	}
	return nil
}

func lineNotReplied(d *decision, about Subject) *Refusal {
	if l, ok := d.s.Line(about.Line); ok && l.Replied() {
		return refuse("already_replied")
	}
	return nil
}

func leadDeputyOnly(d *decision, _ Subject) *Refusal {
	switch {
	case d.s.speaks(d.req.Actor):
		return nil
	case d.s.Kind == FromDelegation:
		return refuse("not_delegation_speaker", "head", d.s.Lead.Name)
	}
	return refuse("not_lead_deputy", "lead", d.s.Lead.Name)
}

func newestDelivered(d *decision, about Subject) *Refusal {
	l, _ := d.s.Line(about.Line)
	if l == nil || l.Latest().Complete == (calendar.Date{}) {
		return refuse("not_delivered")
	}
	if v, ok := ratedVersion(d.req.Command); ok && v != l.Latest().Number {
		return refuse("not_newest_version", "version", strconv.Itoa(v), "newest", strconv.Itoa(l.Latest().Number))
	}
	return nil
}

// ratedVersion is the version a command means to rate.
func ratedVersion(c Command) (int, bool) {
	switch c := c.(type) {
	case Rate:
		return c.Version, true
	case RateFromPaper:
		return c.Version, true
	}
	return 0, false
}

// notYetRated does not count a rating the deputy disowned.
func notYetRated(d *decision, about Subject) *Refusal {
	l, ok := d.s.Line(about.Line)
	if ok && !l.Disputed && slices.ContainsFunc(l.Ratings, func(r Rating) bool { return r.Version == l.Latest().Number }) {
		return refuse("already_rated", "version", strconv.Itoa(l.Latest().Number))
	}
	return nil
}

func contactOrReason(d *decision, about Subject) *Refusal {
	if c, ok := d.req.Command.(IssueReply); !ok || c.Without != "" {
		return nil
	}
	l, _ := d.s.Line(about.Line)
	if l == nil {
		return nil
	}
	heard := slices.ContainsFunc(l.Contacts, func(c Contact) bool {
		return c.Round == l.Round && (c.State == AnsweredYes || c.State == OneSided)
	})
	if !heard {
		return refuse("no_contact", "unit", l.Unit)
	}
	return nil
}

func opinionsIn(d *decision, _ Subject) *Refusal {
	if c, ok := d.req.Command.(IssueReply); !ok || c.Without != "" {
		return nil
	}
	for _, a := range d.s.Assignments {
		if a.Part == Co && a.Active() && a.State != lifecycle.OpinionGiven {
			return refuse("opinion_outstanding", "unit", a.Unit)
		}
	}
	return nil
}

func roundsLeft(d *decision, about Subject) *Refusal {
	l, _ := d.s.Line(about.Line)
	if limit, ok := d.req.Rules.MaxRedoRounds(); ok && l != nil && l.Round >= limit.Value {
		return refuse("redo_rounds_used_up", "limit", strconv.Itoa(limit.Value))
	}
	return nil
}

func roundsUsedUp(d *decision, about Subject) *Refusal {
	l, _ := d.s.Line(about.Line)
	if limit, ok := d.req.Rules.MaxRedoRounds(); ok && l != nil && l.Round < limit.Value {
		return refuse("redo_rounds_left", "round", strconv.Itoa(l.Round), "limit", strconv.Itoa(limit.Value))
	}
	return nil
}

func noReturnPending(d *decision, about Subject) *Refusal {
	if a, ok := d.s.OfLine(about.Line); ok && a.State == lifecycle.ReturnRequested {
		return refuse("return_pending", "unit", a.Unit)
	}
	return nil
}

func signedInFirst(d *decision, about Subject) *Refusal {
	if a, ok := d.s.OfLine(about.Line); ok && a.State != lifecycle.SignedIn {
		return refuse("not_signed_in", "unit", a.Unit)
	}
	return nil
}

func differentSigner(d *decision, about Subject) *Refusal {
	if l, ok := d.s.Line(about.Line); ok && l.Draft != nil && l.Draft.Drafter.Same(d.req.Actor.Person) {
		return refuse("signer_is_drafter", "name", d.req.Actor.Name)
	}
	return nil
}

func examinerNotDrafter(d *decision, about Subject) *Refusal {
	if l, ok := d.s.Line(about.Line); ok && l.Draft != nil && l.Draft.Drafter.Same(d.req.Actor.Person) {
		return refuse("examiner_is_drafter", "name", d.req.Actor.Name)
	}
	return nil
}

func deputyOfCase(d *decision, _ Subject) *Refusal {
	if !slices.ContainsFunc(d.s.Speakers(), d.req.Actor.Same) {
		return refuse("not_deputy_of_case", "name", d.req.Actor.Name)
	}
	return nil
}

func upgradePossible(d *decision, about Subject) *Refusal {
	l, ok := d.s.Line(about.Line)
	if !ok || !d.req.Rules.NeedsCommitment(string(l.Latest().Class)) {
		return refuse("no_promise_class")
	}
	if d.s.State != lifecycle.Tracking && d.s.State != lifecycle.Closed {
		return refuse("not_tracking")
	}
	return nil
}

// sessionYearOpen accepts a late rating until the session year closes.
func sessionYearOpen(d *decision, about Subject) *Refusal {
	l, ok := d.s.Line(about.Line)
	if !ok {
		return nil
	}
	if ends := d.yearEnds(*l); d.today.After(ends) {
		return refuse("session_year_over", "ends", ends.String())
	}
	return nil
}

// yearEnds is the last day on which a silent line may still be rated. A case of
// unknown T0, which an import can bring, goes by its reply's delivery.
func (d *decision) yearEnds(l Line) calendar.Date {
	year := d.s.T0
	switch {
	case !unset(d.req.YearEnds):
		return d.req.YearEnds
	case unset(year):
		year = l.Latest().Complete
	}
	end, _ := calendar.NewDate(year.Year(), time.December, 31)
	return end
}

// noLateRating keeps a case out of the archive, which is final, while the deputy
// who said nothing may still rate late.
func noLateRating(d *decision, _ Subject) *Refusal {
	for _, l := range d.s.Lines {
		if ends := d.yearEnds(l); l.State == lifecycle.NotReturned && !d.today.After(ends) {
			return refuse("late_rating_possible", "unit", l.Unit, "ends", ends.String())
		}
	}
	return nil
}

func firstRound(d *decision, about Subject) *Refusal {
	if l, ok := d.s.Line(about.Line); ok && l.Round > 0 {
		return refuse("after_redo")
	}
	return nil
}

func afterRedo(d *decision, about Subject) *Refusal {
	if l, ok := d.s.Line(about.Line); ok && l.Round == 0 {
		return refuse("first_round")
	}
	return nil
}
