package desk

import (
	"slices"

	"huiyin/domain/register"
)

// UnitNames gives every name of a unit that a word names, so that its cases are
// found by each.
func UnitNames(d *register.Directory) func(string) []string {
	return func(term string) (out []string) {
		for _, e := range d.All(register.Units) {
			called := e.Called()
			if slices.ContainsFunc(called, func(c register.Called) bool { return c.Name == term }) {
				for _, c := range called {
					out = append(out, c.Name)
				}
			}
		}
		return out
	}
}
