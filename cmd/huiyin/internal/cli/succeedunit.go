package cli

import (
	"context"

	"huiyin/cmd/huiyin/internal/enrolling"
	"huiyin/cmd/huiyin/internal/office"
	"huiyin/domain/register"
)

// endUnit states in the register of units that the old one went into the new
// one, before any case hears of it: the register says since when, and a run that
// is cut off is taken up with the register already right. Units that the register
// does not know are handed over in the cases all the same, and that is said; a
// renamed unit is no successor and is refused by the register.
func (a *app) endUnit(ctx context.Context, d *desk, in office.Intent, old, heir, decision string, dryRun bool) error {
	dir, err := d.Directory(ctx)
	if err != nil {
		return err
	}
	gone, known := dir.UnitNamed(old, in.On.AddDays(-1))
	next, there := dir.UnitNamed(heir, in.On)
	if !known || !there {
		a.note("cli.succeed.unlisted", "old", old, "new", heir)
		return nil
	}
	if dryRun || !gone.Life.Until.IsZero() {
		return nil // stated before
	}
	_, err = enrolling.Enter(ctx, d.Office, in.By, register.UnitEnded{ID: gone.ID, From: in.On, Manner: register.Merged,
		Into: []register.Link{{ID: next.ID, Name: heir}}, Basis: decision})
	return err
}
