package simulation

import (
	"fmt"
	"math/rand/v2"
	"time"

	"huiyin/domain/calendar"
	"huiyin/domain/lifecycle"
	"huiyin/domain/suggestion"
	"huiyin/domain/wire"
	"huiyin/eventstore"
)

// life is one case: its plan, its random source, and its state as the events
// have made it.
type life struct {
	w      *world
	id     suggestion.CaseID
	stream eventstore.StreamID
	rng    *rand.Rand
	open   *rand.Rand // for what becomes public, which changes nothing else of the life
	plan   plan
	s      *suggestion.Suggestion
	wound  int // clocks already entered in the queue
	number string
	// aims are the days on which units mean to reply; only looked up, never
	// walked through.
	aims map[suggestion.LineID]calendar.Date
	// without are lines whose unit will reply unheard.
	without map[suggestion.LineID]bool
	claims  map[suggestion.CommitmentID]int
	scans   int
}

// plan is what is settled about a case before it begins.
type plan struct {
	kind      suggestion.Kind
	lead      deputy
	cosigners []deputy
	contacts  []suggestion.Person // of a delegation
	drafted   time.Time
	submitted time.Time
	topic     topic
	twin      int // number of the case it repeats, or -1
	mode      suggestion.Mode
	parts     []suggestion.UnitPart
}

// topic is whose matter it is and what is asked for.
type topic struct {
	unit  *unit
	words string
	home  int // the delegation of the place
}

func (w *world) newLife(n int) *life {
	id := suggestion.CaseID(fmt.Sprintf("s%d-%04d", w.opts.Year, n+1))
	l := &life{w: w, id: id, stream: eventstore.StreamID(wire.CaseStream(id)), rng: randomOf(w.opts.Seed, "life", n),
		open: randomOf(w.opts.Seed, "publication", n),
		s:    suggestion.New(), aims: map[suggestion.LineID]calendar.Date{}, without: map[suggestion.LineID]bool{},
		claims: map[suggestion.CommitmentID]int{}}
	l.plan = w.newPlan(n, l.rng)
	return l
}

func (w *world) newPlan(n int, r *rand.Rand) plan {
	p := plan{topic: w.topicOf(n), twin: -1}
	if n > 0 && chance(r, 45) {
		p.twin = max(0, n-between(r, 1, 40))
		p.topic = w.topicOf(p.twin)
	}
	lead := pick(r, w.cast.homes[p.topic.home])
	if chance(r, 80) {
		lead = r.IntN(len(w.cast.deputies))
	}
	p.lead = w.cast.deputies[lead]
	p.cosigners = w.friends(r, lead)
	w.dates(&p, r)
	w.units(&p, r)
	w.inItsName(&p, n)
	return p
}

// inItsName makes a few of the session's suggestions those of a whole delegation:
// who sits first in it is its head, the next two are its contact persons.
func (w *world) inItsName(p *plan, n int) {
	if p.kind != suggestion.InSession || !chance(randomOf(w.opts.Seed, "delegation", n), 12) {
		return
	}
	seats := w.cast.homes[p.topic.home]
	p.kind, p.lead, p.cosigners = suggestion.FromDelegation, w.cast.deputies[seats[0]], nil
	for _, i := range seats[1:min(3, len(seats))] {
		p.contacts = append(p.contacts, w.cast.deputies[i].Person)
	}
}

// topicOf is what case n asks for and where. It depends on seed and number alone, so that a twin can look it up.
func (w *world) topicOf(n int) topic {
	r := randomOf(w.opts.Seed, "topic", n)
	u := &w.cast.units[weighed(r, w.cast.weights...)]
	home := pick(r, w.cast.home) // by seats
	return topic{unit: u, words: fill(pick(r, list(u.field)), pick(r, w.cast.places[home])), home: home}
}

// friends are the co-signers, mostly from the same delegation: none for a
// third, a few for most, up to fifteen.
func (w *world) friends(r *rand.Rand, lead int) []deputy {
	n := 0
	switch weighed(r, 34, 38, 18, 10) {
	case 1:
		n = between(r, 1, 4)
	case 2:
		n = between(r, 5, 9)
	case 3:
		n = between(r, 10, 15)
	}
	home := w.cast.homes[w.cast.home[lead]]
	taken := map[int]bool{lead: true}
	var out []deputy
	for len(out) < n {
		i := pick(r, home)
		if chance(r, 120) {
			i = r.IntN(len(w.cast.deputies))
		}
		if !taken[i] {
			taken[i] = true
			out = append(out, w.cast.deputies[i])
		}
	}
	return out
}

// dates sets when it is written and handed in: 80 in 100 on the session days,
// with a peak on the second, some right after, an eighth between sessions.
func (w *world) dates(p *plan, r *rand.Rand) {
	d := w.diary
	p.kind = suggestion.InSession
	var on calendar.Date
	switch weighed(r, 800, 60, 14, 126) {
	case 0:
		on = d.session[weighed(r, 16, 27, 26, 21, 10)]
	case 1:
		on = d.working(d.session[sessionDays-1], between(r, 1, 7))
	case 2:
		on, p.kind = d.session[between(r, 3, 4)], suggestion.FromBill
	case 3:
		on, p.kind = d.working(day(d.year, time.March, 9), between(r, 0, 150)), suggestion.OffSession
	}
	p.submitted = at(on, between(r, 8*60+30, 20*60)).Add(time.Duration(r.IntN(60)) * time.Second)
	p.drafted = at(on.AddDays(-between(r, 3, 20)), between(r, 8*60, 21*60))
}

// units sets the mode and the parts. The lead is the topic's unit.
func (w *world) units(p *plan, r *rand.Rand) {
	lead, co, separate := 1, 0, 0
	switch weighed(r, 12, 76, 8, 4) {
	case 0:
		p.mode = suggestion.Single
	case 1:
		p.mode, co = suggestion.LeadAndCo, weighed(r, 0, 55, 30, 15)
	case 2:
		p.mode, lead, separate = suggestion.Separate, 0, between(r, 2, 3)
	case 3:
		p.mode, lead, co = suggestion.SeveralLeads, 2, between(r, 0, 1)
	}
	for i := range lead + co + separate {
		part := suggestion.UnitPart{Unit: p.topic.unit.name, Part: suggestion.Lead}
		if i > 0 {
			part.Unit = w.otherUnit(r, func(name string) bool { return taken(p.parts, name) })
		}
		switch {
		case separate > 0:
			part.Part = suggestion.Separated
		case i >= lead:
			part.Part = suggestion.Co
		}
		if separate > 0 || lead > 1 && i < lead {
			part.Scope = list("scope")[i]
		}
		p.parts = append(p.parts, part)
	}
}

func taken(parts []suggestion.UnitPart, name string) bool {
	for _, p := range parts {
		if p.Unit == name {
			return true
		}
	}
	return false
}

// otherUnit draws a unit that is not taken. Every unit is a likely partner, so
// the weights are levelled.
func (w *world) otherUnit(r *rand.Rand, taken func(string) bool) string {
	for {
		u := w.cast.units[r.IntN(len(w.cast.units))]
		if chance(r, 300+8*u.weight) && !taken(u.name) {
			return u.name
		}
	}
}

// at puts an act on the queue.
func (l *life) at(t time.Time, do func() error) { l.w.queue.push(t, do) }

// soon puts an act on a working day so many days from now, in office hours; the
// same day means within the next two hours.
func (l *life) soon(lo, hi int, do func() error) {
	l.on(l.w.diary.working(l.w.today(), between(l.rng, lo, hi)), do)
}

// on puts an act on the day, or as soon as can be if that is past.
func (l *life) on(d calendar.Date, do func() error) {
	t := at(d, between(l.rng, 8*60+40, 17*60+30)).Add(time.Duration(l.rng.IntN(60)) * time.Second)
	if !t.After(l.w.now) {
		t = l.w.now.Add(time.Duration(between(l.rng, 4, 110)) * time.Minute)
	}
	if calendar.DateOf(t) != d && calendar.DateOf(t) != l.w.today() { // past midnight
		t = at(l.w.diary.working(l.w.today(), 1), between(l.rng, 8*60+40, 10*60))
	}
	l.at(t, do)
}

// over reports whether nobody has anything to do on the case any more.
func (l *life) over() bool {
	switch l.s.State {
	case lifecycle.Withdrawn, lifecycle.Transferred, lifecycle.Archived:
		return true
	}
	return false
}

// rolled is chance on the case's own source.
func (l *life) rolled(perMille int) bool { return chance(l.rng, perMille) }

// deputy is who speaks for the suggestion.
func (l *life) deputy() suggestion.Actor {
	if l.plan.kind == suggestion.FromDelegation {
		return suggestion.Actor{Person: l.plan.lead.Person, Role: lifecycle.Delegation}
	}
	return suggestion.Actor{Person: l.plan.lead.Person, Role: lifecycle.LeadDeputy}
}

func (l *life) desk(role lifecycle.Role) suggestion.Actor { return l.w.cast.officer(l.rng, role) }

// staff is somebody of a unit.
func (l *life) staff(name string, role lifecycle.Role) suggestion.Actor {
	return l.w.cast.unitOf[name].as(role, l.rng)
}

// assigner is the office that hands the case to the unit and examines its
// replies: the government's for its own units, the congress's for the courts.
func (l *life) assigner(name string) suggestion.Actor {
	return l.desk(l.w.cast.unitOf[name].assigner)
}
