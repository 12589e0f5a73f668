package register

import (
	"slices"

	"huiyin/domain/calendar"
	"huiyin/domain/suggestion"
)

// DeputyFacts is what an office states of a deputy's term from its beginning.
// Employer is the full name of whoever employs the deputy, a handling unit or
// not.
type DeputyFacts struct {
	From         calendar.Date
	Name         string
	Congress     string
	Delegation   Link
	ElectingUnit string
	Employer     string
	Basis        string
}

// DeputyElected begins a term of a person, the first or another one.
type DeputyElected struct {
	ID    string
	Facts DeputyFacts
}

// DeputyCorrected states anew what was wrong in the term that holds the day On,
// the first if it is unset. Delegation and employer are those of the stretch
// that holds the day.
type DeputyCorrected struct {
	ID     string
	On     calendar.Date
	Facts  DeputyFacts
	Reason string
}

// DeputyDelegationChanged puts a deputy into another delegation.
type DeputyDelegationChanged struct {
	ID         string
	From       calendar.Date
	Delegation Link
	Reason     string
}

// DeputyEmployerChanged gives a deputy another employer, or none.
type DeputyEmployerChanged struct {
	ID       string
	From     calendar.Date
	Employer string
}

// DeputyLeft ends a term. Why is one of suggestion.DepartureReasons, as it is on a
// case. Reason is needed when another end was stated before.
type DeputyLeft struct {
	ID     string
	From   calendar.Date
	Why    string
	Reason string
}

// Term is one term of a deputy. It is over with its congress's term at the
// latest.
type Term struct {
	Span         Span
	Congress     string
	ElectingUnit string
	Delegation   Timeline[string]
	Employer     Timeline[string]
	Basis        string
	Why          string
}

// Deputy is an entry of the register of deputies: a person with terms in the
// order of their days. Rights follow the person.
type Deputy struct {
	ID     string
	Person string // the person's name
	Terms  []Term
}

// Ref implements Entry.
func (p Deputy) Ref() Ref { return Ref{Deputies, p.ID} }

// Name implements Entry.
func (p Deputy) Name(calendar.Date) string { return p.Person }

// Called implements Entry.
func (p Deputy) Called() []Called { return []Called{{Name: p.Person}} }

// at is the index of the term that holds the day or, if none does, of the last
// that began by then; the first term for an unset day. It is -1 without terms.
func (p Deputy) at(on calendar.Date) int {
	i := len(p.Terms) - 1
	for ; i > 0 && on.Before(p.Terms[i].Span.From); i-- {
	}
	return i
}

// Term is the term that holds the day.
func (p Deputy) Term(d *Directory, on calendar.Date) (Term, bool) {
	if i := p.at(on); i >= 0 && d.term(p.Terms[i].Congress, p.Terms[i].Span).Has(on) {
		return p.Terms[i], true
	}
	return Term{}, false
}

// Lines implements Entry: the term that holds the day, or the last before it.
func (p Deputy) Lines(on calendar.Date) []Line {
	var t Term
	if i := p.at(on); i >= 0 {
		t = p.Terms[i]
	}
	day := t.Span.last(on)
	return []Line{{Field: "person.name", Value: p.Person}, {Field: "congress", Value: t.Congress},
		{Field: "delegation", Value: t.Delegation.On(day), Link: Delegations}, {Field: "electing_unit", Value: t.ElectingUnit},
		{Field: "employer", Value: t.Employer.On(day)}, {Field: "from", Value: t.Span.From.String()},
		{Field: "until", Value: t.Span.Until.String()}, {Field: "why", Value: t.Why, Code: "departure"}, {Field: "basis", Value: t.Basis}}
}

func (p Deputy) in(d *Directory, on calendar.Date) bool {
	_, ok := p.Term(d, on)
	return ok
}

// check holds a deputy as the terms would be: each after the one before, in a
// delegation of its congress, and none changed before it began.
func (p Deputy) check(d *Directory) *suggestion.Refusal {
	for i, t := range p.Terms {
		span := d.term(t.Congress, t.Span)
		if end := d.TermEnd(t.Congress); !end.IsZero() && end.Before(t.Span.From) {
			return refuse("term_over", "congress", t.Congress, "on", end.String())
		}
		if span.empty() || t.Delegation.changes(t.Span.From) || t.Employer.changes(t.Span.From) {
			return refuse("changed_earlier", "name", p.Person, "from", t.Span.From.String())
		}
		if i > 0 && d.term(p.Terms[i-1].Congress, p.Terms[i-1].Span).Meets(span) {
			return refuse("term_overlaps", "name", p.Person, "post", p.Terms[i-1].Congress, "from", t.Span.From.String())
		}
		for _, s := range t.Delegation {
			g, r := known[Delegation](d, Ref{Delegations, s.Value})
			if r != nil {
				return r
			}
			if g.Facts.Congress != t.Congress {
				return refuse("other_congress", "name", g.Facts.Name, "congress", t.Congress)
			}
		}
	}
	return nil
}

// inTerm changes the term that a day is about and keeps the order of terms.
func (p *Deputy) inTerm(on calendar.Date, do func(*Term)) {
	i := p.at(on)
	if i < 0 {
		return
	}
	p.Terms = slices.Clone(p.Terms)
	do(&p.Terms[i])
	p.sort()
}

func (p *Deputy) sort() {
	slices.SortStableFunc(p.Terms, func(a, b Term) int { return a.Span.From.Compare(b.Span.From) })
}
