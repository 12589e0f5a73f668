package reactors

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"huiyin/domain/calendar"
	"huiyin/domain/lifecycle"
	"huiyin/domain/suggestion"
	"huiyin/eventstore"
	"huiyin/projections/parked"
)

// Due is a running deadline of a case.
type Due struct {
	Case    suggestion.CaseID
	Kind    lifecycle.Deadline
	Subject suggestion.Subject
	Day     calendar.Date
}

// Dues lists the running, not yet lapsed deadlines of a case that ended before
// the day, by due day.
func Dues(s *suggestion.Suggestion, before calendar.Date) []Due {
	var out []Due
	for _, c := range s.Clocks {
		if c.Running && !c.Lapsed && c.Due.Before(before) {
			out = append(out, Due{Case: s.ID, Kind: c.Kind, Subject: c.Subject, Day: c.Due})
		}
	}
	slices.SortStableFunc(out, func(a, b Due) int { return a.Day.Compare(b.Day) })
	return out
}

// LapseOf is the clock's command for a due date. Its id is fixed by case, kind,
// subject and day, and its time is the end of that day.
func LapseOf(d Due) Act {
	return Act{ID: eventstore.DeriveID(at(calendar.EndOf(d.Day)), d.parts("lapse")...),
		Case: d.Case, Role: lifecycle.Clock, Command: suggestion.Lapse{Kind: d.Kind, Subject: d.Subject, Due: d.Day}}
}

// at is an id of an instant, from which the clock's commands derive theirs.
func at(t time.Time) (base eventstore.ID) {
	ms := uint64(t.UnixMilli())
	for i := range 6 {
		base[i] = byte(ms >> (40 - 8*i))
	}
	return base
}

// parts name the verb and the due date in a command's id.
func (d Due) parts(verb string) []string {
	return []string{verb, string(d.Case), string(d.Kind), string(d.Subject.Assignment), string(d.Subject.Line), string(d.Subject.Contact),
		string(d.Subject.Commitment), d.Day.String()}
}

// RunClock lets lapse whatever of the listed cases ended before the day, again
// and again until nothing is left: a reminder sets a new date that may be past
// too. It tells how many lapses it gave. A lapse that is refused, or was given by
// somebody else at the same time, counts for nothing and holds up no other.
//
// A case that cannot be read (see parked.CauseOf) keeps no other from its lapse;
// the error, after all had their turn, names every such case.
func RunClock(ctx context.Context, desk Desk, ids []suggestion.CaseID, before calendar.Date) (int, error) {
	return forEach("clock", ids, func(id suggestion.CaseID) (int, error) { return lapseAll(ctx, desk, id, before) })
}

// forEach counts what is given to one case after the other. A case that cannot
// be read has its error told after all others had their turn; any other error
// ends it.
func forEach(what string, ids []suggestion.CaseID, do func(suggestion.CaseID) (int, error)) (int, error) {
	n := 0
	var broken error
	for _, id := range ids {
		given, err := do(id)
		n += given
		if err == nil {
			continue
		}
		err = fmt.Errorf("%s: case %s: %w", what, id, err)
		if _, own := parked.CauseOf(err); !own {
			return n, err
		}
		broken = errors.Join(broken, err)
	}
	return n, broken
}

func lapseAll(ctx context.Context, desk Desk, id suggestion.CaseID, before calendar.Date) (n int, err error) {
	defer parked.Recover(&err)
	tried := map[Due]bool{}
	for {
		s, err := desk.Load(ctx, id)
		if err != nil {
			return n, err
		}
		dues := Dues(s, before)
		i := slices.IndexFunc(dues, func(d Due) bool { return !tried[d] })
		n = len(tried)
		for _, d := range dues {
			if tried[d] {
				n-- // still there, so it was refused
			}
		}
		if i < 0 {
			return n, nil
		}
		tried[dues[i]] = true
		if err := desk.Carry(ctx, LapseOf(dues[i])); !isAnswer(err) {
			return n, fmt.Errorf("%s due %s: %w", dues[i].Kind, dues[i].Day, err)
		}
	}
}
