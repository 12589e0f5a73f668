package cli

import (
	"fmt"

	"github.com/spf13/cobra"

	"huiyin/cmd/huiyin/internal/bench"
	"huiyin/domain/zh"
)

// bench measures the engine on this machine, each term defined where it is
// printed.
func (a *app) bench() *cobra.Command {
	var o bench.Options
	c := leaf("bench", func(c *cobra.Command, _ []string) error {
		all, t := []bench.Measure{}, newTable(heads("measure", "value", "ratio", "meaning")...)
		o.Said = func(m bench.Measure) {
			all = append(all, m)
			t.add(text("bench."+m.Name), threeFigures(m.Value)+" "+zh.Label("cli.unit", m.Unit), ratioOf(m), text("bench."+m.Name+".meaning"))
		}
		o.Stage = func(name string) { a.note("cli.bench.stage", "what", text("bench.stage."+name)) }
		if err := bench.Run(c.Context(), o); err != nil {
			return err
		}
		if err := a.show(all, t); err != nil {
			return err
		}
		a.note("cli.bench.size", "events", fmt.Sprint(all[0].Events), "cases", fmt.Sprint(all[0].Cases))
		return nil
	})
	c.Flags().IntVar(&o.Events, "events", 100_000, text("flag.bench_events"))
	c.Flags().IntVar(&o.PerCase, "per-case", 0, text("flag.bench_per_case"))
	c.Flags().IntVar(&o.Writers, "writers", 64, text("flag.bench_writers"))
	c.Flags().IntVar(&o.Appends, "appends", 20_000, text("flag.bench_appends"))
	c.Flags().StringVar(&o.Dir, "dir", "", text("flag.bench_dir"))
	return c
}

// threeFigures prints three significant figures.
func threeFigures(v float64) string {
	switch {
	case v >= 100:
		return fmt.Sprintf("%.0f", v)
	case v >= 10:
		return fmt.Sprintf("%.1f", v)
	}
	return fmt.Sprintf("%.2f", v)
}

func ratioOf(m bench.Measure) string {
	if m.Against == "" {
		return ""
	}
	return say("cli.bench.ratio", "ratio", fmt.Sprintf("%.2f", m.Ratio), "against", text("bench.against."+m.Against))
}
