package register

import (
	"reflect"
	"slices"

	"huiyin/domain/calendar"
	"huiyin/domain/suggestion"
)

// Kind names a register.
type Kind string

// The registers.
const (
	Sessions    Kind = "session"
	Units       Kind = "unit"
	Deputies    Kind = "deputy"
	Delegations Kind = "delegation"
	Leaders     Kind = "leader"
	Committees  Kind = "committee"
	Accounts    Kind = "account"
)

// Kinds lists the registers in the order in which an office fills them.
func Kinds() []Kind {
	return []Kind{Sessions, Committees, Units, Delegations, Deputies, Leaders, Accounts}
}

// Ref names an entry of a register for ever, whatever it is called.
type Ref struct {
	Kind Kind
	ID   string
}

// Link is another entry as a fact refers to it. Name is what it was called on
// the fact's day as known when the fact was recorded; Decide fills it in.
type Link struct {
	ID   string
	Name string
}

// Event is a fact of a register. The set is closed.
type Event interface {
	Ref() Ref
	// Day is the first day on which the fact is so; unset if nobody stated it.
	Day() calendar.Date
	// check refuses what the directory, with the entry as it is, contradicts.
	check(d *Directory) *suggestion.Refusal
	// evolve gives the entry after the fact. It never changes the one before,
	// and is total: what check would refuse does no harm.
	evolve(was Entry) Entry
}

// linker is an event that refers to other entries.
type linker interface {
	link(d *Directory) Event
}

// Entry is one line of a register, as its events have made it: a Session, Unit,
// Deputy, Delegation, Leader, Committee or Account. Entries are values; none is
// ever changed.
type Entry interface {
	Ref() Ref
	// Name is what the entry is called on the day, or was called last.
	Name(on calendar.Date) string
	// Called lists every name it bore and when.
	Called() []Called
	// Lines says what is so on the day, in the order of a form.
	Lines(on calendar.Date) []Line
	// in reports whether the entry counts on the day.
	in(d *Directory, on calendar.Date) bool
}

// Called is a name borne for a time.
type Called struct {
	Name string
	Span Span
}

// Line is one thing a register says of an entry. The words for Field stand in
// the catalogue under "entry.". Code names the catalogue's labels for Value
// ("system", "role"), Link the register whose entry it identifies; a Line has
// one of them or none.
type Line struct {
	Field string
	Value string
	Code  string
	Link  Kind
}

// Decide answers a stated fact with the event to record, with none if it
// changes nothing, or with a *suggestion.Refusal. own is the entry that the fact
// is about as its stream has it, nil before the first event; d gives the others.
func Decide(own Entry, d *Directory, fact Event) ([]Event, error) {
	d = d.With(own)
	same := own != nil && reflect.DeepEqual(own, fact.evolve(own))
	if r := first(legal(fact.Ref()), fact.check(d)); r != nil && !(same && slices.Contains(saidBefore, r.Code)) {
		return nil, r
	}
	if same {
		return nil, nil
	}
	if l, ok := fact.(linker); ok {
		fact = l.link(d)
	}
	return []Event{fact}, nil
}

// saidBefore are the refusals that mean nothing where the fact says what is so
// already.
var saidBefore = []string{"entry_exists", "ended_before", "granted_before"}

// Evolve folds facts of one entry into it; nil is the entry before the first.
func Evolve(e Entry, facts ...Event) Entry {
	for _, f := range facts {
		e = f.evolve(e)
	}
	return e
}

// change gives a copy of the entry with something else in it. An entry of
// another kind, or none, starts empty.
func change[T Entry](was Entry, do func(*T)) Entry {
	now, _ := was.(T)
	do(&now)
	return now
}
