package annual

import (
	"cmp"
	"context"
	"errors"
	"iter"
	"slices"
	"time"

	"huiyin/domain/register"
	"huiyin/domain/ruleset"
	"huiyin/domain/suggestion"
	"huiyin/domain/wire"
	"huiyin/eventstore"
)

// Log is the part of a store a report reads.
type Log interface {
	ReadAll(ctx context.Context, after eventstore.Position) iter.Seq2[eventstore.Recorded, error]
	Head(ctx context.Context) (eventstore.Position, error)
}

// Cut says how much of the log a report sees: of the cases what was recorded
// before Until, of the registers what the log has at or below Position. So a
// unit that was entered after the day counts, and nothing that is entered after
// the report was made. Due days that ended at or before Until are over.
type Cut struct {
	// Position is the last position; zero is the log's head.
	Position eventstore.Position
	// Until is the first instant that no longer belongs to the report.
	Until time.Time
}

// Book is the log up to a cut, folded case by case.
type Book struct {
	// Cut is where the book ends; its Position is set.
	Cut Cut
	// Cases are ordered by congress, session, number and ID.
	Cases []*Case
	// Rules are the adopted rule sets by ID.
	Rules map[string]ruleset.Set
	// Directory is the registers.
	Directory *register.Directory
	// Unread are cases with an event this program cannot read. They are in no
	// other figure than the one that counts them.
	Unread []suggestion.CaseID
}

// Read folds the log up to the cut. progress, which may be nil, is told how far
// it is, in positions.
func Read(ctx context.Context, log Log, cut Cut, progress func(done, total int)) (*Book, error) {
	if cut.Position == 0 {
		head, err := log.Head(ctx)
		if err != nil {
			return nil, err
		}
		cut.Position = head
	}
	if progress == nil {
		progress = func(int, int) {}
	}
	r := reader{book: &Book{Cut: cut, Rules: map[string]ruleset.Set{}}, cases: map[suggestion.CaseID]*Case{}}
	n := 0
	for e, err := range log.ReadAll(ctx, 0) {
		if err != nil {
			return nil, err
		}
		if e.Position > cut.Position {
			break
		}
		if err := r.take(&e); err != nil {
			return nil, err
		}
		if n++; n%1000 == 0 {
			progress(int(e.Position), int(cut.Position))
		}
	}
	progress(int(cut.Position), int(cut.Position))
	return r.close(), nil
}

// reader fills a book.
type reader struct {
	book  *Book
	cases map[suggestion.CaseID]*Case
	facts []register.Event
}

// take adds one event. An event of a case that cannot be decoded sets the case
// aside; the rest of the log goes on.
func (r *reader) take(e *eventstore.Recorded) error {
	id, ok := wire.CaseOf(string(e.Stream))
	switch {
	case !ok:
		return r.register(e)
	case !e.Recorded.Before(r.book.Cut.Until):
		return nil
	}
	k := r.cases[id]
	if k == nil {
		k = newCase(id)
		r.cases[id] = k
	}
	event, err := wire.Decode(e.Type, e.Schema, e.Data)
	if errors.Is(err, wire.ErrUnknownType) || errors.Is(err, wire.ErrUnknownSchema) || errors.Is(err, wire.ErrData) {
		k.unread = true
		return nil
	}
	if err != nil {
		return err
	}
	k.add(event, e)
	return nil
}

// register keeps the rule sets, which say what a class means, and the entries of
// the registers. Other streams are none of a report's business.
func (r *reader) register(e *eventstore.Recorded) error {
	if _, ok := wire.EntryOf(string(e.Stream)); ok {
		fact, err := wire.DecodeEntry(e.Type, e.Schema, e.Data)
		r.facts = append(r.facts, fact)
		return err
	}
	if e.Stream != wire.RulesStream {
		return nil
	}
	event, err := wire.DecodeRegister(e.Type, e.Schema, e.Data)
	if err != nil {
		return err
	}
	adopted, ok := event.(wire.RuleSetAdopted)
	if !ok {
		return nil
	}
	set, err := ruleset.Parse([]byte(adopted.Content))
	if err != nil {
		return err
	}
	r.book.Rules[set.ID] = set
	return nil
}

func (r *reader) close() *Book {
	b := r.book
	b.Directory = register.New().Fold(r.facts...)
	for id, k := range r.cases {
		if k.unread {
			b.Unread = append(b.Unread, id)
			continue
		}
		k.settle()
		b.Cases = append(b.Cases, k)
	}
	slices.Sort(b.Unread)
	slices.SortFunc(b.Cases, func(x, y *Case) int {
		return cmp.Or(cmp.Compare(x.State.Congress, y.State.Congress), cmp.Compare(x.State.Session, y.State.Session),
			cmp.Compare(x.State.Number, y.State.Number), cmp.Compare(x.ID, y.ID))
	})
	return b
}
