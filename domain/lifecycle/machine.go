package lifecycle

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"

	"github.com/looplab/fsm"
)

// ErrNotAllowed says that the trigger does not leave the present state.
var ErrNotAllowed = errors.New("lifecycle: trigger not allowed in this state")

// Definition is a compiled table. It is immutable and safe for concurrent use.
type Definition struct {
	Table
	rows map[edge]Row
	pool sync.Pool
}

type edge struct {
	trigger Trigger
	from    State
}

// Compile validates the table and builds its machine.
func Compile(t Table) (*Definition, error) {
	if err := Validate(t); err != nil {
		return nil, err
	}
	d := &Definition{Table: t, rows: make(map[edge]Row)}
	var events fsm.Events
	for _, r := range t.Rows {
		src := make([]string, len(r.From))
		for i, from := range r.From {
			src[i] = string(from)
			d.rows[edge{r.Trigger, from}] = r
		}
		events = append(events, fsm.EventDesc{Name: string(r.Trigger), Src: src, Dst: string(r.To)})
	}
	// One machine costs microseconds and kilobytes to build, so machines are
	// pooled for each definition and never kept for a case.
	d.pool.New = func() any { return fsm.NewFSM(string(t.Initial), events, nil) }
	return d, nil
}

// Fire returns the state the trigger leads to from the given state.
func (d *Definition) Fire(from State, t Trigger) (State, error) {
	m := d.pool.Get().(*fsm.FSM)
	m.SetState(string(from))
	err := m.Event(context.Background(), string(t))
	var same fsm.NoTransitionError
	if errors.As(err, &same) {
		err = same.Err // a row back to its own state is a success for us
	}
	if err != nil {
		return from, fmt.Errorf("%w: %s %s from %s", ErrNotAllowed, d.Machine, t, from)
	}
	to := State(m.Current())
	d.pool.Put(m)
	return to, nil
}

// Row returns the rule for the trigger in the state.
func (d *Definition) Row(from State, t Trigger) (Row, bool) {
	r, ok := d.rows[edge{t, from}]
	return r, ok
}

// Available lists the triggers that leave the state, in table order.
func (d *Definition) Available(from State) []Trigger {
	var out []Trigger
	for _, r := range d.Rows {
		if slices.Contains(r.From, from) && !slices.Contains(out, r.Trigger) {
			out = append(out, r.Trigger)
		}
	}
	return out
}

// Sources lists the states in which the trigger is allowed.
func (d *Definition) Sources(t Trigger) []State {
	var out []State
	for _, r := range d.Rows {
		if r.Trigger == t {
			out = append(out, r.From...)
		}
	}
	return out
}

// States lists every state in order of first mention, the initial one first.
func (t Table) States() []State {
	out := []State{t.Initial}
	add := func(s State) {
		if !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	for _, r := range t.Rows {
		for _, s := range r.From {
			add(s)
		}
		add(r.To)
	}
	return out
}

// Triggers lists every trigger in table order.
func (t Table) Triggers() []Trigger {
	var out []Trigger
	for _, r := range t.Rows {
		if !slices.Contains(out, r.Trigger) {
			out = append(out, r.Trigger)
		}
	}
	return out
}

var definitions = sync.OnceValue(func() map[Machine]*Definition {
	out := make(map[Machine]*Definition)
	for _, t := range Tables() {
		d, err := Compile(t)
		if err != nil {
			panic(err) // the tables are constants of this package, tested to compile
		}
		out[t.Machine] = d
	}
	return out
})

// Of returns the compiled definition of a machine.
func Of(m Machine) *Definition { return definitions()[m] }

// Tables returns the four tables in the order of a case's life.
func Tables() []Table {
	return []Table{suggestionTable, assignmentTable, lineTable, commitmentTable}
}
