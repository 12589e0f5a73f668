package office

import (
	"context"
	"errors"

	"huiyin/domain/lifecycle"
	"huiyin/domain/report"
	"huiyin/domain/suggestion"
	"huiyin/domain/wire"
	"huiyin/eventstore"
)

// Reports is the register of published reports as the log has it now.
func (o *Office) Reports(ctx context.Context) (report.Register, error) {
	r, _, err := o.reports(ctx)
	return r, err
}

func (o *Office) reports(ctx context.Context) (r report.Register, version eventstore.Version, err error) {
	for e, err := range o.Log.ReadStream(ctx, wire.ReportsStream, 0) {
		if errors.Is(err, eventstore.ErrStreamNotFound) {
			return r, 0, nil
		}
		if err != nil {
			return r, version, err
		}
		event, err := wire.DecodeRegister(e.Type, e.Schema, e.Data)
		if err != nil {
			return r, version, err
		}
		r, version = report.Fold(r, event), e.Version
	}
	return r, version, nil
}

// Publish records a frozen report. What is published is decided on the register
// as it is at that moment, and again if somebody else published meanwhile.
func (o *Office) Publish(ctx context.Context, decide func(report.Register) (wire.ReportFrozen, error)) (wire.ReportFrozen, error) {
	id, err := eventstore.NewCommandID(o.Now(), o.opts.Random)
	if err != nil {
		return wire.ReportFrozen{}, err
	}
	for {
		register, version, err := o.reports(ctx)
		if err != nil {
			return wire.ReportFrozen{}, err
		}
		f, err := decide(register)
		if err != nil {
			return f, err
		}
		typ, schema, data, err := wire.EncodeRegister(f)
		if err != nil {
			return f, err
		}
		by := suggestion.Actor{Person: suggestion.Person{Name: f.By}, Role: lifecycle.DeputyAffairsCommittee}
		_, err = o.Log.Append(ctx, wire.ReportsStream, eventstore.Exact(version), eventstore.Event{ID: eventstore.EventID(id, wire.ReportsStream, 0),
			Type: typ, Schema: schema, Occurred: o.Now(), Data: data, Meta: metaOf(by)})
		if !errors.Is(err, eventstore.ErrConflict) {
			return f, err
		}
	}
}
