package live

import (
	"context"
	"strings"

	"huiyin/api/desk"
	"huiyin/cmd/huiyin/internal/meeting"
	"huiyin/cmd/huiyin/internal/office"
	"huiyin/domain/suggestion"
	"huiyin/domain/wire"
	"huiyin/domain/zh"
	"huiyin/projections/views"
)

// meetings implements desk.Meetings over the office's sagas.
type meetings struct{ *office.Office }

// Read implements desk.Meetings.
func (m meetings) Read(list []byte) (rows []desk.HandOver, problems []string) {
	read, wrong := meeting.Read(list)
	for _, p := range wrong {
		problems = append(problems, p.Text())
	}
	for _, r := range read {
		h := desk.HandOver{Number: r.Case, Mode: string(r.Mode)}
		for part, to := range map[suggestion.Part]*string{suggestion.Lead: &h.Lead, suggestion.Co: &h.Co, suggestion.Separated: &h.Separate} {
			*to = unitsOf(r.Units, part)
		}
		rows = append(rows, h)
	}
	return rows, problems
}

// unitsOf are the units with the part as people type them.
func unitsOf(all []suggestion.UnitPart, part suggestion.Part) string {
	var names []string
	for _, u := range all {
		if u.Part != part {
			continue
		}
		name := u.Unit
		if u.Scope != "" {
			name += ":" + u.Scope
		}
		names = append(names, name)
	}
	return strings.Join(names, views.ListMark)
}

// Preview implements desk.Meetings.
func (m meetings) Preview(ctx context.Context, by suggestion.Actor, rows []desk.HandOver) ([]desk.RowResult, error) {
	out, in, at := parsed(by, rows)
	for i, row := range in.Rows {
		refusal, err := m.Office.Preview(ctx, in, row)
		if err != nil {
			return nil, err
		}
		if refusal != nil {
			out[at[i]].Outcome, out[at[i]].Why = desk.Refused, zh.Refusal(refusal.Code, refusal.Facts)
		}
	}
	return out, nil
}

// Run implements desk.Meetings.
func (m meetings) Run(ctx context.Context, key string, by suggestion.Actor, rows []desk.HandOver) ([]desk.RowResult, error) {
	out, in, at := parsed(by, rows)
	if len(in.Rows) == 0 {
		return out, nil
	}
	in.Key, in.On, in.Once = []string{key}, m.Today(), true
	saga, err := m.RunSaga(ctx, in, nil)
	if err != nil {
		return nil, err
	}
	for i := range min(len(saga.Rows), len(at)) {
		r := saga.Rows[i]
		out[at[i]].Outcome = desk.Outcome(r.Outcome)
		if r.Refusal != nil {
			out[at[i]].Why = zh.Refusal(r.Refusal.Code, r.Refusal.Facts)
		}
	}
	return out, nil
}

// parsed is the intent of the rows that can be read, with where each stands; the
// others are refused.
func parsed(by suggestion.Actor, rows []desk.HandOver) (out []desk.RowResult, in office.Intent, at []int) {
	in = office.Intent{Kind: office.AssignMeeting, By: by}
	for i, h := range rows {
		r := desk.RowResult{HandOver: h, Outcome: desk.Ready}
		row, wrong := meeting.Parse(i+1, map[string]string{"case": string(h.Case), "mode": h.Mode, "lead": h.Lead, "co": h.Co, "separate": h.Separate})
		if wrong != nil {
			r.Outcome, r.Why = desk.Refused, wrong.Text()
		} else {
			in.Rows, at = append(in.Rows, wire.SagaRow{Case: h.Case, Number: h.Number, Cells: row.Cells()}), append(at, i)
		}
		out = append(out, r)
	}
	return out, in, at
}
