package office

import (
	"context"
	"errors"
	"sync"
	"time"

	"huiyin/domain/calendar"
	"huiyin/domain/register"
	"huiyin/domain/suggestion"
	"huiyin/domain/wire"
	"huiyin/eventstore"
	"huiyin/eventstore/decider"
)

// stated is a fact with the directory it is judged against.
type stated struct {
	fact register.Event
	with *register.Directory
}

// registers are the office's registers as far as they were read. The lock is
// held from reading to writing: what one entry may not have because another has
// it (a name, a role kept apart) is settled within the process that owns the
// folder, since no transaction spans their streams.
type registers struct {
	sync.Mutex
	entries   *decider.Decider[register.Entry, stated, register.Event]
	directory *register.Directory
	read      eventstore.Position
	entered   bool                                       // something was, since they were read
	versions  map[eventstore.StreamID]eventstore.Version // how far each stream is folded
	listed    []register.Ref                             // in the order of their listing
	listing   eventstore.Version                         // how far that stream is read
}

// open makes the decider over the entries' streams.
func (g *registers) open(log eventstore.Store) {
	g.directory, g.versions = register.New(), map[eventstore.StreamID]eventstore.Version{}
	g.entries = decider.New(log, decider.Model[register.Entry, stated, register.Event]{
		Initial: func() register.Entry { return nil },
		Decide: func(own register.Entry, s stated) ([]register.Event, error) {
			return register.Decide(own, s.with, s.fact)
		},
		Evolve: func(own register.Entry, facts []register.Event) register.Entry { return register.Evolve(own, facts...) },
		Codec:  wire.EntryCodec{},
	}, decider.Options{})
}

// Enter carries out a statement. A refusal is a *suggestion.Refusal and changes
// nothing.
func (o *Office) Enter(ctx context.Context, s Statement) (Entered, error) {
	if s.ID.IsZero() {
		id, err := eventstore.NewCommandID(o.Now(), o.opts.Random)
		if err != nil {
			return Entered{}, err
		}
		s.ID = id
	}
	typ, _, data, err := wire.EncodeEntry(s.Fact)
	if err != nil {
		return Entered{}, err
	}
	ref := s.Fact.Ref()
	stream := eventstore.StreamID(wire.EntryStream(ref))
	if err := stream.Validate(); err != nil {
		return Entered{}, &suggestion.Refusal{Code: "bad_entry_id", Facts: map[string]string{"id": ref.ID, "register": string(ref.Kind)}}
	}
	o.registers.Lock()
	defer o.registers.Unlock()
	defer func() { o.registers.entered = true }()
	dir, err := o.directory(ctx)
	if err != nil {
		return Entered{}, err
	}
	if _, known := dir.Get(ref); !known {
		if _, err := register.Decide(nil, dir, s.Fact); err != nil {
			return Entered{}, err
		}
		if err := o.list(ctx, s, ref); err != nil {
			return Entered{}, err
		}
	}
	return o.registers.entries.Handle(ctx, stream, decider.Command[stated]{ID: s.ID, Payload: stated{s.Fact, dir}, Meta: metaOf(s.Actor),
		Digest:   decider.Digest(string(s.Actor.Role), s.Actor.Unit, s.Actor.ID, s.Actor.Name, typ, string(data)),
		Occurred: o.occurred(s.Fact.Day())})
}

// occurred is the start of the fact's day; now if the day is unset or has not
// come, because nothing happens before it is recorded and after it at once.
func (o *Office) occurred(on calendar.Date) time.Time {
	if now := o.Now(); on.IsZero() || calendar.StartOf(on).After(now) {
		return now
	}
	return calendar.StartOf(on)
}

// EntryFact is one event of an entry with its envelope.
type EntryFact = decider.Fact[register.Event]

// EntryHistory is every fact of an entry in the order of its recording; none for
// one that is not in the register.
func (o *Office) EntryHistory(ctx context.Context, r register.Ref) ([]EntryFact, error) {
	var out []EntryFact
	for f, err := range o.registers.entries.History(ctx, eventstore.StreamID(wire.EntryStream(r)), 0) {
		if errors.Is(err, eventstore.ErrStreamNotFound) {
			return nil, nil
		}
		if err != nil {
			return nil, err
		}
		out = append(out, f)
	}
	return out, nil
}
