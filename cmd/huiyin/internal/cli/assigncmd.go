package cli

import (
	"context"
	"crypto/sha256"
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"huiyin/cmd/huiyin/internal/meeting"
	"huiyin/cmd/huiyin/internal/office"
	"huiyin/domain/suggestion"
	"huiyin/domain/wire"
)

// assign hands over the cases of a file, as an assignment meeting does.
func (a *app) assign() *cobra.Command {
	var f acting
	return f.flags(a.needData(leaf("assign FILE", func(c *cobra.Command, args []string) error {
		file, err := openFile(args[0])
		if err != nil {
			return err
		}
		d, err := a.openFor(c.Context(), f.dryRun)
		if err != nil {
			return err
		}
		defer d.Close()
		in := office.Intent{Kind: office.AssignMeeting, By: committee(f.by), On: d.Today(), Key: []string{fmt.Sprintf("%x", sha256.Sum256(file))}}
		unfinished, err := d.FindSaga(c.Context(), in.Kind, in.Key...)
		if err != nil {
			return err
		}
		rows, problems := meeting.Read(file)
		if len(problems) == 0 && (unfinished == nil || unfinished.Ended) {
			var before []sagaRow
			if in.Rows, before, problems, err = a.meet(c.Context(), d, rows); err != nil {
				return err
			}
			if len(problems) == 0 {
				return a.handOver(c.Context(), d, in, before, f.dryRun)
			}
		}
		if len(problems) > 0 {
			return a.unreadable(problems)
		}
		return a.carry(c.Context(), d, in, nil, f.dryRun)
	})))
}

// handOver carries the meeting out; if every case was handed over as the file
// says, there is nothing to begin.
func (a *app) handOver(ctx context.Context, d *desk, in office.Intent, before []sagaRow, dryRun bool) error {
	if len(in.Rows) == 0 && !dryRun {
		return a.showSaga(sagaData{Kind: in.Kind, On: in.On.String(), Params: params(in.Params), Idle: true, Ended: true, Rows: before})
	}
	return a.carry(ctx, d, in, before, dryRun)
}

// meet finds the cases of the file. Those that were handed over just so are told
// apart.
func (a *app) meet(ctx context.Context, d *desk, rows []meeting.Row) (todo []wire.SagaRow, before []sagaRow, problems []meeting.Problem, err error) {
	for _, r := range rows {
		found, err := d.views().Resolve(ctx, r.Case)
		if err != nil {
			return nil, nil, nil, err
		}
		if len(found) != 1 {
			code := "unknown_case"
			if len(found) > 1 {
				code = "many_cases"
			}
			problems = append(problems, meeting.Problem{Line: r.Line, Code: code, Facts: map[string]string{"case": r.Case}})
			continue
		}
		s, err := d.Load(ctx, found[0].ID)
		if err != nil {
			return nil, nil, nil, err
		}
		if handedOver(s, r) {
			before = append(before, sagaRow{Case: string(s.ID), Number: s.Number, Title: s.Title, Outcome: office.RowNothing})
			continue
		}
		todo = append(todo, wire.SagaRow{Case: s.ID, Number: s.Number, Cells: r.Cells()})
	}
	return todo, before, problems, nil
}

// handedOver reports whether the case was assigned exactly as the row says.
func handedOver(s *suggestion.Suggestion, r meeting.Row) bool {
	if s.Mode != r.Mode || len(s.Assignments) != len(r.Units) {
		return false
	}
	return !slices.ContainsFunc(s.Assignments, func(a suggestion.Assignment) bool {
		return !slices.Contains(r.Units, suggestion.UnitPart{Unit: a.Unit, Part: a.Part, Scope: a.Scope})
	})
}

// problemRow is a row that cannot be read, as data.
type problemRow struct {
	Line int    `json:"line"`
	Code string `json:"code"`
	Why  string `json:"why"`
}

func (a *app) unreadable(problems []meeting.Problem) error {
	rows, t := []problemRow{}, newTable(heads("line", "problem")...)
	for _, p := range problems {
		rows = append(rows, problemRow{p.Line, p.Code, p.Text()})
		where := text("assign.file")
		if p.Line > 0 {
			where = say("cli.assign.line", "line", fmt.Sprint(p.Line))
		}
		t.add(where, p.Text())
	}
	if err := a.show(rows, t); err != nil {
		return err
	}
	return failedCheck{say("cli.assign.unreadable", "count", fmt.Sprint(len(problems)))}
}
