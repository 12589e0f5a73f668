package rulebook

import (
	"slices"

	"huiyin/domain/calendar"
	"huiyin/domain/ruleset"
	"huiyin/domain/suggestion"
	"huiyin/domain/wire"
)

// Adopt is a person's word for a rule document. A document that cannot be read
// is a *ruleset.DocumentError.
func (b Book) Adopt(doc []byte, by suggestion.Person) (wire.RegisterEvent, error) {
	set, err := ruleset.Parse(doc)
	if err != nil {
		return nil, err
	}
	if err := named(by); err != nil {
		return nil, err
	}
	if old, ok := b.entry(set.ID); ok {
		if old.Set.Digest == set.Digest {
			return nil, refuse("rules_adopted_before", "rules", set.ID)
		}
		return nil, refuse("rules_id_taken", "rules", set.ID)
	}
	i := slices.IndexFunc(b.sets, func(p wire.RuleSetProposed) bool { return p.ID == set.ID && p.Digest == set.Digest })
	if i < 0 {
		return wire.RuleSetProposed{ID: set.ID, Jurisdiction: set.Jurisdiction, ValidFrom: set.ValidFrom, ValidTo: set.ValidTo,
			Digest: set.Digest, Content: string(doc), By: by}, nil
	}
	if err := another(by, b.sets[i].By); err != nil {
		return nil, err
	}
	return wire.RuleSetAdopted{ID: set.ID, Jurisdiction: set.Jurisdiction, ValidFrom: set.ValidFrom, ValidTo: set.ValidTo,
		Digest: set.Digest, Content: string(doc), ProposedBy: b.sets[i].By, ApprovedBy: by}, nil
}

// Retire is a person's word for ending a rule set after its last day, which is
// today or later. Cases that began under it go on under it.
func (b Book) Retire(id string, last, today calendar.Date, by suggestion.Person) (wire.RegisterEvent, error) {
	if err := named(by); err != nil {
		return nil, err
	}
	entry, ok := b.entry(id)
	switch {
	case !ok:
		return nil, refuse("rules_unknown", "rules", id)
	case entry.Retired:
		return nil, refuse("rules_retired_before", "rules", id, "date", entry.Set.ValidTo.String())
	case entry.Set.Jurisdiction == ruleset.NationalJurisdiction && b.onlyNational(id):
		return nil, refuse("rules_national_stay", "rules", id)
	case last.Before(today) || last.Before(entry.Set.ValidFrom):
		return nil, refuse("rules_end_too_early", "date", last.String(), "today", today.String(), "from", entry.Set.ValidFrom.String())
	}
	i := slices.IndexFunc(b.retirements, func(p wire.RetirementProposed) bool { return p.ID == id && p.ValidTo == last })
	if i < 0 {
		return wire.RetirementProposed{ID: id, ValidTo: last, By: by}, nil
	}
	if err := another(by, b.retirements[i].By); err != nil {
		return nil, err
	}
	return wire.RuleSetRetired{ID: id, ValidTo: last, ProposedBy: b.retirements[i].By, ApprovedBy: by}, nil
}

// onlyNational reports whether no other national set is there to fall back on.
func (b Book) onlyNational(id string) bool {
	return !slices.ContainsFunc(b.entries, func(e Entry) bool {
		return e.Set.Jurisdiction == ruleset.NationalJurisdiction && e.Set.ID != id && !e.Retired
	})
}

// AdoptCalendar is a person's word for a holiday notice, which may speak of one
// year or of several: its years take the place of the same years in force.
func (b Book) AdoptCalendar(notice calendar.Calendar, by suggestion.Person) (wire.RegisterEvent, error) {
	if err := named(by); err != nil {
		return nil, err
	}
	cal := b.calendar.With(notice)
	if cal.Equal(b.calendar) {
		return nil, refuse("calendar_adopted_before", "version", cal.Version())
	}
	i := slices.IndexFunc(b.calendars, func(p wire.CalendarProposed) bool { return p.Digest == cal.Digest() })
	if i < 0 {
		return wire.CalendarProposed{Version: cal.Version(), Digest: cal.Digest(), Content: string(cal.CSV()), By: by}, nil
	}
	if err := another(by, b.calendars[i].By); err != nil {
		return nil, err
	}
	return wire.CalendarAdopted{Version: cal.Version(), Digest: cal.Digest(), Content: string(cal.CSV()),
		ProposedBy: b.calendars[i].By, ApprovedBy: by}, nil
}

func named(by suggestion.Person) error {
	if by.Name == "" {
		return refuse("missing", "field", "adopter")
	}
	return nil
}

// another holds the four eyes: who proposed a thing does not approve it.
func another(by, first suggestion.Person) error {
	if by.Same(first) {
		return refuse("four_eyes", "name", by.Name)
	}
	return nil
}

func refuse(code string, facts ...string) error {
	r := &suggestion.Refusal{Code: code, Facts: map[string]string{}}
	for i := 0; i+1 < len(facts); i += 2 {
		r.Facts[facts[i]] = facts[i+1]
	}
	return r
}
