package register_test

import (
	"maps"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"huiyin/domain/calendar"
	"huiyin/domain/register"
)

// slow answers by the day from a table with a column for each day: the plainest
// meaning of what was stated. Column 0 stands for all days before the world.
type slow struct {
	unit    map[string]*unitDays
	granted map[string][]map[register.Grant]bool // by account and day
}

// row is a value on each day, and where something was stated.
type row[T any] struct {
	value [days + 1]T
	mark  [days + 1]bool
}

func column(d calendar.Date) int {
	if d.IsZero() {
		return 0
	}
	return d.Sub(start) + 1
}

// from states a value from a day on, until the next day about which something
// was stated.
func (r *row[T]) from(d calendar.Date, v T) {
	at := column(d)
	for i := at; i <= days && (i == at || !r.mark[i]); i++ {
		r.value[i] = v
	}
	r.mark[at] = true
}

// amend states a value for the stretch that holds the day.
func (r *row[T]) amend(d calendar.Date, v T) {
	at := column(d)
	for at > 0 && !r.mark[at] {
		at--
	}
	for i := at; i <= days && (i == at || !r.mark[i]); i++ {
		r.value[i] = v
	}
}

type unitDays struct {
	name, committee row[string]
	from, until     calendar.Date
}

func (s *slow) take(e register.Event) {
	switch e := e.(type) {
	case register.UnitRegistered:
		u := &unitDays{from: e.Facts.From}
		u.name.from(calendar.Date{}, e.Facts.Name)
		u.committee.from(calendar.Date{}, e.Facts.Committee.ID)
		s.unit[e.ID] = u
	case register.UnitRenamed:
		s.unit[e.ID].name.from(e.From, e.Name)
	case register.UnitCommitteeChanged:
		s.unit[e.ID].committee.from(e.From, e.Committee.ID)
	case register.UnitEnded:
		s.unit[e.ID].until = e.From
	case register.UnitCorrected:
		u := s.unit[e.ID]
		u.from = e.Facts.From
		u.name.amend(e.On, e.Facts.Name)
		u.committee.amend(e.On, e.Facts.Committee.ID)
	case register.AccountOpened:
		s.granted[e.ID] = make([]map[register.Grant]bool, days)
		for n := range days {
			s.granted[e.ID][n] = map[register.Grant]bool{}
		}
	case register.RoleGranted:
		s.grant(e.ID, register.Grant{Role: e.Role, Unit: e.Unit.ID, Committee: e.Committee.ID}, e.From, e.Until)
	case register.RoleApproved:
		s.grant(e.ID, register.Grant{Role: e.Role, Unit: e.Unit.ID, Committee: e.Committee.ID}, e.From, calendar.Date{})
	case register.RoleEnded:
		g := register.Grant{Role: e.Role, Unit: e.Unit.ID, Committee: e.Committee.ID}
		for n := e.From.Sub(start); n < days; n++ {
			delete(s.granted[e.ID][n], g)
		}
	}
}

func (s *slow) grant(id string, g register.Grant, from, until calendar.Date) {
	for n := from.Sub(start); n < days && (until.IsZero() || dayAt(n).Before(until)); n++ {
		s.granted[id][n][g] = true
	}
}

// has reports whether a unit is there on the day.
func (u *unitDays) has(on calendar.Date) bool {
	return !on.Before(u.from) && (u.until.IsZero() || on.Before(u.until))
}

// TestAnswersByTheDay compares every answer about units and roles with the table.
func TestAnswersByTheDay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b, m := begun(t), maker{t}
		for range rapid.IntRange(20, 80).Draw(t, "facts") {
			_, _ = b.state(rapid.SampledFrom([]func() register.Event{m.unit, m.unit, m.committee, m.account}).Draw(t, "kind")())
		}
		s := &slow{unit: map[string]*unitDays{}, granted: map[string][]map[register.Grant]bool{}}
		for _, e := range b.taken {
			s.take(e)
		}
		for n := range days {
			on := dayAt(n)
			s.sameUnits(t, b.Directory, on, n+1)
			s.sameRoles(t, b.Directory, n)
		}
	})
}

func (s *slow) sameUnits(t *rapid.T, d *register.Directory, on calendar.Date, col int) {
	for id, u := range s.unit {
		got, _ := d.Unit(id)
		if got.Life.Has(on) != u.has(on) {
			t.Fatalf("%s: %s is there: %v", on, id, got.Life.Has(on))
		}
		if !u.has(on) {
			continue
		}
		c, lies := d.CommitteeOf(id, on)
		if d.Name(got.Ref(), on) != u.name.value[col] || lies != (u.committee.value[col] != "") || lies && c.ID != u.committee.value[col] {
			t.Fatalf("%s: %s is %q in %q, want %q in %q", on, id, got.Name(on), c.ID, u.name.value[col], u.committee.value[col])
		}
		if found, ok := d.UnitNamed(u.name.value[col], on); !ok || found.ID != id {
			t.Fatalf("%s: %q finds %q, want %q", on, u.name.value[col], found.ID, id)
		}
		if lies && !slices.ContainsFunc(d.UnitsOf(c.ID, on), func(o register.Unit) bool { return o.ID == id }) {
			t.Fatalf("%s: %s is not among the units of %s", on, id, c.ID)
		}
	}
}

func (s *slow) sameRoles(t *rapid.T, d *register.Directory, n int) {
	for id, byDay := range s.granted {
		a, _ := d.Account(id)
		got := map[register.Grant]bool{}
		for _, g := range d.RolesOn(id, dayAt(n)) {
			g.Span = register.Span{}
			got[g] = true
		}
		want := byDay[n]
		if a.Suspended.On(dayAt(n)) {
			want = map[register.Grant]bool{}
		}
		if !maps.Equal(got, want) {
			t.Fatalf("%s on %s may act as %v, want %v", id, dayAt(n), got, want)
		}
	}
}
