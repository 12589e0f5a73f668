package rulebook

import (
	"errors"
	"fmt"
	"slices"

	"huiyin/domain/calendar"
	"huiyin/domain/ruleset"
	"huiyin/domain/suggestion"
	"huiyin/domain/wire"
)

// ErrContent is wrapped by the error for an event whose content is not what its
// digest says, or cannot be read.
var ErrContent = errors.New("rulebook: bad content")

// Entry is a rule set in the book.
type Entry struct {
	// Set is the adopted set; its ValidTo is the last day after a retirement.
	Set ruleset.Set
	// ProposedBy and ApprovedBy are unset for the sets that ship with the program.
	ProposedBy, ApprovedBy suggestion.Person
	// Retired is true once the set was retired, whatever its last day.
	Retired bool
	content string
}

// Book is what was adopted so far, and what waits for a second person. It is a
// value; Fold makes new ones. The zero Book has adopted nothing.
type Book struct {
	entries     []Entry
	calendar    calendar.Calendar
	sets        []wire.RuleSetProposed
	retirements []wire.RetirementProposed
	calendars   []wire.CalendarProposed
}

// Entries lists the adopted sets in the order of their adoption.
func (b Book) Entries() []Entry { return slices.Clone(b.entries) }

// Sets lists the adopted sets.
func (b Book) Sets() []ruleset.Set {
	out := make([]ruleset.Set, len(b.entries))
	for i, e := range b.entries {
		out[i] = e.Set
	}
	return out
}

// Calendar is the calendar in force; the zero Calendar before the first.
func (b Book) Calendar() calendar.Calendar { return b.calendar }

// Proposed lists the rule sets that wait for a second person.
func (b Book) Proposed() []wire.RuleSetProposed { return slices.Clone(b.sets) }

// Retiring lists the retirements that wait for a second person.
func (b Book) Retiring() []wire.RetirementProposed { return slices.Clone(b.retirements) }

func (b Book) entry(id string) (Entry, bool) {
	i := slices.IndexFunc(b.entries, func(e Entry) bool { return e.Set.ID == id })
	if i < 0 {
		return Entry{}, false
	}
	return b.entries[i], true
}

// Fold returns the book after an event; of other registers' events it is the
// book unchanged. A proposal replaces an earlier one for the same thing.
func (b Book) Fold(e wire.RegisterEvent) (Book, error) {
	switch e := e.(type) {
	case wire.RuleSetProposed:
		b.sets = append(without(b.sets, func(p wire.RuleSetProposed) bool { return p.ID == e.ID }), e)
	case wire.RuleSetAdopted:
		set, err := ruleset.Parse([]byte(e.Content))
		if err != nil || set.Digest != e.Digest {
			return b, fmt.Errorf("%w: rule set %s: %w", ErrContent, e.ID, errors.Join(err, differs(set.Digest, e.Digest)))
		}
		b.sets = without(b.sets, func(p wire.RuleSetProposed) bool { return p.ID == e.ID })
		b.entries = append(slices.Clip(b.entries), Entry{Set: set, ProposedBy: e.ProposedBy, ApprovedBy: e.ApprovedBy, content: e.Content})
	case wire.RetirementProposed:
		b.retirements = append(without(b.retirements, func(p wire.RetirementProposed) bool { return p.ID == e.ID }), e)
	case wire.RuleSetRetired:
		b.retirements = without(b.retirements, func(p wire.RetirementProposed) bool { return p.ID == e.ID })
		b.entries = slices.Clone(b.entries)
		for i := range b.entries {
			if b.entries[i].Set.ID == e.ID {
				b.entries[i].Set.ValidTo, b.entries[i].Retired = e.ValidTo, true
			}
		}
	case wire.CalendarProposed:
		b.calendars = []wire.CalendarProposed{e}
	case wire.CalendarAdopted:
		cal, err := calendar.Parse([]byte(e.Content))
		if err != nil || cal.Digest() != e.Digest {
			return b, fmt.Errorf("%w: calendar %s: %w", ErrContent, e.Version, errors.Join(err, differs(cal.Digest(), e.Digest)))
		}
		b.calendar, b.calendars = cal, nil
	}
	return b, nil
}

func differs(got, want string) error {
	if got == want {
		return nil
	}
	return fmt.Errorf("digest is %s, not %s", got, want)
}

// without drops the elements of the kind into a list of its own.
func without[T any](list []T, drop func(T) bool) []T {
	return slices.DeleteFunc(slices.Clone(list), drop)
}
