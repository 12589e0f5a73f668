package v1

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"

	"huiyin/domain/acts"
	"huiyin/domain/zh"
)

func verb(t testing.TB, name string) acts.Verb {
	t.Helper()
	v, ok := acts.Find(name)
	if !ok {
		t.Fatal(name)
	}
	return v
}

// A body's values reach the form as a person would write them; what cannot be one
// is named by its pointer.
func TestABodyIsAForm(t *testing.T) {
	for _, c := range []struct{ verb, body, want string }{
		{"draft", `{"title":"关于修桥的建议","year":2026,"proposed":["甲厅","乙厅"],"category":null,"evidence":" "}`,
			"year=2026 title=关于修桥的建议 proposed=甲厅 proposed=乙厅"},
		{"draft", `{"proposed":"甲厅"}`, "proposed=甲厅"},
		{"assign", `{"mode":"separate","units":[{"part":"separate","unit":"甲厅","scope":"桥"},{"part":"co","unit":"乙厅"},"co:丙厅"]}`,
			"mode=separate units=separate:甲厅:桥 units=co:乙厅 units=co:丙厅"},
		{"draft_reply", `{"promises":[{"text":"开工","due":"2026-11-30"},{"text":"完工"}]}`, "promises=开工|2026-11-30 promises=完工"},
		{"deliver_reply", `{"to":{"name":"甲某","id":"d1"}}`, "to=甲某#d1"},
		{"draft", `{"title":1,"titel":"x","proposed":["a",{},["b"]]}`, "! /proposed/1 /proposed/2 /titel /title"},
		{"draft_reply", `{"promises":[{"text":"开工|2026-11-30"}]}`, "! /promises/0"},
		{"draft_reply", `{"promises":[{"text":"开工","by":"甲厅"}]}`, "! /promises/0"},
		{"deliver_reply", `{"to":[{"name":"甲某"}]}`, "! /to"},
		{"draft", `{"a/b~c":1}`, "! /a~1b~0c"},
	} {
		var f Fields
		if err := json.Unmarshal([]byte(c.body), &f); err != nil {
			t.Fatal(err)
		}
		var got []string
		values, err := f.values(verb(t, c.verb))
		var p *Problem
		if errors.As(err, &p) {
			got = append(got, "!")
			for _, x := range p.Errors {
				got = append(got, x.Pointer)
			}
		}
		for _, x := range values {
			got = append(got, x.Name+"="+x.Text)
		}
		if text := strings.Join(got, " "); text != c.want {
			t.Errorf("%s %s:\n  %s, not\n  %s", c.verb, c.body, text, c.want)
		}
	}
}

// Every problem has its words, and there are words for no other.
func TestEveryProblemHasItsWords(t *testing.T) {
	for _, code := range Problems() {
		for _, part := range []string{"title", "detail", "do"} {
			if !zh.Has("web.problem." + code + "." + part) {
				t.Errorf("%s has no %s", code, part)
			}
		}
	}
	for _, key := range zh.Keys("web.problem.") {
		code, _, _ := strings.Cut(strings.TrimPrefix(key, "web.problem."), ".")
		if !slices.Contains(Problems(), code) {
			t.Errorf("%s is of no problem", key)
		}
	}
}

// Whatever is sent, it is read or refused; a value that is read was sent.
func FuzzFields(f *testing.F) {
	f.Add("draft", `{"title":"x","proposed":["a"]}`)
	f.Add("assign", `{"units":[{"part":"lead","unit":"甲厅"}]}`)
	f.Add("draft_reply", `{"promises":[{"text":"a|b","due":""}]}`)
	f.Fuzz(func(t *testing.T, name, body string) {
		v, ok := acts.Find(name)
		var fields Fields
		if !ok || json.Unmarshal([]byte(body), &fields) != nil {
			return
		}
		values, err := fields.values(v)
		for _, x := range values {
			if _, sent := fields[x.Name]; !sent || err != nil {
				t.Fatalf("%+v of %s", x, body)
			}
		}
	})
}

// A token is read back as it was written, and any other text is refused or holds
// keys a list can be asked for.
func FuzzPageToken(f *testing.F) {
	f.Add("eyJsIjoiN2I0ODM3YmM4NGVjOWYyNyIsImEiOjUzMDUsImsiOlswLCIyMDI2LTA5LTMwIiw0XX0")
	f.Add("eyJrIjpbMS41XX0")
	f.Fuzz(func(t *testing.T, token string) {
		l, ok := readLeft(token)
		if !ok {
			return
		}
		for _, k := range l.Keys {
			switch k.(type) {
			case int64, string:
			default:
				t.Fatalf("%T", k)
			}
		}
	})
}
