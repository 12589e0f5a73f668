// Package veil keeps from who may not know it who signed a suggestion (handbook
// THR-44): out of a case, its events and its texts go the names, ids and the
// delegation of all who signed or were asked to; in their place stand numbered
// names, by which a unit can still say with whom it spoke and whom it answered.
//
// A veil is worked out anew for each case as it is now, so that what was said
// before the names were withheld is veiled too. Everything a value holds is gone
// through, whatever its type: a new field of an event is veiled without anybody
// thinking of it. A name that stands inside another word is veiled there as well;
// too much is better than too little.
package veil

import (
	"errors"
	"reflect"
	"strconv"
	"strings"

	"huiyin/domain/suggestion"
	"huiyin/domain/zh"
)

// Veil is what hides the names of one case. The nil Veil hides nothing.
type Veil struct {
	people []suggestion.Person
	words  *strings.Replacer
}

// Of is the veil over a case; nil if its names are no secret.
func Of(s *suggestion.Suggestion) *Veil {
	if !s.Confidential {
		return nil
	}
	v := &Veil{}
	v.hide(s.Lead)
	for _, c := range s.CoSigners {
		v.hide(c.Person)
	}
	for _, all := range [][]suggestion.Person{s.Contacts, s.Changes.FormerLeads, s.Stated.Deputies} {
		for _, p := range all {
			v.hide(p)
		}
	}
	var pairs []string
	for i, p := range v.people {
		if p.Name != "" {
			pairs = append(pairs, p.Name, alias(i).Name)
		}
	}
	if s.Delegation != "" {
		pairs = append(pairs, s.Delegation, zh.Text("veil.group", nil))
	}
	v.words = strings.NewReplacer(pairs...)
	return v
}

func (v *Veil) hide(p suggestion.Person) {
	if p != (suggestion.Person{}) && v.of(p) < 0 {
		v.people = append(v.people, p)
	}
}

// of is the place of a person among the hidden; below zero for everybody else.
func (v *Veil) of(p suggestion.Person) int {
	for i, q := range v.people {
		if q.Same(p) {
			return i
		}
	}
	return -1
}

const aliasID = "veiled-"

// alias is who stands in the place of the hidden person at i.
func alias(i int) suggestion.Person {
	n := strconv.Itoa(i + 1)
	return suggestion.Person{ID: aliasID + n, Name: zh.Text("veil.person", map[string]string{"n": n})}
}

// Case is the case behind the veil.
func (v *Veil) Case(s *suggestion.Suggestion) *suggestion.Suggestion {
	if v == nil {
		return s
	}
	return through(s, v.veiled)
}

// Event is an event of the case behind the veil.
func (v *Veil) Event(e suggestion.Event) suggestion.Event {
	if v == nil {
		return e
	}
	return through(e, v.veiled)
}

// Text is a text about the case behind the veil.
func (v *Veil) Text(text string) string {
	if v == nil {
		return text
	}
	return v.words.Replace(text)
}

// Meta is an event's envelope behind the veil.
func (v *Veil) Meta(meta map[string]string) map[string]string {
	if v == nil {
		return meta
	}
	out := make(map[string]string, len(meta))
	for name, value := range meta {
		out[name] = v.words.Replace(value)
		if i := v.of(suggestion.Person{ID: value}); value != "" && i >= 0 {
			out[name] = alias(i).ID
		}
	}
	return out
}

// Lift gives a command that was written behind the veil the persons it means.
func (v *Veil) Lift(c suggestion.Command) suggestion.Command {
	if v == nil {
		return c
	}
	return through(c, func(x reflect.Value) (reflect.Value, bool) {
		p, ok := x.Interface().(suggestion.Person)
		if !ok {
			return x, false
		}
		n, err := strconv.Atoi(strings.TrimPrefix(p.ID, aliasID))
		if err != nil || !strings.HasPrefix(p.ID, aliasID) || n < 1 || n > len(v.people) {
			return x, true
		}
		return reflect.ValueOf(v.people[n-1]), true
	})
}

// Refusal is an error about the case behind the veil.
func (v *Veil) Refusal(err error) error {
	var r *suggestion.Refusal
	if v == nil || !errors.As(err, &r) {
		return err
	}
	hidden := *r
	hidden.Facts = v.Meta(r.Facts)
	return &hidden
}

// veiled replaces a person and a text.
func (v *Veil) veiled(x reflect.Value) (reflect.Value, bool) {
	switch value := x.Interface().(type) {
	case suggestion.Person:
		if i := v.of(value); i >= 0 {
			return reflect.ValueOf(alias(i)), true
		}
		return x, true
	case string:
		return reflect.ValueOf(v.words.Replace(value)), true
	}
	return x, false
}

// through is a copy of a value in which each part that change knows is replaced.
func through[T any](value T, change func(reflect.Value) (reflect.Value, bool)) T {
	return copied(reflect.ValueOf(value), change).Interface().(T)
}

func copied(x reflect.Value, change func(reflect.Value) (reflect.Value, bool)) reflect.Value {
	if y, known := change(x); known {
		return y
	}
	switch x.Kind() {
	case reflect.Struct:
		out := reflect.New(x.Type()).Elem()
		out.Set(x)
		for i := range out.NumField() {
			if f := out.Field(i); f.CanSet() {
				f.Set(copied(x.Field(i), change))
			}
		}
		return out
	case reflect.Slice:
		if x.IsNil() {
			return x
		}
		out := reflect.MakeSlice(x.Type(), x.Len(), x.Len())
		for i := range x.Len() {
			out.Index(i).Set(copied(x.Index(i), change))
		}
		return out
	case reflect.Pointer:
		if x.IsNil() {
			return x
		}
		out := reflect.New(x.Type().Elem())
		out.Elem().Set(copied(x.Elem(), change))
		return out
	}
	return x
}
