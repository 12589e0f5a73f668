package office

import (
	"context"
	"errors"

	"huiyin/domain/suggestion"
	"huiyin/domain/wire"
	"huiyin/eventstore"
)

// keepEvidence records a refused act on a rating, a deadline or a class in the
// security stream. The refusal stands whatever becomes of the record, but an
// office that cannot keep evidence says so instead of going on quietly.
func (o *Office) keepEvidence(ctx context.Context, a Act, err error) error {
	var refusal *suggestion.Refusal
	act, kept := suggestion.Evidence(a.Command)
	if !kept || !errors.As(err, &refusal) {
		return err
	}
	typ, schema, data, encodeErr := wire.EncodeRegister(wire.ActRefused{Case: a.Case, Act: act,
		Role: a.Actor.Role, Unit: a.Actor.Unit, Person: a.Actor.Person, Code: refusal.Code})
	if encodeErr != nil {
		return errors.Join(err, encodeErr)
	}
	return errors.Join(err, o.record(ctx, eventstore.Event{ID: eventstore.EventID(a.ID, wire.SecurityStream, 0), Type: typ, Schema: schema,
		Occurred: o.Now(), Data: data, Meta: metaOf(a.Actor)}))
}

// record appends to the security stream. A retry of the refused command finds
// its record there; another writer's record only moves the version.
func (o *Office) record(ctx context.Context, e eventstore.Event) error {
	o.evidence.Lock()
	defer o.evidence.Unlock()
	for {
		appended, err := o.Log.Append(ctx, wire.SecurityStream, eventstore.Exact(o.evidence.version), e)
		var conflict *eventstore.ConflictError
		switch {
		case errors.As(err, &conflict):
			o.evidence.version = conflict.Actual
			continue
		case errors.Is(err, eventstore.ErrDuplicateID):
			return nil
		case err == nil:
			o.evidence.version = appended.Last
		}
		return err
	}
}
