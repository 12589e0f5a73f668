package simulation

import (
	"huiyin/domain/calendar"
	"huiyin/domain/lifecycle"
	"huiyin/domain/suggestion"
)

// keysPer is of how many cases one becomes a key suggestion.
const keysPer = 115

// fixKeys marks the key suggestions of the year, of different units where it
// can, and names who supervises each.
func (w *world) fixKeys() error {
	want := max(1, w.opts.Cases/keysPer)
	units := map[string]bool{}
	for _, i := range w.rng.Perm(len(w.cases)) {
		l := w.cases[i]
		if want == 0 {
			return nil
		}
		if l.s.State != lifecycle.Handling || l.s.Head != "" || units[l.plan.topic.unit.name] {
			continue
		}
		units[l.plan.topic.unit.name] = true
		want--
		if err := l.fixKey(); err != nil {
			return err
		}
	}
	return nil
}

func (l *life) fixKey() error {
	c := suggestion.FixKey{Decision: say(l.rng, "key decision", l.w.opts.Year)}
	l.soon(2, 6, l.appoint)
	return l.do(l.desk(lifecycle.CouncilOfChairpersons), c)
}

// appoint names a supervisor for each of the four layers and plans their visits.
func (l *life) appoint() error {
	bodies := list("bodies")
	committee := l.w.cast.desks[lifecycle.SpecialCommittee]
	people := []suggestion.AppointSupervisor{
		{Person: pick(l.rng, l.w.cast.leaders[:6]), Body: bodies[0]},
		{Person: pick(l.rng, l.w.cast.leaders[6:]), Body: bodies[1]},
		{Person: pick(l.rng, committee), Body: l.plan.topic.unit.committee},
		{Person: pick(l.rng, l.w.cast.desks[lifecycle.DeputyAffairsCommittee]), Body: bodies[2]},
	}
	for i, layer := range suggestion.Layers() {
		people[i].Layer = layer
		if err := l.do(l.desk(lifecycle.DeputyAffairsCommittee), people[i]); err != nil {
			return err
		}
		for range between(l.rng, 1, 2) {
			l.soon(10, 110, func() error { return l.supervise(layer) })
		}
	}
	return nil
}

func (l *life) supervise(layer string) error {
	if l.over() {
		return nil
	}
	role := lifecycle.DeputyAffairsCommittee
	switch layer {
	case "congress_leader":
		role = lifecycle.CouncilOfChairpersons
	case "special_committee":
		role = lifecycle.SpecialCommittee
	}
	if layer == "special_committee" && l.rolled(100) { // the unit cannot supervise itself
		unit, ok := l.leadUnit()
		if ok {
			err := l.mistake("wrong_role", l.staff(unit, lifecycle.UnitHead), calendar.Date{}, suggestion.Supervise{Layer: layer, Way: "visit", Record: say(l.rng, "supervision")})
			if err != nil {
				return err
			}
		}
	}
	return l.do(l.desk(role), suggestion.Supervise{Layer: layer, Way: pick(l.rng, []string{"visit", "seminar", "survey"}), Record: say(l.rng, "supervision")})
}
