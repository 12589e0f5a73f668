package office

import (
	"context"
	"errors"
	"fmt"

	"huiyin/domain/calendar"
	"huiyin/domain/ruleset"
	"huiyin/domain/wire"
	"huiyin/eventstore"
)

// loadRules reads the adopted rule sets and the newest calendar from the log;
// a new log adopts the built-in ones first.
func (o *Office) loadRules(ctx context.Context) error {
	version, err := o.readRules(ctx)
	if !errors.Is(err, eventstore.ErrStreamNotFound) {
		return err
	}
	if o.opts.ReadOnly {
		return fmt.Errorf("office: %w", err)
	}
	if err := o.adoptBuiltin(ctx, version); err != nil {
		return err
	}
	_, err = o.readRules(ctx)
	return err
}

func (o *Office) readRules(ctx context.Context) (eventstore.Version, error) {
	var version eventstore.Version
	o.Rules, o.Calendar = nil, calendar.Calendar{}
	for r, err := range o.Log.ReadStream(ctx, wire.RulesStream, 0) {
		if err != nil {
			return version, err
		}
		version = r.Version
		e, err := wire.DecodeRegister(r.Type, r.Schema, r.Data)
		if err != nil {
			return version, err
		}
		if err := o.adopt(e); err != nil {
			return version, fmt.Errorf("office: rules at version %d: %w", version, err)
		}
	}
	return version, nil
}

func (o *Office) adopt(e wire.RegisterEvent) error {
	switch e := e.(type) {
	case wire.RuleSetAdopted:
		set, err := ruleset.Parse([]byte(e.Content))
		if err != nil {
			return err
		}
		if set.Digest != e.Digest {
			return fmt.Errorf("rule set %s: digest differs", e.ID)
		}
		o.Rules = append(o.Rules, set)
	case wire.CalendarAdopted:
		cal, err := calendar.Parse([]byte(e.Content))
		if err != nil {
			return err
		}
		o.Calendar = cal
	}
	return nil
}

// adoptBuiltin writes the built-in rule sets and calendar as the first events.
// Their ids are fixed by content, so two processes cannot adopt them twice.
func (o *Office) adoptBuiltin(ctx context.Context, at eventstore.Version) error {
	cal := calendar.StateCouncil()
	adopted := []wire.RegisterEvent{wire.CalendarAdopted{Version: cal.Version(), Digest: cal.Digest(), Content: string(cal.CSV())}}
	for _, set := range ruleset.Builtin() {
		doc, _ := ruleset.Document(set.ID)
		adopted = append(adopted, wire.RuleSetAdopted{ID: set.ID, Jurisdiction: set.Jurisdiction, ValidFrom: set.ValidFrom,
			ValidTo: set.ValidTo, Digest: set.Digest, Content: string(doc)})
	}
	base := eventstore.DeriveID(eventstore.ID{}, "adopt", cal.Version())
	var events []eventstore.Event
	for i, e := range adopted {
		typ, schema, data, err := wire.EncodeRegister(e)
		if err != nil {
			return err
		}
		events = append(events, eventstore.Event{ID: eventstore.EventID(base, wire.RulesStream, i), Type: typ, Schema: schema,
			Occurred: o.Now(), Data: data, Meta: map[string]string{"role": "system"}})
	}
	_, err := o.Log.Append(ctx, wire.RulesStream, eventstore.Exact(at), events...)
	return err
}
