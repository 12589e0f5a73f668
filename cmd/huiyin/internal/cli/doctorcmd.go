package cli

import (
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"huiyin/cmd/huiyin/internal/doctor"
	"huiyin/domain/zh"
)

// found is one finding as data.
type found struct {
	Check string       `json:"check"`
	Code  string       `json:"code"`
	Level doctor.Level `json:"level"`
	Found string       `json:"found"`
	Do    string       `json:"do,omitempty"`
}

// doctor looks over the installation that the settings of serve describe.
func (a *app) doctor() *cobra.Command {
	var s serving
	c := a.needData(leaf("doctor", func(c *cobra.Command, _ []string) error {
		if _, err := configure(c); err != nil {
			return err
		}
		if a.data == "" {
			return usage("cli.no_data")
		}
		h := doctor.House{Data: a.data, VaultKey: s.key, Secret: s.secret, Backups: s.backups, Listen: s.listen, Ops: s.ops, Version: buildVersion(), Now: time.Now}
		h.Checkpoint, _ = c.Flags().GetString("checkpoint")
		h.CheckpointPub, _ = c.Flags().GetString("checkpoint-pub")
		return a.showFindings(doctor.Examine(c.Context(), h))
	}))
	s.flags(c)
	s.configured(c)
	return c
}

func (a *app) showFindings(all []doctor.Finding) error {
	rows, t, n := []found{}, newTable(heads("doctor_level", "doctor_check", "doctor_found")...), map[doctor.Level]int{}
	for _, f := range all {
		key := "cli.doctor." + f.Check + "." + f.Code
		row := found{Check: f.Check, Code: f.Code, Level: f.Level, Found: zh.Text(key, f.Facts)}
		if zh.Has(key + ".do") {
			row.Do = zh.Text(key+".do", f.Facts)
		}
		rows, n[f.Level] = append(rows, row), n[f.Level]+1
		t.add(text("doctor.level."+string(f.Level)), text("doctor."+f.Check), row.Found+row.Do)
	}
	if err := a.show(rows, t); err != nil {
		return err
	}
	if n[doctor.Bad] > 0 {
		return failedCheck{say("cli.doctor.bad", "bad", fmt.Sprint(n[doctor.Bad]), "warn", fmt.Sprint(n[doctor.Warn]))}
	}
	a.note("cli.doctor.done", "warn", fmt.Sprint(n[doctor.Warn]))
	return nil
}
