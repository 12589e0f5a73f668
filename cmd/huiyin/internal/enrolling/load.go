package enrolling

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strconv"
	"strings"

	"huiyin/cmd/huiyin/internal/office"
	"huiyin/domain/calendar"
	"huiyin/domain/register"
	"huiyin/domain/suggestion"
	"huiyin/domain/wire"
	"huiyin/domain/zh"
	"huiyin/eventstore"
	"huiyin/eventstore/decider"
)

// Outcome is what became of a row.
type Outcome string

// The outcomes.
const (
	New       Outcome = "new"
	Corrected Outcome = "corrected"
	Unchanged Outcome = "unchanged"
	Refused   Outcome = "refused"
)

// Result is one row's outcome.
type Result struct {
	Register register.Kind
	ID       string
	Name     string
	Outcome  Outcome
	Refusal  *suggestion.Refusal // why it was refused
}

// Load enters a file: committees, then units, then delegations. After an error,
// whatever its cause, the rows of the results are in the log; the same file again
// goes on from there.
func Load(ctx context.Context, o *office.Office, f File, by suggestion.Actor) ([]Result, error) {
	l := &loading{office: o, by: by, file: f, today: o.Today()}
	for _, c := range f.Committees {
		l.row(ctx, register.Committees, c.Name, l.committee(c))
	}
	for _, u := range f.Units {
		l.row(ctx, register.Units, u.Name, l.unit(u))
	}
	for _, d := range f.Delegations {
		l.delegations(ctx, d)
	}
	return l.results, l.err
}

type loading struct {
	office  *office.Office
	by      suggestion.Actor
	file    File
	today   calendar.Date
	results []Result
	err     error
}

// stating makes the fact that says what a row says, given the registers as they
// are: one that opens an entry or one that corrects it.
type stating func(d *register.Directory) (register.Event, *suggestion.Refusal)

// row enters one row, unless an earlier one failed for another reason than a
// refusal.
func (l *loading) row(ctx context.Context, k register.Kind, name string, state stating) {
	if l.err != nil {
		return
	}
	d, err := l.office.Directory(ctx)
	if err != nil {
		l.err = err
		return
	}
	done := Result{Register: k, Name: name, Outcome: Refused}
	var fact register.Event
	if fact, done.Refusal = state(d); done.Refusal == nil {
		done.ID = fact.Ref().ID
		done.Outcome, l.err = Enter(ctx, l.office, l.by, fact)
		if errors.As(l.err, &done.Refusal) {
			l.err = nil
		}
	}
	if l.err == nil {
		l.results = append(l.results, done)
	}
}

// Enter records one fact. Its command's id counts what the entry's stream holds,
// so that an entry may change and change back, and a retry is the same act.
func Enter(ctx context.Context, o *office.Office, by suggestion.Actor, fact register.Event) (Outcome, error) {
	past, err := o.EntryHistory(ctx, fact.Ref())
	if err != nil {
		return Refused, err
	}
	typ, _, data, err := wire.EncodeEntry(fact)
	if err != nil {
		return Refused, err
	}
	digest := decider.Digest(typ, string(data))
	done, err := o.Enter(ctx, office.Statement{Actor: by, Fact: fact, ID: eventstore.DeriveID(eventstore.ID{}, "enrol",
		wire.EntryStream(fact.Ref()), strconv.Itoa(len(past)), string(digest[:]))})
	switch {
	case err != nil:
		return Refused, err
	case len(done.Events) == 0:
		return Unchanged, nil
	case len(past) == 0:
		return New, nil
	}
	return Corrected, nil
}

// basis joins what a row says of its source.
func basis(parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), zh.Text("fmt.clause", nil))
}

// delegations enters a row once for every term it has seats of.
func (l *loading) delegations(ctx context.Context, row Delegation) {
	f := register.DelegationFacts{Name: row.Name, Congress: row.Congress, ElectingUnit: row.ElectingUnit, Seats: row.Seats, Basis: basis(row.Title, row.Note)}
	if row.Congress != "" || len(row.Terms) == 0 {
		l.row(ctx, register.Delegations, row.Name, delegation(f))
	}
	for _, term := range slices.Sorted(maps.Keys(row.Terms)) {
		f.Congress, _ = congressOf(l.file.Province, term) // what there is no word for is refused as missing
		f.Seats = row.Terms[term]
		l.row(ctx, register.Delegations, row.Name, delegation(f))
	}
}
