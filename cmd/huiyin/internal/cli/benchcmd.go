package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"

	"github.com/spf13/cobra"

	"huiyin/cmd/huiyin/internal/bench"
	"huiyin/domain/zh"
)

// bench measures the engine on this machine, each term defined where it is
// printed.
func (a *app) bench() *cobra.Command {
	var o bench.Options
	part := ""
	c := leaf("bench", func(c *cobra.Command, _ []string) error {
		if part != "" {
			return a.benchPart(c.Context(), part, o.Dir)
		}
		o.Self = benchSelf
		all, t := []bench.Measure{}, newTable(heads("measure", "value", "ratio", "cores", "meaning")...)
		o.Said = func(m bench.Measure) {
			all = append(all, m)
			t.add(text("bench."+m.Name), threeFigures(m.Value)+" "+zh.Label("cli.unit", m.Unit), ratioOf(m), coresOf(m), text("bench."+m.Name+".meaning"))
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
	c.Flags().BoolVar(&o.Workbench, "workbench", false, text("flag.bench_workbench"))
	c.Flags().StringVar(&o.Dir, "dir", "", text("flag.bench_dir"))
	c.Flags().StringVar(&part, benchPartFlag, "", "")
	_ = c.Flags().MarkHidden(benchPartFlag) // it is there
	return c
}

const benchPartFlag = "part"

// benchSelf is this program again, to measure a part in a process of its own.
func benchSelf(ctx context.Context, part, dir string) *exec.Cmd {
	c := exec.CommandContext(ctx, os.Args[0], "bench", "--"+benchPartFlag, part, "--dir", dir)
	if self, err := os.Executable(); err == nil {
		c.Path = self
	}
	c.Stderr = os.Stderr
	return c
}

func (a *app) benchPart(ctx context.Context, part, dir string) error {
	all, err := bench.Child(ctx, part, dir)
	if err != nil {
		return err
	}
	return json.NewEncoder(a.out).Encode(all)
}

func coresOf(m bench.Measure) string {
	if m.Cores == 0 {
		return ""
	}
	return fmt.Sprintf("%.1f", m.Cores)
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
