package office

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"maps"
	"slices"
	"time"

	"huiyin/domain/register"
	"huiyin/domain/wire"
	"huiyin/eventstore"
)

// Directory is every register as recorded up to now. The first call reads the
// streams of the registers, later ones what is new in the log.
func (o *Office) Directory(ctx context.Context) (*register.Directory, error) {
	o.registers.Lock()
	defer o.registers.Unlock()
	return o.directory(ctx)
}

// directory is Directory for who holds the lock. It counts as read up to the head
// as it was before the streams were: what is appended meanwhile by another
// process is met again, and known by its version.
func (o *Office) directory(ctx context.Context) (*register.Directory, error) {
	g := &o.registers
	if g.read > 0 && !g.entered && !o.opts.ReadOnly {
		return g.directory, nil // who owns the folder knows of every entry
	}
	head, err := o.Log.Head(ctx)
	if err != nil || head == g.read {
		return g.directory, err
	}
	records := o.Log.ReadAll(ctx, g.read)
	if g.read == 0 {
		records = o.entryRecords(ctx)
	}
	var facts []register.Event
	versions := map[eventstore.StreamID]eventstore.Version{}
	for r, err := range records {
		if err != nil {
			return nil, err
		}
		fact, err := factOf(r)
		if err != nil {
			return nil, err
		}
		if fact != nil && r.Version > g.versions[r.Stream] {
			facts, versions[r.Stream] = append(facts, fact), r.Version
		}
	}
	maps.Copy(g.versions, versions)
	g.directory, g.read, g.entered = g.directory.Fold(facts...), head, false
	return g.directory, nil
}

// DirectoryKnown is every register as it was known at a moment: folded from what
// was recorded before it.
func (o *Office) DirectoryKnown(ctx context.Context, at time.Time) (*register.Directory, error) {
	o.registers.Lock()
	defer o.registers.Unlock()
	var facts []register.Event
	for r, err := range o.entryRecords(ctx) {
		if err != nil {
			return nil, err
		}
		if !r.Recorded.Before(at) {
			continue
		}
		fact, err := factOf(r)
		if err != nil {
			return nil, err
		}
		facts = append(facts, fact)
	}
	return register.New().Fold(facts...), nil
}

// factOf decodes a fact of a register; nil for every other record.
func factOf(r eventstore.Recorded) (register.Event, error) {
	if _, ok := wire.EntryOf(string(r.Stream)); !ok {
		return nil, nil
	}
	fact, err := wire.DecodeEntry(r.Type, r.Schema, r.Data)
	if err != nil {
		return nil, fmt.Errorf("office: register at position %d: %w", r.Position, err)
	}
	return fact, nil
}

// entryRecords reads the streams of all listed entries, one after the other.
func (o *Office) entryRecords(ctx context.Context) iter.Seq2[eventstore.Recorded, error] {
	return func(yield func(eventstore.Recorded, error) bool) {
		if err := o.readListing(ctx); err != nil {
			yield(eventstore.Recorded{}, err)
			return
		}
		for _, ref := range o.registers.listed {
			for r, err := range o.Log.ReadStream(ctx, eventstore.StreamID(wire.EntryStream(ref)), 0) {
				if errors.Is(err, eventstore.ErrStreamNotFound) {
					break // listed before a crash
				}
				if !yield(r, err) || err != nil {
					return
				}
			}
		}
	}
}

// readListing reads which entries were listed since it was last asked.
func (o *Office) readListing(ctx context.Context) error {
	g := &o.registers
	for r, err := range o.Log.ReadStream(ctx, wire.RegistersStream, g.listing) {
		if errors.Is(err, eventstore.ErrStreamNotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		e, err := wire.DecodeRegister(r.Type, r.Schema, r.Data)
		if err != nil {
			return err
		}
		if l, ok := e.(wire.EntryListed); ok {
			g.listed = append(g.listed, register.Ref{Kind: l.Kind, ID: l.ID})
		}
		g.listing = r.Version
	}
	return nil
}

// list names a new entry in the stream of all entries, before its own begins.
func (o *Office) list(ctx context.Context, s Statement, ref register.Ref) error {
	if err := o.readListing(ctx); err != nil || slices.Contains(o.registers.listed, ref) {
		return err
	}
	typ, schema, data, err := wire.EncodeRegister(wire.EntryListed{Kind: ref.Kind, ID: ref.ID})
	if err != nil {
		return err
	}
	_, err = o.Log.Append(ctx, wire.RegistersStream, eventstore.Exact(o.registers.listing), eventstore.Event{
		ID: eventstore.EventID(s.ID, wire.RegistersStream, 0), Type: typ, Schema: schema, Occurred: o.Now(), Data: data, Meta: metaOf(s.Actor)})
	return err
}
