package acts

import (
	"reflect"
	"slices"
	"strconv"
	"strings"

	"huiyin/domain/calendar"
	"huiyin/domain/suggestion"
)

// Value is one field as filled in.
type Value struct{ Name, Text string }

// Fill makes the verb's command from what is filled in. Where the act is about
// a part of the case and the form does not name it, about does. A field that the
// form does not have, a text of the wrong form and a second value for a field
// that takes one are *FormError. What is left empty stays empty: whether it is
// needed is for the rules to say.
func (v Verb) Fill(id suggestion.CaseID, about suggestion.Subject, values []Value) (suggestion.Command, error) {
	form := reflect.New(reflect.TypeOf(v.command)).Elem()
	form.Set(reflect.ValueOf(v.command))
	fields, given := v.Fields(), map[string]bool{}
	for _, value := range values {
		i := slices.IndexFunc(fields, func(f Field) bool { return f.Name == value.Name })
		if i < 0 {
			return nil, wrong("unknown_field", "act", v.Name, "name", value.Name, "known", names(fields))
		}
		f := fields[i]
		if given[f.Name] && !f.List {
			return nil, wrong("field_twice", "act", v.Name, "name", f.Name)
		}
		given[f.Name] = true
		if err := f.set(form.Field(f.index), strings.TrimSpace(value.Text)); err != nil {
			return nil, err
		}
	}
	v.place(form, id, about, given)
	return form.Interface().(suggestion.Command), nil
}

func names(fields []Field) string {
	out := make([]string, len(fields))
	for i, f := range fields {
		out[i] = f.Name
	}
	return strings.Join(out, " ")
}

// place fills the fields that say what the act is about.
func (v Verb) place(form reflect.Value, id suggestion.CaseID, about suggestion.Subject, given map[string]bool) {
	typ := form.Type()
	for i := range typ.NumField() {
		f := form.Field(i)
		if given[snake(typ.Field(i).Name)] || !f.IsZero() {
			continue
		}
		switch f.Type() {
		case reflect.TypeFor[suggestion.AssignmentID]():
			f.SetString(string(about.Assignment))
		case reflect.TypeFor[suggestion.LineID]():
			f.SetString(string(about.Line))
		case reflect.TypeFor[suggestion.ContactID]():
			f.SetString(string(about.Contact))
		case reflect.TypeFor[suggestion.CommitmentID]():
			f.SetString(string(about.Commitment))
		case reflect.TypeFor[suggestion.CaseID]():
			if v.Begins() {
				f.SetString(string(id))
			}
		}
	}
}

// set reads one value into the field, or appends it to a list.
func (f Field) set(to reflect.Value, text string) error {
	if f.Choices != nil && !slices.Contains(f.Choices, text) {
		return wrong("bad_choice", "name", f.Name, "value", text, "choices", strings.Join(f.Choices, " "))
	}
	if f.List {
		one := reflect.New(to.Type().Elem()).Elem()
		if err := f.read(one, text); err != nil {
			return err
		}
		to.Set(reflect.Append(to, one))
		return nil
	}
	return f.read(to, text)
}

func (f Field) read(to reflect.Value, text string) error {
	switch f.Kind {
	case YesNo:
		if text != "true" && text != "false" {
			return wrong("bad_choice", "name", f.Name, "value", text, "choices", "true false")
		}
		to.SetBool(text == "true")
	case Number:
		n, err := strconv.Atoi(text)
		if err != nil {
			return wrong("bad_number", "name", f.Name, "value", text)
		}
		to.SetInt(int64(n))
	case Day:
		d, err := calendar.ParseDate(text)
		if err != nil {
			return wrong("bad_date", "name", f.Name, "value", text)
		}
		to.Set(reflect.ValueOf(d))
	case Someone:
		to.Set(reflect.ValueOf(PersonOf(text)))
	case UnitPart:
		return f.readUnit(to, text)
	case Promise:
		return f.readPromise(to, text)
	default:
		to.SetString(text)
	}
	return nil
}

// PersonOf reads name or name#id.
func PersonOf(text string) suggestion.Person {
	name, id, _ := strings.Cut(text, "#")
	return suggestion.Person{Name: strings.TrimSpace(name), ID: strings.TrimSpace(id)}
}

// UnitParts are the parts a unit can have on a case.
func UnitParts() []suggestion.Part {
	return []suggestion.Part{suggestion.Lead, suggestion.Co, suggestion.Separated}
}

// UnitText writes a unit's part as a form takes it.
func UnitText(u suggestion.UnitPart) string {
	text := string(u.Part) + ":" + u.Unit
	if u.Scope != "" {
		text += ":" + u.Scope
	}
	return text
}

func (f Field) readUnit(to reflect.Value, text string) error {
	part, rest, ok := strings.Cut(text, ":")
	unit, scope, _ := strings.Cut(rest, ":")
	if !ok || !slices.Contains(UnitParts(), suggestion.Part(part)) || unit == "" {
		return wrong("bad_unit", "name", f.Name, "value", text)
	}
	to.Set(reflect.ValueOf(suggestion.UnitPart{Part: suggestion.Part(part), Unit: unit, Scope: scope}))
	return nil
}

func (f Field) readPromise(to reflect.Value, text string) error {
	parts := strings.Split(text, "|")
	p := suggestion.Promise{Text: parts[0]}
	if len(parts) > 3 {
		return wrong("bad_promise", "name", f.Name, "value", text)
	}
	if len(parts) > 1 && parts[1] != "" {
		due, err := calendar.ParseDate(parts[1])
		if err != nil {
			return wrong("bad_promise", "name", f.Name, "value", text)
		}
		p.Due = due
	}
	if len(parts) > 2 {
		p.Unit = parts[2]
	}
	to.Set(reflect.ValueOf(p))
	return nil
}
