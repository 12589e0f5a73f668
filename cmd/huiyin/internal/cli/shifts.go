package cli

import (
	"context"
	"strings"

	"huiyin/cmd/huiyin/internal/office"
	"huiyin/domain/suggestion"
	"huiyin/domain/zh"
	"huiyin/projections/views"
)

// shiftRow is a deadline and what would become of it, as data.
type shiftRow struct {
	Case     string `json:"case"`
	Number   string `json:"number"`
	Kind     string `json:"kind"`
	Unit     string `json:"unit,omitempty"`
	Old      string `json:"old"`
	New      string `json:"new"`
	Moved    bool   `json:"moved"`
	Settled  bool   `json:"settled"`
	OldBasis string `json:"old_basis"`
	NewBasis string `json:"new_basis"`
}

func shiftRowOf(s office.Shift) shiftRow {
	return shiftRow{Case: string(s.Case), Number: s.Number, Kind: string(s.Old.Kind), Unit: s.Unit, Old: s.Old.Due.String(), New: s.New.Due.String(),
		Moved: s.Moved(), Settled: s.Old.Provisional && !s.New.Provisional, OldBasis: s.Old.Basis, NewBasis: s.New.Basis}
}

// showShifts lists what moves, and why.
func (a *app) showShifts(shifts []office.Shift, limit int) error {
	rows, t := []shiftRow{}, newTable(heads("number", "deadline", "unit", "old_due", "new_due", "why")...)
	for _, s := range limited(shifts, limit) {
		rows = append(rows, shiftRowOf(s))
		t.add(orDash(s.Number), zh.Label("deadline", string(s.Old.Kind)), cut(orDash(s.Unit), 26), shortDate(s.Old.Due), newDue(s), why(s))
	}
	return a.show(rows, t)
}

func newDue(s office.Shift) string {
	if s.New.Due.IsZero() {
		return text("rules.no_limit")
	}
	return s.New.Due.String()
}

// why tells what made the difference: the rule, or the days off.
func why(s office.Shift) string {
	switch {
	case s.New.Due.IsZero():
		return views.Absent
	case s.Old.Basis != s.New.Basis || s.Old.Period != s.New.Period || s.Old.Start != s.New.Start:
		return say("cli.rules.other_rule", "start", zh.Date(s.New.Start), "period", zh.Period(s.New.Period), "basis", firstClause(s.New.Basis))
	case !s.Moved():
		return text("rules.settled")
	}
	return text("rules.days_off")
}

// firstClause is the source alone; a basis explains itself after it.
func firstClause(basis string) string {
	source, _, _ := strings.Cut(basis, zh.Label("fmt", "clause"))
	return source
}

// moved are the shifts to another day.
func moved(shifts []office.Shift) []office.Shift {
	var out []office.Shift
	for _, s := range shifts {
		if s.Moved() {
			out = append(out, s)
		}
	}
	return out
}

// running are the cases with a running deadline. A lapsed one runs on until what
// it waits for is done.
func (d *desk) running(ctx context.Context) ([]suggestion.CaseID, error) {
	rows, err := d.views().Deadlines(ctx, views.DeadlineFilter{Running: true})
	var ids []suggestion.CaseID
	seen := map[suggestion.CaseID]bool{}
	for _, r := range rows {
		if !seen[r.Case] {
			seen[r.Case], ids = true, append(ids, r.Case)
		}
	}
	return ids, err
}
