package pages

import (
	"cmp"
	"net/http"
	"slices"
	"strings"

	"huiyin/api/access"
	"huiyin/api/signin"
	"huiyin/domain/calendar"
	"huiyin/domain/lifecycle"
	"huiyin/domain/register"
	"huiyin/domain/suggestion"
)

func (s *Site) adminRoutes() []Route {
	return []Route{
		{"GET /accounts", access.Accounts, s.accounts},
		{"POST /accounts", access.Accounts, s.openAccount},
		{"GET /accounts/{login}", access.Accounts, s.oneAccount},
		{"POST /accounts/{login}/{act}", access.Accounts, s.changeAccount},
		{"GET /approvals", access.Approvals, s.approvals},
		{"POST /approvals/{login}/{act}", access.Approvals, s.settle},
		{"GET /security", access.Audit, s.security},
		{"GET /proofs", access.Audit, s.proofs},
		{"GET /engine", access.System, s.engine},
	}
}

// accounts lists the accounts, for the security administrator.
func (s *Site) accounts(v *visit) error { return s.showAccounts(v, "") }

func (s *Site) showAccounts(v *visit, problem string) error {
	l := v.list("web.accounts")
	l.Form, l.Error, l.Typed, l.Counted = "accounts", problem, v.r.PostForm, "web.list.total_rows"
	l.columns("login", "name", "roles", "second", "account_state")
	l.choose("login_name", v.query("login_name"))
	l.choose("role", v.query("role"), roleOptions()...)
	dir, err := s.o.Desk.Directory(v.ctx())
	if err != nil {
		return err
	}
	today := s.o.Desk.Today()
	entries := slices.DeleteFunc(slices.Clone(dir.On(register.Accounts, today)), func(e register.Entry) bool { return !v.looksFor(e.(register.Account), today) })
	l.Total = len(entries)
	for _, e := range window(entries, l) {
		a, _ := dir.Account(e.Ref().ID)
		status, err := s.o.SignIn.Status(v.ctx(), a.ID)
		if err != nil {
			return err
		}
		l.add("/accounts/"+a.ID, text(a.ID), wide(a.Person.Name), text(rolesOf(dir, a, today)), text(yesNo(!status.SecondSince.IsZero())), text(stateOf(a, status.HasPassword, today)))
	}
	return v.answer(l)
}

// looksFor reports whether the account is one that the list's filters leave.
func (v *visit) looksFor(a register.Account, on calendar.Date) bool {
	text, role := strings.TrimSpace(v.query("login_name")), lifecycle.Role(v.query("role"))
	return (strings.Contains(a.ID, text) || strings.Contains(a.Person.Name, text)) &&
		(role == "" || slices.ContainsFunc(a.Roles(on), func(g register.Grant) bool { return g.Role == role }))
}

func roleOptions() (all []option) {
	for _, r := range register.Roles() {
		all = append(all, option{string(r), label("role", string(r))})
	}
	return all
}

// accountView is one account as the security administrator sees it: no secret, and
// nothing to read or set one with.
type accountView struct {
	register.Account
	Held     []heldView
	Asked    []heldView // roles that wait for their approval
	Roles    []option
	Units    []option
	Bound    []signin.Bound // to the office's identity provider
	Provider bool
	Link     string // of a reset, shown once
	Error    string
	Done     string
	Paused   bool
}

// heldView is a role with the day since when, or who asked for it until when.
type heldView struct{ Key, Word, From, By string }

func (s *Site) oneAccount(v *visit) error {
	return s.showOne(v, accountView{Done: v.query("done")}, http.StatusOK)
}

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
		d.Held = append(d.Held, heldView{Key: access.Key(g), Word: grantWord(dir, g, today), From: dateOr(g.Span.From)})
	}
	for _, p := range a.Proposed {
		if p.Waits(s.o.Desk.Now()) {
			d.Asked = append(d.Asked, heldView{access.Key(p.Grant), grantWord(dir, p.Grant, today), stamp(p.At.Add(register.ApprovalTime)), p.By})
		}
	}
	d.Roles = roleOptions()
	if d.Provider = s.o.Provider != nil; d.Provider {
		if d.Bound, err = s.o.SignIn.BoundTo(v.ctx(), a.ID); err != nil {
			return err
		}
	}
	return v.show(status, "oneaccount", d)
}

// by is the visitor as who keeps the registers.
func (v *visit) by() suggestion.Actor {
	return suggestion.Actor{Role: v.who.Role(), Person: v.who.Person}
}

// grantWord words a grant: for which body, as what.
func grantWord(dir *register.Directory, g register.Grant, on calendar.Date) string {
	body := ""
	for _, r := range []register.Ref{{Kind: register.Units, ID: g.Unit}, {Kind: register.Committees, ID: g.Committee}, {Kind: register.Delegations, ID: g.Delegation}} {
		if r.ID != "" {
			body = dir.Name(r, on)
		}
	}
	return bodyRole(body, g.Role)
}

func (s *Site) openAccount(v *visit) error {
	login := v.text("login")
	person := suggestion.Person{ID: cmp.Or(v.text("person"), login), Name: v.text("name")}
	err := v.administer(register.AccountOpened{ID: login, From: s.o.Desk.Today(), Person: person})
	if refusedRule(err) {
		return s.showAccounts(v, wordsOf(err))
	}
	if err != nil {
		return err
	}
	return v.see("/accounts/" + queryEscape(login))
}

// changeAccount grants and ends roles, stops and resumes an account, ends its
// sessions and starts a reset. A password is never set here (handbook THR-24).
func (s *Site) changeAccount(v *visit) error {
	login, act := v.r.PathValue("login"), v.r.PathValue("act")
	change, ok := changes[act]
	if !ok {
		return errNotFound
	}
	if !v.fresh() {
		return v.stepUp()
	}
	if act == "reset" {
		token, err := s.o.SignIn.StartReset(v.ctx(), login, v.who.Account, v.from())
		if err != nil {
			return err
		}
		return s.showOne(v, accountView{Link: "/reset?token=" + queryEscape(token)}, http.StatusOK)
	}
	err := change(s, v, login)
	if words, refused := refusal(err); refused {
		return s.showOne(v, accountView{Error: words}, http.StatusUnprocessableEntity)
	}
	if refusedRule(err) {
		return s.showOne(v, accountView{Error: wordsOf(err)}, http.StatusUnprocessableEntity)
	}
	if err != nil {
		return err
	}
	return v.see("/accounts/" + queryEscape(login) + "?done=" + act)
}

// changes are the changes to an account, by the last part of the address.
var changes = map[string]func(*Site, *visit, string) error{
	"reset": nil,
	"grant": (*Site).grant,
	"end":   (*Site).endRole,
	"suspend": func(s *Site, v *visit, login string) error {
		err := v.administer(register.AccountSuspended{ID: login, From: s.o.Desk.Today(), Reason: v.text("reason")})
		if err == nil {
			err = s.o.SignIn.EndAll(v.ctx(), login, v.who.Account, v.from())
		}
		return err
	},
	"resume": func(s *Site, v *visit, login string) error {
		return v.administer(register.AccountResumed{ID: login, From: s.o.Desk.Today(), Reason: v.text("reason")})
	},
	"sessions": func(s *Site, v *visit, login string) error {
		return s.o.SignIn.EndAll(v.ctx(), login, v.who.Account, v.from())
	},
	"devices": func(s *Site, v *visit, login string) error {
		return s.o.SignIn.ForgetDevices(v.ctx(), login, v.who.Account, v.from())
	},
	"second": func(s *Site, v *visit, login string) error {
		return s.o.SignIn.RemoveSecond(v.ctx(), login, v.who.Account, v.from())
	},
	"bind": func(s *Site, v *visit, login string) error {
		if s.o.Provider == nil {
			return errNotFound
		}
		p, err := s.o.Provider(v.ctx())
		if err != nil {
			return err
		}
		return s.o.SignIn.Bind(v.ctx(), login, p.Issuer(), v.text("subject"), v.who.Account, v.from())
	},
	"unbind": func(s *Site, v *visit, login string) error {
		return s.o.SignIn.Unbind(v.ctx(), login, v.text("issuer"), v.text("subject"), v.who.Account, v.from())
	},
}

// text is a field of the form that was sent.
func (v *visit) text(name string) string { return strings.TrimSpace(v.r.PostFormValue(name)) }

// grant proposes a role, for somebody else to approve; the first who could approve
// is granted at once (handbook THR-22).
func (s *Site) grant(v *visit, login string) error {
	today := s.o.Desk.Today()
	g := register.RoleGranted{ID: login, From: today, Role: lifecycle.Role(v.text("role"))}
	if err := s.bind(v, &g); err != nil {
		return err
	}
	dir, err := s.o.Desk.Directory(v.ctx())
	if err != nil {
		return err
	}
	if !register.NeedsApproval(dir, v.who.Account, g.Role, today) {
		return v.administer(g)
	}
	return v.administer(register.RoleProposed{ID: login, From: today, Role: g.Role, Unit: g.Unit, Committee: g.Committee, Delegation: g.Delegation,
		By: v.who.Account, At: s.o.Desk.Now()})
}

// bind puts what a grant is for into it: a unit, a committee or a delegation, by
// any name it bears.
func (s *Site) bind(v *visit, g *register.RoleGranted) error {
	body := v.text("body")
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

func (s *Site) endRole(v *visit, login string) error {
	for _, g := range v.held(login) {
		if access.Key(g) == v.text("key") {
			return v.administer(register.RoleEnded{ID: login, From: s.o.Desk.Today().AddDays(1), Role: g.Role, Unit: register.Link{ID: g.Unit},
				Committee: register.Link{ID: g.Committee}, Delegation: register.Link{ID: g.Delegation}, Reason: v.text("why")})
		}
	}
	return errNotFound
}
