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

// codec is the shape that eventstore/decider asks for.
type codec[E any] interface {
	Encode(E) (string, int, []byte, error)
	Decode(string, int, []byte) (E, error)
}

var _ codec[suggestion.Event] = Codec{}

func TestBytes(t *testing.T) {
	e := suggestion.Assigned{
		Move:  suggestion.Move{From: "registered", To: "assigned"},
		T0:    calendar.MustDate("2026-02-26"),
		Units: []suggestion.UnitTerm{{Unit: "<甲>&乙"}, {}},
	}
	typ, schema, data, err := Encode(e)
	want := `{"move":{"from":"registered","to":"assigned"},"t0":"2026-02-26","units":[{"unit":"<甲>&乙"},{}]}`
	if err != nil || typ != "suggestion.assigned" || schema != 1 || string(data) != want {
		t.Fatalf("%s %d %s %v", typ, schema, data, err)
	}
	back, err := Decode(typ, schema, data)
	if err != nil || !reflect.DeepEqual(back, e) {
		t.Fatalf("%+v %v", back, err)
	}
}

func TestRefusals(t *testing.T) {
	for _, c := range []struct {
		typ    string
		schema int
		data   string
		want   error
	}{
		{"suggestion.burned", 1, `{}`, ErrUnknownType},
		{"ruleset.adopted", 1, `{}`, ErrUnknownType}, // of the other set
		{"suggestion.closed", 2, `{}`, ErrUnknownSchema},
		{"suggestion.closed", 0, `{}`, ErrUnknownSchema},
		{"suggestion.closed", -1, `{}`, ErrUnknownSchema},
		{"suggestion.closed", 1, ``, ErrData},
		{"suggestion.closed", 1, `null`, ErrData},
		{"suggestion.closed", 1, `{"moved":{}}`, ErrData},
		{"suggestion.closed", 1, `{} `, ErrData},
		{"suggestion.closed", 1, `{}{}`, ErrData},
		{"suggestion.closed", 1, `{"move":{"from":"` + "\xff" + `"}}`, ErrData},
		{"suggestion.closed", 1, `{"move":`, ErrData},
		{"suggestion.assigned", 1, `{"t0":"2026-02-30"}`, ErrData},
	} {
		e, err := Decode(c.typ, c.schema, []byte(c.data))
		var facts *Error
		if !errors.Is(err, c.want) || !errors.As(err, &facts) || facts.Type != c.typ || facts.Schema != c.schema || e != nil {
			t.Errorf("%s %d %q: %v, %v", c.typ, c.schema, c.data, e, err)
		}
	}
	if _, err := Decode("suggestion.closed", 1, []byte(`{}`)); err != nil {
		t.Error("a refusal spoils the next decode:", err)
	}
	if _, _, _, err := Encode(nil); !errors.Is(err, ErrUnknownType) {
		t.Error(err)
	}
	if _, _, _, err := Encode(suggestion.Reopened{Reason: "\xff"}); !errors.Is(err, ErrData) {
		t.Error(err)
	}
}

func TestUpcasters(t *testing.T) {
	type lampLit struct {
		Where string
		At    time.Time
		Steps []int
	}
	up := map[version]upcaster{
		{"lamp.lit", 2}: func(m map[string]any) map[string]any {
			m["where"] = m["place"]
			delete(m, "place")
			return m
		},
		{"lamp.lit", 3}: func(m map[string]any) map[string]any {
			m["where"] = "in " + m["where"].(string)
			return m
		},
	}
	r := newRegistry[any]([]entry{{"lamp.lit", 4, lampLit{}}}, up)
	at := time.Date(2026, 2, 26, 8, 0, 0, 123456000, time.UTC)
	for schema, data := range map[int]string{
		2: `{"place":"hall","at":"2026-02-26T08:00:00.123456Z","steps":[9007199254740993]}`,
		3: `{"where":"hall","at":"2026-02-26T08:00:00.123456Z","steps":[9007199254740993]}`,
		4: `{"where":"in hall","at":"2026-02-26T08:00:00.123456Z","steps":[9007199254740993]}`,
	} {
		got, err := r.decode("lamp.lit", schema, []byte(data))
		if err != nil || !reflect.DeepEqual(got, lampLit{"in hall", at, []int{9007199254740993}}) {
			t.Errorf("schema %d: %+v %v", schema, got, err)
		}
	}
	// Schema 1 has no step, so the chain is broken and nothing is guessed.
	if _, err := r.decode("lamp.lit", 1, []byte(`{}`)); !errors.Is(err, ErrUnknownSchema) {
		t.Error(err)
	}
	east := at.In(time.FixedZone("CST", 8*3600)).Add(999)
	_, schema, data, err := r.encode(lampLit{At: east})
	if err != nil || schema != 4 || string(data) != `{"at":"2026-02-26T08:00:00.123456Z"}` {
		t.Error(schema, string(data), err)
	}
	if _, err := r.decode("lamp.lit", 4, []byte(`{"at":"2026-02-26T16:00:00+08:00"}`)); !errors.Is(err, ErrData) {
		t.Error("a time in another form was accepted:", err)
	}
}

func TestShapesWithoutOneForm(t *testing.T) {
	for _, bad := range []any{
		struct{ F float64 }{}, struct{ M map[string]int }{}, struct{ P *int }{},
		struct{ B []byte }{}, struct{ A any }{}, struct{ hidden int }{},
		struct{ L []struct{ F float32 } }{}, struct{ suggestion.Move }{},
	} {
		if _, err := shapeOf(reflect.TypeOf(bad)); err == nil {
			t.Errorf("%T was accepted", bad)
		}
	}
}

func TestSnake(t *testing.T) {
	for name, want := range map[string]string{
		"ID": "id", "URL": "url", "T0": "t0", "DueText": "due_text", "URLNote": "url_note",
		"CaseID": "case_id", "DeputiesTotal": "deputies_total", "CoUnits": "co_units", "T0Day": "t0_day",
	} {
		if got := snake(name); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
}

func TestTypesAreSortedAndNamed(t *testing.T) {
	last := ""
	for _, info := range Types() {
		if info.Name <= last || info.Schema < 1 || !strings.HasPrefix(info.GoType, "suggestion.") {
			t.Errorf("%+v after %q", info, last)
		}
		last = info.Name
	}
}

func TestRegisterRoundTrip(t *testing.T) {
	e := RuleSetAdopted{ID: "r1", ValidFrom: calendar.MustDate("2026-01-01"), Content: "{\n  \"a\": \"<\"\n}\n"}
	typ, schema, data, err := EncodeRegister(e)
	if err != nil || typ != "ruleset.adopted" {
		t.Fatal(typ, err)
	}
	if back, err := DecodeRegister(typ, schema, data); err != nil || back != e {
		t.Fatal(back, err)
	}
	if _, err := DecodeRegister("suggestion.closed", 1, []byte(`{}`)); !errors.Is(err, ErrUnknownType) {
		t.Fatal(err)
	}
}

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

// typical is an event of middling size, as most of a log are.
var typical = suggestion.ReplyIssued{
	Line: "l1", Move: suggestion.Move{From: "examined", To: "issued"}, Version: 1, Class: "B",
	DocumentNo: "湘交函〔2026〕88号", Signer: suggestion.Person{ID: "p-0305", Name: "刘国平"},
}

func BenchmarkEncode(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, _, _, err := Encode(typical); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkDecode(b *testing.B) {
	typ, schema, data, _ := Encode(typical)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Decode(typ, schema, data); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkDecodeAssigned(b *testing.B) {
	data := []byte(strings.TrimSpace(readFile(&testing.T{}, goldenName("suggestion.assigned", 1))))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Decode("suggestion.assigned", 1, data); err != nil {
			b.Fatal(err)
		}
	}
}
