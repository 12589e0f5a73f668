package wire

import (
	"encoding"
	"errors"
	"reflect"
	"slices"
	"strconv"
	"testing"

	"pgregory.net/rapid"

	"huiyin/domain/calendar"
	"huiyin/domain/register"
)

func TestEntryFromText(t *testing.T) {
	got, err := EntryFromText("unit.ended", map[string][]string{"id": {"u1"}, "from": {"2024-03-01"}, "manner": {"split"}, "into": {"u2", "u3"}})
	want := register.UnitEnded{ID: "u1", From: calendar.MustDate("2024-03-01"), Manner: register.Split, Into: []register.Link{{ID: "u2"}, {ID: "u3"}}}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%+v, %v", got, err)
	}
	got, err = EntryFromText("unit.registered", map[string][]string{"name": {"某省水利厅"}, "short": {"省水利厅", "水利厅"}, "committee": {"c1"}})
	if e, ok := got.(register.UnitRegistered); err != nil || !ok || e.Facts.Name != "某省水利厅" || len(e.Facts.Short) != 2 || e.Facts.Committee.ID != "c1" {
		t.Errorf("%+v, %v", got, err)
	}
	got, err = EntryFromText("account.opened", map[string][]string{"person.id": {"p1"}, "person.name": {"甲"}})
	if e := got.(register.AccountOpened); err != nil || e.Person.ID != "p1" || e.Person.Name != "甲" {
		t.Errorf("%+v, %v", got, err)
	}
	if _, err := EntryFromText("unit.burned", nil); !errors.Is(err, ErrUnknownType) {
		t.Error(err)
	}
	for key, c := range map[string]struct {
		typ, value, form string
	}{
		"from": {"unit.renamed", "2024-2-30", FormDate}, "seats": {"delegation.formed", "-1", FormNumber}, "term_ends": {"session.closed", "maybe", FormYes},
		"colour": {"unit.renamed", "red", ""}, "facts": {"unit.registered", "x", ""},
	} {
		var field *FieldError
		if e, err := EntryFromText(c.typ, map[string][]string{key: {c.value}}); e != nil || !errors.As(err, &field) || field.Key != key || field.Form != c.form || field.Value != c.value {
			t.Errorf("%s: %+v, %v", key, e, err)
		}
	}
	var field *FieldError
	if _, err := EntryFromText("unit.renamed", map[string][]string{"name": {"a", "b"}}); !errors.As(err, &field) || field.Form != FormText {
		t.Errorf("two values for one text: %v", err)
	}
}

// Every fact that a form can fill in comes back as it was, whatever its texts.
func TestTextsMakeTheFact(t *testing.T) {
	types := EntryTypes()
	rapid.Check(t, func(t *rapid.T) {
		f := entries.byName[rapid.SampledFrom(types).Draw(t, "type").Name]
		if err := f.ready(); err != nil {
			t.Fatal(err)
		}
		want := reflect.New(f.goType).Elem()
		draw(t, want)
		unname(want)
		texts := map[string][]string{}
		walk(f.shape, "", want, func(key, form string, v reflect.Value) { texts[key] = textOf(form, v) })
		got, err := EntryFromText(f.Name, texts)
		if err != nil || !reflect.DeepEqual(got, want.Interface()) {
			t.Fatalf("%s: %v\n got %+v\nwant %+v", f.Name, err, got, want)
		}
	})
}

// unname clears the names of links, which no form has.
func unname(v reflect.Value) {
	switch {
	case v.Type() == reflect.TypeFor[register.Link]():
		v.FieldByName("Name").SetString("")
	case v.Kind() == reflect.Slice:
		for i := range v.Len() {
			unname(v.Index(i))
		}
	case v.Kind() == reflect.Struct && !isLeaf(v.Type()):
		for i := range v.NumField() {
			unname(v.Field(i))
		}
	}
}

// textOf writes a value as a form would; no number there is below zero.
func textOf(form string, v reflect.Value) (texts []string) {
	switch form {
	case FormYes:
		return []string{map[bool]string{true: "yes", false: "no"}[v.Bool()]}
	case FormNumber:
		v.SetInt(v.Int() & (1<<31 - 1))
		return []string{strconv.FormatInt(v.Int(), 10)}
	case FormDate:
		text, _ := v.Interface().(encoding.TextMarshaler).MarshalText() // what is drawn has a form
		return []string{string(text)}
	case FormList:
		return slices.Clone(v.Interface().([]string))
	case FormLinks:
		for _, l := range v.Interface().([]register.Link) {
			texts = append(texts, l.ID)
		}
		return texts
	}
	return []string{v.String()}
}

func TestEntryFields(t *testing.T) {
	for _, info := range EntryTypes() {
		fields := EntryFields(info.Name)
		if len(fields) == 0 || fields[0].Key != "id" {
			t.Errorf("%s: %v", info.Name, fields)
		}
		seen := map[string]bool{}
		for _, f := range fields {
			if seen[f.Key] {
				t.Errorf("%s has two fields %s", info.Name, f.Key)
			}
			seen[f.Key] = true
		}
	}
	if EntryFields("unit.burned") != nil {
		t.Error("fields of nothing")
	}
}

func TestEntryStreams(t *testing.T) {
	r := register.Ref{Kind: register.Units, ID: "u-1"}
	if got, ok := EntryOf(EntryStream(r)); !ok || got != r || EntryStream(r) != "unit-u-1" {
		t.Error(EntryStream(r), got, ok)
	}
	for _, other := range []string{"suggestion-c1", "rules", "numbers-00ff", "security", RegistersStream, "unit"} {
		if r, ok := EntryOf(other); ok {
			t.Errorf("%s is %v", other, r)
		}
	}
}
