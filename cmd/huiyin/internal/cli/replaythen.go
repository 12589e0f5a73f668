package cli

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"huiyin/cmd/huiyin/internal/office"
	"huiyin/domain/calendar"
	"huiyin/projections/asof"
	"huiyin/projections/telling"
	"huiyin/projections/views"
)

// thenFlags ask for a case at a moment: as it was known, as it was, or both.
type thenFlags struct {
	value         string
	known, isTrue bool
	until         *asof.Moment
}

func (f *thenFlags) flags(c *cobra.Command) {
	c.Flags().StringVar(&f.value, "as-of", "", text("flag.replay_as_of"))
	c.Flags().BoolVar(&f.known, "known", false, text("flag.known"))
	c.Flags().BoolVar(&f.isTrue, "true", false, text("flag.true"))
}

func (f *thenFlags) check(c *cobra.Command) (err error) {
	if f.until, err = momentFlag(f.value, false); err != nil {
		return err
	}
	if f.until == nil && (f.known || f.isTrue) {
		return usage("cli.asof.when")
	}
	if f.until != nil && c.Flags().Changed("at") {
		return usage("cli.asof.at_or_then")
	}
	if !f.known && !f.isTrue {
		f.known, f.isTrue = true, true
	}
	return nil
}

// then is a case at a moment.
type then struct {
	AsOf      string       `json:"as_of"`
	Day       string       `json:"day"`
	Total     int          `json:"total"`
	Known     *view        `json:"known,omitempty"`
	True      *view        `json:"true,omitempty"`
	OnlyKnown []difference `json:"only_known"`
	OnlyTrue  []difference `json:"only_true"`
}

// view is one answer: how many events count, which of them were recorded only
// later, and the case after the last of them with what that changed. Nothing
// counts before the first.
type view struct {
	Steps int     `json:"steps"`
	Later []step  `json:"recorded_later"`
	Last  *moment `json:"last"`
	steps []asof.Step
}

// difference is a line that only one answer has, and the event that brought it.
type difference struct {
	Line string `json:"line"`
	Step step   `json:"step"`
}

// replayThen shows a case at a moment, lights judged by its day. What has not
// come yet is answered by the present.
func (a *app) replayThen(d *desk, facts []office.Fact, name string, f thenFlags) error {
	if len(facts) == 0 {
		return nil // the event that cannot be read is told
	}
	m := *f.until
	if m.Until.After(d.Now()) {
		a.note("cli.asof.not_yet", "time", instant(m.Until))
		m.Until = d.Now()
	}
	d.scheme = views.SchemeFor(d.Calendar, m.Day())
	out := then{AsOf: m.Until.In(calendar.CST()).Format(time.RFC3339Nano), Day: m.Day().String(), Total: len(facts), OnlyKnown: []difference{}, OnlyTrue: []difference{}}
	known := d.view(m, facts)
	m.True = true
	isTrue := d.view(m, facts)
	if f.known {
		out.Known = &known
	}
	if f.isTrue {
		out.True = &isTrue
	}
	if out.empty() {
		return notFound{say("cli.asof.none", "name", name, "time", instant(m.Until), "first", telling.Day(facts[0].Recorded.Recorded))}
	}
	if f.known && f.isTrue {
		out.OnlyKnown, out.OnlyTrue = d.only(known, isTrue), d.only(isTrue, known)
	}
	if a.json || a.plain {
		return a.show(out, out.table())
	}
	a.printThen(out, instant(m.Until))
	return nil
}

func (t then) empty() bool {
	return (t.Known == nil || t.Known.Steps == 0) && (t.True == nil || t.True.Steps == 0)
}

func (d *desk) view(m asof.Moment, facts []office.Fact) view {
	steps := m.History(facts)
	v := view{Steps: len(steps), Later: []step{}, steps: steps}
	for _, s := range steps {
		if s.Later {
			v.Later = append(v.Later, d.stepOf(s.Fact, s.State))
		}
	}
	if n := len(steps); n > 0 {
		last := steps[n-1]
		now, old := d.linesAt(steps, n), d.linesAt(steps, n-1)
		v.Last = &moment{Step: d.stepOf(last.Fact, last.State), State: now, Added: missing(now, old), Removed: missing(old, now)}
	}
	return v
}

// linesAt is the case in plain words after so many steps.
func (d *desk) linesAt(steps []asof.Step, n int) []string {
	if n == 0 {
		return nil
	}
	s := steps[n-1].State
	return telling.Summary(s, d.reading(s, d.scheme))
}

// only lists the lines of one answer that the other has not, each with the event
// after which it stood there.
func (d *desk) only(one, other view) []difference {
	out := []difference{}
	if one.Last == nil {
		return out
	}
	var theirs []string
	if other.Last != nil {
		theirs = other.Last.State
	}
	for _, line := range missing(one.Last.State, theirs) {
		n := len(one.steps)
		for n > 1 && slices.Contains(d.linesAt(one.steps, n-1), line) {
			n--
		}
		out = append(out, difference{line, d.stepOf(one.steps[n-1].Fact, one.steps[n-1].State)})
	}
	return out
}

func (a *app) printThen(t then, when string) {
	fmt.Fprintln(a.out, say("cli.asof.title", "time", when))
	if t.Known != nil {
		fmt.Fprintf(a.out, "\n%s\n", say("cli.asof.known", "n", strconv.Itoa(t.Known.Steps), "total", strconv.Itoa(t.Total)))
		a.printView(*t.Known, t.Total)
	}
	if t.True != nil {
		fmt.Fprintf(a.out, "\n%s\n", say("cli.asof.true", "n", strconv.Itoa(t.True.Steps), "later", laterWords(*t.True)))
		if t.Known != nil && len(t.OnlyKnown)+len(t.OnlyTrue) == 0 {
			fmt.Fprintln(a.out, say("cli.asof.same"))
			return
		}
		a.printView(*t.True, t.Total)
	}
	if t.Known == nil || t.True == nil || t.Known.Last == nil || t.True.Last == nil {
		return // of nothing every line differs
	}
	fmt.Fprintf(a.out, "\n%s\n", say("cli.asof.differ"))
	a.printOnly(t.OnlyKnown, "-", func(s step) string { return say("cli.asof.only_known", "step", stepWords(s, false)) })
	a.printOnly(t.OnlyTrue, "+", func(s step) string { return say("cli.asof.only_true", "step", stepWords(s, t.True.isLater(s))) })
}

// printOnly names each event once, with the lines it brought.
func (a *app) printOnly(all []difference, sign string, name func(step) string) {
	slices.SortStableFunc(all, func(x, y difference) int { return x.Step.N - y.Step.N })
	for i, x := range all {
		if i == 0 || all[i-1].Step.N != x.Step.N {
			fmt.Fprintln(a.out, name(x.Step))
		}
		fmt.Fprintln(a.out, "    "+sign+" "+x.Line)
	}
}

func laterWords(v view) string {
	if len(v.Later) == 0 {
		return ""
	}
	return say("cli.asof.later_count", "n", strconv.Itoa(len(v.Later)))
}

func (v view) isLater(s step) bool {
	return slices.ContainsFunc(v.Later, func(l step) bool { return l.N == s.N })
}

// printView tells what was recorded later, the last step and the state. The last
// step says by itself when it was recorded.
func (a *app) printView(v view, total int) {
	if v.Last == nil {
		fmt.Fprintln(a.out, say("cli.asof.nothing"))
		return
	}
	last := *v.Last
	for _, s := range v.Later {
		if s.N == last.Step.N {
			last.Step.Recorded += laterMark(s)
		} else {
			fmt.Fprintln(a.out, stepWords(s, true))
		}
	}
	a.printStep(last, total)
	fmt.Fprintln(a.out, say("cli.state_then"))
	for _, line := range last.State {
		fmt.Fprintln(a.out, "  "+line)
	}
}

// stepWords names an event in a line; of one that was recorded later, both days.
func stepWords(s step, later bool) string {
	mark := ""
	if later {
		mark = laterMark(s)
	}
	return say("cli.asof.step", "n", strconv.Itoa(s.N), "date", s.Recorded, "mark", mark, "who", s.Who, "what", cut(s.What, 80))
}

func laterMark(s step) string {
	if s.Occurred != s.Recorded {
		return say("cli.asof.mark_occurred", "occurred", s.Occurred)
	}
	return say("cli.asof.mark")
}

// table is the answer as rows: which answer, what kind of line, by which event.
func (t then) table() *table {
	out := newTable(heads("answer", "kind", "n", "what")...)
	for _, v := range []struct {
		name string
		view *view
		only []difference
	}{{"known", t.Known, t.OnlyKnown}, {"true", t.True, t.OnlyTrue}} {
		if v.view == nil || v.view.Last == nil {
			continue
		}
		last := v.view.Last
		add := func(kind string, n int, lines ...string) {
			for _, line := range lines {
				out.add(v.name, kind, strconv.Itoa(n), line)
			}
		}
		for _, s := range v.view.Later {
			add("later", s.N, s.What)
		}
		add("step", last.Step.N, last.Step.What)
		add("removed", last.Step.N, last.Removed...)
		add("added", last.Step.N, last.Added...)
		add("state", last.Step.N, last.State...)
		for _, x := range v.only {
			add("only", x.Step.N, x.Line)
		}
	}
	return out
}
