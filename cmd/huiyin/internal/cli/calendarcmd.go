package cli

import (
	"fmt"

	"github.com/spf13/cobra"

	"huiyin/domain/calendar"
	"huiyin/domain/zh"
	"huiyin/projections/telling"
)

func (a *app) calendar() *cobra.Command {
	return group("calendar", a.calendarDue(), a.calendarShow(), a.calendarTry(), a.calendarAdopt())
}

// dueAnswer is a computed date with everything that made it.
type dueAnswer struct {
	From        string   `json:"from"`
	Period      string   `json:"period"`
	Nominal     string   `json:"nominal"`
	Due         string   `json:"due"`
	Provisional bool     `json:"provisional"`
	Missing     []int    `json:"missing_years,omitempty"`
	Rolled      []string `json:"rolled_over,omitempty"`
	Skipped     []string `json:"skipped,omitempty"`
	Calendar    string   `json:"calendar"`
}

func (a *app) calendarDue() *cobra.Command {
	var from string
	var months, working, days int
	c := leaf("due", func(c *cobra.Command, _ []string) error {
		start, err := dateFlag("--from", from)
		if err != nil {
			return err
		}
		if start.IsZero() {
			return usage("cli.need_from")
		}
		var p calendar.Period
		given := 0
		for n, make := range map[*int]func(int) calendar.Period{&months: calendar.InMonths, &working: calendar.InWorkingDays, &days: calendar.InDays} {
			if *n != 0 {
				given, p = given+1, make(*n)
			}
		}
		if given != 1 || !p.Valid() {
			return usage("cli.need_period", "max", fmt.Sprint(calendar.MaxN))
		}
		cal, _, err := a.calendarInForce(c.Context())
		if err != nil {
			return err
		}
		return a.showDue(cal.Due(start, p))
	})
	c.Flags().StringVar(&from, "from", "", text("flag.from"))
	c.Flags().IntVar(&months, "months", 0, text("flag.months"))
	c.Flags().IntVar(&working, "working-days", 0, text("flag.working_days"))
	c.Flags().IntVar(&days, "days", 0, text("flag.days"))
	return a.needData(c)
}

func (a *app) showDue(c calendar.Computation) error {
	ans := dueAnswer{From: c.Start.String(), Period: c.Period.String(), Nominal: c.Nominal.String(), Due: c.Due.String(),
		Provisional: c.Provisional, Missing: c.MissingYears, Calendar: c.CalendarVersion}
	for _, d := range c.Rolled {
		ans.Rolled = append(ans.Rolled, d.Date.String())
	}
	for _, d := range c.Skipped {
		ans.Skipped = append(ans.Skipped, d.Date.String())
	}
	if a.json {
		return a.printJSON(ans)
	}
	t := newTable(heads("from", "period", "nominal", "due", "rolled")...)
	t.add(zh.Date(c.Start), zh.Period(ans.Period), zh.Date(c.Nominal), zh.Date(c.Due), telling.DaysOff(append(c.Skipped, c.Rolled...)))
	if err := a.show(ans, t); err != nil {
		return err
	}
	for _, y := range c.MissingYears {
		a.note("cli.year_missing", "year", fmt.Sprint(y))
	}
	return nil
}
