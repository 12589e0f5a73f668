package veil_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"huiyin/domain/suggestion"
	"huiyin/domain/veil"
	"huiyin/domain/wire"
)

var (
	lead    = suggestion.Person{ID: "d-0101", Name: "周明远"}
	second  = suggestion.Person{ID: "d-0102", Name: "李佩兰"}
	third   = suggestion.Person{ID: "d-0103", Name: "陈向东"}
	group   = "怀化代表团"
	secrets = []string{lead.ID, lead.Name, second.ID, second.Name, third.ID, third.Name, group}
)

// secret is a case whose three deputies are not told, one of whom declined.
func secret() *suggestion.Suggestion {
	s := suggestion.New()
	s.Confidential, s.Lead, s.Delegation, s.Title = true, lead, group, "关于县道的建议"
	s.Body = "我是" + group + lead.Name + "，与" + second.Name + "一同走访。"
	s.CoSigners = []suggestion.CoSigner{{Person: second, Answer: suggestion.Confirmed}, {Person: third, Answer: suggestion.Declined}}
	s.Lines = []suggestion.Line{{ID: "l1", Contacts: []suggestion.Contact{{ID: "c1", With: []suggestion.Person{lead, second}}}, Draft: &suggestion.Draft{Text: "答复" + lead.Name}}}
	return s
}

func clean(t *testing.T, what, text string) {
	t.Helper()
	for _, word := range secrets {
		if strings.Contains(text, word) {
			t.Errorf("%s tells %s: %s", what, word, text)
		}
	}
}

// Every type of event that was ever written is veiled, whatever it holds.
func TestNoEventTellsWhoSigned(t *testing.T) {
	v, files := veil.Of(secret()), 0
	paths, err := filepath.Glob("../wire/testdata/events/*.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range paths {
		name := strings.TrimSuffix(filepath.Base(path), ".json")
		cut := strings.LastIndex(name, ".v")
		schema, err := strconv.Atoi(name[cut+2:])
		if err != nil {
			t.Fatal(path, err)
		}
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		e, err := wire.Decode(name[:cut], schema, bytes.TrimSpace(data))
		if err != nil {
			continue // an entry of a register
		}
		files++
		_, _, hidden, err := wire.Encode(v.Event(e))
		if err != nil {
			t.Error(path, err)
		}
		clean(t, path, string(hidden))
	}
	if files < 100 {
		t.Fatalf("only %d events", files)
	}
}

func TestTheCaseItsTextsAndItsRefusals(t *testing.T) {
	s := secret()
	before := secret()
	v := veil.Of(s)
	hidden := v.Case(s)
	clean(t, "the case", strings.Join([]string{hidden.Lead.Name, hidden.Lead.ID, hidden.Body, hidden.Delegation, hidden.CoSigners[0].Name, hidden.CoSigners[1].ID,
		hidden.Lines[0].Contacts[0].With[1].Name, hidden.Lines[0].Draft.Text}, " "))
	if hidden.Title != s.Title || hidden.Lines[0].ID != "l1" || len(hidden.Deputies()) != 2 {
		t.Errorf("too much is hidden: %+v", hidden)
	}
	if !reflect.DeepEqual(s, before) {
		t.Error("the case itself was changed")
	}
	if again := veil.Of(hidden).Case(hidden); !reflect.DeepEqual(again, hidden) {
		t.Errorf("a veil over a veil differs: %+v", again)
	}
	clean(t, "the envelope", strings.Join([]string{v.Meta(map[string]string{"a": lead.ID})["a"], v.Meta(map[string]string{"a": second.Name})["a"], v.Text(s.Body)}, " "))
	var r *suggestion.Refusal
	if err := v.Refusal(&suggestion.Refusal{Code: "not_lead_deputy", Facts: map[string]string{"lead": lead.Name}}); !errors.As(err, &r) || r.Code != "not_lead_deputy" {
		t.Errorf("%v", err)
	}
	clean(t, "the refusal", r.Facts["lead"])
}

// Who writes behind the veil means the persons that stand behind the names.
func TestACommandIsLifted(t *testing.T) {
	s := secret()
	v := veil.Of(s)
	hidden := v.Case(s)
	stranger := suggestion.Person{ID: "veiled-9", Name: "x"}
	c := suggestion.RecordContact{Line: "l1", With: []suggestion.Person{hidden.Lead, hidden.CoSigners[0].Person, stranger}, Content: "谈了进度"}
	got := v.Lift(c).(suggestion.RecordContact)
	if want := []suggestion.Person{lead, second, stranger}; !reflect.DeepEqual(got.With, want) || got.Content != c.Content {
		t.Errorf("%+v", got)
	}
}

func TestWithoutASecretNothingIsHidden(t *testing.T) {
	s := secret()
	s.Confidential = false
	v := veil.Of(s)
	if v != nil || v.Case(s) != s || v.Text(lead.Name) != lead.Name || v.Meta(map[string]string{"a": lead.ID})["a"] != lead.ID {
		t.Error("something is hidden")
	}
}
