package acts

import (
	"errors"
	"reflect"
	"slices"

	"huiyin/domain/lifecycle"
	"huiyin/domain/suggestion"
)

// Offer is a verb on a part of a case: open, or shut with the reason.
type Offer struct {
	Verb  Verb
	About suggestion.Subject
	// Shut is nil while the act is open.
	Shut *suggestion.Refusal
}

// Offers lists what the request's actor may do on the case now and what he may
// not, verb by verb and part by part, in the order of Verbs. An act that is no
// business of the role at all is listed too, shut by wrong_role.
func Offers(s *suggestion.Suggestion, r suggestion.Request) []Offer {
	var out []Offer
	for _, v := range Verbs() {
		for _, about := range parts(s, v) {
			out = append(out, Offer{Verb: v, About: about, Shut: shut(s, r, v, about)})
		}
	}
	return out
}

// parts are what a verb can be about, read off the part its form names.
func parts(s *suggestion.Suggestion, v Verb) []suggestion.Subject {
	var out []suggestion.Subject
	switch {
	case has[suggestion.ContactID](v):
		for _, l := range s.Lines {
			for _, k := range l.Contacts {
				out = append(out, suggestion.Subject{Line: l.ID, Contact: k.ID})
			}
		}
	case has[suggestion.LineID](v):
		for _, l := range s.Lines {
			out = append(out, suggestion.Subject{Line: l.ID})
		}
	case has[suggestion.AssignmentID](v):
		for _, a := range s.Assignments {
			out = append(out, suggestion.Subject{Assignment: a.Assignment})
		}
	case has[suggestion.CommitmentID](v):
		for _, c := range s.Commitments {
			out = append(out, suggestion.Subject{Commitment: c.Promise.Commitment})
		}
	default:
		out = append(out, suggestion.Subject{})
	}
	return out
}

// has reports whether the verb's form names a part of this kind.
func has[ID any](v Verb) bool {
	typ := reflect.TypeOf(v.command)
	for i := range typ.NumField() {
		if typ.Field(i).Type == reflect.TypeFor[ID]() {
			return true
		}
	}
	return false
}

// shut is nil if one of the verb's triggers is open. Of several reasons the one
// that came furthest is told: a guard says more than a state.
func shut(s *suggestion.Suggestion, r suggestion.Request, v Verb, about suggestion.Subject) *suggestion.Refusal {
	var told *suggestion.Refusal
	for _, t := range v.Triggers {
		err := suggestion.Check(s, r, v.Machine, t, about)
		if err == nil {
			return nil
		}
		var refusal *suggestion.Refusal
		if !errors.As(err, &refusal) {
			refusal = &suggestion.Refusal{Code: "failed", Facts: map[string]string{"detail": err.Error()}}
		}
		if told == nil || slices.Index(depth, refusal.Code) < slices.Index(depth, told.Code) {
			told = refusal
		}
	}
	return told
}

// depth orders the refusals that come before any guard; a guard's own code is
// not found here and so counts as the deepest.
var depth = []string{"wrong_role", "wrong_state"}

// Where finds the part of the case an act is about when only one can be meant:
// the one that is open to the actor, else the only one there is.
func Where(s *suggestion.Suggestion, r suggestion.Request, v Verb) (suggestion.Subject, bool) {
	all := parts(s, v)
	open := slices.DeleteFunc(slices.Clone(all), func(about suggestion.Subject) bool { return shut(s, r, v, about) != nil })
	switch {
	case len(open) == 1:
		return open[0], true
	case len(open) == 0 && len(all) == 1:
		return all[0], true // let the rules say why it is shut
	}
	return suggestion.Subject{}, false
}

// Turn is a verb that the state of its part allows, with the roles that may do
// it: whose turn it is, whatever the guards will say to a given person.
type Turn struct {
	Verb  Verb
	About suggestion.Subject
	Roles []lifecycle.Role
}

// Turns lists the acts that the states of the case and its parts allow.
func Turns(s *suggestion.Suggestion) []Turn {
	var out []Turn
	for _, v := range Verbs() {
		for _, about := range parts(s, v) {
			var roles []lifecycle.Role
			for _, t := range v.Triggers {
				if row, ok := rowOf(v.Machine, stateOf(s, v.Machine, about), t); ok {
					roles = append(roles, row.Roles...)
				}
			}
			if len(roles) > 0 {
				out = append(out, Turn{v, about, slices.Compact(roles)})
			}
		}
	}
	return out
}

func rowOf(m lifecycle.Machine, state lifecycle.State, t lifecycle.Trigger) (lifecycle.Row, bool) {
	if m != lifecycle.Case {
		return lifecycle.Of(m).Row(state, t)
	}
	row, ok := lifecycle.Standing(t)
	return row, ok && slices.Contains(row.From, state)
}

// stateOf is the state of the part that the machine moves. The end of the case
// ends every part of it.
func stateOf(s *suggestion.Suggestion, m lifecycle.Machine, about suggestion.Subject) lifecycle.State {
	whole := m == lifecycle.Suggestion || m == lifecycle.Case
	if whole || slices.Contains(lifecycle.Of(lifecycle.Suggestion).Finals, s.State) {
		return s.State
	}
	if a, ok := s.Assignment(about.Assignment); ok {
		return a.State
	}
	if l, ok := s.Line(about.Line); ok {
		return l.State
	}
	if c, ok := s.Commitment(about.Commitment); ok {
		return c.State
	}
	return lifecycle.None
}
