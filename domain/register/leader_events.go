package register

import (
	"slices"

	"huiyin/domain/calendar"
	"huiyin/domain/suggestion"
)

// Ref implements Event.
func (e LeaderAppointed) Ref() Ref { return Ref{Leaders, e.ID} }

// Ref implements Event.
func (e LeaderCorrected) Ref() Ref { return Ref{Leaders, e.ID} }

// Ref implements Event.
func (e LeaderLeft) Ref() Ref { return Ref{Leaders, e.ID} }

// Day implements Event.
func (e LeaderAppointed) Day() calendar.Date { return e.Facts.From }

// Day implements Event.
func (e LeaderCorrected) Day() calendar.Date { return e.On }

// Day implements Event.
func (e LeaderLeft) Day() calendar.Date { return e.From }

func (e LeaderAppointed) key() []string { return []string{string(e.Facts.Body), e.Facts.Name} }

func (f LeaderFacts) check() *suggestion.Refusal {
	return first(need("name", f.Name, "post", f.Post), among(f.Body, Bodies()))
}

// began reports whether a tenure began just as stated.
func (f LeaderFacts) began(t Tenure) bool {
	return t.Span.From == f.From && t.Body == f.Body && t.Post == f.Post
}

func (e LeaderAppointed) check(d *Directory) *suggestion.Refusal {
	was, _ := d.Get(e.Ref())
	if p, ok := was.(Leader); ok && p.Person != e.Facts.Name {
		return refuse("other_person", "id", e.ID, "name", p.Person, "given", e.Facts.Name)
	}
	return first(e.Facts.check(), e.evolve(was).(Leader).check())
}

func (e LeaderCorrected) check(d *Directory) *suggestion.Refusal {
	p, r := known[Leader](d, e.Ref())
	if r != nil {
		return r
	}
	if p.at(e.Facts.Post, e.On) < 0 {
		return refuse("not_in_post", "name", p.Person, "post", e.Facts.Post)
	}
	return first(need("reason", e.Reason), holding(e.On, e.Facts.From, p.Person), e.Facts.check(), e.evolve(p).(Leader).check())
}

func (e LeaderLeft) check(d *Directory) *suggestion.Refusal {
	p, r := known[Leader](d, e.Ref())
	if r != nil {
		return r
	}
	i := p.at(e.Post, e.From.AddDays(-1))
	if i < 0 {
		return refuse("not_in_post", "name", p.Person, "post", e.Post)
	}
	return first(ending(p.Tenures[i].Span, e.From, p.Person, e.Reason), e.evolve(p).(Leader).check())
}

func (e LeaderAppointed) evolve(was Entry) Entry {
	return change(was, func(p *Leader) {
		p.ID, p.Person = e.ID, e.Facts.Name
		if !slices.ContainsFunc(p.Tenures, e.Facts.began) {
			p.Tenures = append(slices.Clone(p.Tenures), Tenure{Span: Span{From: e.Facts.From}, Body: e.Facts.Body, Post: e.Facts.Post, Basis: e.Facts.Basis})
			p.sort()
		}
	})
}

func (e LeaderCorrected) evolve(was Entry) Entry {
	return change(was, func(p *Leader) {
		p.Person = e.Facts.Name
		p.inPost(e.Facts.Post, e.On, func(t *Tenure) {
			t.Span.From, t.Body, t.Basis = e.Facts.From, e.Facts.Body, e.Facts.Basis
		})
	})
}

func (e LeaderLeft) evolve(was Entry) Entry {
	return change(was, func(p *Leader) {
		p.inPost(e.Post, e.From.AddDays(-1), func(t *Tenure) { t.Span.Until = e.From })
	})
}
