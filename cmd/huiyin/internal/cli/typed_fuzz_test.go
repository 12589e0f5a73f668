package cli

import (
	"errors"
	"strings"
	"testing"

	"huiyin/domain/acts"
	"huiyin/domain/calendar"
	"huiyin/domain/register"
	"huiyin/domain/wire"
)

// FuzzTyped holds the reading of FIELD=VALUE arguments of a suggestion's acts: a
// field's word becomes its code once and for all, and a code stays as it is.
func FuzzTyped(f *testing.F) {
	for i, v := range acts.Verbs() {
		for _, field := range v.Fields() {
			f.Add(i, fieldWord(v, field.Name), "\u4e3b\u529e\uff1a\u67d0\u5385")
			f.Add(i, field.Name, "a:b:c")
		}
	}
	f.Add(0, "", "\xff")
	f.Fuzz(func(t *testing.T, i int, name, value string) {
		verbs := acts.Verbs()
		if i < 0 || i >= len(verbs) {
			return
		}
		once := worded(verbs[i], name, value)
		if again := worded(verbs[i], once.Name, once.Text); again != once {
			t.Fatalf("%s %q=%q: %+v, then %+v", verbs[i].Name, name, value, once, again)
		}
	})
}

// FuzzRegisterFields holds the same of the registers' arguments: they become a
// fact or are refused as wrong use, with the argument named.
func FuzzRegisterFields(f *testing.F) {
	types := wire.EntryTypes()
	for i, info := range types {
		for _, field := range wire.EntryFields(info.Name) {
			f.Add(i, field.Key+"=2026-03-05", "from=2026-02-30")
		}
	}
	f.Add(0, "=", "name")
	d := register.New()
	f.Fuzz(func(t *testing.T, i int, one, two string) {
		if i < 0 || i >= len(types) {
			return
		}
		texts, err := fieldTexts([]string{one, two})
		if err == nil {
			_, err = factOf(d, calendar.MustDate("2026-03-05"), types[i].Name, texts)
		}
		var wrong usageError
		if err != nil && (!errors.As(err, &wrong) || strings.Contains(err.Error(), "\u27e6")) {
			t.Fatalf("%s %q %q: %v", types[i].Name, one, two, err)
		}
	})
}
