package ruleset

import "huiyin/domain/calendar"

// ForCase picks the set that judges a case of the jurisdiction on the day: the
// local set in force, else the national one. Of several in force the one with
// the latest ValidFrom wins, and of those the greatest ID, so the order of sets
// does not matter. It reports false when none is in force, and then nothing of
// the case may be judged.
func ForCase(sets []Set, jurisdiction string, d calendar.Date) (Set, bool) {
	if local, ok := latest(sets, jurisdiction, d); ok {
		return local, true
	}
	return latest(sets, NationalJurisdiction, d)
}

func latest(sets []Set, jurisdiction string, d calendar.Date) (best Set, found bool) {
	for _, s := range sets {
		if s.Jurisdiction != jurisdiction || !s.InForce(d) {
			continue
		}
		if !found || newer(s, best) {
			best, found = s, true
		}
	}
	return best, found
}

func newer(a, b Set) bool {
	if a.ValidFrom != b.ValidFrom {
		return a.ValidFrom.After(b.ValidFrom)
	}
	return a.ID > b.ID
}
