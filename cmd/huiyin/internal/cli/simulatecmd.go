package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/spf13/cobra"

	"huiyin/cmd/huiyin/internal/simulation"
	"huiyin/domain/calendar"
)

// Defaults of a simulated session year: the size of Hunan's.
const (
	simCases = 1400
	simSeed  = 1
	simYear  = 2026
	simUntil = "2026-10-30"
)

func (a *app) simulate() *cobra.Command {
	o := simulation.Options{}
	var until string
	c := a.needData(leaf("simulate", func(c *cobra.Command, _ []string) error {
		if a.data == "" {
			return usage("cli.no_data")
		}
		var err error
		if o.Until, err = dateFlag("--until", until); err != nil {
			return err
		}
		start := time.Now()
		sum, err := a.runSimulation(c.Context(), a.data, o)
		if err != nil {
			return err
		}
		if a.json {
			return a.printJSON(sum)
		}
		a.note("cli.sim.done", "cases", fmt.Sprint(sum.Cases), "commands", fmt.Sprint(sum.Commands), "events", fmt.Sprint(sum.Events),
			"refused", fmt.Sprint(sum.Refused), "took", took(start))
		return nil
	}))
	c.Flags().IntVar(&o.Cases, "cases", simCases, text("flag.cases"))
	c.Flags().Int64Var(&o.Seed, "seed", simSeed, text("flag.seed"))
	c.Flags().IntVar(&o.Year, "year", simYear, text("flag.year"))
	c.Flags().StringVar(&until, "until", simUntil, text("flag.sim_until"))
	return c
}

// runSimulation fills an empty folder and shows how far it is.
func (a *app) runSimulation(ctx context.Context, dir string, o simulation.Options) (simulation.Summary, error) {
	if entries, err := os.ReadDir(dir); err == nil && len(entries) > 0 {
		return simulation.Summary{}, refusedCall{say("cli.not_empty", "dir", dir)}
	} else if err != nil && !errors.Is(err, os.ErrNotExist) {
		return simulation.Summary{}, err
	}
	o.Progress = a.progress("cli.demo.stage.simulate")
	return simulation.Run(ctx, dir, o)
}

// progress writes one moving line on a terminal, and elsewhere a line a stage.
func (a *app) progress(key string) func(done, total int) {
	file, ok := a.err.(*os.File)
	if ok {
		info, err := file.Stat()
		ok = err == nil && info.Mode()&os.ModeCharDevice != 0
	}
	last := time.Time{}
	return func(done, total int) {
		switch {
		case ok && (done == total || time.Since(last) > 100*time.Millisecond):
			fmt.Fprintf(a.err, "\r%s", say("cli.progress", "what", say(key), "done", fmt.Sprint(done), "total", fmt.Sprint(total)))
			last = time.Now()
			if done == total {
				fmt.Fprintln(a.err)
			}
		case !ok && done == total:
			a.note("cli.progress", "what", say(key), "done", fmt.Sprint(done), "total", fmt.Sprint(total))
		}
	}
}

// took is a duration for people, in seconds.
func took(since time.Time) string { return fmt.Sprintf("%.1fs", time.Since(since).Seconds()) }

// untilOf is the last instant of work of a simulated day.
func untilOf(d calendar.Date) time.Time { return calendar.EndOf(d).Add(-6 * time.Hour) }
