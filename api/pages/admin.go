package pages

import (
	"errors"
	"net/http"
	"strconv"
	"strings"

	"huiyin/api/access"
	"huiyin/domain/lifecycle"
	"huiyin/domain/register"
	"huiyin/domain/suggestion"
	"huiyin/domain/zh"
)

func (s *Site) adminRoutes() []Route {
	return []Route{
		{"GET /accounts", access.Accounts, s.accounts},
		{"POST /accounts", access.Accounts, s.openAccount},
		{"GET /accounts/{login}", access.Accounts, s.oneAccount},
		{"POST /accounts/{login}/{act}", access.Accounts, s.changeAccount},
		{"GET /security", access.Audit, s.security},
		{"GET /engine", access.System, s.engine},
	}
}

// accounts lists the accounts, for the security administrator.
func (s *Site) accounts(v *visit) error {
	l := v.list("web.accounts")
	l.columns("login", "name", "roles", "second", "state")
	dir, err := s.o.Desk.Directory(v.ctx())
	if err != nil {
		return err
	}
	today := s.o.Desk.Today()
	entries := dir.On(register.Accounts, today)
	l.Total = len(entries)
	for _, e := range window(entries, l) {
		a, _ := dir.Account(e.Ref().ID)
		status, err := s.o.SignIn.Status(v.ctx(), a.ID)
		if err != nil {
			return err
		}
		l.add("/accounts/"+a.ID, text(a.ID), wide(a.Person.Name), text(rolesOf(dir, a, today)), text(yesNo(!status.SecondSince.IsZero())), text(stateOf(a, status.HasPassword, today)))
	}
	l.Form = "accounts"
	return v.answer(l)
}

// accountView is one account as the security administrator sees it: no secret, and
// nothing to read or set one with.
type accountView struct {
	register.Account
	Held   []heldView
	Roles  []option
	Units  []option
	Link   string // of a reset, shown once
	Error  string
	Paused bool
}

type heldView struct{ Key, Word, From string }

func (s *Site) oneAccount(v *visit) error { return s.showOne(v, accountView{}, http.StatusOK) }

func (s *Site) showOne(v *visit, d accountView, status int) error {
	dir, err := s.o.Desk.Directory(v.ctx())
	if err != nil {
		return err
	}
	a, ok := dir.Account(v.r.PathValue("login"))
	if !ok {
		return errNotFound
	}
	today := s.o.Desk.Today()
	d.Account, d.Paused, d.Units = a, a.Suspended.On(today), s.units(v)
	for _, g := range a.Roles(today) {
		p, _ := access.Of(dir, a.ID, access.Key(g), today)
		d.Held = append(d.Held, heldView{access.Key(g), strings.TrimSpace(p.Body + " " + label("role", string(g.Role))), dateOr(g.Span.From)})
	}
	for _, r := range register.Roles() {
		d.Roles = append(d.Roles, option{string(r), label("role", string(r))})
	}
	return v.show(status, "oneaccount", d)
}

// by is the visitor as who keeps the registers.
func (v *visit) by() suggestion.Actor {
	return suggestion.Actor{Role: v.who.Role(), Person: v.who.Person}
}

func (s *Site) openAccount(v *visit) error {
	login, name := strings.TrimSpace(v.r.PostFormValue("login")), strings.TrimSpace(v.r.PostFormValue("name"))
	person := suggestion.Person{ID: strings.TrimSpace(v.r.PostFormValue("person")), Name: name}
	if person.ID == "" {
		person.ID = login
	}
	if err := s.state(v, v.by(), register.AccountOpened{ID: login, From: s.o.Desk.Today(), Person: person}); err != nil {
		return err
	}
	return v.see("/accounts/" + queryEscape(login))
}

// changeAccount grants and ends roles, stops and resumes an account, ends its
// sessions and starts a reset. A password is never set here (handbook THR-24).
func (s *Site) changeAccount(v *visit) (err error) {
	login, act, today := v.r.PathValue("login"), v.r.PathValue("act"), s.o.Desk.Today()
	if !v.session.Fresh(s.o.Desk.Now()) {
		return v.see("/account/stepup?next=/accounts/" + queryEscape(login))
	}
	reason := strings.TrimSpace(v.r.PostFormValue("reason"))
	switch act {
	case "grant":
		g := register.RoleGranted{ID: login, From: today, Role: lifecycle.Role(v.r.PostFormValue("role"))}
		if err = s.bind(v, &g); err == nil {
			err = s.state(v, v.by(), g)
		}
	case "end":
		err = s.endRole(v, login, v.r.PostFormValue("key"), strings.TrimSpace(v.r.PostFormValue("why")))
	case "suspend":
		if err = s.state(v, v.by(), register.AccountSuspended{ID: login, From: today, Reason: reason}); err == nil {
			err = s.o.SignIn.EndAll(v.ctx(), login, v.who.Account, v.from())
		}
	case "resume":
		err = s.state(v, v.by(), register.AccountResumed{ID: login, From: today, Reason: reason})
	case "sessions":
		err = s.o.SignIn.EndAll(v.ctx(), login, v.who.Account, v.from())
	case "second":
		err = s.o.SignIn.RemoveSecond(v.ctx(), login, v.who.Account, v.from())
	case "reset":
		token, err := s.o.SignIn.StartReset(v.ctx(), login, v.who.Account, v.from())
		if err != nil {
			return err
		}
		return s.showOne(v, accountView{Link: "/reset?token=" + queryEscape(token)}, http.StatusOK)
	default:
		return errNotFound
	}
	var refused *suggestion.Refusal
	if errors.As(err, &refused) {
		return s.showOne(v, accountView{Error: wordsOf(err)}, http.StatusUnprocessableEntity)
	}
	if err != nil {
		return err
	}
	return v.see("/accounts/" + queryEscape(login))
}

// bind puts what a grant is for into it: a unit, a committee or a delegation, by
// any name it bears.
func (s *Site) bind(v *visit, g *register.RoleGranted) error {
	body := strings.TrimSpace(v.r.PostFormValue("body"))
	dir, err := s.o.Desk.Directory(v.ctx())
	if err != nil || body == "" {
		return err
	}
	for _, k := range []struct {
		kind register.Kind
		to   *register.Link
		of   bool
	}{{register.Units, &g.Unit, g.Role.OfUnit()}, {register.Committees, &g.Committee, g.Role == lifecycle.SpecialCommittee},
		{register.Delegations, &g.Delegation, g.Role == lifecycle.Delegation}} {
		if !k.of {
			continue
		}
		if found := dir.Find(k.kind, body, s.o.Desk.Today()); len(found) == 1 {
			*k.to = register.Link{ID: found[0].Ref().ID, Name: body}
			return nil
		}
		return wrong("web.accounts.no_body", "name", body)
	}
	return nil
}

func (s *Site) endRole(v *visit, login, key, reason string) error {
	for _, g := range v.held(login) {
		if access.Key(g) == key {
			return s.state(v, v.by(), register.RoleEnded{ID: login, From: s.o.Desk.Today().AddDays(1), Role: g.Role, Unit: register.Link{ID: g.Unit},
				Committee: register.Link{ID: g.Committee}, Delegation: register.Link{ID: g.Delegation}, Reason: reason})
		}
	}
	return errNotFound
}

// security lists what happened at the door and which acts were refused, for the
// auditor.
func (s *Site) security(v *visit) error {
	l := v.list("web.security")
	l.columns("recorded", "what", "position", "hash")
	records, total, err := s.o.Desk.Security(v.ctx(), l.offset(), l.Size)
	if err != nil {
		return err
	}
	l.Total = total
	for _, r := range records {
		l.add("", text(stamp(r.Recorded.Recorded)), wide(zh.Sentence(r.Type, r.Event)), text(strconv.FormatUint(uint64(r.Position), 10)), text(shortHash(r.Hash[:])))
	}
	return v.answer(l)
}

// engineData is the running engine, for the system administrator: no case is in it.
type engineData struct {
	Head, Shown, Behind uint64
	Parked              int
	Cases               int
}

func (s *Site) engine(v *visit) error {
	head, err := s.o.Desk.Log.Head(v.ctx())
	if err != nil {
		return err
	}
	parked, err := s.o.Desk.Views.Parked(v.ctx())
	if err != nil {
		return err
	}
	shown := s.o.Desk.Views.Checkpoint()
	return v.show(http.StatusOK, "engine", engineData{Head: uint64(head), Shown: uint64(shown), Behind: uint64(head - min(head, shown)), Parked: len(parked)})
}
