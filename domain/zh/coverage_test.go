package zh_test

import (
	"slices"
	"strings"
	"testing"

	"huiyin/domain/acts"
	"huiyin/domain/calendar"
	"huiyin/domain/lifecycle"
	"huiyin/domain/register"
	"huiyin/domain/ruleset"
	"huiyin/domain/suggestion"
	"huiyin/domain/wire"
	"huiyin/domain/zh"
)

// wanted lists every label the domain needs, kind by kind.
func wanted() map[string][]string {
	want := map[string][]string{
		"machine": nil, "act": nil, "role": nil, "guard": nil, "deadline": nil, "lapsed": nil, "event": nil,
		"class":       {"A", "B", "C", "D"},
		"outcome":     {"resolved", "in_progress", "planned", "not_feasible", "reference", "escalated_up"},
		"grade":       {"satisfied", "basically_satisfied", "dissatisfied"},
		"mode":        {"single", "lead_and_co", "separate", "several_leads"},
		"part":        {"lead", "co", "separate"},
		"kind":        {"in_session", "off_session", "from_bill", "delegation"},
		"stage":       {"before", "during", "after"},
		"way":         suggestion.ContactWays(),
		"layer":       suggestion.Layers(),
		"conclusion":  suggestion.Outcomes(),
		"consent":     {"by_assigning_body", "by_deputy_affairs", "by_government_office"},
		"return_code": suggestion.ReturnCodes(),
		"flag":        suggestion.FlagCodes(),
		"criterion":   suggestion.KeyCriteria(),
		"award":       suggestion.Awards(),
		"aspect":      suggestion.AppraisalAspects(),
		"departure":   suggestion.DepartureReasons(),
		"publicity":   {"public", "partly", "title_only", "internal", "private"},
		"withheld":    suggestion.Grounds(),
		"register":    texts(register.Kinds()),
		"system":      texts(register.Systems()),
		"manner":      texts(register.Manners()),
		"body":        texts(register.Bodies()),
		"gap":         {string(register.Unused), string(register.Voided), string(register.Unreserved)},
		"fact":        {"number.voided"},
		"entry":       {"number", "into_field"}, // said by the command line
	}
	add := func(kind, name string) {
		if !slices.Contains(want[kind], name) {
			want[kind] = append(want[kind], name)
		}
	}
	addMachines(add)
	for _, v := range acts.Verbs() {
		add("act", v.Name)
	}
	for _, r := range slices.Concat(lifecycle.Roles(), register.Roles()) {
		add("role", string(r))
	}
	addEntries(add)
	for _, d := range lifecycle.Deadlines() {
		add("deadline", string(d))
		add("lapsed", string(d))
	}
	for _, key := range ruleset.Keys() {
		add("limit", key.String())
	}
	for _, set := range ruleset.Builtin() {
		add("jurisdiction", set.Jurisdiction)
		for _, name := range set.ExtensionConsent().Value.Names() {
			add("condition", name)
		}
	}
	for _, info := range slices.Concat(wire.Types(), wire.RegisterTypes(), wire.EntryTypes()) {
		add("event", info.Name)
	}
	return want
}

func texts[T ~string](codes []T) (all []string) {
	for _, c := range codes {
		all = append(all, string(c))
	}
	return all
}

// addEntries covers every field a fact of a register is filled in by, and every
// line an entry shows.
func addEntries(add func(kind, name string)) {
	for _, info := range wire.EntryTypes() {
		add("fact", info.Name)
		for _, f := range wire.EntryFields(info.Name) {
			add("entry", f.Key)
		}
	}
	for _, e := range []register.Entry{register.Session{}, register.Unit{Into: []string{"u"}}, register.Deputy{}, register.Delegation{},
		register.Leader{Tenures: []register.Tenure{{}}}, register.Committee{}, register.Account{}} {
		for _, l := range e.Lines(calendar.Date{}) {
			add("entry", l.Field)
		}
	}
}

func addMachines(add func(kind, name string)) {
	add("machine", string(lifecycle.Case))
	for _, row := range lifecycle.StandingRows() {
		add("act", string(row.Trigger))
		for _, g := range row.Guards {
			add("guard", string(g))
		}
	}
	for _, table := range lifecycle.Tables() {
		add("machine", string(table.Machine))
		for _, s := range table.States() {
			add("state."+string(table.Machine), string(s))
		}
		for _, trigger := range table.Triggers() {
			add("act", string(trigger))
		}
		for _, row := range table.Rows {
			for _, g := range row.Guards {
				add("guard", string(g))
			}
		}
	}
}

// Channels are shared by transfers, delivery and feedback, of which only those
// of a transfer are a closed list.
func TestTransferChannelsHaveLabels(t *testing.T) {
	for _, name := range suggestion.TransferChannels() {
		if !zh.Has("channel." + name) {
			t.Errorf("no text for channel.%s", name)
		}
	}
}

func TestEveryNameHasALabelAndNoneIsUnused(t *testing.T) {
	for kind, names := range wanted() {
		for _, name := range names {
			if !zh.Has(kind + "." + name) {
				t.Errorf("no text for %s.%s", kind, name)
			}
		}
		for _, key := range zh.Keys(kind + ".") {
			if name := strings.TrimPrefix(key, kind+"."); !slices.Contains(names, name) {
				t.Errorf("%s is used by nothing", key)
			}
		}
	}
}

// Every field that a form has is worded, and so is every choice.
func TestEveryFieldOfAnActHasWords(t *testing.T) {
	for _, v := range acts.Verbs() {
		for _, f := range v.Fields() {
			if !zh.Has("field."+f.Name) && !zh.Has("field."+v.Name+"."+f.Name) {
				t.Errorf("%s: no text for field.%s", v.Name, f.Name)
			}
			for _, c := range f.Choices {
				if !zh.Has(f.Words + "." + c) {
					t.Errorf("%s %s: no text for %s.%s", v.Name, f.Name, f.Words, c)
				}
			}
		}
	}
}
