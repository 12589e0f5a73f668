package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"huiyin/cmd/huiyin/internal/office"
	"huiyin/domain/calendar"
	"huiyin/domain/lifecycle"
	"huiyin/domain/rulebook"
	"huiyin/domain/ruleset"
	"huiyin/domain/suggestion"
	"huiyin/domain/wire"
	"huiyin/domain/zh"
	"huiyin/projections/telling"
)

func (a *app) rules() *cobra.Command {
	return group("rules", a.rulesList(), a.rulesShow(), a.rulesTry(), a.rulesAdopt(), a.rulesRetire())
}

// ruleRow is one rule set as data.
type ruleRow struct {
	ID           string `json:"id"`
	Name         string `json:"name"`
	Jurisdiction string `json:"jurisdiction"`
	ValidFrom    string `json:"valid_from"`
	ValidTo      string `json:"valid_to,omitempty"`
	State        string `json:"state"`
	Assumptions  int    `json:"assumptions"`
	Digest       string `json:"digest"`
	ProposedBy   string `json:"proposed_by,omitempty"`
	ApprovedBy   string `json:"approved_by,omitempty"`
}

func (a *app) rulesList() *cobra.Command {
	return a.needData(leaf("list", func(c *cobra.Command, _ []string) error {
		d, err := a.read(c.Context())
		if err != nil {
			return err
		}
		defer d.Close()
		rows, t := ruleRows(d.Book(), d.Today()), newTable(heads("id_of_rules", "rules", "valid_from", "valid_to", "state_of_rules", "open_questions", "proposed_by", "approved_by")...)
		for _, r := range rows {
			t.add(r.ID, r.Name, r.ValidFrom, orDash(r.ValidTo), text("rules_state."+r.State), fmt.Sprint(r.Assumptions), orDash(r.ProposedBy), orDash(r.ApprovedBy))
		}
		return a.show(rows, t)
	}))
}

// ruleRows lists what was adopted, what waits for a second person, and what
// ships with the program and was not adopted here.
func ruleRows(b rulebook.Book, today calendar.Date) []ruleRow {
	var rows []ruleRow
	known := map[string]bool{}
	add := func(set ruleset.Set, state string, proposed, approved suggestion.Person) {
		rows = append(rows, ruleRow{ID: set.ID, Name: set.Name, Jurisdiction: set.Jurisdiction, ValidFrom: set.ValidFrom.String(), ValidTo: set.ValidTo.String(),
			State: state, Assumptions: len(set.Assumptions()), Digest: set.Digest, ProposedBy: proposed.Name, ApprovedBy: approved.Name})
		known[set.ID] = true
	}
	for _, e := range b.Entries() {
		add(e.Set, stateOfRules(e.Set, today), e.ProposedBy, e.ApprovedBy)
	}
	for _, p := range b.Retiring() {
		for i := range rows {
			if rows[i].ID == p.ID {
				rows[i].State = "retiring"
			}
		}
	}
	for _, p := range b.Proposed() {
		if set, err := ruleset.Parse([]byte(p.Content)); err == nil {
			add(set, "proposed", p.By, suggestion.Person{})
		}
	}
	for _, set := range ruleset.Builtin() {
		if !known[set.ID] {
			add(set, "shipped", suggestion.Person{}, suggestion.Person{})
		}
	}
	return rows
}

func stateOfRules(set ruleset.Set, today calendar.Date) string {
	switch {
	case today.Before(set.ValidFrom):
		return "future"
	case !set.InForce(today):
		return "ended"
	}
	return "in_force"
}

// signed are the flags of who speaks.
func signed(c *cobra.Command, by *string) *cobra.Command {
	c.Flags().StringVar(by, "by", "", text("flag.signed_by"))
	return c
}

func committee(name string) suggestion.Actor {
	return suggestion.Actor{Role: lifecycle.DeputyAffairsCommittee, Person: suggestion.Person{Name: strings.TrimSpace(name)}}
}

// ruled is what a word on rules or the calendar caused, as data.
type ruled struct {
	Outcome   string     `json:"outcome"`
	ID        string     `json:"id"`
	Corrected int        `json:"corrected,omitempty"`
	Shifts    []shiftRow `json:"shifts,omitempty"`
}

func (a *app) rulesAdopt() *cobra.Command {
	var by string
	return signed(a.needData(leaf("adopt FILE", func(c *cobra.Command, args []string) error {
		doc, err := openFile(args[0])
		if err != nil {
			return err
		}
		return a.word(c.Context(), by, args[0], func(_ *desk, b rulebook.Book, who suggestion.Person) (wire.RegisterEvent, error) {
			e, err := b.Adopt(doc, who)
			return e, badRules(args[0], err)
		})
	})), &by)
}

func (a *app) rulesRetire() *cobra.Command {
	var by, until string
	c := signed(a.needData(leaf("retire ID", func(c *cobra.Command, args []string) error {
		last, err := dateFlag("--until", until)
		if err != nil {
			return err
		}
		if last.IsZero() {
			return usage("cli.rules.need_until")
		}
		return a.word(c.Context(), by, args[0], func(d *desk, b rulebook.Book, who suggestion.Person) (wire.RegisterEvent, error) {
			return b.Retire(args[0], last, d.Today(), who)
		})
	})), &by)
	c.Flags().StringVar(&until, "until", "", text("flag.last_day"))
	return c
}

// word carries out somebody's word on the rules and tells what came of it: a
// proposal that waits for another person, or an approval.
func (a *app) word(ctx context.Context, by, what string, say func(*desk, rulebook.Book, suggestion.Person) (wire.RegisterEvent, error)) error {
	d, err := a.open(ctx, office.Options{})
	if err != nil {
		return err
	}
	defer d.Close()
	who := committee(by)
	e, err := d.Rule(ctx, who, func(b rulebook.Book) (wire.RegisterEvent, error) { return say(d, b, who.Person) })
	if err != nil {
		return err
	}
	out := outcomeOf(e)
	if a.json {
		return a.printJSON(out)
	}
	typ, _, _, err := wire.EncodeRegister(e)
	if err != nil {
		return err
	}
	fmt.Fprintln(a.out, zh.Sentence(typ, e))
	if out.Outcome == "proposed" {
		a.note("cli.rules.second_person", "what", what)
	}
	return nil
}

// outcomeOf tells a proposal from an approval.
func outcomeOf(e wire.RegisterEvent) ruled {
	switch e := e.(type) {
	case wire.RuleSetProposed:
		return ruled{Outcome: "proposed", ID: e.ID}
	case wire.RuleSetAdopted:
		return ruled{Outcome: "adopted", ID: e.ID}
	case wire.RetirementProposed:
		return ruled{Outcome: "proposed", ID: e.ID}
	case wire.RuleSetRetired:
		return ruled{Outcome: "retired", ID: e.ID}
	case wire.CalendarProposed:
		return ruled{Outcome: "proposed", ID: e.Version}
	case wire.CalendarAdopted:
		return ruled{Outcome: "adopted", ID: e.Version}
	}
	return ruled{}
}

// badRules words what is wrong with a rule document.
func badRules(file string, err error) error {
	var wrong *ruleset.DocumentError
	if !errors.As(err, &wrong) {
		return err
	}
	return failedCheck{say("cli.rules.bad_file", "file", file, "field", telling.OrUnknown(wrong.Field), "detail", wrong.Reason)}
}

// rulesTry shows what a rule document would make of the deadlines that run now,
// and writes nothing.
func (a *app) rulesTry() *cobra.Command {
	limit := 0
	c := a.needData(leaf("try FILE", func(c *cobra.Command, args []string) error {
		doc, err := openFile(args[0])
		if err != nil {
			return err
		}
		set, err := ruleset.Parse(doc)
		if err != nil {
			return badRules(args[0], err)
		}
		d, err := a.read(c.Context())
		if err != nil {
			return err
		}
		defer d.Close()
		ids, err := d.running(c.Context())
		if err != nil {
			return err
		}
		shifts, err := d.UnderRules(c.Context(), ids, set)
		if err != nil {
			return err
		}
		shifts = moved(shifts)
		if err := a.showShifts(shifts, limit); err != nil {
			return err
		}
		a.note("cli.rules.tried", "rules", set.Name, "count", fmt.Sprint(len(shifts)), "shown", fmt.Sprint(len(limited(shifts, limit))))
		return nil
	}))
	c.Flags().IntVar(&limit, "limit", 20, text("flag.limit"))
	return c
}
