package office

import (
	"context"
	"errors"

	"huiyin/domain/wire"
	"huiyin/eventstore"
	"huiyin/projections/notices"
)

// Told keeps in the log what became of a message about a case. Kept twice it is
// there once.
func (o *Office) Told(ctx context.Context, r notices.Result) error {
	e, err := r.Event(o.Now())
	if err != nil {
		return err
	}
	for version := eventstore.Version(0); ; {
		_, err := o.Log.Append(ctx, eventstore.StreamID(wire.NoticeStream(r.Case)), eventstore.Exact(version), e)
		var conflict *eventstore.ConflictError
		switch {
		case errors.As(err, &conflict):
			version = conflict.Actual
			continue
		case errors.Is(err, eventstore.ErrDuplicateID):
			return nil
		}
		return err
	}
}
