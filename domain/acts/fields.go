package acts

import (
	"reflect"
	"slices"
	"strings"
	"unicode"

	"huiyin/domain/calendar"
	"huiyin/domain/suggestion"
)

// Kind is how a field is filled in.
type Kind string

// The kinds of field. A Choice takes one of the field's choices. A Person is
// written as a name, or as name#id where two may share a name. A Unit part is
// part:unit or part:unit:scope; a Promise is text|date or text|date|unit.
const (
	Text     Kind = "text"
	Choice   Kind = "choice"
	YesNo    Kind = "yes_no"
	Number   Kind = "number"
	Day      Kind = "day"
	Someone  Kind = "person"
	UnitPart Kind = "unit_part"
	Promise  Kind = "promise"
	PartID   Kind = "part_id" // names the part of the case the act is about
)

// Field is one field of a verb's form.
type Field struct {
	Name string
	Kind Kind
	List bool
	// Choices are the closed list a Choice is taken from, and Words the kind of
	// label under which the catalogue words them.
	Choices []string
	Words   string
	index   int
}

// Fields lists what can be filled in, in the order of the command.
func (v Verb) Fields() []Field {
	typ := reflect.TypeOf(v.command)
	var out []Field
	for i := range typ.NumField() {
		f := typ.Field(i)
		if name := snake(f.Name); !slices.Contains(v.fixed, name) {
			out = append(out, field(typ.Name(), name, f.Type, i))
		}
	}
	return out
}

func field(owner, name string, typ reflect.Type, index int) Field {
	f := Field{Name: name, index: index}
	if typ.Kind() == reflect.Slice {
		f.List, typ = true, typ.Elem()
	}
	f.Kind = kindOf(typ)
	c, ok := choices[owner+"."+name]
	if !ok {
		c, ok = byType[typ]
	}
	if ok {
		f.Kind, f.Words, f.Choices = Choice, c.words, c.codes
	}
	return f
}

func kindOf(typ reflect.Type) Kind {
	switch typ {
	case reflect.TypeFor[calendar.Date]():
		return Day
	case reflect.TypeFor[suggestion.Person]():
		return Someone
	case reflect.TypeFor[suggestion.UnitPart]():
		return UnitPart
	case reflect.TypeFor[suggestion.Promise]():
		return Promise
	case reflect.TypeFor[suggestion.AssignmentID](), reflect.TypeFor[suggestion.LineID](),
		reflect.TypeFor[suggestion.ContactID](), reflect.TypeFor[suggestion.CommitmentID]():
		return PartID
	}
	switch typ.Kind() {
	case reflect.Bool:
		return YesNo
	case reflect.Int:
		return Number
	}
	return Text
}

// choice is a closed list and the catalogue's kind of label for it.
type choice struct {
	words string
	codes []string
}

// choices are the closed lists the rules know, by command and field, and by
// type.
var (
	choices = map[string]choice{
		"RecordContact.way":          {"way", suggestion.ContactWays()},
		"RecordContact.stage":        {"stage", []string{"before", "during", "after"}},
		"ReturnToTheDeputy.code":     {"return_code", suggestion.ReturnCodes()},
		"TransferIt.channel":         {"channel", suggestion.TransferChannels()},
		"ConcludeEscalation.outcome": {"conclusion", suggestion.Outcomes()},
		"AppointSupervisor.layer":    {"layer", suggestion.Layers()},
		"Supervise.layer":            {"layer", suggestion.Layers()},
		"RelieveSupervisor.layer":    {"layer", suggestion.Layers()},
		"SetTask.layer":              {"layer", suggestion.Layers()},
		"ProposeKey.criteria":        {"criterion", suggestion.KeyCriteria()},
		"RecordAppraisal.aspect":     {"aspect", suggestion.AppraisalAspects()},
		"GiveTheAward.award":         {"award", suggestion.Awards()},
		"ClearTheFlag.flag":          {"flag", suggestion.FlagCodes()},
		"RecordTheDeparture.reason":  {"departure", suggestion.DepartureReasons()},

		"Submit.level":                 {"publicity", codes(suggestion.Wishes()...)},
		"StateWish.level":              {"publicity", codes(suggestion.Wishes()...)},
		"ExamineForPublication.ground": {"withheld", suggestion.Grounds()},
		"DecideContent.ground":         {"withheld", suggestion.Grounds()},
		"DecideReply.ground":           {"withheld", suggestion.Grounds()},
		"TakeContentDown.ground":       {"withheld", suggestion.Grounds()},
		"TakeReplyDown.ground":         {"withheld", suggestion.Grounds()},
	}
	byType = map[reflect.Type]choice{
		reflect.TypeFor[suggestion.Kind]():  {"kind", codes(suggestion.InSession, suggestion.OffSession)},
		reflect.TypeFor[suggestion.Mode]():  {"mode", codes(suggestion.Single, suggestion.LeadAndCo, suggestion.Separate, suggestion.SeveralLeads)},
		reflect.TypeFor[suggestion.Level](): {"publicity", codes(suggestion.DecidedLevels()...)},
		reflect.TypeFor[suggestion.Grade](): {"grade", codes(suggestion.Satisfied, suggestion.Basically, suggestion.Dissat)},
	}
)

func codes[T ~string](names ...T) []string {
	out := make([]string, len(names))
	for i, n := range names {
		out[i] = string(n)
	}
	return out
}

// snake turns a Go field name into the name people fill in: NewUnit, new_unit.
func snake(name string) string {
	var b strings.Builder
	for i, r := range name {
		if unicode.IsUpper(r) && i > 0 && !unicode.IsUpper(rune(name[i-1])) {
			b.WriteByte('_')
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}
