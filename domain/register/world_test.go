package register_test

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"huiyin/domain/calendar"
	"huiyin/domain/lifecycle"
	"huiyin/domain/register"
	"huiyin/domain/suggestion"
)

// The random world is small, so that facts meet: few entries, few names, and the
// days of two months.
const days = 60

var start = calendar.MustDate("2026-01-01")

func dayAt(n int) calendar.Date { return start.AddDays(n) }

// maker draws facts.
type maker struct{ *rapid.T }

func (m maker) day() calendar.Date { return dayAt(rapid.IntRange(0, days-1).Draw(m.T, "day")) }

// since is a day, or unset as often as not.
func (m maker) since() calendar.Date {
	if rapid.Bool().Draw(m.T, "unset") {
		return calendar.Date{}
	}
	return m.day()
}

func (m maker) of(prefix string, n int) string {
	return fmt.Sprintf("%s%d", prefix, rapid.IntRange(1, n).Draw(m.T, prefix))
}

func (m maker) pick(texts ...string) string { return rapid.SampledFrom(texts).Draw(m.T, "pick") }

func (m maker) link(prefix string, n int) register.Link {
	if rapid.IntRange(0, 3).Draw(m.T, "link") == 0 {
		return register.Link{}
	}
	return register.Link{ID: m.of(prefix, n)}
}

func (m maker) links() (links []register.Link) {
	for range rapid.IntRange(0, 3).Draw(m.T, "links") {
		links = append(links, register.Link{ID: m.of("u", 4)})
	}
	return links
}

// corner draws which registers a run is about: few at a time, so that their facts
// meet often.
func (m maker) corner() []func() register.Event {
	return rapid.SampledFrom([][]func() register.Event{
		{m.unit}, {m.unit, m.unit, m.committee}, {m.session}, {m.session, m.delegation, m.deputy, m.deputy}, {m.leader},
		{m.account, m.account, m.account, m.unit}, {m.unit, m.committee, m.session, m.delegation, m.deputy, m.leader, m.account},
	}).Draw(m.T, "corner")
}

func (m maker) unit() register.Event {
	id, name, short := m.of("u", 4), m.of("N", 5), []string{m.of("n", 6)}
	facts := register.UnitFacts{From: m.since(), Name: name, Short: short, System: "government", Committee: m.link("c", 2)}
	switch rapid.IntRange(0, 5).Draw(m.T, "act") {
	case 0, 1:
		return register.UnitRegistered{ID: id, Facts: facts}
	case 2:
		return register.UnitRenamed{ID: id, From: m.day(), Name: name, Short: short}
	case 3:
		return register.UnitCommitteeChanged{ID: id, From: m.day(), Committee: m.link("c", 2)}
	case 4:
		return register.UnitEnded{ID: id, From: m.day(), Manner: rapid.SampledFrom(register.Manners()).Draw(m.T, "manner"), Into: m.links(), Basis: m.pick("", "b")}
	}
	return register.UnitCorrected{ID: id, On: m.since(), Facts: facts, Reason: m.pick("", "r", "s")}
}

func (m maker) committee() register.Event {
	id, facts := m.of("c", 2), register.CommitteeFacts{From: m.since(), Name: m.of("C", 3)}
	switch rapid.IntRange(0, 2).Draw(m.T, "act") {
	case 0:
		return register.CommitteeFormed{ID: id, Facts: facts}
	case 1:
		return register.CommitteeRenamed{ID: id, From: m.day(), Name: m.of("C", 3)}
	}
	return register.CommitteeCorrected{ID: id, On: m.since(), Facts: facts, Reason: "r"}
}

func (m maker) session() register.Event {
	id, first := m.of("s", 3), m.day()
	facts := register.SessionFacts{Congress: m.of("K", 2), Session: m.of("S", 3), First: first, Last: first.AddDays(rapid.IntRange(-1, 5).Draw(m.T, "length")),
		InFormat: m.pick("%04d", "", "x"), OffFormat: m.pick("B%03d", "", "%03d", "%")}
	switch rapid.IntRange(0, 3).Draw(m.T, "act") {
	case 0, 1:
		return register.SessionOpened{ID: id, Facts: facts}
	case 2:
		return register.SessionClosed{ID: id, On: m.day(), TermEnds: rapid.Bool().Draw(m.T, "ends"), Reason: m.pick("", "r")}
	}
	return register.SessionCorrected{ID: id, Facts: facts, Reason: "r"}
}

func (m maker) delegation() register.Event {
	id, facts := m.of("d", 3), register.DelegationFacts{From: m.since(), Name: m.of("D", 2), Congress: m.of("K", 2), Seats: 9}
	switch rapid.IntRange(0, 3).Draw(m.T, "act") {
	case 0, 1:
		return register.DelegationFormed{ID: id, Facts: facts}
	case 2:
		return register.DelegationHeadChanged{ID: id, From: m.day(), Head: suggestion.Person{Name: m.of("P", 3)}}
	}
	return register.DelegationCorrected{ID: id, Facts: facts, Reason: "r"}
}

func (m maker) deputy() register.Event {
	n := rapid.IntRange(1, 3).Draw(m.T, "person")
	id, why := fmt.Sprintf("p%d", n), rapid.SampledFrom(suggestion.DepartureReasons()).Draw(m.T, "why")
	facts := register.DeputyFacts{From: m.since(), Name: fmt.Sprintf("P%d", n), Congress: m.of("K", 2), Delegation: m.link("d", 3), Employer: m.of("N", 5)}
	switch rapid.IntRange(0, 5).Draw(m.T, "act") {
	case 0, 1:
		return register.DeputyElected{ID: id, Facts: facts}
	case 2:
		return register.DeputyDelegationChanged{ID: id, From: m.day(), Delegation: m.link("d", 3)}
	case 3:
		return register.DeputyEmployerChanged{ID: id, From: m.day(), Employer: m.of("N", 5)}
	case 4:
		return register.DeputyLeft{ID: id, From: m.day(), Why: why, Reason: m.pick("", "r")}
	}
	return register.DeputyCorrected{ID: id, On: m.since(), Facts: facts, Reason: "r"}
}

func (m maker) leader() register.Event {
	n := rapid.IntRange(1, 2).Draw(m.T, "person")
	id, post := fmt.Sprintf("l%d", n), m.of("O", 2)
	facts := register.LeaderFacts{From: m.since(), Name: fmt.Sprintf("L%d", n), Body: rapid.SampledFrom(register.Bodies()).Draw(m.T, "body"), Post: post}
	switch rapid.IntRange(0, 3).Draw(m.T, "act") {
	case 0, 1:
		return register.LeaderAppointed{ID: id, Facts: facts}
	case 2:
		return register.LeaderLeft{ID: id, From: m.day(), Post: post, Reason: m.pick("", "r")}
	}
	return register.LeaderCorrected{ID: id, On: m.since(), Facts: facts, Reason: "r"}
}

func (m maker) account() register.Event {
	id := m.of("a", 3)
	role := rapid.SampledFrom([]lifecycle.Role{lifecycle.Auditor, register.SystemAdmin, lifecycle.UnitHandler, lifecycle.SpecialCommittee, lifecycle.Clock, lifecycle.GovOffice}).Draw(m.T, "role")
	var unit, committee register.Link
	if role == lifecycle.UnitHandler {
		unit = m.link("u", 4)
	}
	if role == lifecycle.SpecialCommittee {
		committee = m.link("c", 2)
	}
	proposed := register.RoleProposed{ID: id, From: m.day(), Role: role, Unit: unit, Committee: committee, By: m.of("a", 3), At: calendar.StartOf(m.day())}
	switch rapid.IntRange(0, 8).Draw(m.T, "act") {
	case 6:
		return proposed
	case 7:
		return register.RoleApproved(proposed)
	case 8:
		return register.ProposalDropped(proposed)
	case 0, 1:
		return register.AccountOpened{ID: id, From: m.day(), Person: suggestion.Person{ID: m.of("q", 2), Name: "Q"}}
	case 2:
		return register.RoleGranted{ID: id, From: m.day(), Until: m.since(), Role: role, Unit: unit, Committee: committee}
	case 3:
		return register.RoleEnded{ID: id, From: m.day(), Role: role, Unit: unit, Committee: committee}
	case 4:
		return register.AccountSuspended{ID: id, From: m.day(), Reason: "r"}
	}
	return register.AccountResumed{ID: id, From: m.day(), Reason: "r"}
}

// base are entries that a run begins with, so that most facts have something to
// be about.
func base() (facts []register.Event) {
	for i := range 2 {
		facts = append(facts, register.CommitteeFormed{ID: fmt.Sprintf("c%d", i+1), Facts: register.CommitteeFacts{Name: fmt.Sprintf("C%d", i+1)}})
	}
	for i := range 3 {
		facts = append(facts, register.UnitRegistered{ID: fmt.Sprintf("u%d", i+1), Facts: register.UnitFacts{Name: fmt.Sprintf("N%d", i+1), System: "government"}},
			register.AccountOpened{ID: fmt.Sprintf("a%d", i+1), From: start, Person: suggestion.Person{ID: fmt.Sprintf("q%d", i/2+1), Name: "Q"}})
	}
	for i := range 2 {
		facts = append(facts, register.DelegationFormed{ID: fmt.Sprintf("d%d", i+1), Facts: register.DelegationFacts{Name: fmt.Sprintf("D%d", i+1), Congress: "K1"}})
	}
	return facts
}

// book is a directory with what was stated and taken, in order.
type book struct {
	*register.Directory
	taken []register.Event
}

func newBook() *book { return &book{Directory: register.New()} }

// begun is a book with the base in it.
func begun(t *rapid.T) *book {
	b := newBook()
	for _, f := range base() {
		if events, err := b.state(f); err != nil || len(events) != 1 {
			t.Fatal(f, err)
		}
	}
	return b
}

// state decides a fact and folds what is decided.
func (b *book) state(fact register.Event) ([]register.Event, error) {
	own, _ := b.Get(fact.Ref())
	events, err := register.Decide(own, b.Directory, fact)
	b.Directory = b.Fold(events...)
	b.taken = append(b.taken, events...)
	return events, err
}

// must states facts that have to be taken.
func (b *book) must(t *testing.T, facts ...register.Event) {
	t.Helper()
	for _, f := range facts {
		if events, err := b.state(f); err != nil || len(events) != 1 {
			t.Fatalf("%+v: %v, %v", f, events, err)
		}
	}
}
