package suggestion

import (
	"errors"
	"fmt"

	"huiyin/domain/calendar"
	"huiyin/domain/lifecycle"
)

// gives reports whether the actor may give the case's rating.
func (p *play) gives(r Request, events []Event) bool {
	switch r.Actor.Role {
	case lifecycle.LeadDeputy, lifecycle.Delegation:
		return p.s.speaks(r.Actor)
	case lifecycle.DeputyAffairsCommittee:
		return entered(events) && r.Late != nil && isScan(r.Late.Scan) && r.Late.Second.Role.OfCongress()
	}
	return false
}

// entered reports whether a rating from paper stands before the rating.
func entered(events []Event) bool {
	for i, e := range events {
		if _, ok := e.(FeedbackEntered); ok {
			return i+1 < len(events) && kind(events[i+1]) == "FeedbackGiven"
		}
	}
	return false
}

// onPaper: an act dated back is entered late, on proof, with a second person from
// elsewhere; no decision about a deadline is; and nothing else is called late.
func (p *play) onPaper(r Request, events []Event, s *Suggestion) error {
	if s.Entering {
		return errors.New("a late entry waits for its act")
	}
	today := calendar.DateOf(r.Now)
	late := !unset(r.On) && r.Calendar.WorkingDaysBetween(r.On, today) > 1
	for i, e := range events {
		switch e := e.(type) {
		case LateEntered:
			switch {
			case !late || i != 0 || e.On != r.On:
				return fmt.Errorf("entered late without need: %+v", e)
			case !lifecycle.MayBeLate(e.Act) || !isScan(e.Scan) || e.Reason == "" || e.Second.Name == "":
				return fmt.Errorf("entered late without proof: %+v", e)
			case e.Second.Same(r.Actor.Person) || (Actor{Role: e.SecondRole, Unit: e.SecondUnit}).body() == r.Actor.body():
				return fmt.Errorf("nobody else looked: %+v", e)
			}
		case Assigned, ReturnApproved, ExtensionGranted, DeadlineCorrected, RedoOrdered, CommitmentDeferred, CommitmentCarriedOver:
			// Where the rules ask nobody, the unit's request is the extension, which
			// counts from T0 whatever its day.
			if _, own := r.Command.(RequestExtension); late && !own {
				return fmt.Errorf("%s was dated back to %s", kind(e), r.On)
			}
		}
	}
	if late && len(events) > 0 && kind(events[0]) != "LateEntered" {
		return fmt.Errorf("%s passed as of %s", kinds(events), r.On)
	}
	return p.fromToday(late, today, events)
}

// fromToday: no clock that a late entry starts counts days nobody knew of.
func (p *play) fromToday(late bool, today calendar.Date, events []Event) error {
	for _, e := range events {
		d, ok := e.(ReplyDelivered)
		for _, c := range d.Deadlines {
			if ok && late && c.Start != today {
				return fmt.Errorf("%s counts from %s", c.Kind, c.Start)
			}
		}
	}
	return nil
}
