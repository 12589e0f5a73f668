package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"huiyin/domain/calendar"
	"huiyin/projections/views"
)

// yearRow is one year of the calendar as data.
type yearRow struct {
	Year   int    `json:"year"`
	Loaded bool   `json:"loaded"`
	Off    int    `json:"days_off"`
	Work   int    `json:"made_up"`
	Names  string `json:"holidays"`
}

// shownCalendar is the calendar in force as data.
type shownCalendar struct {
	Version string    `json:"version"`
	Missing []int     `json:"missing_years"`
	Years   []yearRow `json:"years"`
}

// calendarShow tells what the calendar knows: that of the data folder, or the one
// that ships with the program.
func (a *app) calendarShow() *cobra.Command {
	return a.needData(leaf("show", func(c *cobra.Command, _ []string) error {
		cal, today, err := a.calendarInForce(c.Context())
		if err != nil {
			return err
		}
		shown := shownCalendar{Version: cal.Version(), Missing: missingYears(cal, today)}
		t := newTable(heads("year", "loaded", "days_off", "made_up", "holidays")...)
		for _, y := range append(cal.LoadedYears(), shown.Missing...) {
			row := yearOf(cal, y)
			shown.Years = append(shown.Years, row)
			t.add(fmt.Sprint(row.Year), assumed(row.Loaded), fmt.Sprint(row.Off), fmt.Sprint(row.Work), orDash(row.Names))
		}
		if err := a.show(shown, t); err != nil {
			return err
		}
		a.note("cli.calendar.version", "version", shown.Version)
		for _, y := range shown.Missing {
			a.note("cli.calendar.missing", "year", fmt.Sprint(y))
		}
		return nil
	}))
}

// calendarInForce is the data folder's calendar, or without one the program's.
func (a *app) calendarInForce(ctx context.Context) (calendar.Calendar, calendar.Date, error) {
	if a.data == "" {
		return calendar.StateCouncil(), dateOf(time.Now()), nil
	}
	d, err := a.read(ctx)
	if err != nil {
		return calendar.Calendar{}, calendar.Date{}, err
	}
	defer d.Close()
	return d.Calendar, d.Today(), nil
}

// missingYears are this year and the next as far as their notices are not in.
func missingYears(cal calendar.Calendar, today calendar.Date) []int {
	missing := []int{}
	for _, y := range []int{today.Year(), today.Year() + 1} {
		if !cal.Loaded(y) {
			missing = append(missing, y)
		}
	}
	return missing
}

// noticeWanted are the years whose notice should be in: this year's, and from
// December, when it has long been out, the next year's.
func noticeWanted(cal calendar.Calendar, today calendar.Date) []int {
	_, month, _ := today.Civil()
	return slices.DeleteFunc(missingYears(cal, today), func(y int) bool { return y > today.Year() && month < time.December })
}

func yearOf(cal calendar.Calendar, year int) yearRow {
	row := yearRow{Year: year, Loaded: cal.Loaded(year)}
	seen := map[string]bool{}
	var names []string
	first, _ := calendar.NewDate(year, 1, 1)
	for d := first; d.Year() == year; d = d.AddDays(1) {
		name := cal.HolidayName(d)
		switch {
		case name != "":
			row.Off++
		case cal.IsMakeUp(d):
			row.Work++
		}
		if name != "" && !seen[name] {
			seen[name], names = true, append(names, name)
		}
	}
	row.Names = strings.Join(names, views.ListMark)
	return row
}
