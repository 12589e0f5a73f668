package cli

import (
	"context"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"huiyin/cmd/huiyin/internal/office"
	"huiyin/domain/lifecycle"
	"huiyin/domain/register"
	"huiyin/domain/suggestion"
	"huiyin/domain/wire"
	"huiyin/domain/zh"
)

// keeper is who enters something into a register.
type keeper struct{ role, name string }

func (k *keeper) flags(c *cobra.Command) *cobra.Command {
	c.Flags().StringVar(&k.role, "role", string(lifecycle.DeputyAffairsCommittee), text("flag.entry_role"))
	c.Flags().StringVar(&k.name, "by", "", text("flag.entry_by"))
	return c
}

func (k *keeper) actor() (suggestion.Actor, error) {
	if !slices.Contains(register.Roles(), lifecycle.Role(k.role)) {
		var all []string
		for _, r := range register.Roles() {
			all = append(all, string(r))
		}
		return suggestion.Actor{}, usage("cli.bad_choice", "flag", "--role", "value", k.role, "choices", strings.Join(all, " "))
	}
	return suggestion.Actor{Role: lifecycle.Role(k.role), Person: suggestion.Person{Name: k.name}}, nil
}

// voided is the one act on the number series among those on entries.
const voided = "number.voided"

func (a *app) registerDo() *cobra.Command {
	var by keeper
	c := &cobra.Command{Use: "do [ACT field=value ...]"}
	c.RunE = func(c *cobra.Command, args []string) error {
		switch len(args) {
		case 0:
			return a.showActs()
		case 1:
			return a.showFields(args[0])
		}
		texts, err := fieldTexts(args[1:])
		if err != nil {
			return err
		}
		actor, err := by.actor()
		if err != nil {
			return err
		}
		of, err := a.openLog(c.Context(), office.Options{})
		if err != nil {
			return err
		}
		defer of.Close()
		if args[0] == voided {
			return a.void(c.Context(), of, actor, texts)
		}
		return a.state(c.Context(), of, actor, args[0], texts)
	}
	return by.flags(a.needData(c))
}

// showActs lists what can be recorded.
func (a *app) showActs() error {
	type act struct {
		Act  string `json:"act"`
		What string `json:"what"`
	}
	acts, t := []act{}, newTable(heads("entry_act", "act")...)
	for _, k := range register.Kinds() {
		for _, info := range wire.EntryTypes() {
			if strings.HasPrefix(info.Name, string(k)+".") {
				acts = append(acts, act{info.Name, zh.Label("fact", info.Name)})
			}
		}
	}
	acts = append(acts, act{voided, zh.Label("fact", voided)})
	for _, x := range acts {
		t.add(x.Act, x.What)
	}
	if err := a.show(acts, t); err != nil {
		return err
	}
	a.note("cli.register.fields_of")
	return nil
}

// entered is what a statement did, as data.
type entered struct {
	Register string `json:"register"`
	ID       string `json:"id"`
	Type     string `json:"type"`
	Changed  bool   `json:"changed"`
	Position uint64 `json:"position"`
	What     string `json:"what"`
}

// state enters a fact and tells it.
func (a *app) state(ctx context.Context, of *office.Office, by suggestion.Actor, act string, texts map[string][]string) error {
	d, err := of.Directory(ctx)
	if err != nil {
		return err
	}
	fact, err := factOf(d, of.Today(), act, texts)
	if err != nil {
		return err
	}
	done, err := of.Enter(ctx, office.Statement{Actor: by, Fact: fact})
	if err != nil {
		return err
	}
	if len(done.Events) > 0 {
		fact = done.Events[0]
	}
	e := entered{string(fact.Ref().Kind), fact.Ref().ID, act, len(done.Events) > 0, uint64(done.Position), zh.Sentence(act, fact)}
	if a.json {
		return a.printJSON(e)
	}
	if !e.Changed {
		a.note("cli.register.unchanged")
		return nil
	}
	t := newTable(heads("register", "entry_id", "what")...)
	t.add(zh.Label("register", e.Register), e.ID, e.What)
	return a.show(e, t)
}
