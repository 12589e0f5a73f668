package importing

import (
	"context"

	"huiyin/domain/suggestion"
	"huiyin/domain/wire"
	"huiyin/eventstore"
)

// index knows which case a source or a number belongs to. It is read from the
// log once for each run: an import is rare, must see what was recorded a moment
// ago, and a case's number may have been corrected since its id was derived.
type index struct {
	sources map[string]suggestion.CaseID // by source id
	acts    map[string]int               // events each source caused so far
	keys    map[string]suggestion.CaseID // by congress, session and number
	cases   map[suggestion.CaseID]*known
	said    map[string]said              // by source id
	titles  map[string]suggestion.CaseID // by congress, session, title and lead deputy
}

// known is what the index holds of a case.
type known struct {
	facts   suggestion.Facts // of the congress, session and number only
	from    string           // the source that says so
	drafted bool
}

func readIndex(ctx context.Context, log eventstore.Store) (*index, error) {
	x := &index{map[string]suggestion.CaseID{}, map[string]int{}, map[string]suggestion.CaseID{}, map[suggestion.CaseID]*known{},
		map[string]said{}, map[string]suggestion.CaseID{}}
	for r, err := range log.ReadAll(ctx, 0) {
		if err != nil {
			return nil, err
		}
		id, ok := wire.CaseOf(string(r.Stream))
		if !ok || !indexed[r.Type] {
			continue
		}
		e, err := wire.Decode(r.Type, r.Schema, r.Data)
		if err != nil {
			return nil, err
		}
		x.add(id, e)
	}
	return x, nil
}

// indexed are the types that say which case it is; no other event is decoded.
var indexed = func() map[string]bool {
	types := map[string]bool{}
	for _, e := range []suggestion.Event{suggestion.Imported{}, suggestion.ImportCorrected{}, suggestion.Drafted{},
		suggestion.BillConverted{}, suggestion.Registered{}} {
		typ, _, _, err := wire.Encode(e)
		if err != nil {
			panic(err) // the types are the program's own
		}
		types[typ] = true
	}
	return types
}()

func (x *index) add(id suggestion.CaseID, e suggestion.Event) {
	switch e := e.(type) {
	case suggestion.Imported:
		x.stated(id, e.Source, e.Facts)
	case suggestion.ImportCorrected:
		x.stated(id, e.Source, e.Facts)
	case suggestion.Drafted:
		x.at(id).facts = suggestion.Facts{Congress: e.Congress, Session: e.Session}
		x.at(id).drafted = true
	case suggestion.BillConverted:
		x.at(id).facts = suggestion.Facts{Congress: e.Congress, Session: e.Session}
		x.at(id).drafted = true
	case suggestion.Registered:
		x.at(id).facts.Number = e.Number
		x.name(id)
	}
}

func (x *index) at(id suggestion.CaseID) *known {
	if x.cases[id] == nil {
		x.cases[id] = &known{}
	}
	return x.cases[id]
}

// stated notes what one source says. The number of the case is that of the
// first source that states one, until that source corrects it.
func (x *index) stated(id suggestion.CaseID, s suggestion.Source, f suggestion.Facts) {
	source := s.ID
	x.sources[source] = id
	x.acts[source]++
	x.said[source] = said{s, f}
	if key := titleKey(f); key != "" {
		x.titles[key] = id
	}
	k := x.at(id)
	if k.drafted || keyOf(k.facts) != "" && k.from != source {
		return
	}
	if key := keyOf(k.facts); x.keys[key] == id {
		delete(x.keys, key)
	}
	k.facts, k.from = suggestion.Facts{Congress: f.Congress, Session: f.Session, Number: f.Number}, source
	x.name(id)
}

func (x *index) name(id suggestion.CaseID) {
	if key := keyOf(x.cases[id].facts); key != "" {
		if _, taken := x.keys[key]; !taken {
			x.keys[key] = id
		}
	}
}

// place finds the row's case: where its source is, else where its number is,
// else a new one. other is set if the number already belongs to another case
// than the source.
func (x *index) place(row Row) (id, other suggestion.CaseID) {
	byKey := x.keys[row.key]
	if row.key == "" {
		byKey = ""
	}
	if id, ok := x.sources[row.Source.ID]; ok {
		if byKey != "" && byKey != id {
			return id, byKey
		}
		return id, ""
	}
	if byKey != "" {
		return byKey, ""
	}
	if x.cases[row.Case] != nil {
		// The id was derived from a number that has been corrected since.
		return caseID(string(row.Case), row.Source.ID), ""
	}
	return row.Case, ""
}
