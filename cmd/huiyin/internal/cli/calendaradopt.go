package cli

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"huiyin/cmd/huiyin/internal/office"
	"huiyin/domain/calendar"
	"huiyin/domain/rulebook"
	"huiyin/domain/wire"
	"huiyin/domain/zh"
	"huiyin/projections/parked"
)

// calendarTry shows what a notice would move, and writes nothing.
func (a *app) calendarTry() *cobra.Command {
	limit := 0
	c := a.needData(leaf("try FILE", func(c *cobra.Command, args []string) error {
		notice, err := noticeOf(args[0])
		if err != nil {
			return err
		}
		d, err := a.read(c.Context())
		if err != nil {
			return err
		}
		defer d.Close()
		shifts, err := d.by(c.Context(), d.Calendar.With(notice))
		if err != nil {
			return err
		}
		if err := a.showShifts(shifts, limit); err != nil {
			return err
		}
		a.noteShifts(shifts, limit)
		return nil
	}))
	c.Flags().IntVar(&limit, "limit", 20, text("flag.limit"))
	return c
}

// calendarAdopt is a person's word for a notice. What it moves is shown first;
// the second person's word puts it in force and corrects the deadlines.
func (a *app) calendarAdopt() *cobra.Command {
	var by string
	limit := 0
	c := signed(a.needData(leaf("adopt FILE", func(c *cobra.Command, args []string) error {
		notice, err := noticeOf(args[0])
		if err != nil {
			return err
		}
		d, err := a.open(c.Context(), office.Options{})
		if err != nil {
			return err
		}
		defer d.Close()
		shifts, err := d.by(c.Context(), d.Calendar.With(notice))
		if err != nil {
			return err
		}
		return a.adoptNotice(c.Context(), d, args[0], notice, by, shifts, limit)
	})), &by)
	c.Flags().IntVar(&limit, "limit", 20, text("flag.limit"))
	return c
}

func (a *app) adoptNotice(ctx context.Context, d *desk, file string, notice calendar.Calendar, by string, shifts []office.Shift, limit int) error {
	who := committee(by)
	if !a.json {
		if err := a.showShifts(shifts, limit); err != nil {
			return err
		}
		a.noteShifts(shifts, limit)
	}
	e, err := d.Rule(ctx, who, func(b rulebook.Book) (wire.RegisterEvent, error) { return b.AdoptCalendar(notice, who.Person) })
	if err != nil {
		return err
	}
	out := outcomeOf(e)
	for _, s := range shifts {
		out.Shifts = append(out.Shifts, shiftRowOf(s))
	}
	if out.Outcome == "adopted" {
		if out.Corrected, err = a.correct(ctx, d); err != nil {
			return err
		}
	}
	if a.json {
		return a.printJSON(out)
	}
	typ, _, _, err := wire.EncodeRegister(e)
	if err != nil {
		return err
	}
	fmt.Fprintln(a.out, zh.Sentence(typ, e))
	if out.Outcome == "proposed" {
		a.note("cli.rules.second_person", "what", file)
	} else {
		a.note("cli.calendar.corrected", "count", fmt.Sprint(out.Corrected))
	}
	return nil
}

// correct records in the cases what the calendar in force makes of their running
// deadlines, as far as that is not done yet, and brings the views up to date.
func (a *app) correct(ctx context.Context, d *desk) (int, error) {
	shifts, unread := d.by(ctx, d.Calendar)
	if _, own := parked.CauseOf(unread); unread != nil && !own {
		return 0, unread
	}
	years := d.Calendar.LoadedYears()
	n, err := d.Correct(ctx, shifts, say("cli.calendar.reason", "year", fmt.Sprint(years[len(years)-1]), "version", d.Calendar.Version()))
	if err == nil {
		err = d.refresh(ctx, a.figures)
	}
	if err != nil {
		return n, err
	}
	return n, unread
}

// by is what a calendar makes of the deadlines that run.
func (d *desk) by(ctx context.Context, cal calendar.Calendar) ([]office.Shift, error) {
	ids, err := d.running(ctx)
	if err != nil {
		return nil, err
	}
	return d.UnderCalendar(ctx, ids, cal)
}

// noteShifts counts what a notice does to the deadlines that run.
func (a *app) noteShifts(shifts []office.Shift, limit int) {
	n := len(moved(shifts))
	a.note("cli.calendar.shifts", "moved", fmt.Sprint(n), "settled", fmt.Sprint(len(shifts)-n), "shown", fmt.Sprint(len(limited(shifts, limit))))
}

// noticeOf reads a file of holiday notices.
func noticeOf(file string) (calendar.Calendar, error) {
	data, err := openFile(file)
	if err != nil {
		return calendar.Calendar{}, err
	}
	notice, err := calendar.Parse(data)
	var wrong *calendar.ParseError
	if errors.As(err, &wrong) {
		return notice, failedCheck{say("cli.calendar.bad_file", "file", file, "line", fmt.Sprint(wrong.Line), "detail", wrong.Reason)}
	}
	return notice, err
}
