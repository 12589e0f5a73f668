package cli

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"huiyin/cmd/huiyin/internal/office"
	"huiyin/domain/zh"
	"huiyin/projections/parked"
	"huiyin/projections/reactors"
	"huiyin/projections/views"
)

// clock records what time brings: every due day that has ended, up to the day
// asked for, and the reminders that stand out today.
func (a *app) clock() *cobra.Command {
	var until string
	c := a.needData(leaf("run", func(c *cobra.Command, _ []string) error {
		day, err := dateFlag("--until", until)
		if err != nil {
			return err
		}
		d, err := a.open(c.Context(), office.Options{})
		if err != nil {
			return err
		}
		defer d.Close()
		if day.IsZero() {
			day = d.Today().AddDays(-1) // today has not ended
		}
		if !day.Before(d.Today()) {
			return refusedCall{say("cli.future", "until", day.String(), "now", d.Today().String())}
		}
		for _, y := range noticeWanted(d.Calendar, d.Today()) {
			a.note("cli.calendar.missing", "year", fmt.Sprint(y))
		}
		var unread unreadable
		corrected, err := a.correct(c.Context(), d)
		if err = unread.keep(err); err != nil {
			return err
		}
		before := day.AddDays(1)
		ids, err := views.DueCases(c.Context(), d.file, before)
		if err != nil {
			return err
		}
		n, err := reactors.RunClock(c.Context(), d, ids, before)
		if err = unread.keep(err); err != nil {
			return err
		}
		if err := d.refresh(c.Context(), a.figures); err != nil {
			return err
		}
		warned, err := warn(c.Context(), d)
		if err = unread.keep(err); err != nil {
			return err
		}
		if err := a.react(c.Context(), d); err != nil {
			return err
		}
		if a.json {
			return errors.Join(a.printJSON(map[string]any{"lapsed": n, "corrected": corrected, "warned": warned, "until": day.String()}), unread.answer())
		}
		if corrected > 0 {
			a.note("cli.calendar.corrected", "count", fmt.Sprint(corrected))
		}
		_, err = fmt.Fprintln(a.out, say("cli.clock.done", "count", fmt.Sprint(n), "warned", fmt.Sprint(warned), "until", zh.Date(day)))
		return errors.Join(err, unread.answer())
	}))
	c.Flags().StringVar(&until, "until", "", text("flag.until"))
	return group("clock", c)
}

// unreadable keeps the errors of cases that cannot be read until all others had
// their turn.
type unreadable struct{ err error }

// keep passes on every other error.
func (u *unreadable) keep(err error) error {
	if _, own := parked.CauseOf(err); !own {
		return err
	}
	u.err = errors.Join(u.err, err)
	return nil
}

// answer fails the command if there were any.
func (u *unreadable) answer() error {
	if u.err == nil {
		return nil
	}
	return failedCheck{say("cli.parked.clock", "detail", u.err.Error())}
}

// warn gives the reminders of today.
func warn(ctx context.Context, d *desk) (int, error) {
	ids, err := views.DueCases(ctx, d.file, d.Horizon())
	if err != nil {
		return 0, err
	}
	return reactors.RunWarnings(ctx, d, ids, d.Today(), d.WarnDays)
}
