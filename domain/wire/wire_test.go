package wire

import (
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"

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
}

func TestTimesHaveOneForm(t *testing.T) {
	type lampLit struct {
		Where string
		At    time.Time
	}
	r := newRegistry[any]([]entry{{"lamp.lit", 4, lampLit{}}}, nil)
	at := time.Date(2026, 2, 26, 8, 0, 0, 123456000, time.UTC)
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

// What encoding/json would take and mend is refused: it cannot come from here.
func TestReadingIsStrict(t *testing.T) {
	for name, data := range map[string]string{
		"key in capitals": `{"Title":"a"}`, "key twice": `{"title":"a","title":"b"}`, "null": `{"title":null}`,
		"number with a sign": `{"year":+5}`, "leading zero": `{"year":07}`, "fraction": `{"year":1.0}`, "number as text": `{"year":"5"}`,
		"control character": "{\"title\":\"a\tb\"}", "comma at the end": `{"title":"a",}`, "open": `{"title":"a"`, "bad escape": `{"title":"\x"}`,
		"list not closed": `{"proposed":["a"}`, "list of nothing": `{"proposed":[,]}`,
	} {
		if e, err := Decode("suggestion.drafted", 1, []byte(data)); !errors.Is(err, ErrData) {
			t.Errorf("%s: %+v, %v", name, e, err)
		}
	}
	e, err := Decode("suggestion.drafted", 1, []byte(`{ "year" : 2026 , "title" : "a\u4e00\"" , "proposed" : [ "x" , "y" ] }`))
	if d, ok := e.(suggestion.Drafted); err != nil || !ok || d.Year != 2026 || d.Title != "a一\"" || len(d.Proposed) != 2 {
		t.Errorf("%+v, %v", e, err)
	}
}
