package suggestion

import (
	"slices"

	"huiyin/domain/lifecycle"
)

// Codes of the red flags on a rating (handbook 6.3, measure 5).
const (
	// FlagHasty: rated within minutes of the delivery.
	FlagHasty = "hasty_rating"
	// FlagNoContact: a good rating, and no contact the deputy confirmed.
	FlagNoContact = "no_confirmed_contact"
	// FlagTurned: dissatisfied became better without a new reply or contact.
	FlagTurned = "turned_without_cause"
	// FlagEarly: rated before the reply had reached everybody.
	FlagEarly = "before_delivery"
	// FlagTied: the lead deputy is employed by the unit.
	FlagTied = "tied_to_unit"
	// FlagVisitDiffers: asked again, the deputy said something else.
	FlagVisitDiffers = "visit_differs"
)

// FlagCodes lists every red flag.
func FlagCodes() []string {
	return []string{FlagHasty, FlagNoContact, FlagTurned, FlagEarly, FlagTied, FlagVisitDiffers}
}

// RaiseTheFlag is a reactor's remark on a rating. It blocks nothing; raised again
// for the same rating it does nothing.
type RaiseTheFlag struct {
	Line LineID
	Flag string
	Why  string
}

func (c RaiseTheFlag) decide(d *decision) error {
	if err := d.standingOn(lifecycle.RaiseFlag, Subject{Line: c.Line}); err != nil {
		return err
	}
	if _, ok := d.s.Line(c.Line); !ok {
		return refuse("no_such_line", "id", string(c.Line))
	}
	if !slices.Contains(FlagCodes(), c.Flag) {
		return refuse("unknown_code", "code", c.Flag)
	}
	d.raise(c.Line, c.Flag, c.Why)
	return nil
}

// raise marks the line's newest rating, once. That a deputy is tied to the unit
// is no property of one rating and is marked once for all of them.
func (d *decision) raise(id LineID, flag, why string) {
	l, ok := d.s.Line(id)
	if !ok || slices.ContainsFunc(d.s.Oversight.Flags, func(f Flag) bool {
		return f.Line == id && f.Flag == flag && (flag == FlagTied || f.Version == l.Latest().Number && f.Ratings == len(l.Ratings))
	}) {
		return
	}
	d.emit(RedFlagRaised{Line: id, Flag: flag, Why: why})
}

// ClearTheFlag puts the line's open flags of a kind away, with the committee's
// reason.
type ClearTheFlag struct {
	Line   LineID
	Flag   string
	Reason string
}

func (c ClearTheFlag) decide(d *decision) error {
	if err := d.standingOn(lifecycle.ClearFlag, Subject{Line: c.Line}); err != nil {
		return err
	}
	if err := need("reason", c.Reason); err != nil {
		return err
	}
	if !slices.ContainsFunc(d.s.OpenFlags(), func(f Flag) bool { return f.Line == c.Line && f.Flag == c.Flag }) {
		return refuse("no_such_flag", "flag", c.Flag)
	}
	d.emit(RedFlagCleared{Line: c.Line, Flag: c.Flag, Reason: c.Reason})
	return nil
}
