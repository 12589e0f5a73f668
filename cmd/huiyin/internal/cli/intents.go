package cli

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"huiyin/cmd/huiyin/internal/office"
	"huiyin/domain/suggestion"
	"huiyin/domain/wire"
	"huiyin/domain/zh"
	"huiyin/eventstore"
	"huiyin/projections/telling"
)

// acting are the flags of an act on many cases.
type acting struct {
	by     string
	on     string
	dryRun bool
}

func (f *acting) flags(c *cobra.Command) *cobra.Command {
	c.Flags().StringVar(&f.by, "by", "", text("flag.by"))
	c.Flags().BoolVar(&f.dryRun, "dry-run", false, text("flag.dry_run"))
	return c
}

// dated adds the day on which it takes effect.
func (f *acting) dated(c *cobra.Command) *cobra.Command {
	c.Flags().StringVar(&f.on, "on", "", text("flag.effective"))
	return f.flags(c)
}

// openFor opens the folder: for reading only, if nothing is to be written.
func (a *app) openFor(ctx context.Context, dryRun bool) (*desk, error) {
	return a.open(ctx, office.Options{ReadOnly: dryRun})
}

// sagaRow is one case of an act on many, as data.
type sagaRow struct {
	Case    string `json:"case"`
	Number  string `json:"number,omitempty"`
	Title   string `json:"title,omitempty"`
	Outcome string `json:"outcome"`
	Code    string `json:"code,omitempty"`
	Why     string `json:"why,omitempty"`
}

// sagaData is an act on many cases, as data.
type sagaData struct {
	Saga    string            `json:"saga,omitempty"`
	Kind    string            `json:"kind"`
	On      string            `json:"on"`
	Params  map[string]string `json:"params"`
	By      string            `json:"by,omitempty"`
	DryRun  bool              `json:"dry_run,omitempty"`
	Resumed bool              `json:"resumed,omitempty"`
	Idle    bool              `json:"idle,omitempty"`
	Ended   bool              `json:"ended"`
	Rows    []sagaRow         `json:"rows"`
}

// carry previews an intent or carries it out, shows every row and fails when one
// was refused. before are rows that were so already and need no act.
func (a *app) carry(ctx context.Context, d *desk, in office.Intent, before []sagaRow, dryRun bool) error {
	if dryRun {
		return a.preview(ctx, d, in, before)
	}
	s, err := d.RunSaga(ctx, in, a.progress("cli.saga.progress"))
	if errors.Is(err, eventstore.ErrTooLarge) {
		return usage("cli.saga.too_large", "rows", fmt.Sprint(len(in.Rows)))
	}
	if err != nil {
		return err
	}
	if err := a.react(ctx, d); err != nil {
		return err
	}
	done := a.dataOf(ctx, d, s)
	done.Rows = append(before, done.Rows...)
	return a.showSaga(done)
}

// preview shows what would come of each row, or how far the intent got when it
// was cut off.
func (a *app) preview(ctx context.Context, d *desk, in office.Intent, before []sagaRow) error {
	s, err := d.FindSaga(ctx, in.Kind, in.Key...)
	if err != nil {
		return err
	}
	if s != nil && !s.Ended {
		data := a.dataOf(ctx, d, s)
		data.DryRun = true
		return a.showSaga(data)
	}
	data := sagaData{Kind: in.Kind, On: in.On.String(), Params: params(in.Params), By: in.By.Name, DryRun: true, Rows: before}
	for _, row := range in.Rows {
		refusal, err := d.Preview(ctx, in, row)
		if err != nil {
			return err
		}
		outcome := "will"
		if refusal != nil {
			outcome = office.RowRefused
		}
		data.Rows = append(data.Rows, a.rowOf(ctx, d, row, outcome, refusal))
	}
	return a.showSaga(data)
}

func params(all []wire.SagaParam) map[string]string {
	out := map[string]string{}
	for _, p := range all {
		out[p.Name] = p.Value
	}
	return out
}

func (a *app) dataOf(ctx context.Context, d *desk, s *office.Saga) sagaData {
	out := sagaData{Saga: s.Saga, Kind: s.Kind, On: s.On.String(), Params: params(s.Params), By: s.By.Name,
		Resumed: s.Resumed, Idle: s.Idle, Ended: s.Ended, Rows: []sagaRow{}}
	for _, r := range s.Rows {
		outcome := r.Outcome
		if outcome == office.RowOpen {
			outcome = "open"
		}
		out.Rows = append(out.Rows, a.rowOf(ctx, d, r.SagaRow, outcome, r.Refusal))
	}
	return out
}

func (a *app) rowOf(ctx context.Context, d *desk, r wire.SagaRow, outcome string, refusal *suggestion.Refusal) sagaRow {
	row := sagaRow{Case: string(r.Case), Number: r.Number, Outcome: outcome}
	if s, err := d.Load(ctx, r.Case); err == nil { // the row stands without its title too
		row.Title = s.Title
	}
	if refusal != nil {
		row.Code, row.Why = refusal.Code, zh.Refusal(refusal.Code, refusal.Facts)
	}
	return row
}

// showSaga prints the rows and what came of them all.
func (a *app) showSaga(s sagaData) error {
	if s.Rows == nil {
		s.Rows = []sagaRow{}
	}
	count, t := map[string]int{}, newTable(heads("number", "outcome", "title", "problem")...)
	for _, r := range s.Rows {
		count[r.Outcome]++
		t.add(orDash(r.Number), zh.Label("step", r.Outcome), cut(telling.OrUnknown(r.Title), 44), r.Why)
	}
	if err := a.show(s, t); err != nil {
		return err
	}
	key := "cli.saga." + s.outcome()
	a.note(key, "kind", zh.Label("saga", s.Kind), "id", s.Saga, "rows", fmt.Sprint(len(s.Rows)),
		"done", fmt.Sprint(count[office.RowDone]), "will", fmt.Sprint(count["will"]), "open", fmt.Sprint(count["open"]),
		"nothing", fmt.Sprint(count[office.RowNothing]), "refused", fmt.Sprint(count[office.RowRefused]))
	if n := count[office.RowRefused]; n > 0 {
		return failedCheck{say("cli.saga.refused", "refused", fmt.Sprint(n))}
	}
	return nil
}

// outcome is the catalogue's name for what came of it all.
func (s sagaData) outcome() string {
	switch {
	case s.Saga == "" && !s.DryRun:
		return "nothing"
	case s.DryRun && s.Saga == "":
		return "dry"
	case !s.Ended:
		return "unfinished"
	case s.Idle:
		return "idle"
	case s.Resumed:
		return "resumed"
	}
	return "done"
}
