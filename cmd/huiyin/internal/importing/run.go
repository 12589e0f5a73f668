package importing

import (
	"context"
	"errors"
	"strconv"

	"huiyin/cmd/huiyin/internal/office"
	"huiyin/domain/calendar"
	"huiyin/domain/lifecycle"
	"huiyin/domain/suggestion"
	"huiyin/domain/wire"
	"huiyin/eventstore"
)

// Outcome is what became of a row.
type Outcome string

// The outcomes.
const (
	New       Outcome = "new"       // a case that was not known
	Unchanged Outcome = "unchanged" // already imported as it is
	Corrected Outcome = "corrected" // a known source says something else now
	Added     Outcome = "added"     // another source of a known case
	Refused   Outcome = "refused"   // nothing was recorded
)

// Result is one row's outcome.
type Result struct {
	Line     int
	SourceID string
	Case     suggestion.CaseID
	Number   string
	Title    string
	Outcome  Outcome
	Problems []Problem
}

// Check says what Apply would do and writes nothing. It works on an office that
// is open for reading only.
func Check(ctx context.Context, o *office.Office, rows Source) ([]Result, error) {
	return walk(ctx, o, rows, &rehearsal{office: o, states: map[suggestion.CaseID]*suggestion.Suggestion{}}, nil)
}

// Apply imports the file, row by row. A refused row changes nothing and stops
// nothing. After an error, whatever its cause, the rows of the results are in
// the log; the same file again goes on from there. progress may be nil.
func Apply(ctx context.Context, o *office.Office, rows Source, progress func(Result)) ([]Result, error) {
	return walk(ctx, o, rows, recorder{o}, progress)
}

// importer acts for whoever runs the import; the sources speak, not a person.
var importer = suggestion.Actor{Role: lifecycle.Importer, Person: suggestion.Person{ID: string(lifecycle.Importer)}}

// hand carries out one import on one case: in the log or in memory.
type hand interface {
	do(ctx context.Context, a office.Act) ([]suggestion.Event, error)
}

type run struct {
	office *office.Office
	index  *index
	hand   hand
}

func walk(ctx context.Context, o *office.Office, rows Source, h hand, progress func(Result)) ([]Result, error) {
	x, err := readIndex(ctx, o.Log)
	if err != nil {
		return nil, err
	}
	w := run{office: o, index: x, hand: h}
	var results []Result
	err = rows.Rows(func(row Row) error {
		result, err := w.row(ctx, row)
		if err != nil {
			return err
		}
		for i, p := range result.Problems {
			result.Problems[i] = row.located(p)
		}
		results = append(results, result)
		if progress != nil {
			progress(result)
		}
		return nil
	})
	return results, err
}

// row decides and records one row. Only what is no answer is an error.
func (w *run) row(ctx context.Context, row Row) (Result, error) {
	done := Result{Line: row.Line, SourceID: row.Source.ID, Number: row.Facts.Number, Title: row.Facts.Title, Outcome: Refused}
	if row.Refused() {
		done.Problems = row.Problems
		return done, ctx.Err()
	}
	id, other := w.index.place(row)
	if other != "" {
		row.refuse(Problem{Code: "number_of_other_case", Field: "number", Value: row.Facts.Number,
			Facts: facts([]string{"source", row.Source.ID, "case", string(other)})})
		done.Problems = row.Problems
		return done, nil
	}
	if problem, other := w.index.otherCase(id, row); other {
		row.refuse(problem)
		done.Problems = row.Problems
		return done, nil
	}
	if row.table != nil {
		before, known := w.index.said[row.Source.ID]
		if err := row.table.overlay(&row, before, known); err != nil {
			return done, err
		}
	}
	w.index.alike(id, &row)
	w.future(&row)
	w.judge(&row)
	done.Problems = row.Problems
	events, err := w.record(ctx, id, row)
	if problem, answer := answer(id, row, err); answer {
		done.Problems = append(done.Problems, problem)
		return done, nil
	}
	if err != nil {
		return done, err
	}
	done.Case = id
	done.Outcome = w.outcome(id, events)
	for _, e := range events {
		w.index.add(id, e)
	}
	return done, nil
}

// record gives the import its command. The id counts what the source caused
// before, so that a row may change and change back, and a retry is the same act.
func (w *run) record(ctx context.Context, id suggestion.CaseID, row Row) ([]suggestion.Event, error) {
	c := suggestion.Import{Case: id, Source: row.Source, Facts: row.Facts}
	_, _, data, err := wire.Encode(suggestion.Imported{Case: id, Source: row.Source, Facts: row.Facts})
	if err != nil {
		return nil, err
	}
	if size := len(data) + 4096; size > eventstore.MaxAppendBytes { // the envelope needs room too
		return nil, &eventstore.TooLargeError{What: "row", Size: size, Max: eventstore.MaxAppendBytes}
	}
	return w.hand.do(ctx, office.Act{Case: id, Actor: importer, Command: c, ID: eventstore.DeriveID(eventstore.ID{},
		"import", row.Source.ID, strconv.Itoa(w.index.acts[row.Source.ID]), row.Source.Digest)})
}

// outcome reads the result off the events.
func (w *run) outcome(id suggestion.CaseID, events []suggestion.Event) Outcome {
	if len(events) == 0 {
		return Unchanged
	}
	if _, changed := events[0].(suggestion.ImportCorrected); changed {
		return Corrected
	}
	if w.index.cases[id] != nil {
		return Added
	}
	return New
}

// answer turns a refusal of the domain or of the log's limits into a problem.
func answer(id suggestion.CaseID, row Row, err error) (Problem, bool) {
	var large *eventstore.TooLargeError
	if errors.As(err, &large) {
		return Problem{Code: "row_too_large", Facts: facts([]string{"limit", strconv.Itoa(large.Max)})}, true
	}
	var refusal *suggestion.Refusal
	if !errors.As(err, &refusal) {
		return Problem{}, false
	}
	p := ofRefusal(refusal)
	if refusal.Code != "ambiguous_import" {
		return p, true
	}
	p.Code, p.Field, p.Value = "ambiguous", "title", row.Facts.Title
	p.Facts["case"], p.Facts["number"] = string(id), row.Facts.Number
	return p, true
}

// future warns of days that the office's clock has not reached.
func (w *run) future(row *Row) {
	today := w.office.Today()
	for _, d := range []struct {
		field string
		on    calendar.Date
	}{{"assigned_at", row.Facts.AssignedOn}, {"co_opinion_at", row.Facts.OpinionOn}, {"replied_at", row.Facts.RepliedOn}, {"published_at", row.Facts.PublishedOn}} {
		if d.on.After(today) {
			row.Problems = append(row.Problems, Problem{Code: "future_date", Field: d.field, Value: d.on.String(), Warning: true,
				Facts: facts([]string{"today", today.String()})})
		}
	}
}
