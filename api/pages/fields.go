package pages

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"huiyin/api/desk"
	"huiyin/domain/acts"
	"huiyin/domain/lifecycle"
	"huiyin/domain/suggestion"
	"huiyin/domain/zh"
	"huiyin/projections/telling"
	"huiyin/projections/views"
)

// verbWord is the catalogue's word for the act.
func verbWord(name string) string { return zh.Label("act", name) }

// fieldWord is the word for a field, which may differ from act to act.
func fieldWord(v acts.Verb, name string) string {
	for _, kind := range []string{"web.field", "field"} {
		if key := fmt.Sprintf("%s.%s.%s", kind, v.Name, name); zh.Has(key) {
			return zh.Text(key, nil)
		}
	}
	if zh.Has("field." + name) {
		return zh.Label("field", name)
	}
	return name
}

// hidden are the fields that the site fills in itself.
var hidden = []string{"version", "channel", "head_number", "head_t0"}

// fields are the form of an act on a case, read off the act. What names the part
// of the case comes with the address and is no field.
func (s *Site) fields(v *visit, c *suggestion.Suggestion, verb acts.Verb) (all []fieldView) {
	for _, f := range verb.Fields() {
		if f.Kind == acts.PartID && f.Name != "from" || slices.Contains(hidden, f.Name) || f.Name == "process" && s.onePart(c) {
			continue
		}
		field := fieldView{Name: f.Name, Word: fieldWord(verb, f.Name), Kind: string(f.Kind), List: f.List}
		for _, hint := range []string{"web.hint." + verb.Name + "." + f.Name, "web.hint." + f.Name, "web.hint.kind." + field.Kind} {
			if zh.Has(hint) {
				field.Hint = say(hint)
				break
			}
		}
		for _, choice := range f.Choices {
			field.Options = append(field.Options, option{choice, zh.Label(f.Words, choice)})
		}
		s.suit(v, c, verb, &field)
		all = append(all, field)
	}
	if slices.Contains(writing, verb.Name) {
		parts(all)
	}
	return all
}

// parts divides the long form of a suggestion's text for a small screen.
func parts(all []fieldView) {
	last := ""
	for i := range all {
		if key := "web.part." + all[i].Name; zh.Has(key) && say(key) != last {
			last = say(key)
			all[i].Opens = last
		}
	}
}

// suit gives a field what the office knows: the classes of the case's rules, the
// units of the register, the deputies of the case, a proposal for a number.
func (s *Site) suit(v *visit, c *suggestion.Suggestion, verb acts.Verb, f *fieldView) {
	switch {
	case f.Name == "class":
		rules, _ := s.o.Desk.Pinned(c)
		for _, class := range rules.Classes().Value {
			f.Options = append(f.Options, option{class.Code, telling.ClassName(rules, class.Code)})
		}
	case verb.Name == string(lifecycle.AskProgress) && f.Name == "unit":
		f.Kind = string(acts.Choice)
		for _, a := range c.Assignments {
			if a.Active() {
				f.Options = append(f.Options, option{a.Unit, a.Unit})
			}
		}
	case f.Name == scanField:
		f.Kind, f.Accept = scanField, accepted()
	case f.Kind == string(acts.UnitPart), slices.Contains([]string{"unit", "new_unit", "proposed_unit", "proposed"}, f.Name):
		if f.Kind != string(acts.UnitPart) {
			f.Kind = "unit"
		}
		f.Options = s.units(v)
		if verb.Name == string(lifecycle.EditDraft) {
			f.Values, f.Now = c.Proposed, strings.Join(c.Proposed, views.ListMark)
		}
	case slices.Contains(met, verb.Name) && f.Kind == string(acts.Someone) && f.List:
		f.Kind = string(acts.Choice)
		for _, p := range c.Speakers() {
			f.Options = append(f.Options, option{p.Name + "#" + p.ID, p.Name})
		}
	case slices.Contains(decisions, verb.Name) && (f.Name == "text" || f.Name == "title"):
		f.Values = s.proposedText(v, c, verb.Name, f.Name)
	case f.Name == "checker": // somebody of the unit, whom no register lists
	case f.Kind == string(acts.Someone):
		for _, p := range c.Deputies() {
			f.Options = append(f.Options, option{p.Name + "#" + p.ID, p.Name})
		}
	case f.Name == "number" && verb.Name == string(lifecycle.Register):
		if next, ok, err := s.o.Desk.NextNumber(v.ctx(), c.Congress, c.Session, c.Kind == suggestion.OffSession); err == nil && ok {
			f.Values = []string{next}
		}
	case verb.Name == "revise", verb.Name == string(lifecycle.EditDraft):
		f.Values = standing(c, f.Name)
		f.Now = f.Value()
	case f.Name == "kinds":
		f.Kind = string(acts.Choice)
		for _, word := range strings.Fields(say("web.rate.kinds")) {
			f.Options = append(f.Options, option{word, word})
		}
	case f.Name == "from":
		for _, a := range c.Assignments {
			if a.State == lifecycle.UnitReturned {
				f.Options = append(f.Options, option{string(a.Assignment), a.Unit})
			}
		}
	}
	if f.Kind == string(acts.Text) && slices.Contains(long, f.Name) {
		f.Kind = "long"
	}
}

// met are the acts that name several of those who signed.
var met = []string{"record_contact", "withdraw"}

// onePart reports whether the case's rules rate a reply as a whole.
func (s *Site) onePart(c *suggestion.Suggestion) bool {
	rules, ok := s.o.Desk.Pinned(c)
	return ok && len(rules.Rating().Value.Parts) == 1
}

// standing is what a text that is to be changed says now.
func standing(c *suggestion.Suggestion, field string) []string {
	now := map[string]string{"title": c.Title, "body": c.Body, "evidence": c.Evidence, "category": c.Category}
	if text := now[field]; text != "" {
		return []string{text}
	}
	return nil
}

// long are the texts that take more than a line.
var long = []string{"body", "text", "content", "reason", "evidence", "record", "explained", "report", "answer", "question", "findings", "progress", "result"}

func (s *Site) units(v *visit) (all []option) {
	d, err := s.o.Desk.Directory(v.ctx())
	if err != nil {
		return nil
	}
	today := s.o.Desk.Today()
	for _, u := range d.UnitsOn(today) {
		name := u.Name(today)
		all = append(all, option{name, name})
	}
	return all
}

// known adds what nobody should have to type.
func (s *Site) known(v *visit, c *suggestion.Suggestion, verb acts.Verb, values []acts.Value) ([]acts.Value, error) {
	find := func(ctx context.Context, text string) (suggestion.CaseID, error) {
		rows, err := s.o.Desk.Reader(v.who.Scope()).Resolve(ctx, text)
		if err != nil || len(rows) != 1 {
			return "", err
		}
		return rows[0].ID, nil
	}
	f := desk.Filling{Office: s.o.Desk, Find: find, Channel: say("web.channel")}
	return f.Complete(v.ctx(), c, verb, aboutOf(v.r.URL.Query()), values)
}

// parted are the kinds of field that are typed in parts, in the order in which a
// value joins them.
var parted = map[string][]string{string(acts.Promise): {"text", "due"}, string(acts.UnitPart): {"part", "unit", "scope"}}

// join makes one value of the parts of a composed field: a promise of its text and
// day, a unit of its part and name. A line without its main part is empty.
func (f *fieldView) join(form url.Values) {
	part := func(name string, i int) string {
		if all := form[f.Name+"."+name]; i < len(all) {
			return strings.TrimSpace(all[i])
		}
		return ""
	}
	switch f.Kind {
	case string(acts.Promise):
		f.Values = nil
		for i := range form[f.Name+".text"] {
			if part("text", i) != "" {
				f.Values = append(f.Values, part("text", i)+"|"+part("due", i))
			}
		}
	case string(acts.UnitPart):
		f.Values = nil
		for i := range form[f.Name+".part"] {
			if part("unit", i) == "" {
				continue
			}
			value := part("part", i) + ":" + part("unit", i)
			if part("scope", i) != "" {
				value += ":" + part("scope", i)
			}
			f.Values = append(f.Values, value)
		}
	}
}

// Part is one part of a composed value, by its place.
func (f fieldView) Part(value string, i int) string {
	mark := "|"
	if f.Kind == string(acts.UnitPart) {
		mark = ":"
	}
	parts := strings.SplitN(value, mark, 3)
	if i >= len(parts) {
		return ""
	}
	return parts[i]
}

// Parts are the parts a unit can have.
func (f fieldView) Parts() (all []option) {
	for _, p := range acts.UnitParts() {
		all = append(all, option{string(p), zh.Label("part", string(p))})
	}
	return all
}

// plain is a value as people read it.
func (f fieldView) plain(value string) string {
	switch f.Kind {
	case string(acts.Promise):
		return strings.ReplaceAll(value, "|", " ")
	case string(acts.UnitPart):
		return zh.Label("part", f.Part(value, 0)) + " " + f.Part(value, 1) + " " + f.Part(value, 2)
	case string(acts.Someone):
		name, _, _ := strings.Cut(value, "#")
		return name
	}
	return value
}

// partWord names the part of the case an act is about.
func partWord(s *suggestion.Suggestion, about suggestion.Subject) string {
	if l, ok := s.Line(about.Line); ok {
		return l.Unit
	}
	if a, ok := s.Assignment(about.Assignment); ok {
		return zh.Label("part", string(a.Part)) + " " + a.Unit
	}
	if c, ok := s.Commitment(about.Commitment); ok {
		return cut(30, c.Text)
	}
	return ""
}
