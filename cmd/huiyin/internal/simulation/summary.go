package simulation

import (
	"reflect"

	"huiyin/domain/lifecycle"
	"huiyin/domain/suggestion"
)

// Summary counts what the year brought. Events leaves out the rules and the
// calendar that a new log adopts.
type Summary struct {
	Cases    int
	Commands int
	Refused  int
	Events   int
	// ByEvent counts by the event's Go name, Refusals by code, States the
	// cases by where they are at the end.
	ByEvent  map[string]int
	Refusals map[string]int
	States   map[lifecycle.State]int
	// Classes and Ratings are those of first replies; a rating counts as the
	// worse of its two parts.
	Classes map[suggestion.Class]int
	Ratings map[suggestion.Grade]int
	// Replies tells how the first replies lie to their due day.
	Replies struct{ Early, LastTenDays, Late int }
	Lapsed  map[lifecycle.Deadline]int
	// Leads counts the reply lines by unit, Modes the assignments by mode.
	Leads map[string]int
	Modes map[suggestion.Mode]int
}

func newSummary() Summary {
	return Summary{ByEvent: map[string]int{}, Refusals: map[string]int{}, States: map[lifecycle.State]int{},
		Classes: map[suggestion.Class]int{}, Ratings: map[suggestion.Grade]int{}, Lapsed: map[lifecycle.Deadline]int{},
		Leads: map[string]int{}, Modes: map[suggestion.Mode]int{}}
}

// note counts one event; s is the case after it.
func (m *Summary) note(s *suggestion.Suggestion, e suggestion.Event) {
	m.Events++
	m.ByEvent[reflect.TypeOf(e).Name()]++
	switch e := e.(type) {
	case suggestion.Assigned:
		m.Modes[e.Mode]++
		for _, u := range e.Units {
			if u.Line != "" && e.Following == "" {
				m.Leads[u.Unit]++
			}
		}
	case suggestion.ReplyIssued:
		if e.Version == 1 {
			m.Classes[e.Class]++
			m.timing(s, e)
		}
	case suggestion.FeedbackGiven:
		if e.Version == 1 {
			m.Ratings[suggestion.Rating{Process: e.Process, Result: e.Result}.Worse()]++
		}
	case suggestion.DeadlineLapsed:
		m.Lapsed[e.Kind]++
	}
}

func (m *Summary) timing(s *suggestion.Suggestion, e suggestion.ReplyIssued) {
	for i := len(s.Clocks) - 1; i >= 0; i-- {
		if c := s.Clocks[i]; c.Kind == lifecycle.DueReply && c.Subject.Line == e.Line {
			switch left := c.Due.Sub(e.On); {
			case left < 0:
				m.Replies.Late++
			case left < 10:
				m.Replies.LastTenDays++
			default:
				m.Replies.Early++
			}
			return
		}
	}
}

func (m *Summary) end(cases []*life) {
	m.Cases = len(cases)
	for _, l := range cases {
		m.States[l.s.State]++
	}
}
