package reactors

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"sync/atomic"

	"huiyin/domain/suggestion"
	"huiyin/domain/wire"
	"huiyin/eventstore"
	"huiyin/projections/parked"
)

// MergesName is the merge hand-over's identity.
const MergesName = "merge-handover"

// Merges is the merge hand-over as a handler: it decodes events, asks Handover
// and has its acts carried out.
type Merges struct {
	desk    Desk
	logger  *slog.Logger
	refused atomic.Int64
}

// NewMerges makes the merge hand-over. The logger is told of refused acts; nil
// tells nobody.
func NewMerges(desk Desk, logger *slog.Logger) *Merges {
	if logger == nil {
		logger = slog.New(slog.DiscardHandler)
	}
	return &Merges{desk: desk, logger: logger}
}

// Refused counts the acts that were refused. A refusal is an answer: the act came
// too late or was not needed, and the next event goes on.
func (m *Merges) Refused() int64 { return m.refused.Load() }

// Handler is the hand-over for a Runner.
func (m *Merges) Handler() Handler {
	names := Causes()
	slices.Sort(names)
	return Handler{Name: MergesName, Keep: keepTypes(names), Handle: m.handle}
}

func (m *Merges) handle(ctx context.Context, r *eventstore.Recorded) (acts int, err error) {
	id, ok := wire.CaseOf(string(r.Stream))
	if !ok {
		return 0, nil
	}
	e, err := wire.Decode(r.Type, r.Schema, r.Data)
	if err != nil {
		return 0, err
	}
	load := func(id suggestion.CaseID) (*suggestion.Suggestion, error) { return m.desk.Load(ctx, id) }
	asked := map[eventstore.ID]bool{}
	var broken error // cases that cannot be read; they keep no other from its act
	// A refusal means that the cases are not as they were when the acts were
	// chosen. So they are chosen once more: a head that was answered in that very
	// moment gives its new member back instead of taking it.
	for again := true; again; {
		again = false
		todo, err := Handover(r.ID, id, e, load)
		if err != nil {
			return acts, fmt.Errorf("hand-over of %s: %w", id, err)
		}
		for _, a := range todo {
			if asked[a.ID] {
				continue
			}
			asked[a.ID] = true
			refused, err := m.carry(ctx, a)
			if err != nil {
				err = fmt.Errorf("hand-over of %s to %s: %w", id, a.Case, err)
			}
			if _, own := parked.CauseOf(err); own {
				broken = errors.Join(broken, err)
				continue
			}
			if err != nil {
				return acts, err
			}
			acts, again = acts+1, again || refused
		}
	}
	return acts, broken
}

func (m *Merges) carry(ctx context.Context, a Act) (refused bool, err error) {
	err = m.desk.Carry(ctx, a)
	if !isAnswer(err) {
		return false, err
	}
	var refusal *suggestion.Refusal
	if errors.As(err, &refusal) {
		m.refused.Add(1)
		m.logger.InfoContext(ctx, "hand-over refused", "case", string(a.Case), "act", suggestion.Name(a.Command), "code", refusal.Code)
		return true, nil
	}
	return false, nil
}
