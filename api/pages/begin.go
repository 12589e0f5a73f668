package pages

import (
	"fmt"
	"net/http"
	"strconv"

	"huiyin/api/desk"
	"huiyin/domain/acts"
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
	d := &actData{Case: suggestion.New(), Title: verbWord(verb.Name), Verb: verb.Name, Word: verbWord(verb.Name), Action: "/new", Back: "/"}
	d.Fields = s.fields(v, d.Case, verb)
	return d, verb, s.propose(v, d)
}

// propose fills in the session of the day and the visitor's delegation.
func (s *Site) propose(v *visit, d *actData) error {
	dir, err := s.o.Desk.Directory(v.ctx())
	if err != nil {
		return err
	}
	session, ok := dir.SessionOn(s.o.Desk.Today())
	if !ok {
		return nil
	}
	given := map[string]string{"congress": session.Facts.Congress, "session": session.Facts.Session, "year": strconv.Itoa(s.o.Desk.Today().Year()), "delegation": v.who.Body}
	for i := range d.Fields {
		if value := given[d.Fields[i].Name]; value != "" {
			d.Fields[i].Values = []string{value}
		}
	}
	return nil
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
	done, err := s.o.Desk.Do(v.ctx(), desk.Act{ID: command, Case: id, Actor: v.who.Actor(suggestion.New()), Command: filled})
	if d.refused(verb, err) {
		return v.show(http.StatusUnprocessableEntity, "act", d)
	} else if err != nil {
		return err
	}
	return v.see(fmt.Sprintf("/cases/%s?done=%s&at=%d", id, verb.Name, done.Position))
}
