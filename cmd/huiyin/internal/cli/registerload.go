package cli

import (
	"fmt"

	"github.com/spf13/cobra"

	"huiyin/cmd/huiyin/internal/enrolling"
	"huiyin/cmd/huiyin/internal/office"
	"huiyin/domain/zh"
)

func (a *app) registerLoad() *cobra.Command {
	var by keeper
	return by.flags(a.needData(leaf("load FILE", func(c *cobra.Command, args []string) error {
		actor, err := by.actor()
		if err != nil {
			return err
		}
		data, err := openFile(args[0])
		if err != nil {
			return err
		}
		file, err := enrolling.Read(data)
		if err != nil {
			return failedCheck{say("cli.register.bad_file", "file", args[0], "detail", err.Error())}
		}
		of, err := a.openLog(c.Context(), office.Options{})
		if err != nil {
			return err
		}
		defer of.Close()
		results, err := enrolling.Load(c.Context(), of, file, actor)
		if err != nil {
			return err
		}
		return a.showLoad(results)
	})))
}

// loadRow is one row's outcome as data.
type loadRow struct {
	Register string `json:"register"`
	ID       string `json:"id,omitempty"`
	Name     string `json:"name"`
	Outcome  string `json:"outcome"`
	Problem  string `json:"problem,omitempty"`
}

// showLoad prints every row and fails when one was refused.
func (a *app) showLoad(results []enrolling.Result) error {
	rows, t := []loadRow{}, newTable(heads("register", "outcome", "entry_name", "entry_id", "problem")...)
	for _, r := range results {
		row := loadRow{Register: string(r.Register), ID: r.ID, Name: r.Name, Outcome: string(r.Outcome)}
		if r.Refusal != nil {
			row.Problem = zh.Refusal(r.Refusal.Code, r.Refusal.Facts)
		}
		rows = append(rows, row)
		t.add(zh.Label("register", row.Register), zh.Label("cli.loaded", row.Outcome), row.Name, orDash(row.ID), row.Problem)
	}
	if err := a.show(rows, t); err != nil {
		return err
	}
	n := loadTally(results)
	a.note("cli.register.loaded", "rows", fmt.Sprint(len(results)), "new", n(enrolling.New), "corrected", n(enrolling.Corrected),
		"unchanged", n(enrolling.Unchanged), "refused", n(enrolling.Refused))
	if n(enrolling.Refused) != "0" {
		return failedCheck{say("cli.register.load_failed", "refused", n(enrolling.Refused))}
	}
	return nil
}

func loadTally(results []enrolling.Result) func(enrolling.Outcome) string {
	count := map[enrolling.Outcome]int{}
	for _, r := range results {
		count[r.Outcome]++
	}
	return func(o enrolling.Outcome) string { return fmt.Sprint(count[o]) }
}
