package acts

import (
	"slices"

	"huiyin/domain/calendar"
	"huiyin/domain/lifecycle"
	"huiyin/domain/suggestion"
)

// Carries reports whether files may be sent with the act.
func (v Verb) Carries() bool { return slices.ContainsFunc(v.Triggers, suggestion.Carries) }

// MayBeLate reports whether the act may be entered late, from paper (补录).
func (v Verb) MayBeLate() bool { return slices.ContainsFunc(v.Triggers, lifecycle.MayBeLate) }

// FromForm reports whether the act enters a signed form, which always needs proof.
func (v Verb) FromForm() bool {
	_, ok := v.command.(suggestion.RateFromPaper)
	return ok
}

// Paper is what an act rests on that is entered from paper, as it is filled in:
// the day that the paper bears, why it comes late, the scan's digest or binding,
// and the second person with role and unit.
type Paper struct {
	On, Reason, Scan string
	Second, As, Unit string
}

// Entry reads it; nil if nothing is filled in but perhaps the day. What is missing
// is for the rules to say.
func (p Paper) Entry() (on calendar.Date, e *suggestion.LateEntry, err error) {
	if p.On != "" {
		if on, err = calendar.ParseDate(p.On); err != nil {
			return on, nil, wrong("bad_date", "name", "late_on", "value", p.On)
		}
	}
	role := lifecycle.Role(p.As)
	if p.As != "" && !slices.Contains(lifecycle.Roles(), role) {
		return on, nil, wrong("bad_choice", "name", "late_second_as", "value", p.As, "choices", "")
	}
	p.On = ""
	if p == (Paper{}) {
		return on, nil, nil
	}
	return on, &suggestion.LateEntry{Reason: p.Reason, Scan: p.Scan, Second: suggestion.Actor{Person: PersonOf(p.Second), Role: role, Unit: p.Unit}}, nil
}
