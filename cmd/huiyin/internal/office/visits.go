package office

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"huiyin/domain/lifecycle"
	"huiyin/domain/sampling"
	"huiyin/domain/suggestion"
	"huiyin/domain/wire"
	"huiyin/eventstore"
)

// crowd are the cases of the log as it was at a position.
type crowd map[suggestion.CaseID]*suggestion.Suggestion

// population are the cases of a session year that a return visit can ask about.
func (c crowd) population(year int) (names []string) {
	for id, s := range c {
		if s.Year == year && len(suggestion.Visitable(s)) > 0 {
			names = append(names, string(id))
		}
	}
	slices.Sort(names)
	return names
}

// take folds an event in; other streams' events are none of the crowd's.
func (c crowd) take(r *eventstore.Recorded) (suggestion.Event, error) {
	id, ok := wire.CaseOf(string(r.Stream))
	if !ok {
		return nil, nil
	}
	e, err := wire.Decode(r.Type, r.Schema, r.Data)
	if err != nil {
		return nil, err
	}
	s := c[id]
	if s == nil {
		s = suggestion.New()
	}
	c[id] = suggestion.Fold(s, e)
	return e, nil
}

// Draw is what a draw of return visits is asked for.
type Draw struct {
	Seed  string
	Share sampling.Share
	Year  int
	By    suggestion.Person
}

// PlanDraw picks the cases as the log is now. It writes nothing: the same draw
// over the same log gives the same intent.
func (o *Office) PlanDraw(ctx context.Context, d Draw) (Intent, error) {
	position, err := o.Log.Head(ctx)
	if err != nil {
		return Intent{}, err
	}
	all := crowd{}
	for r, err := range o.Log.ReadAll(ctx, 0) {
		if err != nil {
			return Intent{}, err
		}
		if r.Position > position {
			break
		}
		if _, err := all.take(&r); err != nil {
			return Intent{}, err
		}
	}
	names := all.population(d.Year)
	in := Intent{Kind: DrawVisits, Once: true, By: suggestion.Actor{Role: lifecycle.Reactor, Person: d.By},
		Key: []string{d.Seed, strconv.Itoa(d.Year), d.Share.String()},
		Params: []wire.SagaParam{{Name: "seed", Value: d.Seed}, {Name: "year", Value: strconv.Itoa(d.Year)},
			{Name: "per_mille", Value: strconv.Itoa(int(d.Share))}, {Name: "position", Value: fmt.Sprint(uint64(position))},
			{Name: "population", Value: strconv.Itoa(len(names))}, {Name: "digest", Value: sampling.Digest(names)}}}
	for _, name := range sampling.Draw(d.Seed, uint64(position), names, d.Share.Of(len(names))) {
		s := all[suggestion.CaseID(name)]
		row := wire.SagaRow{Case: s.ID, Number: s.Number}
		for _, line := range suggestion.Visitable(s) {
			row.Cells = append(row.Cells, string(line))
		}
		in.Rows = append(in.Rows, row)
	}
	return in, nil
}

// Faults of a draw on record.
const (
	PopulationDiffers = "population_differs" // it had other members than the draw says
	SampleDiffers     = "sample_differs"     // another sample follows from seed and position
	NotTold           = "not_told"           // a case of the sample never learnt of it
	NotDrawn          = "not_drawn"          // a case says it was drawn and is not in the sample
	NoSuchDraw        = "no_such_draw"       // a case names a draw that is not on record
)

// Fault is something wrong with a draw, and with which case.
type Fault struct {
	Draw  string
	Fault string
	Case  suggestion.CaseID
}

// Audit is the outcome of repeating every draw on record.
type Audit struct {
	Draws  []wire.VisitsDrawn
	Faults []Fault
}

// AuditDraws repeats every draw of return visits from the log alone: the same
// population at the same position, the same sample, and cases that learnt of it.
// A case that refused its visit, because something happened to it in between, has
// that outcome on record and is no fault.
func (o *Office) AuditDraws(ctx context.Context) (Audit, error) {
	var a Audit
	if _, err := o.registered(ctx, wire.VisitsStream, func(e wire.RegisterEvent) {
		if d, ok := e.(wire.VisitsDrawn); ok {
			a.Draws = append(a.Draws, d)
		}
	}); err != nil {
		return a, err
	}
	told := map[string][]suggestion.CaseID{}
	all, next := crowd{}, 0
	for r, err := range o.Log.ReadAll(ctx, 0) {
		if err != nil {
			return a, err
		}
		for ; next < len(a.Draws) && a.Draws[next].Position < int(r.Position); next++ {
			a.repeat(all, a.Draws[next])
		}
		e, err := all.take(&r)
		if err != nil {
			return a, err
		}
		if v, ok := e.(suggestion.ReturnVisitDrawn); ok {
			id, _ := wire.CaseOf(string(r.Stream))
			told[v.Draw] = append(told[v.Draw], id)
		}
	}
	return a, o.compare(ctx, &a, told)
}

// repeat draws again from the cases as they were.
func (a *Audit) repeat(all crowd, d wire.VisitsDrawn) {
	names := all.population(d.Year)
	if len(names) != d.Population || sampling.Digest(names) != d.Digest {
		a.Faults = append(a.Faults, Fault{d.Draw, PopulationDiffers, ""})
	}
	again := sampling.Draw(d.Seed, uint64(d.Position), names, sampling.Share(d.PerMille).Of(len(names)))
	if !slices.EqualFunc(again, d.Sample, func(n string, id suggestion.CaseID) bool { return n == string(id) }) {
		a.Faults = append(a.Faults, Fault{d.Draw, SampleDiffers, ""})
	}
}

// compare holds what cases say of draws against the draws on record.
func (o *Office) compare(ctx context.Context, a *Audit, told map[string][]suggestion.CaseID) error {
	for _, d := range a.Draws {
		s, err := o.LoadSaga(ctx, d.Draw)
		if err != nil {
			return err
		}
		for _, row := range s.Rows {
			if row.Outcome != RowRefused && !slices.Contains(told[d.Draw], row.Case) {
				a.Faults = append(a.Faults, Fault{d.Draw, NotTold, row.Case})
			}
		}
		for _, id := range told[d.Draw] {
			if !slices.Contains(d.Sample, id) {
				a.Faults = append(a.Faults, Fault{d.Draw, NotDrawn, id})
			}
		}
		delete(told, d.Draw)
	}
	for draw, ids := range told {
		for _, id := range ids {
			a.Faults = append(a.Faults, Fault{draw, NoSuchDraw, id})
		}
	}
	slices.SortFunc(a.Faults, func(x, y Fault) int {
		return slices.Compare([]string{x.Draw, x.Fault, string(x.Case)}, []string{y.Draw, y.Fault, string(y.Case)})
	})
	return nil
}

// Drawn lists the cases that any draw on record picked, in that order, each once.
func (o *Office) Drawn(ctx context.Context) ([]suggestion.CaseID, error) {
	var ids []suggestion.CaseID
	_, err := o.registered(ctx, wire.VisitsStream, func(e wire.RegisterEvent) {
		d, _ := e.(wire.VisitsDrawn)
		for _, id := range d.Sample {
			if !slices.Contains(ids, id) {
				ids = append(ids, id)
			}
		}
	})
	return ids, err
}
