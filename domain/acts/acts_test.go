package acts_test

import (
	"errors"
	"reflect"
	"slices"
	"testing"

	"huiyin/domain/acts"
	"huiyin/domain/calendar"
	"huiyin/domain/lifecycle"
	"huiyin/domain/suggestion"
)

// Every act that a table allows to a person is a verb, and no verb pulls a
// trigger that stands in no table.
func TestEveryActOfAPersonIsAVerb(t *testing.T) {
	system := []lifecycle.Role{lifecycle.Clock, lifecycle.Reactor, lifecycle.Importer}
	pulled := map[lifecycle.Machine][]lifecycle.Trigger{}
	for _, v := range acts.Verbs() {
		pulled[v.Machine] = append(pulled[v.Machine], v.Triggers...)
		if len(v.Roles()) == 0 {
			t.Errorf("%s: nobody may do it", v.Name)
		}
	}
	// What an assignment or a reply brings about by itself is no act of its own.
	implied := []lifecycle.Trigger{lifecycle.AssignUnit, lifecycle.OpenLine, lifecycle.MakeCommitment}
	for _, p := range lifecycle.Permissions() {
		person := slices.ContainsFunc(p.Roles, func(r lifecycle.Role) bool { return !slices.Contains(system, r) })
		if person && !slices.Contains(pulled[p.Machine], p.Trigger) && !slices.Contains(implied, p.Trigger) {
			t.Errorf("%s %s is done by a person and is no verb", p.Machine, p.Trigger)
		}
	}
	seen := map[string]bool{}
	for _, v := range acts.Verbs() {
		if seen[v.Name] {
			t.Errorf("two verbs %s", v.Name)
		}
		seen[v.Name] = true
	}
}

func verb(t *testing.T, name string) acts.Verb {
	t.Helper()
	v, ok := acts.Find(name)
	if !ok {
		t.Fatalf("no verb %s", name)
	}
	return v
}

func TestFill(t *testing.T) {
	line := suggestion.Subject{Line: "l2"}
	for _, c := range []struct {
		act    string
		about  suggestion.Subject
		values []acts.Value
		want   suggestion.Command
	}{
		{"draft", suggestion.Subject{}, []acts.Value{{"title", " 修桥 "}, {"kind", "off_session"}, {"year", "2026"}, {"proposed", "甲厅"}, {"proposed", "乙厅"}},
			suggestion.DraftSuggestion{Case: "s1", Title: "修桥", Kind: suggestion.OffSession, Year: 2026, Proposed: []string{"甲厅", "乙厅"}}},
		{"assign", suggestion.Subject{}, []acts.Value{{"mode", "separate"}, {"units", "separate:甲厅:桥"}, {"units", "separate:乙厅:路:桥"}},
			suggestion.Assign{Mode: suggestion.Separate, Units: []suggestion.UnitPart{{Unit: "甲厅", Part: "separate", Scope: "桥"}, {Unit: "乙厅", Part: "separate", Scope: "路:桥"}}}},
		{"draft_reply", line, []acts.Value{{"class", "B"}, {"promises", "修桥|2027-06-30|丙厅"}, {"promises", "修路"}},
			suggestion.DraftReply{Line: "l2", Class: "B", Promises: []suggestion.Promise{
				{Text: "修桥", Due: calendar.MustDate("2027-06-30"), Unit: "丙厅"}, {Text: "修路"}}}},
		{"grant_extension", line, []acts.Value{{"reason", "跨部门"}}, suggestion.RuleOnExtension{Line: "l2", Grant: true, Reason: "跨部门"}},
		{"deny_contact", suggestion.Subject{Line: "l1", Contact: "l1k2"}, []acts.Value{{"reason", "没有此事"}},
			suggestion.AnswerContact{Line: "l1", Contact: "l1k2", Reason: "没有此事"}},
		{"deliver_reply", line, []acts.Value{{"line", "l1"}, {"to", "甲某#d1"}},
			suggestion.DeliverReply{Line: "l1", To: suggestion.Person{ID: "d1", Name: "甲某"}}},
	} {
		got, err := verb(t, c.act).Fill("s1", c.about, c.values)
		if err != nil || !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: %#v, %v\nwant %#v", c.act, got, err, c.want)
		}
	}
}

func TestFillRefusesWhatTheFormDoesNotHave(t *testing.T) {
	for _, c := range []struct{ act, name, text, code string }{
		{"draft", "case", "c9", "unknown_field"},
		{"grant_extension", "grant", "false", "unknown_field"},
		{"draft", "year", "二〇二六", "bad_number"},
		{"defer_commitment", "due", "2027-6-30", "bad_date"},
		{"assign", "units", "甲厅", "bad_unit"},
		{"assign", "units", "boss:甲厅", "bad_unit"},
		{"assign", "mode", "both", "bad_choice"},
		{"draft_reply", "promises", "修桥|年底", "bad_promise"},
		{"draft_reply", "promises", "a|2027-06-30|b|c", "bad_promise"},
		{"rate_reply", "result", "fine", "bad_choice"},
	} {
		_, err := verb(t, c.act).Fill("s1", suggestion.Subject{}, []acts.Value{{c.name, c.text}})
		var wrong *acts.FormError
		if !errors.As(err, &wrong) || wrong.Code != c.code {
			t.Errorf("%s %s=%s: %v, want %s", c.act, c.name, c.text, err, c.code)
		}
	}
	_, err := verb(t, "register").Fill("s1", suggestion.Subject{}, []acts.Value{{"number", "1"}, {"number", "2"}})
	var wrong *acts.FormError
	if !errors.As(err, &wrong) || wrong.Code != "field_twice" {
		t.Error(err)
	}
}

// FuzzFill holds that no text makes filling in panic, and that what is accepted
// is a command with a name.
func FuzzFill(f *testing.F) {
	for _, v := range acts.Verbs() {
		for _, field := range v.Fields() {
			f.Add(v.Name, field.Name, "lead:甲厅|2027-06-30")
		}
	}
	f.Fuzz(func(t *testing.T, act, name, text string) {
		v, ok := acts.Find(act)
		if !ok {
			return
		}
		c, err := v.Fill("s1", suggestion.Subject{Line: "l1"}, []acts.Value{{name, text}, {name, text}})
		var wrong *acts.FormError
		switch {
		case err != nil && (!errors.As(err, &wrong) || c != nil):
			t.Fatalf("%v with %v", err, c)
		case err == nil && suggestion.Name(c) == "":
			t.Fatalf("%T has no name", c)
		}
	})
}
