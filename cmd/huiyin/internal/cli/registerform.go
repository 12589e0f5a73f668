package cli

import (
	"errors"
	"slices"
	"strings"

	"huiyin/domain/calendar"
	"huiyin/domain/register"
	"huiyin/domain/suggestion"
	"huiyin/domain/wire"
	"huiyin/domain/zh"
	"huiyin/projections/telling"
)

// fieldsOf lists the fields of an act.
func fieldsOf(act string) []wire.Field {
	if act == voided {
		return []wire.Field{{Key: "congress", Form: wire.FormText}, {Key: "session", Form: wire.FormText},
			{Key: "number", Form: wire.FormText}, {Key: "reason", Form: wire.FormText}}
	}
	return wire.EntryFields(act)
}

func (a *app) showFields(act string) error {
	type field struct {
		Field string `json:"field"`
		Label string `json:"label"`
		Form  string `json:"form"`
	}
	fields, t := []field{}, newTable(heads("entry_field", "entry_label", "entry_form")...)
	for _, f := range fieldsOf(act) {
		fields = append(fields, field{f.Key, labelOf(act, f.Key), f.Form})
		t.add(f.Key, labelOf(act, f.Key), formWords(act, f))
	}
	if len(fields) == 0 {
		return usage("cli.register.no_act", "act", act)
	}
	return a.show(fields, t)
}

// labelOf is the word for a field; what is called by a name may be a person.
func labelOf(act, key string) string {
	if key == "name" && (strings.HasPrefix(act, string(register.Deputies)) || strings.HasPrefix(act, string(register.Leaders))) {
		key = "person.name"
	}
	return zh.Label("entry", key)
}

// choices lists the codes a field takes; nil for one that takes any text.
func choices(key string) (kind string, codes []string) {
	switch key {
	case "system":
		return key, codesOf(register.Systems())
	case "manner":
		return key, codesOf(register.Manners())
	case "why":
		return "departure", suggestion.DepartureReasons()
	case "body":
		return key, codesOf(register.Bodies())
	case "role":
		return key, codesOf(register.Roles())
	}
	return "", nil
}

func codesOf[T ~string](codes []T) (out []string) {
	for _, c := range codes {
		out = append(out, string(c))
	}
	return out
}

// formWords says how a field is filled in.
func formWords(act string, f wire.Field) string {
	if kind, codes := choices(f.Key); codes != nil {
		for i, c := range codes {
			codes[i] = c + telling.InBrackets(zh.Label(kind, c))
		}
		return strings.Join(codes, " ")
	}
	k := linkOf(act, f.Key)
	switch {
	case act == "account.opened" && f.Key == "id":
		return say("cli.register.form.login")
	case f.Key == "id" && begins(act):
		return say("cli.register.form.new")
	case isFormat(f.Key):
		return say("cli.register.form.format")
	case f.Form == wire.FormLinks:
		return say("cli.register.form.link_list", "register", zh.Label("register", string(k)))
	case k != "":
		return say("cli.register.form.link", "register", zh.Label("register", string(k)))
	}
	return zh.Label("cli.register.form", f.Form)
}

// begins reports whether an act can begin an entry.
func begins(act string) bool {
	fact, err := wire.EntryFromText(act, nil)
	return err == nil && register.Opens(fact)
}

// linkOf is the register whose entry a field names; empty for all others.
func linkOf(act, key string) register.Kind {
	kind, _, _ := strings.Cut(act, ".")
	switch key {
	case "id":
		return register.Kind(kind)
	case "into", "unit":
		return register.Units
	case "committee":
		return register.Committees
	case "delegation":
		return register.Delegations
	}
	return ""
}

// fieldTexts reads field=value arguments; a field given again has one value more.
func fieldTexts(args []string) (map[string][]string, error) {
	texts := map[string][]string{}
	for _, arg := range args {
		key, value, ok := strings.Cut(arg, "=")
		if !ok || key == "" {
			return nil, usage("cli.register.not_field", "value", arg)
		}
		texts[key] = append(texts[key], strings.TrimSpace(value))
	}
	return texts, nil
}

// factOf makes the fact from the texts: names become ids, lists are split, and
// an entry that begins without an id gets one.
func factOf(d *register.Directory, today calendar.Date, act string, texts map[string][]string) (register.Event, error) {
	on := today
	if from := texts["from"]; len(from) > 0 {
		if day, err := calendar.ParseDate(from[0]); err == nil {
			on = day
		}
	}
	for _, f := range wire.EntryFields(act) {
		if err := readField(d, act, f, on, texts); err != nil {
			return nil, err
		}
	}
	fact, err := wire.EntryFromText(act, texts)
	if id := texts["id"]; err == nil && len(id) == 0 && register.Opens(fact) {
		texts["id"] = []string{register.IDFor(fact)}
		fact, err = wire.EntryFromText(act, texts)
	}
	var field *wire.FieldError
	switch {
	case errors.As(err, &field) && field.Form == "":
		return nil, usage("cli.register.no_field", "act", act, "field", field.Key)
	case errors.As(err, &field):
		return nil, usage("cli.register.bad_value", "field", field.Key, "label", labelOf(act, field.Key), "value", field.Value,
			"form", zh.Label("cli.register.form", field.Form))
	case errors.Is(err, wire.ErrUnknownType):
		return nil, usage("cli.register.no_act", "act", act)
	}
	return fact, err
}

// readField brings a field's texts to what the fact takes: a list is split, a
// name becomes the id of the entry it means, a number's format loses the marks
// that are printed around every number.
func readField(d *register.Directory, act string, f wire.Field, on calendar.Date, texts map[string][]string) error {
	values := texts[f.Key]
	if f.Form == wire.FormList || f.Form == wire.FormLinks {
		values = strings.FieldsFunc(strings.Join(values, ","), func(r rune) bool { return strings.ContainsRune(","+register.ListMark, r) })
	}
	for i, v := range values {
		if _, codes := choices(f.Key); codes != nil && !slices.Contains(codes, v) {
			return usage("cli.register.bad_value", "field", f.Key, "label", labelOf(act, f.Key), "value", v, "form", formWords(act, f))
		}
		if isFormat(f.Key) {
			values[i] = bare(v)
		}
		if k := linkOf(act, f.Key); k != "" {
			id, err := idOf(d, k, v, on, strings.Join(texts["congress"], ""))
			if err != nil {
				return err
			}
			values[i] = id
		}
	}
	if len(values) > 0 {
		texts[f.Key] = values
	}
	return nil
}

func isFormat(key string) bool { return key == "in_format" || key == "off_format" }

// bare takes away the marks that are printed around every number, if both are
// there.
func bare(format string) string {
	before, after, _ := strings.Cut(say("cli.register.number", "number", "|"), "|")
	if inner, ok := strings.CutPrefix(format, before); ok {
		if inner, ok := strings.CutSuffix(inner, after); ok {
			return inner
		}
	}
	return format
}

// idOf is the id of the entry that a name means; a text that means none stays as
// it is. Delegations of several terms share their names, so a congress tells
// them apart.
func idOf(d *register.Directory, k register.Kind, name string, on calendar.Date, congress string) (string, error) {
	found := d.Find(k, name, on)
	if len(found) > 1 && k == register.Delegations && congress != "" {
		found = slices.DeleteFunc(found, func(e register.Entry) bool { return e.(register.Delegation).Facts.Congress != congress })
	}
	switch len(found) {
	case 0:
		return name, nil
	case 1:
		return found[0].Ref().ID, nil
	}
	return "", usage("cli.register.many", "name", name, "list", listOf(found, on))
}
