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
)

// verbWord is the catalogue's word for the act.
func verbWord(name string) string { return zh.Label("act", name) }

// fieldWord is the word for a field, which may differ from act to act.
func fieldWord(v acts.Verb, name string) string {
	if key := fmt.Sprintf("field.%s.%s", v.Name, name); zh.Has(key) {
		return zh.Text(key, nil)
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
		if f.Kind == acts.PartID && f.Name != "from" || slices.Contains(hidden, f.Name) {
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
	return all
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
	case f.Kind == string(acts.UnitPart), slices.Contains([]string{"unit", "new_unit", "proposed_unit", "proposed"}, f.Name):
		if f.Kind != string(acts.UnitPart) {
			f.Kind = "unit"
		}
		f.Options = s.units(v)
		if verb.Name == string(lifecycle.EditDraft) {
			f.Values = c.Proposed
		}
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

// standing is what a text that is to be changed says now.
func standing(c *suggestion.Suggestion, field string) []string {
	now := map[string]string{"title": c.Title, "body": c.Body, "evidence": c.Evidence, "category": c.Category}
	if text := now[field]; text != "" {
		return []string{text}
	}
	return nil
}

// long are the texts that take more than a line.
var long = []string{"body", "text", "content", "reason", "evidence", "record", "explained", "report", "answer", "findings", "progress", "result"}

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

// join makes one value of the parts of a composed field: a promise of its text and
// day, a unit of its part and name.
func (f *fieldView) join(form url.Values) {
	switch f.Kind {
	case string(acts.Promise):
		f.Values = nil
		days := form[f.Name+".due"]
		for i, text := range form[f.Name+".text"] {
			if text = strings.TrimSpace(text); text == "" {
				continue
			}
			day := ""
			if i < len(days) {
				day = strings.TrimSpace(days[i])
			}
			f.Values = append(f.Values, text+"|"+day)
		}
	case string(acts.UnitPart):
		f.Values = nil
		names, scopes := form[f.Name+".unit"], form[f.Name+".scope"]
		for i, part := range form[f.Name+".part"] {
			if i >= len(names) || strings.TrimSpace(names[i]) == "" {
				continue
			}
			value := part + ":" + strings.TrimSpace(names[i])
			if i < len(scopes) && strings.TrimSpace(scopes[i]) != "" {
				value += ":" + strings.TrimSpace(scopes[i])
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
