package reactors

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"log/slog"

	"huiyin/domain/lifecycle"
	"huiyin/domain/suggestion"
	"huiyin/domain/wire"
	"huiyin/eventstore"
)

// FlagsName is the identity of the reactor that remarks on ratings.
const FlagsName = "red-flags"

// Remarks asks for a red flag for each suspicion about the newest rating of a
// line. s is the case right after that rating and cause the rating's event, so
// the same rating always gives the same acts under the same ids.
func Remarks(cause eventstore.ID, s *suggestion.Suggestion, line suggestion.LineID, seen suggestion.Seen) []Act {
	var out []Act
	for _, x := range suggestion.Suspicions(s, line, seen) {
		out = append(out, Act{ID: eventstore.DeriveID(cause, "flag", string(s.ID), x.Flag), Case: s.ID, Role: lifecycle.Reactor,
			Command: suggestion.RaiseTheFlag{Line: line, Flag: x.Flag, Why: x.Why}})
	}
	return out
}

// Histories reads the events of one stream.
type Histories interface {
	ReadStream(ctx context.Context, stream eventstore.StreamID, after eventstore.Version) iter.Seq2[eventstore.Recorded, error]
}

// Flags raises red flags when a rating comes. It looks at the case as it was at
// that event and not as it is now, so a contact confirmed since does not make a
// flag appear or vanish when the event is handled again.
type Flags struct {
	desk   Desk
	log    Histories
	logger *slog.Logger
}

// NewFlags makes the reactor. The logger is told of refused acts; nil tells
// nobody.
func NewFlags(desk Desk, log Histories, logger *slog.Logger) *Flags {
	if logger == nil {
		logger = slog.New(slog.DiscardHandler)
	}
	return &Flags{desk: desk, log: log, logger: logger}
}

// Handler is the reactor for a Runner.
func (f *Flags) Handler() Handler {
	return Handler{Name: FlagsName, Keep: keepTypes([]string{"feedback.given"}), Handle: f.handle}
}

func (f *Flags) handle(ctx context.Context, r *eventstore.Recorded) (acts int, err error) {
	id, ok := wire.CaseOf(string(r.Stream))
	if !ok {
		return 0, nil
	}
	s, line, seen, err := f.until(ctx, r)
	if err != nil {
		return 0, fmt.Errorf("flags of %s: %w", id, err)
	}
	for _, a := range Remarks(r.ID, s, line, seen) {
		err := f.desk.Carry(ctx, a)
		if !isAnswer(err) {
			return acts, fmt.Errorf("flags of %s: %w", id, err)
		}
		var refusal *suggestion.Refusal
		if errors.As(err, &refusal) {
			f.logger.InfoContext(ctx, "flag refused", "case", string(id), "code", refusal.Code)
			continue
		}
		acts++
	}
	return acts, nil
}

// until folds the case up to the rating and finds when its reply was delivered.
func (f *Flags) until(ctx context.Context, rating *eventstore.Recorded) (*suggestion.Suggestion, suggestion.LineID, suggestion.Seen, error) {
	var events []suggestion.Event
	var line suggestion.LineID
	delivered := map[suggestion.LineID]suggestion.Seen{}
	for r, err := range f.log.ReadStream(ctx, rating.Stream, 0) {
		if err != nil {
			return nil, "", suggestion.Seen{}, err
		}
		e, err := wire.Decode(r.Type, r.Schema, r.Data)
		if err != nil {
			return nil, "", suggestion.Seen{}, err
		}
		events = append(events, e)
		if id, ok := Delivered(e); ok {
			delivered[id] = suggestion.Seen{Delivered: r.Recorded}
		}
		if r.Version == rating.Version {
			given, _ := e.(suggestion.FeedbackGiven)
			line = given.Line
			break
		}
	}
	seen := delivered[line]
	seen.Rated = rating.Recorded
	return suggestion.Fold(suggestion.New(), events...), line, seen, nil
}

// Delivered tells the line whose newest reply has with this event reached
// everybody.
func Delivered(e suggestion.Event) (suggestion.LineID, bool) {
	switch e := e.(type) {
	case suggestion.ReplyDelivered:
		return e.Line, e.Move.To == lifecycle.Delivered
	case suggestion.DeliveryCompleted:
		return e.Line, true
	}
	return "", false
}
