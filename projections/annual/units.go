package annual

import (
	"slices"

	"huiyin/domain/calendar"
)

// Units is what a report asks the register of units, as it was known at the end
// of the report. Units go by the name under which they were recorded.
type Units interface {
	// Name is what the unit, or the body that took over its duties, is called on
	// the day.
	Name(unit string, on calendar.Date) string
	// System is the unit's system, such as government or court; empty if the
	// register does not say. A code has its word in the catalogue.
	System(unit string) string
	// Level is the unit's level, such as province; empty if not known.
	Level(unit string) string
}

// Naming says by which body a yearly figure counts: rights follow the person,
// duties the successor body.
type Naming string

// The two ways to count.
const (
	Then Naming = "then" // the body that had the case when it was handed over
	Now  Naming = "now"  // the body that has its duties at the end of the report
)

// UnitFacts is an entry of a Roster.
type UnitFacts struct {
	System, Level string
	// Heir is who took the duties over From that day on; empty for nobody.
	Heir string
	From calendar.Date
}

// Roster is a register of units that fits in memory. A unit that is not in it
// keeps its name and has no known system.
type Roster map[string]UnitFacts

// Name follows the heirs whose day has come. A ring of heirs ends where it began.
func (r Roster) Name(unit string, on calendar.Date) string {
	seen := []string{unit}
	for {
		facts, ok := r[unit]
		if !ok || facts.Heir == "" || on.Before(facts.From) || slices.Contains(seen, facts.Heir) {
			return unit
		}
		unit = facts.Heir
		seen = append(seen, unit)
	}
}

// System is the unit's own, else that of its last heir.
func (r Roster) System(unit string) string {
	if s := r[unit].System; s != "" {
		return s
	}
	return r[r.Name(unit, calendar.MustDate("9999-12-31"))].System
}

// Level is the unit's own, else that of its last heir.
func (r Roster) Level(unit string) string {
	if l := r[unit].Level; l != "" {
		return l
	}
	return r[r.Name(unit, calendar.MustDate("9999-12-31"))].Level
}
