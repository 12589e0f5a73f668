package office

import (
	"context"
	"strconv"

	"huiyin/domain/acts"
	"huiyin/domain/suggestion"
	"huiyin/domain/wire"
	"huiyin/eventstore"
)

// Kinds of saga. The names are written into the log.
const (
	SucceedUnits   = "succeed_unit"
	SucceedLeader  = "succeed_leader"
	SucceedDeputy  = "succeed_deputy"
	AssignMeeting  = "assign_meeting"
	DrawVisits     = "visit_draw"
	assignVerb     = "assign"
	assignUnits    = "units"
	assignModeCell = 0
)

// sagaKind is how the sagas of a kind are carried out. It depends on what the
// intent says alone, so that a saga can be resumed from the log.
type sagaKind struct {
	// register writes the fact itself into its register, before any case learns of
	// it and again harmlessly on every resumption. It is the seam for the registers
	// of units, leaders and deputies: what they are told stands here.
	register func(context.Context, *Office, *Saga) error
	command  func(*Saga, wire.SagaRow) (suggestion.Command, error)
	// dated acts happen on the saga's day, whenever they are carried out.
	dated bool
}

var sagaKinds = map[string]sagaKind{
	SucceedUnits: {command: func(s *Saga, _ wire.SagaRow) (suggestion.Command, error) {
		return suggestion.SucceedUnit{Old: s.Param("old"), New: s.Param("new"), On: s.On, Decision: s.Param("decision")}, nil
	}},
	SucceedLeader: {command: func(s *Saga, _ wire.SagaRow) (suggestion.Command, error) {
		return suggestion.RelieveSupervisor{Person: acts.PersonOf(s.Param("old")), Successor: acts.PersonOf(s.Param("new")),
			Body: s.Param("body"), Reason: s.Param("reason")}, nil
	}},
	SucceedDeputy: {command: func(s *Saga, _ wire.SagaRow) (suggestion.Command, error) {
		return suggestion.RecordTheDeparture{Person: acts.PersonOf(s.Param("deputy")), Reason: s.Param("reason")}, nil
	}},
	AssignMeeting: {command: assignment, dated: true},
	DrawVisits:    {register: registerDraw, command: drawn},
}

// assignment reads a row of an assignment meeting: the mode, then each unit as
// part:unit:scope.
func assignment(_ *Saga, row wire.SagaRow) (suggestion.Command, error) {
	verb, _ := acts.Find(assignVerb)
	var values []acts.Value
	for i, cell := range row.Cells {
		name := assignUnits
		if i == assignModeCell {
			name = "mode"
		}
		values = append(values, acts.Value{Name: name, Text: cell})
	}
	return verb.Fill(row.Case, suggestion.Subject{}, values)
}

// drawn reads a row of a draw: the lines the deputy is asked about.
func drawn(s *Saga, row wire.SagaRow) (suggestion.Command, error) {
	c := suggestion.DrawVisit{Draw: s.Saga}
	for _, cell := range row.Cells {
		c.Lines = append(c.Lines, suggestion.LineID(cell))
	}
	return c, nil
}

// registerDraw puts the draw on record.
func registerDraw(ctx context.Context, o *Office, s *Saga) error {
	known := false
	version, err := o.registered(ctx, wire.VisitsStream, func(e wire.RegisterEvent) {
		d, ok := e.(wire.VisitsDrawn)
		known = known || ok && d.Draw == s.Saga
	})
	if err != nil || known {
		return err
	}
	number := func(name string) int { n, _ := strconv.Atoi(s.Param(name)); return n }
	e := wire.VisitsDrawn{Draw: s.Saga, Year: number("year"), Seed: s.Param("seed"), PerMille: number("per_mille"),
		Position: number("position"), Population: number("population"), Digest: s.Param("digest")}
	for _, row := range s.Rows {
		e.Sample = append(e.Sample, row.Case)
	}
	_, err = o.register(ctx, wire.VisitsStream, version, eventstore.DeriveID(s.first, "draw"), s.By, e)
	return err
}
