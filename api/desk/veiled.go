package desk

import (
	"huiyin/domain/suggestion"
	"huiyin/domain/veil"
	"huiyin/domain/wire"
	"huiyin/eventstore"
)

// Veiled is a fact behind the veil of its case: its event, its envelope and its
// bytes. The hash stays that of the bytes in the log.
func Veiled(v *veil.Veil, f Fact) (Fact, error) {
	if v == nil {
		return f, nil
	}
	f.Event = v.Event(f.Event)
	var err error
	f.Recorded, err = dressed(v, f.Recorded, f.Event)
	return f, err
}

// VeiledAll are the facts of a case behind its veil.
func VeiledAll(v *veil.Veil, facts []Fact) (out []Fact, err error) {
	for _, f := range facts {
		if f, err = Veiled(v, f); err != nil {
			return nil, err
		}
		out = append(out, f)
	}
	return out, nil
}

// VeiledRecord is the same for a record of the log.
func VeiledRecord(v *veil.Veil, r eventstore.Recorded) (eventstore.Recorded, error) {
	if v == nil {
		return r, nil
	}
	e, err := wire.Decode(r.Type, r.Schema, r.Data)
	if err != nil {
		return r, err
	}
	return dressed(v, r, v.Event(e))
}

func dressed(v *veil.Veil, r eventstore.Recorded, e suggestion.Event) (eventstore.Recorded, error) {
	var err error
	r.Meta = v.Meta(r.Meta)
	r.Type, r.Schema, r.Data, err = wire.Encode(e)
	return r, err
}
