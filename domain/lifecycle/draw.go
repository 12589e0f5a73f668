package lifecycle

import (
	"fmt"
	"slices"
	"strings"
)

// Label turns a machine's name for something into the user's word for it.
type Label func(kind, name string) string

// Mermaid draws the table as a state diagram. Rows that lead back to their own
// state are left out: they are acts within a state and stand in the matrix.
func Mermaid(t Table, label Label) string {
	var b strings.Builder
	fmt.Fprintf(&b, "---\ntitle: %s\n---\nstateDiagram-v2\n", label("machine", string(t.Machine)))
	for _, s := range t.States() {
		if s != t.Initial {
			fmt.Fprintf(&b, "    state \"%s\" as %s\n", label("state."+string(t.Machine), string(s)), s)
		}
	}
	for _, r := range t.Rows {
		for _, from := range r.From {
			if from == r.To {
				continue
			}
			src := string(from)
			if from == t.Initial {
				src = "[*]"
			}
			fmt.Fprintf(&b, "    %s --> %s : %s\n", src, r.To, label("act", string(r.Trigger)))
		}
	}
	for _, f := range t.Finals {
		fmt.Fprintf(&b, "    %s --> [*]\n", f)
	}
	return b.String()
}

// Permission is one line of the permission matrix.
type Permission struct {
	Machine Machine
	Trigger Trigger
	From    []State
	Roles   []Role
	Guards  []Guard
}

// Permissions lists who may do what and when, one line for each trigger, in
// table order, the standing acts last. It is the tables read the other way, so it
// cannot differ.
func Permissions() []Permission {
	var out []Permission
	for _, t := range Tables() {
		for _, trigger := range t.Triggers() {
			p := Permission{Machine: t.Machine, Trigger: trigger}
			for _, r := range t.Rows {
				if r.Trigger == trigger {
					p.From = append(p.From, r.From...)
					p.Roles = union(p.Roles, r.Roles)
					p.Guards = union(p.Guards, r.Guards)
				}
			}
			out = append(out, p)
		}
	}
	for _, r := range StandingRows() {
		out = append(out, Permission{Machine: Case, Trigger: r.Trigger, From: r.From, Roles: r.Roles, Guards: r.Guards})
	}
	return out
}

func union[T comparable](a, b []T) []T {
	out := slices.Clone(a)
	for _, v := range b {
		if !slices.Contains(out, v) {
			out = append(out, v)
		}
	}
	return out
}
