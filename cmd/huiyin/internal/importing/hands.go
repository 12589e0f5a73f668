package importing

import (
	"context"
	"errors"
	"time"

	"huiyin/cmd/huiyin/internal/office"
	"huiyin/domain/calendar"
	"huiyin/domain/ruleset"
	"huiyin/domain/suggestion"
	"huiyin/eventstore"
)

// recorder imports into the log.
type recorder struct{ office *office.Office }

func (r recorder) do(ctx context.Context, a office.Act) ([]suggestion.Event, error) {
	done, err := r.office.Do(ctx, a)
	return done.Events, err
}

// rehearsal decides as the log would and keeps what would be the cases' states,
// so that later rows of the file meet the earlier ones.
type rehearsal struct {
	office *office.Office
	states map[suggestion.CaseID]*suggestion.Suggestion
}

func (r *rehearsal) do(ctx context.Context, a office.Act) ([]suggestion.Event, error) {
	s, err := r.load(ctx, a.Case)
	if err != nil {
		return nil, err
	}
	q := suggestion.Request{Actor: a.Actor, Now: r.office.Now(), Rules: r.rules(s), Calendar: r.office.Calendar, Command: a.Command}
	events, err := suggestion.Decide(s, q)
	if err != nil {
		return nil, err
	}
	r.states[a.Case] = suggestion.Fold(s, events...)
	return events, nil
}

func (r *rehearsal) load(ctx context.Context, id suggestion.CaseID) (*suggestion.Suggestion, error) {
	if s, ok := r.states[id]; ok {
		return s, nil
	}
	s, err := r.office.Load(ctx, id)
	if errors.Is(err, eventstore.ErrStreamNotFound) {
		return suggestion.New(), nil
	}
	return s, err
}

// rules are those the case pinned, as the office resolves them.
func (r *rehearsal) rules(s *suggestion.Suggestion) ruleset.Set {
	for _, set := range r.office.Rules {
		if s.RuleSet != "" && set.ID == s.RuleSet && set.Digest == s.RuleDigest {
			return set
		}
	}
	return r.office.RulesFor(ruleset.NationalJurisdiction, r.office.Today())
}

// jurisdiction is whose rules the case is under, by province and level.
func jurisdiction(f suggestion.Facts) string {
	if name, ok := words().name("rules", f.Province+f.Level); ok {
		return name
	}
	return ruleset.NationalJurisdiction
}

// judgedOn is the day whose rules count: of the assignment, else of the reply,
// else of the publication, else the middle of the year.
func judgedOn(f suggestion.Facts) calendar.Date {
	for _, d := range []calendar.Date{f.AssignedOn, f.RepliedOn, f.PublishedOn} {
		if !d.IsZero() {
			return d
		}
	}
	mid, _ := calendar.NewDate(f.Year, time.July, 1)
	return mid
}
