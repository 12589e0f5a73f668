package cli

import (
	"context"
	"errors"
	"fmt"

	"huiyin/cmd/huiyin/internal/enrolling"
	"huiyin/cmd/huiyin/internal/office"
	"huiyin/cmd/huiyin/internal/simulation"
	"huiyin/domain/lifecycle"
	"huiyin/domain/register"
	"huiyin/domain/suggestion"
)

// enrolDemo enters Hunan's registers and the simulated session, and gives the
// folder back. Ids derive from what is entered, so the same demo has the same
// bytes.
func (a *app) enrolDemo(ctx context.Context, o office.Options) (err error) {
	file, err := enrolling.Read(enrolling.Hunan())
	if err != nil {
		return err
	}
	of, err := office.Open(ctx, o)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, of.Close()) }()
	by := suggestion.Actor{Role: lifecycle.DeputyAffairsCommittee}
	results, err := enrolling.Load(ctx, of, file, by)
	if err != nil {
		return err
	}
	opened := register.SessionOpened{Facts: simulation.SessionOf(simYear)}
	opened.ID = register.IDFor(opened)
	if _, err := enrolling.Enter(ctx, of, by, opened); err != nil {
		return err
	}
	n := map[register.Kind]int{}
	for _, r := range results {
		n[r.Register]++
	}
	a.note("cli.demo.registers", "units", fmt.Sprint(n[register.Units]), "committees", fmt.Sprint(n[register.Committees]),
		"delegations", fmt.Sprint(n[register.Delegations]), "session", opened.Facts.Congress+opened.Facts.Session)
	return nil
}
