package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"huiyin/cmd/huiyin/internal/office"
	"huiyin/domain/acts"
	"huiyin/domain/suggestion"
	"huiyin/domain/zh"
	"huiyin/eventstore"
	"huiyin/projections/telling"
)

// newCase stands in the place of a case for an act that begins one.
const newCase = "new"

// doing are the flags of "case do".
type doing struct {
	as, name, unit, on, id string
	all                    bool
	jurisdiction           string
	files                  []string
	paper                  paper
}

// caseDo does one act on a case, or without an act lists what can be done.
func (a *app) caseDo() *cobra.Command {
	var do doing
	c := &cobra.Command{Use: "do ID [ACT] [FIELD=VALUE ...]"}
	c.Args = func(c *cobra.Command, args []string) error {
		if len(args) == 0 {
			return usage("cli.arguments", "use", c.UseLine(), "want", "1", "got", "0")
		}
		return nil
	}
	c.RunE = func(c *cobra.Command, args []string) error {
		if len(args) == 1 && do.as == "" {
			return a.turns(c.Context(), args[0])
		}
		actor, err := do.actor()
		if err != nil {
			return err
		}
		if len(args) == 1 {
			return a.offers(c.Context(), args[0], actor, do.all)
		}
		return a.do(c.Context(), args[0], args[1], args[2:], actor, do)
	}
	f := c.Flags()
	f.StringVar(&do.as, "as", "", text("flag.as"))
	f.StringVar(&do.name, "name", "", text("flag.name"))
	f.StringVar(&do.unit, "unit", "", text("flag.own_unit"))
	f.StringVar(&do.on, "on", "", text("flag.on"))
	f.StringVar(&do.id, "id", "", text("flag.command_id"))
	f.BoolVar(&do.all, "all", false, text("flag.all_acts"))
	f.StringArrayVar(&do.files, "attach", nil, text("flag.attach"))
	f.StringVar(&do.jurisdiction, "jurisdiction", "", text("flag.jurisdiction"))
	do.paper.flags(c)
	return a.needData(c)
}

// actor reads who acts. The role may be given by its code or its word.
func (do doing) actor() (suggestion.Actor, error) {
	role, ok := coded("role", do.as, personRoles())
	if do.as == "" || !ok {
		return suggestion.Actor{}, usage("cli.do.role", "value", do.as, "roles", listed("role", personRoles()))
	}
	actor := suggestion.Actor{Person: acts.PersonOf(do.name), Unit: do.unit}
	actor.Role = role
	if actor.Role.OfUnit() && do.unit == "" {
		return suggestion.Actor{}, usage("cli.do.unit", "role", zh.Label("role", string(actor.Role)))
	}
	return actor, nil
}

// do carries out the act and shows what it caused.
func (a *app) do(ctx context.Context, name, act string, fields []string, actor suggestion.Actor, do doing) error {
	verb, ok := verbNamed(act)
	if !ok {
		return usage("cli.do.no_act", "act", act, "near", nearest(act))
	}
	if actor.Name == "" {
		return usage("cli.do.no_name")
	}
	on, err := dateFlag("--on", do.on)
	if err != nil {
		return err
	}
	late, err := do.paper.proof()
	if err != nil {
		return err
	}
	d, err := a.open(ctx, office.Options{})
	if err != nil {
		return err
	}
	defer d.Close()
	order, err := a.order(ctx, d, name, verb, fields, actor, do, late)
	if err != nil {
		return err
	}
	order.On, order.Late = on, late
	if do.jurisdiction != "" { // a case that has begun keeps the set it pinned
		order.Rules = d.RulesFor(do.jurisdiction, d.Today())
	}
	done, err := d.Do(ctx, order)
	if err != nil {
		return err
	}
	if err := a.react(ctx, d); err != nil {
		return err
	}
	return a.showDone(ctx, d, order, verb, done)
}

// order makes the office's act of what was typed.
func (a *app) order(ctx context.Context, d *desk, name string, verb acts.Verb, fields []string, actor suggestion.Actor, do doing, late *suggestion.LateEntry) (office.Act, error) {
	command, err := commandID(d, do.id)
	if err != nil {
		return office.Act{}, err
	}
	order := office.Act{ID: command, Actor: actor}
	s := suggestion.New()
	if verb.Begins() && name == newCase {
		order.Case = suggestion.CaseID(fmt.Sprintf("s%x", command[8:]))
	} else {
		if order.Case, err = a.find(ctx, d, name); err != nil {
			return order, err
		}
		if s, err = d.Load(ctx, order.Case); err != nil {
			return order, err
		}
	}
	r, err := d.Judged(s, suggestion.Request{Actor: actor, Now: d.Now()})
	if err != nil {
		return order, err
	}
	about, _ := acts.Where(s, r, verb)
	values, err := a.values(ctx, d, s, verb, about, fields)
	if err != nil {
		return order, err
	}
	scans := scanAmong(verb, values)
	if late != nil {
		scans = append(scans, &late.Scan)
	}
	if err := a.attach(ctx, d, &order, do.files, scans...); err != nil {
		return order, err
	}
	order.Command, err = verb.Fill(order.Case, about, values)
	return order, formError(verb, err)
}

// commandID makes a retry the same act when the caller gives the id again.
func commandID(d *desk, text string) (eventstore.ID, error) {
	if text == "" {
		return d.NewCommandID()
	}
	id, err := eventstore.ParseID(text)
	if err != nil {
		return id, usage("cli.do.bad_id", "value", text)
	}
	return id, nil
}

// doneAct is an act's outcome as data.
type doneAct struct {
	Case     string   `json:"case"`
	Act      string   `json:"act"`
	Command  string   `json:"command"`
	Replayed bool     `json:"replayed"`
	Position uint64   `json:"position"`
	Events   []string `json:"events"`
	State    []string `json:"state"`
}

// showDone tells the events in plain words and what the case waits for now.
func (a *app) showDone(ctx context.Context, d *desk, order office.Act, verb acts.Verb, done office.Done) error {
	id := order.Case
	s, err := d.Load(ctx, id)
	if err != nil {
		return err
	}
	facts, err := d.History(ctx, id)
	if err != nil {
		return err
	}
	out := doneAct{Case: string(id), Act: verb.Name, Command: order.ID.String(), Replayed: done.Replayed,
		Position: uint64(done.Position), Events: []string{}, State: telling.Summary(s, d.reading(s, d.scheme))}
	for _, f := range facts {
		if done.First > 0 && f.Version >= done.First && f.Version <= done.Last {
			out.Events = append(out.Events, d.stepOf(f, s).What)
		}
	}
	if a.json {
		return a.printJSON(out)
	}
	key := "cli.do.done"
	if done.Replayed {
		key = "cli.do.replayed"
	}
	a.note(key, "case", string(id), "act", verbWord(verb), "command", out.Command)
	return lines(a.out, append(out.Events, telling.Head(s)[:2]...))
}

func lines(w io.Writer, all []string) error {
	_, err := fmt.Fprintln(w, strings.Join(all, "\n"))
	return err
}

// formError words what is wrong with a form.
func formError(v acts.Verb, err error) error {
	var wrong *acts.FormError
	if !errors.As(err, &wrong) {
		return err
	}
	facts := map[string]string{}
	for k, f := range wrong.Facts {
		facts[k] = f
	}
	facts["act"], facts["fields"] = verbWord(v), fieldList(v)
	if name := facts["name"]; name != "" {
		facts["name"] = fieldWord(v, name)
	}
	return usageError{zh.Text("form."+wrong.Code, facts)}
}
