package annual

import (
	"time"

	"huiyin/domain/calendar"
	"huiyin/domain/register"
)

// Registered are the units as the registers in the book have them.
func (b *Book) Registered() Units {
	return registered{b.Directory, calendar.DateOf(b.Cut.Until.Add(-time.Nanosecond))}
}

// registered answers from the directory. day is the report's last day.
type registered struct {
	directory *register.Directory
	day       calendar.Date
}

// Name follows a unit to the one body that has its duties on the day. Where they
// were split, or ended, it is called as it was last: nobody has them as a whole.
func (r registered) Name(unit string, on calendar.Date) string {
	u, ok := r.directory.UnitNamed(unit, on)
	if !ok {
		return unit
	}
	if heirs := r.directory.Successors(u.ID, on); len(heirs) == 1 {
		if heir, ok := r.directory.Unit(heirs[0]); ok {
			return heir.Name(on)
		}
	}
	return u.Name(on)
}

// System is the unit's, by its code in the register.
func (r registered) System(unit string) string {
	u, _ := r.directory.UnitNamed(unit, r.day)
	return string(u.System)
}

// Level is the unit's, in the register's words.
func (r registered) Level(unit string) string {
	u, _ := r.directory.UnitNamed(unit, r.day)
	return u.Level
}
