package views

import (
	"context"

	"huiyin/domain/lifecycle"
	"huiyin/eventstore"
	"huiyin/projections/follower"
)

// DueSoonDays is how far the overview looks ahead for promises.
const DueSoonDays = 30

// Figures are the overview. Each is the number of rows that its filter lists,
// named beside it; all belong to one state of the read file.
type Figures struct {
	Checkpoint eventstore.Position
	Cases      int                     // CaseFilter{}
	Grey       int                     // CaseFilter{Light: Grey}; in no other light
	States     map[lifecycle.State]int // CaseFilter{State}
	Lights     map[Light]int           // CaseFilter{Light}; None under Absent
	Classes    map[string]int          // CaseFilter{Class}; none under Absent
	Grades     map[string]int          // CaseFilter{Grade}; none under Absent

	OpenDissatisfied int // Dissatisfied, open only
	PromisesOpen     int // PromiseFilter{OpenOnly}
	PromisesDueSoon  int // PromiseFilter{OpenOnly}, due today or in DueSoonDays
	PromisesOverdue  int // PromiseFilter{Overdue}
	PromisesBroken   int // PromiseFilter{State: Broken}
	PromisesUnknown  int // PromiseFilter{Unknown}
	Lapses           int // DeadlineFilter{Missed}
}

// DueSoon is the filter of PromisesDueSoon.
func DueSoon(scheme Scheme) PromiseFilter {
	return PromiseFilter{OpenOnly: true, DueFrom: scheme.Today, DueBefore: scheme.Today.AddDays(DueSoonDays + 1)}
}

// Overview counts what is there.
func (v Reader) Overview(ctx context.Context) (f Figures, err error) {
	err = v.File.Read(ctx, func(r *follower.Reader) error {
		if f.Checkpoint, err = r.Checkpoint(); err != nil {
			return err
		}
		if err := f.countCases(r, v.cases()); err != nil {
			return err
		}
		return f.countRest(r, v)
	})
	return f, err
}

func (f *Figures) countCases(r *follower.Reader, t table) (err error) {
	if f.Cases, err = t.count(r, where{}); err != nil {
		return err
	}
	if f.States, err = groups[lifecycle.State](r, t, "state"); err != nil {
		return err
	}
	if f.Lights, err = groups[Light](r, t, "light"); err != nil {
		return err
	}
	if f.Classes, err = groups[string](r, t, "class"); err != nil {
		return err
	}
	if f.Grades, err = groups[string](r, t, "grade"); err != nil {
		return err
	}
	f.Grey = f.Lights[Grey]
	delete(f.Lights, Grey)
	absent(f.Lights)
	absent(f.Classes)
	absent(f.Grades)
	return nil
}

// absent moves the count of empty values to the name that filters know.
func absent[K ~string](counts map[K]int) {
	if n, ok := counts[""]; ok {
		counts[Absent] = n
		delete(counts, "")
	}
}

func (f *Figures) countRest(r *follower.Reader, v Reader) (err error) {
	for _, c := range []struct {
		to *int
		table
		where
	}{
		{&f.OpenDissatisfied, v.dissatisfied(), openIf(true)},
		{&f.PromisesOpen, v.promises(), PromiseFilter{OpenOnly: true}.where()},
		{&f.PromisesDueSoon, v.promises(), DueSoon(v.Scheme).where()},
		{&f.PromisesOverdue, v.promises(), PromiseFilter{Overdue: true}.where()},
		{&f.PromisesBroken, v.promises(), PromiseFilter{State: lifecycle.Broken}.where()},
		{&f.PromisesUnknown, v.promises(), PromiseFilter{Unknown: true}.where()},
		{&f.Lapses, v.deadlines(), DeadlineFilter{Missed: true}.where()},
	} {
		if *c.to, err = c.table.count(r, c.where); err != nil {
			return err
		}
	}
	return nil
}
