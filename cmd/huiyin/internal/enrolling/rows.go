package enrolling

import (
	"slices"

	"huiyin/domain/calendar"
	"huiyin/domain/register"
	"huiyin/domain/suggestion"
)

func refuse(code string, facts ...string) *suggestion.Refusal {
	r := &suggestion.Refusal{Code: code, Facts: map[string]string{}}
	for i := 0; i+1 < len(facts); i += 2 {
		r.Facts[facts[i]] = facts[i+1]
	}
	return r
}

// bearing is the day on which an entry bears a name, today if it does so today:
// the day of the stretch of its history that a row speaks of.
func bearing(e register.Entry, name string, today calendar.Date) calendar.Date {
	on := calendar.Date{}
	for _, c := range e.Called() {
		switch {
		case c.Name != name:
		case c.Span.Has(today):
			return today
		case c.Span.Until.IsZero():
			on = c.Span.From
		default:
			on = c.Span.Until.AddDays(-1)
		}
	}
	return on
}

func (l *loading) committee(row Committee) stating {
	return func(d *register.Directory) (register.Event, *suggestion.Refusal) {
		f := register.CommitteeFacts{Name: row.Name, Fields: row.Fields, Basis: basis(row.Title, row.Note)}
		if c, ok := committeeNamed(d, row.Name, l.today); ok {
			f.From = c.Life.From
			return register.CommitteeCorrected{ID: c.ID, On: bearing(c, row.Name, l.today), Facts: f, Reason: said("changed")}, nil
		}
		opened := register.CommitteeFormed{Facts: f}
		opened.ID = register.IDFor(opened)
		return opened, nil
	}
}

func committeeNamed(d *register.Directory, name string, on calendar.Date) (register.Committee, bool) {
	for _, e := range d.Find(register.Committees, name, on) {
		return e.(register.Committee), true
	}
	return register.Committee{}, false
}

func (l *loading) unit(row Unit) stating {
	return func(d *register.Directory) (register.Event, *suggestion.Refusal) {
		f := register.UnitFacts{Name: row.Name, Short: shorts(row.Short), Level: row.Level, Fields: row.Fields, Basis: basis(row.Title, row.Note)}
		var known bool
		if f.System, known = systemOf(row.Kind, row.Name); !known {
			return nil, refuse("unknown_code", "code", row.Kind)
		}
		name, r := l.committeeOf(row)
		if r != nil {
			return nil, r
		}
		if name != "" {
			c, ok := committeeNamed(d, name, l.today)
			if !ok {
				return nil, refuse("no_such_entry", "register", string(register.Committees), "id", name)
			}
			f.Committee = register.Link{ID: c.ID, Name: c.Name(l.today)}
			if row.Mapping == "inferred" {
				f.Basis = basis(f.Basis, said("inferred"))
			}
		}
		u, ok := unitNamed(d, row.Name, l.today)
		if !ok {
			opened := register.UnitRegistered{Facts: f}
			opened.ID = register.IDFor(opened)
			return opened, nil
		}
		f.From = u.Life.From
		if f.Level == "" {
			f.Level = u.Level
		}
		return register.UnitCorrected{ID: u.ID, On: bearing(u, row.Name, l.today), Facts: f, Reason: said("changed")}, nil
	}
}

// unitNamed finds a unit by a full name it bears or ever bore. A short name is
// no identity.
func unitNamed(d *register.Directory, name string, on calendar.Date) (register.Unit, bool) {
	for _, e := range d.Find(register.Units, name, on) {
		u := e.(register.Unit)
		if slices.ContainsFunc(u.Names, func(s register.Stretch[register.Names]) bool { return s.Value.Name == name }) {
			return u, true
		}
	}
	return register.Unit{}, false
}

// committeeOf is the committee the file gives a unit, in one place or in two
// that agree.
func (l *loading) committeeOf(row Unit) (string, *suggestion.Refusal) {
	name := row.Committee
	for _, c := range l.file.Committees {
		if !slices.Contains(c.Counterparts, row.Name) {
			continue
		}
		if name != "" && name != c.Name {
			return "", refuse("committees_differ", "name", row.Name, "one", name, "other", c.Name)
		}
		name = c.Name
	}
	return name, nil
}

func delegation(f register.DelegationFacts) stating {
	return func(d *register.Directory) (register.Event, *suggestion.Refusal) {
		for _, g := range d.DelegationsOf(f.Congress) {
			if g.Facts.Name == f.Name {
				f.From = g.Facts.From
				return register.DelegationCorrected{ID: g.ID, Facts: f, Reason: said("changed")}, nil
			}
		}
		opened := register.DelegationFormed{Facts: f}
		opened.ID = register.IDFor(opened)
		return opened, nil
	}
}
