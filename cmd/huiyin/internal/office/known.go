package office

import (
	"context"

	"huiyin/domain/calendar"
	"huiyin/domain/suggestion"
)

// known adds to a request what the registers say of it: the system of the
// actor's unit, by which the consents to an extension differ, and the day on
// which the session year of the case closes, until which a late rating counts.
// Only acts that ask for one of them, and lists of possible acts, cost a look.
// What no register says stays unset, and the domain's own default holds.
func (o *Office) known(s state, r request) (request, error) {
	switch r.Command.(type) {
	case suggestion.RequestExtension, suggestion.Rate, suggestion.RateFromPaper, suggestion.ArchiveIt, nil:
	default:
		return r, nil
	}
	dir, err := o.Directory(context.Background()) // decisions have no context of their own
	if err != nil {
		return r, err
	}
	today := calendar.DateOf(r.Now)
	if o.opts.System != nil {
		r.System = o.opts.System(r.Actor.Unit)
	} else if unit, ok := dir.UnitNamed(r.Actor.Unit, today); ok {
		r.System = string(unit.System)
	}
	if session, ok := dir.SessionNamed(s.Congress, s.Session); ok {
		r.YearEnds = dir.YearEnd(session.ID)
	}
	return r, nil
}
