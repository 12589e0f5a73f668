package office

import (
	"context"
	"errors"

	"huiyin/api/desk"
	"huiyin/domain/wire"
	"huiyin/eventstore"
)

// Witness keeps a security record in the log. Whoever does what is recorded does
// it only if this succeeds (handbook LOG-13).
func (o *Office) Witness(ctx context.Context, r wire.SecurityRecorded) error {
	typ, schema, data, err := wire.EncodeRegister(r)
	if err != nil {
		return err
	}
	id, err := o.NewCommandID()
	if err != nil {
		return err
	}
	meta := map[string]string{"actor": r.Login}
	if r.By != "" {
		meta["actor"] = r.By
	}
	if meta["actor"] == "" {
		meta = nil
	}
	return o.record(ctx, eventstore.Event{ID: eventstore.EventID(id, wire.SecurityStream, 0), Type: typ, Schema: schema,
		Occurred: o.Now(), Data: data, Meta: meta})
}

// Security lists the security records, the newest first, and how many there are:
// what happened at the door, and refused acts.
func (o *Office) Security(ctx context.Context, offset, limit int) (page []desk.SecurityRecord, total int, err error) {
	var all []eventstore.Recorded
	for r, err := range o.Log.ReadStream(ctx, wire.SecurityStream, 0) {
		if err != nil {
			if errors.Is(err, eventstore.ErrStreamNotFound) {
				return nil, 0, nil
			}
			return nil, 0, err
		}
		all = append(all, r)
	}
	for i := len(all) - 1 - offset; i >= 0 && len(page) < limit; i-- {
		e, err := wire.DecodeRegister(all[i].Type, all[i].Schema, all[i].Data)
		if err != nil {
			return nil, 0, err
		}
		page = append(page, desk.SecurityRecord{Recorded: all[i], Event: e})
	}
	return page, len(all), nil
}
