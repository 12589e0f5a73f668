package pages

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"

	"huiyin/api/desk"
	"huiyin/domain/acts"
	"huiyin/domain/lifecycle"
	"huiyin/domain/register"
	"huiyin/domain/suggestion"
	"huiyin/eventstore"
)

// beginning is the act by which the visitor's role begins a case.
func (v *visit) beginning() (acts.Verb, error) {
	for _, verb := range acts.Verbs() {
		if verb.Begins() {
			for _, r := range verb.Roles() {
				if r == v.who.Role() {
					return verb, nil
				}
			}
		}
	}
	return acts.Verb{}, errForbidden
}

func (s *Site) blank(v *visit) (*actData, acts.Verb, error) {
	verb, err := v.beginning()
	if err != nil {
		return nil, verb, err
	}
	d := &actData{Case: suggestion.New(), Title: verbWord(verb.Name), Verb: verb.Name, Word: verbWord(verb.Name), Action: "/new", Form: "/new", Back: "/",
		Likes: slices.Contains(writing, verb.Name)}
	d.Fields = s.fields(v, d.Case, verb)
	return d, verb, s.propose(v, d)
}

// propose fills in the session of the day and the visitor's delegation. What a
// deputy has no choice in is not asked.
func (s *Site) propose(v *visit, d *actData) error {
	dir, err := s.o.Desk.Directory(v.ctx())
	if err != nil {
		return err
	}
	today := s.o.Desk.Today()
	given := map[string]string{"year": strconv.Itoa(today.Year()), "delegation": v.delegation(dir)}
	if session, ok := dir.SessionOn(today); ok {
		given["congress"], given["session"] = session.Facts.Congress, session.Facts.Session
	}
	fix := d.Verb == string(lifecycle.DraftIt)
	if v.who.Role() == lifecycle.LeadDeputy {
		d.Fields = slices.DeleteFunc(d.Fields, func(f fieldView) bool {
			return f.Name == "head" || f.Name == "contacts" || f.Name == "delegation" && given["delegation"] == ""
		})
	}
	for i := range d.Fields {
		if value := given[d.Fields[i].Name]; value != "" {
			d.Fields[i].Values, d.Fields[i].Fixed = []string{value}, fix
		}
	}
	slices.SortStableFunc(d.Fields, func(a, b fieldView) int { return boolean(b.Fixed) - boolean(a.Fixed) })
	return nil
}

// delegation is where the visitor belongs: by the grant, or by the register.
func (v *visit) delegation(dir *register.Directory) string {
	if v.who.Body != "" {
		return v.who.Body
	}
	today := v.s.o.Desk.Today()
	deputy, ok := dir.Deputy(v.who.Person.ID)
	if !ok {
		return ""
	}
	term, ok := deputy.Term(dir, today)
	if !ok {
		return ""
	}
	return dir.Name(register.Ref{Kind: register.Delegations, ID: term.Delegation.On(today)}, today)
}

// newForm shows the form of a new case.
func (s *Site) newForm(v *visit) error {
	d, _, err := s.blank(v)
	if err != nil {
		return err
	}
	id, err := s.o.Desk.NewCommandID()
	if err != nil {
		return err
	}
	d.Command = id.String()
	if err := s.restore(v, d); err != nil {
		return err
	}
	return v.show(http.StatusOK, "act", d)
}

// newDo begins the case; its id derives from the command's, so a form sent twice
// begins one case.
func (s *Site) newDo(v *visit) error {
	if err := v.r.ParseForm(); err != nil {
		return wrong("web.fail.form")
	}
	d, verb, err := s.blank(v)
	if err != nil {
		return err
	}
	d.take(v.r.PostForm)
	if answered, err := s.between(v, d); answered {
		return err
	}
	command, err := eventstore.ParseID(d.Command)
	if err != nil {
		return wrong("web.fail.form")
	}
	id := suggestion.CaseID(fmt.Sprintf("s%x", command[8:]))
	filled, err := verb.Fill(id, suggestion.Subject{}, d.values())
	if d.refused(verb, err) {
		return v.show(http.StatusUnprocessableEntity, "act", d)
	} else if err != nil {
		return err
	}
	s.keep(v, d)
	done, err := s.o.Desk.Do(v.ctx(), desk.Act{ID: command, Case: id, Actor: v.who.Actor(suggestion.New()), Command: filled})
	if d.refused(verb, err) {
		return v.show(http.StatusUnprocessableEntity, "act", d)
	} else if err != nil {
		return err
	}
	s.forget(v, d)
	return v.see(fmt.Sprintf("/cases/%s?done=%s&at=%d", id, verb.Name, done.Position))
}
