package pages

import (
	"errors"
	"net"
	"net/http"
	"strings"

	"huiyin/api/access"
	"huiyin/api/signin"
	"huiyin/domain/register"
)

// DemoAccount is an account of a demonstration, with its password in the open.
type DemoAccount struct{ Login, Password, Role, Name string }

// The cookies: the session's, and that of a known device. On TLS they are bound to
// this host (handbook AUT-06).
func (v *visit) cookieName(name string) string {
	if v.s.o.Plain {
		return name
	}
	return "__Host-" + name
}

func (v *visit) setCookie(name, value string, seconds int) {
	http.SetCookie(v.w, &http.Cookie{Name: v.cookieName(name), Value: value, Path: "/", MaxAge: seconds, HttpOnly: true,
		Secure: !v.s.o.Plain, SameSite: http.SameSiteLaxMode})
}

func (v *visit) cookie(name string) string {
	c, err := v.r.Cookie(v.cookieName(name))
	if err != nil {
		return ""
	}
	return c.Value
}

const year = 365 * 24 * 3600

// from says where the request comes from.
func (v *visit) from() signin.From {
	host, _, err := net.SplitHostPort(v.r.RemoteAddr)
	if err != nil {
		host = v.r.RemoteAddr
	}
	return signin.From{IP: host, Agent: v.r.UserAgent(), Device: v.cookie("device")}
}

// recognise finds out who the visitor is.
func (v *visit) recognise() {
	session, err := v.s.o.SignIn.Lookup(v.cookie("huiyin"))
	if err != nil {
		return
	}
	v.session = session
	dir, err := v.s.o.Desk.Directory(v.ctx())
	if err != nil {
		return
	}
	v.who, _ = access.Of(dir, session.Login, session.Grant, v.s.o.Desk.Today())
}

// open answers without asking who it is.
func (s *Site) open(serve func(*visit) error) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		v := s.visit(w, r)
		w.Header().Set("Cache-Control", "no-store")
		if err := serve(v); err != nil {
			s.fail(v, err)
		}
	}
}

type signinData struct {
	Next, Login, Error, Pending string
	Demo                        []DemoAccount
}

func (s *Site) signinForm(v *visit) error {
	return v.show(http.StatusOK, "signin", signinData{Next: v.query("next"), Demo: s.o.Demo})
}

func (s *Site) signinDo(v *visit) error {
	d := signinData{Next: v.r.PostFormValue("next"), Login: strings.TrimSpace(v.r.PostFormValue("login")), Demo: s.o.Demo}
	step, err := s.o.SignIn.SignIn(v.ctx(), d.Login, v.r.PostFormValue("password"), v.from())
	return s.enter(v, d, step, err)
}

func (s *Site) secondDo(v *visit) error {
	d := signinData{Next: v.r.PostFormValue("next"), Pending: v.r.PostFormValue("pending")}
	step, err := s.o.SignIn.Second(v.ctx(), d.Pending, strings.TrimSpace(v.r.PostFormValue("code")), v.from())
	return s.enter(v, d, step, err)
}

// enter lets in who has shown who they are, or asks on.
func (s *Site) enter(v *visit, d signinData, step signin.Step, err error) error {
	var refused *signin.Error
	switch {
	case errors.As(err, &refused):
		d.Error = signin.Words(err)
		return v.show(http.StatusUnauthorized, "signin", d)
	case err != nil:
		return err
	case step.Pending != "":
		d.Pending = step.Pending
		return v.show(http.StatusOK, "signin", d)
	}
	v.take(step)
	if held := v.held(step.Session.Login); len(held) == 1 {
		step, err := s.o.SignIn.ActUnder(v.ctx(), step.Token, access.Key(held[0]), v.from())
		if err != nil {
			return err
		}
		v.take(step)
	}
	return v.see(local(d.Next))
}

func (v *visit) take(step signin.Step) {
	v.setCookie("huiyin", step.Token, 0)
	if step.Device != "" {
		v.setCookie("device", step.Device, year)
	}
}

// held are the grants of a login today.
func (v *visit) held(login string) []register.Grant {
	dir, err := v.s.o.Desk.Directory(v.ctx())
	if err != nil {
		return nil
	}
	return dir.RolesOn(login, v.s.o.Desk.Today())
}

func (s *Site) signout(v *visit) error {
	if err := s.o.SignIn.SignOut(v.ctx(), v.cookie("huiyin"), v.from()); err != nil {
		return err
	}
	v.setCookie("huiyin", "", -1)
	v.w.Header().Set("Clear-Site-Data", `"cache"`)
	return v.see("/signin")
}

// grants asks under which of several roles to act.
func (s *Site) grants(v *visit) error {
	var all []option
	dir, err := s.o.Desk.Directory(v.ctx())
	if err != nil {
		return err
	}
	for _, g := range v.held(v.session.Login) {
		p, _ := access.Of(dir, v.session.Login, access.Key(g), s.o.Desk.Today())
		all = append(all, option{access.Key(g), strings.TrimSpace(p.Body + " " + label("role", string(g.Role)))})
	}
	return v.show(http.StatusOK, "grants", all)
}

func (s *Site) actUnder(v *visit) error {
	step, err := s.o.SignIn.ActUnder(v.ctx(), v.cookie("huiyin"), v.r.PostFormValue("grant"), v.from())
	if errors.Is(err, signin.ErrGrant) {
		return errForbidden
	}
	if err != nil {
		return err
	}
	v.take(step)
	return v.see("/")
}
