package office

import (
	"context"
	"errors"
	"slices"

	"huiyin/api/desk"
	"huiyin/domain/calendar"
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

// Security lists the security records that match, the newest first, and how many
// they are: what happened at the door and with data, and refused acts.
func (o *Office) Security(ctx context.Context, f desk.SecurityFilter, offset, limit int) (page []desk.SecurityRecord, total int, err error) {
	var all []desk.SecurityRecord
	for r, err := range o.Log.ReadStream(ctx, wire.SecurityStream, 0) {
		if errors.Is(err, eventstore.ErrStreamNotFound) {
			return nil, 0, nil
		}
		if err != nil {
			return nil, 0, err
		}
		e, err := wire.DecodeRegister(r.Type, r.Schema, r.Data)
		if err != nil {
			return nil, 0, err
		}
		if matches(f, r, e) {
			all = append(all, desk.SecurityRecord{Recorded: r, Event: e})
		}
	}
	slices.Reverse(all)
	first := min(max(offset, 0), len(all))
	return all[first:min(first+max(limit, 0), len(all))], len(all), nil
}

func matches(f desk.SecurityFilter, r eventstore.Recorded, e wire.RegisterEvent) bool {
	day := calendar.DateOf(r.Recorded)
	if !f.From.IsZero() && day.Before(f.From) || !f.To.IsZero() && day.After(f.To) {
		return false
	}
	switch e := e.(type) {
	case wire.SecurityRecorded:
		return (f.Login == "" || f.Login == e.Login || f.Login == e.By) && (f.Act == "" || f.Act == e.Act) && (!f.Refused || e.Refused != "")
	case wire.ActRefused:
		return (f.Login == "" || f.Login == e.Person.ID) && (f.Act == "" || f.Act == "act_refused")
	}
	return f == desk.SecurityFilter{From: f.From, To: f.To}
}
