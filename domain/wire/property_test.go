package wire

import (
	"errors"
	"math/rand/v2"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"huiyin/domain/calendar"
	"huiyin/domain/suggestion"
)

func TestRandomEventsRoundTrip(t *testing.T) {
	all := forms()
	rapid.Check(t, func(t *rapid.T) {
		f := rapid.SampledFrom(all).Draw(t, "type")
		e := reflect.New(f.goType).Elem()
		draw(t, e)
		data, err := f.encode(e)
		if err != nil {
			t.Fatal(err)
		}
		back, err := f.decode(data)
		if err != nil || !reflect.DeepEqual(back, e.Interface()) {
			t.Fatalf("%s\n got %+v %v\nwant %+v\n%s", f.Name, back, err, e, data)
		}
	})
}

func draw(t *rapid.T, v reflect.Value) {
	switch {
	case v.Type() == reflect.TypeFor[calendar.Date]():
		v.Set(reflect.ValueOf(calendar.MustDate("0001-01-01").AddDays(rapid.IntRange(0, 3652058).Draw(t, "day"))))
		if rapid.Bool().Draw(t, "unset") {
			v.SetZero()
		}
	case v.Type() == reflect.TypeFor[time.Time]():
		v.Set(reflect.ValueOf(time.UnixMicro(rapid.Int64Range(0, 4e15).Draw(t, "moment")).UTC()))
	case v.Kind() == reflect.Struct:
		for i := range v.NumField() {
			draw(t, v.Field(i))
		}
	case v.Kind() == reflect.Slice:
		if n := rapid.IntRange(0, 3).Draw(t, "len"); n > 0 {
			v.Set(reflect.MakeSlice(v.Type(), n, n))
			for i := range n {
				draw(t, v.Index(i))
			}
		}
	case v.Kind() == reflect.String:
		v.SetString(rapid.String().Draw(t, "text"))
	case v.Kind() == reflect.Bool:
		v.SetBool(rapid.Bool().Draw(t, "bool"))
	default:
		v.SetInt(rapid.Int64().Draw(t, "int"))
	}
}

// FuzzDecode: whatever the bytes, Decode does not panic, and what it accepts
// has one form that comes back unchanged.
func FuzzDecode(f *testing.F) {
	for _, info := range Types() {
		files, _ := filepath.Glob(filepath.Join("testdata", "events", info.Name+".v*.json"))
		for _, name := range files {
			f.Add(info.Name, info.Schema, []byte(strings.TrimSpace(readFile(&testing.T{}, name))))
		}
	}
	f.Add("suggestion.closed", 2, []byte(`{}`))
	f.Fuzz(func(t *testing.T, typ string, schema int, data []byte) {
		e, err := Decode(typ, schema, data)
		if err != nil {
			return
		}
		_, _, first, err := Encode(e)
		if err != nil {
			t.Fatal(err)
		}
		back, err := Decode(typ, schema, first)
		if err != nil || !reflect.DeepEqual(back, e) {
			t.Fatalf("%+v %+v %v", e, back, err)
		}
	})
}

func TestConcurrentUse(t *testing.T) {
	r := newRegistry[suggestion.Event](caseEvents(), nil) // its shapes are not built yet
	var all []suggestion.Event
	v := readVocabulary(t)
	for _, f := range r.byName {
		e, err := v.sample(f.goType)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, e.(suggestion.Event))
	}
	done := make(chan error)
	for range 4 {
		go func() {
			var first error
			for range 200 {
				e := all[rand.IntN(len(all))]
				typ, schema, data, err := r.encode(e)
				back, err2 := r.decode(typ, schema, data)
				if err = errors.Join(first, err, err2); err == nil && !reflect.DeepEqual(back, e) {
					err = errors.New(typ + " differs")
				}
				first = err
			}
			done <- first
		}()
	}
	for range 4 {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
}
