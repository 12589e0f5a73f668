package register

import (
	"slices"

	"huiyin/domain/calendar"
	"huiyin/domain/suggestion"
)

// Body is where a leader holds office. The two full coverages (两个全覆盖) are
// counted over the leaders in office of each.
type Body string

// The bodies.
const (
	StandingCommittee Body = "standing_committee"
	Government        Body = "government"
)

// Bodies lists every body.
func Bodies() []Body { return []Body{StandingCommittee, Government} }

// LeaderFacts is what an office states of a leader's time in a post.
type LeaderFacts struct {
	From  calendar.Date
	Name  string
	Body  Body
	Post  string
	Basis string
}

// LeaderAppointed begins a person's time in a post, the first or another one.
type LeaderAppointed struct {
	ID    string
	Facts LeaderFacts
}

// LeaderCorrected states anew what was wrong: of the time in the post that holds
// the day On, or of the first time in it if On is unset.
type LeaderCorrected struct {
	ID     string
	On     calendar.Date
	Facts  LeaderFacts
	Reason string
}

// LeaderLeft ends a time in a post. Reason is needed when another end was stated
// before.
type LeaderLeft struct {
	ID     string
	From   calendar.Date
	Post   string
	Reason string
}

// Tenure is a time in a post.
type Tenure struct {
	Span  Span
	Body  Body
	Post  string
	Basis string
}

// Leader is an entry of the register of leaders: a person with times in posts,
// in the order of their days.
type Leader struct {
	ID      string
	Person  string // the person's name
	Tenures []Tenure
}

// Ref implements Entry.
func (p Leader) Ref() Ref { return Ref{Leaders, p.ID} }

// Name implements Entry.
func (p Leader) Name(calendar.Date) string { return p.Person }

// Called implements Entry.
func (p Leader) Called() []Called { return []Called{{Name: p.Person}} }

// Lines implements Entry: the posts held on the day, or else the last one before.
func (p Leader) Lines(on calendar.Date) []Line {
	lines := []Line{{Field: "person.name", Value: p.Person}}
	for _, t := range p.held(on) {
		lines = append(lines, Line{Field: "body", Value: string(t.Body), Code: "body"}, Line{Field: "post", Value: t.Post},
			Line{Field: "from", Value: t.Span.From.String()}, Line{Field: "until", Value: t.Span.Until.String()}, Line{Field: "basis", Value: t.Basis})
	}
	return lines
}

func (p Leader) held(on calendar.Date) (held []Tenure) {
	for _, t := range p.Tenures {
		if t.Span.Has(on) {
			held = append(held, t)
		}
	}
	if len(held) == 0 && len(p.Tenures) > 0 {
		held = p.Tenures[len(p.Tenures)-1:]
	}
	return held
}

func (p Leader) in(_ *Directory, on calendar.Date) bool {
	return slices.ContainsFunc(p.Tenures, func(t Tenure) bool { return t.Span.Has(on) })
}

// check holds that times in one post do not overlap and have a day at least.
func (p Leader) check() *suggestion.Refusal {
	for i, t := range p.Tenures {
		if t.Span.empty() {
			return refuse("changed_earlier", "name", p.Person, "from", t.Span.From.String())
		}
		for _, o := range p.Tenures[:i] {
			if o.Post == t.Post && o.Span.Meets(t.Span) {
				return refuse("term_overlaps", "name", p.Person, "post", t.Post, "from", t.Span.From.String())
			}
		}
	}
	return nil
}

// at is the index of the time in the post that holds the day, else of the last
// that began by then, else of the first; -1 if the person was never in it.
func (p Leader) at(post string, on calendar.Date) int {
	found := -1
	for i, t := range p.Tenures {
		if t.Post == post && (found < 0 || !on.Before(t.Span.From)) {
			found = i
		}
	}
	return found
}

func (p *Leader) inPost(post string, on calendar.Date, do func(*Tenure)) {
	if i := p.at(post, on); i >= 0 {
		p.Tenures = slices.Clone(p.Tenures)
		do(&p.Tenures[i])
		p.sort()
	}
}

func (p *Leader) sort() {
	slices.SortStableFunc(p.Tenures, func(a, b Tenure) int { return a.Span.From.Compare(b.Span.From) })
}
