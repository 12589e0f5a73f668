package office

import (
	"context"
	"errors"
	"maps"

	"huiyin/domain/register"
	"huiyin/domain/suggestion"
	"huiyin/domain/wire"
	"huiyin/eventstore"
)

// Void is the act of taking a number of a session out of use.
type Void struct {
	// ID makes a retry the same act; zero draws a new one.
	ID                        eventstore.ID
	Actor                     suggestion.Actor
	Congress, Session, Number string
	Reason                    string
}

// VoidNumber records that a number will not be used, and reports whether it did:
// one voided before stays as it was, whatever the reason now. A number on a
// registered case is refused.
func (o *Office) VoidNumber(ctx context.Context, v Void) (bool, error) {
	for _, f := range [][2]string{{"congress", v.Congress}, {"session", v.Session}, {"number", v.Number}, {"reason", v.Reason}} {
		if f[1] == "" {
			return false, refuse("field_missing", "entry", f[0])
		}
	}
	if v.ID.IsZero() {
		id, err := eventstore.NewCommandID(o.Now(), o.opts.Random)
		if err != nil {
			return false, err
		}
		v.ID = id
	}
	o.numbers.Lock()
	defer o.numbers.Unlock()
	stream := eventstore.StreamID(wire.NumbersStream(v.Congress, v.Session))
	for {
		n, err := o.series(ctx, stream)
		if err != nil {
			return false, err
		}
		if _, voided := n.voided[v.Number]; voided {
			return false, nil
		}
		owner, err := o.free(ctx, n, v.Number)
		if err != nil {
			return false, err
		}
		err = o.appendNumber(ctx, stream, n.version, v.ID, v.Actor,
			wire.NumberVoided{Congress: v.Congress, Session: v.Session, Number: v.Number, Case: owner, Reason: v.Reason})
		if !errors.Is(err, eventstore.ErrConflict) {
			return err == nil, err
		}
	}
}

// free gives the case for which a number is reserved, if any, and refuses one
// that is registered under it.
func (o *Office) free(ctx context.Context, n *numbers, number string) (suggestion.CaseID, error) {
	owner, reserved := n.taken[number]
	if !reserved {
		return "", nil
	}
	s, err := o.Load(ctx, owner)
	if err != nil && !errors.Is(err, eventstore.ErrStreamNotFound) {
		return "", err
	}
	if s.Number == number {
		return "", refuse("number_in_use", "number", number, "case", string(owner))
	}
	return owner, nil
}

// Ledger is what the log knows of a session's numbers: reserved and voided ones.
// Which are on a case is for the caller to add.
func (o *Office) Ledger(ctx context.Context, congress, session string) (register.Ledger, error) {
	o.numbers.Lock()
	defer o.numbers.Unlock()
	n, err := o.series(ctx, eventstore.StreamID(wire.NumbersStream(congress, session)))
	if err != nil {
		return register.Ledger{}, err
	}
	return register.Ledger{Reserved: maps.Clone(n.taken), Voided: maps.Clone(n.voided)}, nil
}

// NextNumber is the first number after all that were given out in a session's
// series, that between its meetings if off is set. It is not reserved by asking.
// It reports false for a session or series that is not in the register.
func (o *Office) NextNumber(ctx context.Context, congress, session string, off bool) (string, bool, error) {
	dir, err := o.Directory(ctx)
	if err != nil {
		return "", false, err
	}
	s, known := dir.SessionNamed(congress, session)
	if !known {
		return "", false, nil
	}
	ledger, err := o.Ledger(ctx, congress, session)
	in, between, two := s.Series()
	if off && two {
		in = between
	}
	return ledger.Next(in), err == nil, err
}
