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
	"huiyin/projections/views"
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
	return failedCheck{say("cli.rules.bad_file", "file", file, "field", orUnknown(wrong.Field), "detail", wrong.Reason)}
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
		shifts, err := d.Under(c.Context(), ids, set)
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

// shiftRow is a deadline and what would become of it, as data.
type shiftRow struct {
	Case     string `json:"case"`
	Number   string `json:"number"`
	Kind     string `json:"kind"`
	Unit     string `json:"unit,omitempty"`
	Old      string `json:"old"`
	New      string `json:"new"`
	Moved    bool   `json:"moved"`
	Settled  bool   `json:"settled"`
	OldBasis string `json:"old_basis"`
	NewBasis string `json:"new_basis"`
}

func shiftRowOf(s office.Shift) shiftRow {
	return shiftRow{Case: string(s.Case), Number: s.Number, Kind: string(s.Old.Kind), Unit: s.Unit, Old: s.Old.Due.String(), New: s.New.Due.String(),
		Moved: s.Moved(), Settled: s.Old.Provisional && !s.New.Provisional, OldBasis: s.Old.Basis, NewBasis: s.New.Basis}
}

// showShifts lists what moves, and why.
func (a *app) showShifts(shifts []office.Shift, limit int) error {
	rows, t := []shiftRow{}, newTable(heads("number", "deadline", "unit", "old_due", "new_due", "why")...)
	for _, s := range limited(shifts, limit) {
		rows = append(rows, shiftRowOf(s))
		t.add(orDash(s.Number), zh.Label("deadline", string(s.Old.Kind)), cut(orDash(s.Unit), 26), shortDate(s.Old.Due), newDue(s), why(s))
	}
	return a.show(rows, t)
}

func newDue(s office.Shift) string {
	if s.New.Due.IsZero() {
		return text("rules.no_limit")
	}
	return s.New.Due.String()
}

// why tells what made the difference: the rule, or the days off.
func why(s office.Shift) string {
	switch {
	case s.New.Due.IsZero():
		return views.Absent
	case s.Old.Basis != s.New.Basis || s.Old.Period != s.New.Period || s.Old.Start != s.New.Start:
		return say("cli.rules.other_rule", "start", zh.Date(s.New.Start), "period", zh.Period(s.New.Period), "basis", firstClause(s.New.Basis))
	case !s.Moved():
		return text("rules.settled")
	}
	return text("rules.days_off")
}

// firstClause is the source alone; a basis explains itself after it.
func firstClause(basis string) string {
	source, _, _ := strings.Cut(basis, zh.Label("fmt", "clause"))
	return source
}

// moved are the shifts to another day.
func moved(shifts []office.Shift) []office.Shift {
	var out []office.Shift
	for _, s := range shifts {
		if s.Moved() {
			out = append(out, s)
		}
	}
	return out
}

// running are the cases with a running deadline. A lapsed one runs on until what
// it waits for is done.
func (d *desk) running(ctx context.Context) ([]suggestion.CaseID, error) {
	rows, err := views.Deadlines(ctx, d.file, views.DeadlineFilter{Running: true}, d.scheme)
	var ids []suggestion.CaseID
	seen := map[suggestion.CaseID]bool{}
	for _, r := range rows {
		if !seen[r.Case] {
			seen[r.Case], ids = true, append(ids, r.Case)
		}
	}
	return ids, err
}
