package wire

import (
	"errors"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"huiyin/domain/register"
)

// goldens adds the golden files of some types as seeds.
func goldens(f *testing.F, types []TypeInfo) {
	f.Helper()
	for _, info := range types {
		files, err := filepath.Glob(filepath.Join("testdata", "events", info.Name+".v*.json"))
		if err != nil || len(files) == 0 {
			f.Fatal(info.Name, err)
		}
		for _, name := range files {
			f.Add(info.Name, info.Schema, []byte(strings.TrimSpace(readFile(&testing.T{}, name))))
		}
	}
}

// FuzzDecodeRegister is FuzzDecode for rule sets and calendars.
func FuzzDecodeRegister(f *testing.F) {
	goldens(f, RegisterTypes())
	f.Fuzz(func(t *testing.T, typ string, schema int, data []byte) {
		e, err := DecodeRegister(typ, schema, data)
		if err != nil {
			named(t, err)
			return
		}
		typ, schema, first, err := EncodeRegister(e)
		if err != nil {
			t.Fatal(err)
		}
		if back, err := DecodeRegister(typ, schema, first); err != nil || !reflect.DeepEqual(back, e) {
			t.Fatalf("%+v %+v %v", e, back, err)
		}
	})
}

// FuzzDecodeEntry is FuzzDecode for the facts of a register.
func FuzzDecodeEntry(f *testing.F) {
	goldens(f, EntryTypes())
	f.Fuzz(func(t *testing.T, typ string, schema int, data []byte) {
		e, err := DecodeEntry(typ, schema, data)
		if err != nil {
			named(t, err)
			return
		}
		entryComesBack(t, e)
	})
}

// named expects an error that says which type could not be read.
func named(t *testing.T, err error) {
	t.Helper()
	var e *Error
	if !errors.As(err, &e) {
		t.Fatalf("%T: %v", err, err)
	}
}

// entryComesBack expects a fact to be the same after it was written and read.
func entryComesBack(t *testing.T, e register.Event) {
	t.Helper()
	typ, schema, data, err := EncodeEntry(e)
	if err != nil {
		t.Fatal(err)
	}
	if back, err := DecodeEntry(typ, schema, data); err != nil || !reflect.DeepEqual(back, e) {
		t.Fatalf("%+v %+v %v", e, back, err)
	}
}

// FuzzEntryFromText: whatever two fields say, a fact of a register that is made
// of texts can be written, and a refusal names the type or the field.
func FuzzEntryFromText(f *testing.F) {
	for _, info := range EntryTypes() {
		for _, field := range EntryFields(info.Name) {
			f.Add(info.Name, field.Key, "2026-03-05", "from", "2026-02-30")
			f.Add(info.Name, field.Key, "1", "name", "\u7701\u53e3\u5cb8\u529e")
		}
	}
	f.Add("unit.registered", "nosuch", "x", "name", "\xff")
	f.Fuzz(func(t *testing.T, typ, key, value, other, second string) {
		e, err := EntryFromText(typ, map[string][]string{key: {value}, other: {second}})
		var field *FieldError
		switch {
		case errors.As(err, &field):
			if field.Type != typ || !slices.Contains([]string{key, other}, field.Key) {
				t.Fatalf("%+v", field)
			}
		case err != nil:
			named(t, err)
		default:
			if _, _, _, err := EncodeEntry(e); err != nil {
				return // what no JSON can hold, which Encode refuses by name
			}
			entryComesBack(t, e)
		}
	})
}
