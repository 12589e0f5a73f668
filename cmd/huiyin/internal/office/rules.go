package office

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"huiyin/domain/calendar"
	"huiyin/domain/rulebook"
	"huiyin/domain/ruleset"
	"huiyin/domain/suggestion"
	"huiyin/domain/wire"
	"huiyin/eventstore"
)

// rules is the stream of rule sets and calendars as far as it was read.
type rules struct {
	sync.Mutex
	book    rulebook.Book
	version eventstore.Version
	// notice is the event that put the calendar in force: corrections derive
	// their ids from it.
	notice eventstore.ID
}

// Book is what was adopted and proposed, as far as it was read.
func (o *Office) Book() rulebook.Book { return o.rules.book }

// loadRules reads the adopted rule sets and the newest calendar from the log;
// a new log adopts the built-in ones first.
func (o *Office) loadRules(ctx context.Context) error {
	err := o.readRules(ctx)
	if !errors.Is(err, eventstore.ErrStreamNotFound) {
		return err
	}
	if o.opts.ReadOnly {
		return fmt.Errorf("office: %w", err)
	}
	if err := o.adoptBuiltin(ctx); err != nil {
		return err
	}
	return o.readRules(ctx)
}

// readRules folds what is new in the stream.
func (o *Office) readRules(ctx context.Context) error {
	for r, err := range o.Log.ReadStream(ctx, wire.RulesStream, o.rules.version) {
		if err != nil {
			return err
		}
		e, err := wire.DecodeRegister(r.Type, r.Schema, r.Data)
		if err == nil {
			o.rules.book, err = o.rules.book.Fold(e)
		}
		if err != nil {
			return fmt.Errorf("office: rules at version %d, position %d: %w", r.Version, r.Position, err)
		}
		if _, ok := e.(wire.CalendarAdopted); ok {
			o.rules.notice = r.ID
		}
		o.rules.version = r.Version
	}
	o.Rules, o.Calendar = o.rules.book.Sets(), o.rules.book.Calendar()
	return nil
}

// adoptBuiltin writes the built-in rule sets and calendar as the first events.
// Their ids are fixed by content, so two processes cannot adopt them twice.
func (o *Office) adoptBuiltin(ctx context.Context) error {
	cal := calendar.StateCouncil()
	adopted := []wire.RegisterEvent{wire.CalendarAdopted{Version: cal.Version(), Digest: cal.Digest(), Content: string(cal.CSV())}}
	for _, set := range ruleset.Builtin() {
		doc, _ := ruleset.Document(set.ID)
		adopted = append(adopted, wire.RuleSetAdopted{ID: set.ID, Jurisdiction: set.Jurisdiction, ValidFrom: set.ValidFrom,
			ValidTo: set.ValidTo, Digest: set.Digest, Content: string(doc)})
	}
	base := eventstore.DeriveID(eventstore.ID{}, "adopt", cal.Version())
	return o.appendRules(ctx, base, map[string]string{"role": "system"}, adopted...)
}

func (o *Office) appendRules(ctx context.Context, command eventstore.ID, meta map[string]string, facts ...wire.RegisterEvent) error {
	var events []eventstore.Event
	for i, e := range facts {
		typ, schema, data, err := wire.EncodeRegister(e)
		if err != nil {
			return err
		}
		events = append(events, eventstore.Event{ID: eventstore.EventID(command, wire.RulesStream, i), Type: typ, Schema: schema,
			Occurred: o.Now(), Data: data, Meta: meta})
	}
	_, err := o.Log.Append(ctx, wire.RulesStream, eventstore.Exact(o.rules.version), events...)
	return err
}

// Rule carries out somebody's word on rules or the calendar and returns the event
// it caused. The word is decided on what is in the log; a refusal changes nothing.
// Acts on cases that run at the same time are judged by what was in force before.
func (o *Office) Rule(ctx context.Context, by suggestion.Actor, word func(rulebook.Book) (wire.RegisterEvent, error)) (wire.RegisterEvent, error) {
	command, err := o.NewCommandID()
	if err != nil {
		return nil, err
	}
	o.rules.Lock()
	defer o.rules.Unlock()
	for {
		e, err := word(o.rules.book)
		if err != nil {
			return nil, err
		}
		err = o.appendRules(ctx, command, metaOf(by), e)
		if err != nil && !errors.Is(err, eventstore.ErrConflict) {
			return nil, err
		}
		if readErr := o.readRules(ctx); readErr != nil || err == nil {
			return e, readErr
		}
	}
}
