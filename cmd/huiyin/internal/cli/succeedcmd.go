package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"huiyin/cmd/huiyin/internal/office"
	"huiyin/domain/acts"
	"huiyin/domain/calendar"
	"huiyin/domain/lifecycle"
	"huiyin/domain/suggestion"
	"huiyin/domain/wire"
	"huiyin/domain/zh"
	"huiyin/projections/views"
)

// succeed carries a change of unit, leader or deputy through all cases.
func (a *app) succeed() *cobra.Command {
	return group("succeed", a.succeedUnit(), a.succeedLeader(), a.succeedDeputy())
}

func param(name, value string) wire.SagaParam { return wire.SagaParam{Name: name, Value: value} }

func (a *app) succeedUnit() *cobra.Command {
	var f acting
	var decision string
	c := f.dated(a.needData(leaf("unit OLD NEW", func(c *cobra.Command, args []string) error {
		d, err := a.openFor(c.Context(), f.dryRun)
		if err != nil {
			return err
		}
		defer d.Close()
		in := office.Intent{Kind: office.SucceedUnits, By: committee(f.by), Params: []wire.SagaParam{
			param("old", args[0]), param("new", args[1]), param("decision", decision)}}
		if in.On, err = effective(d, f.on); err != nil {
			return err
		}
		in.Key = []string{args[0], args[1], in.On.String()}
		if in.Rows, err = casesWith(c.Context(), d, views.CaseFilter{Unit: args[0]}, func(s *suggestion.Suggestion) bool { return s.Duties(args[0]) }); err != nil {
			return err
		}
		more, err := promisedBy(c.Context(), d, args[0], in.Rows)
		if err != nil {
			return err
		}
		in.Rows = append(in.Rows, more...)
		if err := a.endUnit(c.Context(), d, in, args[0], args[1], decision, f.dryRun); err != nil {
			return err
		}
		return a.change(c.Context(), d, in, f.dryRun, args[0])
	})))
	c.Flags().StringVar(&decision, "decision", "", text("flag.decision"))
	return c
}

// change carries a change out, unless no case knows of it and none ever did.
func (a *app) change(ctx context.Context, d *desk, in office.Intent, dryRun bool, who string) error {
	s, err := d.FindSaga(ctx, in.Kind, in.Key...)
	if err != nil {
		return err
	}
	if s == nil && len(in.Rows) == 0 {
		return notFound{say("cli.succeed.none", "who", who)}
	}
	return a.carry(ctx, d, in, nil, dryRun)
}

// effective is the day a change takes effect: today unless given, and not in the
// future, because nobody can act for a body that is not there yet.
func effective(d *desk, value string) (on calendar.Date, err error) {
	if on, err = dateFlag("--on", value); err != nil || on.IsZero() {
		return d.Today(), err
	}
	if on.After(d.Today()) {
		return on, refusedCall{say("cli.succeed.future", "on", on.String(), "today", d.Today().String())}
	}
	return on, nil
}

// casesWith lists the cases of a filter that pass a test, members of a merge
// before heads, so that no head hands on what its member does not know. What only
// a source knows is left as grey as it is.
func casesWith(ctx context.Context, d *desk, f views.CaseFilter, which func(*suggestion.Suggestion) bool) ([]wire.SagaRow, error) {
	all, _, err := d.views().Cases(ctx, f)
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(all, func(x, y views.CaseRow) int { return strings.Compare(string(y.Head), string(x.Head)) })
	var rows []wire.SagaRow
	for _, r := range all {
		if r.Imported {
			continue
		}
		s, err := d.Load(ctx, r.ID)
		if err != nil {
			return nil, err
		}
		if which(s) {
			rows = append(rows, wire.SagaRow{Case: s.ID, Number: s.Number})
		}
	}
	return rows, nil
}

// promisedBy lists the other cases in which the unit still has a promise to keep.
func promisedBy(ctx context.Context, d *desk, unit string, known []wire.SagaRow) ([]wire.SagaRow, error) {
	open, err := d.views().Promises(ctx, views.PromiseFilter{OpenOnly: true, Unit: unit})
	if err != nil {
		return nil, err
	}
	var rows []wire.SagaRow
	for _, p := range open {
		if same := func(r wire.SagaRow) bool { return r.Case == p.Case }; !slices.ContainsFunc(known, same) && !slices.ContainsFunc(rows, same) {
			rows = append(rows, wire.SagaRow{Case: p.Case, Number: p.Number})
		}
	}
	return rows, nil
}

func (a *app) succeedLeader() *cobra.Command {
	var f acting
	var reason, body string
	c := f.flags(a.needData(leaf("leader OLD NEW", func(c *cobra.Command, args []string) error {
		d, err := a.openFor(c.Context(), f.dryRun)
		if err != nil {
			return err
		}
		defer d.Close()
		old, heir := args[0], strings.TrimPrefix(args[1], views.Absent)
		in := office.Intent{Kind: office.SucceedLeader, By: committee(f.by), Key: []string{old, heir}, Params: []wire.SagaParam{
			param("old", old), param("new", heir), param("body", body), param("reason", reason)}}
		key := true
		if in.Rows, err = casesWith(c.Context(), d, views.CaseFilter{Key: &key}, func(s *suggestion.Suggestion) bool {
			return slices.ContainsFunc(s.Supervisors, func(x suggestion.Supervisor) bool { return x.Person.Same(acts.PersonOf(old)) })
		}); err != nil {
			return err
		}
		return a.change(c.Context(), d, in, f.dryRun, old)
	})))
	c.Flags().StringVar(&reason, "reason", text("succeed.leader_reason"), text("flag.reason"))
	c.Flags().StringVar(&body, "body", "", text("flag.body"))
	return c
}

func (a *app) succeedDeputy() *cobra.Command {
	var f acting
	var reason string
	c := f.flags(a.needData(leaf("deputy NAME", func(c *cobra.Command, args []string) error {
		code, ok := coded("departure", reason, suggestion.DepartureReasons())
		if !ok {
			return usage("cli.succeed.reason", "value", reason, "choices", listed("departure", suggestion.DepartureReasons()))
		}
		d, err := a.openFor(c.Context(), f.dryRun)
		if err != nil {
			return err
		}
		defer d.Close()
		who, err := oneDeputy(c.Context(), d, acts.PersonOf(args[0]))
		if err != nil {
			return err
		}
		in := office.Intent{Kind: office.SucceedDeputy, By: committee(f.by), Key: []string{nameAndID(who), code}, Params: []wire.SagaParam{
			param("deputy", nameAndID(who)), param("reason", code)}}
		if in.Rows, err = casesWith(c.Context(), d, views.CaseFilter{Deputy: who.Name}, func(s *suggestion.Suggestion) bool { return leaves(s, who, code) }); err != nil {
			return err
		}
		if err := a.change(c.Context(), d, in, f.dryRun, nameAndID(who)); err != nil {
			return err
		}
		return a.noteLeads(c.Context(), d, who)
	})))
	c.Flags().StringVar(&reason, "reason", "", text("flag.departure"))
	return c
}

func nameAndID(p suggestion.Person) string {
	if p.ID == "" {
		return p.Name
	}
	return p.Name + "#" + p.ID
}

// oneDeputy finds the deputy by name or by name#id, and asks for the id where two
// share the name.
func oneDeputy(ctx context.Context, d *desk, p suggestion.Person) (suggestion.Person, error) {
	all, _, err := d.views().Cases(ctx, views.CaseFilter{Deputy: p.Name})
	if err != nil {
		return p, err
	}
	var found []suggestion.Person
	for _, r := range all {
		s, err := d.Load(ctx, r.ID)
		if err != nil {
			return p, err
		}
		for _, q := range s.Deputies() {
			if q.Same(p) && !slices.Contains(found, q) {
				found = append(found, q)
			}
		}
	}
	switch len(found) {
	case 0:
		return p, notFound{say("cli.succeed.none", "who", nameAndID(p))}
	case 1:
		return found[0], nil
	}
	names := make([]string, len(found))
	for i, q := range found {
		names[i] = nameAndID(q)
	}
	return p, usage("cli.succeed.many", "who", p.Name, "list", strings.Join(names, views.ListMark))
}

// leaves reports whether the case has to learn of it.
func leaves(s *suggestion.Suggestion, who suggestion.Person, reason string) bool {
	row, _ := lifecycle.Standing(lifecycle.RecordDeparture)
	return slices.Contains(row.From, s.State) && slices.ContainsFunc(s.Deputies(), who.Same) &&
		!slices.ContainsFunc(s.Changes.Departures, func(x suggestion.Departure) bool { return x.Person.Same(who) && x.Reason == reason })
}

// noteLeads tells the cases in which somebody has to be named to give the
// feedback.
func (a *app) noteLeads(ctx context.Context, d *desk, who suggestion.Person) error {
	rows, err := casesWith(ctx, d, views.CaseFilter{Deputy: who.Name}, func(s *suggestion.Suggestion) bool {
		return s.Lead.Same(who) && s.Gone(who) && s.CanPassLead()
	})
	if err != nil || len(rows) == 0 {
		return err
	}
	names := make([]string, len(rows))
	for i, r := range rows {
		if names[i] = r.Number; r.Number == "" {
			names[i] = string(r.Case)
		}
	}
	a.note("cli.succeed.lead_needed", "count", fmt.Sprint(len(rows)), "list", strings.Join(names, views.ListMark), "act", zh.Label("act", string(lifecycle.PassLead)))
	return nil
}
