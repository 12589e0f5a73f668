package register

import (
	"strconv"

	"huiyin/domain/calendar"
	"huiyin/domain/suggestion"
)

// DelegationFacts is what an office states of a delegation (代表团) of one
// congress term: who elects its deputies and how many.
type DelegationFacts struct {
	From         calendar.Date
	Name         string
	Congress     string
	ElectingUnit string
	Seats        int
	Basis        string
}

// DelegationFormed enters a delegation.
type DelegationFormed struct {
	ID    string
	Facts DelegationFacts
}

// DelegationCorrected states anew what was wrong.
type DelegationCorrected struct {
	ID     string
	Facts  DelegationFacts
	Reason string
}

// DelegationHeadChanged gives a delegation another head (团长).
type DelegationHeadChanged struct {
	ID   string
	From calendar.Date
	Head suggestion.Person
}

// Delegation is an entry of the register of delegations. It ends with its
// congress's term.
type Delegation struct {
	ID    string
	Facts DelegationFacts
	Head  Timeline[suggestion.Person]
}

// Ref implements Event.
func (e DelegationFormed) Ref() Ref { return Ref{Delegations, e.ID} }

// Ref implements Event.
func (e DelegationCorrected) Ref() Ref { return Ref{Delegations, e.ID} }

// Ref implements Event.
func (e DelegationHeadChanged) Ref() Ref { return Ref{Delegations, e.ID} }

// Ref implements Entry.
func (g Delegation) Ref() Ref { return Ref{Delegations, g.ID} }

// Day implements Event.
func (e DelegationFormed) Day() calendar.Date { return e.Facts.From }

// Day implements Event.
func (e DelegationCorrected) Day() calendar.Date { return e.Facts.From }

// Day implements Event.
func (e DelegationHeadChanged) Day() calendar.Date { return e.From }

func (e DelegationFormed) key() []string { return []string{e.Facts.Congress, e.Facts.Name} }

func (e DelegationFormed) check(d *Directory) *suggestion.Refusal {
	return first(absent(d, e), Delegation{ID: e.ID, Facts: e.Facts}.check(d))
}

func (e DelegationCorrected) check(d *Directory) *suggestion.Refusal {
	g, r := known[Delegation](d, e.Ref())
	if r != nil {
		return r
	}
	if e.Facts.Congress != g.Facts.Congress {
		return refuse("other_congress", "name", g.Facts.Name, "congress", g.Facts.Congress)
	}
	g.Facts = e.Facts
	return first(need("reason", e.Reason), g.check(d))
}

func (e DelegationHeadChanged) check(d *Directory) *suggestion.Refusal {
	g, r := known[Delegation](d, e.Ref())
	if r != nil {
		return r
	}
	return within(d.term(g.Facts.Congress, Span{From: g.Facts.From}), e.From, g.Facts.Name)
}

// check holds a delegation as it would be against the others of its congress.
func (g Delegation) check(d *Directory) *suggestion.Refusal {
	if r := need("name", g.Facts.Name, "congress", g.Facts.Congress); r != nil {
		return r
	}
	if g.Head.changes(g.Facts.From) {
		return refuse("changed_earlier", "name", g.Facts.Name, "from", g.Facts.From.String())
	}
	for _, o := range d.DelegationsOf(g.Facts.Congress) {
		if o.ID != g.ID && o.Facts.Name == g.Facts.Name {
			return refuse("entry_exists", "register", string(Delegations), "name", o.Facts.Name, "id", o.ID)
		}
	}
	return nil
}

func (e DelegationFormed) evolve(was Entry) Entry {
	return change(was, func(g *Delegation) { g.ID, g.Facts, g.Head = e.ID, e.Facts, starting(suggestion.Person{}) })
}

func (e DelegationCorrected) evolve(was Entry) Entry {
	return change(was, func(g *Delegation) { g.Facts = e.Facts })
}

func (e DelegationHeadChanged) evolve(was Entry) Entry {
	return change(was, func(g *Delegation) { g.Head = g.Head.from(e.From, e.Head) })
}

// Name implements Entry.
func (g Delegation) Name(calendar.Date) string { return g.Facts.Name }

// Called implements Entry.
func (g Delegation) Called() []Called { return []Called{{g.Facts.Name, Span{From: g.Facts.From}}} }

// Lines implements Entry.
func (g Delegation) Lines(on calendar.Date) []Line {
	seats := ""
	if g.Facts.Seats > 0 {
		seats = strconv.Itoa(g.Facts.Seats)
	}
	return []Line{{Field: "name", Value: g.Facts.Name}, {Field: "congress", Value: g.Facts.Congress},
		{Field: "electing_unit", Value: g.Facts.ElectingUnit}, {Field: "seats", Value: seats},
		{Field: "head.name", Value: g.Head.On(on).Name}, {Field: "from", Value: g.Facts.From.String()}, {Field: "basis", Value: g.Facts.Basis}}
}

func (g Delegation) in(d *Directory, on calendar.Date) bool {
	return d.term(g.Facts.Congress, Span{From: g.Facts.From}).Has(on)
}
