package lifecycle

import (
	"fmt"
	"slices"
)

// Validate refuses a table that looplab/fsm would accept and run wrongly: two
// rows for one trigger and source (the last would win silently), a state that
// cannot be reached, a dead end that is not meant, a row nobody may use.
func Validate(t Table) error {
	for _, check := range []func(Table) error{checkRows, checkNames, checkReach, checkEnds} {
		if err := check(t); err != nil {
			return fmt.Errorf("lifecycle: table %s: %w", t.Machine, err)
		}
	}
	return nil
}

func checkRows(t Table) error {
	seen := make(map[edge]bool)
	for _, r := range t.Rows {
		if r.Trigger == "" || r.To == "" || len(r.From) == 0 || len(r.Roles) == 0 {
			return fmt.Errorf("row %q is incomplete", r.Trigger)
		}
		for _, from := range r.From {
			e := edge{r.Trigger, from}
			if seen[e] {
				return fmt.Errorf("two rows for %s from %s", r.Trigger, from)
			}
			seen[e] = true
		}
		for _, role := range r.Roles {
			if !slices.Contains(Roles(), role) {
				return fmt.Errorf("row %s names unknown role %q", r.Trigger, role)
			}
		}
	}
	return nil
}

// checkNames refuses an entry or a final that no row mentions, and a deadline
// that is no kind: a typing error would switch the other checks off silently.
func checkNames(t Table) error {
	for _, s := range slices.Concat(t.Entries, t.Finals) {
		if !slices.Contains(t.States(), s) {
			return fmt.Errorf("entry or final %q is no state of the table", s)
		}
	}
	for _, r := range t.Rows {
		for _, d := range slices.Concat(r.Starts, r.Stops) {
			if !slices.Contains(Deadlines(), d) {
				return fmt.Errorf("row %s names unknown deadline %q", r.Trigger, d)
			}
		}
	}
	return nil
}

func checkReach(t Table) error {
	reached := Reach(t, append([]State{t.Initial}, t.Entries...))
	for _, s := range t.States() {
		if !slices.Contains(reached, s) {
			return fmt.Errorf("state %s cannot be reached", s)
		}
	}
	return nil
}

func checkEnds(t Table) error {
	for _, s := range t.States() {
		leaves := slices.ContainsFunc(t.Rows, func(r Row) bool { return slices.Contains(r.From, s) && r.To != s })
		if final := slices.Contains(t.Finals, s); leaves == final {
			return fmt.Errorf("state %s: final %t, but a way out %t", s, final, leaves)
		}
	}
	return nil
}

// Reach returns every state reachable from the given ones, those included.
func Reach(t Table, from []State) []State {
	out := slices.Clone(from)
	for i := 0; i < len(out); i++ {
		for _, r := range t.Rows {
			if slices.Contains(r.From, out[i]) && !slices.Contains(out, r.To) {
				out = append(out, r.To)
			}
		}
	}
	return out
}
