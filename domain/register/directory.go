package register

import (
	"iter"
	"maps"
	"slices"
	"sync"

	"huiyin/domain/calendar"
	"huiyin/domain/suggestion"
)

// Directory is all registers together, folded from their events. It never
// changes, so it may be shared and kept; folding more gives a new one. Lists come
// in the order in which entries were first recorded.
type Directory struct {
	entries map[Ref]Entry
	order   map[Kind][]Ref
	index   func() map[name][]Ref
}

// name is what an entry of a register was ever called.
type name struct {
	kind Kind
	text string
}

// New is the directory before anything was recorded.
func New() *Directory { return directory(map[Ref]Entry{}, map[Kind][]Ref{}) }

func directory(entries map[Ref]Entry, order map[Kind][]Ref) *Directory {
	d := &Directory{entries: entries, order: order}
	d.index = sync.OnceValue(d.names)
	return d
}

// Fold gives the directory after the facts, which may be of any entries, those of
// one entry in the order of its stream.
func (d *Directory) Fold(facts ...Event) *Directory {
	if len(facts) == 0 {
		return d
	}
	next := directory(maps.Clone(d.entries), maps.Clone(d.order))
	for _, f := range facts {
		next.put(f.evolve(next.entries[f.Ref()]))
	}
	return next
}

// With gives the directory with an entry in place of what it had; nil is none.
func (d *Directory) With(e Entry) *Directory {
	if e == nil {
		return d
	}
	next := directory(maps.Clone(d.entries), maps.Clone(d.order))
	next.put(e)
	return next
}

// put is for a directory that nobody else has yet.
func (d *Directory) put(e Entry) {
	r := e.Ref()
	if _, known := d.entries[r]; !known {
		d.order[r.Kind] = append(slices.Clip(d.order[r.Kind]), r)
	}
	d.entries[r] = e
}

// Get finds an entry.
func (d *Directory) Get(r Ref) (Entry, bool) {
	e, ok := d.entries[r]
	return e, ok
}

// All lists a register's entries, those that are over too.
func (d *Directory) All(k Kind) (all []Entry) {
	for _, r := range d.order[k] {
		all = append(all, d.entries[r])
	}
	return all
}

// On lists the entries that count on a day: units and committees that exist,
// people in office, the session whose year it is, accounts that are open.
func (d *Directory) On(k Kind, on calendar.Date) []Entry {
	return slices.DeleteFunc(d.All(k), func(e Entry) bool { return !e.in(d, on) })
}

// Find looks for an entry by its id or by any name it ever bore. Of several of
// one name it gives those that bear it on the day, if there are any.
func (d *Directory) Find(k Kind, text string, on calendar.Date) (found []Entry) {
	if e, ok := d.entries[Ref{k, text}]; ok {
		return []Entry{e}
	}
	bears := func(c Called) bool { return c.Name == text && c.Span.Has(on) }
	for _, r := range d.index()[name{k, text}] {
		if slices.ContainsFunc(d.entries[r].Called(), bears) {
			found = append(found, d.entries[r])
		}
	}
	if len(found) > 0 {
		return found
	}
	for _, r := range d.index()[name{k, text}] {
		found = append(found, d.entries[r])
	}
	return found
}

// Name is what an entry is called on the day, or was last; its id if it is not
// in the register.
func (d *Directory) Name(r Ref, on calendar.Date) string {
	if e, ok := d.entries[r]; ok {
		return e.Name(on)
	}
	return r.ID
}

// names lists the entries under every name they bore.
func (d *Directory) names() map[name][]Ref {
	index := map[name][]Ref{}
	for r, e := range d.ordered() {
		for _, c := range e.Called() {
			at := name{r.Kind, c.Name}
			if !slices.Contains(index[at], r) {
				index[at] = append(index[at], r)
			}
		}
	}
	return index
}

func (d *Directory) ordered() iter.Seq2[Ref, Entry] {
	return func(yield func(Ref, Entry) bool) {
		for _, k := range Kinds() {
			for _, r := range d.order[k] {
				if !yield(r, d.entries[r]) {
					return
				}
			}
		}
	}
}

// link fills in what a linked entry is called on the day. No link stays none.
func (d *Directory) link(k Kind, l Link, on calendar.Date) Link {
	if l.ID == "" {
		return Link{}
	}
	return Link{l.ID, d.Name(Ref{k, l.ID}, on)}
}

// clash refuses an entry that would bear a name on a day on which another of its
// register does.
func (d *Directory) clash(e Entry) *suggestion.Refusal {
	for _, c := range e.Called() {
		for _, r := range d.index()[name{e.Ref().Kind, c.Name}] {
			other := d.entries[r]
			taken := func(o Called) bool { return o.Name == c.Name && o.Span.Meets(c.Span) }
			if r != e.Ref() && slices.ContainsFunc(other.Called(), taken) {
				return refuse("name_taken", "name", c.Name, "register", string(r.Kind), "id", r.ID, "holder", other.Name(c.Span.From))
			}
		}
	}
	return nil
}

func get[T Entry](d *Directory, k Kind, id string) (T, bool) {
	e, ok := d.entries[Ref{k, id}].(T)
	return e, ok
}

func all[T Entry](entries []Entry) []T {
	out := make([]T, len(entries))
	for i := range entries {
		out[i] = entries[i].(T)
	}
	return out
}
