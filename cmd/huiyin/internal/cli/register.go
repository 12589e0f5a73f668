package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"huiyin/cmd/huiyin/internal/office"
	"huiyin/domain/calendar"
	"huiyin/domain/register"
	"huiyin/domain/zh"
	"huiyin/projections/telling"
)

func (a *app) registers() *cobra.Command {
	return group("register", a.registerList(), a.registerShow(), a.registerHistory(), a.registerDo(), a.registerLoad(), a.registerGaps())
}

// asked are the two days a register can be asked by: the day as true, and the
// last day of what was known.
type asked struct {
	on, known string
	day       calendar.Date
}

func (q *asked) flags(c *cobra.Command) *cobra.Command {
	c.Flags().StringVar(&q.on, "on", "", text("flag.entry_on"))
	c.Flags().StringVar(&q.known, "known", "", text("flag.entry_known"))
	return c
}

// withDirectory opens the folder for reading and gives the registers, as known
// on the day asked for, to a function.
func (a *app) withDirectory(ctx context.Context, q *asked, do func(*office.Office, *register.Directory) error) (err error) {
	if q.day, err = dateFlag("--on", q.on); err != nil {
		return err
	}
	known, err := dateFlag("--known", q.known)
	if err != nil {
		return err
	}
	of, err := a.openLog(ctx, office.Options{ReadOnly: true})
	if err != nil {
		return err
	}
	defer of.Close()
	if q.day.IsZero() {
		q.day = of.Today()
	}
	d, err := of.Directory(ctx)
	if !known.IsZero() {
		d, err = of.DirectoryKnown(ctx, calendar.EndOf(known))
	}
	if err != nil {
		return err
	}
	return do(of, d)
}

// kindOf reads the name of a register, its code or its label.
func kindOf(name string) (register.Kind, error) {
	var all []string
	for _, k := range register.Kinds() {
		if name == string(k) || name == zh.Label("register", string(k)) {
			return k, nil
		}
		all = append(all, string(k))
	}
	return "", usage("cli.register.no_kind", "value", name, "choices", strings.Join(all, " "))
}

// one finds the entry that a name or an id means.
func one(d *register.Directory, k register.Kind, name string, on calendar.Date) (register.Entry, error) {
	found := d.Find(k, name, on)
	switch len(found) {
	case 0:
		return nil, notFound{say("cli.register.no_entry", "register", zh.Label("register", string(k)), "name", name)}
	case 1:
		return found[0], nil
	}
	return nil, usage("cli.register.many", "name", name, "list", listOf(found, on))
}

func listOf(found []register.Entry, on calendar.Date) string {
	list := ""
	for _, e := range found {
		list += fmt.Sprintf("\n  %s  %s", e.Ref().ID, e.Name(on))
	}
	return list
}

func (a *app) registerList() *cobra.Command {
	var q asked
	every := false
	c := a.needData(q.flags(leaf("list KIND", func(c *cobra.Command, args []string) error {
		k, err := kindOf(args[0])
		if err != nil {
			return err
		}
		return a.withDirectory(c.Context(), &q, func(_ *office.Office, d *register.Directory) error {
			entries := d.On(k, q.day)
			if every {
				entries = d.All(k)
			}
			if err := a.showEntries(d, entries, q.day); err != nil {
				return err
			}
			a.note("cli.register.total", "register", zh.Label("register", string(k)), "total", fmt.Sprint(len(entries)), "date", zh.Date(q.day))
			return nil
		})
	})))
	c.Flags().BoolVar(&every, "all", false, text("flag.entry_all"))
	return c
}

// showEntries prints one line for each entry, with a column for each field that
// any of them fills. What a list has no room for is left to show.
func (a *app) showEntries(d *register.Directory, entries []register.Entry, on calendar.Date) error {
	rows, fields := []map[string]string{}, []string{}
	cells := make([]map[string][]string, len(entries))
	for i, e := range entries {
		row := map[string]string{"id": e.Ref().ID}
		cells[i] = map[string][]string{}
		for _, l := range e.Lines(on) {
			if l.Value == "" {
				continue
			}
			key := strings.ReplaceAll(l.Field, ".", "_")
			row[key] = join(row[key], l.Value)
			cells[i][l.Field] = append(cells[i][l.Field], valueOf(d, l, on))
			if l.Field != "basis" && !slices.Contains(fields, l.Field) {
				fields = append(fields, l.Field)
			}
		}
		rows = append(rows, row)
	}
	t := newTable()
	for _, f := range append(fields, "id") {
		t.heads = append(t.heads, zh.Label("entry", f))
	}
	for i, e := range entries {
		var row []string
		for _, f := range fields {
			row = append(row, cut(orDash(strings.Join(cells[i][f], register.ListMark)), 40))
		}
		t.add(append(row, e.Ref().ID)...)
	}
	return a.show(rows, t)
}

func join(all, more string) string {
	if all == "" {
		return more
	}
	return all + register.ListMark + more
}

// valueOf words a line's value: codes by their labels, links by their names.
func valueOf(d *register.Directory, l register.Line, on calendar.Date) string {
	switch {
	case l.Value == "":
		return ""
	case l.Code != "":
		return zh.Label(l.Code, l.Value)
	case l.Link != "":
		return d.Name(register.Ref{Kind: l.Link, ID: l.Value}, on)
	case isFormat(l.Field):
		return say("cli.register.number", "number", l.Value)
	}
	return l.Value
}

func (a *app) registerShow() *cobra.Command {
	var q asked
	return a.needData(q.flags(leaf("show KIND ID", func(c *cobra.Command, args []string) error {
		k, err := kindOf(args[0])
		if err != nil {
			return err
		}
		return a.withDirectory(c.Context(), &q, func(_ *office.Office, d *register.Directory) error {
			e, err := one(d, k, args[1], q.day)
			if err != nil {
				return err
			}
			return a.showEntry(d, e, q.day)
		})
	})))
}

// showEntry prints what is so on the day. As JSON it is the entry with all its
// days.
func (a *app) showEntry(d *register.Directory, e register.Entry, on calendar.Date) error {
	if a.json {
		return a.printJSON(e)
	}
	lines := append([]register.Line{{Field: "id", Value: e.Ref().ID}}, e.Lines(on)...)
	if c, ok := e.(register.Committee); ok {
		for _, u := range d.UnitsOf(c.ID, on) {
			lines = append(lines, register.Line{Field: "into_field", Value: u.ID, Link: register.Units})
		}
	}
	t := newTable("", "")
	for _, l := range lines {
		if value := valueOf(d, l, on); value != "" {
			t.add(zh.Label("entry", l.Field), value)
		}
	}
	if a.plain {
		t.heads = heads("entry_label", "entry_value")
		return a.show(nil, t)
	}
	t.write(a.out, "")
	a.note("cli.register.on", "date", zh.Date(on))
	return nil
}

// entryStep is one fact of an entry's history as data: From is the day from which
// it is so, if stated.
type entryStep struct {
	N        int    `json:"n"`
	Recorded string `json:"recorded"`
	From     string `json:"from,omitempty"`
	Who      string `json:"who"`
	What     string `json:"what"`
	Type     string `json:"type"`
	Position uint64 `json:"position"`
	Data     string `json:"data"`
}

func (a *app) registerHistory() *cobra.Command {
	var q asked
	return a.needData(leaf("history KIND ID", func(c *cobra.Command, args []string) error {
		k, err := kindOf(args[0])
		if err != nil {
			return err
		}
		return a.withDirectory(c.Context(), &q, func(of *office.Office, d *register.Directory) error {
			e, err := one(d, k, args[1], q.day)
			if err != nil {
				return err
			}
			facts, err := of.EntryHistory(c.Context(), e.Ref())
			if err != nil {
				return err
			}
			steps, t := []entryStep{}, newTable(heads("n", "recorded", "who", "what")...)
			for _, f := range facts {
				s := entryStep{N: int(f.Version), Recorded: telling.Day(f.Recorded.Recorded), From: f.Event.Day().String(), Who: telling.Who(f.Meta),
					What: zh.Sentence(f.Type, f.Event), Type: f.Type, Position: uint64(f.Position), Data: string(f.Data)}
				steps = append(steps, s)
				t.add(fmt.Sprint(s.N), s.Recorded, s.Who, s.What)
			}
			return a.show(steps, t)
		})
	}))
}
