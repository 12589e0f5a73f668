package register_test

import (
	"errors"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"huiyin/domain/calendar"
	"huiyin/domain/lifecycle"
	"huiyin/domain/register"
	"huiyin/domain/suggestion"
)

// Whatever is stated, the registers keep their invariants on every day; a refusal
// is a refusal and changes nothing; a fact stated twice is one event; and what is
// decided does not depend on when the directory was folded.
func TestRandomFactsKeepTheInvariants(t *testing.T) {
	taken := 0
	rapid.Check(t, func(t *rapid.T) {
		b, corner := begun(t), maker{t}.corner()
		for range rapid.IntRange(20, 80).Draw(t, "facts") {
			fact := rapid.SampledFrom(corner).Draw(t, "kind")()
			before := b.Directory
			events, err := b.state(fact)
			var refusal *suggestion.Refusal
			if err != nil && (!errors.As(err, &refusal) || len(events) > 0 || before != b.Directory) {
				t.Fatalf("%#v: %v, %v", fact, events, err)
			}
			if len(events) == 0 {
				continue
			}
			taken++
			if again, err := b.state(fact); err != nil || len(again) > 0 {
				t.Fatalf("stated again: %#v: %v, %v", fact, again, err)
			}
			invariants(t, b)
		}
		if !same(register.New().Fold(b.taken...), b.Directory) {
			t.Fatal("folding at once gives another directory")
		}
	})
	if taken < 300 {
		t.Errorf("only %d facts were taken: the world is too hostile to test anything", taken)
	}
}

func same(a, b *register.Directory) bool {
	for _, k := range register.Kinds() {
		if !reflect.DeepEqual(a.All(k), b.All(k)) {
			return false
		}
	}
	return true
}

func invariants(t *rapid.T, b *book) {
	for n := range days {
		on := dayAt(n)
		names := map[string]string{}
		for _, u := range b.UnitsOn(on) {
			at := u.Names.On(on)
			for _, name := range append([]string{at.Name}, at.Short...) {
				if other := names[name]; other != "" && other != u.ID {
					t.Fatalf("%s: %s and %s are both called %s", on, other, u.ID, name)
				}
				names[name] = u.ID
			}
			if !slices.Equal(b.Successors(u.ID, on), []string{u.ID}) {
				t.Fatalf("%s: %s lives and its duties are with %v", on, u.ID, b.Successors(u.ID, on))
			}
		}
		committees := map[string]bool{}
		for _, e := range b.On(register.Committees, on) {
			if committees[e.Name(on)] {
				t.Fatalf("%s: two committees are called %s", on, e.Name(on))
			}
			committees[e.Name(on)] = true
		}
		for _, s := range b.DeputiesOn(on, "") {
			if g, ok := b.Delegation(s.Delegation); !ok || g.Facts.Congress != s.Term.Congress {
				t.Fatalf("%s: deputy %s of %s in %+v", on, s.Deputy.ID, s.Term.Congress, g)
			}
		}
		meeting := ""
		for _, e := range b.All(register.Sessions) {
			if s := e.(register.Session); !on.Before(s.Facts.First) && !on.After(s.Facts.Last) {
				if now, ok := b.SessionOn(on); meeting != "" || !ok || now.ID != s.ID {
					t.Fatalf("%s: %s meets, and %s; the year is that of %s", on, s.ID, meeting, now.ID)
				}
				meeting = s.ID
			}
		}
	}
	spans(t, b)
	roles(t, b)
}

// ascending holds that the stretches of a timeline follow each other, and none
// begins before the entry does.
func ascending[V any](t *rapid.T, first calendar.Date, line register.Timeline[V]) {
	if len(line) > 1 && line[1].From.Before(first) {
		t.Fatalf("a change before %s: %+v", first, line)
	}
	if len(line) == 0 || !line[0].From.IsZero() || !slices.IsSortedFunc(line, func(a, b register.Stretch[V]) int {
		return max(a.From.Compare(b.From), 0) - 1 // no two of one day
	}) {
		t.Fatalf("%+v", line)
	}
}

// spans holds what is not asked by the day: terms and tenures do not overlap, and
// who takes over is there and never takes over from itself.
func spans(t *rapid.T, b *book) {
	for _, e := range b.All(register.Deputies) {
		p := e.(register.Deputy)
		for i, x := range p.Terms {
			for _, y := range p.Terms[:i] {
				if x.Span.Meets(y.Span) && b.TermEnd(y.Congress).IsZero() && b.TermEnd(x.Congress).IsZero() {
					t.Fatalf("terms of %s overlap: %+v", p.ID, p.Terms)
				}
			}
		}
	}
	for _, e := range b.All(register.Leaders) {
		p := e.(register.Leader)
		for i, x := range p.Tenures {
			for _, y := range p.Tenures[:i] {
				if x.Post == y.Post && x.Span.Meets(y.Span) {
					t.Fatalf("tenures of %s overlap: %+v", p.ID, p.Tenures)
				}
			}
		}
	}
	for _, e := range b.All(register.Units) {
		u := e.(register.Unit)
		ascending(t, u.Life.From, u.Names)
		ascending(t, u.Life.From, u.Committee)
		for _, id := range u.Into {
			if s, ok := b.Unit(id); !ok || !s.Life.Has(u.Life.Until) {
				t.Fatalf("%s takes over from %s without being there: %+v", id, u.ID, s)
			}
		}
		for next, steps := u.Into, 0; len(next) > 0; steps++ {
			if steps > 10 || slices.Contains(next, u.ID) {
				t.Fatalf("the successors of %s lead back", u.ID)
			}
			var more []string
			for _, id := range next {
				s, _ := b.Unit(id)
				more = append(more, s.Into...)
			}
			next = more
		}
	}
}

// roles holds the three administrators apart by the person, on every day.
func roles(t *rapid.T, b *book) {
	apart := []lifecycle.Role{lifecycle.Auditor, register.SystemAdmin, register.SecurityAdmin}
	for n := range days {
		held := map[string]map[lifecycle.Role]bool{}
		for _, e := range b.All(register.Accounts) {
			a := e.(register.Account)
			for _, g := range a.Roles(dayAt(n)) {
				if held[a.Person.ID] == nil {
					held[a.Person.ID] = map[lifecycle.Role]bool{}
				}
				held[a.Person.ID][g.Role] = true
			}
		}
		for person, roles := range held {
			for _, r := range apart {
				if roles[r] && len(roles) > 1 {
					t.Fatalf("%s: %s is %v", dayAt(n), person, roles)
				}
			}
		}
	}
}

// Folding is total: what no check has seen does no harm, and every question has
// an answer.
func TestFoldingAnythingIsHarmless(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		corner, d := maker{t}.corner(), register.New()
		for range rapid.IntRange(0, 40).Draw(t, "facts") {
			d = d.Fold(rapid.SampledFrom(corner).Draw(t, "kind")())
		}
		for _, on := range []int{0, 17, days} {
			for _, k := range register.Kinds() {
				for _, e := range append(d.All(k), d.On(k, dayAt(on))...) {
					e.Lines(dayAt(on))
					for _, c := range e.Called() {
						d.Find(k, c.Name, dayAt(on))
						d.UnitNamed(c.Name, dayAt(on))
					}
					d.Successors(e.Ref().ID, dayAt(on))
					d.CommitteeOf(e.Ref().ID, dayAt(on))
					d.YearEnd(e.Ref().ID)
					d.EmployedBy(e.Ref().ID, "u1", dayAt(on))
				}
			}
			d.LeadersOn(register.Government, dayAt(on))
			d.SessionOn(dayAt(on))
		}
	})
}
