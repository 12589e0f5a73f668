package v1

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"

	"huiyin/domain/acts"
	"huiyin/domain/lifecycle"
	"huiyin/domain/suggestion"
	"huiyin/domain/zh"
	"huiyin/projections/telling"
)

// Offers are the acts of the caller's role on a case.
type Offers struct {
	Case string  `json:"case"`
	Acts []Offer `json:"acts"`
}

// Offer is an act on a part of a case: open, or shut with the reason.
type Offer struct {
	Verb  Word   `json:"verb"`
	About *About `json:"about,omitempty"`
	Open  bool   `json:"open"`
	Why   *Word  `json:"why,omitempty"` // the refusal, if it is shut
}

// Form is what an act takes.
type Form struct {
	Verb   Word    `json:"verb"`
	Fields []Field `json:"fields"`
}

// Field is one value of a form: a text, a list of texts, or what its kind says.
type Field struct {
	Name    string   `json:"name"`
	Display string   `json:"display"`
	Kind    string   `json:"kind"`
	List    bool     `json:"list"`
	Choices []Word   `json:"choices,omitempty"`
	Values  []string `json:"values,omitempty"` // a proposal
}

func (a *API) offers(c *call) error {
	s, _, err := c.theCase()
	if err != nil {
		return err
	}
	all, err := c.offered(s)
	if err != nil {
		return err
	}
	out := Offers{Case: string(s.ID), Acts: []Offer{}}
	for _, o := range all {
		offer := Offer{Verb: wordOf("act", o.Verb.Name), About: aboutOf(o.About), Open: o.Shut == nil}
		if o.Shut != nil {
			offer.Why = &Word{o.Shut.Code, zh.Refusal(o.Shut.Code, o.Shut.Facts)}
		}
		out.Acts = append(out.Acts, offer)
	}
	return c.json(http.StatusOK, out)
}

// offered are the acts that are the business of the caller's role. A unit is
// answered by the case as it may know it.
func (c *call) offered(s *suggestion.Suggestion) ([]acts.Offer, error) {
	s = c.who.Shown(s)
	actor := c.who.Actor(s)
	r, err := c.a.o.Desk.Judged(s, suggestion.Request{Actor: actor, Now: c.a.o.Desk.Now()})
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(acts.Offers(s, r), func(o acts.Offer) bool {
		return o.Verb.Begins() || o.Shut != nil && (o.Shut.Code == "wrong_role" || !slices.Contains(o.Verb.Roles(), actor.Role))
	}), nil
}

func (a *API) form(c *call) error {
	s, _, err := c.theCase()
	if err != nil {
		return err
	}
	verb, ok := acts.Find(c.r.PathValue("verb"))
	if !ok || verb.Begins() {
		return problemOf("not_found")
	}
	return c.json(http.StatusOK, a.formOf(c, s, verb, nil))
}

// newForm is the form by which the caller's role begins a case, with the session of
// the day and the caller's delegation proposed.
func (a *API) newForm(c *call) error {
	verb, err := c.beginning()
	if err != nil {
		return err
	}
	dir, err := a.o.Desk.Directory(c.ctx())
	if err != nil {
		return err
	}
	given := map[string]string{"delegation": c.who.Body}
	if session, ok := dir.SessionOn(a.o.Desk.Today()); ok {
		given["congress"], given["session"], given["year"] = session.Facts.Congress, session.Facts.Session, strconv.Itoa(a.o.Desk.Today().Year())
	}
	return c.json(http.StatusOK, a.formOf(c, suggestion.New(), verb, given))
}

// beginning is the act by which the caller's role begins a case.
func (c *call) beginning() (acts.Verb, error) {
	for _, v := range acts.Verbs() {
		if v.Begins() && slices.Contains(v.Roles(), c.who.Role()) {
			return v, nil
		}
	}
	return acts.Verb{}, problemOf("forbidden", "role", label("role", string(c.who.Role())))
}

func (a *API) formOf(c *call, s *suggestion.Suggestion, verb acts.Verb, given map[string]string) Form {
	out := Form{Verb: wordOf("act", verb.Name), Fields: []Field{}}
	for _, f := range verb.Fields() {
		field := Field{Name: f.Name, Display: fieldWord(verb, f.Name), Kind: string(f.Kind), List: f.List}
		for _, choice := range f.Choices {
			field.Choices = append(field.Choices, wordOf(f.Words, choice))
		}
		if f.Name == "class" {
			rules, _ := a.o.Desk.Pinned(s)
			for _, class := range rules.Classes().Value {
				field.Choices = append(field.Choices, Word{class.Code, telling.ClassName(rules, class.Code)})
			}
		}
		if given[f.Name] != "" {
			field.Values = []string{given[f.Name]}
		}
		if f.Name == "number" && verb.Name == string(lifecycle.Register) {
			if next, ok, err := a.o.Desk.NextNumber(c.ctx(), s.Congress, s.Session, s.Kind == suggestion.OffSession); err == nil && ok {
				field.Values = []string{next}
			}
		}
		out.Fields = append(out.Fields, field)
	}
	return out
}

// fieldWord is the word for a field, which may differ from act to act.
func fieldWord(v acts.Verb, name string) string {
	if key := fmt.Sprintf("field.%s.%s", v.Name, name); zh.Has(key) {
		return say(key)
	}
	if zh.Has("field." + name) {
		return label("field", name)
	}
	return name
}
