package asof

import (
	"huiyin/domain/suggestion"
	"huiyin/eventstore/decider"
)

// Fact is an event of a case with its record.
type Fact = decider.Fact[suggestion.Event]

// Step is a fact that counts, with the case after it.
type Step struct {
	Fact
	State *suggestion.Suggestion
	// Later is set if the fact was recorded only after the moment.
	Later bool
}

// History lists the steps of a case as of the moment, given all its facts in
// order. It is empty if there is nothing yet.
func (m Moment) History(facts []Fact) []Step {
	var steps []Step
	s := suggestion.New()
	for _, f := range facts {
		if !m.counts(&f.Recorded) {
			continue
		}
		e, ok := m.cut(s, f.Event)
		if !ok {
			continue
		}
		s, f.Event = suggestion.Fold(s, e), e
		steps = append(steps, Step{Fact: f, State: s, Later: f.Recorded.Recorded.After(m.Until)})
	}
	return steps
}
