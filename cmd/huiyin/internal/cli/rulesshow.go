package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"huiyin/domain/ruleset"
	"huiyin/domain/zh"
	"huiyin/projections/telling"
	"huiyin/projections/views"
)

// limitRow is one time limit as data.
type limitRow struct {
	Key        string `json:"key"`
	Period     string `json:"period"`
	From       string `json:"from,omitempty"`
	Basis      string `json:"basis"`
	Assumption bool   `json:"assumption"`
}

// classRow is one reply class as data.
type classRow struct {
	Code            string   `json:"code"`
	Label           string   `json:"label"`
	Outcome         string   `json:"outcome"`
	Covers          []string `json:"covers"`
	NeedsCommitment bool     `json:"needs_commitment"`
}

// shownRules is a rule set as data.
type shownRules struct {
	ruleRow
	Authority string     `json:"authority"`
	Note      string     `json:"note"`
	Limits    []limitRow `json:"limits"`
	Consent   []string   `json:"extension_consent"`
	Classes   []classRow `json:"classes"`
}

func (a *app) rulesShow() *cobra.Command {
	document := false
	c := a.needData(leaf("show ID", func(c *cobra.Command, args []string) error {
		d, err := a.read(c.Context())
		if err != nil {
			return err
		}
		defer d.Close()
		doc, row, ok := documentOf(d, args[0])
		if !ok {
			return notFound{say("cli.rules.unknown", "id", args[0])}
		}
		if document {
			_, err := a.out.Write(doc)
			return err
		}
		set, err := ruleset.Parse(doc)
		if err != nil {
			return badRules(args[0], err)
		}
		return a.showRules(set, row)
	}))
	c.Flags().BoolVar(&document, "document", false, text("flag.document"))
	return c
}

// documentOf finds a rule document by ID: adopted, proposed, or shipped.
func documentOf(d *desk, id string) (doc []byte, row ruleRow, ok bool) {
	for _, r := range ruleRows(d.Book(), d.Today()) {
		if r.ID == id {
			row, ok = r, true
		}
	}
	if !ok {
		return nil, row, false
	}
	if doc, ok = d.Book().Document(row.ID); !ok {
		doc, ok = ruleset.Document(id)
	}
	return doc, row, ok
}

func (a *app) showRules(set ruleset.Set, row ruleRow) error {
	shown := shownRules{ruleRow: row, Authority: set.Authority, Note: set.Note, Consent: set.ExtensionConsent().Value.Names()}
	t := newTable(heads("limit", "period_of_rule", "start_of_rule", "basis", "assumed")...)
	for _, key := range ruleset.Keys() {
		rule, ok := set.Rule(key)
		if !ok {
			continue
		}
		shown.Limits = append(shown.Limits, limitRow{key.String(), rule.Period.String(), rule.From.String(), rule.Basis, rule.Assumption})
		t.add(zh.Label("limit", key.String()), zh.Period(rule.Period.String()), startOfRule(key, rule), rule.Basis, assumed(rule.Assumption))
	}
	for _, class := range set.Classes().Value {
		r := classRow{Code: class.Code, Label: class.Label, Outcome: class.Outcome.String(), NeedsCommitment: class.NeedsCommitment}
		for _, o := range class.Covers.List() {
			r.Covers = append(r.Covers, o.String())
		}
		shown.Classes = append(shown.Classes, r)
	}
	if a.json {
		return a.printJSON(shown)
	}
	if !a.plain {
		for _, line := range rulesHead(set, row) {
			fmt.Fprintln(a.out, line)
		}
	}
	return a.show(shown, t)
}

// rulesHead tells what is no time limit.
func rulesHead(set ruleset.Set, row ruleRow) []string {
	out := []string{say("cli.rules.title", "name", set.Name, "id", set.ID, "state", text("rules_state."+row.State)),
		say("cli.rules.authority", "text", set.Authority)}
	if set.Note != "" {
		out = append(out, say("cli.rules.note", "text", set.Note))
	}
	consent := text("rules.no_consent")
	if names := set.ExtensionConsent().Value.Names(); names != nil {
		consent = words("condition", names)
	}
	out = append(out, say("cli.rules.consent", "text", consent, "basis", telling.InBrackets(set.ExtensionConsent().Basis)))
	for _, class := range set.Classes().Value {
		var covers []string
		for _, o := range class.Covers.List() {
			covers = append(covers, zh.Label("outcome", o.String()))
		}
		promise := ""
		if class.NeedsCommitment {
			promise = text("rules.promise")
		}
		out = append(out, say("cli.rules.class", "code", class.Code, "label", class.Label, "outcomes", strings.Join(covers, views.ListMark), "promise", promise))
	}
	return out
}

// startOfRule names the event a limit counts from.
func startOfRule(key ruleset.Key, rule ruleset.Rule) string {
	name := rule.From.String()
	if rule.From == ruleset.OwnEvent {
		name = key.String()
	}
	if !zh.Has("cli.started." + name) {
		return views.Absent
	}
	return text("started." + name)
}

func assumed(yes bool) string {
	if yes {
		return text("yes")
	}
	return text("no")
}
