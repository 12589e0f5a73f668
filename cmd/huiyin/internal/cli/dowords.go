package cli

import (
	"fmt"
	"slices"
	"strings"

	"huiyin/domain/acts"
	"huiyin/domain/lifecycle"
	"huiyin/domain/zh"
	"huiyin/projections/views"
)

// personRoles are the roles a person can act as.
func personRoles() []lifecycle.Role {
	system := []lifecycle.Role{lifecycle.Clock, lifecycle.Reactor, lifecycle.Importer}
	return slices.DeleteFunc(lifecycle.Roles(), func(r lifecycle.Role) bool { return slices.Contains(system, r) })
}

// coded takes a name of the domain as typed: by its code or by its word.
func coded[T ~string](kind, typed string, known []T) (T, bool) {
	for _, name := range known {
		if typed == string(name) || typed == zh.Label(kind, string(name)) {
			return name, true
		}
	}
	return "", false
}

// listed shows names with their words, for a message.
func listed[T ~string](kind string, names []T) string {
	out := make([]string, len(names))
	for i, n := range names {
		out[i] = say("cli.do.coded", "code", string(n), "word", zh.Label(kind, string(n)))
	}
	return strings.Join(out, views.ListMark)
}

// verbWord is the catalogue's word for the act.
func verbWord(v acts.Verb) string { return zh.Label("act", v.Name) }

// verbNamed finds an act by its code or its word.
func verbNamed(typed string) (acts.Verb, bool) {
	for _, v := range acts.Verbs() {
		if typed == v.Name || typed == verbWord(v) {
			return v, true
		}
	}
	return acts.Verb{}, false
}

// nearest lists the acts whose code or word shares something with what was
// typed, or all of them.
func nearest(typed string) string {
	var near, all []string
	for _, v := range acts.Verbs() {
		name := say("cli.do.coded", "code", v.Name, "word", verbWord(v))
		all = append(all, name)
		if shares(v.Name, typed) || shares(verbWord(v), typed) {
			near = append(near, name)
		}
	}
	if len(near) > 0 {
		return strings.Join(near, views.ListMark)
	}
	return strings.Join(all, views.ListMark)
}

// shares reports whether two texts have three letters or two characters in a row
// in common.
func shares(a, b string) bool {
	typed, n := []rune(b), 3
	if len(b) > len(typed) { // not plain letters
		n = 2
	}
	for i := 0; i+n <= len(typed); i++ {
		if strings.Contains(a, string(typed[i:i+n])) {
			return true
		}
	}
	return false
}

// fieldWord is the word for a field, which may differ from act to act.
func fieldWord(v acts.Verb, name string) string {
	if key := fmt.Sprintf("field.%s.%s", v.Name, name); zh.Has(key) {
		return zh.Text(key, nil)
	}
	if zh.Has("field." + name) {
		return zh.Label("field", name)
	}
	return name
}

// fieldList is the act's form in one line: code, word and choices.
func fieldList(v acts.Verb) string {
	var out []string
	for _, f := range v.Fields() {
		if f.Kind == acts.PartID {
			continue // found by itself while only one can be meant
		}
		word := say("cli.do.coded", "code", f.Name, "word", fieldWord(v, f.Name))
		if f.Choices != nil {
			word += say("cli.do.choices", "choices", listed(f.Words, f.Choices))
		}
		if f.List {
			word += text("do.many")
		}
		out = append(out, word)
	}
	if len(out) == 0 {
		return text("do.no_fields")
	}
	return strings.Join(out, views.ListMark)
}
