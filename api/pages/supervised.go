package pages

import (
	"slices"
	"strings"

	"huiyin/api/access"
	"huiyin/domain/lifecycle"
	"huiyin/domain/register"
	"huiyin/projections/views"
)

func (s *Site) supervisedRoutes() []Route {
	return []Route{{"GET /supervised", access.Boards, s.supervised}}
}

// supervises reports whether the visitor is one who supervises or leads cases.
func (v *visit) supervises() bool {
	return slices.Contains([]lifecycle.Role{register.CongressLeader, register.GovernmentLeader, lifecycle.SpecialCommittee}, v.who.Role())
}

// supervising answers on the cases that the visitor, or the visitor's committee,
// supervises or leads. They are all registered, so within the visitor's scope.
func (v *visit) supervising() views.Reader {
	scope := views.Scope{Parties: []views.Party{{Part: views.Supervisor, Who: v.who.Person.ID}}}
	if v.who.Role() == lifecycle.SpecialCommittee {
		for _, name := range v.who.Names {
			scope.Parties = append(scope.Parties, views.Party{Part: views.Body, Who: name})
		}
	}
	return v.s.o.Desk.Reader(scope)
}

// supervised lists what the visitor supervises or leads; a committee sees the units
// of its field above it, each with the list of its cases.
func (s *Site) supervised(v *visit) error {
	if !v.supervises() {
		return errForbidden
	}
	l := v.list("web.supervised")
	l.columns("number", "title", "light", "due", "state", "units", "grade")
	rows, total, err := v.supervising().Cases(v.ctx(), views.CaseFilter{Limit: l.Size, Offset: l.offset()})
	if err != nil {
		return err
	}
	l.Total = total
	for _, c := range rows {
		l.add("/cases/"+string(c.ID), orDash(c.Number), wide(c.Title), lamp(c.Light), text(dateOr(c.NextDue)), text(label("state.suggestion", string(c.State))),
			orDash(strings.Join(c.LeadUnits, views.ListMark)), text(gradeWord(c.Grade)))
	}
	if v.who.Role() == lifecycle.SpecialCommittee {
		if l.Links, err = s.fieldUnits(v); err != nil {
			return err
		}
	}
	return v.answer(l)
}

// fieldUnits are the units that the visitor's committee follows.
func (s *Site) fieldUnits(v *visit) (all []option, err error) {
	dir, err := s.o.Desk.Directory(v.ctx())
	if err != nil {
		return nil, err
	}
	today := s.o.Desk.Today()
	for _, u := range dir.UnitsOn(today) {
		if c, ok := dir.CommitteeOf(u.ID, today); ok && c.ID == v.who.Grant.Committee {
			all = append(all, option{"/cases?unit=" + queryEscape(u.Name(today)), u.Name(today)})
		}
	}
	return all, nil
}
