package ruleset

import (
	"slices"

	"huiyin/domain/calendar"
)

// Set is the rules of one jurisdiction for a span of time. Sets come from Parse;
// the zero Set answers nothing and is never in force.
type Set struct {
	// ID names the set for good, such as "hunan-2024".
	ID string
	// Name is the title shown to people.
	Name string
	// Jurisdiction is a code such as "hunan"; NationalJurisdiction for the set
	// that applies where no local one does.
	Jurisdiction string
	// ValidFrom is the first day the set may judge.
	ValidFrom calendar.Date
	// ValidTo is the last day; unset while the end is open.
	ValidTo calendar.Date
	// Authority names the texts the whole set rests on; Basis tells it per limit.
	Authority string
	// Note is what a reader of the whole set should know; may be empty.
	Note string
	// LocalRules is false for the national set: cases under it are shown as
	// having no local rules.
	LocalRules bool
	// ClockStart is the event that starts the reply clock.
	ClockStart ClockStart
	// Digest is the SHA-256 of the exact document, in lower-case hex.
	Digest string

	rules   map[Key]Rule
	classes Param[[]Class]
	rating  Param[RatingScale]
	consent Param[Consent]
	numbers numbers
}

// numbers are the parameters that are no time limits; nil is "not given".
type numbers struct {
	reminders, maxRedoRounds, maxReturns *Param[int]
	warnDays                             *Param[[]int]
}

// NationalJurisdiction is the Jurisdiction of the fallback set.
const NationalJurisdiction = "national"

// IsZero reports whether the set is the zero Set.
func (s Set) IsZero() bool { return s.ID == "" }

// Equal reports whether two sets come from the same document.
func (s Set) Equal(other Set) bool { return s.Digest == other.Digest }

// InForce reports whether the set may judge the day. Nothing before ValidFrom or
// after ValidTo is judged by it.
func (s Set) InForce(d calendar.Date) bool {
	if s.IsZero() || d.IsZero() || d.Before(s.ValidFrom) {
		return false
	}
	return s.ValidTo.IsZero() || !d.After(s.ValidTo)
}

// Rule returns the time limit of a kind. It reports false when the texts give
// none: then no deadline of that kind exists.
func (s Set) Rule(k Key) (Rule, bool) {
	rule, ok := s.rules[k]
	return rule, ok
}

// Period returns the limit of a kind alone; see Rule.
func (s Set) Period(k Key) (calendar.Period, bool) {
	rule, ok := s.rules[k]
	return rule.Period, ok
}

// Basis returns the source of a limit, or the empty text when there is none.
func (s Set) Basis(k Key) string { return s.rules[k].Basis }

// Assumed reports whether a limit exists and still has to be confirmed.
func (s Set) Assumed(k Key) bool { return s.rules[k].Assumption }

// ExtensionConsent returns what the extended reply limit depends on.
func (s Set) ExtensionConsent() Param[Consent] { return s.consent }

// Reminders returns how often a silent deputy is reminded before the feedback
// counts as not returned, or false when the texts do not say.
func (s Set) Reminders() (Param[int], bool) { return given(s.numbers.reminders) }

// MaxRedoRounds returns how many redo rounds come before the matter escalates,
// or false when the texts set no bound.
func (s Set) MaxRedoRounds() (Param[int], bool) { return given(s.numbers.maxRedoRounds) }

// MaxReturns returns how many times a case may come back before the assigning
// body's ruling is final, or false when it is not bounded.
func (s Set) MaxReturns() (Param[int], bool) { return given(s.numbers.maxReturns) }

// WarnDays returns, descending, how many calendar days before a due date a
// warning is given, or false when no warnings are set.
func (s Set) WarnDays() (Param[[]int], bool) {
	days, ok := given(s.numbers.warnDays)
	days.Value = slices.Clone(days.Value)
	return days, ok
}

// given unwraps an optional parameter.
func given[T any](p *Param[T]) (Param[T], bool) {
	if p == nil {
		return Param[T]{}, false
	}
	return *p, true
}
