package suggestion

import (
	"huiyin/domain/calendar"
	"huiyin/domain/lifecycle"
)

// Check says whether the actor of the request may do an act on a part of the
// case now: nil, or the *Refusal with the reason. It asks state, role and
// guards; what the act itself says is judged by Decide alone, so an open act may
// still be refused for what is filled in. The request's Command is not read.
func Check(s *Suggestion, r Request, m lifecycle.Machine, t lifecycle.Trigger, about Subject) error {
	r.Command = nil
	d := &decision{s: s, req: r, today: calendar.DateOf(r.Now), on: calendar.DateOf(r.Now)}
	if err := d.rules(); err != nil {
		return err
	}
	var err error
	switch m {
	case lifecycle.Case:
		err = d.standingOn(t, about)
	case lifecycle.Assignment:
		_, _, err = d.onUnit(about.Assignment, t)
	case lifecycle.ReplyLine:
		_, _, err = d.onLine(about.Line, t)
	case lifecycle.Commitment:
		_, _, err = d.onPromise(about.Commitment, t)
	default:
		_, err = d.onCase(t)
	}
	return err
}
