package suggestion

import (
	"errors"
	"fmt"
	"slices"
)

// datesStay: a succession moves no date, and nothing open is left with the old
// name.
func (p *play) datesStay(_ Request, events []Event, s *Suggestion) error {
	if len(events) == 0 {
		return nil
	}
	e, ok := events[0].(UnitSucceeded)
	if !ok {
		return nil
	}
	for i, old := range p.s.Clocks {
		n, discharged := s.Clocks[i], old.Subject.Assignment != ""
		if n.Deadline != old.Deadline || (n.Lapsed != old.Lapsed || n.Running != old.Running) && !discharged {
			return fmt.Errorf("the succession moved %+v to %+v", old, n)
		}
	}
	if s.Duties(e.Old) || s.BodyOf(e.Old) != e.New {
		return fmt.Errorf("%s still has duties", e.Old)
	}
	return nil
}

// theGone: nobody acts, rates or receives who is dead, and nothing waits for
// them.
func (p *play) theGone(r Request, events []Event, s *Suggestion) error {
	if len(events) == 0 {
		return nil
	}
	for _, e := range events {
		if d, ok := e.(ReplyDelivered); ok && p.s.Gone(d.To) {
			return errors.New("delivered to the dead")
		}
		if _, ok := e.(FeedbackImpossible); ok && !p.s.Gone(p.s.Lead) && !s.Gone(p.s.Lead) {
			return errors.New("gave up a rating the lead deputy can give")
		}
	}
	if len(s.Changes.Departures) == 0 {
		return nil
	}
	for _, l := range s.Lines {
		all := !slices.ContainsFunc(s.Recipients(), func(q Person) bool { return !slices.ContainsFunc(l.Latest().Delivered, q.Same) })
		if (l.State == "issued" || l.State == "upgrade_issued") && all {
			return fmt.Errorf("line %s waits for nobody's receipt", l.ID)
		}
		if d := (&decision{s: s}); l.State == "delivered" && d.nobodyRates() {
			return fmt.Errorf("line %s waits for nobody's rating", l.ID)
		}
	}
	return nil
}
