package wire

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
)

// entry is one line of a table: the name, the schema written now, and a zero
// value of the Go type.
type entry struct {
	name   string
	schema int
	zero   any
}

// upcaster turns the decoded object of one schema into that of the next. It
// owns the map it is given. Numbers in it are json.Number.
type upcaster func(map[string]any) map[string]any

// version names one schema of one type.
type version struct {
	name   string
	schema int
}

// registry binds names to Go types for one closed set of events. It is built
// whole and never changes, so it is safe for concurrent use.
type registry[E any] struct {
	byName map[string]*form
	byType map[reflect.Type]*form
	// up holds, for every schema older than the present one, the step to the
	// next; a gap makes every schema before it unknown.
	up map[version]upcaster
}

// newRegistry panics when two lines collide or an entry is no E: the tables are
// constants of this package and a test builds them.
func newRegistry[E any](entries []entry, up map[version]upcaster) *registry[E] {
	r := &registry[E]{byName: map[string]*form{}, byType: map[reflect.Type]*form{}, up: up}
	for _, e := range entries {
		if _, ok := e.zero.(E); !ok {
			panic(fmt.Sprintf("wire: %s: %T is no event of this set", e.name, e.zero))
		}
		f := &form{TypeInfo: TypeInfo{Name: e.name, Schema: e.schema}, goType: reflect.TypeOf(e.zero)}
		f.GoType = f.goType.String()
		if r.byName[f.Name] != nil || r.byType[f.goType] != nil {
			panic("wire: registered twice: " + e.name)
		}
		r.byName[f.Name], r.byType[f.goType] = f, f
	}
	return r
}

func (r *registry[E]) types() []TypeInfo {
	out := make([]TypeInfo, 0, len(r.byName))
	for _, f := range r.byName {
		out = append(out, f.TypeInfo)
	}
	slices.SortFunc(out, func(a, b TypeInfo) int { return strings.Compare(a.Name, b.Name) })
	return out
}

func (r *registry[E]) encode(e E) (typ string, schema int, data []byte, err error) {
	f := r.byType[reflect.TypeOf(e)]
	if f == nil {
		return "", 0, nil, &Error{Kind: ErrUnknownType, Type: fmt.Sprintf("%T", e)}
	}
	data, err = f.encode(reflect.ValueOf(e))
	if err != nil {
		return "", 0, nil, &Error{Kind: ErrData, Type: f.Name, Schema: f.Schema, Newest: f.Schema, Cause: err}
	}
	return f.Name, f.Schema, data, nil
}

func (r *registry[E]) decode(typ string, schema int, data []byte) (E, error) {
	var none E
	f := r.byName[typ]
	if f == nil {
		return none, &Error{Kind: ErrUnknownType, Type: typ, Schema: schema}
	}
	steps, known := r.steps(f, schema)
	if !known {
		return none, &Error{Kind: ErrUnknownSchema, Type: typ, Schema: schema, Newest: f.Schema}
	}
	data, err := upcast(data, steps)
	if err == nil {
		var v any
		if v, err = f.decode(data); err == nil {
			return v.(E), nil // newRegistry has checked the type
		}
	}
	return none, &Error{Kind: ErrData, Type: typ, Schema: schema, Newest: f.Schema, Cause: err}
}

// steps lists the upcasters from a schema to the present one, and reports
// whether the schema is known: the present one, or one with a whole chain.
func (r *registry[E]) steps(f *form, schema int) ([]upcaster, bool) {
	if schema == f.Schema {
		return nil, true
	}
	var steps []upcaster
	for s := schema; s < f.Schema; s++ {
		step := r.up[version{f.Name, s}]
		if step == nil {
			return nil, false
		}
		steps = append(steps, step)
	}
	return steps, len(steps) > 0
}
